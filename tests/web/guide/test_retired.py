"""Addresses of what is no more, or never was, say so and lead on: an address given out keeps working."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import icalendar
import pytest
import vobject
from click.testing import CliRunner
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from tests.conftest import BASE_URL, TODAY
from tests.frozen import frozen_settings
from tests.guides.guide_examples import DOG, THIRD
from tests.web.conformance import check_page, links, strict_html5
from tests.web.samples import DAY, GUIDES, address
from widget.app import create_app
from widget.cli.main import main
from widget.guides.loading import read_library
from widget.web.guide.addresses import DEFAULT_HEADINGS

LEDIG = GUIDES[0]
TITLE, TEXT = "Når du får kat", "Guiden er nu en del af guiden om hunde & <katte>."
RETIRED = f"""\
naar-du-faar-kat:
  title: {TITLE}
  text: "{TEXT}"
  to: {DOG}
naar-du-faar-fisk:
  title: Når du får fisk
  text: Reglerne er afskaffet.
"""
Get = Callable[[str], str]


def served(folder: Path) -> FlaskClient:
    """A server with the content of a folder."""
    settings = frozen_settings({"CONTENT_DIR": str(folder), "BASE_URL": BASE_URL, "DATA_DIR": f"{folder}-data"})
    return create_app(settings, today=lambda: TODAY).test_client()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of a content folder, with two guides that are no more."""
    folder = shutil.copytree(THIRD, tmp_path / "content")
    (folder / "retired.yaml").write_text(RETIRED, encoding="utf-8")
    return folder


@pytest.fixture
def after(content: Path) -> FlaskClient:
    """The server after the guides are gone."""
    return served(content)


@pytest.mark.parametrize("parameters", [{}, {"alder": "hvalp", "dato": DAY, "done": "x"}, {"ui": "links"}])
@pytest.mark.parametrize("surface", DEFAULT_HEADINGS)
def test_a_guide_that_is_no_more_says_where_it_went(
    after: FlaskClient, surface: str, parameters: dict[str, str]
) -> None:
    response = after.get(address(surface, "naar-du-faar-kat", parameters))
    assert response.status_code == 200
    tree = LexborHTMLParser(response.text)
    assert tree.css("h1")[0].text() == TITLE
    assert TEXT in tree.css("main")[0].text()
    assert "<katte>" not in response.text
    surface_on = "embed" if surface == "embed" else "guide"
    by_links = (
        "?ui=links" if surface == "embed" and parameters.get("ui") else ""
    )  # a host that forbids forms still does
    assert links(response.text) == {"Når du får hund": f"/{surface_on}/{DOG}{by_links}"}
    assert after.get(f"/{surface_on}/{DOG}").status_code == 200
    check_page(response.text, heading_level=1)
    strict_html5(response.text)


@pytest.mark.parametrize("surface", DEFAULT_HEADINGS)
def test_without_a_guide_in_its_place_all_guides_are_shown(after: FlaskClient, surface: str) -> None:
    response = after.get(f"/{surface}/naar-du-faar-fisk")
    assert response.status_code == 200
    assert "Reglerne er afskaffet." in response.text
    assert set(links(response.text)) == {"Når du får hund"}


def test_the_frame_of_a_guide_that_is_no_more_may_stand_where_it_stood(after: FlaskClient) -> None:
    before = after.get(f"/embed/{DOG}").headers
    now = after.get("/embed/naar-du-faar-kat").headers
    for name in ("Cross-Origin-Embedder-Policy", "Cross-Origin-Resource-Policy"):
        assert now[name] == before[name]
    assert "frame-ancestors *" in now["Content-Security-Policy"]


def test_a_guide_that_is_no_more_is_not_offered(after: FlaskClient) -> None:
    for page in ("/", "/share"):
        assert "kat" not in after.get(page).text.replace("kategori", "")
    url = f"{BASE_URL}/guide/naar-du-faar-kat"
    assert after.get(f"/oembed?url={url}").status_code == 404


def test_programs_are_told_in_their_own_form_where_a_guide_went(after: FlaskClient) -> None:
    response = after.get("/data/naar-du-faar-kat.json?alder=hvalp")
    assert response.status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.json == {
        "retired": True,
        "guide": "naar-du-faar-kat",
        "title": TITLE,
        "text": TEXT,
        "successor": {"guide": DOG, "title": "Når du får hund", "address": f"{BASE_URL}/guide/{DOG}"},
    }
    nowhere = after.get("/data/naar-du-faar-fisk.json").json
    assert nowhere is not None
    assert nowhere["successor"] is None


