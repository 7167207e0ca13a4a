"""A browser for the admin in tests: keeps cookies, sends forms as browsers do, and reads what stands on the page."""

from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from werkzeug.test import TestResponse

from tests.accounts.people import PASSWORD, Clock, People
from tests.conftest import BASE_URL, TODAY
from widget.accounts.codes import STEP
from widget.accounts.model import Role
from widget.app import create_app
from widget.settings import read_settings
from widget.web.admin_security import Door


@dataclass
class Admin:
    """The application with a fresh database, a clock, and people."""

    app: Flask
    door: Door
    people: People

    def browser(self) -> "AdminBrowser":
        """A browser with no cookies yet."""
        return AdminBrowser(self.app.test_client())

    def signed_in(
        self, email: str = "anne@kommune.example", role: Role = Role.OPERATOR, partner: str = ""
    ) -> "AdminBrowser":
        """A browser of somebody who has just signed in, by every step."""
        browser = self.browser()
        token = self.people.accounts.invite(email, role, partner)
        browser.open(f"/admin/set-password?token={token}")
        browser.send(password=PASSWORD, again=PASSWORD)
        secret = browser.text("figure code").replace(" ", "")
        browser.send(code=self.people.code(secret))
        self.people.clock.pass_by(STEP)
        return browser


@dataclass
class AdminBrowser:
    """Opens pages and sends their forms; follows redirects, as browsers do."""

    client: FlaskClient
    response: TestResponse = field(init=False)
    address: str = ""
    last: tuple[str, dict[str, str]] = ("", {})

    def open(self, address: str) -> TestResponse:
        """Go to an address."""
        return self._take(self.client.get(address, base_url=BASE_URL))

    def send(self, form: int = 0, *, headers: dict[str, str] | None = None, **typed: str) -> TestResponse:
        """Fill in a form of `main` on the page, and send it."""
        return self.post(*self.filled(form, **typed), headers=headers)

    def filled(self, form: int = 0, **typed: str) -> tuple[str, dict[str, str]]:
        """Where a form goes, and what it sends when filled in so."""
        found = LexborHTMLParser(self.response.text).css("main form")[form]
        values = {str(f.attributes["name"]): f.attributes.get("value") or "" for f in found.css("input")}
        assert typed.keys() <= values.keys(), f"no such fields: {typed.keys() - values.keys()}"
        return str(found.attributes["action"]), values | typed

    def sign_out(self) -> TestResponse:
        """Press the button in the bar."""
        found = LexborHTMLParser(self.response.text).css_first("header form")
        assert found is not None
        token = found.css_first("input[name=csrf]")
        assert token is not None
        return self.post(str(found.attributes["action"]), {"csrf": str(token.attributes["value"])})

    def post(self, address: str, values: dict[str, str], *, headers: dict[str, str] | None = None) -> TestResponse:
        """Send a form that stands on one of our pages, unless `headers` say otherwise."""
        sent = {"Sec-Fetch-Site": "same-origin", "Origin": BASE_URL} if headers is None else headers
        return self._take(self.client.post(address, data=values, headers=sent, base_url=BASE_URL))

    def text(self, selector: str) -> str:
        """What stands in an element."""
        node = LexborHTMLParser(self.response.text).css_first(selector)
        assert node is not None, f"no {selector} in {self.response.text}"
        return " ".join(node.text().split())

    def value(self, field: str) -> str:
        """What stands in a field."""
        node = LexborHTMLParser(self.response.text).css_first(f"input[name={field}]")
        assert node is not None
        return node.attributes.get("value") or ""

    def _take(self, response: TestResponse) -> TestResponse:
        while response.status_code in {301, 302, 303, 307, 308}:
            self.address = response.headers["Location"]
            response = self.client.get(self.address, base_url=BASE_URL)
        self.address = response.request.path
        self.response = response
        return response


def admin_in(folder: Path, **environment: str) -> Admin:
    """The application as it is served, with a database of its own and a clock that stands still."""
    settings = read_settings({"ADMIN": "on", "BASE_URL": BASE_URL, "DATA_DIR": str(folder), **environment})
    clock = Clock()
    app = create_app(settings, today=lambda: TODAY, now=clock)
    door: Door = app.extensions["admin"]
    return Admin(app, door, People(door.accounts, clock))
