"""oEmbed: another system pastes a guide's address and gets a frame that is made of our own values alone."""

import json
import re
from collections.abc import Callable, Iterator
from html import unescape
from urllib.parse import quote, urlencode, urlsplit
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from oembedpy import consumer, discovery
from oembedpy.types import Rich
from selectolax.lexbor import LexborHTMLParser, LexborNode
from werkzeug.test import TestResponse

from tests.conftest import BASE_URL, TODAY
from tests.frozen import frozen_settings
from tests.web.conformance import parameters_in
from tests.web.live import live_guides
from tests.web.naughty_strings import NAUGHTY
from tests.web.samples import DAY, GUIDES, address
from widget.app import create_app
from widget.guides.library import Library

LEDIG = GUIDES[0]
ANSWERS = {"a-kasse": "ja", "alder": "under-25", "dato": DAY}
MEMBERS = {"version", "type", "provider_name", "provider_url", "title", "cache_age", "width", "height", "html"}
BY_LINKS = {"style", "src", "width", "height", "frameborder", "title"}
STATES: list[dict[str, str]] = [
    {},
    {"alder": "under-25"},
    ANSWERS,
    {"dato": DAY},
    {"a-kasse": "nej", "heading": "3"},
    {**ANSWERS, "heading": "4", "done": "varsel"},
]
WORDPRESS_READS = 150 * 1024
"""Bytes of a page in which WordPress looks for the discovery link."""

Get = Callable[[str], str]


def ask(client: FlaskClient, url: str, endpoint: str = "/oembed", **parameters: str) -> TestResponse:
    return client.get(f"{endpoint}?{urlencode({'url': url, **parameters}, errors='replace')}")


def embedded(client: FlaskClient, url: str, **parameters: str) -> dict[str, str | int]:
    """The answer to a question that must have one."""
    response = ask(client, url, **parameters)
    assert response.status_code == 200, url
    values = response.json
    assert isinstance(values, dict)
    return values


def frame_in(html: str | int) -> LexborNode:
    """The one frame that markup consists of."""
    parts = LexborHTMLParser(str(html)).css("body *")
    assert [part.tag for part in parts] == ["iframe"]
    return parts[0]


def source(html: str | int) -> str:
    return str(frame_in(html).attributes["src"])


@pytest.mark.parametrize("surface", ["guide", "embed"])
@pytest.mark.parametrize("guide", GUIDES)
def test_the_answer_has_what_the_standard_demands_of_rich_content(
    client: FlaskClient, library: Library, guide: str, surface: str
) -> None:
    response = ask(client, f"{BASE_URL}/{surface}/{guide}")
    assert response.headers["Content-Type"].split(";")[0] == "application/json"
    values = response.json
    assert isinstance(values, dict)
    assert set(values) == MEMBERS
    assert values["version"] == "1.0"
    assert values["type"] == "rich"
    assert values["title"] == library.guides[guide].title
    assert values["provider_url"] == f"{BASE_URL}/"
    assert values["provider_name"]
    assert isinstance(values["cache_age"], int)
    assert isinstance(values["width"], int)
    assert isinstance(values["height"], int)
    assert client.get("/").status_code == 200, "the address of the provider"


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("endpoint", ["/oembed", "/oembed/full"])
def test_xml_says_the_same_as_json(client: FlaskClient, endpoint: str, state: dict[str, str]) -> None:
    url = BASE_URL + address("guide", LEDIG, state)
    response = ask(client, url, endpoint, format="xml")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
    root = ElementTree.fromstring(response.data)  # noqa: S314 (our own answer)
    assert root.tag == "oembed"
    said = {member.tag: member.text for member in root}
    expected = json.loads(ask(client, url, endpoint, format="json").data)
    assert said == {name: str(value) for name, value in expected.items()}


def test_json_is_the_usual_form(client: FlaskClient) -> None:
    url = f"{BASE_URL}/guide/{LEDIG}"
    assert ask(client, url).data == ask(client, url, format="json").data == ask(client, url, format="").data


def test_every_site_may_read_the_answer(client: FlaskClient) -> None:
    assert ask(client, f"{BASE_URL}/guide/{LEDIG}").headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("surface", ["guide", "embed"])
