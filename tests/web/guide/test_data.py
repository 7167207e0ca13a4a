"""The guide as JSON: as docs/data.schema.json describes it, and the same as the page."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from tests.conftest import BASE_URL
from tests.web.conformance import check_page, places
from tests.web.naughty_strings import NAUGHTY
from tests.web.page_reading import words
from tests.web.samples import DAY, GUIDES, WHOLE, address, all_done, choices_of, pairwise
from widget.guides.library import Library

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

LEDIG = GUIDES[0]
SCHEMA = json.loads(Path(__file__).parents[3].joinpath("docs", "data.schema.json").read_text(encoding="utf-8"))
Get = Callable[[str], str]


@cache
def validator() -> "Draft202012Validator":
    """What checks by the schema. It takes a second to load, and each process of the tests imports this module."""
    from jsonschema import Draft202012Validator

    return Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)


def data(client: FlaskClient, guide: str, parameters: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The guide as JSON, which must be there and as the schema says."""
    response = client.get(address("data", f"{guide}.json", parameters or {}))
    assert response.status_code == 200
    values = json.loads(response.data)
    validator().validate(values)
    assert isinstance(values, dict)
    return values


def states(library: Library, guide: str) -> list[dict[str, str]]:
    choices = choices_of(library.guides[guide])
    single = [{name: choice} for name, ids in choices.items() for choice in ids]
    full = [{**situation, "dato": DAY} for situation in islice(pairwise(choices), 12)]
    done = all_done(library.guides[guide])
    return [{}, {"dato": DAY}, {"dato": "x"}, {"alder": "x"}, {"ui": "links"}, {"done": done}, *single, *full]


def test_the_schema_is_one_and_its_formats_are_tried() -> None:
    validator().check_schema(SCHEMA)
    checker = validator().format_checker
    assert checker is not None
    assert not checker.conforms("no address", "uri")
    assert not checker.conforms("2026-02-30", "date")


@pytest.mark.parametrize(
    ("member", "wrong"),
    [
        ("schema", 2),
        ("version", "22. november"),
        ("address", "no address"),
        ("date", "x"),
        ("questions", [{"id": "A"}]),
        ("items", [{}]),
        ("parts", [{"id": "x", "title": "", "items": []}]),
    ],
)
def test_the_schema_refuses_what_it_should(client: FlaskClient, member: str, wrong: object) -> None:
    values = data(client, LEDIG, {"dato": DAY})
    assert not validator().is_valid({**values, member: wrong})
    assert not validator().is_valid({name: value for name, value in values.items() if name != member})


@pytest.mark.parametrize("guide", GUIDES)
def test_the_data_is_as_its_schema_says_in_every_kind_of_state(
    client: FlaskClient, library: Library, guide: str
) -> None:
    for state in states(library, guide):
        data(client, guide, state)


@pytest.mark.parametrize("guide", GUIDES)
def test_answers_have_the_same_effect_as_on_the_page(
    client: FlaskClient, get: Get, library: Library, guide: str
) -> None:
    for state in states(library, guide):
        values = data(client, guide, state)
        page = LexborHTMLParser(get(address("guide", guide, {**state, **WHOLE})))
        tickable = [item["title"] for item in values["items"] if item["need"] in {"must", "good-idea"}]
        by_id = {item["id"]: item for item in values["items"]}
        in_parts = [by_id[name] for part in values["parts"] for name in part["items"]]
        assert in_parts == values["items"]
        shown = [words(node) for node in page.css("details.part:not(details.part details) li.task > .title")]
        assert sorted(shown) == sorted(tickable), state
        others = [item["title"] for item in values["items"] if item["need"] not in {"must", "good-idea"}]
        found = [words(node) for node in page.css(".automatic li > .title, .information > :first-child")]
        assert sorted(found) == sorted(others), state
        parts = {words(node.css("summary")[0]): node for node in page.css("details.part")}
        for part in values["parts"]:
            titles = parts[part["title"]].css("li > .title, .information > :first-child")
            order = [words(node) for node in titles]
            assert order == _order_on_page([by_id[name] for name in part["items"]]), state


def _order_on_page(items: list[dict[str, Any]]) -> list[str]:
    """First what must be done, then what is a good idea, then the rest; otherwise as they come."""
    ranks = {"must": 0, "good-idea": 1, "automatic": 2, "information": 2}
    return [" ".join(item["title"].split()) for item in sorted(items, key=lambda item: ranks[item["need"]])]


