"""A page comes in one round trip: the first ten segments of a new connection."""

import base64
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.conftest import bytes_on_the_wire
from tests.partners.pictures import png
from tests.web.partner_site import partner_site
from tests.web.samples import DAY, GUIDES, SURFACES, WHOLE, address, all_done, choices_of
from widget.demo.example_partners import example_partners
from widget.guides.library import Library
from widget.guides.model import Guide
from widget.partners.logo import MAX_BYTES, MAX_DARK_BYTES, Logo, read_logo

LIMIT = 14_600
"""Ten segments of 1,460 bytes."""


@pytest.fixture
def shipped_size(shipped_client: FlaskClient) -> Callable[..., int]:
    """The bytes that an answer with the shipped guides takes on the wire."""
    return partial(bytes_on_the_wire, shipped_client)


VARIANTS = [("embed", {}), ("guide", {}), ("embed", {"ui": "links"})]


def single_answers(guide: Guide) -> list[dict[str, str]]:
    return [{name: choice} for name, ids in choices_of(guide).items() for choice in ids]


def two_answers(guide: Guide) -> Iterator[dict[str, str]]:
    for one, other in combinations(single_answers(guide), 2):
        if len(one | other) == 2:
            yield one | other


def large_states(guide: Guide) -> Iterator[dict[str, str]]:
    """The states that can be largest: few answers, since an open question hides nothing; with ticks and a date."""
    done = {"done": all_done(guide)}
    unknown = dict.fromkeys(choices_of(guide), "ved-ikke")
    for situation, day, ticks in product(({}, unknown, *single_answers(guide)), ({}, {"dato": DAY}), ({}, done)):
        yield {**situation, **day, **ticks}
    for situation in two_answers(guide):
        yield {**situation, "dato": DAY, **done}


def smaller_states(guide: Guide) -> Iterator[dict[str, str]]:
    """The same with two answers and less on the page: without ticks, without a date, or without both."""
    for situation, less in product(two_answers(guide), ({}, {"dato": DAY}, {"done": all_done(guide)})):
        yield {**situation, **less}


@pytest.mark.parametrize(("surface", "variant"), VARIANTS)
@pytest.mark.parametrize("guide", GUIDES)
def test_the_largest_page_fits_in_one_round_trip(
    shipped_library: Library, shipped_size: Callable[..., int], guide: str, surface: str, variant: dict[str, str]
) -> None:
    """A frame in gzip too; a guide's own page in brotli, which every browser takes over TLS."""
    encoding = "gzip" if surface == "embed" else "br"
    pages = [address(surface, guide, {**state, **variant}) for state in large_states(shipped_library.guides[guide])]
    largest, page = max((shipped_size(page, encoding), page) for page in pages)
    assert largest <= LIMIT, f"{page} takes {largest} bytes"


@pytest.mark.thorough
@pytest.mark.parametrize(("surface", "variant"), VARIANTS)
@pytest.mark.parametrize("guide", GUIDES)
def test_a_page_with_two_answers_and_less_on_it_fits_too(
    shipped_library: Library, shipped_size: Callable[..., int], guide: str, surface: str, variant: dict[str, str]
) -> None:
    encoding = "gzip" if surface == "embed" else "br"
    for state in smaller_states(shipped_library.guides[guide]):
        page = address(surface, guide, {**state, **variant})
        assert shipped_size(page, encoding) <= LIMIT, page


def whole_guides(guide: Guide) -> Iterator[dict[str, str]]:
    """The states in which a whole guide is largest: nothing answered, nothing known, one answer."""
    choices = choices_of(guide)
    for situation in ({}, dict.fromkeys(choices, "ved-ikke"), *({name: ids[-1]} for name, ids in choices.items())):
        yield {**situation, **WHOLE}
        yield {**situation, **WHOLE, "dato": DAY}


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("language", ["da", "en", "de"])
@pytest.mark.parametrize("guide", GUIDES)
def test_the_whole_guide_fits_in_each_language_with_a_date_too(
    shipped_library: Library, shipped_size: Callable[..., int], guide: str, surface: str, language: str
) -> None:
    """As a browser over TLS asks for it."""
    states = [{}, *whole_guides(shipped_library.guides[guide])]
    pages = [address(surface, guide, {**state, "lang": language}) for state in states]
    largest, page = max((shipped_size(page, "gzip, br"), page) for page in pages)
    assert largest <= LIMIT, f"{page} takes {largest} bytes"


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("guide", GUIDES)
def test_every_short_page_fits_in_german(
    shipped_library: Library, shipped_size: Callable[..., int], guide: str, surface: str
) -> None:
    """The longest of our languages, and what is shown where nothing is known."""
    shown = shipped_library.guides[guide]
    parts = ("svar", "overblik", "gode-ideer", "hvem-er-hvem", *(part.id for part in shown.parts))
    for part, state in product(parts, ({}, dict.fromkeys(choices_of(shown), "ved-ikke"))):
        page = address(surface, guide, {**state, "dato": DAY, "lang": "de", "open": part})
        assert shipped_size(page, "gzip, br") <= LIMIT, page