@pytest.mark.parametrize("guide", GUIDES)
def test_the_markup_is_one_frame_with_the_variant_without_forms(
    client: FlaskClient, library: Library, guide: str, surface: str
) -> None:
    values = embedded(client, f"{BASE_URL}/{surface}/{guide}")
    frame = frame_in(values["html"])
    assert set(frame.attributes) == BY_LINKS
    assert frame.attributes["src"] == f"{BASE_URL}/embed/{guide}?ui=links"
    assert library.guides[guide].title in (frame.attributes["title"] or "")
    assert (frame.attributes["width"], frame.attributes["height"]) == (str(values["width"]), str(values["height"]))
    assert not frame.text()
    for unwanted in ("<blockquote", "<script", "#", "sandbox="):
        assert unwanted not in str(values["html"])
    page = LexborHTMLParser(client.get(source(values["html"]).removeprefix(BASE_URL)).text)
    assert not page.css("form, input, button")


@pytest.mark.parametrize("surface", ["guide", "embed"])
@pytest.mark.parametrize("state", STATES)
def test_the_frame_keeps_answers_and_heading_but_no_ticks(
    client: FlaskClient, surface: str, state: dict[str, str]
) -> None:
    html = embedded(client, BASE_URL + address(surface, LEDIG, state))["html"]
    kept = {name: value for name, value in state.items() if name != "done"}
    assert dict(parameters_in(source(html))) == {**kept, "ui": "links"}


def test_a_language_other_than_the_usual_one_is_kept_and_the_usual_one_not_said(
    client: FlaskClient, library: Library
) -> None:
    html = embedded(client, f"{BASE_URL}/guide/{LEDIG}?lang=da&alder=under-25")["html"]
    assert dict(parameters_in(source(html))) == {"alder": "under-25", "ui": "links"}


def test_a_slash_at_the_end_does_no_harm_as_on_the_page_itself(client: FlaskClient) -> None:
    assert client.get(f"/guide/{LEDIG}/").status_code == 200
    assert ask(client, f"{BASE_URL}/guide/{LEDIG}/?a-kasse=ja").data == (
        ask(client, f"{BASE_URL}/guide/{LEDIG}?a-kasse=ja").data
    )


@pytest.mark.parametrize("rubbish", ["utm_source=x", "fbclid=%22%3E", "%3Cb%3E=1", "done=%3Cb%3E", "alder=%3Cb%3E"])
def test_what_we_do_not_know_is_dropped(client: FlaskClient, rubbish: str) -> None:
    usual = ask(client, f"{BASE_URL}/guide/{LEDIG}?a-kasse=ja").data
    assert ask(client, f"{BASE_URL}/guide/{LEDIG}?a-kasse=ja&{rubbish}").data == usual
    assert ask(client, f"{BASE_URL}/guide/{LEDIG}?{rubbish}&a-kasse=ja#guide").data == usual
    more = {"dnt": "1", "omit_script": "1", "callback": "alert"}
    assert ask(client, f"{BASE_URL}/guide/{LEDIG}?a-kasse=ja", **more).data == usual


@pytest.mark.parametrize("name", ["maxwidth", "maxheight"])
@pytest.mark.parametrize(
    ("allowed", "given_back"),
    [
        ("1", 1),
        ("320", 320),
        ("0320", 320),
        ("599", 599),
        ("5000", None),
        ("0", None),
        ("-1", None),
        ("", None),
        ("x", None),
        ("1e3", None),
        ("3.5", None),
        ("٣", None),
        ("9" * 5000, None),
        ("100%", None),
        ("<b>", None),
    ],
)
def test_the_frame_is_no_larger_than_allowed_and_never_without_a_size(
    client: FlaskClient, name: str, allowed: str, given_back: int | None
) -> None:
    url = f"{BASE_URL}/guide/{LEDIG}"
    usual = embedded(client, url)
    values = embedded(client, url, **{name: allowed})
    side = name.removeprefix("max")
    assert values[side] == (given_back or usual[side])
    other = "height" if side == "width" else "width"
    assert values[other] == usual[other]
    frame = frame_in(values["html"]).attributes
    assert (frame["width"], frame["height"]) == (str(values["width"]), str(values["height"]))


