"""Feedback in a real browser without scripts: in a sandboxed frame of another site, and on its own page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page
from sqlalchemy import text

from tests.browser.conftest import Watch
from tests.browser.driving import framed, open_framed, press_enter, until
from tests.browser.hosts import host_page, snippet
from tests.browser.servers import HostSite, guides_served
from widget.database.engine import open_engine

pytestmark = pytest.mark.browser

GUIDE = "hvis-du-bliver-ledig"
SAID = "Der mangler noget om feriepenge."


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The guides, with a database of their own."""
    with guides_served(DATA_DIR=str(tmp_path)) as origin:
        yield origin


def stored_feedback(folder: Path) -> list[tuple[str, str]]:
    engine = open_engine("", folder)
    with engine.connect() as connection:
        found = [(row.verdict, row.text) for row in connection.execute(text("SELECT verdict, text FROM feedback"))]
    engine.dispose()
    return found


def test_it_is_sent_and_thanked_for_in_a_sandboxed_frame_of_another_site(
    page_without_scripts: Page, watch: Watch, served: str, host_site: HostSite, tmp_path: Path
) -> None:
    page = page_without_scripts
    address = f"{served}/feedback/{GUIDE}?from=embed&alder=under-25"
    frame = open_framed(page, host_site.show(host_page(snippet(address, sandbox="allow-forms"))))
    origins: list[str | None] = []
    page.context.on("request", lambda request: origins.append(request.headers.get("origin")))
    frame.get_by_text("Delvist", exact=True).click()
    frame.get_by_label("Hvad manglede?").fill(SAID)
    page.wait_for_timeout(2100)  # no visitor fills in a form faster; the server's clock cannot be moved from here
    frame.get_by_role("button", name="Send").click()
    until(page, lambda: framed(page).get_by_role("heading", name="Tak").is_visible(), "thanks")
    assert stored_feedback(tmp_path) == [("delvist", SAID)]
    assert "null" in origins
    press_enter(framed(page).get_by_role("link", name="Tilbage til guiden"))
    until(page, lambda: "/embed/" in framed(page).url and "alder=under-25" in framed(page).url, "back as it was left")


def test_it_is_sent_by_keyboard_on_its_own_page_and_the_trap_is_never_met(
    page_without_scripts: Page, served: str, tmp_path: Path
) -> None:
    page = page_without_scripts
    page.goto(f"{served}/feedback/{GUIDE}")
    met = []
    for _ in range(12):
        page.keyboard.press("Tab")
        met.append(page.locator(":focus").get_attribute("name") if page.locator(":focus").count() else None)
    assert "verdict" in met
    assert "text" in met
    assert "website" not in met
    page.get_by_label("Ja").focus()
    page.keyboard.press("Space")
    page.wait_for_timeout(2100)
    page.get_by_role("button", name="Send").focus()
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Tak").wait_for()
    assert stored_feedback(tmp_path) == [("ja", "")]
    page.go_back()
    page.get_by_role("button", name="Send").wait_for()
