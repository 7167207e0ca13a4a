"""Operators learn what happened, and nothing about who it happened to."""

import logging

import pytest
from flask.testing import FlaskClient
from prometheus_client import REGISTRY

from tests.conftest import TODAY
from tests.frozen import frozen_settings
from widget.app import create_app
from widget.web.http.observability import surface_of

PRIVATE = {"User-Agent": "Mozilla/5.0 Hemmelig", "Referer": "https://town.example/hemmelig", "Cookie": "hemmelig=1"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Of a server whose operator wants to see every answer."""
    settings = frozen_settings({"ACCESS_LOG": "on", "DATA_DIR": str(tmp_path_factory.mktemp("data"))})
    return create_app(settings, today=lambda: TODAY).test_client()


def told(caplog: pytest.LogCaptureFixture) -> dict[str, object]:
    (record,) = [record for record in caplog.records if record.name == "widget.requests"]
    return vars(record)


def test_a_request_is_one_line_without_anything_of_the_visitor(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    answers = "/embed/hvis-du-bliver-ledig?a-kasse=ja&alder=under-25"
    response = client.get(answers, headers=PRIVATE, environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
    line = told(caplog)
    assert (line["method"], line["path"], line["status"]) == ("GET", "/embed/hvis-du-bliver-ledig", 200)
    assert line["id"] == response.headers["X-Request-Id"]
    assert isinstance(line["ms"], float)
    for private in ("a-kasse", "under-25", "Mozilla", "hemmelig", "192.0.2.7"):
        assert private not in repr(line)


def test_the_id_of_the_server_in_front_is_kept(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    response = client.get("/healthz", headers={"X-Request-Id": "abc-123"})
    assert response.headers["X-Request-Id"] == told(caplog)["id"] == "abc-123"


@pytest.mark.parametrize("bad", ["", "x" * 65, 'a"b', "a b", "ø"])
def test_an_id_that_could_be_anything_is_replaced(client: FlaskClient, bad: str) -> None:
    response = client.get("/healthz", headers={"X-Request-Id": bad.encode().decode("latin-1")})
    assert response.headers["X-Request-Id"] not in {bad, ""}


def test_what_opens_a_door_is_not_in_the_log(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    signed = "WyJzdG9yc3RhZCIsIiIsMTc5NTUxMjAwMF0.kR5y1X0c6b1S2y3qk4bVZ0aGk"
    client.get(f"/draft/{signed}/embed/hvis-du-bliver-ledig")
    assert told(caplog)["path"] == "/draft/…/embed/hvis-du-bliver-ledig"


@pytest.mark.parametrize("control", ["\n", "\r", "\x1b[2J", "\x9b2J", "\u202e"])
def test_a_path_writes_no_line_of_its_own_and_moves_no_cursor(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, control: str
) -> None:
    caplog.set_level(logging.INFO)
    client.get("/", environ_overrides={"PATH_INFO": f"/embed/a{control}b/c".encode().decode("latin-1")})
    path = str(told(caplog)["path"])
    assert path.startswith("/embed/")
    assert path.isprintable()


def test_answers_are_counted_by_surface_and_status(client: FlaskClient) -> None:
    labels = {"surface": "print", "method": "GET", "status": "404"}
    before = REGISTRY.get_sample_value("guide_widget_requests_total", labels) or 0
    client.get("/print/no-such-guide")
    assert REGISTRY.get_sample_value("guide_widget_requests_total", labels) == before + 1


@pytest.mark.parametrize(
    ("path", "surface"),
    [("/embed/x", "embed"), ("/", "index"), ("/wp-login.php", "other"), ("", "other"), ("//embed", "other")],
)
def test_a_stranger_makes_no_new_series(path: str, surface: str) -> None:
    assert surface_of(path) == surface
