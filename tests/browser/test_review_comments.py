"""A partner's caseworker comments on a change by its link: a real browser without scripts, and axe on each page."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Watch
from tests.browser.driving import click_through
from tests.browser.servers import guides_served
from tests.browser.test_admin_partners import Looking
from tests.browser.test_guides_desk import editor

pytestmark = pytest.mark.browser

LEDIG = "hvis-du-bliver-ledig"
LONG_WORD = "Beskæftigelsesindsatslovgivningsbekendtgørelse" * 4


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The guides as editions of the database."""
    with guides_served(ADMIN="on", DATA_DIR=str(tmp_path), CONTENT_SOURCE="database") as origin:
        yield origin.replace("127.0.0.1", "localhost")


def test_a_caseworker_comments_by_the_link_and_the_editor_reads_it(
    browser: Browser, watch: Watch, served: str, tmp_path: Path
) -> None:
    looking = Looking(browser)
    anna = editor(browser, tmp_path, served, "anna@styrelsen.example", looking.look)
    anna.page.get_by_label("Begynd en ændring").fill("Satser 2027")
    anna.click("button", "Begynd")
    anna.click("link", "Satser og tal")
    anna.page.locator("[name='value.dagpenge-max']").fill("22.500")
    anna.click("button", "Gem i ændringen")
    anna.click("link", "Satser 2027")
    link = anna.page.locator(f"a[href*='/review/'][href$='/guide/{LEDIG}']").get_attribute("href") or ""
    stranger = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800})
    watch.over(stranger)
    page = stranger.new_page()
    page.goto(link)
    looking.look(page)
    click_through(page.get_by_role("link", name="Læs og skriv kommentarer"))
    looking.look(page)
    page.get_by_role("button", name="Send").click()
    page.locator("#error-name").wait_for()
    looking.look(page)
    page.get_by_label("Dit navn").fill("Karen Holm, Odense Kommune")
    page.get_by_label("Din kommentar").fill(f"Tallet er for 2026.\n\n{LONG_WORD}")
    page.wait_for_timeout(2100)  # no person fills in a form faster; the server's clock cannot be moved from here
    page.get_by_role("button", name="Send").click()
    page.locator("[role=status]").wait_for()
    looking.look(page)
    assert "Tallet er for 2026." in page.locator("blockquote").inner_text()
    click_through(page.get_by_role("link", name="Tilbage til udkastet"))
    page.get_by_role("region", name="Udkast til gennemsyn").wait_for()
    anna.page.reload()
    anna.seen()
    assert "Karen Holm, Odense Kommune (skrev via linket)" in anna.page.inner_text("main")
    anna.click("link", re.compile("Svar eller slet"))
    anna.click("button", "Send")
    anna.page.get_by_label("Dit svar").fill("Det er rettet nu.")
    anna.tick("Kommentaren er behandlet")
    anna.click("button", "Send")
    click_through(page.get_by_role("link", name="Læs og skriv kommentarer"))
    looking.look(page)
    assert "Det er rettet nu." in page.inner_text("main")
    watch.forgive("422")
    assert watch.errors == []
    looking.context.close()
