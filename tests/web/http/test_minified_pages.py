"""The longest pages are sent without what HTML lets be left out: browsers and the standard see the same page."""

from collections.abc import Iterator

import brotli
import html5lib
import pytest
from flask.testing import FlaskClient

from tests.web.samples import DAY, GUIDES, SURFACES, WHOLE, address, all_done, choices_of
from widget.guides.library import Library
from widget.web.http.compression import smallest

SAYS_NOTHING = {("class", ""), ("method", "get"), ("type", "submit")}
"""Attributes that are as without them."""


def shown(html: str) -> Iterator[tuple[object, ...]]:
    """The elements of a page with their attributes, in order, and its words; without what says nothing."""
    for token in html5lib.getTreeWalker("etree")(html5lib.parse(html)):
        if token["type"] in {"StartTag", "EmptyTag"}:
            attributes = {(name[1], value) for name, value in token["data"].items()}
            yield token["name"], *sorted(attributes - SAYS_NOTHING)
        elif token["type"] == "EndTag":
            yield (f"/{token['name']}",)
        elif words := str(token.get("data", "")).split():
            yield (" ".join(words),)


def faults(page: bytes) -> set[str]:
    """What the standard has against a page. Ampersands in addresses it allows since html5lib was written."""
    parser = html5lib.HTMLParser()
    parser.parse(page)
    return {code for _, code, _ in parser.errors} - {"expected-named-entity"}


@pytest.mark.parametrize("language", ["da", "en", "ar"])
@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("guide", GUIDES)
def test_a_whole_guide_has_the_same_elements_and_words(
    client: FlaskClient, library: Library, monkeypatch: pytest.MonkeyPatch, guide: str, surface: str, language: str
) -> None:
    monkeypatch.setattr("widget.web.http.compression.FITS", 0)  # none fits: the smallest of all is sent
    unknown = dict.fromkeys(choices_of(library.guides[guide]), "ved-ikke")
    done = {"done": all_done(library.guides[guide])}
    for state in ({}, WHOLE, {**WHOLE, **unknown, "dato": DAY}, {**WHOLE, **done, "ui": "links"}):
        page = client.get(address(surface, guide, {**state, "lang": language})).data
        _, body = smallest(page, "br", asked_by_many=True)
        sent = brotli.decompress(body)
        assert len(sent) < len(page)
        assert list(shown(sent.decode())) == list(shown(page.decode())), state
        assert faults(sent) == set()


@pytest.mark.parametrize("text", ["<section>\n<p>et</p>\n<p>to</p>\n</section>", '{"a": "<li>et</li>\n<li>"}'])
def test_what_is_no_page_stays_as_it_is(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("widget.web.http.compression.FITS", 0)
    long = (text * 100).encode()
    _, body = smallest(long, "br", asked_by_many=True)
    assert brotli.decompress(body) == long
