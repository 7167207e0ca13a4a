"""What a frame asks for by `ui` and `scheme` holds on every page that is shown in it, and on no other."""

import re
from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from tests.web.page_reading import one
from tests.web.samples import GUIDES
from widget.guides.library import Library

GUIDE = GUIDES[0]
STATES = ("", "a-kasse=ja&dato=2026-12-01&", "a-kasse=maaske&")
IN_FRAME_BY_LINKS = ("embed", "feedback", "print", "sources")
Get = Callable[[str], str]


def links(html: str) -> list[str]:
    """Where the page leads on this server, without places on the page itself."""
    found = [str(link.attributes["href"]) for link in LexborHTMLParser(html).css("body a[href]")]
    return [address for address in found if address.startswith("/")]


def ui(address: str) -> str:
    return dict(parse_qsl(urlsplit(address).query)).get("ui", "")


def surface(address: str) -> str:
    return address.split("/")[1].partition("?")[0]


def check_links(get: Get, address: str, found: list[str]) -> None:
    """Assert that a page has no form, and leads to pages without forms only."""
    assert "<form" not in get(address), address
    for link in found:
        assert surface(link) in IN_FRAME_BY_LINKS, f"{address} leads to {link}"
        assert ui(link) == "links", f"{address} leads to {link}"


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("guide", GUIDES)
def test_from_a_frame_without_forms_no_link_leads_to_a_page_with_forms(get: Get, guide: str, state: str) -> None:
    """Each page that such links lead to is walked, one of each kind: from the first question and the overview."""
    first = f"/embed/{guide}?{state}ui=links"
    check_links(get, first, links(get(first)))
    left, seen = [f"{first}&open=overblik"], set[str]()
    while left:
        address = left.pop()
        if surface(address) in seen:
            continue
        seen.add(surface(address))
        found = links(get(address))
        check_links(get, address, found)
        left += found
    assert seen == set(IN_FRAME_BY_LINKS)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("guide", GUIDES)
def test_a_frame_that_follows_the_page_stays_one_in_what_it_shows(get: Get, guide: str, state: str) -> None:
    html = get(f"/embed/{guide}?{state}ui=fit&heading=3")
    for link in links(html):
        if surface(link) in {"embed", "feedback"}:
            assert ui(link) in {"fit", "links"}, link
            assert "heading=3" in link
        else:
            assert not ui(link), f"{link} is a page of its own"
    for form in LexborHTMLParser(html).css("form"):
        assert one(form.html or "", "input[name=ui]").attributes["value"] == "fit"
    overview = get(f"/embed/{guide}?{state}ui=fit&heading=3&open=overblik")
    back = links(get(next(link for link in links(overview) if surface(link) == "feedback")))
    assert {ui(link) for link in back if surface(link) == "embed"} == {"fit"}


def test_pages_outside_the_frame_know_nothing_of_it(get: Get) -> None:
    html = get(f"/embed/{GUIDE}?a-kasse=ja&ui=fit&scheme=dark")
    for link in LexborHTMLParser(html).css("a[target]"):
        assert "scheme=" not in str(link.attributes["href"])
        assert "ui=" not in str(link.attributes["href"])


@pytest.mark.parametrize("state", STATES)
def test_below_each_form_in_a_frame_stands_the_way_without_it(get: Get, state: str) -> None:
    for address in (f"/embed/{GUIDE}?{state}ui=fit", f"/feedback/{GUIDE}?{state}ui=fit&from=embed"):
        page = LexborHTMLParser(get(address))
        ways = [link for link in page.css("a") if link.text().startswith("Sker der intet?")]
        assert len(ways) == len(page.css("form"))
        for way in ways:
            there = str(way.attributes["href"])
            assert ui(there) == "links"
            assert "<form" not in get(there.partition("#")[0])
            answers = dict(parse_qsl(state))
            assert answers.get("dato") == dict(parse_qsl(urlsplit(there).query)).get("dato")


