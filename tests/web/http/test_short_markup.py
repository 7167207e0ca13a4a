"""A page in fewer bytes is the same page: for browsers, and for the standard."""

from collections.abc import Iterator

import html5lib
import pytest
from flask.testing import FlaskClient

from tests.web.conformance import strict_html5
from tests.web.samples import DAY, GUIDES, SURFACES, WHOLE, address, all_done, choices_of
from widget.guides.library import Library
from widget.web.http.short_markup import shorten_markup

HEAD = '<!doctype html>\n<html lang="da" dir="{}"><head><title>x</title></head><body>'


def shown(html: str) -> Iterator[tuple[object, ...]]:
    """The elements of a page with their attributes, in order, and its words; without an inherited direction."""
    tokens = html5lib.getTreeWalker("etree")(html5lib.parse(html))
    for token in tokens:
        if token["type"] == "StartTag":
            attributes = {name[1]: value for name, value in token["data"].items()}
            yield token["name"], *sorted((k, v) for k, v in attributes.items() if (k, v) != ("dir", "ltr"))
        elif token["type"] == "EndTag":
            yield (f"/{token['name']}",)
        elif words := str(token.get("data", "")).split():
            yield (" ".join(words),)


@pytest.mark.parametrize("language", ["da", "en", "ar"])
@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("guide", GUIDES)
def test_a_whole_guide_has_the_same_elements_and_words(
    client: FlaskClient, library: Library, guide: str, surface: str, language: str
) -> None:
    unknown = dict.fromkeys(choices_of(library.guides[guide]), "ved-ikke")
    done = {"done": all_done(library.guides[guide])}
    for state in ({}, WHOLE, {**WHOLE, **unknown, "dato": DAY}, {**WHOLE, **done, "ui": "links"}):
        page = client.get(address(surface, guide, {**state, "lang": language})).text
        short = shorten_markup(page.encode()).decode()
        assert list(shown(short)) == list(shown(page)), state
        assert len(short) < len(page)
        strict_html5(short)


@pytest.mark.parametrize(
    ("page", "short"),
    [
        ("<ul>\n<li>et</li>\n<li>to</li>\n</ul>\n", "<ul><li>et<li>to</ul>"),
        ("<div><p>et</p>\n<p>to</p>\n</div>", "<div><p>et<p>to</div>"),
        ("<p>et</p> to", "<p>et</p> to"),
        ("<a>et</a>\n<a>to</a>\n", "<a>et</a>\n<a>to</a>\n"),
        ("<dl>\n<dt>et</dt>\n<dd><p>to</p></dd>\n</dl>", "<dl><dt>et<dd><p>to</dl>"),
        ('<span lang="da" dir="ltr">et</span>', '<span lang="da">et</span>'),
        ('<b dir="rtl">et</b><b dir="ltr">to</b>', '<b dir="rtl">et</b><b dir="ltr">to</b>'),
    ],
)
def test_only_what_nothing_depends_on_is_left_out(page: str, short: str) -> None:
    head = HEAD.format("ltr")
    assert shorten_markup((head + page).encode()).decode() == head + short


def test_a_direction_that_is_not_that_of_the_page_stays() -> None:
    page = HEAD.format("rtl") + '<span lang="da" dir="ltr">et</span>'
    assert shorten_markup(page.encode()).decode() == page


@pytest.mark.parametrize("text", ["<section>\n<p>et</p>\n<p>to</p>\n</section>", '{"a": "<li>et</li>\n<li>"}', ""])
def test_what_is_no_page_stays_as_it_is(text: str) -> None:
    assert shorten_markup(text.encode()).decode() == text
