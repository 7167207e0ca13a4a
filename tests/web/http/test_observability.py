"""Operators learn what happened, and nothing about who it happened to."""

import logging

import pytest
from flask.testing import FlaskClient
from prometheus_client import REGISTRY

from tests.web.partner_site import partner_site
from widget.web.http.observability import surface_of

PROXY = "127.0.0.1"
PRIVATE = {"User-Agent": "Mozilla/5.0 Hemmelig", "Referer": "https://town.example/hemmelig", "Cookie": "hemmelig=1"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """Of a server with partners, whose operator wants to see every answer."""
    site = partner_site(tmp_path_factory.mktemp("data"), ACCESS_LOG="on", TRUSTED_PROXIES=PROXY)
    return site.workers[0]


def log_line(caplog: pytest.LogCaptureFixture) -> dict[str, object]:
    (record,) = [record for record in caplog.records if record.name == "widget.requests"]
    return vars(record)


def test_a_request_is_one_line_without_anything_of_the_visitor(
    client: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    answers = "/embed/hvis-du-bliver-ledig?a-kasse=ja&alder=under-25"
    response = client.get(answers, headers=PRIVATE, environ_overrides={"REMOTE_ADDR": "192.0.2.7"})
    line = log_line(caplog)
    assert (line["method"], line["path"], line["status"]) == ("GET", "/embed/hvis-du-bliver-ledig", 200)
    assert line["id"] == response.headers["X-Request-Id"]
    assert isinstance(line["ms"], float)
    for private in ("a-kasse", "under-25", "Mozilla", "hemmelig", "192.0.2.7"):
        assert private not in repr(line)


OF_MACHINES = [
    "8f14e45fceea167a5a36dedd4bea2543",
    "7b9f1c3e-5a64-4b1e-9c1f-2f3f8a2d9e10",
    "7B9F1C3E-5A64-4B1E-9C1F-2F3F8A2D9E10",
]
OF_OTHER_CLIENTS = [
    *("", "x" * 65, 'a"b', "a b", "ø", "abc-123", "alder=under-25", "alder-under-25", "a-kasse:ja", "anna@town.dk"),
    *("0101901234", "010190-1234", "12345678", "ja", "under-25.a-kasse.ja", "8f14e45fceea167a5a36dedd4bea2543x"),
    "8f14e45fceea167a5a36dedd4bea2543,7b9f1c3e",
]


@pytest.mark.parametrize("given", OF_MACHINES)
def test_the_id_of_our_proxy_is_kept(client: FlaskClient, caplog: pytest.LogCaptureFixture, given: str) -> None:
    caplog.set_level(logging.INFO)
    response = client.get("/healthz", headers={"X-Request-Id": given}, environ_overrides={"REMOTE_ADDR": PROXY})
    assert response.headers["X-Request-Id"] == log_line(caplog)["id"] == given


@pytest.mark.parametrize("address", [PROXY, "192.0.2.7", ""])
@pytest.mark.parametrize("given", [*OF_OTHER_CLIENTS, *OF_MACHINES])
def test_no_other_id_is_repeated_or_logged(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, given: str, address: str
) -> None:
    if address == PROXY and given in OF_MACHINES:
        return
    caplog.set_level(logging.INFO)
    header = {"X-Request-Id": given.encode().decode("latin-1")}
    response = client.get("/healthz", headers=header, environ_overrides={"REMOTE_ADDR": address})
    assert response.headers["X-Request-Id"] == log_line(caplog)["id"] != given
    assert not given or given not in repr(log_line(caplog))


LEDIG = "hvis-du-bliver-ledig"


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        (f"/embed/{LEDIG}?a-kasse=ja", "/embed/…"),  # the question mark was escaped
        (f"/embed/{LEDIG}/&alder=under-25", "/embed/…/…"),
        (f"/embed/{LEDIG}&alder=under-25", "/embed/…"),
        (f"/embed/{LEDIG};alder=under-25", "/embed/…"),
        (f"/embed/{LEDIG}/alder/under-25", "/embed/…/…/…"),
        (f"/embed/{LEDIG}/under-25", "/embed/…/…"),
        (f"/embed/alder=under-25/{LEDIG}", f"/embed/…/{LEDIG}"),
        (f"/print/storstad/{LEDIG}?dato=2026-12-01", "/print/…/…"),
        (f"/calendar/{LEDIG}.ics?alder=under-25", "/calendar/…"),
        (f"/calendar/{LEDIG}.under-25", "/calendar/…"),
        (f"/data/{LEDIG}.json&alder=under-25", "/data/…"),
        (f"/feedback/{LEDIG}#under-25", "/feedback/…"),
        ("/?alder=under-25", "/…"),
        ("/&alder=under-25", "/…"),
        ("/share&alder=under-25", "/…"),
        ("/oembed/?url=x?alder=under-25", "/oembed/…"),
        ("/embed/under-25", "/embed/…"),
        ("/embed/010190-1234", "/embed/…"),
        (f"/draft/token/embed/{LEDIG}&alder=under-25", "/draft/…/embed/…"),
        (f"/embed/{LEDIG}", f"/embed/{LEDIG}"),
        (f"/embed/under-25/{LEDIG}", f"/embed/…/{LEDIG}"),  # no partner has this id
        (f"/calendar/under-25/{LEDIG}.ics", f"/calendar/…/{LEDIG}.ics"),
        (f"//embed/under-25/{LEDIG}", "//…/…/…"),  # an answer that leads to a tidy path has not looked for it yet
        ("/share/under-25", "/share/…"),
        ("/static/under-25", "/static/…"),
        ("/healthz/under-25", "/healthz/…"),
        ("/admin/under-25", "/admin/…"),
        ("/under-25", "/…"),
        ("/under-25/share", "/…/…"),
        ("/wp-login.php", "/…"),
        (f"/embed/storstad/{LEDIG}", f"/embed/storstad/{LEDIG}"),
        (f"/data/storstad/{LEDIG}.json", f"/data/storstad/{LEDIG}.json"),
        ("/share/storstad", "/share/storstad"),
        ("/admin/sign-in", "/admin/sign-in"),
        ("/", "/"),
    ],
)
def test_answers_in_a_path_do_not_reach_the_log(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, path: str, logged: str
) -> None:
    caplog.set_level(logging.INFO)
    client.get("/", environ_overrides={"PATH_INFO": path})
    assert log_line(caplog)["path"] == logged
    if "…" in logged:
        assert "under-25" not in caplog.text + repr(vars(caplog.records[-1]))


