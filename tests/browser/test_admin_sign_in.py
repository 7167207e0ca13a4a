"""The whole way into the admin and out of it, in a real browser with scripting off, and axe on each page of it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import Browser, Page

from tests.browser import axe
from tests.browser.conftest import Watch
from tests.browser.driving import NO_SIDEWAYS_SCROLLING
from tests.browser.servers import guides_served

pytestmark = pytest.mark.browser

EMAIL = "anne@kommune.example"
PASSWORD = "fire glade heste løber"  # noqa: S105 (of the tests alone)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The guides, with a database of their own."""
    with guides_served(ADMIN="on", DATA_DIR=str(tmp_path)) as origin:
        yield origin.replace("127.0.0.1", "localhost")


def invitation(folder: Path, origin: str) -> str:
    """What the command line prints."""
    command = shutil.which("guide-widget", path=str(Path(sys.executable).parent)) or "guide-widget"
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), "BASE_URL": origin}
    run = subprocess.run(
        [command, "admin", "create", EMAIL], env=environment, capture_output=True, text=True, check=True
    )
    found = re.search(r"http\S+", run.stdout)
    assert found, run.stdout
    return found[0]


class Measured:
    """Looks at each page of a visit without scripts: its HTML is given to a second page, where axe may run."""

    def __init__(self, browser: Browser) -> None:
        self.context = browser.new_context(viewport={"width": 320, "height": 800}, bypass_csp=True)
        self.page = self.context.new_page()
        self.seen: list[str] = []

    def look(self, page: Page) -> None:
        """Assert that nothing is wrong with what `page` shows, in light and dark, narrow."""
        title = page.title()
        self.page.set_content(page.content())
        axe.inject(self.page)
        assert axe.violations_in_light_and_dark(self.page) == [], title
        for scheme in axe.SCHEMES:
            self.page.emulate_media(color_scheme=scheme)
            assert self.page.evaluate(NO_SIDEWAYS_SCROLLING) == [], f"{title} in {scheme}"
        self.seen.append(title)


def test_from_the_invitation_to_signing_out_without_scripts(
    browser: Browser, page_without_scripts: Page, watch: Watch, served: str, tmp_path: Path
) -> None:
    page, measured = page_without_scripts, Measured(browser)
    page.goto(invitation(tmp_path, served))
    measured.look(page)
    page.get_by_label("Ny adgangskode", exact=True).fill(PASSWORD)
    page.get_by_label("Ny adgangskode igen").fill(PASSWORD)
    page.get_by_role("button", name="Gem adgangskoden").click()
    page.wait_for_url("**/admin/enrol")
    measured.look(page)
    totp = pyotp.TOTP(page.locator("figure code").inner_text().replace(" ", ""))
    page.get_by_label("Engangskode").fill(totp.now())
    page.get_by_role("button", name="Sæt op, og log ind").click()
    page.get_by_role("heading", name="Gem dine nødkoder").wait_for()
    measured.look(page)
    page.set_viewport_size({"width": 320, "height": 800})
    lines = "codes => codes.map(code => code.getClientRects().length)"
    assert page.locator(".codes code").evaluate_all(lines) == [1] * 10, "each code on one line, on the smallest phone"
    spare = page.locator(".codes code").first.inner_text()
    page.get_by_role("link", name="Jeg har gemt dem").click()
    page.wait_for_url("**/admin/")
    measured.look(page)
    cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
    assert set(cookies) == {"admin", "admin-device"}, "over plain http on localhost browsers keep no __Host- cookies"
    stored = cookies["admin"]
    kept = (stored["secure"], stored["httpOnly"], stored["sameSite"], stored["path"], stored["expires"])
    assert kept == (False, True, "Strict", "/", -1)
    page.get_by_role("link", name="Min konto").click()
    page.get_by_role("heading", name="Adgangskode og koder").wait_for()
    measured.look(page)
    page.get_by_role("link", name="Skift adgangskode").click()
    page.wait_for_url("**/admin/password")
    measured.look(page)
    page.get_by_role("button", name="Log ud").click()
    page.wait_for_url("**/admin/sign-in")
    measured.look(page)
    page.get_by_role("button", name="Log ind").click()
    page.get_by_text("Skriv din adgangskode.").first.wait_for()
    measured.look(page)
    page.get_by_label("E-mailadresse").fill(EMAIL)
    page.get_by_label("Adgangskode", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log ind").click()
    page.wait_for_url("**/admin/code")
    measured.look(page)
    page.get_by_text("Brug en nødkode i stedet").click()
    page.get_by_label("Nødkode").fill(spare)
    page.get_by_role("button", name="Log ind med en nødkode").click()
    page.wait_for_url("**/admin/")
    watch.forgive("422")  # the page that says what is wrong
    measured.context.close()
    assert len(measured.seen) == 9
