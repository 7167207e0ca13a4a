"""Which tests `tests/run` leaves to `tests/run --thorough`, which runs all of them before a release.

`@pytest.mark.thorough` is for more of the same. Of a test with `@pytest.mark.each_value` as many cases run as it
takes for each value of each parameter to come up once; the products of them are left to the thorough run.
"""

from collections.abc import Sequence

import pytest

Values = frozenset[tuple[str, str]]
"""What a case tries: the names of its parameters, each with its value as text."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--thorough", action="store_true", help="run the tests too that repeat others on more pages")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is for the thorough run."""
    if config.getoption("--thorough"):
        return
    cases: dict[str, list[pytest.Function]] = {}
    for item in items:
        if isinstance(item, pytest.Function) and item.get_closest_marker("each_value"):
            cases.setdefault(item.nodeid.partition("[")[0], []).append(item)
    left_out = {item for item in items if item.get_closest_marker("thorough")}
    for of_one_test in cases.values():
        chosen = cover([values_of(case) for case in of_one_test])
        left_out.update(case for index, case in enumerate(of_one_test) if index not in chosen)
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [item for item in items if item not in left_out]


def values_of(case: pytest.Function) -> Values:
    """The values of a case's parameters."""
    return frozenset((name, repr(value)) for name, value in case.callspec.params.items())


def cover(cases: Sequence[Values]) -> set[int]:
    """The indexes of few cases in which each value comes up: always the next that brings most that have not."""
    missing = set().union(*cases)
    chosen: set[int] = set()
    while missing:
        index = max(range(len(cases)), key=lambda one: len(cases[one] & missing))
        chosen.add(index)
        missing -= cases[index]
    return chosen