def test_the_usual_shape_is_none_that_wordpress_takes_for_a_video(client: FlaskClient) -> None:
    values = embedded(client, f"{BASE_URL}/guide/{LEDIG}")
    shape = int(values["width"]) / int(values["height"])
    for video in (2.33, 2, 1.78, 1.33, 1, 0.56, 0.5):
        assert not video <= shape < video + 0.10


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("guide", GUIDES)
def test_consumers_that_leave_the_snippet_as_it_is_get_the_full_one(
    client: FlaskClient, get: Get, guide: str, state: dict[str, str]
) -> None:
    response = ask(client, BASE_URL + address("guide", guide, state), "/oembed/full")
    values = response.json
    assert isinstance(values, dict)
    assert set(values) == MEMBERS
    page = LexborHTMLParser(get(f"/share?{urlencode({'guide': guide, **state, 'dato': ''})}"))
    (shared,) = page.css("#code-frame")
    if "dato" not in state:
        assert values["html"] == shared.text()
    frame = LexborHTMLParser(values["html"]).css("iframe")[0].attributes
    assert "allow-forms" in (frame["sandbox"] or "")
    assert dict(parameters_in(str(frame["src"])))["ui"] == "fit"
    model = dict(parameters_in(str(frame["src"])))
    assert model.get("dato") == state.get("dato")


FOREIGN = {
    "another host": f"https://evil.example/guide/{LEDIG}",
    "another scheme": f"http://guides.example/guide/{LEDIG}",
    "no scheme": f"//guides.example/guide/{LEDIG}",
    "a path alone": f"/guide/{LEDIG}",
    "a script": "javascript:alert(1)",
    "data": "data:text/html,x",
    "a file": "file:///etc/passwd",
    "a port": f"https://guides.example:8443/guide/{LEDIG}",
    "a port that is none": f"https://guides.example:x/guide/{LEDIG}",
    "a user": f"https://a@guides.example/guide/{LEDIG}",
    "a user and password": f"https://a:b@guides.example/guide/{LEDIG}",
    "our host as the user": f"https://guides.example@evil.example/guide/{LEDIG}",
    "our host as the password": f"https://x:guides.example@evil.example/guide/{LEDIG}",
    "a longer host": f"https://guides.example.evil.example/guide/{LEDIG}",
    "a shorter host": f"https://example/guide/{LEDIG}",
    "a backslash before a host": f"https://evil.example\\@guides.example/guide/{LEDIG}",
    "a backslash after the host": f"https://guides.example\\@evil.example/guide/{LEDIG}",
    "an open bracket": f"https://[/guide/{LEDIG}",
    "a wrong bracket": f"https://[x]@guides.example/guide/{LEDIG}",
    "another normal form": f"https://guides.example\uff0f/guide/{LEDIG}",
    "the start page": f"{BASE_URL}/",
    "nothing but us": BASE_URL,
    "a guide that is not there": f"{BASE_URL}/guide/findes-ikke",
    "no guide": f"{BASE_URL}/guide/",
    "another page": f"{BASE_URL}/print/{LEDIG}",
    "the fragment": f"{BASE_URL}/fragment/{LEDIG}",
    "the share page": f"{BASE_URL}/share?guide={LEDIG}",
    "ourselves": f"{BASE_URL}/oembed?url={BASE_URL}/guide/{LEDIG}",
    "a partner": f"{BASE_URL}/guide/findes-ikke/{LEDIG}",
    "dots": f"{BASE_URL}/guide/../guide/{LEDIG}",
    "dots in percents": f"{BASE_URL}/guide/%2e%2e/guide/{LEDIG}",
    "a backslash": f"{BASE_URL}\\guide\\{LEDIG}",
    "a backslash within": f"{BASE_URL}/guide\\{LEDIG}",
    "a byte that is nothing": f"{BASE_URL}/guide/{LEDIG}\x00",
    "nothing": "",
    "a space": " ",
}


CARRIED = {
    "the usual port": f"https://guides.example:443/guide/{LEDIG}",
    "a dot after the host": f"https://guides.example./guide/{LEDIG}",
    "slashes doubled first": f"{BASE_URL}//guide/{LEDIG}",
    "slashes doubled": f"{BASE_URL}/guide//{LEDIG}",
    "two slashes at the end": f"{BASE_URL}/guide/{LEDIG}//",
    "a dot": f"{BASE_URL}/./guide/{LEDIG}",
    "a slash in percents": f"{BASE_URL}/guide%2f{LEDIG}",
    "capitals": f"{BASE_URL}/GUIDE/{LEDIG}",
    "a capital guide": f"{BASE_URL}/guide/{LEDIG.upper()}",
    "path parameters": f"{BASE_URL}/guide/{LEDIG};x=y",
    "a full stop": f"{BASE_URL}/guide/{LEDIG}.",
    "brackets": f"{BASE_URL}/guide/{LEDIG})",
    "white space": f" {BASE_URL}/guide/{LEDIG}\n",
    "capitals of the host": f"HTTPS://GUIDES.example/guide/{LEDIG}",
    "a place": f"{BASE_URL}/guide/{LEDIG}#answers",
}
"""Our own addresses as people and programs write them."""


