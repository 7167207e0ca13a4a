"""What a screen reader is told: names, roles, states, headings and titles, in the order in which they come.

The whole tree of a tiny guide is kept in `trees/`, so that a change in what is told shows as changed lines. After a
change that is meant, `python -m tests.browser.test_accessibility_tree` writes the files again; read what it changed.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.accessibility_tree import CONTROLS, LANDMARKS, Node, nodes, outline
from tests.browser.citizen_pages import FRAGMENT, FRAME, KINDS, CitizenPages, Kind, Look, a_look, named
from tests.browser.driving import click_through
from tests.web.live import live_guides

pytestmark = pytest.mark.browser

TREES = Path(__file__).with_name("trees")
TINY = Path(__file__).parents[1] / "guides" / "minimal"
STATES = {
    "empty": "/embed/eksempel",
    "partly answered": "/embed/eksempel?farve=ved-ikke",
    "fully answered": "/embed/eksempel?farve=roed&dato=2026-12-01&done=mal&open=laes",
    "wrong answers": "/embed/eksempel?farve=lilla&dato=i-morgen",
    "links only, answered": "/embed/eksempel?farve=roed&dato=2026-12-01&done=mal&ui=links",
    "all questions, wrong answers": "/embed/eksempel?farve=lilla&dato=i-morgen&open=svar",
    "whole guide": "/embed/eksempel?farve=roed&dato=2026-12-01&done=mal&open=alt",
    "own page": "/guide/eksempel",
    "print": "/print/eksempel?farve=roed&dato=2026-12-01&done=mal",
    "sources": "/sources/eksempel",
    "feedback": "/feedback/eksempel",
    "thanks": "/feedback/eksempel?sent=1",
    "no such guide": "/guide/nogen",
}
"""States of the tiny guide, as they come: nothing is unfolded by us."""

EMPTY_NAMES_ARE_FINE = {"group", "listitem", "status", "alert", "banner", "contentinfo", "main", "term", "definition"}


@contextmanager
def tiny_guide() -> Iterator[str]:
    """A server with the tiny guide alone."""
    with live_guides(content_folder=TINY) as origin:
        yield origin


@pytest.fixture(scope="module")
def tiny() -> Iterator[str]:
    """The same."""
    with tiny_guide() as origin:
        yield origin


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One page for all."""
    context = browser.new_context(viewport={"width": 1000, "height": 800})
    yield context.new_page()
    context.close()


def outline_of(page: Page, address: str) -> str:
    """The outline of a page."""
    page.goto(address)
    return outline(nodes(page, page.main_frame))


@pytest.mark.parametrize("state", STATES)
def test_the_tree_is_as_it_was_read_last(page: Page, tiny: str, state: str) -> None:
    assert outline_of(page, tiny + STATES[state]) == (TREES / f"{state}.txt").read_text(encoding="utf-8")


RENAMED = "a[aria-label], button[aria-label], summary[aria-label], input[aria-label], label[aria-label]"
LISTS = ":not(ul, fieldset)"  # a group of answers is called by its question
TOLD_ELSEWHERE = f"body [title]:not(iframe), [aria-labelledby]{LISTS}, [accesskey], [aria-live]"


@dataclass(frozen=True)
class Told:
    """What is told of a kind of page: unfolded, and folded; and in how many places other than in its words."""

    kind: Kind
    unfolded: list[Node]
    folded: list[Node]
    parts: int
    renamed: int
    elsewhere: int


@pytest.fixture(scope="module", params=KINDS, ids=str)
def told(request: pytest.FixtureRequest, page: Page, everywhere: CitizenPages) -> Told:
    """A kind of page, loaded once for all that is asked of it."""
    document = everywhere.open(page, a_look(request.param))
    unfolded = nodes(page, document)
    document.evaluate("() => document.querySelectorAll('details').forEach(part => { part.open = false; })")
    counts = (document.locator(selector).count() for selector in ("details", RENAMED, TOLD_ELSEWHERE))
    return Told(request.param, unfolded, nodes(page, document), *counts)


def test_everything_has_a_name_and_headings_and_landmarks_are_in_order(told: Told) -> None:
    found = told.unfolded
    assert len(found) > 3
    assert [str(node) for node in found if not node.name and node.role not in EMPTY_NAMES_ARE_FINE] == []
    assert [node.role for node in found].count("main") == 1, "of the page, or of the host"
    levels = [int(node.states["level"]) for node in found if node.role == "heading"]
    assert levels[0] == (2 if told.kind.host == FRAME else 1)
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == [], "levels are left out"
    outside = [node for node in found if node.role in CONTROLS and not _within_landmark(node)]
    assert [str(node) for node in outside] == []


def _within_landmark(node: Node) -> bool:
    return any(around.role in LANDMARKS for around in node.inside)


