"""With any query at all, the guide comes, and the page says only what we mean it to say."""

from functools import lru_cache
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser
from werkzeug.test import TestResponse

from tests.conftest import TODAY
from tests.frozen import frozen_settings
from tests.web.conformance import check_page, own_addresses, parameters_in, strict_html5
from tests.web.naughty_strings import MALFORMED, NAUGHTY
from widget.app import create_app
from widget.guides.answers import DAY_FIELDS

PATH = "/embed/hvis-du-bliver-ledig"
KNOWN = [
    *("a-kasse", "aarsag", "alder", "uddannelse", "husstand", "dato", "done", "lang", "heading", "ui", "open"),
    *DAY_FIELDS,
    "from",
]
"""The parameters of the guide, in the canonical order; the last tells feedback where people come from."""

TASKS = {"meld-dig-ledig", "slutdato", "varsel", "loen-ved-konkurs"}
"""Those that the overview may tell first."""

VALID = {
    "a-kasse": "ja",
    "aarsag": "opsagt",
    "alder": "under-25",
    "uddannelse": "ingen",
    "husstand": "boern",
    "dato": "2026-12-01",
    "done": "varsel",
    "heading": "3",
    "ui": "links",
}

values = st.one_of(st.text(max_size=60), st.sampled_from(NAUGHTY), st.sampled_from(sorted(VALID.values())))
names = st.one_of(st.sampled_from(KNOWN), st.text(max_size=20), st.sampled_from(NAUGHTY))
queries = st.lists(st.tuples(names, values), max_size=12).map(
    lambda pairs: urlencode(pairs, errors="surrogatepass").encode()
)


def ask(client: FlaskClient, query: bytes, path: str = PATH) -> TestResponse:
    """The answer to a query of exactly these bytes."""
    return client.get(path, environ_overrides={"QUERY_STRING": query.decode("latin-1")})


def check_answer(response: TestResponse) -> None:
    """A guide, whole and conforming, on whichever level was asked for."""
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    check_guide(response.text)


@lru_cache(maxsize=1_000)
def check_guide(html: str) -> None:
    """A conforming guide; the same page is checked once."""
    first = LexborHTMLParser(html).css_first("h1, h2, h3, h4, h5, h6")
    assert first is not None
    check_page(html, int((first.tag or "")[1]))
    strict_html5(html)
    for address in own_addresses(html):
        # The version is sent by a form that keeps ticks, and stands in no link.
        order = [name for name, _ in parameters_in(address) if name != "v"]
        assert order == [name for name in KNOWN if name in order], f"{address} is not canonical"


@settings(max_examples=150)
@given(query=st.binary(max_size=300))
def test_any_bytes_give_a_conforming_guide(client: FlaskClient, query: bytes) -> None:
    check_answer(ask(client, query))


@settings(max_examples=250)
@given(query=queries)
def test_any_parameters_give_a_conforming_guide(client: FlaskClient, query: bytes) -> None:
    check_answer(ask(client, query))


@pytest.mark.parametrize("query", MALFORMED)
@pytest.mark.parametrize("surface", ["embed", "guide"])
def test_a_malformed_query_gives_a_conforming_guide(client: FlaskClient, surface: str, query: bytes) -> None:
    check_answer(ask(client, query, f"/{surface}/hvis-du-bliver-ledig"))


@pytest.mark.parametrize("name", ["a-kasse", "dato", "done", "lang", "heading", "ui", "utm_source"])
def test_no_naughty_string_gets_through_as_markup(client: FlaskClient, name: str) -> None:
    for value in NAUGHTY:
        response = ask(client, urlencode({name: value, "alder": "under-25"}, errors="surrogatepass").encode())
        check_answer(response)
        assert "X-Evil" not in response.headers
        assert "<script" not in response.text
        assert "<b>x" not in response.text
        assert not any("49" in message.text() for message in LexborHTMLParser(response.text).css("p.error"))


@pytest.mark.parametrize("name", ["a-kasse", "dato", "done", "heading", "lang", "ui", "utm_source", "<b>x"])
@pytest.mark.parametrize("surface", ["embed", "guide"])
def test_nothing_given_is_echoed_unescaped(client: FlaskClient, surface: str, name: str) -> None:
    for planted in ("<b>x", '"><b>x', "&lt;<b>x", "%3Cb%3Ex"):
        page = ask(client, urlencode({name: planted}).encode(), f"/{surface}/hvis-du-bliver-ledig").text
        assert "<b>x" not in page


