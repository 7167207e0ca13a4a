"""Origins: what may frame, as browsers compare it, and why anything else may not."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widget.partners.model import Partner
from widget.partners.origins import Origin, OriginFault, OriginProblem, bare_hosts_left_out, parse_origin

SOURCE = re.compile(r"https?://(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9][0-9]{0,4})?")
"""A source in a policy: no space, quote, comma or semicolon that could begin another."""

labels = st.text(string.ascii_lowercase + string.digits + "æøåéüß中", min_size=1, max_size=12).filter(
    lambda label: not label.isdigit()
)
hosts = st.lists(labels, min_size=1, max_size=3).map(lambda parts: ".".join([*parts, "dk"]))
typed_origins = st.builds(
    "{}://{}{}{}{}".format,
    st.sampled_from(["https", "HTTPS"]),
    st.sampled_from(["", "*."]),
    hosts,
    st.sampled_from(["", ":443", ":8443", ":1", ":65535"]),
    st.sampled_from(["", "/"]),
)


@pytest.mark.parametrize(
    ("typed", "source"),
    [
        ("https://town.example", "https://town.example"),
        (" https://town.example/ ", "https://town.example"),
        ("HTTPS://WWW.Town.Example", "https://www.town.example"),
        ("https://town.example:443", "https://town.example"),
        ("https://town.example:8443", "https://town.example:8443"),
        ("https://town.example:1", "https://town.example:1"),
        ("https://town.example:65535", "https://town.example:65535"),
        ("https://*.town.example:8443", "https://*.town.example:8443"),
        ("https://ærø.dk", "https://xn--r-3fa9c.dk"),
        ("https://ÆRØ.dk", "https://xn--r-3fa9c.dk"),
        ("https://*.ærø.dk", "https://*.xn--r-3fa9c.dk"),
        ("https://xn--r-3fa9c.dk", "https://xn--r-3fa9c.dk"),
        ("https://faß.example", "https://xn--fa-hia.example"),
        ("https://town。example", "https://town.example"),
        ("http://localhost:8001", "http://localhost:8001"),
        ("http://localhost", "http://localhost"),
        ("http://localhost:80", "http://localhost"),
        ("http://127.0.0.1:5000", "http://127.0.0.1:5000"),
        ("https://localhost:8443", "https://localhost:8443"),
        ("https://town.0xyz", "https://town.0xyz"),
        ("https://town.a0x1", "https://town.a0x1"),
    ],
)
def test_an_origin_is_read_as_browsers_send_it(typed: str, source: str) -> None:
    assert str(parse_origin(typed)) == source


def test_names_are_shown_as_people_write_them() -> None:
    origin = parse_origin("https://*.xn--r-3fa9c.dk:8443")
    assert isinstance(origin, Origin)
    assert origin.in_unicode == "https://*.ærø.dk:8443"


@pytest.mark.parametrize(
    ("typed", "fault", "suggestion"),
    [
        ("", OriginFault.EMPTY, ""),
        ("  ", OriginFault.EMPTY, ""),
        ("town.example", OriginFault.NO_SCHEME, "https://town.example"),
        ("//town.example", OriginFault.NO_SCHEME, "https://town.example"),
        ("www.town.example/borger", OriginFault.NO_SCHEME, "https://www.town.example"),
        ("*.town.example", OriginFault.NO_SCHEME, "https://*.town.example"),
        ("localhost:8001", OriginFault.NO_SCHEME, "http://localhost:8001"),
        ("LOCALHOST:8001", OriginFault.NO_SCHEME, "http://localhost:8001"),
        ("https://town.example/borger", OriginFault.PATH, "https://town.example"),
        ("https://town.example/s%C3%B8g?a=1#b", OriginFault.PATH, "https://town.example"),
        ("https://town.example?a", OriginFault.PATH, "https://town.example"),
        ("https://town.example#a", OriginFault.PATH, "https://town.example"),
        ("https://town.example:8443?a", OriginFault.PATH, "https://town.example:8443"),
        ("https://town.example:8443#a", OriginFault.PATH, "https://town.example:8443"),
        ("https://town.example/@other.example", OriginFault.PATH, "https://town.example"),
        ("https://town.example?@other.example", OriginFault.PATH, "https://town.example"),
        ("https://town.example#@other.example", OriginFault.PATH, "https://town.example"),
        ("https://town.example/" + "a" * 279, OriginFault.PATH, "https://town.example"),
        ("https://town.example/" + "a" * 280, OriginFault.CHARACTERS, ""),
        ("https://me:secret@town.example", OriginFault.USER, "https://town.example"),
        ("https://@town.example", OriginFault.USER, "https://town.example"),
        ("http://town.example", OriginFault.NOT_HTTPS, "https://town.example"),
        ("http://town.example:8080/a", OriginFault.NOT_HTTPS, "https://town.example"),
        ("http://localhost.town.example", OriginFault.NOT_HTTPS, "https://localhost.town.example"),
        ("ftp://town.example", OriginFault.SCHEME, ""),
        ("file:///etc/passwd", OriginFault.SCHEME, ""),
        ("c://town.example", OriginFault.SCHEME, ""),
        ("h2://town.example", OriginFault.SCHEME, ""),
        ("git+ssh://town.example", OriginFault.SCHEME, ""),
        ("ms-word://town.example", OriginFault.SCHEME, ""),
        ("soap.beep://town.example", OriginFault.SCHEME, ""),
        ("javascript:alert(1)", OriginFault.HOST, ""),
        ("data:text/html,x", OriginFault.CHARACTERS, ""),
        ("blob:https://town.example", OriginFault.HOST, ""),
        ("null", OriginFault.HOST, ""),
        ("https:", OriginFault.HOST, ""),
        ("https://", OriginFault.HOST, ""),
        ("https:/town.example", OriginFault.HOST, ""),
        ("*", OriginFault.EVERYBODY, ""),
        ("https://*", OriginFault.EVERYBODY, ""),
        ("https://*:8443", OriginFault.EVERYBODY, ""),
        ("https://*.", OriginFault.EVERYBODY, ""),
        ("https://*.dk", OriginFault.WILDCARD_TOO_WIDE, ""),
        ("http://*.localhost:8000", OriginFault.WILDCARD_TOO_WIDE, ""),
        ("https://www.*.dk", OriginFault.WILDCARD, ""),
        ("https://*town.example", OriginFault.WILDCARD, ""),
        ("https://*.*.example", OriginFault.WILDCARD, ""),
        ("https://＊.town.example", OriginFault.HOST, ""),
        ("https://192.168.1.10", OriginFault.ADDRESS, ""),
        ("https://127.1", OriginFault.ADDRESS, ""),
        ("https://0x7f000001", OriginFault.ADDRESS, ""),
        ("https://town.0x", OriginFault.ADDRESS, ""),
        ("https://2130706433", OriginFault.ADDRESS, ""),
        ("https://*.127.0.0.1", OriginFault.ADDRESS, ""),
        ("http://[::1]:8000", OriginFault.ADDRESS, ""),
        ("https://[]", OriginFault.ADDRESS, ""),
        ("https://[::1]]", OriginFault.HOST, ""),
        ("https://[::1/a]", OriginFault.HOST, ""),
        ("https://[::1?a]", OriginFault.HOST, ""),
        ("https://[::1#a]", OriginFault.HOST, ""),
        ("https://[town.example", OriginFault.HOST, ""),
        ("[town.example", OriginFault.HOST, ""),
        ("town.example]", OriginFault.HOST, ""),
        ("https://town.example]other.example", OriginFault.HOST, ""),
        ("https://intranet", OriginFault.HOST, ""),
        ("https://town_hall.example", OriginFault.HOST, ""),
        ("https://-town.example", OriginFault.HOST, ""),
        ("https://town..example", OriginFault.HOST, ""),
        ("https://town.example.", OriginFault.HOST, ""),
        ("https://xn--zzzz-.example", OriginFault.HOST, ""),
        ("https://" + "a" * 64 + ".example", OriginFault.HOST, ""),
        ("https://a／b.example", OriginFault.HOST, ""),
        ("https://town.exa%6dple", OriginFault.HOST, ""),
        ("https://" + "a." * 200 + "example", OriginFault.CHARACTERS, ""),
        ("https://town.example:0", OriginFault.PORT, ""),
        ("https://town.example:65536", OriginFault.PORT, ""),
        ("https://town.example:000443", OriginFault.PORT, ""),
        ("https://town.example:443a", OriginFault.PORT, ""),
        ("https://town.example:", OriginFault.PORT, ""),
        ("https://town.example:*", OriginFault.PORT, ""),
        ("https://town.example:８443", OriginFault.PORT, ""),
        ("'self'", OriginFault.CHARACTERS, ""),
        ("https://town.example https://other.example", OriginFault.CHARACTERS, ""),
        ("https://town.example, https://other.example", OriginFault.CHARACTERS, ""),
        ("https://town.example; script-src *", OriginFault.CHARACTERS, ""),
        ("https://town.example\r\nSet-Cookie: a=b", OriginFault.CHARACTERS, ""),
        ("https://town\x00.example", OriginFault.CHARACTERS, ""),
        ("https://town\u200b.example", OriginFault.CHARACTERS, ""),
        ("https://town\\.example", OriginFault.CHARACTERS, ""),
    ],
)
def test_what_is_no_origin_is_refused_with_what_to_write_instead(
    typed: str, fault: OriginFault, suggestion: str
) -> None:
    problem = parse_origin(typed)
    assert isinstance(problem, OriginProblem)
    assert (problem.fault, problem.text, problem.suggestion) == (fault, typed.strip(), suggestion)
    if suggestion:
        assert str(parse_origin(suggestion)) == suggestion


@given(typed_origins)
def test_an_origin_comes_back_from_its_text(typed: str) -> None:
    origin = parse_origin(typed)
    if isinstance(origin, Origin):
        assert parse_origin(str(origin)) == origin
        assert parse_origin(origin.in_unicode) == origin
        assert SOURCE.fullmatch(str(origin))
        assert origin.scheme == "https"


@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from(
            ["https://", "http://", "*", ".", "a", "dk", "ø", ":", "1", "/", "@", ";", " ", "'", "[", "]"]
        ),
        max_size=12,
    ).map("".join)
)
def test_no_text_becomes_anything_but_one_source(typed: str) -> None:
    found = parse_origin(typed)
    if isinstance(found, Origin):
        assert SOURCE.fullmatch(str(found))
        assert found.scheme == "https" or found.is_loopback
        assert parse_origin(str(found)) == found
    elif found.suggestion:
        assert str(parse_origin(found.suggestion)) == found.suggestion


@pytest.mark.parametrize("character", "\"'`,;<>\\^{|}")
def test_what_could_end_a_source_is_refused_wherever_it_stands(character: str) -> None:
    """Even where the text could be mended by leaving out its path: it may be several origins."""
    for typed in (f"https://town.example/{character}a", f"https://town{character}a.example"):
        assert parse_origin(typed) == OriginProblem(OriginFault.CHARACTERS, typed, suggestion="")
        assert parse_origin(typed) == OriginProblem(OriginFault.CHARACTERS, typed)


def test_the_header_is_computed_from_the_origins() -> None:
    origins = tuple(
        origin
        for typed in ("https://ærø.dk", "https://*.ærø.dk")
        if isinstance(origin := parse_origin(typed), Origin)
    )
    assert Partner("aeroe", "Ærø", origins=origins).frame_ancestors == (
        "https://xn--r-3fa9c.dk https://*.xn--r-3fa9c.dk"
    )
    assert Partner("aeroe", "Ærø").frame_ancestors == "'none'"


def test_the_bare_name_that_a_wildcard_leaves_out_is_pointed_to() -> None:
    wide, bare = Origin("https", "town.example", wildcard=True), Origin("https", "town.example")
    assert bare_hosts_left_out([wide, wide]) == (bare,)
    assert bare_hosts_left_out([wide, bare]) == ()
    assert bare_hosts_left_out([bare]) == ()


def test_a_list_of_sources_would_be_found_by_the_pattern_of_these_tests() -> None:
    assert not SOURCE.fullmatch("https://a.example https://b.example")
    assert not SOURCE.fullmatch("https://a.example;")
    assert SOURCE.fullmatch("https://*.a.example:1")


@pytest.mark.parametrize("text", ["https://*.co.uk", "https://*.github.io", "https://*.blogspot.com", "https://*.dk"])
def test_a_wildcard_does_not_let_in_the_websites_of_others(text: str) -> None:
    found = parse_origin(text)
    assert isinstance(found, OriginProblem)
    assert found.fault is OriginFault.WILDCARD_TOO_WIDE


@pytest.mark.parametrize(
    "text", ["https://aarhus.github.io", "https://*.aarhus.dk", "https://*.town.co.uk", "https://github.io"]
)
def test_a_website_below_such_a_name_or_at_it_is_one(text: str) -> None:
    assert isinstance(parse_origin(text), Origin)