@pytest.mark.parametrize("path", [f"/embed/under-25/{LEDIG}", f"/calendar/under-25/{LEDIG}.ics"])
def test_a_question_for_the_methods_leaves_no_answer_in_the_log(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    caplog.set_level(logging.INFO)
    assert client.options(path).status_code in {200, 204}
    assert log_line(caplog)["path"] == path.replace("under-25", "…")


def test_what_opens_a_door_is_not_in_the_log(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    signed = "WyJzdG9yc3RhZCIsIiIsMTc5NTUxMjAwMF0.kR5y1X0c6b1S2y3qk4bVZ0aGk"
    for kind in ("draft", "review"):
        caplog.clear()
        client.get(f"/{kind}/{signed}/embed/hvis-du-bliver-ledig")
        assert log_line(caplog)["path"] == f"/{kind}/…/embed/hvis-du-bliver-ledig"
    caplog.clear()
    client.get(f"/admin/set-password?token={signed}")
    assert signed not in repr(vars(caplog.records[-1]))


@pytest.mark.parametrize("control", ["\n", "\r", "\x1b[2J", "\x9b2J", "\u202e"])
def test_a_path_writes_no_line_of_its_own_and_moves_no_cursor(
    client: FlaskClient, caplog: pytest.LogCaptureFixture, control: str
) -> None:
    caplog.set_level(logging.INFO)
    for surface in ("embed", "admin", "share", "draft", "nowhere"):
        caplog.clear()
        client.get("/", environ_overrides={"PATH_INFO": f"/{surface}/a{control}b/c".encode().decode("latin-1")})
        path = str(log_line(caplog)["path"])
        assert path.startswith("/")
        assert path.isprintable(), surface


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
