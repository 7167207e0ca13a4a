"""What most tests need: the application with frozen guides, on a fixed day, as a public server would run it."""

import gc
import gzip
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial

import hypothesis
import pytest
from flask.testing import FlaskClient

from tests.frozen import frozen_settings
from tests.kept import keep_what_is_alike
from widget.app import Application, create_app
from widget.guides.library import Library
from widget.guides.loading import load_library
from widget.partners import published
from widget.settings import Settings, read_settings

pytest_plugins = ("tests.selection",)

TODAY = date(2026, 11, 22)
"""The day on which the tests take place."""

BASE_URL = "https://guides.example"

hypothesis.settings.register_profile("tests", derandomize=True, deadline=None, database=None, print_blob=False)
hypothesis.settings.load_profile("tests")


def application_of(client: FlaskClient) -> Application:
    """The application that a test client asks."""
    assert isinstance(client.application, Application)
    return client.application


keep_what_is_alike()

# A database that answers is waited for, however busy the machine; tests of one that hangs choose their own.
published.TIMEOUT = published.FIRST_TIMEOUT = 30.0


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What starts browsers and servers comes first: it takes longest, and quick tests fill the gaps at the end."""
    items.sort(key=lambda item: not any(item.get_closest_marker(slow) for slow in ("browser", "servers")))


def pytest_collection_finish() -> None:
    """Leave what is there now out of the search for garbage, and search less often: it was a sixth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The usual settings, with a public address and a folder of its own."""
    return frozen_settings({"BASE_URL": BASE_URL, "DATA_DIR": str(tmp_path_factory.mktemp("data"))})


@pytest.fixture(scope="session")
def app(settings: Settings) -> Application:
    """The application on a fixed day."""
    return create_app(settings, today=lambda: TODAY)


@pytest.fixture(scope="session")
def client(app: Application) -> FlaskClient:
    """A browser that keeps no cookies: nothing that one test does is seen by the next."""
    return app.test_client(use_cookies=False)


@pytest.fixture(scope="session")
def library(settings: Settings) -> Library:
    """The frozen guides, which `client` is shown."""
    return load_library(settings.content_folder)


@pytest.fixture(scope="session")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The same settings with the guides that are shipped, for tests of what citizens read."""
    return read_settings({"BASE_URL": BASE_URL, "DATA_DIR": str(tmp_path_factory.mktemp("shipped"))})


@pytest.fixture(scope="session")
def shipped_client(shipped: Settings) -> FlaskClient:
    """A browser that is shown the shipped guides."""
    return create_app(shipped, today=lambda: TODAY).test_client(use_cookies=False)


@pytest.fixture
def shipped_page(shipped_client: FlaskClient) -> Callable[[str], str]:
    """The HTML of a page of the shipped guides; each is asked for once in a test."""
    pages: dict[str, str] = {}

    def page(where: str) -> str:
        if where not in pages:
            response = shipped_client.get(where)
            assert response.status_code == 200, where
            pages[where] = response.text
        return pages[where]

    return page


@pytest.fixture(scope="session")
def shipped_library(shipped: Settings) -> Library:
    """The guides that are shipped."""
    return load_library(shipped.content_folder)


@pytest.fixture(scope="session")
def get(client: FlaskClient) -> Callable[[str], str]:
    """The HTML of a page that must be there."""

    def page(address: str) -> str:
        response = client.get(address.partition("#")[0])
        assert response.status_code == 200, f"{address} answers {response.status_code}"
        return response.text

    return page


@pytest.fixture(scope="session")
def wire_size(client: FlaskClient) -> Callable[..., int]:
    """The bytes that an answer takes on the wire: status line, headers, the server's own, compressed body."""

    return partial(bytes_on_the_wire, client)


def bytes_on_the_wire(client: FlaskClient, address: str, encoding: str = "gzip") -> int:
    """The size of an answer as it is sent."""
    response = client.get(address, headers={"Accept-Encoding": encoding})
    assert response.status_code == 200, f"{address} answers {response.status_code}"
    assert response.headers.get("Content-Encoding", "none") in encoding, address
    if encoding == "gzip":
        assert gzip.decompress(response.data).startswith(b"<!doctype html>"), address
    return len(b"\r\n".join(_head(response.headers))) + len(response.data)


def _head(headers: Iterable[tuple[str, str]]) -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK"
    yield b"server: granian"
    yield b"date: Tue, 24 Nov 2026 12:00:00 GMT"
    for name, value in headers:
        yield f"{name}: {value}".encode("latin-1")
    yield from (b"", b"")
