"""Sends feedback as browsers do, with a clock that tests move."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser
from werkzeug.test import TestResponse

from tests.accounts.people import Clock
from tests.conftest import BASE_URL, TODAY
from tests.frozen import frozen_settings
from widget.app import Application, create_app

GUIDE = "hvis-du-bliver-ledig"
SECRET = "s" * 64


@dataclass
class Sender:
    """A visitor with a form open."""

    app: Application
    clock: Clock
    response: TestResponse = field(init=False)

    @property
    def client(self) -> FlaskClient:
        return self.app.test_client(use_cookies=False)

    def open(self, address: str = f"/feedback/{GUIDE}") -> TestResponse:
        """Get the form."""
        self.response = self.client.get(address.partition("#")[0], base_url=BASE_URL)
        return self.response

    def filled(self, **typed: str) -> tuple[str, dict[str, str]]:
        """Where the form goes, and what it sends when filled in so."""
        (form,) = self.tree.css("form")
        fields = form.css("input:not([type=radio])")
        values = {str(f.attributes["name"]): f.attributes.get("value") or "" for f in fields}
        values |= {str(f.attributes["name"]): str(f.attributes["value"]) for f in form.css("input[checked]")}
        values |= {str(f.attributes["name"]): f.text().removeprefix("\n") for f in form.css("textarea")}
        return str(form.attributes["action"]), values | typed

    def send(self, after: float = 60, **typed: str) -> TestResponse:
        """Fill in the form on the page and send it some seconds later, from a frame without an origin."""
        address, values = self.filled(**typed)
        self.clock.pass_by(after)
        return self.post(address, values)

    def post(self, address: str, values: dict[str, str]) -> TestResponse:
        headers = {"Origin": "null", "Sec-Fetch-Site": "cross-site"}
        address = address.partition("#")[0]
        self.response = self.client.post(address, data=values, headers=headers, base_url=BASE_URL)
        return self.response

    @property
    def tree(self) -> LexborHTMLParser:
        return LexborHTMLParser(self.response.text)

    def text(self, selector: str) -> str:
        found = self.tree.css_first(selector)
        assert found is not None, self.response.text
        return " ".join(found.text().split())


@contextmanager
def sender_in(folder: Path, database_url: str = "") -> Iterator[Sender]:
    """The application as it is served, with a clock that stands still."""
    environment = {"BASE_URL": BASE_URL, "DATA_DIR": str(folder), "SECRET_KEY": SECRET, "DATABASE_URL": database_url}
    clock = Clock()
    app = create_app(frozen_settings(environment), today=lambda: TODAY, now=clock)
    yield Sender(app, clock)
    app.stores.engine.dispose()
