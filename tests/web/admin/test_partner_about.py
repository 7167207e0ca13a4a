"""A partner's name, its file, and its removal: who may, what is said before, and what citizens see after."""

from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.conftest import BASE_URL
from tests.partners.samples import full_partner
from tests.web.admin.browser import Admin, AdminBrowser
from tests.web.conformance import strict_html5
from widget.accounts.model import Role
from widget.partners.files import parse_partner
from widget.partners.model import Partner, PartnerKind
from widget.partners.records import RefusalReason
from widget.partners.registry import Registry

HOME = "/admin/partners/aarhus"
GUIDE = "hvis-du-bliver-ledig"


def draft(registry: Registry) -> Partner:
    entry = registry.entry("aarhus")
    assert entry
    assert entry.working
    return entry.working


def test_an_operator_changes_name_and_kind_in_the_draft(browser: AdminBrowser, registry: Registry) -> None:
    registry.publish("aarhus", "test")
    browser.open(f"{HOME}/about")
    strict_html5(browser.response.text)
    browser.fill(f"{HOME}/name", {"name": "  Aarhus   Jobcenter ", "kind": "authority"})
    assert "Gemt i kladden" in browser.text(".done")
    found = draft(registry)
    assert (found.name, found.kind, found.kommune_code) == ("Aarhus Jobcenter", PartnerKind.AUTHORITY, "")
    browser.open(HOME)
    rows = LexborHTMLParser(browser.response.text).css("#draft table tr:not(:first-child)")
    assert [[cell.text() for cell in row.css("th, td")] for row in rows] == [
        ["Navn", "Aarhus Kommune", "Aarhus Jobcenter"],
        ["Slags", "Kommune", "Anden myndighed"],
        ["Kommune", "0751", "(tomt)"],
    ]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 301}, "name"),
        ({"kind": "state"}, "kind"),
        ({"kommune": "9999"}, "kommune"),
        ({"kommune": ""}, "kommune"),
    ],
)
def test_a_name_or_kind_that_will_not_do_is_refused_beside_its_field(
    browser: AdminBrowser, registry: Registry, typed: dict[str, str], field: str
) -> None:
    browser.open(f"{HOME}/about")
    assert browser.fill(f"{HOME}/name", typed).status_code == 422
    assert browser.problem(field)
    assert draft(registry).name == "Aarhus Kommune"


def test_a_partners_administrator_reads_the_name_and_fetches_the_file(
    admin: Admin, browser: AdminBrowser, registry: Registry
) -> None:
    anna = admin.signed_in("anna@aarhus.example", Role.PARTNER, "aarhus")
    anna.open(f"{HOME}/websites")
    token = anna.value("csrf")
    anna.open(f"{HOME}/about")
    strict_html5(anna.response.text)
    assert "Aarhus Kommune" in anna.text("dl")
    assert f"{HOME}/remove" not in anna.response.text
    assert anna.post(f"{HOME}/name", {"name": "Skattestyrelsen", "csrf": token}).status_code == 403
    assert anna.open(f"{HOME}/remove").status_code == 403
    response = anna.open(f"{HOME}/export")
    assert response.headers["Content-Disposition"] == 'attachment; filename="aarhus.toml"'
    assert response.headers["Content-Type"] == "application/toml; charset=utf-8"
    assert parse_partner(response.text) == (draft(registry), ())


def test_the_file_is_what_citizens_see_or_the_draft(browser: AdminBrowser, registry: Registry) -> None:
    registry.publish("aarhus", "test")
    registry.save_draft(replace(full_partner(), name="Nyt navn"), "test")
    published, _ = parse_partner(browser.open(f"{HOME}/export").text)
    changed, _ = parse_partner(browser.open(f"{HOME}/export?draft=1").text)
    assert published
    assert published.name == "Aarhus Kommune"
    assert changed == replace(full_partner(), name="Nyt navn")


def test_a_removed_partner_leads_citizens_on_and_its_administrators_out(
    admin: Admin, browser: AdminBrowser, registry: Registry
) -> None:
    registry.publish("aarhus", "test")
    anna = admin.signed_in("anna@aarhus.example", Role.PARTNER, "aarhus")
    citizen = admin.app.test_client()
    address = f"/embed/aarhus/{GUIDE}?a-kasse=ja"
    assert "Aarhus Kommune" in citizen.get(address, base_url=BASE_URL).text
    browser.open(f"{HOME}/remove")
    strict_html5(browser.response.text)
    assert f"{BASE_URL}/embed/aarhus/{GUIDE}" in browser.text("main")
    assert "1 konto mister sin adgang her" in browser.text("main")
    assert browser.fill(f"{HOME}/remove", {"short-name": "odense"}).status_code == 422
    assert registry.entry("aarhus")
    browser.fill(f"{HOME}/remove", {"short-name": "aarhus"})
    assert browser.text("h1") == "Partneren er slettet"
    assert registry.entry("aarhus") is None
    after = citizen.get(address, base_url=BASE_URL)
    assert after.status_code == 404
    assert "Den fælles guide siger det samme" in after.text
    assert f"/embed/{GUIDE}?a-kasse=ja" in after.text.replace("&amp;", "&")
    assert "frame-ancestors *" in after.headers["Content-Security-Policy"], "it is read in the frame"
    assert admin.people.accounts.store.by_email("anna@aarhus.example") is None
    assert anna.open(HOME).request.path == "/admin/sign-in"
    browser.open("/admin/changes")
    assert "Slettet: Aarhus Kommune" in browser.text("table")


def test_the_short_name_of_a_removed_partner_is_for_the_same_one_alone(registry: Registry) -> None:
    registry.create(Partner("nyby", "Nyby Kommune"), "test")
    registry.publish("nyby", "test")
    assert registry.remove("nyby", "test") is None
    refusal = registry.create(Partner("nyby", "Anden Kommune"), "test")
    assert refusal
    assert refusal.reason is RefusalReason.REMOVED
    assert registry.create(Partner("nyby", "Nyby Kommune"), "test") is None
    assert registry.versions("nyby") == ()


def test_removing_asks_for_a_code_that_was_not_given_lately(
    admin: Admin, browser: AdminBrowser, registry: Registry
) -> None:
    browser.open(f"{HOME}/remove")
    admin.people.clock.pass_by(20 * 60)
    browser.fill(f"{HOME}/remove", {"short-name": "aarhus"})
    assert browser.text("h1") == "Bekræft, at det er dig"
    assert registry.entry("aarhus")
