"""Virker det på min side? Answers worked out by hand, and sample pages with the code as systems leave it."""

import socket
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from tests.conftest import TODAY
from tests.frozen import frozen_settings
from tests.web.conformance import check_page, check_targets, strict_html5
from tests.web.naughty_strings import NAUGHTY
from tests.web.page_reading import one, words
from tests.web.partner_site import PartnerSite, partner_site
from widget.app import create_app
from widget.web.pages.embedding_systems import SYSTEMS
from widget.web.pages.sample_hosts import HOSTS

Get = Callable[[str], str]
LEDIG = "hvis-du-bliver-ledig"
YES, NO = "må vise guiden.", "må ikke vise guiden endnu."


@pytest.fixture
def partners(tmp_path: Path) -> Iterator[PartnerSite]:
    """The made-up partners."""
    with closing(partner_site(tmp_path, LANGUAGES="en")) as site:
        yield site


def check(page: str, partner: str = "", **more: str) -> str:
    """The address of the check of a webmaster's page."""
    place = f"/check/{partner}" if partner else "/check"
    return f"{place}?{urlencode({'page': page, **more})}"


def answer(html: str) -> str:
    """What is said of the page."""
    return words(one(html, "#answer"))


def sample(host: str, system: str = "html", **more: str) -> str:
    """The address of a sample page."""
    return f"/sample-host?{urlencode({'guide': LEDIG, 'system': system, 'host': host, **more})}"


@pytest.mark.parametrize(
    ("typed", "site"),
    [
        ("https://www.kommune.example/job/ledig?id=7#top", "https://www.kommune.example"),
        ("  www.kommune.example/job ", "https://www.kommune.example"),
        ("http://kommune.example", "http://kommune.example"),
        ("https://ærø.example/nyt", "https://ærø.example"),
    ],
)
def test_every_site_may_show_the_common_guide(get: Get, typed: str, site: str) -> None:
    html = get(check(typed))
    assert f"Ja. {site} {YES}" in answer(html)
    assert one(html, "#page").attributes["value"] == typed.strip()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("https://www.fagligfremtid.example/job", ("Ja. https://www.fagligfremtid.example må vise guiden.",)),
        ("minside.fagligfremtid.example", ("Ja. https://minside.fagligfremtid.example må vise guiden.",)),
        (
            "https://fagligfremtid.example/job",
            ("Nej. https://fagligfremtid.example", "På listen står: https://www.fagligfremtid.example"),
        ),
        ("https://intra.fagligfremtid.example", ("Nej.", "under ”Hjemmesider” i administrationen")),
        ("https://anden.example/", (f"Nej. https://anden.example {NO}", "https://anden.example")),
        (
            "http://www.fagligfremtid.example/job",
            ("ikke krypteret (http)", "Brug siden på https://www.fagligfremtid.example"),
        ),
        ("https://www.fagligfremtid.example:8443", (f"Nej. https://www.fagligfremtid.example:8443 {NO}",)),
    ],
)
def test_only_sites_on_its_list_may_show_the_edition_of_a_partner(
    partners: PartnerSite, typed: str, said: tuple[str, ...]
) -> None:
    text = answer(partners.page(check(typed, "faglig-fremtid")))
    for part in said:
        assert part in text
    assert ("Den kan vises i en ramme på" in text) is text.startswith("Må siden vise guiden? Nej")


def test_names_below_a_wildcard_and_names_in_danish_are_known(partners: PartnerSite) -> None:
    assert YES in answer(partners.page(check("https://intra.storstad.example/x", "storstad")))
    assert f"Ja. https://www.lilleø.example {YES}" in answer(partners.page(check("www.lilleø.example", "lilleoe")))


def test_the_answer_is_that_of_the_header(partners: PartnerSite) -> None:
    policy = partners.get(f"/embed/faglig-fremtid/{LEDIG}").headers["Content-Security-Policy"]
    (sources,) = (part for part in policy.split("; ") if part.startswith("frame-ancestors"))
    listed = sources.split()[2:]
    assert len(listed) == 2
    for source in listed:
        assert YES in answer(partners.page(check(f"{source}/en/side", "faglig-fremtid")))


