"""The ten minutes from nothing to an own guide on the web: a real browser, scripting off, axe on each page."""

import gc
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from unittest.mock import patch

import pyotp
import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page

from tests.browser import axe
from tests.browser.conftest import Watch
from tests.browser.driving import NO_SIDEWAYS_SCROLLING, UNFOLD, click_through
from tests.browser.servers import guides_served
from tests.browser.test_admin_sign_in import EMAIL, PASSWORD
from widget.cli.main import main

pytestmark = pytest.mark.browser

WIDTHS = (320, 1280)
_FRAME = re.compile(r"<iframe[^>]*></iframe>")
"""Left out when a page is measured: the guides in them have tests of their own."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The guides, with a database of their own."""
    with guides_served(ADMIN="on", DATA_DIR=str(tmp_path)) as origin:
        yield origin.replace("127.0.0.1", "localhost")


@dataclass(frozen=True)
class SignedIn:
    """A server on which an operator has signed in, for tests that each have a partner of their own."""

    origin: str
    folder: Path
    cookies: Mapping[str, str]
    municipalities: Iterator[str] = field(default_factory=lambda: iter(("Aarhus", "Odense", "Horsens", "Randers")))

    def logo_form(self, page: Page) -> str:
        """Open the form for the logo of a new partner; gives the partner's id."""
        municipality = next(self.municipalities)
        site = f"https://www.{municipality.lower()}.dk"
        command(self.folder, self.origin, "partners", "add", "--kommune", municipality, "--origin", site)
        page.context.add_cookies(
            [{"name": name, "value": value, "url": self.origin} for name, value in self.cookies.items()]
        )
        page.goto(f"{self.origin}/admin/partners/{municipality.lower()}/logo")
        return municipality.lower()


@pytest.fixture(scope="module")
def signed_in(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SignedIn]:
    """A server, and the cookies of an operator."""
    folder = tmp_path_factory.mktemp("signed-in")
    with guides_served(ADMIN="on", DATA_DIR=str(folder)) as origin:
        localhost = origin.replace("127.0.0.1", "localhost")
        with browser.new_context(java_script_enabled=False) as context:
            sign_in(context.new_page(), folder, localhost)
            cookies = {cookie["name"]: cookie["value"] for cookie in context.cookies()}
        yield SignedIn(localhost, folder, cookies)


class Looking:
    """Looks at each page of a visit: its HTML is given to a second page, where axe may run."""

    def __init__(self, browser: Browser) -> None:
        self.context = browser.new_context(bypass_csp=True)
        self.page = self.context.new_page()
        self.seen: list[str] = []

    def look(self, page: Page) -> None:
        """Assert that nothing is wrong with what `page` shows: narrow and wide, light and dark, all unfolded."""
        title = page.title()
        self.page.set_content(_FRAME.sub("<p>…</p>", page.content()))
        self.page.evaluate(UNFOLD)
        axe.inject(self.page)
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 800})
            assert axe.violations_in_light_and_dark(self.page) == [], f"{title} at {width}"
            assert self.page.evaluate(NO_SIDEWAYS_SCROLLING) == [], f"{title} at {width}"
        self.seen.append(title)


def sign_in(page: Page, folder: Path, served: str) -> None:
    """By the invitation that the command line prints."""
    sign_up(page, invited(folder, served))
    page.wait_for_url("**/admin/")


def command(folder: Path, origin: str, *arguments: str) -> str:
    """What `guide-widget` prints on the server of a test: in this process, since starting one takes longer than that.

    `invitation` of test_admin_sign_in.py starts it as a program.
    """
    environment = {"DATA_DIR": str(folder), "BASE_URL": origin}
    with patch.dict(os.environ, {"PATH": os.environ["PATH"], **environment}, clear=True):
        ran = CliRunner().invoke(main, arguments, catch_exceptions=False)
    gc.collect()  # connections that a process gives back as it ends
    assert ran.exit_code == 0, ran.output
    return ran.output


def invited(folder: Path, origin: str) -> str:
    """The link of a first operator."""
    return str(re.findall(r"http\S+", command(folder, origin, "admin", "create", EMAIL))[0])


