"""Every address that we give out is our own, with any host, slashes and capitals that a request came with."""

import json
from urllib.parse import quote, unquote, unquote_to_bytes

import pytest
from flask.testing import FlaskClient
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.test import create_environ, run_wsgi_app
from werkzeug.wrappers import Response

from tests.conftest import TODAY
from tests.frozen import frozen_settings
from widget.app import create_app
from widget.web.http.path_tidying import tidy_address

LEDIG = "hvis-du-bliver-ledig"
IDN = "xn--r-3fa9c.example"


@pytest.fixture(scope="module", params=["", "https://guides.example"], ids=["any host", "one host"])
def client(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = str(tmp_path_factory.mktemp("data"))
    settings = frozen_settings({"BASE_URL": request.param, "DATA_DIR": folder})
    return create_app(settings, today=lambda: TODAY).test_client()


def get(client: FlaskClient, address: str, host: str, protocol: str = "HTTP/1.1") -> Response:
    """What is answered to these very bytes: a test client would refuse some hosts and mend some paths itself."""
    path, _, query = address.partition("?")
    environ = create_environ("/", query_string=query)
    environ |= {"HTTP_HOST": host, "SERVER_PROTOCOL": protocol, "PATH_INFO": unquote_to_bytes(path).decode("latin-1")}
    return Response(*run_wsgi_app(client.application, environ, buffered=True))


ODD_HOSTS = [
    *("xn--", "xn--.example", "XN--a-.example", "a,b", "a.example,b.example", "a b", "a\tb", "a;script-src *", "a'b"),
    *("user@a.example", "a.example/path", "a.example?x", "a.example#x", "a\\b", "a.example:99999", "a.example:0"),
    *("a.example:x", "a..example", ".example", "-a.example", "*.example", "[::g]", "[::1", "::1", "", ":80"),
    *("a" * 64 + ".example", "a." * 130 + "example", "a%20b", "<script>", '"', "ø"),
]


@pytest.mark.parametrize(
    "path", [f"/embed/{LEDIG}", f"/embed//{LEDIG}", "/", "/share", "/oembed", "/static/x", "/healthz"]
)
def test_an_odd_host_is_refused_with_all_headers(client: FlaskClient, path: str) -> None:
    for host in ODD_HOSTS * 2:  # the second time, a page may come from memory
        response = get(client, path, host)
        assert response.status_code == 400, host
        assert "Location" not in response.headers
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1:8000", "[::1]:8000", "Guides.Example.", "my_guides:8000", IDN]
)
def test_an_ordinary_host_is_answered(client: FlaskClient, host: str) -> None:
    assert get(client, f"/embed/{LEDIG}", host).status_code == 200


@pytest.mark.parametrize("path", [f"/embed/{LEDIG}", "/healthz"])
def test_a_health_check_by_the_old_protocol_needs_no_host(client: FlaskClient, path: str) -> None:
    for protocol in ("HTTP/1.0", "HTTP/1"):  # as the standard has it, and as the server does
        assert get(client, path, "", protocol).status_code == 200


