"""A partner's administrator changes nothing of another partner, by any route, nor by those of operators.

The routes are taken from the access control's own table, so that a new one cannot be forgotten here.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Select, select

from tests.conftest import BASE_URL
from tests.partners.samples import full_partner
from tests.web.admin.browser import Admin, AdminBrowser, admin_in
from widget.accounts.model import Role
from widget.accounts.tables import accounts, memberships
from widget.partners.model import Partner
from widget.partners.registry import Registry
from widget.partners.tables import CHANGE, PARTNER, PARTNER_VERSION
from widget.web.admin.access import AccessLevel
from widget.web.admin.access_control import AdminRule

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
SAYS_NOTHING = {"OPTIONS"}
"""Answered without asking who it is: which methods there are."""

FILLED = {
    "guide": "hvis-du-bliver-ledig",
    "item": "meld-dig-ledig",
    "number": "1",
    "change_set": "1",
    "edition": "1",
    "comment": "1",
    "language": "de",
}
"""What stands in addresses beside the partner."""

FORM = {
    "origins": "https://evil.example",
    "source": "Ondt.",
    "radius": "1",
    "dark": "no",
    "logo": "",
    "remove": "yes",
    "message": "Ondt.",
    "version": "1",
    "contact-phone": "666",
    "guide.hvis-du-bliver-ledig": "yes",
    "action": "invite",
    "email": "evil@evil.example",
    "role": "operator",
    "partner": "odense",
    "kind": "kommune",
    "kommune": "0461",
    "id": "evil",
}
"""Something for each form."""


@pytest.fixture
def admin(tmp_path: Path) -> Iterator[Admin]:
    """Two partners, each with a version, a draft and a pause, and an administrator."""
    made = admin_in(tmp_path)
    registry = Registry(made.people.accounts.store._database, made.people.clock, ())
    for partner in (full_partner(), Partner("odense", "Odense Kommune")):
        registry.create(partner, "test")
        registry.publish(partner.id, "test")
        registry.save_draft(replace(partner, name=f"{partner.name} 2"), "test")
        registry.pause(partner.id, "Vent.", "test")
    made.people.accounts.invite("odd@odense.example", Role.PARTNER, "odense")
    yield made
    made.people.accounts.store._database.engine.dispose()


def everything(admin: Admin, partner: str) -> list[object]:
    """All that is stored of a partner and its administrators, and all operators."""
    with admin.people.accounts.store._database.engine.connect() as connection:
        rows = [
            connection.execute(select(PARTNER).where(PARTNER.c.id == partner)),
            connection.execute(select(PARTNER_VERSION).where(PARTNER_VERSION.c.partner_id == partner)),
            connection.execute(select(CHANGE).where(CHANGE.c.partner_id == partner)),
            connection.execute(select(memberships).where(memberships.c.partner != "aarhus")),
            connection.execute(select(accounts).where(accounts.c.id.in_(_others()))),
            connection.execute(select(PARTNER.c.id)),
        ]
        return [list(row) for row in rows]


def _others() -> Select[tuple[str]]:
    """The accounts that have a role elsewhere than with Aarhus."""
    return select(memberships.c.account_id).where(memberships.c.partner != "aarhus")


def address_of(rule: AdminRule, partner: str) -> str:
    """An address of a rule. Fails for a parameter that this module does not know."""
    return re.sub(r"<([^>]+)>", lambda found: ({"partner": partner} | FILLED)[found[1]], rule.rule)


def closed_rules(admin: Admin) -> list[AdminRule]:
    """The routes of operators, and all that name anything in their address, at every level of access."""
    return [rule for rule in admin.access_control.rules if rule.access is AccessLevel.OPERATOR or "<" in rule.rule]


def tried(
    browser: AdminBrowser, address: str, method: str, token: str, seen: str, *, compared_with: object = 1
) -> int:
    sent = {**FORM, "csrf": token, "seen": seen, "compared-with": str(compared_with)}
    form = sent if method not in {"GET", "HEAD"} else None
    headers = {"Sec-Fetch-Site": "same-origin", "Origin": BASE_URL}
    return browser.client.open(address, method=method, data=form, headers=headers, base_url=BASE_URL).status_code


def seen_by_operator(browser: AdminBrowser, partner: str) -> str:
    """The name of a partner's draft, as its page has it."""
    browser.open(f"/admin/partners/{partner}")
    return browser.value("seen")


