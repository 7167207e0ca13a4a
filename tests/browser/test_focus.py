"""By keyboard: every stop can be seen, comes in the order of the text, and is left again, in the host's page too."""

from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from typing import Any, Literal, cast

import pytest
from PIL import Image
from playwright.sync_api import Browser, ElementHandle, FloatRect, Frame, Locator, Page

from tests.browser.citizen_pages import COMMON, FRAGMENT, KINDS, PARTNERS, CitizenPages, Kind, Look, a_look, named
from tests.browser.conftest import Embedding
from tests.browser.driving import UNFOLD, has_focus, open_framed, tab_to
from tests.browser.states import GUIDES, ONE_GUIDE, STATES, address
from widget.partners.colours import Colour, contrast

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One page for all whose keys begin in a document just loaded."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


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


@pytest.mark.each_value
@pytest.mark.parametrize("part", ["", "alt"])
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("guide", GUIDES)
def test_focus_is_visible_at_every_stop_and_moves_as_the_eye_does(
    page: Page, guides: str, guide: str, state: str, part: str
) -> None:
    page.goto(address(guides, "guide", guide, state, part))
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


@pytest.mark.parametrize("guide", ONE_GUIDE)
def test_tab_goes_through_the_frame_and_out_again_both_ways(
    page_without_scripts: Page, embedded: Embedding, guide: str
) -> None:
    page = page_without_scripts
    for state, part in (("empty", ""), ("empty", "alt"), ("partly answered", ""), ("partly answered", "alt")):
        open_framed(page, embedded(guide, state, part))
        tab_to(page, page.locator("#before"))
        page.keyboard.press("Tab")
        tab_to(page, page.locator("iframe"))
        tab_to(page, page.locator("#fallback"))
        page.keyboard.press("Shift+Tab")
        tab_to(page, page.locator("iframe"), "Shift+Tab")
        tab_to(page, page.locator("#before"), "Shift+Tab")


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.host != FRAGMENT], ids=str)
def test_the_keyboard_reaches_everything_and_comes_back_the_same_way(
    page: Page, everywhere: CitizenPages, kind: Kind
) -> None:
    document = everywhere.open(page, a_look(kind), whole=False)
    there = walk(page, document, "Tab")
    assert there, "something to act on"
    assert walk(page, document, "Shift+Tab", len(there)) == there[::-1]
    controls = "a[href], button, summary, input:not([type=hidden]):not([tabindex]), select, textarea"
    reached = document.locator(controls).evaluate_all(
        """all => all.filter(e => e.checkVisibility() && !e.met
          && !(e.type === 'radio' && [...document.getElementsByName(e.name)].some(other => other.met)))
          .map(e => e.outerHTML.slice(0, 120))"""
    )
    assert reached == [], "what was never met"


def focus_has_arrived(document: Frame, element: ElementHandle | None) -> None:
    """Wait until the document of a frame `element` knows that the host has given it the focus.

    Each is told in a process of its own.
    """
    if element and has_focus(element) and not document.evaluate("document.hasFocus()"):
        document.wait_for_function("document.hasFocus()")


def walk(page: Page, document: Frame, key: str, most: int = MOST_STOPS) -> list[str]:
    """What has the focus, one after the other, until the document is left or `most` are met; marks what was met."""
    met: list[str] = []
    element = document.frame_element() if document.parent_frame else None
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        focus_has_arrived(document, element)
        name = document.evaluate(
            """() => {
              const e = document.activeElement;
              if (!e || e === document.body || !document.hasFocus()) return '';
              e.met = true;
              return e.type === 'radio' ? e.name : e.outerHTML.slice(0, 200);
            }"""
        )
        if not name and met:
            return met
        if name and name != (met or [""])[-1]:
            met.append(name)
        if len(met) == most:
            return met
    raise AssertionError(f"not left by {MOST_STOPS} presses of {key}")


Scheme = Literal["light", "dark"]
SEEN: tuple[tuple[str, Scheme, bool], ...] = (
    *((edition, scheme, False) for edition in (COMMON, *PARTNERS) for scheme in ("light", "dark")),
    (COMMON, "light", True),
    (COMMON, "dark", True),
)
"""Edition, colours, and whether the colours are forced by the system."""

ONE_OF_EACH = """all => {
  const sort = e => [e.localName, e.type, e.className, e.parentElement.className, e.ariaCurrent].join();
  const visible = all.filter(e => e.checkVisibility() && !e.closest('.vh'));
  return visible.filter((e, i) => visible.findIndex(other => sort(other) === sort(e)) === i)
    .map(e => all.indexOf(e));
}"""
CONTROLS = "a[href], button, summary, input:not([type=hidden]), textarea"


@pytest.mark.each_value
@pytest.mark.parametrize("name", ["guide, empty", "guide, fully answered", "feedback"])
@pytest.mark.parametrize(("edition", "scheme", "forced"), SEEN)
def test_the_mark_of_focus_is_seen_in_every_theme(
    browser: Browser, everywhere: CitizenPages, edition: str, scheme: Scheme, forced: bool, name: str
) -> None:
    """By the pixels: what changes by 3:1 or more is at least as much as a line of one pixel around the control."""
    context = browser.new_context(
        color_scheme=scheme, forced_colors="active" if forced else "none", viewport={"width": 600, "height": 800}
    )
    page = context.new_page()
    everywhere.open(page, Look(named(name), edition), whole=False)
    page.keyboard.press("Tab")  # from now on the focus is shown as to a citizen at the keyboard
    controls = page.locator(CONTROLS)
    sorts = controls.evaluate_all(ONE_OF_EACH)
    assert len(sorts) >= 5
    weak = [control for control in (controls.nth(index) for index in sorts) if not is_marked(page, control)]
    assert [control.evaluate("e => e.outerHTML.slice(0, 120)") for control in weak] == []
    context.close()


def is_marked(page: Page, control: Locator) -> bool:
    """Whether the focus on a control can be seen."""
    control.scroll_into_view_if_needed()
    box = control.bounding_box()
    assert box is not None
    around = {"x": box["x"] - 8, "y": box["y"] - 8, "width": box["width"] + 16, "height": box["height"] + 16}
    control.evaluate("e => e.blur()")
    before = pixels(page, around)
    control.focus()
    changed = Counter(pair for pair in zip(before, pixels(page, around), strict=True) if pair[0] != pair[1])
    plain = sum(number for (old, new), number in changed.items() if contrast(Colour(*old), Colour(*new)) >= 3)
    return plain >= 2 * (box["width"] + box["height"])


def pixels(page: Page, part: dict[str, float]) -> list[tuple[int, int, int]]:
    """The colours of a part of the page."""
    data = Image.open(BytesIO(page.screenshot(clip=cast("FloatRect", part)))).convert("RGB").tobytes()
    return list(zip(data[::3], data[1::3], data[2::3], strict=True))


def test_nothing_comes_or_goes_by_pointing_or_by_focus_alone(page: Page, everywhere: CitizenPages) -> None:
    document = everywhere.open(page, Look(named("guide, fully answered")), whole=False)
    measure = "() => [location.href, document.body.innerText, document.body.scrollHeight]"
    before = document.evaluate(measure)
    controls = document.locator(CONTROLS)
    for index in controls.evaluate_all(ONE_OF_EACH):
        controls.nth(index).hover()
        assert document.evaluate(measure) == before
        controls.nth(index).focus()
        assert document.evaluate(measure) == before
