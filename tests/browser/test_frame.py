"""A guide in a frame of another site, in a browser without scripting, mostly by keyboard."""

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Frame, Page, Request, Route, expect

from tests.browser.conftest import Embedding, Watch
from tests.browser.driving import (
    NO_SIDEWAYS_SCROLLING,
    UNFOLD,
    choose_by_arrows,
    follow,
    framed,
    has_focus,
    height_of,
    open_framed,
    press_enter,
    spoken_status,
    tab_to,
    until,
)
from tests.browser.hosts import HOSTS
from tests.browser.states import DAY_0, GUIDES, ONE_GUIDE, STATES, address, full_answers, library, query
from widget.guides.model import DATE

pytestmark = pytest.mark.browser

GUIDE = "hvis-du-bliver-ledig"
PAGES = tuple(
    (state, part)
    for state in STATES
    for part in (("", "svar", "alt") if "open=" not in query(GUIDE, state) else ("",))
)
"""Of a guide in each state: the first question or the overview, all questions, all of it (`open`)."""


AS_IT_IS_AND_UNFOLDED = f"""() => {{
  const folded = [...document.querySelectorAll('details:not([open])')];
  const wide = [({NO_SIDEWAYS_SCROLLING})()];
  ({UNFOLD})();
  wide.push(({NO_SIDEWAYS_SCROLLING})());
  folded.forEach(part => {{ part.open = false; }});
  return wide;
}}"""
"""What scrolls sideways before and after all is unfolded; folds it again."""


def given(frame: Frame) -> dict[str, list[str]]:
    return parse_qs(urlsplit(frame.url).query)


def understood(frame: Frame) -> dict[str, list[str]]:
    """The answers and ticks that every link of the page carries on."""
    href = str(frame.locator("main a[href*='open=svar']").first.get_attribute("href"))
    return {name: values for name, values in parse_qs(urlsplit(href).query).items() if name != "open"}


def ask_all(page: Page, frame: Frame) -> None:
    """Go to the page with all questions."""
    follow(page, frame, frame.locator("main a[href*='open=svar']").first)


def send(page: Page, frame: Frame) -> None:
    follow(page, frame, frame.locator("form").first.get_by_role("button"))


def type_date(page: Page, frame: Frame, day: date) -> None:
    """Type a day over what stands in its three fields."""
    for part, value in (("dag", day.day), ("maaned", day.month), ("aar", day.year)):
        tab_to(page, frame.locator(f"input[name=dato-{part}]"))
        page.keyboard.type(str(value))


def answer_by_keyboard(page: Page, frame: Frame) -> None:
    ask_all(page, frame)
    choose_by_arrows(page, frame, "a-kasse", "ja")
    choose_by_arrows(page, frame, "alder", "30-59")
    type_date(page, frame, DAY_0)
    send(page, frame)


def go(page: Page, frame: Frame, way: str) -> None:
    with frame.expect_navigation():
        page.evaluate(f"history.{way}()")


def in_window(page: Page, frame: Frame, selector: str) -> bool:
    box = frame.locator(selector).bounding_box()
    size = page.viewport_size
    assert size is not None
    # Chromium scrolls the host's page in whole pixels, and a frame may begin at a fraction of one.
    return box is not None and -1 < box["y"] < size["height"]


def test_a_guide_is_shown_in_the_frame_of_another_site(page_without_scripts: Page, embedded: Embedding) -> None:
    frame = open_framed(page_without_scripts, embedded(GUIDE))
    expect(frame.get_by_role("heading", level=2, name=library().guides[GUIDE].title)).to_be_visible()
    expect(frame.locator("input[type=radio]").first).to_be_visible()