@pytest.mark.parametrize("typed", ["town", "javascript:alert(1)", "https://*.town.example", "a b", "x" * 999, "<b>"])
def test_what_is_no_address_is_said_beside_the_field_and_kept(get: Get, typed: str) -> None:
    html = get(check(typed, height="900", system="drupal"))
    field = one(html, "#page")
    assert field.attributes["aria-invalid"] == "true"
    assert field.attributes["aria-describedby"] == "error-page help-page"
    assert typed.startswith(str(field.attributes["value"]))
    assert "er ikke adressen på en side" in words(one(html, "#error-page"))
    assert words(one(html, "title")).startswith("Se dine svar efter")
    assert "height=900" in str(one(html, "p > a[href^='/share']").attributes["href"])
    assert not LexborHTMLParser(html).css("#code-letter")


@pytest.mark.parametrize("column", ["9", "9999", "bred", "٣", "-700"])
def test_a_wrong_width_is_said_beside_its_field_and_the_usual_one_is_used(get: Get, column: str) -> None:
    html = get(check("https://town.example", column=column))
    assert one(html, "#column").attributes["value"] == column
    assert column in words(one(html, "#error-column"))
    assert YES in answer(html)
    assert "main{width:700px}" in get(sample("light", column=column))


def test_an_encrypted_page_shows_no_guide_that_is_not() -> None:
    app = create_app(frozen_settings({"BASE_URL": "http://guides.example"}), today=lambda: TODAY)
    text = answer(app.test_client().get(check("https://town.example")).text)
    assert "Nej. Siden er krypteret (https), og http://guides.example er ikke." in text


def test_an_operator_may_leave_the_common_guide_to_some_sites() -> None:
    values = {"FRAME_ANCESTORS": "https://town.example", "BASE_URL": "https://guides.example"}
    client = create_app(frozen_settings(values), today=lambda: TODAY).test_client()
    assert f"Ja. https://town.example {YES}" in answer(client.get(check("https://town.example/x")).text)
    refused = answer(client.get(check("https://www.town.example")).text)
    assert f"Nej. https://www.town.example {NO}" in refused
    assert "På listen står: https://town.example" in refused
    assert "Den, der driver https://guides.example" in refused


def test_the_supplier_gets_the_exact_line_and_a_text_with_the_page(get: Get) -> None:
    html = get(check("https://town.example/job", system="strict-policy", height="900"))
    assert one(html, "#code-line").text() == "frame-src 'self' https://guides.example"
    assert "https://town.example/job" in one(html, "#code-letter").text()
    assert one(html, "#code-theme").text() == 'iframe[src*="https://guides.example"]{min-height:900px}'
    assert not LexborHTMLParser(get(check("https://town.example"))).css("#code-theme"), "its own style is enough"


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_page_conforms_and_shows_each_sample_page(client: FlaskClient, get: Get, system: str) -> None:
    html = get(check("https://town.example", guide=LEDIG, system=system))
    strict_html5(html)
    check_page("".join(part.partition("</iframe>")[2] or part for part in html.split("<iframe")), heading_level=1)
    check_targets(html, get)
    frames = [str(frame.attributes["src"]) for frame in LexborHTMLParser(html).css("iframe")]
    assert len(frames) == (0 if SYSTEMS[system] in {"card", "ssi", "esi"} else len(HOSTS))
    for address in frames:
        assert client.get(address).status_code == 200


@pytest.mark.parametrize("system", ["html", "strict-policy"])
def test_a_plain_sample_page_has_the_snippet_byte_for_byte(get: Get, system: str) -> None:
    choices = {"guide": LEDIG, "system": system, "height": "900", "alder": "under-25"}
    handed_out = one(get(f"/share?{urlencode(choices)}"), "#code textarea").text()
    for host in ("light", "dark", "height-auto"):
        html = get(sample(host, system, height="900", alder="under-25"))
        assert handed_out in html
        strict_html5(html.replace(handed_out, ""))