def test_a_calendar_that_is_followed_becomes_empty_and_says_why(after: FlaskClient) -> None:
    texts = {"naar-du-faar-kat": f"{TEXT} {BASE_URL}/guide/{DOG}", "naar-du-faar-fisk": "Reglerne er afskaffet."}
    for guide, text in texts.items():
        response = after.get(f"/calendar/{guide}.ics?dato=2026-12-01")
        assert response.status_code == 200
        assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
        calendar = icalendar.Calendar.from_ical(response.data)
        assert isinstance(calendar, icalendar.Calendar)
        assert list(calendar.events) == []
        assert calendar.walk("VTIMEZONE"), "The standard demands a component."
        assert str(calendar["description"]) == str(calendar["x-wr-caldesc"]) == text
        assert not vobject.readOne(response.text).contents.get("vevent")


@pytest.mark.parametrize(("path", "error"), [("findes-ikke", "unknown-guide"), (f"nogen/{DOG}", "unknown-partner")])
def test_data_that_there_is_not_is_said_to_programs_of_any_site(after: FlaskClient, path: str, error: str) -> None:
    response = after.get(f"/data/{path}.json")
    assert response.status_code == 404
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.json is not None
    assert response.json["error"] == error


def test_a_guide_cannot_be_both_there_and_gone(content: Path) -> None:
    (content / "retired.yaml").write_text(f"{DOG}:\n  title: Hund\n  text: Væk.\n", encoding="utf-8")
    _, problems = read_library(content)
    (error,) = problems.errors
    assert "nedlagt og en guide" in str(error)
    ran = CliRunner().invoke(main, ["check", "--date", "2026-11-22", str(content)])
    assert ran.exit_code == 1
    assert "retired.yaml:2: fejl [unique-id]" in ran.output


def test_the_guide_in_its_place_must_be_there(content: Path) -> None:
    (content / "retired.yaml").write_text("kat:\n  title: Kat\n  text: Væk.\n  to: naar-du\n", encoding="utf-8")
    ran = CliRunner().invoke(main, ["check", "--date", "2026-11-22", str(content)])
    assert ran.exit_code == 1
    assert "retired.yaml:4: fejl [unknown-id]" in ran.output


def test_a_register_of_guides_that_were_passes_the_check(content: Path) -> None:
    ran = CliRunner().invoke(main, ["check", "--date", "2026-11-22", str(content)])
    assert ran.exit_code == 0, ran.output


@pytest.mark.parametrize("surface", DEFAULT_HEADINGS)
@pytest.mark.parametrize("guide", GUIDES)
def test_a_partner_we_do_not_know_leads_to_the_guide_with_the_same_answers(
    client: FlaskClient, get: Get, surface: str, guide: str
) -> None:
    state = {"a-kasse": "ja", "dato": DAY}
    response = client.get(address(f"{surface}/findes-ikke", guide, {**state, "utm_source": "x"}))
    assert response.status_code == 404
    check_page(response.text, heading_level=1)
    strict_html5(response.text)
    (way,) = links(response.text).values()
    assert way.removeprefix(BASE_URL) == address(surface, guide, state)
    get(way.removeprefix(BASE_URL))


@pytest.mark.parametrize("partner", ["%3Cb%3E", "a%0d%0ab", "..%252f", "😀", "x" * 3000, LEDIG])
def test_any_text_in_a_partners_place_is_not_said_again(client: FlaskClient, partner: str) -> None:
    response = client.get(f"/embed/{partner}/{LEDIG}", follow_redirects=True)
    assert response.status_code == 404
    assert "<b>" not in response.text
    assert response.text == client.get(f"/embed/findes-ikke/{LEDIG}").text


def all_ways(html: str) -> Iterator[str]:
    for way in LexborHTMLParser(html).css(".ways a"):
        yield str(way.attributes["href"])


@pytest.mark.parametrize("path", ["findes-ikke", "%3Cb%3E", "hvis-du-bliver-ledig.htm", "HVIS-DU-BLIVER-LEDIGE"])
@pytest.mark.parametrize("surface", DEFAULT_HEADINGS)
def test_a_guide_we_never_had_is_a_page_with_all_guides(
    client: FlaskClient, get: Get, surface: str, path: str
) -> None:
    response = client.get(f"/{surface}/{path}?alder=under-25")
    assert response.status_code == 404
    check_page(response.text, heading_level=1)
    strict_html5(response.text)
    ways = list(all_ways(response.text))
    surface_on = "embed" if surface == "embed" else "guide"
    assert sorted(ways) == sorted(f"/{surface_on}/{guide}" for guide in GUIDES)
    for way in ways:
        get(way)