def test_answering_by_keyboard_gives_the_personal_guide_in_the_frame(
    page_without_scripts: Page, embedded: Embedding
) -> None:
    page = page_without_scripts
    frame = open_framed(page, embedded(GUIDE))
    host_address = page.url
    answer_by_keyboard(page, frame)
    assert understood(frame) == {"a-kasse": ["ja"], "alder": ["30-59"], "dato": [DAY_0.isoformat()]}
    assert page.url == host_address
    expect(frame.locator("#guide")).to_have_text("Nu")
    expect(frame.locator(".task").first).to_be_visible()
    follow(page, frame, frame.get_by_role("link", name="Hele guiden på én side"))
    expect(frame.locator("#guide")).to_have_text("Din guide")
    expect(frame.locator(".task").first).to_be_visible()
    assert frame.locator("#vaelg-dagpenge, [value=vaelg-dagpenge]").count(), "a task of members is there"
    assert not frame.locator("[value=soeg-kontanthjaelp]").count(), "a task of others is not"


def test_after_answering_the_focus_is_on_the_heading_of_the_guide(
    page_without_scripts: Page, embedded: Embedding
) -> None:
    page = page_without_scripts
    frame = open_framed(page, embedded(GUIDE))
    answer_by_keyboard(page, frame)
    until(page, lambda: has_focus(frame.locator("#guide")), "the focus on the heading of the guide")


def test_question_by_question_the_next_heading_has_the_focus_and_is_in_sight(
    page_without_scripts: Page, embedded: Embedding
) -> None:
    page = page_without_scripts
    frame = open_framed(page, embedded(GUIDE))
    for question in library().guides[GUIDE].first_questions:
        radio = frame.get_by_role("radio").first
        if question == DATE:
            type_date(page, frame, DAY_0)
        else:
            choose_by_arrows(page, frame, question, radio.get_attribute("value") or "")
        send(page, frame)
        until(page, lambda: has_focus(frame.locator("#guide")), f"the focus on the heading after {question}")
        until(page, lambda: in_window(page, frame, "#guide"), f"the heading after {question} in sight")


def test_one_answer_is_changed_alone_and_the_others_stay(page_without_scripts: Page, embedded: Embedding) -> None:
    page = page_without_scripts
    frame = open_framed(page, embedded(GUIDE, "fully answered"))
    before = given(frame)
    ask_all(page, frame)
    choose_by_arrows(page, frame, "a-kasse", "nej")
    send(page, frame)
    assert before["a-kasse"] == ["ja"]
    assert understood(frame) == {**before, "a-kasse": ["nej"]}
    until(page, lambda: has_focus(frame.locator("#guide")), "the focus on the heading of the guide")
    expect(frame.locator("#answers")).to_contain_text("A-kasse: Nej")


def test_the_date_is_changed_alone_and_the_others_stay(page_without_scripts: Page, embedded: Embedding) -> None:
    page = page_without_scripts
    frame = open_framed(page, embedded(GUIDE, "fully answered"))
    before = given(frame)
    ask_all(page, frame)
    type_date(page, frame, date(2027, 11, 11))
    send(page, frame)
    assert understood(frame) == {**before, "dato": ["2027-11-11"]}


def test_ticks_are_set_by_keyboard_and_kept(page_without_scripts: Page, embedded: Embedding) -> None:
    page = page_without_scripts
    frame = open_framed(page, embedded(GUIDE, "partly answered", "alt"))
    boxes = frame.locator("[type=checkbox]")
    chosen = [str(boxes.nth(index).get_attribute("value")) for index in (0, 2)]
    for task in chosen:
        tab_to(page, frame.locator(f"[type=checkbox][value='{task}']"))
        page.keyboard.press("Space")
    follow(page, frame, frame.get_by_role("button", name="Gem mine flueben"))
    ticked = frame.locator("[type=checkbox]:checked")
    assert [ticked.nth(index).get_attribute("value") for index in range(ticked.count())] == chosen
    ask_all(page, frame)
    choose_by_arrows(page, frame, "a-kasse", "ved-ikke")
    send(page, frame)
    follow(page, frame, frame.get_by_role("link", name="Hele guiden på én side"))
    for task in chosen:
        expect(frame.locator(f"[type=checkbox][value='{task}']")).to_be_checked()