@pytest.mark.parametrize("endpoint", ["/oembed", "/oembed/full"])
@pytest.mark.parametrize("url", CARRIED.values(), ids=CARRIED)
def test_what_programs_add_to_an_address_is_read_over(client: FlaskClient, url: str, endpoint: str) -> None:
    assert ask(client, url, endpoint).json == ask(client, f"{BASE_URL}/guide/{LEDIG}", endpoint).json


@pytest.mark.parametrize("endpoint", ["/oembed", "/oembed/full"])
@pytest.mark.parametrize("url", FOREIGN.values(), ids=FOREIGN)
def test_what_is_not_the_address_of_a_guide_here_has_no_answer(client: FlaskClient, url: str, endpoint: str) -> None:
    for form in ("json", "xml"):
        response = ask(client, url, endpoint, format=form)
        assert response.status_code == 404
        assert "evil" not in response.text
        assert response.headers["Cache-Control"] == "no-store"


def test_without_an_address_there_is_no_answer(client: FlaskClient) -> None:
    assert client.get("/oembed").status_code == 404
    assert client.get("/oembed?url").status_code == 404


@pytest.mark.parametrize("form", ["html", "JSON", "json ", "xml,json", "<b>", "jsonp"])
def test_a_format_that_there_is_not_is_said_to_be_missing(client: FlaskClient, form: str) -> None:
    for url in (f"{BASE_URL}/guide/{LEDIG}", "https://evil.example/"):
        assert ask(client, url, format=form).status_code == 501


PIECES = st.sampled_from(
    [
        BASE_URL,
        "https://",
        "http://",
        "guides.example",
        "evil.example",
        "@",
        ":443",
        "//",
        "/",
        "\\",
        "/guide/",
        "/embed/",
        *GUIDES,
        "..",
        "%2f",
        "%00",
        "?",
        "&",
        "#",
        "alder=under-25",
        "ui=links",
        "heading=3",
        f"dato={DAY}",
        '"><script>',
        "[",
        "]",
        *NAUGHTY[:30],
    ]
)
URLS = st.one_of(
    st.lists(PIECES, max_size=8).map("".join),
    st.text(max_size=100),
    st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=6).map(
        lambda rest: f"{BASE_URL}/guide/{LEDIG}?{''.join(rest)}"
    ),
)


@settings(max_examples=400)
@given(url=URLS, endpoint=st.sampled_from(["/oembed", "/oembed/full"]))
def test_for_any_address_asked_about_the_answer_is_made_of_our_own_values(
    client: FlaskClient, url: str, endpoint: str
) -> None:
    response = ask(client, url, endpoint)
    assert response.status_code in {200, 404}
    if response.status_code == 404:
        assert response.text == "No guide has this address.\n"
        return
    values = json.loads(response.data)
    frame = LexborHTMLParser(values["html"]).css("iframe")[0]
    where = urlsplit(str(frame.attributes["src"]))
    assert f"{where.scheme}://{where.netloc}" == BASE_URL
    page = client.get(f"{where.path}?{where.query}")
    assert page.status_code == 200
    _, surface, guide = where.path.split("/")
    assert surface == "embed"
    assert guide in GUIDES
    clean = f"{BASE_URL}/embed/{guide}?{where.query}"
    assert ask(client, clean, endpoint).data == response.data, "something of the question is in the answer"
    assert set(dict(parameters_in(clean))) <= {
        "a-kasse",
        "aarsag",
        "alder",
        "uddannelse",
        "husstand",
        "dato",
        "lang",
        "heading",
        "ui",
        *(name for name, _ in parameters_in(page_address(page.text))),
    }


def page_address(html: str) -> str:
    """The address that a page by links or in a frame gives of itself."""
    tree = LexborHTMLParser(html)
    printed = tree.css("footer .address")
    if printed:
        return printed[0].text()
    opened = (str(link.attributes["href"]) for link in tree.css('a[target="_blank"]'))
    return next(address for address in opened if "/guide/" in address)


def discovered(html: str) -> dict[str, str]:
    """The addresses by which systems find out how to embed a page, by their type."""
    links = LexborHTMLParser(html).css("head > link[rel=alternate]")
    return {str(link.attributes["type"]): str(link.attributes["href"]) for link in links}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("guide", GUIDES)
