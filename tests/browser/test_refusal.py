"""Who may frame the guides, as a real browser enforces it."""

from contextlib import suppress

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.driving import framed, height_of, open_framed, until
from tests.browser.hosts import host_page, snippet
from tests.browser.servers import HostSite, guides_served

pytestmark = pytest.mark.browser

GUIDE = "hvis-du-bliver-ledig"


@pytest.fixture(scope="module")
def browser(whole_chromium: Browser) -> Browser:
    """Which frame is refused, the browser decides."""
    return whole_chromium


def test_a_site_that_is_not_listed_shows_no_guide_but_the_way_to_it(browser: Browser, host_site: HostSite) -> None:
    with guides_served(FRAME_ANCESTORS="https://www.town.example") as guides:
        context = browser.new_context(java_script_enabled=False)
        logged: list[str] = []
        context.on("console", lambda message: logged.append(message.text))
        page = context.new_page()
        page.goto(host_site.show(host_page(snippet(f"{guides}/embed/{GUIDE}"))))
        until(page, lambda: framed(page).url.startswith("chrome-error:"), "the frame refused by the browser")
        assert any("frame-ancestors" in line for line in logged)
        assert framed(page).locator("main").count() == 0
        link = page.get_by_role("link", name="Åbn guiden på sin egen side")
        expect(link).to_be_visible()
        link.press("Enter")
        expect(page).to_have_url(f"{guides}/guide/{GUIDE}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        context.close()


def test_a_site_that_is_listed_shows_the_guide_at_its_height(browser: Browser, host_site: HostSite) -> None:
    """Within three visits: on a busy machine Chromium now and then leaves a frame at its least height."""
    with guides_served(FRAME_ANCESTORS=f"https://www.town.example {host_site.origin}") as guides:
        context = browser.new_context(java_script_enabled=False)
        page = context.new_page()
        heights = []
        for _ in range(3):
            frame = open_framed(page, host_site.show(host_page(snippet(f"{guides}/embed/{GUIDE}"))))
            expect(frame.get_by_role("heading", level=2).first).to_be_visible()
            if not frame.evaluate("CSS.supports('frame-sizing', 'content-height')"):
                break
            with suppress(AssertionError):
                until(page, lambda: height_of(page) > 600, "a frame higher than its least height")
            heights.append(height_of(page))
            if heights[-1] > 600:
                break
        assert not heights or heights[-1] > 600, heights
        context.close()