def test_back_and_forward_show_the_earlier_states_as_the_server_said(
    page_without_scripts: Page, embedded: Embedding
) -> None:
    page = page_without_scripts
    frame = open_framed(page, embedded(GUIDE))
    answer_by_keyboard(page, frame)
    overview = frame.url
    follow(page, frame, frame.get_by_role("link", name="Hele guiden på én side"))
    answered = frame.url
    first_box = str(frame.locator("[type=checkbox]").first.get_attribute("value"))
    tab_to(page, frame.locator(f"[type=checkbox][value='{first_box}']"))
    page.keyboard.press("Space")
    follow(page, frame, frame.get_by_role("button", name="Gem mine flueben"))

    go(page, frame, "back")
    assert frame.url == answered
    expect(frame.locator(f"[type=checkbox][value='{first_box}']")).not_to_be_checked()
    go(page, frame, "back")
    assert frame.url == overview
    expect(frame.locator("#guide")).to_have_text("Nu")
    go(page, frame, "back")
    assert given(frame) == {"open": ["svar"]}
    assert frame.locator("[type=radio]").count() > 0
    assert frame.locator("[type=radio]:not([value='']):checked").count() == 0, "nothing is answered"
    for part in ("dag", "maaned", "aar"):
        expect(frame.locator(f"input[name=dato-{part}]")).to_have_value("")
    go(page, frame, "back")
    assert given(frame) == {}
    assert frame.locator("[type=radio]").count() > 0
    assert frame.locator("[type=radio]:checked").count() == 0, "nothing is answered"

    go(page, frame, "forward")
    go(page, frame, "forward")
    assert frame.url == overview
    expect(frame.locator("#guide")).to_have_text("Nu")
    go(page, frame, "forward")
    assert frame.url == answered
    expect(frame.locator("#guide")).to_have_text("Din guide")
    go(page, frame, "forward")
    assert given(frame)["done"] == [first_box]
    expect(frame.locator(f"[type=checkbox][value='{first_box}']")).to_be_checked()


def test_reloading_the_frame_keeps_the_answers(page_without_scripts: Page, embedded: Embedding) -> None:
    page = page_without_scripts
    frame = open_framed(page, embedded(GUIDE))
    answer_by_keyboard(page, frame)
    answered = frame.url
    with frame.expect_navigation():
        frame.evaluate("location.reload()")
    assert frame.url == answered
    expect(frame.locator("#answers")).to_contain_text("A-kasse: Ja")


def test_the_address_of_the_frame_works_by_itself_and_after_reload(
    page_without_scripts: Page, embedded: Embedding
) -> None:
    page = page_without_scripts
    frame = open_framed(page, embedded(GUIDE))
    answer_by_keyboard(page, frame)
    page.goto(frame.url)
    page.reload()
    expect(page.locator("#answers")).to_contain_text("A-kasse: Ja")
    expect(page.locator("#guide")).to_have_text("Nu")


@pytest.mark.parametrize("guide", ONE_GUIDE)
def test_jump_links_lead_to_their_place_and_unfold_it(
    page_without_scripts: Page, embedded: Embedding, guide: str
) -> None:
    page = page_without_scripts
    frame = open_framed(page, embedded(guide, part="alt"))
    links = frame.locator("nav a[href*='#']")
    jumps = links.count()
    assert jumps
    tab_to(page, links.first)
    for link in links.all()[1:]:
        page.keyboard.press("Tab")
        assert has_focus(link)
    for index in range(jumps):
        frame = open_framed(page, embedded(guide, part="alt"))
        link = frame.locator("nav a[href*='#']").nth(index)
        target = "#" + str(link.get_attribute("href")).partition("#")[2]
        folded = frame.locator(f"details:has({target})")
        if folded.get_attribute("open") is not None:  # the phases of the whole guide are unfolded at first
            folded.locator("summary").first.press("Enter")
        expect(folded).not_to_have_attribute("open", "")
        press_enter(link)
        expect(folded).to_have_attribute("open", "")
        expect(frame.locator(target)).to_be_visible()
        until(page, lambda f=frame, t=target: has_focus(f.locator(t)), f"the focus on {target}")  # type: ignore[misc]  # no type is found for a lambda with defaults


