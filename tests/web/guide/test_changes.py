"""A citizen who comes back by an address they kept is told what has changed since; other visitors are not."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from tests.conftest import BASE_URL, TODAY
from tests.frozen import frozen_settings
from widget.app import create_app
from widget.guides.model import Change
from widget.guides.problems import Place

GUIDE = "hvis-du-bliver-ledig"
NEWS = "Fristen er blevet længere."


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    """Of a server whose guide was changed on 15 November."""
    app = create_app(frozen_settings({"BASE_URL": BASE_URL, "DATA_DIR": str(tmp_path)}), today=lambda: TODAY)
    guides = app.site.library.guides
    guides[GUIDE] = replace(guides[GUIDE], changes=(Change(date(2026, 11, 15), NEWS, Place("guide.yaml", 1)),))
    return app.test_client()


@pytest.mark.parametrize(("query", "has_news"), [("?v=2026-11-01", True), ("?v=2026-11-15", False), ("", False)])
def test_only_who_kept_an_older_version_is_told(client: FlaskClient, query: str, *, has_news: bool) -> None:
    for _ in range(2):
        page = client.get(f"/guide/{GUIDE}{query}").text
        assert (NEWS in page) is has_news
        assert ("15. november 2026" in page) is has_news


def test_who_kept_the_first_of_two_editions_of_a_day_is_told_of_the_second_alone(tmp_path: Path) -> None:
    first, second = (Change(date(2026, 11, 15), text, Place("guide.yaml", 1)) for text in ("Det første.", NEWS))
    clients = []
    for changes in ((first,), (second, first)):
        app = create_app(frozen_settings({"BASE_URL": BASE_URL, "DATA_DIR": str(tmp_path)}), today=lambda: TODAY)
        guides = app.site.library.guides
        guides[GUIDE] = replace(guides[GUIDE], version=date(2026, 11, 15), changes=changes)
        clients.append(app.test_client())
    kept = [kept_address(client.get(f"/guide/{GUIDE}").text) for client in clients]
    pages = [clients[1].get(address).text for address in kept]
    assert [NEWS in page for page in pages] == [True, False]
    assert not any("Det første." in page for page in pages)


def kept_address(html: str) -> str:
    """The address that a page gives to keep."""
    (printed,) = LexborHTMLParser(html).css("footer .address")
    return printed.text().removeprefix(BASE_URL)


def test_a_wrong_version_is_as_if_it_were_not_there(client: FlaskClient) -> None:
    for wrong in ("x", "2026-13-45", "", "%00"):
        response = client.get(f"/guide/{GUIDE}?v={wrong}")
        assert response.status_code == 200
        assert NEWS not in response.text


def test_the_version_stays_in_no_link_but_those_to_keep(client: FlaskClient) -> None:
    page = client.get(f"/embed/{GUIDE}?v=2026-11-01&a-kasse=ja").text
    assert "v=2026-11-01" not in page
