"""Strangers who guess passwords and make up addresses, against a real server on PostgreSQL: whom do they lock out?

Each browser comes from an address of its own of this machine, so that the server sees who opened the connection.
"""

import http.client
import re
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

import pyotp
import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.database.servers import postgresql
from tests.servers.operating import SECRET_KEY, TIMEOUT, Guides, command, guides
from tests.web.admin.browser import fields_of
from widget.accounts.codes import STEP
from widget.accounts.limits import FROM_STRANGERS, PER_ACCOUNT, PER_NETWORK, RateLimited
from widget.admin_app import accounts_on
from widget.app import utc_now
from widget.database.database import Database
from widget.database.engine import open_engine
from widget.settings import read_settings

pytestmark = pytest.mark.servers

PASSWORD = "fire glade heste løber"  # noqa: S105 (of the tests alone)
WRONG = "forkert og for langt"
PROXY = "127.0.0.7"
"""Where the connections of the proxy come from."""
WRONG_PASSWORD, TOO_OFTEN, IN = 422, 429, 303
SENT = 5
"""Wrong passwords sent as a browser does; those before them are only counted: to look at one takes 0.15 seconds of
processor, as it must."""


@dataclass
class Browser:
    """Sends forms to a server from an address of this machine; `forwarded` is what it says in X-Forwarded-For."""

    server: Guides
    address: str
    forwarded: str = ""
    cookies: dict[str, str] = field(default_factory=dict)
    page: str = ""
    location: str = ""

    def sign_in(self, email: str, password: str = WRONG) -> int:
        """Send e-mail and password; gives the status."""
        self.open("/admin/sign-in")
        return self.send(email=email, password=password)

    def open(self, path: str) -> int:
        """Open a page."""
        return self._ask("GET", path)

    def send(self, **typed: str) -> int:
        """Fill in the form on the page and send it."""
        (form, *_) = LexborHTMLParser(self.page).css("main form")
        return self._ask("POST", str(form.attributes["action"]), urlencode(fields_of(form) | typed))

    def _ask(self, method: str, path: str, body: str | None = None) -> int:
        headers = {"Sec-Fetch-Site": "same-origin", "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        headers |= {"X-Forwarded-For": self.forwarded} if self.forwarded else {}
        headers |= {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.server.port, timeout=TIMEOUT, source_address=(self.address, 0)
        )
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        self.page = response.read().decode()
        self.location = response.headers.get("Location", "")
        for text in response.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(text).items():
                self.cookies[name] = morsel.value
        connection.close()
        return response.status


@dataclass(frozen=True)
class Place:
    """Two servers on one database: one believes no address that is told, the other those that `PROXY` tells."""

    bare: Guides
    behind: Guides
    settings: dict[str, str]

    def enrolled(self, email: str, browser: Browser) -> pyotp.TOTP:
        """Make an account and sign it in with a browser; what makes its codes."""
        link = re.search(r"http\S+", command(self.settings, "admin", "create", email))
        assert link
        parts = urlsplit(link[0])
        browser.open(f"{parts.path}?{parts.query}")
        browser.send(password=PASSWORD, again=PASSWORD)
        browser.open(browser.location)
        secret = LexborHTMLParser(browser.page).css_first("figure code")
        assert secret
        codes = pyotp.TOTP("".join(secret.text().split()))
        assert browser.send(code=codes.now()) == 200
        return codes

    def count_wrong_passwords(self, tries: Iterable[tuple[str, str]]) -> None:
        """Count wrong passwords as the servers do before they look at one, by the e-mail and the network of each."""
        settings = read_settings(self.settings)
        database = Database(open_engine(settings.database_url, settings.data_folder))
        accounts = accounts_on(database, settings, utc_now)
        for email, network in tries:
            limits = accounts.limits.for_passwords(email, network, known_device="")
            assert not isinstance(accounts.limits.attempt(limits, accounts.now), RateLimited)
        database.engine.dispose()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("lockout")
    with postgresql() as database:
        settings = {
            "DATABASE_URL": database.new_database(),
            "SECRET_KEY": SECRET_KEY,
            "BASE_URL": "https://guides.example",
            "ADMIN": "on",
        }
        with (
            guides(folder / "bare", 2, **settings) as bare,
            guides(folder / "behind", 2, **settings, TRUSTED_PROXIES=PROXY) as behind,
        ):
            yield Place(bare, behind, settings)


def gets_in_again(browser: Browser, email: str, codes: pyotp.TOTP) -> bool:
    """Whether a browser without a session gets in by password and the next code."""
    browser.cookies = {name: value for name, value in browser.cookies.items() if "device" in name}
    assert browser.sign_in(email, PASSWORD) == IN
    browser.open(browser.location)
    browser.send(code=codes.generate_otp(int(time.time()) // STEP + 1))
    return browser.open("/admin/account") == 200


def test_no_address_that_a_stranger_makes_up_is_believed_and_the_owner_gets_in(place: Place) -> None:
    email, home, elsewhere = "anne@kommune.example", "127.0.0.20", "127.0.0.21"
    known = Browser(place.bare, home)
    codes = place.enrolled(email, known)
    made_up = [f"192.0.2.{number}, {home}" for number in range(PER_ACCOUNT.times + 2)]
    answers = [Browser(place.bare, elsewhere, said).sign_in(email) for said in made_up]
    assert answers == [WRONG_PASSWORD] * PER_ACCOUNT.times + [TOO_OFTEN] * 2
    assert Browser(place.bare, elsewhere, home).sign_in(email, PASSWORD) == TOO_OFTEN, "nor is the owner's"
    assert Browser(place.bare, home).sign_in(email, PASSWORD) == IN, "a new browser of the owner"
    known.address = elsewhere
    assert gets_in_again(known, email, codes), "the known browser, even from the stranger's address"


def test_made_up_addresses_do_not_make_room_for_guessing_at_all_accounts(place: Place) -> None:
    elsewhere = "127.0.0.31"
    emails = [f"{number}@kommune.example" for number in range(PER_NETWORK.times + 1)]
    place.count_wrong_passwords((email, elsewhere) for email in emails[: PER_NETWORK.times - SENT])
    answers = [
        Browser(place.bare, elsewhere, f"192.0.2.{number}").sign_in(email)
        for number, email in enumerate(emails[PER_NETWORK.times - SENT :])
    ]
    assert answers == [WRONG_PASSWORD] * SENT + [TOO_OFTEN]


def test_behind_a_listed_proxy_the_last_address_alone_counts(place: Place) -> None:
    """The proxy adds the address that it sees to what the visitor has made up."""
    email, home, elsewhere = "bo@kommune.example", "198.51.100.4", "198.51.100.9"
    known = Browser(place.behind, PROXY, home)
    codes = place.enrolled(email, known)
    made_up = [f"203.0.113.{number}, {home}, {elsewhere}" for number in range(PER_ACCOUNT.times + 2)]
    answers = [Browser(place.behind, PROXY, said).sign_in(email) for said in made_up]
    assert answers == [WRONG_PASSWORD] * PER_ACCOUNT.times + [TOO_OFTEN] * 2
    assert Browser(place.behind, PROXY, home).sign_in(email, PASSWORD) == IN, "a new browser of the owner"
    unlisted = Browser(place.behind, "127.0.0.41", home)
    assert [unlisted.sign_in(email) for _ in range(PER_ACCOUNT.times + 1)][-1] == TOO_OFTEN, "past the proxy"
    assert Browser(place.behind, PROXY, home).sign_in(email, PASSWORD) == IN, "it told nothing about the owner"
    known.forwarded = elsewhere
    assert gets_in_again(known, email, codes), "the known browser, even from the stranger's address"


def test_strangers_with_a_hundred_addresses_leave_the_known_browser_alone(place: Place) -> None:
    email, home = "carla@kommune.example", "198.51.100.50"
    known = Browser(place.behind, PROXY, home)
    codes = place.enrolled(email, known)
    strangers = [f"10.{number}.0.1" for number in range(FROM_STRANGERS.times)]
    place.count_wrong_passwords((email, one) for one in strangers[SENT:])
    assert {Browser(place.behind, PROXY, one).sign_in(email) for one in strangers[:SENT]} == {WRONG_PASSWORD}
    assert Browser(place.behind, PROXY, home).sign_in(email, PASSWORD) == TOO_OFTEN, "a new browser waits"
    assert gets_in_again(known, email, codes)