def sign_up(page: Page, link: str) -> None:
    """With a link to set a password with."""
    page.goto(link)
    page.get_by_label("Ny adgangskode", exact=True).fill(PASSWORD)
    page.get_by_label("Ny adgangskode igen").fill(PASSWORD)
    page.get_by_role("button", name="Gem adgangskoden").click()
    page.wait_for_url("**/admin/enrol")
    totp = pyotp.TOTP(page.locator("figure code").inner_text().replace(" ", ""))
    page.get_by_label("Engangskode").fill(totp.now())
    page.get_by_role("button", name="Sæt op, og log ind").click()
    page.get_by_role("link", name="Jeg har gemt dem").click()


def save(page: Page) -> None:
    page.get_by_role("button", name="Gem i kladden").click()


def test_from_nothing_to_an_own_guide(
    browser: Browser, page_without_scripts: Page, watch: Watch, served: str, tmp_path: Path
) -> None:
    page, looking = page_without_scripts, Looking(browser)
    sign_in(page, tmp_path, served)
    looking.look(page)
    page.get_by_role("link", name="Ny partner").click()
    page.wait_for_url("**/new")
    looking.look(page)
    page.get_by_label("Hvilken kommune?").select_option(label="Aarhus (0751)")
    page.get_by_role("button", name="Gå videre").click()
    page.get_by_label("Kort navn").wait_for()
    looking.look(page)
    page.get_by_role("button", name="Opret som kladde").click()
    page.wait_for_url("**/admin/partners/aarhus/appearance?created=1")
    looking.look(page)
    page.get_by_role("link", name="Se alle trin").click()
    page.wait_for_url("**/admin/partners/aarhus")
    looking.look(page)

    page.get_by_role("link", name="Udseende").click()
    page.wait_for_url("**/appearance")
    page.get_by_label("Tekst", exact=True).first.fill("#8a8a8a")
    page.get_by_label("Runde hjørner").fill("10")
    page.get_by_label("Runde hjørner").press("Enter")  # saves, and does not take a suggestion
    page.locator("#error-light-text").wait_for()
    looking.look(page)
    assert page.get_by_label("Runde hjørner").input_value() == "10"
    page.get_by_role("button", name="Brug #").click()
    page.get_by_text("Gemt i kladden").wait_for()
    assert page.get_by_label("Runde hjørner").input_value() == "10"
    page.get_by_label("Links: vælg en farve").first.fill("#702283")
    save(page)
    page.wait_for_url("**saved=1*")
    frame = page.frame_locator("iframe.draft")
    assert frame.get_by_role("link").first.evaluate("one => getComputedStyle(one).color") == "rgb(112, 34, 131)"
    page.get_by_role("button", name="Petroleum").click()
    page.wait_for_url("**saved=1*")
    looking.look(page)

    page.get_by_text("Alle trin og sider").click()
    page.get_by_role("link", name="Hjemmesider").click()
    page.get_by_label("Hjemmesider").fill("https://*.aarhus.dk\nhttp://www.aarhus.dk")
    save(page)
    page.locator("#error-origins").wait_for()
    looking.look(page)
    page.get_by_label("Hjemmesider").fill("https://*.aarhus.dk\nhttp://localhost:8001")
    save(page)
    page.get_by_text("En * står for alt under navnet").wait_for()
    looking.look(page)

    page.get_by_role("link", name="Videre til udgivelse").click()
    page.get_by_role("button", name="Udgiv kladden").click()
    page.get_by_text("Det er udgivet").wait_for()
    looking.look(page)
    page.get_by_role("link", name="som side").first.click()
    page.wait_for_url("**/guide/aarhus/**")
    assert "Aarhus Kommune" in page.locator("body").inner_text()
    watch.forgive("422")  # the pages that say what is wrong
    looking.context.close()
    assert len(looking.seen) == 10


MOST_PAGES = 10
"""From the invitation to the published theme, for an administrator who does nothing twice."""


def test_from_the_invitation_to_a_published_theme_in_few_pages(
    page_without_scripts: Page, served: str, tmp_path: Path
) -> None:
    """A partner's administrator, whose partner an operator has made."""
    page, opened = page_without_scripts, list[str]()
    command(tmp_path, served, "partners", "add", "--kommune", "Aarhus", "--origin", "https://www.aarhus.dk")
    link = command(tmp_path, served, "admin", "create", EMAIL, "--role", "partner", "--partner", "aarhus")
    page.on("framenavigated", lambda frame: opened.append(frame.url) if frame is page.main_frame else None)
    sign_up(page, re.findall(r"http\S+", link)[0])
    page.wait_for_url("**/admin/partners/aarhus")
    page.get_by_role("link", name="Udseende").click()
    publish_an_own_colour(page)
    assert len(opened) <= MOST_PAGES, opened
    page.goto(f"{served}/embed/aarhus/hvis-du-bliver-ledig")
    assert page.locator("button").first.evaluate(BACKGROUND) == "rgb(11, 61, 145)"


