"""Usable by everybody: measured by axe-core, and by what axe cannot see."""

from itertools import pairwise
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import axe
from tests.browser.conftest import Embedding
from tests.browser.driving import NO_SIDEWAYS_SCROLLING, UNFOLD, open_framed, tab_to, until
from tests.browser.states import GUIDES, STATES, SURFACES, address

pytestmark = pytest.mark.browser

Look = tuple[int, Literal["light", "dark"], str]
LOOKS: dict[str, tuple[Look, ...]] = {
    "guide": (
        (320, "light", "folded"),
        (320, "light", "open"),
        (320, "dark", "open"),
        (1280, "light", "open"),
        (1280, "dark", "open"),
    ),
    "embed": ((320, "light", "folded"), (320, "dark", "open"), (1280, "light", "open")),
}
"""Width, colours and parts. What is seen folded is seen unfolded too, and a frame shows nearly the same as a page, so
not everything is measured twice: it is what takes most time."""

TEXT_SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important; } p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""

CLIPPED = """() => [...document.querySelectorAll('body *')].filter(e => {
  const style = getComputedStyle(e);
  return e.checkVisibility() && style.overflow !== 'visible' && style.clipPath === 'none'
    && !e.matches('input') && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1);
}).map(e => e.outerHTML.slice(0, 120))"""

OVERLAPPING = """() => {
  const lines = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || !parent.checkVisibility({visibilityProperty: true}) || parent.closest('.vh')) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      const slack = box.height / 4;
      lines.push({node, left: box.left + 1, right: box.right - 1, top: box.top + slack, bottom: box.bottom - slack});
    }
  }
  lines.sort((a, b) => a.top - b.top);
  const found = [];
  lines.forEach((a, i) => {
    for (let j = i + 1; j < lines.length && lines[j].top < a.bottom; j++) {
      const b = lines[j];
      if (a.left < b.right && b.left < a.right) found.push(`${a.node.data.trim()} / ${b.node.data.trim()}`);
    }
  });
  return found;
}"""

SMALL_TARGETS = """() => {
  const words = text => (text.match(/\\p{L}{2,}/gu) || []).length;
  const inSentence = link => {
    let block = link.parentElement;
    while (getComputedStyle(block).display.startsWith('inline')) block = block.parentElement;
    const clone = block.cloneNode(true);
    clone.querySelectorAll('a, .vh').forEach(e => e.remove());
    return getComputedStyle(link).display === 'inline' && words(clone.textContent) >= 3;
  };
  const size = e => {
    const boxes = [e, ...(e.labels || [])].map(part => part.getBoundingClientRect());
    return Math.min(
      Math.max(...boxes.map(b => b.right)) - Math.min(...boxes.map(b => b.left)),
      Math.max(...boxes.map(b => b.bottom)) - Math.min(...boxes.map(b => b.top)));
  };
  return [...document.querySelectorAll('a[href], button, summary, input:not([type=hidden]), select, textarea')]
    .filter(e => e.checkVisibility() && !(e.matches('a') && inSentence(e)) && size(e) < 23.9)
    .map(e => `${size(e)} ${e.outerHTML.slice(0, 120)}`);
}"""

LOOK = """e => [e, e.parentElement, ...(e.labels || [])].map(part => {
  const s = getComputedStyle(part);
  const outline = s.outlineStyle === 'none' ? 'none' : s.outlineStyle + s.outlineWidth + s.outlineColor;
  return [outline, s.boxShadow, s.borderColor, s.borderWidth, s.backgroundColor, s.textDecoration].join(' ');
}).join(' | ')"""

MOST_STOPS = 400
STOP = f"""() => {{
  const look = {LOOK};
  const e = document.activeElement;
  if (window.stop && window.stop.e === e) return null;  // the next part of a date
  const before = window.stop ? {{name: window.stop.e.outerHTML.slice(0, 120), focused: window.stop.look,
    unfocused: look(window.stop.e)}} : null;
  window.stop = e === document.body ? null : {{e, look: look(e)}};
  if (!window.stop) return {{before, name: null}};
  const b = e.getBoundingClientRect();
  return {{before, name: e.outerHTML.slice(0, 120), left: b.left + scrollX, top: b.top + scrollY,
    bottom: b.bottom + scrollY, seen: b.width > 0 && b.bottom > 0 && b.top < innerHeight}};
}}"""
"""The element with focus, and what the one before looks like now that it has lost it."""


def stops(page: Page) -> list[dict[str, Any]]:
    """Every tab stop of a page with its place and look; each but the last with its look after losing the focus."""
    found: list[dict[str, Any]] = []
    page.evaluate("() => { window.stop = null; }")
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None:
            continue
        if found and stop["before"]:
            found[-1] |= stop["before"]
        if stop["name"] is None:
            return found
        found.append(stop)
    raise AssertionError(f"the page is not left by {MOST_STOPS} presses of Tab")


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("guide", GUIDES)
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(
    measured_page: Page, embedded: Embedding, guides: str, guide: str, surface: str, state: str
) -> None:
    page = measured_page
    if surface == "embed":
        document = open_framed(page, embedded(guide, state, sandbox=None))
    else:
        page.goto(address(guides, surface, guide, state))
        document = page.main_frame
    axe.inject(page)
    found: dict[str, list[str]] = {}
    for width, scheme, parts in LOOKS[surface]:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        if parts == "open":
            document.evaluate(UNFOLD)
        for violation in axe.violations(page):
            found.setdefault(violation, []).append(f"{width} {scheme} {parts}")
    assert found == {}


