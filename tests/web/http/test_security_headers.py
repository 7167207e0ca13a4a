"""The headers that keep our promises stand on every answer: pages, redirects, errors and files."""

import base64
import hashlib
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse
from werkzeug.wrappers import Response

from tests.conftest import BASE_URL, TODAY
from tests.frozen import frozen_settings
from tests.web.samples import GUIDES
from widget.app import create_app
from widget.settings import Settings
from widget.web.guide.addresses import DEFAULT_HEADINGS
from widget.web.guide.page_addresses import GuideAddresses

LEDIG = "hvis-du-bliver-ledig"
PAGES = [f"/{surface}/{guide}" for surface in DEFAULT_HEADINGS for guide in GUIDES]
OTHER_SHEETS = [
    f"/{surface}/{LEDIG}?{query}" for surface in ("embed", "guide") for query in ("open=alt", "alder=under-25")
]
"""Pages of the same surface with another style sheet, and so another policy."""
MORE_PAGES = [
    *("/", f"/embed/{LEDIG}?alder=under-25&ui=links", f"/guide/{LEDIG}?dato=x", "/accessibility", "/privacy"),
    *OTHER_SHEETS,
]
ERRORS = ["/embed/findes-ikke", f"/guide/findes-ikke/{LEDIG}", "/findes-ikke", "/static/findes-ikke.css"]
FILES = [f"/calendar/{LEDIG}.ics?dato=2026-12-01", f"/data/{LEDIG}.json", "/oembed?url=x"]
PLAIN = ["/healthz", "/readyz"]
REDIRECTS = [f"/embed//{LEDIG}?alder=under-25"]


def check_promised(response: Response) -> None:
    headers = response.headers
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    for unwanted in ("X-Frame-Options", "Set-Cookie", "Link", "Refresh", "Report-To", "NEL", "Reporting-Endpoints"):
        assert unwanted not in headers
    assert not [name for name, _ in headers if len(headers.getlist(name)) > 1], "a header that stands twice"


def policy(response: TestResponse) -> dict[str, str]:
    directives = (
        directive.strip().partition(" ") for directive in response.headers["Content-Security-Policy"].split(";")
    )
    return {name: value for name, _, value in directives}


def check_policy(response: TestResponse, ancestors: str, forms: str = "'self'") -> None:
    """Nothing is allowed but the one style element, by the hash of exactly its bytes, and `forms` to be sent to."""
    styles = re.findall(rb"<style>(.*?)</style>", response.data, re.DOTALL)
    assert len(styles) == 1
    assert b"<style" not in response.data.replace(b"<style>", b"", 1)
    digest = base64.b64encode(hashlib.sha256(styles[0]).digest()).decode()
    assert policy(response) == {
        "default-src": "'none'",
        "script-src": "'none'",
        "style-src": f"'sha256-{digest}'",
        "img-src": "data:",
        "form-action": forms,
        "base-uri": "'none'",
        "frame-ancestors": ancestors,
    }


