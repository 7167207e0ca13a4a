"""Hides small numbers in tables, and as many others as it takes that no reader can work them out. Pure arithmetic.

A table with totals is a system of equations. Take each hidden number as an arc between its row and its column: it can
be worked out, knowing that no number is below 0, exactly when no circle leads through its arc along which numbers
could be one higher and one lower. So what is hidden is enlarged until each hidden number lies on such a circle.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

SMALLEST = 5
"""Numbers from 1 to below this are hidden. A zero is no citizen, and is shown unless it has to hide another."""

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Grid:
    """Numbers in rows and columns, the last of each being the total, and which of them are hidden."""

    numbers: tuple[tuple[int, ...], ...]
    hidden: frozenset[Cell]

    def shown(self, row: int, column: int) -> int | None:
        """A number, or None where it is hidden."""
        return None if (row, column) in self.hidden else self.numbers[row][column]


@dataclass(frozen=True, slots=True)
class Line:
    """Numbers and their total, and which are hidden; the total is the one with the index -1."""

    numbers: tuple[int, ...]
    hidden: frozenset[int]

    @property
    def total(self) -> int | None:
        """The total, or None where it is hidden."""
        return None if -1 in self.hidden else sum(self.numbers)

    def shown(self, index: int) -> int | None:
        """A number, or None where it is hidden."""
        return None if index in self.hidden else self.numbers[index]


def is_small(number: int) -> bool:
    """Whether a number would be hidden for its own sake."""
    return 0 < number < SMALLEST


def hide_in_line(numbers: Sequence[int]) -> Line:
    """Hide the small numbers of a row with a total, and one more where a single one could be worked out."""
    hidden = {index for index, number in enumerate(numbers) if is_small(number)}
    if is_small(sum(numbers)):
        hidden.add(-1)
    elif len(hidden) == 1:
        others = [index for index in range(len(numbers)) if index not in hidden]
        hidden.add(min(others, key=lambda index: numbers[index]))
    return Line(tuple(numbers), frozenset(hidden))


def hide_in_grid(cells: Sequence[Sequence[int]], *, keep_column_totals: bool = False) -> Grid:
    """Hide the small numbers of a table with totals, and others so that none can be worked out.

    The grand total stays, unless it is small itself; so do, on demand, the totals of the columns, for tables whose
    columns' totals are said elsewhere too.

    Raises:
        ValueError: If totals of columns are to be kept and one of them is small.
    """
    numbers = _with_totals(cells)
    if keep_column_totals and any(is_small(total) for total in numbers[-1]):
        raise ValueError("A small total of a column cannot be kept")
    height, width = len(numbers), len(numbers[0])
    every = [(row, column) for row in range(height) for column in range(width)]
    hidden = {(row, column) for row, column in every if is_small(numbers[row][column])}
    kept = {(height - 1, width - 1)}
    if keep_column_totals:
        kept |= {(height - 1, column) for column in range(width)}
    before = -1
    while len(hidden) != before:  # a companion may be one that could be worked out itself
        before = len(hidden)
        for cell in sorted(hidden):
            if not _uncertain(numbers, hidden, cell):
                hidden |= _companions(numbers, hidden, cell, kept)
    return Grid(numbers, frozenset(hidden))


def _with_totals(cells: Sequence[Sequence[int]]) -> tuple[tuple[int, ...], ...]:
    rows = [(*row, sum(row)) for row in cells]
    return (*rows, tuple(sum(column) for column in zip(*rows, strict=True)))


def _companions(numbers: Sequence[Sequence[int]], hidden: set[Cell], cell: Cell, kept: set[Cell]) -> set[Cell]:
    """The corners of a rectangle with the cell that make it uncertain, such that the least is lost.

    There is one for every number above 0. For a cell of the table, it is the one with the totals of its row and of
    another row: those totals are no smaller than what is taken from them. For the total of a row, it is the one with
    a cell of that row. A 0 among zeros with a total that is kept has none; to work that out tells of no citizen.
    """
    rectangles = sorted(_rectangles(numbers, hidden, cell, kept))
    uncertain = (set(corners) for _, corners in rectangles if _uncertain(numbers, hidden.union(corners), cell))
    return next(uncertain, set())


def _rectangles(
    numbers: Sequence[Sequence[int]], hidden: set[Cell], cell: Cell, kept: set[Cell]
) -> Iterator[tuple[tuple[int, int], tuple[Cell, ...]]]:
    """Three corners to go with a cell, each with what hiding them costs: how many totals, and the numbers lost."""
    (row, column), height, width = cell, len(numbers), len(numbers[0])
    for other_row in range(height):
        for other_column in range(width):
            if other_row == row or other_column == column:
                continue
            corners = ((row, other_column), (other_row, column), (other_row, other_column))
            new = [corner for corner in corners if corner not in hidden]
            if kept.intersection(new):
                continue
            totals = sum(corner[0] == height - 1 or corner[1] == width - 1 for corner in new)
            yield (totals, sum(numbers[r][c] + 1 for r, c in new)), corners


def _uncertain(numbers: Sequence[Sequence[int]], hidden: set[Cell], cell: Cell) -> bool:
    """Whether a hidden number could be another one, as far as the shown ones and the totals tell."""
    forward, back = _arcs(numbers, cell)
    row, column = ("row", cell[0]), ("column", cell[1])
    others = hidden - {cell}
    return (forward and _leads(numbers, others, column, row)) or (back and _leads(numbers, others, row, column))


def _arcs(numbers: Sequence[Sequence[int]], cell: Cell) -> tuple[bool, bool]:
    """Whether the arc of a number can be gone from row to column, and back.

    One way stands for one more, the other for one less, which a 0 cannot be. For totals of one kind it is the other
    way round, since they stand on the other side of the equation.
    """
    row, column = cell
    is_total = (row == len(numbers) - 1) != (column == len(numbers[0]) - 1)
    can_be_less = numbers[row][column] > 0
    return (can_be_less, True) if is_total else (True, can_be_less)


Node = tuple[str, int]


def _leads(numbers: Sequence[Sequence[int]], hidden: set[Cell], start: Node, end: Node) -> bool:
    """Whether a way along the arcs of hidden numbers leads from one row or column to another."""
    ways: dict[Node, list[Node]] = {}
    for cell in hidden:
        row, column = ("row", cell[0]), ("column", cell[1])
        forward, back = _arcs(numbers, cell)
        if forward:
            ways.setdefault(row, []).append(column)
        if back:
            ways.setdefault(column, []).append(row)
    seen, waiting = {start}, [start]
    while waiting:
        for node in ways.get(waiting.pop(), ()):
            if node not in seen:
                seen.add(node)
                waiting.append(node)
    return end in seen