@pytest.mark.parametrize(
    "query",
    [
        b"a" * 3_000_000,
        b"a-kasse=" + b"%3C" * 1_000_000,
        b"a-kasse=ja&" * 300_000,
        b"&" * 2_000_000,
        b"done=" + b"varsel," * 400_000,
        b"alder=under-25&" + "&".join(f"{number}={number}" for number in range(200_000)).encode(),
    ],
    ids=["one word", "escapes", "repeated", "separators", "ticks", "names"],
)
def test_megabytes_of_query_give_a_small_page(client: FlaskClient, query: bytes) -> None:
    response = ask(client, query)
    check_answer(response)
    assert len(response.data) < 120_000


def test_unknown_parameters_vanish_from_every_link_and_field(client: FlaskClient) -> None:
    page = ask(
        client, b"utm_source=nyhedsmail&alder=under-25&fbclid=xyz&A-KASSER=ja&done=nope&lang=xx&heading=9&ui=tabs"
    ).text
    for address in own_addresses(page):
        parameters = dict(parameters_in(address))
        assert parameters.pop("done", "") in {"", *TASKS}, "a link that ticks a task, which is one of ours"
        assert set(parameters) <= set(KNOWN) - {"lang", "heading"}, address
    fields = {str(field.attributes.get("name")) for field in LexborHTMLParser(page).css("input, select, button")}
    assert fields <= {*KNOWN, "v", "None"}
    for word in ("utm_source", "nyhedsmail", "fbclid", "xyz", "nope", "tabs"):
        assert word not in page


@pytest.mark.parametrize("wrong", ["a-kasse", "aarsag", "alder", "uddannelse", "husstand"])
@pytest.mark.parametrize("ui", [{}, {"ui": "links"}])
def test_a_bad_value_keeps_the_other_answers_and_is_told_beside_its_question(
    client: FlaskClient, wrong: str, ui: dict[str, str]
) -> None:
    answers = {name: value for name, value in VALID.items() if name not in {"heading", "ui", wrong}}
    page = ask(client, urlencode({**answers, **ui, wrong: "vrøvl<b>"}).encode()).text
    tree = LexborHTMLParser(page)
    (message,) = tree.css("p.error")
    assert "vrøvl<b>" in message.text()
    (link,) = message.css("a")
    kept = dict(parameters_in(str(link.attributes["href"])))
    assert {name: kept[name] for name in answers} == answers
    assert kept["open"] == wrong, "the way to the question with the problem"
    assert "Se dine svar efter" in page.partition("</title>")[0]
    assert tree.css_first(".alert") is not None


@pytest.mark.parametrize("day", ["i morgen", "2026-02-30", "1999-12-31", "2100-01-01", "20261201x", "<b>x", "9" * 99])
def test_a_date_that_is_none_keeps_the_answers_and_is_told_beside_the_date(client: FlaskClient, day: str) -> None:
    page = ask(client, urlencode({"a-kasse": "ja", "dato": day}).encode()).text
    tree = LexborHTMLParser(page)
    (message,) = tree.css("p.error")
    assert day[:20] in message.text()
    fields = tree.css("fieldset.day input[inputmode=numeric]")
    assert [field.attributes.get("aria-invalid") for field in fields] == ["true"] * 3
    (group,) = tree.css("fieldset.day")
    described_by = (group.attributes.get("aria-describedby") or "").split()
    assert described_by[0] == message.attributes.get("id"), "what is wrong comes before the help"
    assert all(tree.css_first(f"#{place}") for place in described_by)
    assert not any(field.attributes.get("value") for field in fields)
    assert ("a-kasse", "ja") in {
        (hidden.attributes.get("name"), hidden.attributes.get("value")) for hidden in tree.css("input[type=hidden]")
    }


@pytest.mark.parametrize("day", ["2026-12-01", "1.12.2026", "01-12-2026", "1/12-2026", " 1. 12. 2026 "])
def test_a_date_is_read_as_danes_write_it(client: FlaskClient, day: str) -> None:
    page = ask(client, urlencode({"dato": day, "open": "dato"}).encode()).text
    fields = LexborHTMLParser(page).css("fieldset.day input[inputmode=numeric]")
    assert [field.attributes.get("value") for field in fields] == ["1", "12", "2026"]


TYPED = [
    (("1", "12", "2026"), "2026-12-01"),
    (("01", "december", "26"), "2026-12-01"),
    (("1/12-2026", "", ""), "2026-12-01"),
    (("1.", "12.", "2026"), "2026-12-01"),
]


