"""A page comes in one round trip: the first ten segments of a new connection."""

from collections.abc import Callable, Iterator
from itertools import combinations, product

import pytest

from tests.web.samples import DAY, GUIDES, address, all_done, choices_of
from widget.guides.model import Guide, Library

LIMIT = 14_600
"""Ten segments of 1,460 bytes."""

VARIANTS = [("embed", {}), ("guide", {}), ("embed", {"ui": "links"})]


def large_states(guide: Guide) -> Iterator[dict[str, str]]:
    """The states that can be largest: few answers, since an open question hides nothing; with ticks and a date."""
    choices = choices_of(guide)
    singles = [{name: choice} for name, ids in choices.items() for choice in ids]
    pairs = [one | other for one, other in combinations(singles, 2) if len(one | other) == 2]
    unknown = dict.fromkeys(choices, "ved-ikke")
    for situation, day, done in product(
        ({}, unknown, *singles, *pairs), ({}, {"dato": DAY}), ({}, {"done": all_done(guide)})
    ):
        yield {**situation, **day, **done}


@pytest.mark.parametrize(("surface", "variant"), VARIANTS)
@pytest.mark.parametrize("guide", GUIDES)
def test_the_largest_page_fits_in_one_round_trip(
    library: Library, wire_size: Callable[..., int], guide: str, surface: str, variant: dict[str, str]
) -> None:
    pages = [address(surface, guide, {**state, **variant}) for state in large_states(library.guides[guide])]
    largest, page = max((wire_size(page), page) for page in pages)
    assert largest <= LIMIT, f"{page} takes {largest} bytes"


@pytest.mark.parametrize(("surface", "variant"), VARIANTS)
@pytest.mark.parametrize("guide", GUIDES)
def test_a_browser_that_takes_brotli_gets_no_more(
    library: Library, wire_size: Callable[..., int], guide: str, surface: str, variant: dict[str, str]
) -> None:
    for day, done in product(({}, {"dato": DAY}), ({}, {"done": all_done(library.guides[guide])})):
        page = address(surface, guide, {**day, **done, **variant})
        assert wire_size(page, "br") <= wire_size(page, "gzip"), page
