"""What a proxy says of the address by which we were reached counts if the proxy is ours."""

from datetime import date
from pathlib import Path

import pytest

from widget.app import create_app
from widget.settings import SettingsError, read_settings

SAYS = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "guides.example", "X-Forwarded-For": "192.0.2.7"}
OURS = 'href="https://guides.example/guide/hvis-du-bliver-ledig"'


def page(folder: Path, proxies: str, address: str, **more: str) -> str:
    settings = read_settings({"TRUSTED_PROXIES": proxies, "DATA_DIR": str(folder), **more})
    client = create_app(settings, today=lambda: date(2026, 11, 22)).test_client()
    return client.get("/guide/hvis-du-bliver-ledig", headers=SAYS, environ_overrides={"REMOTE_ADDR": address}).text


@pytest.mark.parametrize(
    ("proxies", "address", "believed"),
    [
        ("", "127.0.0.1", False),
        ("127.0.0.1", "127.0.0.1", True),
        ("127.0.0.1", "127.0.0.2", False),
        ("10.0.0.0/8, ::1", "10.2.3.4", True),
        ("10.0.0.0/8 ::1", "::1", True),
        ("10.0.0.0/8", "::ffff:10.2.3.4", True),
        ("10.0.0.0/8", "11.0.0.1", False),
        ("0.0.0.0/0", "", False),
    ],
)
def test_a_listed_proxy_is_believed(tmp_path: Path, proxies: str, address: str, believed: bool) -> None:
    assert (OURS in page(tmp_path, proxies, address)) is believed


def test_an_address_that_is_set_counts_more(tmp_path: Path) -> None:
    html = page(tmp_path, "127.0.0.1", "127.0.0.1", BASE_URL="https://set.example")
    assert OURS not in html
    assert "https://set.example/guide/" in html


@pytest.mark.parametrize("wrong", ["proxy.example", "10.0.0.1/8", "10.0.0.0/33", "*"])
def test_what_is_no_network_is_said_at_start(wrong: str) -> None:
    with pytest.raises(SettingsError, match="TRUSTED_PROXIES"):
        read_settings({"TRUSTED_PROXIES": wrong})


@pytest.mark.parametrize("wrong", ["-1", "65536", "http", "٣"])
def test_what_is_no_port_is_said_at_start(wrong: str) -> None:
    with pytest.raises(SettingsError, match="METRICS_PORT"):
        read_settings({"METRICS_PORT": wrong})
