"""The half-year meeting in two real browsers, no scripts: figures, an age limit, translations; axe on each page."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.driving import click_through
from tests.browser.servers import guides_served
from tests.browser.test_admin_partners import Looking, command, sign_up

pytestmark = pytest.mark.browser

FIGURES = {
    "dagpenge-max": "22.500",
    "dagpenge-max-deltid": "15.000",
    "lg-max": "180.000",
    "koerselsfradrag-hoej": "2,31",
    "koerselsfradrag-lav": "1,16",
    "ferie-pr-maaned": "2,09",
}
"""Next year's values, as they stand in the letter."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The guides as editions of the database, with German."""
    with guides_served(ADMIN="on", DATA_DIR=str(tmp_path), CONTENT_SOURCE="database", LANGUAGES="de") as origin:
        yield origin.replace("127.0.0.1", "localhost")


_ROLES = "all => all.map(one => one.role)"
"""With a message or without is another look of a page."""


class Visit:
    """What an editor does; counts clicks and the pages that come of them. `look` gets those unlike all before."""

    def __init__(self, page: Page, look: Callable[[Page], None]) -> None:
        self.page = page
        self.look = look
        self.pages: list[str] = []
        self.looks = set[tuple[str, tuple[str, ...]]]()
        self.clicks = 0

    def click(self, role: str, name: str | re.Pattern[str], *, within: str = "main", nth: int = 0) -> None:
        """Press a link or button, and look at the page that comes."""
        found = self.page.locator(within).get_by_role(role, name=name)  # type: ignore[arg-type]  # a role
        click_through(found.nth(nth))
        self.clicks += 1
        self.seen()

    def seen(self) -> None:
        self.pages.append(self.page.title())
        kind = urlsplit(self.page.url).path, tuple(self.page.locator("main [role]").evaluate_all(_ROLES))
        if kind not in self.looks:
            self.looks.add(kind)
            self.look(self.page)

    def tick(self, label: str) -> None:
        self.page.get_by_label(label).first.check()
        self.clicks += 1


def editor(browser: Browser, folder: Path, origin: str, email: str, look: Callable[[Page], None]) -> Visit:
    """An editor who has signed in for the first time, on the page of the guides."""
    printed = command(folder, origin, "admin", "create", email, "--role", "editor")
    link = re.search(r"http\S+", printed)
    assert link
    page = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900}).new_page()
    sign_up(page, link[0])
    page.goto(f"{origin}/admin/guides")
    visit = Visit(page, look)
    visit.seen()
    return visit


def change_figures(anna: Visit) -> None:
    """Six figures from New Year."""
    anna.page.get_by_label("Begynd en ændring").fill("Satser og aldersgrænse 2027")
    anna.click("button", "Begynd")
    anna.click("link", "Satser og tal")
    for name, value in FIGURES.items():
        anna.page.locator(f"[name='value.{name}']").fill(value)
    anna.click("button", "Gem i ændringen")
    assert "Gemt i denne ændring" in anna.page.inner_text("main")


def change_age_limit(anna: Visit) -> None:
    """The young are those under 26: two answers of a question."""
    anna.click("link", "Satser og aldersgrænse 2027")
    anna.click("link", "Hvis du bliver ledig")
    for old, new in (("Under 25 år", "Under 26 år"), ("25-29 år", "26-29 år")):
        anna.click("link", "Hvor gammel er du?")
        anna.click("link", old)
        anna.page.get_by_label("Hvad det hedder", exact=False).fill(new)
        phrase = anna.page.locator("[name='f.phrase']")
        phrase.fill(phrase.input_value().replace("25", "26"))
        anna.click("button", "Gem i ændringen")
        assert "Gemt i denne ændring" in anna.page.inner_text("main")


def translate_what_changed(anna: Visit) -> None:
    """The texts that went stale come first; the old translation is mended."""
    anna.click("link", "Satser og aldersgrænse 2027")
    anna.click("link", re.compile("Oversæt.*Tysk"))
    stale = anna.page.locator(".pair", has_text="den danske tekst er ændret").filter(has_text=re.compile(r"\b26\b"))
    assert stale.count() == 4
    for field in stale.locator("textarea").all():
        field.fill(field.input_value().replace("25", "26").replace("24", "25"))
    anna.click("button", "Gem i ændringen")
    assert "4 oversættelser er gemt" in anna.page.inner_text("main")
    anna.click("link", "Satser og aldersgrænse 2027")


def tell_citizens(anna: Visit) -> None:
    """Both guides are changed; the drafts of what is new are kept as they are."""
    anna.click("link", "Skriv version og nyt til borgerne")
    anna.click("button", "Gem i ændringen")
    assert "Versionen er ikke fornyet" not in anna.page.inner_text("main")


def test_the_half_year_meeting_from_figures_to_published_by_a_second_person(
    browser: Browser, served: str, tmp_path: Path
) -> None:
    looking = Looking(browser)
    anna, bo = (
        editor(browser, tmp_path, served, f"{name}@styrelsen.example", looking.look) for name in ("anna", "bo")
    )
    play(anna, bo)
    page = bo.page
    page.goto(f"{served}/data/hvis-du-bliver-ledig.json?lang=de")
    assert "26" in page.inner_text("body")
    looking.context.close()
    print(f"{anna.clicks} + {bo.clicks} clicks, {len(anna.pages)} + {len(bo.pages)} pages")


def play(anna: Visit, bo: Visit) -> None:
    """All of the meeting."""
    change_figures(anna)
    change_age_limit(anna)
    translate_what_changed(anna)
    tell_citizens(anna)
    anna.click("button", "Ændringen er klar")
    bo.page.reload()
    bo.click("link", "Satser og aldersgrænse 2027")
    click_through(bo.page.get_by_role("link", name="1. januar 2027").first)
    bo.clicks += 1
    bo.seen()
    assert "22.500 kr." in bo.page.inner_text("main")
    assert "Under 26 år" in bo.page.inner_text("main")
    bo.click("button", "Udgiv")
    assert "Udgivet som udgave" in bo.page.inner_text("main")