def test_answers_stand_in_a_group_with_their_question_and_parts_tell_whether_they_are_open(told: Told) -> None:
    for radio in (node for node in told.unfolded if node.role == "radio"):
        assert [around.name for around in radio.inside if around.role == "group"][-1], radio
    assert {node.states.get("expanded") for node in told.unfolded if node.role == "DisclosureTriangle"} <= {True}
    if told.kind.host != FRAGMENT:
        folded = [node for node in told.folded if node.role == "DisclosureTriangle"]
        assert {node.states.get("expanded") for node in folded} <= {False}
        assert len(folded) == told.parts


def test_what_is_seen_on_a_control_is_what_it_is_called(told: Told) -> None:
    """No control has another name than its words, and nothing appears when it is pointed at."""
    assert told.renamed == 0
    assert told.elsewhere == 0


TITLES = {
    "frame, empty": "Hvis du bliver ledig",
    "guide, partly answered": "Din guide – Hvis du bliver ledig",
    "guide, wrong answers": "Se dine svar efter – Hvis du bliver ledig",
    "frame, wrong answers": "Se dine svar efter – Hvis du bliver ledig",
    "print, empty": "Huskeliste – Hvis du bliver ledig",
    "sources": "Kilder – Hvis du bliver ledig",
    "share, wrong answers": "Se dine svar efter – Del guiden ”Hvis du bliver ledig”",
    "feedback": "Var guiden til hjælp? – Hvis du bliver ledig",
    "feedback without a verdict": "Fejl: Var guiden til hjælp? – Hvis du bliver ledig",
    "feedback that is too long": "Fejl: Var guiden til hjælp? – Hvis du bliver ledig",
    "thanks": "Tak – Hvis du bliver ledig",
    "no such guide": "Vi kan ikke finde guiden",
}


@pytest.mark.parametrize("name", TITLES)
def test_titles_tell_the_state(page: Page, everywhere: CitizenPages, name: str) -> None:
    assert everywhere.open(page, Look(named(name))).title() == TITLES[name]


@pytest.mark.parametrize(
    "name", ["feedback without a verdict", "feedback that is too long", "feedback sent too soon"]
)
def test_what_is_wrong_is_told_at_once_and_at_its_field(page: Page, everywhere: CitizenPages, name: str) -> None:
    found = nodes(page, everywhere.open(page, Look(named(name))))
    (alert,) = (node for node in found if node.role == "alert")
    if name != "feedback sent too soon":
        (link,) = (node for node in found if node.role == "link" and alert in node.inside)
        assert any(link.name in node.description for node in found if node.role in ("group", "textbox"))


def test_a_wrong_date_is_told_at_its_fields(page: Page, everywhere: CitizenPages) -> None:
    found = nodes(page, everywhere.open(page, Look(named("guide, wrong answers"))))
    fields = [node for node in found if node.role == "textbox"]
    assert [node.name for node in fields] == ["Dag", "Måned", "År"]
    assert {node.states["invalid"] for node in fields} == {"true"}
    (description,) = (node.description for node in found if node.role == "group" and node.description)
    assert re.search("den 31. i niende.*2026", description), "what is wrong, and how it is written"


def test_a_wrong_choice_is_told_with_the_way_to_its_question(page: Page, everywhere: CitizenPages) -> None:
    document = everywhere.open(page, Look(named("guide, wrong answers")))
    page.goto(document.url.replace("&dato=", "&ignored="))
    error = page.locator(".alert .error")
    assert "måske-ikke" in error.inner_text()
    click_through(error.locator("a"))
    page.locator("input[type=radio]").first.wait_for()


def test_thanks_are_told_as_a_status(page: Page, everywhere: CitizenPages) -> None:
    found = nodes(page, everywhere.open(page, Look(named("thanks"))))
    assert [node.text for node in found if node.role == "status"]


def test_help_stands_at_the_same_place_in_every_state(page: Page, everywhere: CitizenPages) -> None:
    """What is repeated from page to page comes in one order; a question's page has fewer of it."""
    order = ["sender", "links", "guide", "contact", "footer"]
    parts = "header, :is(.links, .crumb):has([hreflang]), #guide, .contact, footer"
    with_contact = 0
    for kind in KINDS:
        if kind.name.startswith("guide, "):
            found = everywhere.open(page, Look(kind, "storstad")).locator(parts)
            names = found.evaluate_all("all => all.map(e => e.className || e.id || e.localName)")
            names = ["links" if name == "crumb" else name for name in names]
            assert names == [name for name in order if name in names], kind
            with_contact += "contact" in names
    assert with_contact >= 6


def _write() -> None:
    TREES.mkdir(exist_ok=True)
    with tiny_guide() as origin, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        for state, path in STATES.items():
            (TREES / f"{state}.txt").write_text(outline_of(page, origin + path), encoding="utf-8")
        browser.close()


if __name__ == "__main__":
    _write()
