"""Operators see what was done with accounts; partners' administrators do not."""

from selectolax.lexbor import LexborHTMLParser

from tests.web.admin.browser import Admin
from tests.web.conformance import strict_html5
from widget.accounts.model import Role
from widget.web.admin.account_events import PAGE

PAGE_OF_EVENTS = "/admin/accounts/events"


def test_operators_see_who_did_what_with_which_account(admin: Admin) -> None:
    browser = admin.signed_in("anne@kommune.example")
    browser.open("/admin/accounts")
    browser.send(email="berit@kommune.example", role="operator")
    browser.open("/admin/accounts")
    assert f'href="{PAGE_OF_EVENTS}"' in browser.response.text
    html = browser.open(PAGE_OF_EVENTS).text
    strict_html5(html)
    made = LexborHTMLParser(html).css("table tr:nth-of-type(2) :is(th, td)")
    assert [cell.text() for cell in made] == [
        *("berit@kommune.example", "Konto oprettet", "22. november 2026 kl. 13.00", "anne@kommune.example")
    ]
    assert "dem, der driver serveren" in html
    assert "Engangskoder sat op" in html


def test_the_list_goes_on_to_older_events(admin: Admin) -> None:
    browser = admin.signed_in()
    for _ in range(PAGE):
        admin.people.accounts.reset("anne@kommune.example")
    admin.people.accounts.invite("carl@kommune.example", Role.OPERATOR)
    browser = admin.signed_in("dorte@kommune.example")
    first = browser.open(PAGE_OF_EVENTS).text
    assert "Engangskoder sat op" in first
    older = browser.response.text.partition('class="pager"')[2].partition('href="')[2].partition('"')[0]
    assert older.startswith("?before=")
    assert "Adgangskode sat" in browser.open(PAGE_OF_EVENTS + older).text
    for odd in ("?before=x", "?before=-1", "?before=" + "9" * 400):
        assert browser.open(PAGE_OF_EVENTS + odd).status_code == 200


def test_a_partners_administrator_does_not(admin: Admin) -> None:
    browser = admin.signed_in("anna@aarhus.example", Role.PARTNER, "aarhus")
    assert browser.open(PAGE_OF_EVENTS).status_code == 403
