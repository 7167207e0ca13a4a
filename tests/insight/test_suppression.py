"""Small numbers are hidden, and no hidden number can be worked out from what is shown in its table."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from widget.insight.report.suppression import SMALLEST, Grid, Line, hide_in_grid, hide_in_line

numbers = st.one_of(st.integers(0, 8), st.integers(0, 400))
grids = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(numbers, min_size=width, max_size=width), min_size=1, max_size=6)
)


def solvable(rows: Sequence[Sequence[int]], unknowns: int) -> list[int]:
    """The unknowns that a system of linear equations (coefficients, without right sides) settles: by elimination."""
    matrix = [[Fraction(value) for value in row] for row in rows]
    pivots: list[int] = []
    for column in range(unknowns):
        found = next((r for r in range(len(pivots), len(matrix)) if matrix[r][column]), None)
        if found is None:
            continue
        place = len(pivots)
        matrix[place], matrix[found] = matrix[found], matrix[place]
        matrix[place] = [value / matrix[place][column] for value in matrix[place]]
        for r, row in enumerate(matrix):
            if r != place and row[column]:
                matrix[r] = [a - row[column] * b for a, b in zip(row, matrix[place], strict=True)]
        pivots.append(column)
    return [pivots[r] for r, row in enumerate(matrix[: len(pivots)]) if sum(map(bool, row)) == 1]


def equations(grid: Grid) -> tuple[list[tuple[int, int]], list[list[int]]]:
    """The hidden cells, and for each row and column (totals too) how they stand in its equation."""
    cells = sorted(grid.hidden)
    height, width = len(grid.numbers), len(grid.numbers[0])
    rows = [[(1 if c < width - 1 else -1) if r == row else 0 for r, c in cells] for row in range(height)]
    columns = [[(1 if r < height - 1 else -1) if c == column else 0 for r, c in cells] for column in range(width)]
    return cells, rows + columns


def other_fillings(grid: Grid) -> dict[tuple[int, int], bool]:
    """For each hidden cell, whether another table of numbers from 0 up shows the same: all of ±1 are tried."""
    cells, system = equations(grid)
    found = dict.fromkeys(cells, False)

    def search(index: int, change: list[int]) -> None:
        if index == len(cells):
            if all(sum(a * b for a, b in zip(row, change, strict=True)) == 0 for row in system):
                for cell, by in zip(cells, change, strict=True):
                    found[cell] = found[cell] or by != 0
            return
        row, column = cells[index]
        for by in (0, 1, -1):
            if grid.numbers[row][column] + by >= 0:
                search(index + 1, [*change, by])

    search(0, [])
    return found


@given(grids, st.booleans())
@example([[500, 3], [400, 300]], False)
@example([[3, 0, 0], [0, 500, 0], [0, 0, 500]], False)
@example([[3, 500], [500, 3], [500, 500]], True)
@example([[500, 0, 4, 4], [4, 0, 0, 500], [500, 0, 0, 0], [4, 0, 500, 4]], True)
def test_no_hidden_number_follows_from_the_shown_ones(cells: list[list[int]], keep: bool) -> None:
    keep = keep and all(not 0 < sum(column) < SMALLEST for column in zip(*cells, strict=True))
    grid = hide_in_grid(cells, keep_column_totals=keep)
    unknown, system = equations(grid)
    assert [unknown[index] for index in solvable(system, len(unknown))] == []


@given(st.lists(st.lists(st.integers(0, 9), min_size=2, max_size=2), min_size=1, max_size=2))
def test_knowing_that_no_number_is_below_zero_does_not_help_either(cells: list[list[int]]) -> None:
    grid = hide_in_grid(cells)
    assert [cell for cell, other in other_fillings(grid).items() if not other] == []


def test_no_table_of_zeros_small_and_large_numbers_gives_one_away() -> None:
    """A hidden total of 0 cannot become less either."""
    for one, two, three, four in product((0, 1, 6), repeat=4):
        grid = hide_in_grid([[one, two], [three, four]])
        assert [cell for cell, other in other_fillings(grid).items() if not other] == [], grid.numbers


def test_zeros_under_a_total_of_zero_that_is_kept_give_no_other_number_away() -> None:
    """The zeros hidden beside the small numbers can be worked out, and nothing else."""
    cells = [[500, 0, 4, 4], [4, 0, 0, 500], [500, 0, 0, 0], [4, 0, 500, 4]]
    grid = hide_in_grid(cells, keep_column_totals=True)
    assert {cells[row][column] for (row, column), other in other_fillings(grid).items() if not other} == {0}


@pytest.mark.parametrize(
    ("cells", "hidden"),
    [
        # The rectangle with 60, 70 and 20 loses less than the one with 50, 70 and 80.
        ([[3, 50, 60], [70, 80, 20]], {(0, 0), (0, 2), (1, 0), (1, 2)}),
        # 40 and 41 are as many as 10, 40 and 31, but fewer numbers: the 2 is hidden already.
        ([[3, 10, 2], [40, 31, 41], [90, 90, 90]], {(0, 0), (0, 2), (1, 0), (1, 2)}),
        # The total of the first row is hidden for its own sake. The second goes with it, not those of columns.
        ([[1, 0], [5, 0]], {(0, 0), (0, 2), (1, 0), (1, 2)}),
        ([[1, 5], [0, 0]], {(0, 0), (2, 0), (0, 1), (2, 1)}),
        # The 0 may be more, and so may the total of its column: 4 is uncertain, and the 6 is shown.
        ([[0, 0, 6, 4]], {(0, 0), (0, 3), (1, 0), (1, 3)}),
        # All that there is, the grand total too.
        ([[3]], {(0, 0), (0, 1), (1, 0), (1, 1)}),
    ],
)
def test_a_table_hides_as_little_as_it_can(cells: list[list[int]], hidden: set[tuple[int, int]]) -> None:
    assert hide_in_grid(cells).hidden == hidden


def test_a_small_total_of_a_column_cannot_be_kept() -> None:
    with pytest.raises(ValueError, match="small total"):
        hide_in_grid([[500, 3]], keep_column_totals=True)


@given(grids)
def test_small_numbers_and_small_totals_are_hidden(cells: list[list[int]]) -> None:
    grid = hide_in_grid(cells)
    for row, line in enumerate(grid.numbers):
        for column, number in enumerate(line):
            assert not 0 < number < SMALLEST or grid.shown(row, column) is None
    assert grid.numbers[-1][-1] == sum(map(sum, cells))
    assert grid.shown(len(cells), len(cells[0])) in {grid.numbers[-1][-1], None}


@given(grids)
def test_nothing_is_hidden_where_nothing_is_small(cells: list[list[int]]) -> None:
    grid = hide_in_grid([[number * SMALLEST for number in row] for row in cells])
    assert grid.hidden == frozenset()


@given(st.lists(numbers, min_size=1, max_size=8))
@example([500, 1, 1])
@example([3])
def test_a_line_gives_no_hidden_number_away(line: list[int]) -> None:
    made = hide_in_line(line)
    hidden = made.hidden - {-1}
    assert all(index in made.hidden for index, number in enumerate(line) if 0 < number < SMALLEST)
    if made.total is None:
        assert 0 < sum(line) < SMALLEST
    elif hidden:
        assert len(hidden) >= 2
        assert sum(line[index] for index in hidden) > 0, "two that are 0 together are both 0"


def test_totals_that_are_said_elsewhere_are_kept() -> None:
    grid = hide_in_grid([[3, 600], [497, 300], [500, 300]], keep_column_totals=True)
    assert [grid.shown(3, column) for column in range(3)] == [1000, 1200, 2200]
    assert grid.shown(0, 0) is None


@pytest.mark.parametrize(
    ("line", "hidden"),
    [
        ([100, 50, 7], set()),
        ([100, 50, 3], {2, 1}),
        ([100, 0, 3], {2, 1}),
        ([100, 4, 3], {2, 1}),
        ([0, 0], set()),
        ([1, 2], {0, 1, -1}),
        ([4], {0, -1}),
    ],
)
def test_a_line_hides_as_little_as_it_can(line: list[int], hidden: set[int]) -> None:
    assert hide_in_line(line) == Line(tuple(line), frozenset(hidden))
