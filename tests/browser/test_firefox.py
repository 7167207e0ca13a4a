"""The frame in Firefox without scripting: a browser that does not size frames by their content. By keyboard."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.firefox import Firefox, Tab, firefox_running, until
from tests.browser.pasting import Webmaster
from tests.browser.servers import HostSite
from tests.browser.states import GUIDES, address, library

pytestmark = pytest.mark.browser

GUIDE = GUIDES[0]
HOSTS = ("plain", "strict policy", "isolated")
_MOST_TABS = 200


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    with firefox_running(tmp_path_factory.mktemp("firefox")) as running:
        yield running


@pytest.fixture
def tab(firefox: Firefox) -> Iterator[Tab]:
    with firefox.tab() as tab:
        tab.window(1000, 800)
        yield tab


@pytest.fixture
def snippet(page_without_scripts: Page, guides: str, host_site: HostSite) -> str:
    """The usual snippet, as it stands on *Del guiden*."""
    return Webmaster(guides, host_site).copy(page_without_scripts, "frame", guide=GUIDE)


@pytest.fixture
def webmaster(guides: str, host_site: HostSite) -> Webmaster:
    return Webmaster(guides, host_site)


def focused(document: Tab, selector: str) -> bool:
    return bool(document.read(f"document.activeElement?.matches({selector!r}) ?? false"))


def tab_to(page: Tab, document: Tab, selector: str) -> None:
    for _ in range(_MOST_TABS):
        if focused(document, selector):
            return
        page.press("Tab")
    raise AssertionError(f"{selector} is not reached by {_MOST_TABS} presses of Tab")


def opened(page: Tab, host: str) -> Tab:
    """Visit a host page; gives the guide's document when it stands there: a lazy frame is loaded when it is near."""
    page.visit(host)
    page.read("document.querySelector('iframe').scrollIntoView()")
    frame = page.frame()
    until(lambda: frame.read("document.readyState === 'complete' && !!document.querySelector('main')"), "the guide")
    return frame


def text(document: Tab, selector: str) -> str:
    return str(document.read(f"document.querySelector({selector!r})?.textContent ?? ''"))


def answer(page: Tab, document: Tab) -> None:
    """Answer the first question with its first choice by keyboard, and send: the next question comes."""
    first, following = library().guides[GUIDE].questions[:2]
    assert text(document, "#guide").startswith(first.label)
    _answer(page, document)
    until(lambda: text(document, "#guide").startswith(following.label), "the next question")
    until(lambda: document.read("document.readyState === 'complete'"), "all of it")


def show_guide(page: Tab, document: Tab) -> None:
    """Leave out the other questions by keyboard."""
    tab_to(page, document, ".question .send a:last-of-type")
    page.press("Enter")
    until(lambda: personal(document), "the personal guide")


def _answer(page: Tab, document: Tab) -> None:
    question = library().guides[GUIDE].questions[0]
    tab_to(page, document, f"input[name='{question.id}']")
    choice = f"input[name='{question.id}'][value='{question.choices[0].id}']"
    for _ in range(len(question.choices) + 1):
        if document.read(f'document.querySelector("{choice}").checked'):
            break
        page.press("ArrowDown")
    tab_to(page, document, "form button")
    page.press("Enter")


def personal(document: Tab) -> bool:
    """Whether the overview is there; its heading also says how many tasks are done, where any is."""
    heading = re.fullmatch(r"Nu\s*(\d+ klaret)?", text(document, "#guide").strip())
    return heading is not None and bool(document.read("document.readyState === 'complete'"))


def in_its_window(document: Tab, element: str) -> bool:
    box = f"document.getElementById('{element}').getBoundingClientRect()"
    return bool(document.read(f"(box => box.top >= 0 && box.bottom <= innerHeight)({box})"))


def test_pages_cannot_run_scripts_in_this_firefox(tab: Tab, host_site: HostSite) -> None:
    tab.visit(
        host_site.show("<title>No</title><script>document.title = 'Yes'</script><noscript>No script</noscript>")
    )
    assert tab.read("document.title") == "No"
    assert "No script" in tab.read("document.body.innerText")


@pytest.mark.parametrize("host", HOSTS)
def test_the_snippet_works_by_keyboard_in_a_host_with(
    tab: Tab, webmaster: Webmaster, snippet: str, host: str
) -> None:
    guide = library().guides[GUIDE]
    host_address = webmaster.paste(snippet, host)
    frame = opened(tab, host_address)
    assert text(frame, "h2") == guide.title
    assert tab.read("document.querySelector('iframe').clientHeight") == 650, "by the style, or else the attribute"
    assert len(tab.picture()) > 10_000, "a picture with something in it"

    answer(tab, frame)
    until(lambda: focused(frame, "#guide"), "the focus on the heading of the next question")
    show_guide(tab, frame)
    until(lambda: focused(frame, "#guide"), "the focus on the heading of the guide")
    question = guide.questions[0]
    given = parse_qs(urlsplit(frame.read("location.href")).query)
    assert given[question.id] == [question.choices[0].id]
    assert tab.read("location.href") == host_address
    assert frame.read("document.documentElement.scrollHeight > innerHeight"), "longer than the frame, so it scrolls"

    phase = guide.phases[-1]
    tab_to(tab, frame, f"a[href*='open={phase.id}#']")
    tab.press("Enter")
    until(lambda: text(frame, "#guide") == phase.title, "the phase")
    until(lambda: focused(frame, "#guide"), "the focus on its heading")
    assert in_its_window(frame, "guide")

    tab.back()
    until(lambda: personal(frame), "the overview again")
    tab.back()
    until(lambda: text(frame, "#guide").startswith(guide.questions[1].label), "the second question again")
    tab.back()
    until(lambda: text(frame, "#guide").startswith(question.label), "the first question again")
    assert not frame.read("document.querySelectorAll('[type=radio]:checked').length")


def test_a_frame_lower_than_the_guide_scrolls_within_to_the_result(
    tab: Tab, webmaster: Webmaster, snippet: str
) -> None:
    low = snippet.replace("650", "500")
    frame = opened(tab, webmaster.paste(low))
    assert tab.read("document.querySelector('iframe').clientHeight") == 500
    answer(tab, frame)
    until(lambda: in_its_window(frame, "guide"), "the heading of the next question in the frame")
    show_guide(tab, frame)
    until(lambda: in_its_window(frame, "guide"), "the heading of the guide in the frame")


@pytest.mark.parametrize("guide", GUIDES)
def test_the_guide_works_on_its_own_page(tab: Tab, guides: str, guide: str) -> None:
    tab.visit(address(guides, "guide", guide, "empty"))
    assert text(tab, "h1") == library().guides[guide].title
    assert len(tab.picture()) > 10_000
    tab.visit(address(guides, "guide", guide, "fully answered"))
    assert personal(tab)
    assert tab.read("document.documentElement.scrollWidth <= innerWidth")