@pytest.mark.parametrize("surface", ["guide", "embed"])
def test_a_page_says_how_to_embed_it_in_the_same_state(
    client: FlaskClient, get: Get, surface: str, guide: str, state: dict[str, str]
) -> None:
    where = address(surface, guide, state)
    html = get(where)
    found = discovered(html)
    assert set(found) == {"application/json+oembed"}
    endpoint = found["application/json+oembed"]
    assert endpoint.startswith(f"{BASE_URL}/oembed?")
    assert client.get(endpoint.removeprefix(BASE_URL)).data == ask(client, BASE_URL + where).data


@pytest.mark.parametrize("surface", ["guide", "embed"])
@pytest.mark.parametrize("guide", GUIDES)
def test_systems_that_read_only_the_beginning_find_it(get: Get, guide: str, surface: str) -> None:
    html = get(address(surface, guide, ANSWERS))
    head = html[: html.index("</head>")]
    assert head.index("application/json+oembed") < head.index("<style")
    assert len(head[: head.index("<style")].encode()) < WORDPRESS_READS
    assert re.search(r'<link[^<>]+type="application/json\+oembed"[^<>]+title="[^"]+"', unescape(head))


@pytest.mark.parametrize("surface", ["print", "fragment", "sources"])
def test_other_pages_do_not_offer_themselves(get: Get, surface: str) -> None:
    assert "oembed" not in get(f"/{surface}/{LEDIG}")


def test_everything_stands_at_the_public_address_for_any_host_that_was_asked() -> None:
    client = create_app(frozen_settings({"BASE_URL": "https://a.example"}), today=lambda: TODAY).test_client()
    own = client.get(f"/oembed?url=https://a.example/guide/{LEDIG}", base_url="https://internal.example:8443")
    assert own.status_code == 200
    assert "internal" not in own.text
    assert source(json.loads(own.data)["html"]).startswith("https://a.example/embed/")
    internal = f"https://internal.example:8443/guide/{LEDIG}"
    assert client.get(f"/oembed?url={internal}", base_url="https://internal.example:8443").status_code == 404
    assert "internal" not in client.get(f"/guide/{LEDIG}", base_url="https://internal.example:8443").text


def test_without_a_public_address_it_is_the_one_that_was_asked() -> None:
    client = create_app(frozen_settings({}), today=lambda: TODAY).test_client()
    asked = client.get(f"/oembed?url=https://b.example:81/guide/{LEDIG}", base_url="https://b.example:81")
    assert source(json.loads(asked.data)["html"]).startswith("https://b.example:81/embed/")
    assert client.get(f"/oembed?url={BASE_URL}/guide/{LEDIG}", base_url="https://b.example:81").status_code == 404


@pytest.fixture(scope="module")
def live() -> Iterator[str]:
    """The guides on a port of this machine, asked without any proxy."""
    with pytest.MonkeyPatch.context() as environment, live_guides() as origin:
        environment.setenv("NO_PROXY", "127.0.0.1")
        yield origin


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("surface", ["guide", "embed"])
def test_a_consumer_that_knows_nothing_but_the_address_embeds_the_guide(
    client: FlaskClient, library: Library, live: str, surface: str, state: dict[str, str]
) -> None:
    """By oEmbedPy, which finds the endpoint by the page and asks it over the network."""
    endpoint, question = discovery.find_from_content(live + address(surface, LEDIG, state))
    question.max_width, question.max_height = 500, 750
    content = consumer.fetch_content(endpoint, question)
    assert isinstance(content, Rich)
    assert endpoint == f"{live}/oembed"
    assert content.title == library.guides[LEDIG].title
    assert (content.width, content.height) == (500, 650)
    frame = source(content.html)
    assert frame.startswith(f"{live}/embed/{LEDIG}?")
    kept = {name: value for name, value in state.items() if name != "done"}
    assert dict(parameters_in(frame)) == {**kept, "ui": "links"}
    assert client.get(frame.removeprefix(live)).status_code == 200


def test_a_consumer_reads_the_xml_as_well(library: Library, live: str) -> None:
    question = consumer.RequestParameters(url=f"{live}/guide/{LEDIG}?alder=under-25", format="xml")
    content = consumer.fetch_content(f"{live}/oembed", question)
    assert isinstance(content, Rich)
    assert content.title == library.guides[LEDIG].title
    assert quote("under-25") in source(content.html)