@pytest.mark.parametrize("guide", GUIDES)
def test_conditions_and_dates_are_those_of_the_page(
    client: FlaskClient, get: Get, library: Library, guide: str
) -> None:
    for state in states(library, guide):
        values = data(client, guide, state)
        page = LexborHTMLParser(get(address("guide", guide, {**state, **WHOLE})))
        said = [words(node) for node in page.css(".condition")]
        assert sorted(said) == sorted(
            f"Gælder, hvis {item['condition']}." for item in values["items"] if item["condition"]
        )
        dated = [item for item in values["items"] if item["due"]]
        assert bool(dated) is (state.get("dato") == DAY)
        assert len(page.css(".deadlines li")) == len(dated)
        for item in dated:
            day = date.fromisoformat(item["due"])
            assert f"{day.day}. " in page.css(f'[id="{item["id"]}"]')[0].text()


@pytest.mark.parametrize("guide", GUIDES)
def test_without_answers_it_has_all_questions_and_choices(client: FlaskClient, library: Library, guide: str) -> None:
    values = data(client, guide)
    model = library.guides[guide]
    assert [(question["id"], question["label"]) for question in values["questions"]] == [
        (question.id, question.label) for question in model.questions
    ]
    for found, question in zip(values["questions"], model.questions, strict=True):
        assert found["answer"] is None
        assert found["choices"] == [{"id": choice.id, "label": choice.label} for choice in question.choices]
    assert values["date"] is None
    assert values["version"] == model.version.isoformat()
    assert values["title"] == model.title
    assert values["language"] == "da"


@pytest.mark.parametrize("guide", GUIDES)
def test_every_answer_that_it_offers_can_be_given(client: FlaskClient, guide: str) -> None:
    for question in data(client, guide)["questions"]:
        for choice in question["choices"]:
            found = data(client, guide, {question["id"]: choice["id"]})["questions"]
            answers = {other["id"]: other["answer"] for other in found}
            assert answers.pop(question["id"]) == choice["id"]
            assert not any(answers.values())


@pytest.mark.parametrize("guide", GUIDES)
def test_its_address_is_the_page_in_the_same_state_and_its_jumps_are_places_there(
    client: FlaskClient, get: Get, library: Library, guide: str
) -> None:
    for state in states(library, guide):
        values = data(client, guide, state)
        assert values["address"].startswith(f"{BASE_URL}/guide/{guide}")
        own = values["address"].removeprefix(BASE_URL)
        html = get(f"{own}{'&' if '?' in own else '?'}open=alt")
        answered = {question["id"]: question["answer"] for question in values["questions"] if question["answer"]}
        for name, answer in answered.items():
            assert f"{name}={answer}" in own
        for jump in values["jumps"]:
            assert jump["to"] in places(html)


def test_texts_are_plain(client: FlaskClient) -> None:
    for guide in GUIDES:
        for item in data(client, guide)["items"]:
            for text in (item["title"], item["text"], item["why"] or "", item["condition"] or ""):
                assert "<" not in text
                assert "](" not in text
                assert "{" not in text
                assert text == text.strip()


def test_every_site_may_read_it(client: FlaskClient) -> None:
    response = client.get(f"/data/{LEDIG}.json?alder=under-25", headers={"Origin": "https://town.example"})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert response.headers["Content-Type"] == "application/json; charset=utf-8"
    assert response.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("path", ["/data/findes-ikke.json", "/data/findes-ikke/findes-ikke.json"])
def test_a_guide_that_there_is_not_is_said_with_those_that_there_are(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.json == {"error": "unknown-guide", "guides": sorted(GUIDES)}


def test_an_address_that_there_is_not_is_a_page(client: FlaskClient) -> None:
    response = client.get(f"/data/{LEDIG}")
    assert response.status_code == 404
    check_page(response.text, heading_level=1)


def test_a_partner_we_do_not_know_keeps_the_answers_in_the_way_on(client: FlaskClient, get: Get) -> None:
    state = {"alder": "under-25", "dato": DAY}
    response = client.get(address("data/findes-ikke", f"{LEDIG}.json", {**state, "utm_source": "x"}))
    assert response.status_code == 404
    assert response.json is not None
    assert response.json["address"] == f"{BASE_URL}{address('guide', LEDIG, state)}"
    get(address("guide", LEDIG, state))


@settings(max_examples=40)
@given(
    values=st.dictionaries(
        st.sampled_from(["a-kasse", "alder", "dato", "done", "lang", "heading", "ui"]),
        st.one_of(st.sampled_from(NAUGHTY), st.text(max_size=30)),
    )
)
def test_rubbish_in_the_address_changes_nothing(client: FlaskClient, values: dict[str, str]) -> None:
    usual = data(client, LEDIG)
    response = client.get(f"/data/{LEDIG}.json", query_string=values)
    assert response.status_code == 200
    found = json.loads(response.data)
    validator().validate(found)
    if not found["date"] and not any(question["answer"] for question in found["questions"]):
        assert found["items"] == usual["items"]
