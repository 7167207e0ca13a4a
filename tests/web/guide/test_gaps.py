"""Each gap that a template of a guide leaves is filled by a method, which takes what the template gives it.

A template is rendered for the pages that have it; here all of them are read, so that no gap waits for a rare page.
"""

import inspect
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from jinja2 import Environment, nodes

from tests.conftest import TODAY
from tests.frozen import TRANSLATIONS
from widget.guides.answers import Answers
from widget.guides.library import Library
from widget.guides.personalise import personalise
from widget.web.guide.blocks import DAYS
from widget.web.guide.days_in_words import DaysInWords, due_in_words
from widget.web.guide.page_addresses import GuideAddresses
from widget.web.guide.placeholders import parse_placeholders
from widget.web.guide.render import ITEM_LISTS, PageRenderer
from widget.web.http.languages import load_languages

TEMPLATES = Path(__file__).parents[3] / "embed_templates"
FILLERS = {"to": GuideAddresses, "days": DaysInWords, "own": PageRenderer}
FILES = sorted((TEMPLATES / "guide").rglob("*.html"))


def gaps(source: str) -> Iterator[tuple[str, str, int]]:
    """Kind, name and number of arguments of each call such as `page.to.opened(id)` or `days.due(id)`."""
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
    for call in environment.parse(source).find_all(nodes.Call):
        method = call.node
        if isinstance(method, nodes.Getattr):
            owner = method.node
            kind = owner.attr if isinstance(owner, nodes.Getattr) else getattr(owner, "name", "")
            if kind in FILLERS:
                yield kind, method.attr, len(call.args)


def fault(kind: str, name: str, arguments: int) -> str:
    """Why a gap cannot be filled; empty where it can."""
    if kind == "own" and name in ITEM_LISTS:
        return ""
    method = getattr(FILLERS[kind], name, None)
    if method is None or name.startswith("_"):
        return f"{kind}.{name} is no method"
    try:
        inspect.signature(method).bind(object(), *["id"] * arguments)
    except TypeError as error:
        return f"{kind}.{name}: {error}"
    return ""


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(TEMPLATES)))
def test_each_gap_has_a_method_that_takes_what_is_given(file: Path) -> None:
    assert [wrong for gap in gaps(file.read_text(encoding="utf-8")) if (wrong := fault(*gap))] == []


def test_the_gaps_of_the_templates_are_found() -> None:
    found = {gap for file in FILES for gap in gaps(file.read_text(encoding="utf-8"))}
    assert {("own", "phases", 0), ("to", "opened", 1), ("to", "answer", 2), ("days", "closed", 1)} <= found


@pytest.mark.parametrize("gap", ["page.to.opend('x')", "page.own._fill()", "days.due()", "page.page.to.answer('a')"])
def test_a_gap_that_no_method_fills_is_found(gap: str) -> None:
    assert [wrong for found in gaps(f"{{{{ {gap} }}}}") if (wrong := fault(*found))]


def test_a_date_with_its_days_left_open_is_the_same_once_it_is_filled(library: Library) -> None:
    language = load_languages(TRANSLATIONS)["da"]
    personal = personalise(library.guides["hvis-du-bliver-ledig"], Answers(day_0=date(2026, 12, 1)), TODAY)
    days = DaysInWords(personal.deadlines, language)
    assert personal.deadlines
    for shown in personal.deadlines:
        left_open = parse_placeholders(due_in_words(DAYS, shown, language), FILLERS)
        assert left_open.fill({"days": days}).decode() == due_in_words(days, shown, language)