def test_systems_themes_and_tools_do_to_the_snippet_what_they_do(get: Get) -> None:
    frame = one(get(sample("light", "tinymce")), "iframe").attributes
    assert (frame["sandbox"], "ui=links" in str(frame["src"])) == ("", True)
    frame = one(get(sample("light", "wordpress-author", heading="3")), "iframe").attributes
    assert frame["sandbox"] == "allow-scripts"
    assert frame["src"] == f"https://guides.example/embed/{LEDIG}?ui=links"
    held = one(get(sample("consent")), "iframe").attributes
    assert ("src" in held, "data-src" in held) == (False, True)
    boxed = one(get(sample("ratio")), "iframe").parent
    assert boxed is not None
    assert boxed.attributes["class"] == "ratio"


def test_only_this_server_frames_a_sample_page_and_its_policy_knows_the_style_of_the_snippet(
    client: FlaskClient,
) -> None:
    for system, allowed in (("html", True), ("strict-policy", False)):
        policy = client.get(sample("light", system)).headers["Content-Security-Policy"]
        assert "frame-ancestors 'self'" in policy
        assert "script-src 'none'" in policy
        assert "'unsafe-inline'" not in policy
        assert ("'unsafe-hashes' 'sha256-" in policy) is allowed
    assert "frame-ancestors 'none'" in client.get("/check").headers["Content-Security-Policy"]


def test_neither_page_asks_another_server(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a request leaves the server")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert client.get(check("https://www.borger.example/side")).status_code == 200
    assert client.get(sample("light")).status_code == 200


def test_crawlers_keep_neither_page(client: FlaskClient) -> None:
    for address in ("/check", sample("light")):
        assert client.get(address).headers["X-Robots-Tag"] == "noindex"


def test_a_partner_we_do_not_know_leads_to_the_check_of_the_common_guide(client: FlaskClient) -> None:
    for address in ("/check/findes-ikke", "/sample-host/findes-ikke"):
        response = client.get(f"{address}?guide={LEDIG}")
        assert response.status_code == 404
        assert one(response.text, ".ways a").attributes["href"] == f"/check?guide={LEDIG}"


def test_the_share_page_asks_for_the_address_and_carries_its_choices(partners: PartnerSite) -> None:
    query = urlencode({"guide": LEDIG, "system": "tinymce", "alder": "under-25", "heading": "3", "lang": "en"})
    form = one(partners.page(f"/share/storstad?{query}"), "#check form")
    assert form.attributes["action"] == "/check/storstad#answer"
    sent = {str(field.attributes["name"]): field.attributes.get("value") for field in form.css("input")}
    wanted = {"guide": LEDIG, "system": "tinymce", "alder": "under-25", "heading": "3", "lang": "en"}
    assert {name: value for name, value in sent.items() if name != "page"} == wanted


MARK = "x5y7"
TYPED = st.one_of(st.sampled_from(NAUGHTY), st.text(max_size=80))


@settings(max_examples=60, deadline=None)
@given(values=st.dictionaries(st.sampled_from(["page", "column", "host", "guide", "scheme"]), TYPED, max_size=5))
def test_nothing_typed_is_markup_and_nothing_typed_fails(client: FlaskClient, values: dict[str, str]) -> None:
    sent = {name: f"{value}<{MARK} a='{MARK}' b=\"{MARK}\">" for name, value in values.items()}
    for place in ("/check", "/sample-host"):
        for parameters in (values, sent):
            response = client.get(f"{place}?{urlencode(parameters, errors='replace')}")
            assert response.status_code == 200
            page = LexborHTMLParser(response.text)
            assert not page.css(MARK)
            assert not page.css("script, base, object, embed, [onclick], [onerror], [autofocus]")