def test_on_a_page_of_its_own_forms_work_and_no_other_way_is_offered(get: Get) -> None:
    assert "Sker der intet?" not in get(f"/guide/{GUIDE}")


def test_each_answer_to_choose_by_link_says_its_question(get: Get, library: Library) -> None:
    page = LexborHTMLParser(get(f"/embed/{GUIDE}?ui=links&open=svar"))
    guide = library.guides[GUIDE]
    questions = [*guide.questions, guide.date_question]
    lists = page.css("ul.choices")
    for answers, question in zip(lists, questions, strict=True):
        assert answers.attributes["role"] == "list", "Safari takes a list without marks for none"
        assert question is not None
        for link in answers.css("a"):
            assert link.text().startswith(f"{question.short}: "), "each link says what it answers"


def test_where_new_windows_may_be_forbidden_the_style_shows_addresses(get: Get) -> None:
    page = get(f"/embed/{GUIDE}?ui=links")
    assert re.search(r'<body class="[^"]*\bbare\b', page)
    assert ".bare a[target]::after{content:" in page
    assert "attr(href)" in page
    assert not re.search(r'<body class="[^"]*\bbare\b', get(f"/embed/{GUIDE}"))


SCHEMES = {"": "light", "scheme=auto": "", "scheme=dark": "dark", "scheme=x": "light"}


@pytest.mark.parametrize("path", [f"/embed/{GUIDE}", f"/feedback/{GUIDE}?from=embed", "/embed/findes-ikke"])
@pytest.mark.parametrize("asked", SCHEMES)
def test_a_frame_is_light_unless_its_webmaster_asks_for_something_else(
    client: FlaskClient, path: str, asked: str
) -> None:
    page = LexborHTMLParser(client.get(f"{path}{'&' if '?' in path else '?'}{asked}").text)
    scheme = SCHEMES[asked]
    assert (one(page.html or "", "html").attributes["class"] or "") == scheme
    assert one(page.html or "", "meta[name=color-scheme]").attributes["content"] == (scheme or "light dark")


@pytest.mark.parametrize("query", ["", "a-kasse=ja", "open=alt", "open=alt&ui=links"])
def test_a_frame_that_is_light_has_its_colours_once(client: FlaskClient, query: str) -> None:
    """The same that it has where it may be dark too; there browsers without `light-dark()` get them once more."""
    light, either, dark = (
        client.get(f"/embed/{GUIDE}?{query}&{scheme}").text for scheme in ("", "scheme=auto", "scheme=dark")
    )
    pairs = re.findall(r"(--[a-z-]+):light-dark\(([^,]+),([^)]+)\)", either)
    assert len(pairs) > 5
    assert "light-dark" not in light
    assert all(f"{name}:{colour}" in light for name, colour, _ in pairs)
    assert "@supports not (color:light-dark(" in either
    assert pairs == re.findall(r"(--[a-z-]+):light-dark\(([^,]+),([^)]+)\)", dark)


@pytest.mark.parametrize("path", [f"/guide/{GUIDE}", f"/print/{GUIDE}", f"/sources/{GUIDE}", "/"])
def test_a_page_of_its_own_is_as_light_or_dark_as_its_visitor(client: FlaskClient, path: str) -> None:
    page = client.get(f"{path}?scheme=dark").text
    assert '<meta name="color-scheme" content="light dark">' in page
    assert 'class=""' in page


@pytest.mark.parametrize("path", [f"/embed/{GUIDE}", f"/embed/{GUIDE}?a-kasse=ja", "/embed/findes-ikke"])
def test_frames_of_before_get_pages_that_are_higher_than_they(client: FlaskClient, path: str) -> None:
    """Otherwise Chromium 156 paints 150 pixels of them: see the table that `tests.browser.matrix` makes."""
    mark = "&" if "?" in path else "?"
    assert re.search(r'<body class="[^"]*\btall\b', client.get(path).text)
    for other in ("ui=fit", "ui=links"):
        assert not re.search(r'<body class="[^"]*\btall\b', client.get(f"{path}{mark}{other}").text)