@pytest.mark.parametrize("path", PAGES + MORE_PAGES)
def test_a_page_has_all_that_is_promised(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    check_promised(response)
    with_forms = path.split("/")[1] in DEFAULT_HEADINGS
    check_policy(response, "*", f"'self' {BASE_URL}" if with_forms else "'self'")
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert response.headers["Cache-Control"].startswith("public, max-age=300, stale-while-revalidate=")
    assert "Accept-Encoding" in response.headers["Vary"]
    assert "Cookie" not in response.headers["Vary"]


@pytest.mark.parametrize("path", ERRORS)
def test_an_error_has_all_that_is_promised_and_is_not_kept(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    check_promised(response)
    check_policy(response, ancestors="*")
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("path", PAGES[:4] + FILES + PLAIN)
def test_a_refused_method_has_all_that_is_promised(client: FlaskClient, path: str) -> None:
    response = client.post(path, data={"alder": "under-25"})
    assert response.status_code == 405
    check_promised(response)
    check_policy(response, ancestors="*")
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", PAGES[:4] + FILES + PLAIN)
def test_a_question_for_the_methods_has_all_that_is_promised(client: FlaskClient, path: str) -> None:
    response = client.options(path)
    read_by_programs = path.split("/")[1].partition("?")[0] in {"calendar", "data", "oembed"}
    assert response.status_code == (204 if read_by_programs else 200)
    check_promised(response)
    assert policy(response)["default-src"] == policy(response)["frame-ancestors"] == "'none'"


@pytest.mark.parametrize("path", FILES)
def test_a_file_has_all_that_is_promised(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    check_promised(response)
    assert policy(response)["default-src"] == policy(response)["frame-ancestors"] == "'none'"
    assert not response.headers["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("path", PLAIN)
def test_the_answer_to_a_machine_that_watches_is_not_kept(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 200
    check_promised(response)
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Content-Type"].startswith("application/json" if path == "/readyz" else "text/plain")
    assert policy(response)["default-src"] == policy(response)["frame-ancestors"] == "'none'"


@pytest.mark.parametrize("path", REDIRECTS)
def test_a_redirect_has_all_that_is_promised_and_keeps_the_answers(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 308
    check_promised(response)
    assert response.headers["Location"].endswith(path.replace("//", "/"))
    assert client.get(response.headers["Location"]).status_code == 200


@pytest.mark.parametrize("path", PAGES + MORE_PAGES)
def test_the_answer_that_nothing_has_changed_has_all_that_is_promised(client: FlaskClient, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    check_promised(again)
    for name in ("Content-Security-Policy", "Cache-Control", "ETag", "Vary"):
        assert again.headers[name] == first.headers[name]


def test_a_static_file_has_all_that_is_promised(settings: Settings, tmp_path: Path) -> None:
    shutil.copytree(settings.static_folder / "css", tmp_path / "css")
    (tmp_path / "public").mkdir()
    (tmp_path / "public" / "mark.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', encoding="utf-8")
    app = create_app(replace(settings, static_folder=tmp_path), today=lambda: TODAY)
    with app.test_client().get("/static/mark.svg") as response:
        assert response.status_code == 200
        check_promised(response)


def test_a_failure_of_ours_has_all_that_is_promised_and_a_page_with_the_way_on(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("secret of the inside")

    client = create_app(settings, today=lambda: TODAY).test_client()
    monkeypatch.setattr(GuideAddresses, "own_window", fail)
    response = client.get(f"/embed/{LEDIG}?alder=under-25")
    assert response.status_code == 500
    check_promised(response)
    check_policy(response, ancestors="*")
    assert response.headers["Cache-Control"] == "no-store"
    assert "secret" not in response.text
    assert f'href="/embed/{LEDIG}"' in response.text


@pytest.mark.parametrize("ancestors", ["'none'", "'self'", "https://town.example https://*.town.example:8443"])
def test_the_operator_says_who_may_frame_the_guides(ancestors: str, tmp_path: Path) -> None:
    settings = frozen_settings({"FRAME_ANCESTORS": ancestors, "DATA_DIR": str(tmp_path)})
    client = create_app(settings, today=lambda: TODAY).test_client()
    for path in (*PAGES, "/", "/embed/findes-ikke", f"/embed/findes-ikke/{LEDIG}"):
        response = client.get(path)
        check_promised(response)
        shown = path in PAGES
        check_policy(response, ancestors, "'self' http://localhost" if shown else "'self'")
    sizing = client.get(f"/embed/{LEDIG}").text
    written = ancestors.replace("'", "&#39;")
    assert f'<meta name="responsive-embedded-sizing" content="allow-origins={written}">' in sizing


@pytest.mark.parametrize("headers", [{}, {"Cookie": "a=b"}, {"Origin": "null"}, {"Referer": "https://evil.example/"}])
def test_the_answer_depends_on_nothing_but_the_address(client: FlaskClient, headers: dict[str, str]) -> None:
    assert client.get(PAGES[0], headers=headers).data == client.get(PAGES[0]).data


FORMS = [f"/embed/{LEDIG}", f"/embed/{LEDIG}?alder=under-25", f"/guide/{LEDIG}", f"/feedback/{LEDIG}?from=embed"]


@pytest.mark.parametrize("path", FORMS)
def test_forms_may_be_sent_to_the_address_by_which_visitors_come(path: str) -> None:
    """In a frame sandboxed without `allow-same-origin`, which stands on many sites, WebKit matches 'self' never."""
    client = create_app(frozen_settings({}), today=lambda: TODAY).test_client()
    for origin in ("https://guides.example", "http://127.0.0.1:8000", "https://other.example:8443"):
        assert policy(client.get(path, base_url=origin))["form-action"] == f"'self' {origin}"


@pytest.mark.parametrize("host", ["a;script-src *", "a b", "a'b", "a,b", "*.example", "a\tb"])
def test_what_is_no_origin_does_not_get_into_the_policy(host: str) -> None:
    client = create_app(frozen_settings({}), today=lambda: TODAY).test_client()
    response = client.get(FORMS[0], headers={"Host": host})
    assert response.status_code == 400
    assert host not in response.headers["Content-Security-Policy"]
    assert policy(response)["default-src"] == "'none'"


SMALL_PAGES = [
    "/embed/findes-ikke",
    f"/embed/findes-ikke/{LEDIG}",
    "/feedback/findes-ikke?from=embed",
    "/embed/a/b",
]


@pytest.mark.parametrize("path", SMALL_PAGES)
def test_a_small_page_in_a_frame_tells_its_height_and_keeps_to_the_frame(client: FlaskClient, path: str) -> None:
    mark = "&" if "?" in path else "?"
    for ui in ("fit", "links"):
        page = client.get(f"{path}{mark}ui={ui}&scheme=dark").text
        assert '<meta name="responsive-embedded-sizing" content="allow-origins=*">' in page
        assert 'class="dark"' in page
        assert "tall" not in page[page.index("<body") :]
        for address in re.findall(r'href="(/embed/[^"]*)"', page):
            assert f"ui={ui}" in address
            assert "scheme=dark" in address
        assert re.search(r'href="/embed/', page)
