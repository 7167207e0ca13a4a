"""The style sheet of a whole guide leaves out only what none of its pages has."""

import base64
import hashlib
import re
from itertools import product
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from markupsafe import Markup

from tests.web.partner_site import partner_site
from tests.web.samples import DAY, GUIDES, SURFACES, address, all_done, choices_of
from widget.demo.example_partners import example_partners
from widget.guides.library import Library
from widget.guides.model import Guide
from widget.web.http.styles import (
    FIRST,
    LINKS,
    NEVER_THERE,
    SHEET_OF_SURFACE,
    WHOLE,
    Style,
    light_only,
    with_rules,
    without,
)

ALL = {"open": "alt"}
BY_LINKS = {"ui": "links"}
LAST_YEAR = {"v": "2025-01-01"}
"""What an address has that was kept before the guide changed."""


def states(guide: Guide) -> list[dict[str, str]]:
    """What changes the parts of a whole guide: answers, a date, ticks, an older version, what is not understood."""
    choices = choices_of(guide)
    answers: tuple[dict[str, str], ...] = (
        {},
        dict.fromkeys(choices, "ved-ikke"),
        {name: ids[0] for name, ids in choices.items()},
    )
    wrong = dict.fromkeys(choices, "findes-ikke") | {"dato": "2026-02-31"}
    more: tuple[dict[str, str], ...] = ({}, {"dato": DAY}, {"done": all_done(guide)}, LAST_YEAR)
    return [wrong, *({**one, **other} for one, other in product(answers, more))]


def classes(page: str) -> set[str]:
    """Every class that an element of a page has, and what it says to those who listen, in brackets."""
    attributes = {f"[{name}]" for name in re.findall(r'\s(aria-[a-z]+)="', page)}
    return attributes | {name for value in re.findall(r'\sclass="([^"]*)"', page) for name in value.split()}


def left_out(surface: str, part: str) -> set[str]:
    """The classes without a rule in the sheet of a surface's whole guide."""
    return set(NEVER_THERE[SHEET_OF_SURFACE[f"{surface} {part}"]])


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("guide", GUIDES)
def test_a_whole_guide_has_no_class_whose_rules_are_left_out(
    client: FlaskClient, library: Library, guide: str, surface: str
) -> None:
    for state in states(library.guides[guide]):
        page = address(surface, guide, {**state, **ALL})
        assert not classes(client.get(page).text) & left_out(surface, WHOLE), page


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("guide", GUIDES)
def test_a_whole_guide_by_links_has_no_class_whose_rules_are_left_out(
    client: FlaskClient, library: Library, guide: str, surface: str
) -> None:
    for state in states(library.guides[guide]):
        page = address(surface, guide, {**state, **ALL, **BY_LINKS})
        seen = classes(client.get(page).text)
        assert "tick" in seen, page
        assert not seen & left_out(surface, LINKS), page


@pytest.mark.parametrize("guide", GUIDES)
def test_a_guide_below_its_first_question_has_no_class_whose_rules_are_left_out(
    client: FlaskClient, library: Library, guide: str
) -> None:
    wrong = dict.fromkeys(choices_of(library.guides[guide]), "findes-ikke")
    for state in ({}, LAST_YEAR, {"open": "findes-ikke"}, wrong):
        for sheet, ui in ((FIRST, {}), (LINKS, BY_LINKS)):
            page = address("guide", guide, {**state, **ui})
            assert not classes(client.get(page).text) & left_out("guide", sheet), page


@pytest.mark.parametrize("surface", SURFACES)
def test_nor_has_that_of_a_partner(library: Library, tmp_path: Path, surface: str) -> None:
    site = partner_site(tmp_path)
    for partner, guide in product(example_partners(), GUIDES):
        for state in states(library.guides[guide]):
            page = address(f"{surface}/{partner.id}", guide, {**state, **ALL})
            assert not classes(site.workers[0].get(page).text) & left_out(surface, WHOLE), page
    site.close()


@pytest.mark.parametrize(
    ("sheet", "left"),
    [
        (".on,.only{color:red}.on a{margin:0}", ".only{color:red}"),
        (":is(main,.main)>:first-child{margin:0}", "main>:first-child{margin:0}"),
        ("@media print{.go{color:#000}p{margin:0}}", "@media print{p{margin:0}}"),
        ("a [aria-current]{margin:0}:is([aria-current],:has(p)){color:red}", ":is(:has(p)){color:red}"),
        (".task :is(.go,a),a:not(.go){margin:0}", ".task :is(a),a:not(.go){margin:0}"),
    ],
)
def test_selectors_of_a_class_that_is_never_there_are_left_out(sheet: str, left: str) -> None:
    assert without(sheet, ("on", "main", "go", "[aria-current]")) == left


@pytest.mark.parametrize(
    ("sheet", "left"),
    [
        (":root{--text:light-dark(#111,#eee)}p{margin:0}", ":root{--text:#111}p{margin:0}"),
        (".embed{background:light-dark(#0000,var(--background))}", ".embed{background:#0000}"),
        ("@supports not (color:light-dark(#000,#000)){:root{--a:#1}.root{--a:#1}}p{margin:0}", "p{margin:0}"),
        (".light{color-scheme:light}.dark{color-scheme:dark}", ".light{color-scheme:light}"),
    ],
)
def test_a_light_page_has_no_dark_colours(sheet: str, left: str) -> None:
    style = light_only(with_rules(Style(Markup(), ""), sheet))
    digest = base64.b64encode(hashlib.sha256(left.encode()).digest()).decode()
    assert (style.css, style.csp_source) == (left, f"'sha256-{digest}'")
