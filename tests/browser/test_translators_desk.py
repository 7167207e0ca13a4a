"""Translating at the half-year meeting, in two browsers without scripts: from a Danish text to the English page."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser.servers import guides_served
from tests.browser.test_admin_partners import Looking, command, sign_up
from tests.browser.test_guides_desk import Visit, editor
from tests.frozen import CONTENT, TRANSLATIONS

pytestmark = pytest.mark.browser

HEADING = "Løn fra en konkurs"
GUIDE = "Hvis du bliver ledig"
ITEM = "Anmeld dit krav til Lønmodtagernes Garantifond"
NEWS = f"Ændret: “{ITEM}”."
DANISH = "Fonden kan dække løn for de seneste 6 måneder"
GERMAN = "Der Fonds kann Lohn der letzten sechs Monate zahlen, höchstens {fact:lg-max}."
ENGLISH = "The fund can pay wages of the last six months, at most {fact:lg-max}."


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The guides as editions of the database, in three languages."""
    with guides_served(**environment(tmp_path)) as origin:
        yield origin.replace("127.0.0.1", "localhost")


def environment(folder: Path) -> dict[str, str]:
    """The settings of a server whose guides come with their translations."""
    content = shutil.copytree(CONTENT, folder / "content")
    shutil.copytree(TRANSLATIONS, content / "translations")
    settings = {"ADMIN": "on", "DATA_DIR": str(folder), "CONTENT_SOURCE": "database", "LANGUAGES": "de,en"}
    return settings | {"CONTENT_DIR": str(content)}


def test_a_changed_text_is_translated_proved_and_published_by_a_second_person(
    browser: Browser, served: str, tmp_path: Path
) -> None:
    looking = Looking(browser)
    anna, bo = (
        editor(browser, tmp_path, served, f"{name}@styrelsen.example", looking.look) for name in ("anna", "bo")
    )
    play(anna, bo, lambda: new_password(tmp_path, served))
    page = anna.page
    for language, words in (("en", "wages of the last six months"), ("de", "Lohn der letzten sechs Monate")):
        page.goto(f"{served}/guide/hvis-du-bliver-ledig?aarsag=konkurs&open=alt&lang={language}")
        assert words in page.inner_text("main")
    looking.context.close()
    print(f"{anna.clicks} + {bo.clicks} clicks, {len(anna.pages)} + {len(bo.pages)} pages")


def play(anna: Visit, bo: Visit, link: Callable[[], str]) -> None:
    """All of the meeting; `link` gives the link by which Anna signs in once more."""
    change_the_danish_text(anna)
    anna.click("link", "Skriv version og nyt til borgerne")
    assert text_field(anna.page, "text.hvis-du-bliver-ledig").input_value() == f"Ændret: “{ITEM}”."
    anna.click("button", "Gem i ændringen")
    refuse_a_misspelt_placeholder(anna)
    lose_the_session_and_go_on(anna, link)
    anna.click("link", HEADING)
    proof = anna.page.locator("#translated").inner_text()
    assert "Engelsk (2)" in proof
    assert "Tysk (2)" in proof
    anna.click("button", "Ændringen er klar")
    bo.page.reload()
    bo.click("link", HEADING)
    assert "wages of the last six months" in bo.page.inner_text("#translated").replace("\n", " ")
    bo.click("button", "Udgiv")
    assert "Udgivet som udgave" in bo.page.inner_text("main")


def change_the_danish_text(anna: Visit) -> None:
    anna.page.get_by_label("Begynd en ændring").fill(HEADING)
    anna.click("button", "Begynd")
    anna.click("link", GUIDE)
    anna.click("link", f"Ret {ITEM}")
    field = text_field(anna.page, "f.text")
    field.fill(field.input_value().replace("Fonden kan dække løn op til 6 måneder tilbage", DANISH))
    anna.click("button", "Gem i ændringen")
    anna.click("link", HEADING)


def refuse_a_misspelt_placeholder(anna: Visit) -> None:
    """It is said in Danish beside the field, and what was typed stays."""
    anna.click("link", re.compile("Oversættelse: Tysk"))
    wrong = GERMAN.replace("lg-max", "lg-mx")
    stale(anna.page, DANISH).locator("textarea").fill(wrong)
    stale(anna.page, NEWS).locator("textarea").fill(f"Neu: {ITEM}.")
    anna.click("button", "Gem i ændringen")
    pair = anna.page.locator(".pair")
    assert "{fact:lg-max} mangler, og {fact:lg-mx} står ikke" in pair.locator(".error").inner_text()
    assert pair.locator("textarea").input_value() == wrong
    pair.locator("textarea").fill(GERMAN)
    anna.click("button", "Gem i ændringen")
    assert "1 oversættelse er gemt" in anna.page.inner_text("main")


def lose_the_session_and_go_on(anna: Visit, link: Callable[[], str]) -> None:
    """The English text is typed when the session is gone: it alone stands on the page, and is sent from there."""
    anna.click("link", HEADING)
    anna.click("link", re.compile("Oversættelse: Engelsk"))
    stale(anna.page, DANISH).locator("textarea").fill(ENGLISH)
    stale(anna.page, NEWS).locator("textarea").fill(f"Read again: {ITEM}.")
    anna.page.context.clear_cookies()
    anna.click("button", "Gem i ændringen")
    assert anna.page.locator(".kept dd").all_inner_texts() == [f"Read again: {ITEM}.", ENGLISH]
    assert DANISH in anna.page.inner_text(".kept")
    window = anna.page.context.new_page()
    sign_up(window, link())
    window.close()
    anna.click("button", "Send det igen")
    anna.click("button", "Send det igen")
    assert "2 oversættelser er gemt" in anna.page.inner_text("main")


def stale(page: Page, danish: str) -> Locator:
    """A text whose Danish was changed, or is new and like another one."""
    found = page.locator(".pair", has_text="den danske tekst er ændret").filter(has_text=danish)
    assert found.count() == 1
    return found


def text_field(page: Page, name: str) -> Locator:
    return page.locator(f"[name='{name}']")


def new_password(folder: Path, origin: str) -> str:
    """The link of an administrator who lets Anna set everything up once more: no test waits for the next code."""
    found = re.search(r"http\S+", command(folder, origin, "admin", "reset", "anna@styrelsen.example"))
    assert found
    return found[0]