@pytest.mark.parametrize(
    ("carried", "meant"),
    [
        (f"/embed//{LEDIG}", f"/embed/{LEDIG}"),
        (f"//evil.example//embed/{LEDIG}", ""),
        (f"///guide///{LEDIG}///", f"/guide/{LEDIG}"),
        (f"/Guide/{LEDIG}", f"/guide/{LEDIG}"),
        (f"/GUIDE/{LEDIG.upper()}/", f"/guide/{LEDIG}"),
        (f"/guide/{LEDIG}.", f"/guide/{LEDIG}"),
        (f"/guide/{LEDIG},", f"/guide/{LEDIG}"),
        (f"/guide/{LEDIG})", f"/guide/{LEDIG}"),
        (f"/guide/{LEDIG}%22", f"/guide/{LEDIG}"),
        (f"/guide/{LEDIG}%E2%80%9D", f"/guide/{LEDIG}"),
        (f"/guide/{LEDIG}%20", f"/guide/{LEDIG}"),
        (f"/guide/{LEDIG}%C2%A0", f"/guide/{LEDIG}"),
        (f"/guide/{LEDIG}%E2%80%8B", f"/guide/{LEDIG}"),
        ("/guide/hvis%20du%20bliver%20ledig", f"/guide/{LEDIG}"),
        ("/guide/hvis_du_bliver_ledig", f"/guide/{LEDIG}"),
        ("/guide/hvis%E2%80%91du%E2%80%91bliver%E2%80%91ledig", f"/guide/{LEDIG}"),
        ("/guide/n%C3%A5r-du-f%C3%A5r-nyt-job", "/guide/naar-du-faar-nyt-job"),
        ("/guide/na%CC%8Ar-du-fa%CC%8Ar-nyt-job", "/guide/naar-du-faar-nyt-job"),
        (f"/guide%252F{LEDIG}", f"/guide/{LEDIG}"),
        (f"/embed/{LEDIG}%3Fa-kasse=ja", f"/embed/{LEDIG}?a-kasse=ja"),
        (f"/embed/{LEDIG}%3Fa-kasse%3Dja%26alder%3Dunder-25", f"/embed/{LEDIG}?a-kasse=ja&alder=under-25"),
        (f"/embed/{LEDIG}%253Fa-kasse%253Dja", f"/embed/{LEDIG}?a-kasse=ja"),
        (f"/embed/{LEDIG}&alder=under-25", f"/embed/{LEDIG}?alder=under-25"),
        (f"/embed/{LEDIG}/&alder=under-25?a-kasse=ja", f"/embed/{LEDIG}?alder=under-25&a-kasse=ja"),
        (f"/embed/{LEDIG}%23guide", f"/embed/{LEDIG}"),
        (f"/embed/{LEDIG};jsessionid=1?a-kasse=ja", f"/embed/{LEDIG}?jsessionid=1&a-kasse=ja"),
        (f"/data/{LEDIG}.JSON", f"/data/{LEDIG}.json"),
        (f"/calendar/{LEDIG}.ics.", f"/calendar/{LEDIG}.ics"),
    ],
)
def test_what_a_path_carries_is_read_over_and_the_way_on_is_relative(
    client: FlaskClient, carried: str, meant: str
) -> None:
    response = get(client, carried, "evil.example")
    assert response.headers.get("Location", "") == meant
    if meant:
        assert response.status_code == 308
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert client.get(meant).status_code in {200, 404 if "calendar" in meant else 200}


@pytest.mark.parametrize(
    "path", [f"/embed/{LEDIG}", f"/guide/{LEDIG}/", "/", "/share", "/healthz", f"//embed/{LEDIG}"]
)
def test_a_tidy_path_leads_nowhere_else(client: FlaskClient, path: str) -> None:
    assert "Location" not in get(client, path, "evil.example").headers


@given(st.text(max_size=60), st.text(alphabet="ab=&%", max_size=9))
@example("/embed/%2525252525x", "")
@example("//evil.example/embed/x", "")
@example("/\\evil.example/embed/x", "")
def test_a_way_on_stays_on_this_server_and_comes_to_an_end(path: str, query: str) -> None:
    for prefix in ("", "/embed/", "//embed//"):
        address = tidy_address(prefix + path, query)
        if address is not None:
            assert address.startswith("/")
            assert address[1:2] not in {"/", "\\"}
            assert address.isascii()
            place, _, rest = address.partition("?")
            assert tidy_address(unquote(place), rest) is None


def test_an_international_name_is_one_address_for_pages_and_oembed(tmp_path_factory: pytest.TempPathFactory) -> None:
    settings = frozen_settings({"DATA_DIR": str(tmp_path_factory.mktemp("data"))})
    client = create_app(settings, today=lambda: TODAY).test_client()
    page = client.get(f"/guide/{LEDIG}", headers={"Host": IDN}).text
    assert f'href="http://{IDN}/oembed?url=http://{IDN}/guide/{LEDIG}&amp;format=json"' in page
    assert "ærø" not in page
    for url in (
        f"http://{IDN}/guide/{LEDIG}",
        f"http://ærø.example/guide/{LEDIG}",
        f"http://ÆRØ.example:80/guide/{LEDIG}",
    ):
        answer = client.get(f"/oembed?url={quote(url)}", headers={"Host": IDN})
        assert answer.status_code == 200
        assert f"http://{IDN}/embed/{LEDIG}" in json.loads(answer.text)["html"]
