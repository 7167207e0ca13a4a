"""Pages joined from cached parts: the same as pages rendered whole, for any visitors that came before."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import BASE_URL, TODAY
from tests.web.partner_site import partner_site
from tests.web.samples import GUIDES
from widget.guides.library import Library
from widget.guides.model import Guide
from widget.web.guide.page_addresses import GuideAddresses
from widget.web.guide.page_kind import OWN_PAGES
from widget.web.guide.parameters import read_page, read_view
from widget.web.guide.render import PageRenderer, PartCache
from widget.web.guide.site import Site

TEMPLATES = Path(__file__).parents[3] / "embed_templates"
SURFACES = ("embed", "guide", "fragment")


def states_of(guide: Guide) -> st.SearchStrategy[dict[str, list[str]]]:
    """Everything an address can ask of a guide, wrong answers included."""
    tasks = [item.id for item in guide.items() if item.tickable]
    answers = {question.id: st.sampled_from([*question.by_id, "", "wrong"]) for question in guide.questions}
    others: dict[str, st.SearchStrategy[str]] = {
        "dato": st.sampled_from(["2026-12-01", "2027-02-28", "i morgen"]),
        "done": st.lists(st.sampled_from(tasks), max_size=4).map(",".join),
        "lang": st.sampled_from(["en", "de"]),
        "heading": st.sampled_from(["1", "4"]),
        "ui": st.just("links"),
        "open": st.sampled_from([*OWN_PAGES, *guide.part_of, *guide.questions_by_id, "dato"]),
        "v": st.sampled_from(["2020-01-01", "2026-11-22"]),
    }
    chosen = st.fixed_dictionaries({}, optional=answers | others)
    return chosen.map(lambda state: {name: [value] for name, value in state.items()})


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One for all: the more pages it has made, the more is kept that could be wrong."""
    made = partner_site(tmp_path_factory.mktemp("composition"), LANGUAGES="en,de")
    found: Site = made.app.site
    yield replace(found, today=lambda: TODAY)
    made.close()


def composed(site: Site, parts: PartCache, edition: str | None, surface: str, guide: str, state: Any) -> bytes:
    found, in_edition = site.library.guides[guide], site.editions.find(edition)
    assert in_edition is not None
    view = read_view(in_edition, surface, found, state)
    return PageRenderer(read_page(site, in_edition, found, view, state, BASE_URL), parts).html()


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("guide", GUIDES)
@settings(max_examples=40)
@given(data=st.data())
def test_what_is_kept_makes_no_difference(site: Site, surface: str, guide: str, data: st.DataObject) -> None:
    state = data.draw(states_of(site.library.guides[guide]))
    edition = data.draw(st.sampled_from([None, "storstad", "lilleoe", "faglig-fremtid"]))
    uncached = PartCache(site.templates, room=0)
    kept = composed(site, site.parts, edition, surface, guide, state)
    assert kept == composed(site, uncached, edition, surface, guide, state)


def test_what_is_kept_belongs_to_a_day(site: Site) -> None:
    """Figures change with the year; the parts of the day before must not be taken for those of this one."""

    def on(day: date) -> Site:
        return replace(site, today=lambda: day)

    def page(site: Site, parts: PartCache) -> bytes:
        return composed(site, parts, None, "embed", GUIDES[0], {"a-kasse": ["ja"]})

    before, after = on(date(2026, 12, 31)), on(date(2027, 1, 1))
    parts = PartCache(site.templates)
    page(before, parts)
    assert page(after, parts) == page(after, PartCache(site.templates, room=0))


def test_a_change_of_the_key_would_be_found(site: Site) -> None:
    """The check above on a broken example: parts that are kept for the wrong person."""

    class Careless(PartCache):
        def get(self, key: Any, make: Callable[[], Any], *, keep: bool) -> Any:
            return super().get(key[1:3], make, keep=keep)

    careless = Careless(site.templates)
    first = composed(site, careless, None, "embed", GUIDES[0], {"a-kasse": ["ja"], "open": ["alt"]})
    second = composed(site, careless, None, "embed", GUIDES[0], {"a-kasse": ["nej"], "open": ["alt"]})
    assert second != composed(
        site, PartCache(site.templates, room=0), None, "embed", GUIDES[0], {"a-kasse": ["nej"], "open": ["alt"]}
    )
    assert first


def gaps_in_templates(kind: str) -> set[str]:
    """The names of the gaps that templates leave."""
    texts = (path.read_text(encoding="utf-8") for path in TEMPLATES.rglob("*.html"))
    return {name for text in texts for name in re.findall(rf"\b{kind}\.([a-z_]+)\(", text)}


INSIDE = {"tasks", "automatic", "items"}
"""Gaps that items take the place of, before anything is filled."""


def test_every_gap_in_the_templates_is_filled_by_a_method() -> None:
    assert gaps_in_templates("own") - INSIDE <= set(dir(PageRenderer))
    assert gaps_in_templates("to") <= set(dir(GuideAddresses))


def test_every_address_is_on_some_page(library: Library) -> None:
    used_by_code = {"place", "in_language", "has_places"}
    public = {name for name in vars(GuideAddresses) if not name.startswith("_")} - set(
        GuideAddresses.__dataclass_fields__
    )
    assert public <= gaps_in_templates("to") | used_by_code