@pytest.mark.parametrize(("typed", "meant"), TYPED)
def test_a_date_typed_in_three_fields_stands_in_links_as_a_day(
    client: FlaskClient, typed: tuple[str, str, str], meant: str
) -> None:
    fields = dict(zip(DAY_FIELDS, typed, strict=True))
    page = ask(client, urlencode({"a-kasse": "ja", **fields}).encode()).text
    (link,) = (address for address in own_addresses(page) if address.endswith("open=svar#guide"))
    assert dict(parameters_in(link)) == {"a-kasse": "ja", "dato": meant, "open": "svar"}


HALF_TYPED = [
    (("1", "12", ""), "Skriv også året."),
    (("1", "", "2026"), "Skriv også måneden."),
    (("", "12", "2026"), "Skriv også dagen."),
    (("31", "2", "2026"), "Vi kan ikke læse datoen ”31.2.2026”. Skriv den som 31 12 2026."),
    (("31", "", ""), "Vi kan ikke læse datoen ”31”. Skriv den som 31 12 2026."),
]


@pytest.mark.parametrize(("typed", "said"), HALF_TYPED)
def test_a_half_typed_date_is_told_beside_the_fields_and_nothing_is_lost(
    client: FlaskClient, typed: tuple[str, str, str], said: str
) -> None:
    fields = dict(zip(DAY_FIELDS, typed, strict=True))
    page = ask(client, urlencode({"a-kasse": "ja", "done": "varsel", **fields}).encode()).text
    tree = LexborHTMLParser(page)
    (message,) = tree.css("p.error")
    assert message.text() == said
    kept = {field.attributes["name"]: field.attributes.get("value") or "" for field in tree.css("form input")}
    assert {name: kept[name] for name in DAY_FIELDS} == fields
    assert (kept["a-kasse"], kept["done"]) == ("ja", "varsel")
    assert "Se dine svar efter" in page.partition("</title>")[0]


@settings(max_examples=60)
@given(order=st.permutations(sorted(VALID)), rubbish=st.text(alphabet="abcxyz_", min_size=1, max_size=8))
def test_the_order_of_the_query_changes_nothing_on_the_page(
    client: FlaskClient, order: list[str], rubbish: str
) -> None:
    shuffled = urlencode([(rubbish, "1"), *((name, VALID[name]) for name in order)]).encode()
    assert ask(client, shuffled).text == ask(client, urlencode(VALID).encode()).text


@pytest.mark.parametrize(
    ("query", "same"),
    [
        (b"a-kasse=ja&a-kasse=nej", b"a-kasse=ja"),
        (b"a-kasse=&a-kasse=nej", b"a-kasse=nej"),
        (b"a-kasse=%20ja%20", b"a-kasse=ja"),
        (b"done=varsel&done=cv", b"done=varsel,cv"),
        (b"done=varsel&done=varsel&done=%3Cb%3E", b"done=varsel"),
        (b"done=,,,varsel,,", b"done=varsel"),
        (b"heading=0", b""),
        (b"heading=22", b""),
        (b"heading=2", b""),
        (b"lang=da", b""),
        (b"lang=../../etc", b""),
        (b"ui=forms", b""),
        (b"ui=LINKED", b""),
        (b"done=%00", b""),
        (b"dato=", b""),
    ],
)
def test_what_means_the_same_gives_the_same_page(client: FlaskClient, query: bytes, same: bytes) -> None:
    assert ask(client, query).data == ask(client, same).data


def test_a_strange_host_header_harms_no_visitor() -> None:
    nobodys = create_app(frozen_settings({}), today=lambda: TODAY).test_client()
    for host in ("<b>x", 'a"b', "æøå.example", "a b", "x" * 5_000, "[::1", "evil.example:99999999", ""):
        response = nobodys.get(PATH, environ_overrides={"HTTP_HOST": host.encode().decode("latin-1")})
        assert response.status_code in {200, 400}, host
        assert "<b>x" not in response.text


def test_every_link_of_a_full_address_keeps_all_but_what_it_changes(client: FlaskClient) -> None:
    page = ask(client, urlencode({**VALID, "open": "alt"}).encode()).text
    ticks = [dict(parameters_in(address)) for address in own_addresses(page) if address.endswith("#progress")]
    assert ticks
    for kept in ticks:
        assert {**kept, "done": "varsel"} == {**VALID, "open": "alt"}
