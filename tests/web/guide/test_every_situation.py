"""Every page that a citizen can be shown keeps every promise."""

from collections.abc import Callable
from itertools import islice

import pytest
from flask.testing import FlaskClient

from tests.web.conformance import check_page, check_targets, places, strict_html5
from tests.web.samples import DAY, GUIDES, WHOLE, address, all_done, choices_of, pairwise
from widget.guides.library import Library
from widget.guides.situations import count_situations, situations
from widget.web.guide.addresses import DEFAULT_HEADINGS

CHUNKS = 24
"""Parts in which the situations of a guide are walked, so that workers share them."""

VARIANTS: list[dict[str, str]] = [
    *({}, {"ui": "links"}, {"dato": DAY}, {"ui": "links", "dato": DAY}),
    *(WHOLE, {"ui": "links", **WHOLE}, {"open": "svar"}, {"ui": "links", "open": "svar"}),
]


def _check(shipped_client: FlaskClient, page: str, heading: int) -> str:
    response = shipped_client.get(page)
    assert response.status_code == 200, page
    assert "Set-Cookie" not in response.headers, page
    try:
        check_page(response.text, heading)
        strict_html5(response.text)
    except Exception as problem:
        raise AssertionError(f"{page}: {problem or type(problem).__name__}") from problem
    return response.text


@pytest.mark.every_situation
@pytest.mark.parametrize(
    "chunk", [*range(2), *(pytest.param(chunk, marks=pytest.mark.thorough) for chunk in range(2, CHUNKS))]
)
@pytest.mark.parametrize("guide", GUIDES)
def test_the_page_of_every_situation_conforms(
    shipped_client: FlaskClient, shipped_library: Library, guide: str, chunk: int
) -> None:
    questions = shipped_library.guides[guide].questions
    walked = 0
    for situation in islice(situations(questions), chunk, None, CHUNKS):
        _check(shipped_client, address("embed", guide, situation), heading=2)
        walked += 1
    assert walked * CHUNKS >= count_situations(shipped_library.guides[guide]) - CHUNKS


@pytest.mark.parametrize("surface", ["embed", "guide"])
@pytest.mark.parametrize("guide", GUIDES)
def test_every_variant_conforms_with_every_answer(
    shipped_client: FlaskClient, shipped_library: Library, guide: str, surface: str
) -> None:
    """A level of heading, links for forms, a date: each together with each other, and with every answer."""
    variants = {"dato": (DAY, "x"), "heading": ("1", "2", "3", "4"), "ui": ("links",)}
    for parameters in pairwise({**choices_of(shipped_library.guides[guide]), **variants}):
        level = int(parameters.get("heading", DEFAULT_HEADINGS[surface]))
        _check(shipped_client, address(surface, guide, parameters), level)


@pytest.mark.parametrize("guide", GUIDES)
def test_pages_with_everything_ticked_conform(
    shipped_client: FlaskClient, shipped_library: Library, guide: str
) -> None:
    done = all_done(shipped_library.guides[guide])
    for variant in ({}, {"ui": "links"}, {"dato": DAY}):
        for situation in pairwise(choices_of(shipped_library.guides[guide])):
            _check(shipped_client, address("embed", guide, {**situation, **variant, "done": done}), heading=2)


@pytest.mark.parametrize("variant", [*VARIANTS, {"alder": "x"}])
@pytest.mark.parametrize("guide", GUIDES)
def test_every_link_and_form_leads_to_a_place_that_is_there(
    shipped_page: Callable[[str], str], shipped_library: Library, guide: str, variant: dict[str, str]
) -> None:
    for situation in ({}, *islice(pairwise(choices_of(shipped_library.guides[guide])), 5)):
        check_targets(shipped_page(address("embed", guide, {**variant, **situation})), shipped_page)


@pytest.mark.parametrize("guide", GUIDES)
def test_a_form_sent_without_a_single_answer_leads_to_a_place_that_is_there(
    shipped_client: FlaskClient, guide: str
) -> None:
    emptied = shipped_client.get(address("embed", guide, {"dato": ""})).text
    assert {"answers", "guide"} <= places(emptied)


def test_the_sample_holds_every_two_answers() -> None:
    choices = {"a": ("1", "2"), "b": ("x", "y", "z"), "c": ("p", "q")}
    sample = list(pairwise(choices))
    held = {((m, row.get(m)), (n, row.get(n))) for row in sample for m, n in [("a", "b"), ("a", "c"), ("b", "c")]}
    assert len(held) == 3 * 4 + 3 * 3 + 4 * 3
    assert len(sample) < 3 * 4 * 3
