"""A version under review: the proof in the admin, signed links to its guides, and nothing broken by broken files."""

import re
import shutil
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from werkzeug.test import TestResponse

from tests.conftest import BASE_URL
from tests.frozen import CONTENT
from tests.proof.editions import change
from tests.web.admin.browser import Admin, AdminBrowser, admin_in
from tests.web.conformance import strict_html5
from widget.accounts.model import Role
from widget.signing.secret_key import secret_key
from widget.web.previews.draft_links import DraftLinks, draft_link
from widget.web.previews.review_links import LIFETIME

LEDIG = "hvis-du-bliver-ledig"
FILE = f"{LEDIG}/guide.yaml"
DRAFT = "naar-du-flytter"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The version under review, as yet without a change."""
    return Path(shutil.copytree(CONTENT, tmp_path / "review"))


@pytest.fixture
def admin(tmp_path: Path, folder: Path) -> Iterator[Admin]:
    made = admin_in(tmp_path, REVIEW_DIR=str(folder))
    yield made
    made.people.accounts.store._database.engine.dispose()


@pytest.fixture
def stranger(admin: Admin) -> FlaskClient:
    """A visitor with a link and no account."""
    return admin.app.test_client(use_cookies=False)


def links(browser: AdminBrowser, day: str = "2027-01-01") -> dict[str, str]:
    """The signed links of the page as of a day, by guide, without the host."""
    html = browser.open(f"/admin/review?date={day}").text
    found = re.findall(r'href="https://guides\.example(/review/[^"]+/guide/([^"/]+))"', html)
    return {guide: address for address, guide in found}


def looked(stranger: FlaskClient, address: str) -> LexborHTMLParser:
    response = stranger.get(address)
    assert response.status_code == 200
    return LexborHTMLParser(response.text)


def words(page: LexborHTMLParser, selector: str) -> str:
    return " ".join(" ".join(node.text().split()) for node in page.css(selector))


def item(page: LexborHTMLParser, title: str) -> str:
    """All that stands in an item."""
    found = [node for node in page.css("li") if (head := node.css_first(".title")) and title in head.text()]
    assert found, f"no {title}"
    return " ".join(found[0].text().split())


def test_the_proof_is_that_of_what_is_served_and_what_is_under_review(admin: Admin, folder: Path) -> None:
    browser = admin.signed_in()
    assert 'href="/admin/review"' in browser.open("/admin/").text
    html = browser.open("/admin/review").text
    strict_html5(html)
    assert browser.value("date") == "2026-11-22"
    assert "Intet er ændret" in html
    change(folder, FILE, "when: {a-kasse: nej, alder: [under-25, 25-29]}", "when: {a-kasse: nej, alder: under-25}")
    html = browser.open("/admin/review?date=2027-01-01").text
    strict_html5(html)
    assert "1. januar 2027" in html
    assert "216 af 5.184 situationer" in html
    assert "Kontanthjælp under 30 år" in html


def test_it_is_for_operators(admin: Admin) -> None:
    assert admin.signed_in("a@aarhus.example", Role.PARTNER, "aarhus").open("/admin/review").status_code == 403
    assert "/admin/sign-in" in admin.browser().client.get("/admin/review").headers["Location"]


def test_a_day_that_cannot_be_read_is_said_and_kept(admin: Admin) -> None:
    browser = admin.signed_in()
    response = browser.open("/admin/review?date=<i>snart")
    assert response.status_code == 422
    assert "&lt;i&gt;snart" in browser.response.text
    assert browser.problem("date")
    for rubbish in ("x%00", "%ff", "0000-00-00", "9" * 5000, "0001-01-01", "9999-12-31"):
        assert browser.open(f"/admin/review?date={rubbish}").status_code == 422
    for far in ("2000-01-01", "2099-12-31", "%00"):  # a NUL alone is nothing typed
        assert browser.open(f"/admin/review?date={far}").status_code == 200


def test_a_stranger_sees_what_is_new_changed_and_gone(admin: Admin, folder: Path, stranger: FlaskClient) -> None:
    change(folder, FILE, "Log på med MitID.", "Log ind på Jobnet med MitID.")
    change(folder, FILE, "- id: vaelg-dagpenge\n", "- id: vaelg-ydelse\n")
    page = looked(stranger, links(admin.signed_in())[LEDIG])
    banner = words(page, ".review")
    assert "Udkast til gennemsyn, som den ser ud den 1. januar 2027" in banner
    assert "Nye punkter: 1. Ændrede punkter: 1." in banner
    assert "Vælg ”dagpengemodtager”" in words(page, ".review del")
    assert "Ændret: tekst" in item(page, "Meld dig ledig")
    assert "ind" in words(page, ".mark ins")
    assert "på" not in words(page, ".mark ins")
    assert " Ny " in item(page, "Vælg ”dagpengemodtager”")
    assert len(page.css(".mark")) == 2
    assert "Ændret" not in item(page, "Søg dagpenge hos din a-kasse")


def test_what_only_others_see_now_is_told_apart_from_what_is_gone(
    admin: Admin, folder: Path, stranger: FlaskClient
) -> None:
    change(folder, FILE, "when: {a-kasse: nej, alder: [under-25, 25-29]}", "when: {a-kasse: nej, alder: under-25}")
    address = links(admin.signed_in())[LEDIG]
    page = looked(stranger, f"{address}?a-kasse=nej&alder=25-29")
    assert words(page, ".review del") == "Kontanthjælp under 30 år"
    assert "vises kun ved andre svar" in words(page, ".review")
    page = looked(stranger, f"{address}?a-kasse=nej&alder=under-25")
    assert not page.css(".review del")
    assert len(page.css(".mark")) == 1


def test_the_guide_is_that_of_the_chosen_day(admin: Admin, folder: Path, stranger: FlaskClient) -> None:
    change(folder, FILE, "      - id: meld-dig-ledig\n", "      - id: meld-dig-ledig\n        from: 2027-01-01\n")
    browser = admin.signed_in()
    before = looked(stranger, links(browser, "2026-12-31")[LEDIG])
    assert "Meld dig ledig på Jobnet" in words(before, ".review del")
    after = looked(stranger, links(browser, "2027-01-01")[LEDIG])
    assert "Meld dig ledig på Jobnet" not in words(after, ".review")
    assert "Ændret: gælder fra" in item(after, "Meld dig ledig på Jobnet")


def test_a_draft_can_be_sent_and_is_said_to_be_new(admin: Admin, stranger: FlaskClient) -> None:
    page = looked(stranger, links(admin.signed_in())[DRAFT])
    assert "Det hele er nyt" in words(page, ".review")
    assert not page.css(".mark")
    assert stranger.get(f"/guide/{DRAFT}").status_code == 404


def test_what_is_the_same_says_so(admin: Admin, stranger: FlaskClient) -> None:
    page = looked(stranger, links(admin.signed_in())[LEDIG])
    assert "Der er ingen forskel" in words(page, ".review")


@pytest.mark.parametrize("surface", ["guide", "embed", "print", "fragment", "sources"])
def test_every_surface_says_that_it_is_a_draft_and_no_cache_keeps_it(
    admin: Admin, folder: Path, stranger: FlaskClient, surface: str
) -> None:
    change(folder, FILE, "Log på med MitID.", "Log ind på Jobnet med MitID.")
    response = stranger.get(links(admin.signed_in())[LEDIG].replace("/guide/", f"/{surface}/"))
    assert response.status_code == 200
    if surface != "fragment":
        strict_html5(response.text)
    assert "Udkast til gennemsyn" in response.text
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in response.headers
    if surface != "print":
        addresses = re.findall(r'(?:href|action)="([^"#][^"]*)"', response.text)
        ours = [at for at in addresses if at.startswith(("/", BASE_URL))]
        assert ours
        assert [at for at in ours if not at.removeprefix(BASE_URL).startswith("/review/")] == []


def test_citizens_see_nothing_of_it(admin: Admin, folder: Path, stranger: FlaskClient) -> None:
    before = stranger.get(f"/guide/{LEDIG}").data
    change(folder, FILE, "Log på med MitID.", "Log ind på Jobnet med MitID.")
    assert links(admin.signed_in())
    assert stranger.get(f"/guide/{LEDIG}").data == before


def test_a_link_ends_and_cannot_be_made_up(admin: Admin, stranger: FlaskClient) -> None:
    address = links(admin.signed_in())[LEDIG]
    token = address.split("/")[2]
    said, _, signature = token.partition(".")
    other_day = urlsafe_b64encode(urlsafe_b64decode(said + "==").replace(b"2027-01-01", b"2027-02-01")).decode()
    forged = address.replace(token, f"{other_day.rstrip('=')}.{signature}")
    assert forged != address
    draft_links = DraftLinks(secret_key(admin.app.site.settings), admin.people.clock)
    draft = draft_links.address(draft_link("aarhus", admin.people.clock()), "guide", LEDIG, lifetime=LIFETIME)
    other_kind = draft.replace("/draft/", "/review/")
    for wrong in (forged, other_kind, f"/review/x/guide/{LEDIG}", f"/review/%00/guide/{LEDIG}"):
        assert_refused(stranger.get(wrong), 404, "gælder ikke")
    assert stranger.get(address.replace(LEDIG, "hvad-som-helst")).status_code == 404
    admin.people.clock.pass_by(LIFETIME.total_seconds() - 60)
    assert stranger.get(address).status_code == 200
    admin.people.clock.pass_by(120)
    assert_refused(stranger.get(address), 404, "gælder ikke")


def assert_refused(response: TestResponse, status: int, said: str) -> None:
    assert response.status_code == status
    assert said in response.text
    assert response.headers["Cache-Control"] == "no-store"
    assert "frame-ancestors 'self'" in response.headers["Content-Security-Policy"]


def break_yaml(folder: Path) -> None:
    (folder / FILE).write_text("title: [", encoding="utf-8")


def break_rules(folder: Path) -> None:
    change(folder, FILE, "\nquestions:\n", "\nquestionnaire:\n")


def break_bytes(folder: Path) -> None:
    (folder / "facts.yaml").write_bytes(b"\xff\xfe\x00")


def break_registers(folder: Path) -> None:
    (folder / "links.yaml").unlink()


def break_kind(folder: Path) -> None:
    (folder / FILE).unlink()
    (folder / FILE).mkdir()


def break_depth(folder: Path) -> None:
    (folder / FILE).write_text("title: " + "[" * 20_000, encoding="utf-8")


def break_loop(folder: Path) -> None:
    (folder / FILE).unlink()
    (folder / FILE).symlink_to(FILE)


def break_all(folder: Path) -> None:
    shutil.rmtree(folder)


BREAKS = [
    *(break_yaml, break_rules, break_bytes, break_registers),
    *(break_kind, break_depth, break_loop, break_all),
]


@pytest.mark.parametrize("breaking", BREAKS)
def test_broken_content_is_said_with_its_place_and_mends_by_itself(
    admin: Admin, folder: Path, stranger: FlaskClient, breaking: object, tmp_path: Path
) -> None:
    assert callable(breaking)
    browser = admin.signed_in()
    address = links(browser)[LEDIG]
    breaking(folder)
    response = browser.open("/admin/review")
    assert response.status_code == 200
    strict_html5(response.text)
    assert re.search(r":\d+: fejl", words(LexborHTMLParser(response.text), ".alert li"))
    assert_refused(stranger.get(address), 503, "Prøv igen senere")
    assert stranger.get(f"/guide/{LEDIG}").status_code == 200
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(CONTENT, folder)
    assert stranger.get(address).status_code == 200
    assert "/review/" in browser.open("/admin/review").text


def test_a_server_starts_with_broken_content_under_review(tmp_path: Path) -> None:
    made = admin_in(tmp_path, REVIEW_DIR=str(tmp_path / "nowhere"))
    assert made.app.test_client().get(f"/guide/{LEDIG}").status_code == 200
    assert "kan ikke vises" in made.signed_in().open("/admin/review").text
    made.people.accounts.store._database.engine.dispose()


def test_without_a_folder_it_is_said_how_to_set_one(tmp_path: Path) -> None:
    made = admin_in(tmp_path)
    assert "REVIEW_DIR" in made.signed_in().open("/admin/review").text
    assert made.app.test_client().get(f"/review/x/guide/{LEDIG}").status_code == 404
    made.people.accounts.store._database.engine.dispose()
