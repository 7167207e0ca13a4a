"""Samples of situations that hold every pair of answers, and the addresses they stand at."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from urllib.parse import urlencode

from widget.guides.model import Guide

Row = tuple[str | None, ...]
Pair = tuple[int, str | None, int, str | None]

GUIDES = ("hvis-du-bliver-ledig", "naar-du-faar-nyt-job")
SURFACES = ("embed", "guide")
WHOLE = {"open": "alt"}
"""What asks for all of a guide on one page."""

DAY = "2026-12-31"
"""A date whose deadlines cross a year and months of different length."""


def address(surface: str, guide: str, parameters: Mapping[str, str] | Iterable[tuple[str, str]] = ()) -> str:
    """The address of a guide with these parameters."""
    query = urlencode(parameters if isinstance(parameters, Mapping) else tuple(parameters), safe=",")
    return f"/{surface}/{guide}" + (f"?{query}" if query else "")


def pairwise(choices: Mapping[str, Sequence[str]]) -> Iterator[dict[str, str]]:
    """Few situations that together hold every two answers to two questions, unanswered included."""
    names = tuple(choices)
    values: list[Row] = [(None, *choices[name]) for name in names]
    missing = {(i, a, j, b) for i, j in combinations(range(len(names)), 2) for a in values[i] for b in values[j]}
    while missing:
        row = _fill(min(missing, key=str), values, missing)
        missing -= _pairs(row)
        yield {name: value for name, value in zip(names, row, strict=True) if value is not None}


def _fill(seed: Pair, values: Sequence[Row], missing: set[Pair]) -> Row:
    """A row with the pair `seed` in it, and as many other missing pairs as a greedy choice finds."""
    i, a, j, b = seed
    row: dict[int, str | None] = {i: a, j: b}
    for place in (place for place in range(len(values)) if place not in row):
        row[place] = max(values[place], key=lambda value: len(_new(row, place, value) & missing))
    return tuple(row[place] for place in range(len(values)))


def _new(row: Mapping[int, str | None], place: int, value: str | None) -> set[Pair]:
    return {
        (other, given, place, value) if other < place else (place, value, other, given)
        for other, given in row.items()
    }


def _pairs(row: Row) -> set[Pair]:
    return {(i, row[i], j, row[j]) for i, j in combinations(range(len(row)), 2)}


def choices_of(guide: Guide) -> dict[str, tuple[str, ...]]:
    """The ids of a guide's choices by question."""
    return {question.id: tuple(question.by_id) for question in guide.questions}


def all_done(guide: Guide) -> str:
    """Every task ticked, as a parameter."""
    return ",".join(item.id for item in guide.items() if item.tickable)
