"""Signing in by another provider: a real one, in a process of its own, reached over the network of this machine."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from werkzeug.test import TestResponse

from tests.accounts.people import EMAIL, PASSWORD
from tests.conftest import BASE_URL
from tests.web.admin.browser import Admin, AdminBrowser, admin_in
from tests.web.admin.oidc_provider import CLIENT, SECRET, provider_process, set_next
from widget.accounts.model import Role
from widget.accounts.own_account import CONFIRMED_FOR
from widget.settings import SettingsError, read_settings
from widget.web.admin.oidc import AUTHORIZATION_COOKIE


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """The provider."""
    with provider_process() as issuer:
        yield issuer


@pytest.fixture
def admin(issuer: str, tmp_path: Path) -> Iterator[Admin]:
    """The admin, with the provider set."""
    made = admin_in(tmp_path, OIDC_ISSUER=issuer, OIDC_CLIENT_ID=CLIENT, OIDC_CLIENT_SECRET=SECRET)
    yield made
    made.people.accounts.store._database.engine.dispose()


def pressed(browser: AdminBrowser, page: str = "/admin/sign-in") -> TestResponse:
    """Press the link on a page; gives the answer, and goes nowhere."""
    browser.open(page)
    (link,) = re.findall(r'href="(/admin/oidc[^"]*)"', browser.response.text)
    return browser.client.get(link, base_url=BASE_URL)


def leave(browser: AdminBrowser) -> str:
    """Press the link on the sign-in page and go through the provider; gives the address of the way back."""
    response = pressed(browser)
    assert response.status_code == 303
    answer = requests.get(response.headers["Location"], allow_redirects=False, timeout=5)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def go(admin: Admin, issuer: str, browser: AdminBrowser | None = None, **behaviour: Any) -> TestResponse:
    """The whole way, the provider behaving so."""
    set_next(issuer, **({"now": admin.people.clock().timestamp()} | behaviour))
    browser = browser or admin.browser()
    back = leave(browser)
    assert back.startswith(f"{BASE_URL}/admin/oidc/callback?")
    return browser.open(back.removeprefix(BASE_URL))


def test_who_has_an_account_is_let_in_without_another_code_where_the_provider_asked_for_one(
    admin: Admin, issuer: str
) -> None:
    admin.people.accounts.invite(EMAIL, Role.OPERATOR)
    browser = admin.browser()
    assert "Du er logget ind" in go(admin, issuer, browser).text
    assert browser.open("/admin/").request.path == "/admin/"
    assert browser.text(".who") == EMAIL


@pytest.mark.parametrize("used", [True, False], ids=["used", "open"])
def test_a_link_that_was_shown_opens_nothing_after_its_owner_came_by_the_provider(
    admin: Admin, issuer: str, *, used: bool
) -> None:
    """The operator who was shown the link used it before, or uses it after: the owner's account stays the owner's."""
    accounts = admin.people.accounts
    operator = admin.signed_in("dorte@kommune.example")
    shown_to = accounts.store.by_email("dorte@kommune.example")
    assert shown_to
    token = accounts.invite(EMAIL, Role.OPERATOR, shown_to=shown_to.id)
    thief = admin.browser()
    if used:
        thief.open(f"/admin/set-password?token={token}")
        thief.send(password=PASSWORD, again=PASSWORD)
        thief.send(code=admin.people.code(thief.text("figure code").replace(" ", "")))
    owner = admin.browser()
    assert "Du er logget ind" in go(admin, issuer, owner).text
    assert owner.open("/admin/").status_code == 200
    assert admin.browser().open(f"/admin/set-password?token={token}").status_code == 410
    assert thief.open("/admin/accounts").request.path == "/admin/sign-in"
    thief.send(email=EMAIL, password=PASSWORD)
    assert thief.response.status_code == 422
    operator.open("/admin/accounts/events")
    assert "Første login hos udbyderen" in operator.text("table")


@pytest.mark.parametrize("amr", [["pwd"], [], None])
def test_where_the_provider_asked_for_a_password_alone_a_code_is_wanted(
    admin: Admin, issuer: str, amr: list[str] | None
) -> None:
    admin.signed_in()
    browser = admin.browser()
    go(admin, issuer, browser, claims={"amr": amr})
    assert browser.open("/admin/").request.path == "/admin/code"
    account = admin.people.accounts.store.by_email(EMAIL)
    assert account
    browser.send(code=admin.people.code(account.code_secret))
    assert browser.address == "/admin/"


def test_an_email_address_that_only_userinfo_tells_will_do(admin: Admin, issuer: str) -> None:
    admin.people.accounts.invite(EMAIL, Role.OPERATOR)
    assert go(admin, issuer, claims={"email": None, "email_verified": None}).status_code == 200
    stranger = {"sub": "2"}
    assert go(admin, issuer, claims={"email": None}, userinfo=stranger).status_code == 403


def test_no_stranger_gets_an_account_by_that_way(admin: Admin, issuer: str) -> None:
    response = go(admin, issuer)
    assert response.status_code == 403
    assert "ingen konto" in response.text
    assert admin.people.accounts.store.by_email(EMAIL) is None


@pytest.mark.parametrize("amr", [["mfa"], ["pwd"]])
def test_a_person_who_is_given_anothers_email_address_does_not_get_the_account(
    admin: Admin, issuer: str, amr: list[str]
) -> None:
    admin.people.accounts.invite(EMAIL, Role.OPERATOR)
    assert go(admin, issuer).status_code == 200
    stranger = admin.browser()
    response = go(admin, issuer, stranger, claims={"sub": "2", "amr": amr})
    assert response.status_code == 403
    assert "tilhører en anden" in response.text
    assert stranger.open("/admin/").request.path == "/admin/sign-in"
    owner = admin.browser()
    go(admin, issuer, owner, claims={"email": "anne.hansen@kommune.example"})
    owner.open("/admin/accounts/events")
    assert owner.text(".who") == EMAIL, "the account is the person's, under any address"
    assert "En anden kom fra udbyderen med denne e-mailadresse og blev afvist" in owner.text("table")


def test_the_address_of_another_account_opens_the_own_one(admin: Admin, issuer: str) -> None:
    accounts = admin.people.accounts
    for email in (EMAIL, "bo@kommune.example"):
        accounts.invite(email, Role.OPERATOR)
    go(admin, issuer)
    browser = admin.browser()
    go(admin, issuer, browser, claims={"email": "bo@kommune.example"})
    browser.open("/admin/")
    assert browser.text(".who") == EMAIL


@pytest.mark.parametrize("by", ["reset", "close"])
def test_an_operator_hands_an_address_on_by_resetting_or_closing_the_account(
    admin: Admin, issuer: str, by: str
) -> None:
    accounts = admin.people.accounts
    accounts.invite(EMAIL, Role.OPERATOR)
    go(admin, issuer)
    if by == "reset":
        accounts.reset(EMAIL)
    else:
        accounts.remove(EMAIL)
        accounts.invite(EMAIL, Role.OPERATOR)
    assert go(admin, issuer, claims={"sub": "2"}).status_code == 200
    assert go(admin, issuer).status_code == 403, "the one before"


@pytest.mark.parametrize(
    "behaviour",
    [
        {"claims": {"sub": None}},
        {"claims": {"sub": ""}},
        {"claims": {"sub": 1}},
        {"claims": {"sub": "1" * 256}},
        {"claims": {"sub": "1\u0000"}},
        {"claims": {"email_verified": False}},
        {"claims": {"email_verified": None}},
        {"claims": {"email_verified": "true"}},
        {"claims": {"nonce": "another"}},
        {"claims": {"nonce": None}},
        {"claims": {"iss": "https://evil.example"}},
        {"claims": {"aud": "another"}},
        {"claims": {"aud": [CLIENT, "another"], "azp": "another"}},
        {"claims": {"aud": "another", "azp": CLIENT}},
        {"claims": {"nbf": 10**10}},
        {"claims": {"exp": 1}},
        {"claims": {"exp": None}},
        {"claims": {"at_hash": "x"}},
        {"signed_by": "other"},
        {"signed_by": "the key in its own head"},
        {"signed_by": "the public key as a secret"},
        {"signed_by": "nothing"},
    ],
    ids=str,
)
def test_a_wrong_answer_of_the_provider_signs_no_account_in(
    admin: Admin, issuer: str, behaviour: dict[str, Any]
) -> None:
    admin.people.accounts.invite(EMAIL, Role.OPERATOR)
    browser = admin.browser()
    assert go(admin, issuer, browser, **behaviour).status_code == 403
    assert browser.open("/admin/").request.path == "/admin/sign-in"


def test_the_way_back_is_gone_once_and_by_the_browser_that_left(admin: Admin, issuer: str) -> None:
    admin.people.accounts.invite(EMAIL, Role.OPERATOR)
    set_next(issuer, now=admin.people.clock().timestamp())
    anne, stranger = admin.browser(), admin.browser()
    back = leave(anne).removeprefix(BASE_URL)
    assert stranger.open(back).status_code == 403, "another browser"
    leave(stranger)
    assert stranger.open(back).status_code == 403, "another errand"
    back = leave(anne).removeprefix(BASE_URL)
    assert anne.open(back.replace("state=", "state=x")).status_code == 403, "another state"
    back = leave(anne).removeprefix(BASE_URL)
    assert anne.open(back + "&iss=https://evil.example").status_code == 403, "another provider"
    back = leave(anne).removeprefix(BASE_URL)
    assert anne.open(back).status_code == 200
    assert anne.open(back).status_code == 403, "a second time"


def test_the_errand_ends_after_ten_minutes(admin: Admin, issuer: str) -> None:
    admin.people.accounts.invite(EMAIL, Role.OPERATOR)
    browser = admin.browser()
    back = leave(browser).removeprefix(BASE_URL)
    admin.people.clock.pass_by(601)
    set_next(issuer, now=admin.people.clock().timestamp())
    assert browser.open(back).status_code == 403


def test_the_browser_is_sent_with_pkce_state_and_nonce_and_a_cookie_that_comes_back(
    admin: Admin, issuer: str
) -> None:
    response = pressed(admin.browser())
    asked = parse_qs(urlsplit(response.headers["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge"} <= asked.keys()
    assert asked["redirect_uri"] == [f"{BASE_URL}/admin/oidc/callback"]
    cookie = next(text for text in response.headers.getlist("Set-Cookie") if text.startswith(AUTHORIZATION_COOKIE))
    for attribute in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=600"):
        assert attribute in cookie


def test_a_provider_that_says_no_or_is_not_there_is_told_in_words(tmp_path: Path, admin: Admin, issuer: str) -> None:
    browser = admin.browser()
    leave(browser)
    assert "bekræftede ikke" in browser.open("/admin/oidc/callback?error=access_denied").text
    set_next(issuer, described_as="https://evil.example")
    assert pressed(browser).status_code == 403
    set_next(issuer)
    nowhere = admin_in(tmp_path, OIDC_ISSUER="http://127.0.0.1:9", OIDC_CLIENT_ID=CLIENT, OIDC_CLIENT_SECRET=SECRET)
    assert pressed(nowhere.browser()).status_code == 403


def test_no_browser_leaves_for_the_provider_unless_the_link_was_pressed(admin: Admin, issuer: str) -> None:
    browser, other = admin.browser(), admin.browser()
    browser.open("/admin/sign-in")
    other.open("/admin/sign-in")
    (of_another,) = re.findall(r'href="/admin/oidc([^"]*)"', other.response.text)
    for query in ("", "?go=x", of_another):
        response = browser.client.get(f"/admin/oidc{query}", base_url=BASE_URL)
        assert response.headers["Location"] == "/admin/sign-in"
        assert AUTHORIZATION_COOKIE not in response.headers.get("Set-Cookie", "")
    assert pressed(browser).headers["Location"].startswith(issuer)


@pytest.mark.parametrize(("ago", "let_in"), [(30, True), (3600, False), (None, True)])
def test_who_confirms_by_the_provider_signs_in_there_once_more(
    admin: Admin, issuer: str, ago: int | None, let_in: bool
) -> None:
    admin.people.accounts.invite(EMAIL, Role.OPERATOR)
    browser = admin.browser()
    go(admin, issuer, browser)
    admin.people.clock.pass_by(CONFIRMED_FOR)
    now = int(admin.people.clock().timestamp())
    set_next(issuer, now=now, claims={} if ago is None else {"auth_time": now - ago})
    leaving = pressed(browser, "/admin/confirm").headers["Location"]
    assert parse_qs(urlsplit(leaving).query)["prompt"] == ["login"]
    back = requests.get(leaving, allow_redirects=False, timeout=5).headers["Location"].removeprefix(BASE_URL)
    assert browser.open(back).status_code == (200 if let_in else 403)
    browser.open("/admin/accounts")
    _, values = browser.filled()
    browser.post("/admin/accounts", {"csrf": values["csrf"], "action": "invite", "email": "b@c.dk", "role": "editor"})
    assert bool(admin.people.accounts.store.by_email("b@c.dk")) == let_in


@pytest.mark.parametrize("page", ["/admin/account/codes", "/admin/account/recovery-codes"])
def test_who_has_no_password_signs_in_by_the_provider_once_more_before_codes_are_changed(
    admin: Admin, issuer: str, page: str
) -> None:
    """A code is one factor of two: the other one is the provider's."""
    admin.people.accounts.invite(EMAIL, Role.OPERATOR)
    browser = admin.browser()
    go(admin, issuer, browser, claims={"amr": ["pwd"]})
    browser.open("/admin/")
    secret = browser.text("figure code").replace(" ", "")
    browser.send(code=admin.people.code(secret))
    assert "name=old" not in browser.open(page).text.replace('"', "")
    admin.people.clock.pass_by(CONFIRMED_FOR)
    browser.open("/admin/confirm")
    browser.fill("/admin/confirm", {"confirm-code": admin.people.code(secret)})
    assert "Log ind med din organisations konto" in browser.open(page).text
    form = {"csrf": browser.response.text.split("/admin/oidc?go=")[1].split('"')[0]}
    before = admin.people.accounts.store.by_email(EMAIL)
    browser.post(page, form)
    assert before == admin.people.accounts.store.by_email(EMAIL)
    admin.people.clock.pass_by(30)
    set_next(issuer, now=int(admin.people.clock().timestamp()), claims={"amr": ["pwd"]})
    leaving = pressed(browser, page).headers["Location"]
    back = requests.get(leaving, allow_redirects=False, timeout=5).headers["Location"].removeprefix(BASE_URL)
    browser.open(back)
    browser.open("/admin/code")
    browser.send(code=admin.people.code(secret))
    assert browser.open(page).request.path == page
    assert "/admin/oidc" not in browser.response.text


def test_without_the_settings_there_is_no_such_way(tmp_path: Path) -> None:
    browser = admin_in(tmp_path).browser()
    assert "/admin/oidc" not in browser.open("/admin/sign-in").text
    assert browser.open("/admin/oidc").status_code == 404


@pytest.mark.parametrize(
    "environment",
    [
        {"OIDC_ISSUER": "https://a.example"},
        {"OIDC_ISSUER": "http://a.example", "OIDC_CLIENT_ID": "a", "OIDC_CLIENT_SECRET": "b"},
        {"OIDC_CLIENT_ID": "a", "OIDC_CLIENT_SECRET": "b"},
        {"SECRET_KEY": "short"},
        {"DATABASE_URL": "postgresql://localhost/x"},
    ],
    ids=str,
)
def test_settings_that_would_not_do_are_named(environment: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match=r"OIDC_|SECRET_KEY"):
        read_settings(environment)