def test_every_address_within_the_page_has_a_focusable_target(page_without_scripts: Page, guides: str) -> None:
    for guide in GUIDES:
        for state, part in PAGES:
            page_without_scripts.goto(address(guides, "embed", guide, state, part))
            assert (
                page_without_scripts.evaluate(
                    """() => [...document.querySelectorAll('a[href*="#"], form')].filter(from => {
                  const to = new URL(from.href || from.action);
                  const target = document.getElementById(to.hash.slice(1));
                  return to.pathname === location.pathname && to.search === location.search
                    && !(target && target.getAttribute('tabindex') === '-1');
                }).map(from => from.outerHTML.slice(0, 150))"""
                )
                == []
            ), (guide, state, part)


def test_the_frame_grows_with_the_answers(page_without_scripts: Page, embedded: Embedding) -> None:
    page = page_without_scripts
    frame = open_framed(page, embedded(GUIDE))
    if not frame.evaluate("CSS.supports('frame-sizing', 'content-height')"):
        pytest.skip("this browser does not size frames by their content (Chromium does from 154)")
    before = height_of(page)
    answer_by_keyboard(page, frame)
    until(page, lambda: height_of(page) > before, f"a frame higher than {before}")
    root = "document.documentElement"
    until(
        page,
        lambda: frame.evaluate(f"{root}.scrollHeight <= {root}.clientHeight + 1"),
        "nothing to scroll within the frame",
    )


