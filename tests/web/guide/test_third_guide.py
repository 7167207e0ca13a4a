"""A guide is added with files alone: a folder with one guide, served without a line of Python."""

import gzip
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.conftest import BASE_URL, TODAY
from tests.web.conformance import check_page, check_targets, links, strict_html5
from tests.web.samples import address, pairwise
from widget.app import create_app
from widget.settings import read_settings
from widget.web.guide.addresses import DEFAULT_HEADINGS

FOLDER = Path(__file__).parents[2] / "guides" / "third"
GUIDE = "naar-du-faar-hund"
CHOICES = {"alder": ("hvalp", "ung", "voksen", "ved-ikke"), "bolig": ("ejer", "lejer", "ved-ikke")}


@pytest.fixture(scope="module")
def third() -> FlaskClient:
    """A server that has only the third guide."""
    settings = read_settings({"CONTENT_DIR": str(FOLDER), "BASE_URL": BASE_URL})
    return create_app(settings, today=lambda: TODAY).test_client()


@pytest.mark.parametrize("variant", [{}, {"dato": "2026-12-31"}, {"ui": "links"}, {"heading": "3"}])
@pytest.mark.parametrize("surface", ["embed", "guide"])
def test_a_third_guide_conforms_in_every_situation(third: FlaskClient, surface: str, variant: dict[str, str]) -> None:
    for situation in pairwise(CHOICES):
        page = third.get(address(surface, GUIDE, {**situation, **variant}))
        assert page.status_code == 200
        check_page(page.text, int(variant.get("heading", DEFAULT_HEADINGS[surface])))
        strict_html5(page.text)
        check_targets(page.text, lambda where: third.get(where).text)


@pytest.mark.parametrize("surface", DEFAULT_HEADINGS)
def test_a_third_guide_is_on_every_surface(third: FlaskClient, surface: str) -> None:
    response = third.get(f"/{surface}/{GUIDE}?alder=hvalp")
    assert response.status_code == 200
    assert "Når du får hund" in response.text


def test_a_third_guide_is_there_for_programs_and_calendars(third: FlaskClient) -> None:
    data = third.get(f"/data/{GUIDE}.json?alder=hvalp").get_json()
    assert data["title"] == "Når du får hund"
    assert {question["id"]: question["answer"] for question in data["questions"]}["alder"] == "hvalp"
    calendar = third.get(f"/calendar/{GUIDE}.ics?dato=2026-12-31").text
    assert calendar.startswith("BEGIN:VCALENDAR")


def test_a_third_guide_has_its_own_questions_and_deadlines(third: FlaskClient) -> None:
    page = third.get(f"/embed/{GUIDE}?open=svar").text
    assert 'name="bolig" value="lejer"' in page
    assert 'name="a-kasse"' not in page
    dated = third.get(f"/embed/{GUIDE}?dato=2026-12-31&open=alt").text
    assert "Vigtige datoer" in dated


def test_the_front_page_lists_what_the_folder_has(third: FlaskClient) -> None:
    assert links(third.get("/").text)["Når du får hund"] == f"/guide/{GUIDE}"
    assert third.get("/embed/hvis-du-bliver-ledig").status_code == 404


def test_a_small_guide_takes_few_bytes(third: FlaskClient) -> None:
    response = third.get(f"/embed/{GUIDE}", headers={"Accept-Encoding": "gzip"})
    assert len(response.data) < 10_000
    assert gzip.decompress(response.data)
