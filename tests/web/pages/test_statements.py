"""The statements that a webmaster links to, and what the share page says about them."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from tests.conftest import BASE_URL
from tests.web.conformance import check_page, strict_html5

Get = Callable[[str], str]
STATEMENTS = ("/accessibility", "/privacy")


@pytest.mark.parametrize("path", STATEMENTS)
def test_a_statement_is_a_page_that_conforms(get: Get, path: str) -> None:
    html = get(path)
    check_page(html, heading_level=1)
    strict_html5(html)
    tree = LexborHTMLParser(html)
    assert all(paragraph.text().strip() for paragraph in tree.css("main p"))
    assert tree.css("h1")[0].text() == tree.css("title")[0].text()


@pytest.mark.parametrize("path", STATEMENTS)
def test_a_statement_is_the_same_for_everybody(client: FlaskClient, path: str) -> None:
    usual = client.get(path)
    other = client.get(f"{path}?alder=under-25&lang=xx&x=%3Cb%3E", headers={"Cookie": "a=b", "Accept-Language": "de"})
    assert other.data == usual.data


def test_the_statement_on_accessibility_says_what_is_met_how_it_was_tried_and_what_was_not(get: Get) -> None:
    text = get("/accessibility")
    for words in ("WCAG 2.2", "AA", "EN 301 549", "axe"):
        assert words in text
    assert "uvildig" in text or "udefra" in text or "ekstern" in text


def test_the_statement_on_privacy_says_where_answers_stand(get: Get) -> None:
    text = get("/privacy").lower()
    for words in ("cookies", "samtykke", "adresse"):
        assert words in text


def test_the_texts_to_pass_on_name_a_statement_that_is_there(client: FlaskClient, get: Get) -> None:
    (field,) = LexborHTMLParser(get("/share")).css("#code-accessibility")
    named = re.findall(re.escape(BASE_URL) + r"(/[a-z]+)", field.text())
    assert named
    for path in named:
        assert path in STATEMENTS
        assert client.get(path).status_code == 200