def test_axe_would_find_something_in_the_frame_and_in_its_host(measured_page: Page, embedded: Embedding) -> None:
    open_framed(measured_page, embedded(GUIDES[0], sandbox=None))
    axe.inject(measured_page)
    spoil = "() => document.querySelector('main').insertAdjacentHTML('beforeend', '<p><button></button></p>')"
    for frame in measured_page.frames:
        frame.evaluate(spoil)
    named = [line for line in axe.violations(measured_page) if line.startswith("button-name")]
    assert len(named) == 2
    assert sum("iframe >" in line for line in named) == 1


@pytest.mark.parametrize("guide", GUIDES)
def test_text_can_be_spaced_out_on_a_narrow_screen_without_loss(measured_page: Page, guides: str, guide: str) -> None:
    page = measured_page
    page.set_viewport_size({"width": 320, "height": 800})
    for surface in SURFACES:
        for state in STATES:
            page.goto(address(guides, surface, guide, state))
            page.evaluate(UNFOLD)
            for spaced in (False, True):
                if spaced:
                    page.evaluate(TEXT_SPACING)
                where = (surface, state, spaced)
                assert page.evaluate(NO_SIDEWAYS_SCROLLING) == [], where
                assert page.evaluate(CLIPPED) == [], where
                assert page.evaluate(OVERLAPPING) == [], where


@pytest.mark.parametrize("guide", GUIDES)
def test_controls_and_links_in_lists_are_large_enough_to_hit(measured_page: Page, guides: str, guide: str) -> None:
    page = measured_page
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for surface in SURFACES:
            for state in STATES:
                page.goto(address(guides, surface, guide, state))
                page.evaluate(UNFOLD)
                assert page.evaluate(SMALL_TARGETS) == [], (surface, state, width)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("guide", GUIDES)
def test_focus_is_visible_at_every_stop_and_moves_as_the_eye_does(
    measured_page: Page, guides: str, guide: str, state: str
) -> None:
    page = measured_page
    page.goto(address(guides, "guide", guide, state))
    page.evaluate(UNFOLD)
    found = stops(page)
    assert len(found) > 10
    assert [stop["name"] for stop in found if not stop["seen"]] == [], "out of sight"
    assert [stop["name"] for stop in found[:-1] if stop["focused"] == stop["unfocused"]] == [], "looks the same"
    backwards = [
        f"{first['name']} -> {second['name']}"
        for first, second in pairwise(found)
        if second["bottom"] <= first["top"] and second["left"] <= first["left"]
    ]
    assert backwards == []


@pytest.mark.parametrize("guide", GUIDES)
def test_tab_goes_through_the_frame_and_out_again_both_ways(
    page_without_scripts: Page, embedded: Embedding, guide: str
) -> None:
    page = page_without_scripts
    for state in ("empty", "partly answered"):
        open_framed(page, embedded(guide, state))
        tab_to(page, page.locator("#before"))
        page.keyboard.press("Tab")
        tab_to(page, page.locator("iframe"))
        tab_to(page, page.locator("#fallback"))
        page.keyboard.press("Shift+Tab")
        tab_to(page, page.locator("iframe"), "Shift+Tab")
        tab_to(page, page.locator("#before"), "Shift+Tab")


@pytest.mark.parametrize("guide", GUIDES)
def test_controls_can_be_seen_in_forced_colours(browser: Browser, guides: str, guide: str) -> None:
    context = browser.new_context(forced_colors="active", viewport={"width": 1000, "height": 800})
    page = context.new_page()
    for state in STATES:
        page.goto(address(guides, "guide", guide, state))
        page.evaluate(UNFOLD)
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")
        assert (
            page.evaluate(
                """() => [...document.querySelectorAll('button, input[type=date], input[type=text]')].filter(e => {
              const s = getComputedStyle(e);
              return e.checkVisibility() && (parseFloat(s.borderTopWidth) < 1 || s.borderTopStyle === 'none'
                || s.borderTopColor === getComputedStyle(document.body).backgroundColor);
            }).map(e => e.outerHTML)"""
            )
            == []
        ), state
        assert (
            page.evaluate(
                """() => [...document.querySelectorAll('input[type=radio], input[type=checkbox]')].filter(e =>
              getComputedStyle(e).appearance === 'none' || getComputedStyle(e).opacity === '0'
              || e.getBoundingClientRect().width < 10).map(e => e.outerHTML)"""
            )
            == []
        ), "native boxes, which the system draws in its colours"
        assert len(page.screenshot()) > 10_000, "a picture with something in it"
    context.close()


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("guide", GUIDES)
def test_on_paper_everything_is_unfolded(page_without_scripts: Page, guides: str, guide: str, surface: str) -> None:
    page = page_without_scripts
    unseen = """() => [...document.querySelectorAll('.body *')].filter(e => e.textContent.trim()
      && !e.closest('a, button, .links') && !e.querySelector('button')
      && !(e.checkVisibility({visibilityProperty: true}) && e.getBoundingClientRect().height > 0)
    ).map(e => e.outerHTML.slice(0, 120))"""
    for state in STATES:
        page.emulate_media(media="screen")
        page.goto(address(guides, surface, guide, state))
        if state == "empty":
            assert page.evaluate(unseen), "on the screen parts are folded"
        page.emulate_media(media="print")
        until(page, lambda: page.evaluate("matchMedia('print').matches"), "the style for paper")
        assert page.evaluate(unseen) == [], state
        assert page.evaluate("document.querySelectorAll('.body').length") > 3
