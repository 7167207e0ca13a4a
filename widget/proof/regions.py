"""Sets of situations: counted exactly, and covered by few boxes that can be said in words. Knows no guide."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, permutations
from math import prod

Answer = str | None
"""The id of a choice, or None where the question is not answered."""

Point = tuple[Answer, ...]
Box = tuple[frozenset[Answer], ...]
"""For each axis the answers that belong to it: every combination of them is inside."""

_ORDERS = 120
"""In how many orders of the axes a box is grown: all orders of five."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A question and all its answers, None among them."""

    question: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """A set of situations: the `points` over those `axes` on which it depends; all other answers are free."""

    axes: tuple[Axis, ...]
    points: frozenset[Point]

    def size(self, space: Sequence[Axis]) -> int:
        """How many situations of the whole `space` belong to it."""
        bound = {axis.question for axis in self.axes}
        return len(self.points) * prod(len(axis.answers) for axis in space if axis.question not in bound)

    def boxes(self) -> tuple[Box, ...]:
        """Few boxes that together are the region, exactly; they may overlap."""
        chosen: list[Box] = []
        left = set(self.points)
        while left:
            first = min(left, key=self._rank)
            grown = {self._grow(first, order) for order in self._orders()}
            best = max(grown, key=lambda box: (len(left & _points(box)), _weight(box), self._box_rank(box)))
            chosen.append(best)
            left -= _points(best)
        return tuple(sorted(_needed(chosen), key=self._box_rank))

    def _orders(self) -> Iterator[tuple[int, ...]]:
        return islice(permutations(range(len(self.axes))), _ORDERS)

    def _grow(self, point: Point, order: Sequence[int]) -> Box:
        """The box around `point` that takes in what it can, axis by axis."""
        box = [frozenset((answer,)) for answer in point]
        for place in order:
            for answer in self.axes[place].answers:
                wider = [*box[:place], frozenset((answer,)), *box[place + 1 :]]
                if _points(tuple(wider)) <= self.points:
                    box[place] |= {answer}
        return tuple(box)

    def _rank(self, point: Point) -> tuple[int, ...]:
        return tuple(axis.answers.index(answer) for axis, answer in zip(self.axes, point, strict=True))

    def _box_rank(self, box: Box) -> tuple[tuple[int, ...], ...]:
        pairs = zip(self.axes, box, strict=True)
        return tuple(tuple(sorted(axis.answers.index(answer) for answer in inside)) for axis, inside in pairs)


def region(axes: Sequence[Axis], points: Iterable[Point]) -> Region:
    """The set of `points`, without the axes that make no difference to it."""
    kept, inside = list(axes), set(points)
    place = 0
    while place < len(kept):
        rest = Counter(point[:place] + point[place + 1 :] for point in inside)
        if all(times == len(kept[place].answers) for times in rest.values()):
            inside = set(rest)
            del kept[place]
        else:
            place += 1
    return Region(tuple(kept), frozenset(inside))


def count_union(regions: Iterable[Region], space: Sequence[Axis]) -> int:
    """How many situations of the `space` belong to at least one of the regions."""
    boxes = {_widened(box, found, space) for found in regions for box in found.boxes()}
    return _count(frozenset(boxes), space)


def _widened(box: Box, found: Region, space: Sequence[Axis]) -> Box:
    inside = {axis.question: answers for axis, answers in zip(found.axes, box, strict=True)}
    return tuple(inside.get(axis.question, frozenset(axis.answers)) for axis in space)


def _count(boxes: frozenset[Box], axes: Sequence[Axis]) -> int:
    """Cut along the first axis; answers that meet the same boxes are counted together."""
    if not boxes or not axes:
        return len(boxes) and 1
    slices = Counter(frozenset(box[1:] for box in boxes if answer in box[0]) for answer in axes[0].answers)
    return sum(times * _count(rest, axes[1:]) for rest, times in slices.items())


def _points(box: Box) -> set[Point]:
    found: set[Point] = {()}
    for answers in box:
        found = {(*point, answer) for point in found for answer in answers}
    return found


def _weight(box: Box) -> int:
    return prod(len(answers) for answers in box)


def _needed(boxes: Sequence[Box]) -> list[Box]:
    """Without the boxes that the others cover."""
    kept = list(boxes)
    for box in boxes:
        others = [other for other in kept if other != box]
        covered = set().union(*(_points(other) for other in others))
        if _points(box) <= covered:
            kept = others
    return kept