def test_an_operator_who_makes_the_partner_too_needs_few_pages(
    page_without_scripts: Page, served: str, tmp_path: Path
) -> None:
    page, opened = page_without_scripts, list[str]()
    link = invited(tmp_path, served)
    page.on("framenavigated", lambda frame: opened.append(frame.url) if frame is page.main_frame else None)
    sign_up(page, link)
    page.get_by_role("link", name="Ny partner").click()
    page.get_by_label("Hvilken kommune?").select_option(label="Aarhus (0751)")
    page.get_by_role("button", name="Gå videre").click()
    page.get_by_role("button", name="Opret som kladde").click()
    publish_an_own_colour(page)
    assert len(opened) <= MOST_PAGES, opened
    page.goto(f"{served}/embed/aarhus/hvis-du-bliver-ledig")
    assert page.locator("button").first.evaluate(BACKGROUND) == "rgb(11, 61, 145)"


BACKGROUND = "one => getComputedStyle(one).backgroundColor"


def publish_an_own_colour(page: Page) -> None:
    """From the form for the appearance to the page that says that citizens see it."""
    page.get_by_label("Eller ud fra jeres egen farve").fill("#0b3d91")
    page.get_by_role("button", name="Lav alle farver ud fra den").click()
    page.get_by_text("Gemt i kladden").wait_for()
    page.get_by_role("link", name="Videre til udgivelse").click()
    page.get_by_role("button", name="Udgiv kladden").click()
    page.get_by_text("Det er udgivet").wait_for()


@pytest.mark.parametrize("megabytes", [3, 5, 30])
def test_a_file_that_is_far_too_large_is_refused_in_words_and_what_was_typed_is_kept(
    browser: Browser, page_without_scripts: Page, watch: Watch, signed_in: SignedIn, tmp_path: Path, megabytes: int
) -> None:
    """Three are more than a logo may have, five more than the server keeps; thirty got no page before."""
    page, looking = page_without_scripts, Looking(browser)
    signed_in.logo_form(page)
    large = tmp_path / "large.png"
    large.write_bytes(bytes(megabytes * 1_000_000))
    page.get_by_label("Fil med logoet").set_input_files(large)
    page.get_by_label("Det står der i logoet").fill("Aarhus Kommune, byvåben")
    save(page)
    if megabytes > 4:
        page.get_by_role("heading", name="Filen eller teksten er for stor").wait_for()
        text = page.locator("main").inner_text()
        assert "højst fylde 2 MB" in text
        assert "Aarhus Kommune, byvåben" in text
        looking.look(page)
        page.get_by_role("button", name="Send det igen").click()
    page.locator("#error-file").wait_for()
    assert page.get_by_label("Det står der i logoet").input_value() == "Aarhus Kommune, byvåben"
    watch.forgive("413")
    watch.forgive("422")
    looking.context.close()