@pytest.mark.parametrize("guide", GUIDES)
def test_nothing_is_logged_by_reading_and_answering(browser: Browser, embedded: Embedding, guide: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    logged: list[str] = []
    context.on("console", lambda message: logged.append(message.text))
    page = context.new_page()
    with page.expect_event("framenavigated", lambda frame: "/embed/" in frame.url):
        page.goto(embedded(guide))
    frame = page.frames[1]
    frame.wait_for_load_state()
    focused = "selector => document.activeElement.matches(selector)"
    for _ in range(99):
        page.keyboard.press("Tab")
        if frame.evaluate(focused, "[type=radio]"):
            break
    page.keyboard.press("ArrowDown")
    assert frame.evaluate(focused, "[type=radio]:checked")
    with frame.expect_navigation():
        press_enter(frame.locator("[type=radio]:checked:focus"))
    assert "?" in frame.url
    with page.expect_event("framenavigated", lambda frame: "open=alt" in frame.url):
        page.goto(embedded(guide, part="alt"))
    frame = page.frames[1]
    frame.wait_for_load_state()
    for _ in range(99):
        page.keyboard.press("Tab")
        if frame.evaluate(focused, "summary, [type=checkbox]"):
            break
    assert frame.evaluate(focused, "summary, [type=checkbox]")
    for _ in range(20):
        page.keyboard.press("Tab")
        if frame.evaluate(focused, "summary, [type=checkbox]"):
            page.keyboard.press("Space")
    assert logged == []
    context.close()


@pytest.mark.parametrize("guide", ONE_GUIDE)
def test_nothing_scrolls_sideways_in_the_frame(page_without_scripts: Page, embedded: Embedding, guide: str) -> None:
    page = page_without_scripts
    for state, part in PAGES:
        frame = open_framed(page, embedded(guide, state, part))
        for width in (280, 320, 768, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            until(page, lambda f=frame, w=width: f.evaluate("innerWidth") == w, f"a frame {width} wide")  # type: ignore[misc]  # no type is found for a lambda with defaults
            assert frame.evaluate(AS_IT_IS_AND_UNFOLDED) == [[], []], (state, part, width)


def test_progress_is_counted_and_told_to_screen_readers_as_boxes_are_ticked(
    page_without_scripts: Page, embedded: Embedding
) -> None:
    page = page_without_scripts
    frame = open_framed(page, embedded(GUIDE, "partly answered", "alt"))
    boxes = frame.locator("[type=checkbox]")
    for done in (1, 2):
        tab_to(page, boxes.nth(done - 1))
        page.keyboard.press("Space")
        wanted = re.compile(rf"\b{done}\b\D+\b{boxes.count()}\b")
        until(
            page,
            lambda w=wanted: w.search(spoken_status(page, frame)),  # type: ignore[misc]  # no type is found for a lambda with defaults
            f"a status like “{done} of {boxes.count()}”, not “{spoken_status(page, frame)}”",
            seconds=3,
        )


def test_links_to_others_open_in_a_new_tab_and_do_not_say_where_from(browser: Browser, embedded: Embedding) -> None:
    context = browser.new_context(java_script_enabled=False)
    asked: list[Request] = []

    def others(route: Route) -> None:
        asked.append(route.request)
        route.fulfill(body="<title>Another authority</title>", content_type="text/html")

    context.route(lambda url: urlsplit(url).hostname not in {"localhost", "127.0.0.1"}, others)
    page = context.new_page()
    frame = open_framed(page, embedded(GUIDE, "fully answered", "alt"))
    stay = page.url, frame.url
    link = frame.locator("a[href^=https]").first
    tab_to(page, link)
    with context.expect_page() as opened:
        page.keyboard.press("Enter")
    opened.value.wait_for_load_state()
    assert opened.value.title() == "Another authority"
    assert (page.url, framed(page).url) == stay
    assert [request.all_headers().get("referer") for request in asked] == [None]
    foreign = frame.locator("a[href^=http]:not([target=_blank][rel~=noopener])")
    assert foreign.count() == 0, "every link to others opens a new tab"
    context.close()


@pytest.mark.parametrize("host", HOSTS)
def test_a_guide_can_be_answered_in_a_host_with(
    page_without_scripts: Page, embedded: Embedding, watch: Watch, host: str
) -> None:
    page = page_without_scripts
    frame = open_framed(page, embedded(GUIDE, host=host))
    expect(frame.locator("h2").first).not_to_have_css("color", "rgb(255, 0, 0)")
    expect(frame.get_by_role("group").first).to_be_visible()
    answer_by_keyboard(page, frame)
    expect(frame.locator("#guide")).to_have_text("Nu")
    assert frame.evaluate(NO_SIDEWAYS_SCROLLING) == []
    assert height_of(page) >= 600 or host == "aggressive style"
    watch.forgive(HOSTS[host].quirk)


@pytest.mark.parametrize("guide", ONE_GUIDE)
def test_links_alone_answer_everything_in_the_sandbox_of_wordpress(
    page_without_scripts: Page, embedded: Embedding, guide: str
) -> None:
    page = page_without_scripts
    frame = open_framed(page, embedded.in_wordpress(guide, "links only"))
    assert frame.locator("form, input, button, select, textarea").count() == 0
    for _ in range(3 * len(library().guides[guide].questions)):
        answers = frame.locator(".question .choices a, .refine a")  # a choice, or the way to what is not yet asked
        if not answers.count():
            break
        follow(page, frame, answers.first)
    follow(page, frame, frame.get_by_role("link", name="Hele guiden på én side"))
    assert frame.locator("form, input, button, select, textarea").count() == 0
    tick = frame.locator("a[href*='done=']").first
    if not tick.is_visible():
        tab_to(page, frame.locator("details.phase summary").first)
        page.keyboard.press("Enter")
    follow(page, frame, tick)
    wanted = {name: [value] for name, value in full_answers(guide).values.items()}
    assert wanted.items() <= given(frame).items()
    assert {"dato", "done", "ui"} <= given(frame).keys()
    until(page, lambda: has_focus(frame.locator("#progress")), "the focus on the progress")
    expect(frame.locator("#progress")).to_contain_text("1 af")
