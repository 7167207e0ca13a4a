"""A new guide begins on the desk, from an empty one or a copy, and citizens do not see it yet."""

import pytest

from tests.web.admin.browser import Admin, AdminBrowser
from tests.web.admin.desk import FROM_DATABASE, LEDIG, begun, publish, published_files, send
from tests.web.admin.test_guides_translations import set_files
from tests.web.conformance import strict_html5

SETTINGS = FROM_DATABASE

NEW = "naar-du-bliver-foraelder"


def begin(browser: AdminBrowser, at: str, copy: str = "") -> None:
    browser.open(f"{at}/new-guide")
    strict_html5(browser.response.text)
    browser.fill(f"{at}/new-guide", {"title": "Når du bliver forælder", "copy": copy})
    assert browser.response.status_code == 200, browser.text("main")
    assert "Når du bliver forælder" in browser.text("h1")


@pytest.mark.parametrize("copy", ["", LEDIG])
def test_a_new_guide_is_begun_changed_and_published_as_a_draft(
    admin: Admin, anna: AdminBrowser, bo: AdminBrowser, copy: str
) -> None:
    at = begun(anna)
    begin(anna, at, copy)
    anna.open(f"{at}/entry?at={NEW}/guide.yaml")
    send(anna, {"f.lead": "Her er det, du skal vide."})
    assert "Gemt i denne ændring" in anna.response.text
    anna.open(at)
    strict_html5(anna.response.text)
    assert "Ny guide" in anna.text("main")
    publish(anna, bo, at)
    files = published_files(admin)
    text = files[f"{NEW}/guide.yaml"].decode()
    assert "Her er det, du skal vide." in text
    assert "\npublished: no\n" in text
    assert f"{NEW}/situations.txt" in files


def test_a_new_guide_is_undone_and_two_of_one_title_have_two_addresses(admin: Admin, anna: AdminBrowser) -> None:
    at = begun(anna)
    begin(anna, at)
    begin(anna, at)
    assert {f"{NEW}/guide.yaml", f"{NEW}-2/guide.yaml"} <= set_files(admin, at).keys()
    for _ in range(2):
        anna.open(at)
        anna.fill(f"{at}/undo")
    assert set_files(admin, at) == published_files(admin)


def test_a_guide_without_a_title_is_asked_for_one(anna: AdminBrowser) -> None:
    at = begun(anna)
    anna.open(f"{at}/new-guide")
    anna.fill(f"{at}/new-guide", {"copy": LEDIG})
    assert anna.response.status_code == 422
    assert "hvad guiden hedder" in anna.problem("title")
    assert anna.value("copy") == LEDIG