def test_every_page_about_a_partner_can_be_used_by_everybody(
    browser: Browser, page_without_scripts: Page, watch: Watch, served: str, tmp_path: Path
) -> None:
    page, looking = page_without_scripts, Looking(browser)
    sign_in(page, tmp_path, served)
    page.goto(f"{served}/admin/partners/new")
    page.get_by_label("A-kasse").check()
    page.get_by_label("Navn", exact=True).fill("Prøvernes A-kasse")
    page.get_by_role("button", name="Gå videre").click()
    page.get_by_role("button", name="Opret som kladde").click()
    page.wait_for_url("**/proevernes-a-kasse/websites?created=1")
    home = f"{served}/admin/partners/proevernes-a-kasse"
    page.goto(home)
    click_through(page.get_by_role("button", name="Udgiv kladden"))
    page.goto(f"{home}/words")
    page.get_by_label("Telefon").fill("12 34 56 78")
    page.get_by_label("Som overskrift").first.fill("Kun det ene")
    save(page)
    page.get_by_text("Udfyld begge felter").first.wait_for()
    looking.look(page)
    assert page.get_by_label("Telefon").input_value() == "12 34 56 78"
    page.goto(f"{home}/notes/hvis-du-bliver-ledig/meld-dig-ledig")
    page.get_by_label("Note", exact=True).fill("Ring **først** på [vores side](https://a-kasse.example).")
    page.get_by_role("button", name="Se, hvordan den læses").click()
    page.get_by_role("heading", name="Sådan læses den").wait_for()
    looking.look(page)
    save(page)
    page.get_by_text("Gemt i kladden").wait_for()
    looking.look(page)
    # `test_admin_everywhere.py` looks at each page as it is opened; here stand what comes after that.
    page.goto(home)
    frames = [frame for frame in page.frames if "/draft/" in frame.url]
    assert frames == []
    page.goto(f"{home}/preview")
    frames = [frame for frame in page.frames if "/draft/" in frame.url]
    assert len(frames) == 2
    for frame in frames:
        assert "Prøvernes A-kasse" in frame.locator("body").inner_text()
    page.goto(f"{served}/admin/accounts")
    page.get_by_label("E-mailadresse").fill("anna@a-kasse.example")
    page.locator("#role-partner").check()
    page.get_by_label("Partnerens korte navn").fill("proevernes-a-kasse")
    page.get_by_role("button", name="Invitér").click()
    page.get_by_text("/admin/set-password?token=").wait_for()
    looking.look(page)
    for part in ("accounts/events", "changes", "feedback", "report", "review", "account", "password"):
        page.goto(f"{served}/admin/{part}")
        looking.look(page)
    page.goto(f"{home}/websites")
    other = page.context.new_page()
    other.goto(f"{home}/websites")
    other.get_by_label("Hjemmesider").fill("https://andre.example")
    save(other)
    other.get_by_text("Gemt i kladden").wait_for()
    page.get_by_label("Hjemmesider").fill("https://a-kasse.example")
    save(page)
    page.get_by_role("heading", name="En anden har gemt dette imens").wait_for()
    looking.look(page)
    page.context.clear_cookies()
    page.get_by_role("button", name="Gem mit alligevel").click()
    page.get_by_role("heading", name="Du er logget ud").wait_for()
    looking.look(page)
    for quirk in ("422", "409", "403"):
        watch.forgive(quirk)
    looking.context.close()


SCROLLED_BY_ITSELF = """() => [...document.querySelectorAll('main, main *')]
  .filter(one => one.checkVisibility() && one.clientWidth > 1 && one.scrollWidth > one.clientWidth + 1)
  .map(one => one.outerHTML.slice(0, 120))"""


def test_versions_are_compared_on_a_phone_without_scrolling_sideways(
    page_without_scripts: Page, served: str, tmp_path: Path
) -> None:
    page, home = page_without_scripts, f"{served}/admin/partners/aarhus"
    command(tmp_path, served, "partners", "add", "--kommune", "Aarhus", "--origin", "https://www.aarhus.dk")
    sign_in(page, tmp_path, served)
    for telephone in ("89 40 20 00", "Arbejdsmarkedsafdelingen, 89 40 20 00"):
        page.goto(f"{home}/words")
        page.get_by_label("Telefon").fill(telephone)
        save(page)
        page.get_by_text("Gemt i kladden").wait_for()
        page.goto(home)
        page.get_by_role("button", name="Udgiv kladden").click()
        page.get_by_text("Det er udgivet").wait_for()
    for width in (320, 360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        for path in ("history/1", "history"):
            page.goto(f"{home}/{path}")
            assert page.evaluate(NO_SIDEWAYS_SCROLLING) == []
            assert page.evaluate(SCROLLED_BY_ITSELF) == [], f"{path} at {width}"
        page.goto(f"{home}/history/1")
        row = page.get_by_role("row", name="Telefon")
        assert row.get_by_role("rowheader").count() == 1
        cells = row.get_by_role("cell")
        assert cells.count() == 2, "still a table to those who hear it"
        said = cells.first.evaluate("one => getComputedStyle(one, '::before').content")
        heads = page.get_by_role("columnheader")
        assert (heads.count(), "Borgerne ser nu" in said) == ((0, True) if width < 640 else (3, False))
