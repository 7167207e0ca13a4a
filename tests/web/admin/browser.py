"""A browser for the admin in tests: keeps cookies, sends forms as browsers do, and reads what stands on the page."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.accounts.people import CHEAP, PASSWORD, Clock, People
from tests.conftest import BASE_URL, TODAY
from tests.database.servers import copy_migrated_file
from tests.frozen import CONTENT, frozen_settings
from widget.accounts.codes import STEP
from widget.accounts.model import Role
from widget.accounts.passwords import Passwords
from widget.app import Application, create_app
from widget.database.sqlite_file import DATABASE_FILE
from widget.guides.library import Library
from widget.guides.loading import load_library
from widget.web.admin.access_control import AccessControl
from widget.web.guide.translated_guides import TranslatedGuides, load_translated
from widget.web.http.languages import load_languages
from widget.web.http.templating import Templates


@dataclass
class Admin:
    """The application with a fresh database, a clock, and people."""

    app: Application
    access_control: AccessControl
    people: People

    def browser(self) -> "AdminBrowser":
        """A browser with no cookies yet."""
        return AdminBrowser(self.app.test_client())

    def signed_in(
        self, email: str = "anne@kommune.example", role: Role = Role.OPERATOR, partner: str = ""
    ) -> "AdminBrowser":
        """A browser of an account that has just signed in, by every step."""
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
        values = fields_of(found)
        names = {str(f.attributes["name"]) for f in found.css("[name]")}
        assert typed.keys() <= names, f"no such fields: {typed.keys() - names}"
        return str(found.attributes["action"]), values | typed

    def fill(
        self,
        action: str,
        typed: Mapping[str, str] | None = None,
        files: Mapping[str, tuple[BytesIO, str]] | None = None,
    ) -> TestResponse:
        """Fill in the form of `main` that goes to an address, and send it."""
        forms = LexborHTMLParser(self.response.text).css("main form")
        sent = [form for form in forms if form.attributes.get("method") == "post"]
        found = next(form for form in sent if form.attributes["action"] == action)
        names = {str(f.attributes["name"]) for f in found.css("[name]")}
        assert set(typed or {}) <= names, f"no such fields: {set(typed or {}) - names}"
        chosen = {name: FileStorage(stream, filename) for name, (stream, filename) in (files or {}).items()}
        return self.post(action, {**fields_of(found), **(typed or {}), **chosen})

    def sign_out(self) -> TestResponse:
        """Press the button in the bar."""
        found = LexborHTMLParser(self.response.text).css_first("header form")
        assert found is not None
        token = found.css_first("input[name=csrf]")
        assert token is not None
        return self.post(str(found.attributes["action"]), {"csrf": str(token.attributes["value"])})

    def post(self, address: str, values: Mapping[str, Any], *, headers: dict[str, str] | None = None) -> TestResponse:
        """Send a form that stands on one of our pages, unless `headers` say otherwise."""
        sent = {"Sec-Fetch-Site": "same-origin", "Origin": BASE_URL} if headers is None else headers
        if not any(isinstance(value, FileStorage) for value in values.values()):
            return self._take(self.client.post(address, data=values, headers=sent, base_url=BASE_URL))
        boundary, body = encode_multipart(values)  # the client would leave a file open
        kind = f"multipart/form-data; boundary={boundary}"
        return self._take(self.client.post(address, data=body, content_type=kind, headers=sent, base_url=BASE_URL))

    def text(self, selector: str) -> str:
        """What stands in an element."""
        node = LexborHTMLParser(self.response.text).css_first(selector)
        assert node is not None, f"no {selector} in {self.response.text}"
        return " ".join(node.text().split())

    def value(self, field: str) -> str:
        """What stands in a field."""
        page = LexborHTMLParser(self.response.text)
        node = next(one for one in page.css("main [name]") if one.attributes["name"] == field and one.tag != "button")
        return value_of(node)

    def problem(self, field: str) -> str:
        """What is said to be wrong beside a field; empty if nothing."""
        page = LexborHTMLParser(self.response.text)
        found = [node for node in page.css(".error") if node.attributes.get("id") == f"error-{field}"]
        linked = [node.text() for node in page.css(".alert a") if node.attributes.get("href") == f"#{field}"]
        assert bool(found) == bool(linked), f"{field}: beside the field and in the summary"
        return " ".join(found[0].text().split()) if found else ""

    def _take(self, response: TestResponse) -> TestResponse:
        while response.status_code in {301, 302, 303, 307, 308}:
            self.address = response.headers["Location"]
            response = self.client.get(self.address, base_url=BASE_URL)
        self.address = response.request.path
        self.response = response
        return response


def fields_of(form: LexborNode) -> dict[str, str]:
    """What a browser would send of an untouched form."""
    values = {}
    for node in form.css("input[name], textarea[name], select[name]"):
        unticked = node.attributes.get("type") in {"radio", "checkbox"} and "checked" not in node.attributes
        if not unticked and node.attributes.get("type") != "file":
            values[str(node.attributes["name"])] = value_of(node)
    return values


def value_of(node: LexborNode) -> str:
    """What stands in a field."""
    if node.tag == "textarea":
        return node.text().replace("\n", "\r\n")
    if node.tag == "select":
        chosen = node.css_first("option[selected]") or node.css_first("option")
        return (chosen.attributes.get("value") or "") if chosen else ""
    return node.attributes.get("value") or ""


_OF_GUIDES = {"CONTENT_DIR", "CONTENT_SOURCE", "LANGUAGES"}
"""The settings that make other guides than the frozen ones."""


def admin_in(folder: Path, **environment: str) -> Admin:
    """The application as it is served, with a database of its own and a clock that stands still.

    What no test changes is made once for all of them: the frozen guides, the templates, the tables of a new database.
    """
    settings = frozen_settings({"ADMIN": "on", "BASE_URL": BASE_URL, "DATA_DIR": str(folder), **environment})
    if "DATABASE_URL" not in environment:
        copy_migrated_file(folder / DATABASE_FILE)
    shared = environment.keys().isdisjoint(_OF_GUIDES)
    clock = Clock()
    with _shared_guides() if shared else nullcontext(), patch("widget.accounts.accounts.Passwords", _cheap_passwords):
        app = create_app(settings, today=lambda: TODAY, now=clock)
        access_control: AccessControl = app.admin
        return Admin(app, access_control, People(access_control.accounts, clock))


@cache
def _cheap_passwords() -> Passwords:
    return Passwords(CHEAP)


@contextmanager
def _shared_guides() -> Iterator[None]:
    """An application that is made within has the guides, translations and templates of the first one."""
    with (
        patch("widget.app.load_library", lambda folder, drafts: _library()),
        patch("widget.app.load_translated", lambda settings, library, languages: _translated()),
        patch("widget.app.load_languages", lambda folder: {}),
        patch("widget.app.Templates", lambda folder, languages: _templates()),
    ):
        yield


@cache
def _library() -> Library:
    return load_library(CONTENT)


@cache
def _translated() -> TranslatedGuides:
    settings = frozen_settings({})
    return load_translated(settings, _library(), load_languages(settings.translation_folder))


@cache
def _templates() -> Templates:
    return Templates(frozen_settings({}).template_folder, dict(_translated().languages))