def test_another_partners_administrator_changes_nothing_by_any_route_and_any_method(admin: Admin) -> None:
    seen = seen_by_operator(admin.signed_in(), "odense")
    anna = admin.signed_in("anna@aarhus.example", Role.PARTNER, "aarhus")
    anna.open("/admin/partners/aarhus")
    token = anna.value("csrf")
    before = everything(admin, "odense")
    rules = closed_rules(admin)
    assert len(rules) >= 17
    for rule in rules:
        for method in METHODS:
            status = tried(anna, address_of(rule, "odense"), method, token, seen)
            if method not in SAYS_NOTHING:
                assert status in {403, 404, 405}, f"{method} {rule.rule} answers {status}"
                assert status == 403 or method not in rule.methods, f"{method} {rule.rule} answers {status}"
            assert everything(admin, "odense") == before, f"{method} {rule.rule} changed something"


def test_what_is_refused_is_logged_with_the_account(admin: Admin, caplog: pytest.LogCaptureFixture) -> None:
    anna = admin.signed_in("anna@aarhus.example", Role.PARTNER, "aarhus")
    caplog.clear()
    assert anna.open("/admin/partners/odense/logo").status_code == 403
    assert anna.open("/admin/accounts").status_code == 403
    refused = [record.__dict__ for record in caplog.records if record.msg == "refused"]
    assert [(one["account"], one["path"], one["sent"]) for one in refused] == [
        ("anna@aarhus.example", "/admin/partners/odense/logo", False),
        ("anna@aarhus.example", "/admin/accounts", False),
    ]


def operator_registry(admin: Admin) -> Registry:
    """The registry as the database has it."""
    return Registry(admin.people.accounts.store._database, admin.people.clock, ())


def test_the_same_forms_are_let_in_where_they_belong(admin: Admin) -> None:
    """So that the test above is not passed by forms that the server would refuse anyway."""
    operator = admin.signed_in()
    let_in, changing = [], set()
    for rule in closed_rules(admin):
        if "POST" in rule.methods:
            operator.open("/admin/accounts")
            token = operator.value("csrf")
            operator.open("/admin/partners/odense")
            seen = operator.value("seen") if 'name="seen"' in operator.response.text else ""
            before = everything(admin, "odense")
            live = operator_registry(admin).versions("odense")[0].number
            address = address_of(rule, "odense")
            let_in.append(tried(operator, address, "POST", token, seen, compared_with=live))
            if everything(admin, "odense") != before:
                changing.add(rule.endpoint.removeprefix("admin."))
    assert not {403, 405, 500} & set(let_in)
    assert changing >= {
        "partner_new",
        "accounts",
        "partner_publish",
        "partner_pause",
        "partner_resume",
        "partner_back",
    }


@pytest.mark.parametrize("partner", ["../aarhus", "odense%2f..%2faarhus", "ODENSE", "aarhus%00", "*", "%"])
def test_a_crooked_address_leads_nowhere(admin: Admin, partner: str) -> None:
    anna = admin.signed_in("anna@aarhus.example", Role.PARTNER, "aarhus")
    before = everything(admin, "odense")
    for rule in closed_rules(admin):
        assert anna.client.get(address_of(rule, partner), base_url=BASE_URL).status_code in {400, 403, 404, 405}
    assert everything(admin, "odense") == before


def test_an_unknown_parameter_is_noticed(admin: Admin) -> None:
    with pytest.raises(KeyError):
        address_of(
            AdminRule("/admin/partners/<partner>/<new>", "x", frozenset({"GET"}), AccessLevel.PARTNER), "odense"
        )
