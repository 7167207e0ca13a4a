"""What each role can do, over all routes of the administration, from the access control's own table.

The roles: operators, editors of the guides (who translate too), administrators and readers of a partner.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Table, select

from tests.partners.samples import full_partner
from tests.web.admin.browser import Admin, AdminBrowser, admin_in
from tests.web.admin.test_partner_isolation import METHODS, SAYS_NOTHING, address_of, tried
from widget.accounts.model import Role
from widget.accounts.tables import accounts, memberships
from widget.partners.model import Partner
from widget.partners.registry import Registry
from widget.partners.tables import CHANGE, PARTNER, PARTNER_VERSION
from widget.publishing.content_files import read_content
from widget.publishing.tables import CHANGE_SET, CHANGE_SET_COMMENT, CHANGE_SET_EDIT, CONTENT_EDITION
from widget.web.admin.access import AccessLevel
from widget.web.admin.access_control import AdminRule

OF_PARTNERS = (PARTNER, PARTNER_VERSION, CHANGE, memberships)
OF_GUIDES = (CHANGE_SET, CHANGE_SET_EDIT, CHANGE_SET_COMMENT, CONTENT_EDITION)
PARTNER_LEVELS = {AccessLevel.PARTNER, AccessLevel.PARTNER_ACCOUNTS, AccessLevel.OPERATOR}


@pytest.fixture
def admin(tmp_path: Path) -> Iterator[Admin]:
    """Two published partners with drafts, two editions of the guides, and a change set with an edit and a comment."""
    made = admin_in(tmp_path, CONTENT_SOURCE="database")
    registry = Registry(made.people.accounts.store._database, made.people.clock, ())
    for partner in (full_partner(), Partner("odense", "Odense Kommune")):
        registry.create(partner, "test")
        registry.publish(partner.id, "test")
        registry.save_draft(replace(partner, name=f"{partner.name} 2"), "test")
    settings, editions = made.app.site.settings, made.app.stores.content_editions
    files = read_content(settings.content_folder, settings.translation_folder)
    editions.import_files({**files, "links.yaml": files["links.yaml"] + b"\n"}, "1", "test")
    editions.import_files(files, "2", "test")
    operator = made.signed_in("dorte@styrelsen.example")
    operator.open("/admin/guides")
    operator.send(heading="Satser 2027")
    assert operator.address == "/admin/guides/1"
    made.app.stores.change_sets.comment(1, "dorte@styrelsen.example", "Se på den.")
    yield made
    made.people.accounts.store._database.engine.dispose()
    made.app.stores.engine.dispose()


def stored(admin: Admin, tables: tuple[Table, ...]) -> list[object]:
    """All rows of some tables, and which accounts there are."""
    with admin.people.accounts.store._database.engine.connect() as connection:
        wanted = (*(select(table) for table in tables), select(accounts.c.id, accounts.c.email, accounts.c.epoch))
        return [sorted(map(str, connection.execute(one))) for one in wanted]


def rules_of(admin: Admin, levels: set[AccessLevel]) -> list[AdminRule]:
    return [rule for rule in admin.access_control.rules if rule.access in levels]


def token_of(browser: AdminBrowser) -> str:
    browser.open("/admin/password")
    return browser.value("csrf")


def refused_everywhere(admin: Admin, browser: AdminBrowser, rules: list[AdminRule], partner: str) -> None:
    """Every route, by every method, with a form that the server would take from another account."""
    token, tables = token_of(browser), (*OF_PARTNERS, *OF_GUIDES)
    before = stored(admin, tables)
    for rule in rules:
        for method in METHODS:
            status = tried(browser, address_of(rule, partner), method, token, "")
            if method not in SAYS_NOTHING:
                allowed = {403} if method in rule.methods else {403, 404, 405}
                assert status in allowed, f"{method} {rule.rule} answers {status}"
    assert stored(admin, tables) == before


def test_an_editor_reaches_no_partner_and_no_account_by_any_route_and_any_method(admin: Admin) -> None:
    anna = admin.signed_in("anna@styrelsen.example", Role.EDITOR)
    rules = rules_of(admin, PARTNER_LEVELS)
    assert len(rules) > 20
    refused_everywhere(admin, anna, rules, "odense")


def test_an_editor_comes_to_the_guides_and_reads_the_report_that_the_meeting_begins_with(admin: Admin) -> None:
    anna = admin.signed_in("anna@styrelsen.example", Role.EDITOR)
    anna.open("/admin/")
    assert anna.address == "/admin/guides"
    for address in ("/admin/report", "/admin/report/page?from=2026-01-01&to=2026-06-30"):
        assert anna.open(address).status_code == 200, address
    assert 'href="/admin/report"' in anna.open("/admin/guides").text


def test_no_form_of_the_desk_changes_a_partner_or_an_account(admin: Admin) -> None:
    anna = admin.signed_in("anna@styrelsen.example", Role.EDITOR)
    rules = rules_of(admin, {AccessLevel.EDITOR})
    token, before, of_guides = token_of(anna), stored(admin, OF_PARTNERS), stored(admin, OF_GUIDES)
    answers = {
        tried(anna, address_of(rule, "odense"), method, token, "") for rule in rules for method in rule.methods
    }
    assert not {403, 405, 500} & answers
    assert stored(admin, OF_PARTNERS) == before
    assert stored(admin, OF_GUIDES) != of_guides, "the forms were taken"


@pytest.mark.parametrize("role", [Role.PARTNER, Role.READER])
def test_a_partners_accounts_reach_nothing_on_the_desk_by_any_route_and_any_method(admin: Admin, role: Role) -> None:
    karen = admin.signed_in("karen@odense.example", role, "odense")
    rules = rules_of(admin, {AccessLevel.EDITOR, AccessLevel.OPERATOR})
    assert len(rules) > 20
    refused_everywhere(admin, karen, rules, "odense")


def test_a_reader_sees_its_own_partner_and_changes_nothing_anywhere(admin: Admin) -> None:
    line = admin.signed_in("line@odense.example", Role.READER, "odense")
    own = rules_of(admin, {AccessLevel.PARTNER, AccessLevel.PARTNER_ACCOUNTS})
    token, tables = token_of(line), (*OF_PARTNERS, *OF_GUIDES)
    before, seen = stored(admin, tables), set()
    for rule in own:
        for method in METHODS:
            status = tried(line, address_of(rule, "odense"), method, token, "")
            looks = method in {"GET", "HEAD"} and rule.access is AccessLevel.PARTNER
            if method in rule.methods and not looks and method not in SAYS_NOTHING:
                assert status == 403, f"{method} {rule.rule} answers {status}"
            if looks and status == 200:
                seen.add(rule.rule)
            assert status < 500, f"{method} {rule.rule} answers {status}"
    assert stored(admin, tables) == before
    assert "/admin/partners/<partner>" in seen
    refused_everywhere(admin, line, own, "aarhus")