@pytest.mark.parametrize(("surface", "variant"), VARIANTS)
@pytest.mark.parametrize("guide", GUIDES)
def test_a_browser_that_takes_brotli_gets_no_more(
    shipped_library: Library, shipped_size: Callable[..., int], guide: str, surface: str, variant: dict[str, str]
) -> None:
    for day, done in product(({}, {"dato": DAY}), ({}, {"done": all_done(shipped_library.guides[guide])})):
        page = address(surface, guide, {**day, **done, **variant})
        assert shipped_size(page, "br") <= shipped_size(page, "gzip"), page


@pytest.fixture(scope="module")
def full_marks() -> dict[str, Any]:
    """The changes to a theme by two logos as large as they may be: noise, which nothing makes shorter."""
    light = read_logo(png(125, 41, noise=True))
    dark = read_logo(png(100, 33, noise=True), most=MAX_DARK_BYTES)
    assert isinstance(light, Logo)
    assert isinstance(dark, Logo)
    sizes = [len(base64.b64decode(logo.data_uri.partition(",")[2])) for logo in (light, dark)]
    assert sizes[0] > 0.95 * MAX_BYTES
    assert sizes[1] > 0.9 * MAX_DARK_BYTES
    return {
        "logo": light.data_uri,
        "logo_width": light.width,
        "logo_height": light.height,
        "logo_alt": "Byvåben, Storstad Kommune",
        "dark_logo": dark,
    }


@pytest.mark.parametrize("guide", GUIDES)
def test_every_page_of_a_frame_with_the_largest_marks_fits(
    shipped_library: Library, tmp_path: Path, full_marks: dict[str, Any], guide: str
) -> None:
    """In brotli. The whole guide on one page, which has some 7,600 bytes more then, takes a second round trip."""
    site = partner_site(tmp_path, CONTENT_DIR="")
    partner = example_partners()[0]
    site.publish(partner.id, theme=replace(partner.theme, **full_marks))
    shown = shipped_library.guides[guide]
    choices = choices_of(shown)
    first = {name: ids[0] for name, ids in choices.items()}
    parts = [{"open": part.id} for part in (*shown.phases, *shown.sections)]
    for state, day, part in product(
        ({}, dict.fromkeys(choices, "ved-ikke"), first),
        ({}, {"dato": DAY}),
        ({}, {"open": "svar"}, {"open": "gode-ideer"}, *parts),
    ):
        page = address(f"embed/{partner.id}", guide, {**state, **day, **part})
        assert bytes_on_the_wire(site.workers[0], page, "br") <= LIMIT, page
    site.close()


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("guide", GUIDES)
def test_a_page_with_a_partners_mark_and_words_fits_too(
    shipped_library: Library, tmp_path: Path, guide: str, surface: str
) -> None:
    """In brotli, which every browser takes over TLS."""
    client = partner_site(tmp_path, CONTENT_DIR="").workers[0]
    choices = choices_of(shipped_library.guides[guide])
    unknown = dict.fromkeys(choices, "ved-ikke")
    done = {"done": all_done(shipped_library.guides[guide])}
    for partner, state, day, more in product(
        example_partners(),
        ({}, unknown, {name: ids[0] for name, ids in choices.items()}),
        ({}, {"dato": DAY}),
        ({}, done, WHOLE),
    ):
        page = address(f"{surface}/{partner.id}", guide, {**state, **day, **more})
        assert bytes_on_the_wire(client, page, "br") <= LIMIT, page


@pytest.mark.parametrize("surface", SURFACES)
def test_a_partners_whole_guide_fits_in_english_too(shipped_library: Library, tmp_path: Path, surface: str) -> None:
    """The longest ones. In German they take a second round trip, by 900 bytes at most: texts are longer still."""
    client = partner_site(tmp_path, CONTENT_DIR="", LANGUAGES="da,en").workers[0]
    first = {name: ids[0] for name, ids in choices_of(shipped_library.guides[GUIDES[0]]).items()}
    for partner, answers in product(example_partners(), ({}, first)):
        page = address(f"{surface}/{partner.id}", GUIDES[0], {**answers, "dato": DAY, **WHOLE, "lang": "en"})
        assert bytes_on_the_wire(client, page, "br") <= LIMIT, page
