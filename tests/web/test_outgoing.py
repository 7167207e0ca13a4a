"""The server connects to no address that a visitor makes up: only to its database, its cache, the set provider."""

import socket

import pytest
from flask.testing import FlaskClient

from tests.conftest import BASE_URL, TODAY
from tests.frozen import frozen_settings
from widget.app import create_app

STRANGER = "http://stranger.example:8080/guide/hvis-du-bliver-ledig"
GUIDE = "hvis-du-bliver-ledig"
HEADERS = {
    "Referer": STRANGER,
    "Origin": "http://stranger.example:8080",
    "X-Forwarded-Host": "stranger.example",
    "Forwarded": "host=stranger.example",
}
EVERYTHING = "&".join(f"{name}={STRANGER}" for name in ("url", "dato", "a-kasse", "lang", "from", "next", "iss", "v"))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names and addresses that something wanted to reach; nothing does."""
    wanted: list[str] = []

    def refuse(host: str, *rest: object, **named: object) -> object:
        wanted.append(host)
        raise socket.gaierror("No name is known here.")

    def connect(self: socket.socket, address: tuple[str, int]) -> None:
        wanted.append(address[0])
        raise OSError("Nothing is reached here.")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", connect)
    return wanted


@pytest.mark.parametrize(
    "path",
    [
        *(f"/{surface}/{GUIDE}" for surface in ("embed", "guide", "print", "fragment", "sources", "feedback")),
        *(f"/data/{GUIDE}.json", f"/calendar/{GUIDE}.ics", "/", "/share", "/oembed", "/oembed/full"),
        *("/accessibility", "/privacy", "/readyz", "/admin/sign-in", "/admin/oidc", "/guide/no-partner/here"),
    ],
)
def test_no_address_that_a_visitor_names_is_asked(client: FlaskClient, asked: list[str], path: str) -> None:
    client.get(f"{path}?{EVERYTHING}", headers=HEADERS)
    assert asked == []


def test_the_provider_is_asked_where_the_operator_said(
    asked: list[str], tmp_path: object, caplog: pytest.LogCaptureFixture
) -> None:
    oidc = {"OIDC_ISSUER": "https://login.example", "OIDC_CLIENT_ID": "guides", "OIDC_CLIENT_SECRET": "secret"}
    settings = frozen_settings({"BASE_URL": BASE_URL, "DATA_DIR": str(tmp_path), **oidc})
    visitor = create_app(settings, today=lambda: TODAY).test_client()
    page = visitor.get("/admin/sign-in", base_url=BASE_URL).text
    pressed = page.partition("/admin/oidc?")[2].partition('"')[0]
    address = f"/admin/oidc?{pressed}&{EVERYTHING}"
    assert visitor.get(address, headers=HEADERS, base_url=BASE_URL).status_code == 403
    assert set(asked) == {"login.example"}
    assert "login.example" in caplog.text


def test_this_test_would_notice(asked: list[str]) -> None:
    with pytest.raises(OSError, match="here"):
        socket.create_connection(("stranger.example", 80))
    with socket.socket() as ours, pytest.raises(OSError, match="here"):
        ours.connect(("192.0.2.1", 80))
    assert asked == ["stranger.example", "192.0.2.1"]
