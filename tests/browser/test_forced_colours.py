"""With colours forced by the system, and without telling colours apart: every state can still be told."""

from collections.abc import Iterator
from io import BytesIO
from typing import Literal

import pytest
import zxingcpp
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Locator, Page

from tests.browser.citizen_pages import CitizenPages, Look, named
from tests.browser.driving import UNFOLD, click_through
from tests.browser.states import GUIDES, STATES, address

pytestmark = pytest.mark.browser


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


Scheme = Literal["light", "dark"]


@pytest.fixture(params=["light", "dark"])
def page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page on a system that forces its colours, light or dark."""
    context = browser.new_context(
        color_scheme=request.param, forced_colors="active", viewport={"width": 600, "height": 800}
    )
    yield context.new_page()
    context.close()


def picture(part: Locator) -> Image.Image:
    """How a part looks in black and white alone."""
    grey = Image.open(BytesIO(part.screenshot())).convert("L")
    return grey.point(lambda value: 255 if value > 127 else 0)


def differ(one: Locator, other: Locator) -> bool:
    """Whether two parts of one size look different in their upper left corner, where their marks are."""
    first, second = picture(one), picture(other)
    corner = (0, 0, min(first.width, second.width, 40), min(first.height, second.height))
    return ImageChops.difference(first.crop(corner), second.crop(corner)).getbbox() is not None


def test_what_is_chosen_ticked_and_open_is_told_by_shape(page: Page, everywhere: CitizenPages) -> None:
    everywhere.open(page, Look(named("guide, all questions")))
    radios = page.locator("fieldset").first.locator("input")
    assert differ(radios.first, radios.last), "a radio button that is chosen, and one that is not"
    everywhere.open(page, Look(named("guide, links only, answered")))
    click_through(page.locator("#answers a"))
    chosen, other = page.locator("[aria-current]").first, page.locator(".choices a:not([aria-current])").first
    assert "✓" in chosen.evaluate("e => getComputedStyle(e, '::before').content")
    assert other.evaluate("e => getComputedStyle(e, '::before').content") == "none"
    everywhere.open(page, Look(named("guide, whole guide")))
    boxes = page.locator(".task input")
    assert differ(boxes.first, boxes.nth(2)), "a task that is done, and one that is not"
    done = page.locator(".task :checked + span").first
    assert done.evaluate("e => getComputedStyle(e).textDecorationLine") == "line-through"
    summaries = page.locator(".sections .part > summary")
    summaries.last.click()
    assert differ(summaries.first, summaries.last), "a part that is open, and one that is folded"
    everywhere.open(page, Look(named("guide, a phase")))
    assert page.locator(".done .state, .tick.done").first.inner_text().strip(), "a task that is done says so in words"


def test_what_is_wrong_is_told_by_words_and_edges(page: Page, everywhere: CitizenPages) -> None:
    everywhere.open(page, Look(named("guide, wrong answers")))
    for note in page.locator(".error, .alert").all():
        assert note.evaluate("e => parseFloat(getComputedStyle(e).borderInlineStartWidth)") >= 4
        assert note.inner_text().strip()
    widths = page.locator("[aria-invalid]").evaluate_all(
        "all => all.map(e => parseFloat(getComputedStyle(e).borderTopWidth))"
    )
    assert widths
    assert min(widths) >= 2


def test_the_picture_for_a_phone_can_be_read_in_all_colours(page: Page, everywhere: CitizenPages) -> None:
    everywhere.open(page, Look(named("print, empty")))
    shot = Image.open(BytesIO(page.locator("[role=img]").screenshot()))
    (code,) = zxingcpp.read_barcodes(shot)
    assert code.text.startswith(everywhere.origin)


def test_words_tell_what_colours_tell(page: Page, everywhere: CitizenPages) -> None:
    """“Must” and “good idea” differ by their words, links by their line."""
    everywhere.open(page, Look(named("guide, whole guide")))
    assert set(page.locator(".must").all_inner_texts()) == {"Skal"}
    assert set(page.locator(".good-idea").all_inner_texts()) == {"God idé"}
    bare = page.locator("main a").evaluate_all(
        "all => all.filter(e => getComputedStyle(e).textDecorationLine !== 'underline').map(e => e.outerHTML)"
    )
    assert bare == []
