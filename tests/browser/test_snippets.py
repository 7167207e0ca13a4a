"""Every snippet of *Del guiden*, pasted unchanged into pages of another site, kind and unkind ones; no scripting."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect

from tests.browser.conftest import Watch, without_scripts
from tests.browser.driving import (
    NO_SIDEWAYS_SCROLLING,
    choose_by_arrows,
    follow,
    framed,
    has_focus,
    height_of,
    open_framed,
    press_enter,
    tab_to,
    until,
)
from tests.browser.pasting import HOST_KINDS, Webmaster, answer_by_keyboard, host_kind, without
from tests.browser.servers import HostSite
from tests.browser.states import GUIDES, library

pytestmark = pytest.mark.browser

GUIDE = GUIDES[0]
FRAMES = ("frame", "frame_plain")
TIMEOUT = 30
ROOT = "document.documentElement"


@pytest.fixture(scope="module")
def browser(whole_chromium: Browser) -> Browser:
    """The very bytes are tried in the browser that citizens have."""
    return whole_chromium


@pytest.fixture(scope="module")
def context_without_scripts(browser: Browser) -> Iterator[BrowserContext]:
    """One for all, since making one takes longer than a page does."""
    yield from without_scripts(browser)


@pytest.fixture(scope="module")
def webmaster(guides: str, host_site: HostSite) -> Webmaster:
    return Webmaster(guides, host_site)


def usual_height(page: Page) -> int:
    """650 pixels, or 85 hundredths of a window that is low."""
    size = page.viewport_size
    assert size is not None
    return min(650, size["height"] * 85 // 100)


def in_window(page: Page, frame: Frame, selector: str) -> bool:
    box, size = frame.locator(selector).bounding_box(), page.viewport_size
    assert size is not None
    # Chromium scrolls the host's page in whole pixels, and a frame may begin at a fraction of one.
    return box is not None and box["y"] > -1 and box["y"] + box["height"] < size["height"] + 1


def stands_at_the_guide(page: Page, frame: Frame) -> None:
    until(page, lambda: has_focus(frame.locator("#guide")), "the focus on the heading of the guide", TIMEOUT)
    until(page, lambda: in_window(page, frame, "#guide"), "the heading of the guide in the window", TIMEOUT)


def nothing_to_scroll(page: Page, frame: Frame) -> None:
    """In a browser that sizes frames by their content: the frame shows all of it."""
    if frame.evaluate("CSS.supports('frame-sizing', 'content-height')"):
        fits = f"{ROOT}.scrollHeight <= {ROOT}.clientHeight + 1"
        until(page, lambda: frame.evaluate(fits), "nothing to scroll within the frame", TIMEOUT)


def take_the_calendar(page: Page, frame: Frame) -> str:
    tab_to(page, frame.locator("a[href*='/calendar/']"))
    with page.expect_download(timeout=TIMEOUT * 1000) as download:
        page.keyboard.press("Enter")
    return download.value.path().read_text(encoding="utf-8")


def open_the_paper(page: Page, frame: Frame) -> Page:
    tab_to(page, frame.locator("a[href*='/print/']"))
    with page.context.expect_page(timeout=TIMEOUT * 1000) as opened:
        page.keyboard.press("Enter")
    opened.value.wait_for_load_state()
    return opened.value


@pytest.mark.parametrize("kind", FRAMES)
def test_a_pasted_frame_is_no_wider_than_a_narrow_page(
    page_without_scripts: Page, webmaster: Webmaster, kind: str
) -> None:
    page = page_without_scripts
    page.set_viewport_size({"width": 320, "height": 800})
    open_framed(page, webmaster.paste(webmaster.copy(page, kind, guide=GUIDE), style="body{margin:0}"))
    assert page.evaluate(NO_SIDEWAYS_SCROLLING) == []


@pytest.mark.each_value
@pytest.mark.parametrize("host", HOST_KINDS)
@pytest.mark.parametrize("kind", FRAMES)
def test_a_pasted_frame_does_everything_in_a_host_with(
    page_without_scripts: Page, webmaster: Webmaster, watch: Watch, kind: str, host: str
) -> None:
    page = page_without_scripts
    address = webmaster.paste(webmaster.copy(page, kind, guide=GUIDE), host)
    frame = open_framed(page, address)
    expect(frame.get_by_role("heading", name=library().guides[GUIDE].title)).to_be_visible()
    for shown in ("h2", ".choices label", "button"):
        expect(frame.locator(shown).first).to_be_visible()
        expect(frame.locator(shown).first).not_to_have_css("color", "rgb(255, 0, 0)")
    assert height_of(page) >= usual_height(page)

    answer_by_keyboard(page, frame, GUIDE)
    assert page.url == address
    expect(frame.locator("#guide")).to_have_text("Nu")
    stands_at_the_guide(page, frame)

    calendar = take_the_calendar(page, frame)
    assert calendar.startswith("BEGIN:VCALENDAR")
    assert "BEGIN:VEVENT" in calendar

    paper = open_the_paper(page, frame)
    assert f"/print/{GUIDE}" in paper.url
    expect(paper.locator("h1")).to_have_text(library().guides[GUIDE].title)
    expect(paper.locator(".tasks li").first).to_be_visible()
    assert (page.url, framed(page).url) == (address, frame.url), "the host's page stays where it was"
    watch.forgive(host_kind(host, webmaster.guides).quirk)


@pytest.mark.parametrize("kind", FRAMES)
def test_the_link_before_the_frame_opens_the_guide_on_its_own_page(
    page_without_scripts: Page, webmaster: Webmaster, kind: str
) -> None:
    page = page_without_scripts
    page.goto(webmaster.paste(webmaster.copy(page, kind, guide=GUIDE)))
    page.get_by_role("link", name=library().guides[GUIDE].title).press("Enter")
    page.wait_for_url(f"{webmaster.guides}/guide/{GUIDE}")
    expect(page.get_by_role("heading", level=1)).to_have_text(library().guides[GUIDE].title)


def test_a_frame_can_be_answered_beforehand_and_begin_at_another_heading_level(
    page_without_scripts: Page, webmaster: Webmaster
) -> None:
    page = page_without_scripts
    question = library().guides[GUIDE].questions[0]
    choices = {"guide": GUIDE, "heading": "3", "height": "777", question.id: question.choices[0].id}
    frame = open_framed(page, webmaster.paste(webmaster.copy(page, "frame", **choices)))
    expect(frame.get_by_role("heading", level=3, name=library().guides[GUIDE].title)).to_be_visible()
    expect(frame.locator("main")).to_contain_text(f"{question.short}: {question.choices[0].label}")
    assert height_of(page) >= 680, "85 hundredths of the window"


def test_the_frame_by_links_is_answered_in_the_empty_sandbox_that_tinymce_gives_it(
    page_without_scripts: Page, webmaster: Webmaster
) -> None:
    page = page_without_scripts
    question = library().guides[GUIDE].questions[0]
    code = webmaster.copy(page, "frame_links", guide=GUIDE, heading="3", height="700")
    address = webmaster.paste(code.replace("<iframe ", '<iframe sandbox="" '))
    frame = open_framed(page, address)
    expect(frame.get_by_role("heading", level=3, name=library().guides[GUIDE].title)).to_be_visible()
    assert frame.locator("form").count() == 0
    answer = f"{question.id}={question.choices[0].id}"
    follow(page, frame, frame.locator(f"a[href*='{answer}']").first)
    assert answer in frame.url
    follow(page, frame, frame.get_by_role("link", name="Vis guiden nu"))
    expect(frame.locator("main")).to_contain_text(f"{question.short}: {question.choices[0].label}")
    assert page.url == address
    assert height_of(page) == 700


def test_a_loaded_host_page_keeps_its_place_and_its_focus(page_without_scripts: Page, webmaster: Webmaster) -> None:
    page = page_without_scripts
    frame = open_framed(page, webmaster.paste(webmaster.copy(page, "frame", guide=GUIDE)))
    until(page, lambda: frame.evaluate("document.readyState === 'complete'"), "the guide", TIMEOUT)
    assert page.evaluate("[scrollY, document.activeElement.localName]") == [0, "body"]


@pytest.mark.parametrize("attribute", ["style", "sandbox", "referrerpolicy"])
def test_a_frame_still_works_when_a_system_removes_its(
    page_without_scripts: Page, webmaster: Webmaster, attribute: str
) -> None:
    page = page_without_scripts
    snippet = without(webmaster.copy(page, "frame", guide=GUIDE), attribute)
    frame = open_framed(page, webmaster.paste(snippet))
    assert height_of(page) >= usual_height(page)
    answer_by_keyboard(page, frame, GUIDE)
    expect(frame.locator("#guide")).to_have_text("Nu")
    stands_at_the_guide(page, frame)
    assert "BEGIN:VEVENT" in take_the_calendar(page, frame)


HIDDEN = {
    "a closed part of the page": (
        "<details><summary id='show'>Vis guiden</summary>{}</details>",
        "",
    ),
    "a panel shown by its address": (
        "<p><a id='show' href='#panel'>Vis guiden</a></p><div id='panel'>{}</div>",
        "#panel:not(:target){display:none}",
    ),
    "a panel shown by a checkbox": (
        "<p><input type='checkbox' id='show' aria-label='Vis guiden'></p><div class='panel'>{}</div>",
        "p:has(#show:not(:checked)) + .panel{display:none}",
    ),
}


@pytest.mark.parametrize("place", HIDDEN)
def test_a_frame_is_right_when_it_is_shown_that_was_hidden_at_first_in(
    page_without_scripts: Page, webmaster: Webmaster, place: str
) -> None:
    """Chromium takes the size of a page when it loads. Of a page that loads hidden it has none: the frame keeps its
    least height and is scrolled within. It is painted whole, and the next step gives it its size.
    """
    page = page_without_scripts
    snippet = webmaster.copy(page, "frame", guide=GUIDE)
    around, style = HIDDEN[place]
    page.goto(webmaster.paste(around.format(snippet), style=style))
    expect(page.locator("iframe")).to_be_hidden()
    tab_to(page, page.locator("#show"))
    page.keyboard.press("Space" if page.locator("#show[type=checkbox]").count() else "Enter")
    expect(page.locator("iframe")).to_be_visible()
    page.locator("iframe").scroll_into_view_if_needed()
    frame = framed(page)
    expect(frame.locator("main h2").first).to_be_visible()
    assert height_of(page) >= usual_height(page)
    assert frame.evaluate("innerWidth") == page.locator("iframe").evaluate("frame => frame.clientWidth")
    assert frame.evaluate("innerHeight") == page.locator("iframe").evaluate("frame => frame.clientHeight")
    answer_by_keyboard(page, frame, GUIDE)
    stands_at_the_guide(page, frame)
    nothing_to_scroll(page, frame)


@pytest.mark.each_value
@pytest.mark.parametrize("width", [320, 1000])
@pytest.mark.parametrize("guide", GUIDES)
def test_who_submits_at_the_bottom_of_the_form_stands_at_the_guide(
    page_without_scripts: Page, webmaster: Webmaster, guide: str, width: int
) -> None:
    page = page_without_scripts
    page.set_viewport_size({"width": width, "height": 600})
    frame = open_framed(page, webmaster.paste(webmaster.copy(page, "frame", guide=guide)))
    question = library().guides[guide].questions[0]
    choose_by_arrows(page, frame, question.id, question.choices[0].id)
    button = frame.locator("form").first.get_by_role("button")
    tab_to(page, button)
    until(page, lambda: in_window(page, frame, "form .send button"), "the button in the window", TIMEOUT)
    press_enter(button)
    until(page, lambda: "?" in frame.url, "the next page", TIMEOUT)
    stands_at_the_guide(page, frame)


@pytest.mark.parametrize("answered", [0, 1, 3])
def test_a_phase_opens_in_sight_of_the_host(page_without_scripts: Page, webmaster: Webmaster, answered: int) -> None:
    """A phase is a page of its own, whose heading stands so near its top that the frame need not scroll to it.

    It was a place far down in a long page: the frame scrolled to it by itself before Chromium made it higher, and
    then the place was elsewhere, now and then out of sight.
    """
    page = page_without_scripts
    answers = {asked.id: asked.choices[0].id for asked in library().guides[GUIDE].questions[:answered]}
    frame = open_framed(page, webmaster.paste(webmaster.copy(page, "frame", guide=GUIDE, **answers)))
    if not answered:
        follow(page, frame, frame.get_by_role("link", name="Vis guiden nu"))
    follow(page, frame, frame.locator("a[href*='open=foerste-dag']").last)
    assert "open=foerste-dag" in frame.url
    stands_at_the_guide(page, frame)
    assert frame.evaluate("scrollY") == 0, "the frame has scrolled by itself"


@pytest.mark.parametrize("guide", GUIDES)
def test_every_link_of_the_card_leads_to_its_place_which_has_the_focus(
    page_without_scripts: Page, webmaster: Webmaster, guide: str
) -> None:
    page = page_without_scripts
    host = webmaster.paste(webmaster.copy(page, "card", guide=guide), "aggressive style")
    page.goto(host)
    expect(page.get_by_role("heading", name=library().guides[guide].title)).to_be_visible()
    links = page.locator("section a")
    assert links.count() == len(library().guides[guide].jumps) + 1
    for jump in library().guides[guide].jumps:
        page.goto(host)
        page.get_by_role("link", name=jump.question, exact=True).press("Enter")
        page.wait_for_url(f"{webmaster.guides}/guide/{guide}?*open={jump.target}#guide")
        part = next(part for part in library().guides[guide].parts if part.id == jump.target)
        heading = page.get_by_role("heading", name=part.title, exact=True)
        expect(heading).to_be_focused()
        expect(heading).to_be_in_viewport()
    page.goto(host)
    links.last.press("Enter")
    page.wait_for_url(f"{webmaster.guides}/guide/{guide}")
    expect(page.get_by_role("heading", level=1)).to_have_text(library().guides[guide].title)


@pytest.mark.parametrize("guide", GUIDES)
def test_the_address_alone_shows_the_guide(page_without_scripts: Page, webmaster: Webmaster, guide: str) -> None:
    address = webmaster.copy(page_without_scripts, "address", guide=guide)
    assert address == f"{webmaster.guides}/guide/{guide}"
    page_without_scripts.goto(address)
    expect(page_without_scripts.locator("h1")).to_have_text(library().guides[guide].title)
