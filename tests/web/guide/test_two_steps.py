"""Everything that the whole guide tells a citizen stands on the overview, or at most two links from it."""

from collections.abc import Callable, Iterator

import pytest

from tests.guides.guide_examples import filling_of
from tests.web.samples import DAY, GUIDES, WHOLE, address, choices_of, pairwise
from tests.web.two_steps import blocks, onward, unreached
from widget.guides.library import Library
from widget.guides.model import Guide

LONG_PAST = "2026-05-04"
PAGES = {
    "/embed/job?dato=1": (
        '<main><a href="/embed/job?dato=1&amp;open=a#x">A</a> <a href="/embed/job?dato=1&amp;open=alt">W</a></main>'
    ),
    "/embed/job?dato=1&open=a": '<main><h2>A</h2><a href="/embed/job?dato=1&amp;open=b">B</a></main>',
    "/embed/job?dato=1&open=b": (
        '<main><h2>B</h2><p>Do B.</p><a href="/embed/job?dato=1&amp;open=c">C</a>'
        '<a href="/embed/job?dato=1&amp;done=b">Mark as done</a><a href="/print/job?dato=1">Print</a></main>'
    ),
    "/embed/job?dato=1&open=c": "<main><h2>C</h2><p>Do C.</p></main>",
}
"""A guide of which C is three links from the overview."""

Get = Callable[[str], str]


def citizens(guide: Guide) -> Iterator[dict[str, str]]:
    """Situations that hold every two answers, without a date and with one that is to come or long past."""
    for situation in pairwise({**choices_of(guide), "dato": (DAY, LONG_PAST)}):
        yield situation or {"open": "overblik"}


@pytest.mark.parametrize("guide", GUIDES)
def test_everything_is_two_links_from_the_overview(shipped_library: Library, shipped_page: Get, guide: str) -> None:
    for situation in citizens(shipped_library.guides[guide]):
        overview = address("embed", guide, situation)
        missing = unreached(shipped_page, overview, address("embed", guide, {**situation, **WHOLE}))
        assert not missing, f"{overview} leads to no page with {[sorted(block) for block in missing]}"


@pytest.mark.parametrize("guide", GUIDES)
def test_the_walk_looks_for_every_item_of_the_guide(shipped_library: Library, shipped_page: Get, guide: str) -> None:
    """All titles of all items are in what is looked for, in one situation or another."""
    looked_for: set[str] = set()
    for situation in citizens(shipped_library.guides[guide]):
        for block in blocks(shipped_page(address("embed", guide, {**situation, **WHOLE}))):
            looked_for |= block
    filling = filling_of(shipped_library)
    titles = {item.title.plain(filling) for item in shipped_library.guides[guide].items()}
    assert titles <= looked_for


def _whole(*tasks: str) -> str:
    items = "".join(f'<li class="task"><p class="title">{task}</p><p>Do {task}.</p></li>' for task in tasks)
    return f"<main><ul>{items}</ul></main>"


def test_what_is_three_links_away_is_missed() -> None:
    overview, whole = "/embed/job?dato=1", "/embed/job?dato=1&open=alt"
    assert unreached({**PAGES, whole: _whole("B")}.__getitem__, overview, whole) == []
    assert unreached({**PAGES, whole: _whole("B", "C")}.__getitem__, overview, whole) == [frozenset({"C", "Do C."})]


def test_a_title_alone_is_not_the_task() -> None:
    overview, whole = "/embed/job?dato=1", "/embed/job?dato=1&open=alt"
    assert unreached({**PAGES, whole: _whole("A")}.__getitem__, overview, whole) == [frozenset({"A", "Do A."})]


def test_ticks_and_other_surfaces_are_no_links_onward() -> None:
    page = "/embed/job?dato=1&open=b"
    assert onward(PAGES[page], page) == {"C": "/embed/job?dato=1&open=c"}
