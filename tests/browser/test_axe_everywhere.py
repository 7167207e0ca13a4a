"""Axe finds nothing on any kind of page: themes, languages, light and dark, narrow and wide.

The full product would take an hour. In the thorough run each kind of page is seen in every theme and in every
language, light and dark. From kind to kind the languages are turned against the themes, so that every pair of kind,
theme, language, width and guide comes up; a test below holds that. The usual run has two looks of each kind, the
second in another theme and language from kind to kind. In its first look a kind is unfolded as a whole, in the others
one part of each sort, since thirty tasks look alike.
"""

from collections.abc import Callable, Iterable
from itertools import combinations, product

import pytest
from playwright.sync_api import Page

from tests.browser import axe
from tests.browser.axe import ONLY_COLOURS, SCHEMES
from tests.browser.citizen_pages import (
    COMMON,
    KINDS,
    LANGUAGES,
    PARTNERS,
    WIDTHS,
    CitizenPages,
    Kind,
    Look,
    a_look,
    looks,
    named,
)
from tests.browser.driving import NO_SIDEWAYS_SCROLLING
from tests.browser.states import GUIDES

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(page: Page) -> Page:
    """A window in which each document has axe."""
    axe.add_to_every_document(page)
    return page


LANGUAGE = "() => (document.querySelector('section[lang] > p') || document.documentElement).closest('[lang]').lang"
"""Of the page, or of the fragment in it."""


SPOIL = """() => {
  const fragment = document.querySelector('section[lang]');
  const root = fragment && fragment.shadowRoot || document;
  const place = root.querySelector('main, .main');
  place.insertAdjacentHTML('beforeend', '<p><button></button><b class="spoilt">Ord</b></p>');
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('.spoilt { color: #999; background: #888 }');
  root.adoptedStyleSheets = [sheet];
}"""


def two_looks(kind: Kind) -> tuple[Look, ...]:
    """The first, and one in turn."""
    return tuple(dict.fromkeys((next(looks(kind)), a_look(kind))))


@pytest.mark.parametrize("some", [two_looks, pytest.param(looks, marks=pytest.mark.thorough)])
@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_axe_finds_nothing(
    page: Page, everywhere: CitizenPages, kind: Kind, some: Callable[[Kind], Iterable[Look]]
) -> None:
    found: dict[str, list[str]] = {}
    for i, look in enumerate(some(kind)):
        page.set_viewport_size({"width": look.width, "height": 900})
        page.emulate_media(color_scheme="light")
        document = everywhere.open(page, look, whole=i == 0)
        assert document.evaluate(LANGUAGE) == look.language, look
        axe.inject(page)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            rules = ONLY_COLOURS if scheme == "dark" else ()
            for violation in (*axe.violations(page, *rules), *page.evaluate(NO_SIDEWAYS_SCROLLING)):
                found.setdefault(violation, []).append(f"{look} {scheme}")
    assert found == {}


def test_every_pair_comes_up() -> None:
    seen = [look for kind in KINDS for look in looks(kind)]
    assert {(look.kind, look.edition) for look in seen} == {(kind, one) for kind in KINDS for one in kind.editions}
    values = {"edition": (COMMON, *PARTNERS), "language": LANGUAGES, "guide": GUIDES, "width": WIDTHS}
    for one, other in combinations(values, 2):
        assert {(getattr(look, one), getattr(look, other)) for look in seen} == set(
            product(values[one], values[other])
        )
    usual = [look for kind in KINDS for look in two_looks(kind)]
    for name, every in values.items():
        assert {getattr(look, name) for look in usual} == set(every)
    for name in ("language", "guide", "width"):
        turned = [look for look in seen if len(look.kind.languages) > 1]
        assert len({(look.kind, getattr(look, name)) for look in turned}) == (len(KINDS) - 1) * len(values[name])


@pytest.mark.parametrize("name", ["frame, empty", "fragment, empty", "guide, empty"])
def test_axe_would_find_something_wherever_the_guide_stands(page: Page, everywhere: CitizenPages, name: str) -> None:
    document = everywhere.open(page, Look(named(name)))
    axe.inject(page)
    document.evaluate(SPOIL)
    found = axe.violations(page)
    assert sorted(line.partition(":")[0] for line in found) == ["button-name", "color-contrast"], found
    assert len(axe.violations(page, *ONLY_COLOURS)) == 1


ALIKE = "<main><h1>Mange</h1><div></div><ul>" + "<li><p>Den <b>næste</b></p></li>" * 20 + "</ul></main>"


@pytest.mark.parametrize(
    "spoilt",
    ["li:nth-child(7) b{color:#aaa}", "li:nth-child(7){background:#555}", "li:nth-child(7){opacity:.3}"],
)
@pytest.mark.parametrize("within", ["document", "document.querySelector('div').attachShadow({mode: 'open'})"])
def test_axe_finds_the_one_text_of_many_that_looks_different(page: Page, spoilt: str, within: str) -> None:
    page.goto("about:blank")
    page.emulate_media(color_scheme="light")
    page.set_content(f"<html lang=da><title>Mange</title>{ALIKE}")
    page.evaluate(
        f"""([spoilt, alike]) => {{
          const root = {within}, sheet = new CSSStyleSheet();
          sheet.replaceSync(spoilt);
          root.adoptedStyleSheets = [sheet];
          if (root !== document) root.innerHTML = alike.replace(/<.?(main|h1)>/g, '');
        }}""",
        [spoilt, ALIKE],
    )
    axe.inject(page)
    found = axe.violations(page)
    assert found
    assert all(line.startswith("color-contrast: ") and "nth-child(7)" in line for line in found), found


def test_what_dark_alone_hides_is_missed_in_dark(page: Page) -> None:
    page.goto("about:blank")
    style = "@media (prefers-color-scheme: dark){h1{display:none}}"
    page.set_content(
        f"<html lang=da><title>Mange</title><style>:root{{color-scheme:light dark}}{style}</style>{ALIKE}"
    )
    axe.inject(page)
    found = axe.violations_in_light_and_dark(page)
    assert [line.partition(": html")[0] for line in found] == ["in dark: page-has-heading-one"]
