"""Signing in where people are: http on their own machine, other names, links from elsewhere, odd input."""

from ipaddress import ip_network
from pathlib import Path

import pytest

from tests.accounts.people import EMAIL, PASSWORD
from tests.web.admin.browser import Admin, admin_in
from tests.web.admin.test_tokens import database_url, server
from widget.accounts.model import Role
from widget.web.admin.client import label_of, network_of
from widget.web.admin.connection import Connection

__all__ = ["database_url", "server"]

LOCAL = "http://localhost:8000"
OURS = {"Sec-Fetch-Site": "same-origin"}
CROSS = {"Sec-Fetch-Site": "cross-site"}
ODD = ("a\0@b.dk", "İ" * 100 + "@kommune.example", "x" * 300 + "@b.dk", "\0", "a@b.dk'--")


def form_token(html: str) -> str:
    return html.split('name="csrf" value="')[1].partition('"')[0]


def test_on_http_localhost_the_cookies_are_ones_that_every_browser_keeps(tmp_path: Path) -> None:
    admin = admin_in(tmp_path, BASE_URL="")
    client = admin.app.test_client(use_cookies=False)
    page = client.get("/admin/sign-in", base_url=LOCAL)
    (cookie,) = page.headers.getlist("Set-Cookie")
    assert cookie.startswith("admin-form=")
    assert "Secure" not in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    admin.people.with_password(EMAIL, Role.OPERATOR)
    typed = {"csrf": form_token(page.text), "email": EMAIL, "password": PASSWORD}
    headers = OURS | {"Cookie": cookie.partition(";")[0]}
    answer = client.post("/admin/sign-in", base_url=LOCAL, data=typed, headers=headers)
    assert answer.status_code == 303
    assert answer.headers.getlist("Set-Cookie")[0].startswith("admin=")


@pytest.mark.parametrize(
    ("scheme", "host", "forwarded", "public", "usable", "secure"),
    [
        ("http", "localhost:8000", False, "", True, False),
        ("http", "127.0.0.1:8000", False, "", True, False),
        ("http", "[::1]:8000", False, "", True, False),
        ("http", "192.168.1.5:8000", False, "", False, True),
        ("http", "guides.intranet", False, "", False, True),
        ("http", "localhost.evil.example", False, "", False, True),
        ("https", "guides.example", False, "", True, True),
        ("http", "guides.example", True, "", True, True),
        ("http", "guides.example", False, "https://guides.example", True, True),
        ("http", "10.0.0.5:8000", False, "https://guides.example", False, True),
        ("http", "127.0.0.1:8000", False, "https://guides.example", True, True),
        ("http", "127.0.0.1:8000", True, "", True, True),
    ],
)
def test_where_browsers_keep_the_cookies(
    scheme: str, host: str, forwarded: bool, public: str, usable: bool, secure: bool
) -> None:
    connection = Connection(scheme, host, forwarded, public)
    assert (connection.is_usable, connection.is_secure) == (usable, secure)


def test_over_plain_http_under_another_name_people_are_told_what_to_do(tmp_path: Path) -> None:
    admin = admin_in(tmp_path, BASE_URL="")
    for address in ("/admin/", "/admin/sign-in", "/admin/set-password?token=x"):
        answer = admin.app.test_client().get(address, base_url="http://192.168.1.5:8000")
        assert answer.status_code == 403
        assert "https" in answer.text
        assert "<form" not in answer.text


def test_a_browser_that_keeps_no_cookies_is_told_so(admin: Admin) -> None:
    client = admin.app.test_client(use_cookies=False)
    page = client.get("/admin/sign-in", base_url="https://guides.example")
    typed = {"csrf": form_token(page.text), "email": EMAIL, "password": PASSWORD}
    answer = client.post("/admin/sign-in", base_url="https://guides.example", data=typed, headers=OURS)
    assert answer.status_code == 403
    assert "cookie" in answer.text


def test_who_is_signed_in_and_follows_a_link_from_elsewhere_is_where_the_link_leads(admin: Admin) -> None:
    browser = admin.signed_in()
    stranger = admin.app.test_client(use_cookies=False)  # SameSite=Strict: the cookies stay behind
    first = stranger.get("/admin/accounts?page=1", base_url="https://guides.example", headers=CROSS)
    assert first.status_code == 200
    assert first.headers["Refresh"] == "0; url=/admin/accounts?page=1"
    assert "Set-Cookie" not in first.headers, "the form of another tab keeps its token"
    assert browser.open("/admin/").status_code == 200


def test_the_right_password_is_taken_from_a_form_that_was_shown_without_the_cookies(admin: Admin) -> None:
    browser = admin.signed_in()
    shown = admin.app.test_client(use_cookies=False).get("/admin/sign-in", base_url="https://guides.example")
    name = shown.headers.getlist("Set-Cookie")[0].partition(";")[0].partition("=")[2]
    browser.client.set_cookie("__Host-admin-form", name, domain="guides.example", secure=True)
    typed = {"csrf": form_token(shown.text), "email": EMAIL, "password": PASSWORD}
    answer = browser.client.post("/admin/sign-in", data=typed, headers=OURS, base_url="https://guides.example")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/admin/"


@pytest.mark.parametrize("email", ODD)
def test_odd_input_is_a_wrong_password_and_no_outage(database_url: str, tmp_path: Path, email: str) -> None:
    admin = admin_in(tmp_path, DATABASE_URL=database_url, SECRET_KEY="k" * 64)
    admin.people.accounts.invite(EMAIL, Role.OPERATOR)
    browser = admin.browser()
    browser.open("/admin/sign-in?next=/admin/partners?" + "x" * 5000)
    action, values = browser.filled(email=email, password="\0x")  # noqa: S106 (of the tests alone)
    assert browser.post(action, values | {"next": "/admin/partners?" + "x" * 900}).status_code == 422
    for odd in (f"/admin/set-password?token=%00{'x' * 4000}", "/admin/sign-in?next=%00"):
        assert browser.open(odd).status_code in {200, 410}
    admin.people.accounts.store._database.engine.dispose()
    admin.app.stores.engine.dispose()


@pytest.mark.parametrize(
    ("remote", "forwarded", "found"),
    [
        ("192.0.2.1", "", "192.0.2.1"),
        ("192.0.2.1", "203.0.113.5", "192.0.2.1"),
        ("10.0.0.1", "203.0.113.5", "203.0.113.5"),
        ("10.0.0.1", "6.6.6.6, 203.0.113.5", "203.0.113.5"),
        ("10.0.0.1", "203.0.113.5, 10.0.0.2", "203.0.113.5"),
        ("10.0.0.1", "rubbish", "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("2001:db8:1:2ff:aaaa::1", "", "2001:db8:1:200::/56"),
        ("::ffff:192.0.2.1", "", "192.0.2.1"),
        ("", "", ""),
    ],
)
def test_attempts_are_counted_by_the_network_of_the_visitor_not_of_the_proxy(
    remote: str, forwarded: str, found: str
) -> None:

    assert network_of(remote, forwarded, [ip_network("10.0.0.0/8")]) == found


def test_a_browser_has_a_name_that_people_know() -> None:
    windows = (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36"
    )
    assert label_of(windows + " Edg/142.0") == "Edge, Windows"
    assert label_of(windows) == "Chrome, Windows"
    assert (
        label_of("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1")
        == "Safari, iPhone"
    )
    assert label_of("curl/8") == ""
