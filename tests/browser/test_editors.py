"""What editors and filters keep of the snippet that they are recommended, on a page of another site."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.hosts import host_page
from tests.browser.matrix.trial import HOST_STYLE, try_case
from tests.browser.matrix.windows import ChromiumWindow
from tests.browser.servers import HostSite
from tests.conftest import BASE_URL
from tests.web.pages.editors.snippets import FILE
from tests.web.pages.editors.test_editors import RECOMMENDED, what_is_kept

pytestmark = pytest.mark.browser

KEPT = what_is_kept(json.loads(FILE.read_text(encoding="utf-8")))
WITH_FRAME = [program for program, kind in RECOMMENDED.items() if "<iframe" in KEPT[program][kind]]
WIDTHS = (375, 1280)


@pytest.fixture(scope="module")
def browser(whole_chromium: Browser) -> Browser:
    """Whether all of a frame is painted, the browser that citizens have decides."""
    return whole_chromium


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[ChromiumWindow]:
    """A visitor's."""
    window = ChromiumWindow(browser)
    yield window
    window.close()


@pytest.mark.each_value
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("program", WITH_FRAME)
def test_the_frame_is_painted_and_answers_as_it_is_kept_by(
    window: ChromiumWindow, guides: str, host_site: HostSite, program: str, width: int
) -> None:
    kept = KEPT[program][RECOMMENDED[program]].replace(BASE_URL, guides)
    outcome = try_case(window, host_site.show(host_page(kept, HOST_STYLE)), (width, 740), steps=True)
    assert outcome.right, outcome.detail


@pytest.mark.parametrize("program", [program for program in RECOMMENDED if program not in WITH_FRAME])
def test_no_frame_is_no_dead_end_in(page: Page, guides: str, host_site: HostSite, program: str) -> None:
    page.goto(host_site.show(host_page(KEPT[program][RECOMMENDED[program]].replace(BASE_URL, guides), HOST_STYLE)))
    address = f"{guides}/guide/hvis-du-bliver-ledig?alder=under-25"
    links = page.locator(f"a[href='{address}']")
    assert links.count() or address in page.locator("main").inner_text()
    assert "<" not in page.locator("main").inner_text(), "source that visitors see"
    if links.count():
        links.first.click()
        page.get_by_role("heading", level=1, name="Hvis du bliver ledig").wait_for()
