"""Texts: what Markdown may do, what gaps are, and that nothing harmful comes through."""

import re
from dataclasses import dataclass

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from widget.guides.richtext import Filling, RichText, TextCompiler, TextPlaceholder

TAGS = {"p", "ul", "ol", "li", "em", "strong", "a", "span", "br"}
ATTRIBUTES = {"href", "target", "rel", "class"}


@dataclass(frozen=True)
class Address:
    url: str


REGISTER = {"jobnet": Address("https://jobnet.example/?a=1&b=2"), "odd": Address('https://x.example/"><script>')}
FILLING = Filling(
    facts={"max": "22.041 kr. (2026)"},
    actors={"kommune": "Job & <b>Ydelse</b>"},
    guide_address=lambda guide: f"/embed/{guide}?a=1&b=2",
    place=lambda anchor: f"#{anchor}",
)

WORDS = (
    *("[x](", ")", "](link:jobnet)", "](link:odd)", "](guide:andet)", "](#her)", "javascript:", "data:text/html,"),
    *(
        "<script>",
        "</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:x'>",
        "onclick=",
        "style=",
        "<svg",
    ),
    *("{fact:max}", "{actor:kommune}", "{actor:", "}", '"', "'", "&lt;", "&#106;", "&", "\\", "*", "**", "- ", "1. "),
    *(
        "\n",
        "\n\n",
        "    ",
        "\t",
        "![",
        "]",
        "[",
        "(",
        "<!--",
        "-->",
        "<style>",
        "\x00",
        "`",
        "#",
        ">",
        "vbscript:",
        "a",
    ),
)
SOURCES = st.one_of(st.text(), st.lists(st.sampled_from(WORDS) | st.text(max_size=3), max_size=25).map("".join))


def compiler() -> TextCompiler:
    return TextCompiler(REGISTER, "nyt vindue")


def html_of(source: str) -> str:
    return str(compiler().markdown(source).html(FILLING))


def elements_of(html: str) -> list[tuple[str, dict[str, str]]]:
    """The elements that a browser would find, with their attributes."""
    tree = html5lib.parseFragment(html, namespaceHTMLElements=False)
    return [(str(element.tag), dict(element.attrib)) for element in tree.iter()][1:]


def scheme_of(address: str) -> str:
    """The scheme as a browser reads it: it overlooks control characters and blanks."""
    seen = re.sub(r"[\x00-\x20]", "", address).lower()
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", seen)
    return scheme[1] if scheme else ""


def assert_harmless(html: str) -> None:
    assert "<script" not in html.lower()
    for tag, attributes in elements_of(html):
        assert tag in TAGS
        assert set(attributes) <= ATTRIBUTES
        assert scheme_of(attributes.get("href", "")) in {"", "https"}


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("Hej *du* og **I**", "<p>Hej <em>du</em> og <strong>I</strong></p>"),
        ("Et\n\nTo", "<p>Et</p>\n<p>To</p>"),
        ("- et\n- to", "<ul>\n<li>et</li>\n<li>to</li>\n</ul>"),
        ("1. et\n2. to", "<ol>\n<li>et</li>\n<li>to</li>\n</ol>"),
        ("Et  \nTo", "<p>Et<br>\nTo</p>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
    ],
)
def test_paragraphs_lists_and_emphasis_are_what_markdown_can_do(source: str, html: str) -> None:
    assert html_of(source) == html


@pytest.mark.parametrize(
    "source",
    [
        "<b>fed</b>",
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='https://x.example' onclick='x()'>x</a>",
        "<style>p {color: red}</style>",
        "<!-- note -->",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "![billede](https://x.example/a.png)",
        "![billede](link:jobnet)",
        "# Overskrift",
        "```\nkode\n```",
        "<https://x.example>",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "<svg/onload=alert(1)>",
    ],
)
def test_html_pictures_headings_and_code_do_not_get_through(source: str) -> None:
    html = html_of(source)
    assert_harmless(html)
    assert "<img" not in html
    assert {tag for tag, _ in elements_of(html)} <= {"p", "a", "span"}


def test_html_and_headings_are_shown_as_they_are_written() -> None:
    assert html_of("<b>fed</b>") == "<p>&lt;b&gt;fed&lt;/b&gt;</p>"
    assert html_of("# Overskrift") == "<p># Overskrift</p>"


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java&#115;cript:alert(1)",
        "&#x6a;avascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "%6aavascript:alert(1)",
        "javascript%3Aalert(1)",
    ],
)
def test_a_link_never_runs_anything(target: str) -> None:
    assert_harmless(html_of(f"[x]({target})"))


def test_a_link_takes_its_address_from_the_register_and_says_that_it_leaves() -> None:
    text = compiler().markdown("Se [Jobnet](link:jobnet).")
    assert text.links == {"jobnet"}
    assert elements_of(str(text.html(FILLING)))[1:] == [
        ("a", {"href": "https://jobnet.example/?a=1&b=2", "target": "_blank", "rel": "noopener"}),
        ("span", {"class": "vh"}),
    ]
    assert text.plain(FILLING) == "Se Jobnet (nyt vindue)."


def test_a_link_within_the_guide_or_to_another_one_opens_where_it_is() -> None:
    text = compiler().markdown("[her](#pension) og [der](guide:andet)")
    assert text.anchors == {"pension"}
    assert text.links == frozenset()
    assert [attributes for tag, attributes in elements_of(str(text.html(FILLING))) if tag == "a"] == [
        {"href": "#pension"},
        {"href": "/embed/andet?a=1&b=2"},
    ]


@pytest.mark.parametrize("target", ["link:ukendt", "https://x.example", "//x.example", "jobnet", "", "mailto:a@b.dk"])
def test_a_link_past_the_register_is_noted(target: str) -> None:
    texts = compiler()
    texts.markdown(f"[x]({target})")
    assert texts.unknown_links == [target]


def test_gaps_are_kept_open_until_a_page_is_made() -> None:
    text = compiler().markdown("Højst {fact:max}. Spørg {actor:kommune}, eller se [guiden](guide:andet).")
    assert text.placeholders == (
        TextPlaceholder("fact", "max"),
        TextPlaceholder("actor", "kommune"),
        TextPlaceholder("guide", "andet"),
    )
    assert "22.041 kr. (2026)" in text.html(FILLING)


def test_what_fills_a_gap_is_text_and_never_markup() -> None:
    assert html_of("Spørg {actor:kommune}") == "<p>Spørg Job &amp; &lt;b&gt;Ydelse&lt;/b&gt;</p>"
    assert compiler().line("{actor:kommune}").html(FILLING) == "Job &amp; &lt;b&gt;Ydelse&lt;/b&gt;"


def test_a_gap_in_an_address_does_not_become_part_of_the_address() -> None:
    text = compiler().markdown('[x](#{actor:kommune}) [y](link:jobnet "{actor:kommune}") [z](guide:{actor:kommune})')
    assert TextPlaceholder("actor", "kommune") not in text.placeholders


def test_an_address_that_is_no_good_in_html_is_escaped() -> None:
    assert_harmless(html_of("[x](link:odd)"))


def test_a_title_has_no_markup_but_may_have_gaps() -> None:
    title = TextCompiler.line("*Find* <b>din</b> {fact:max}")
    assert str(title.html(FILLING)) == "*Find* &lt;b&gt;din&lt;/b&gt; 22.041 kr. (2026)"


def test_a_text_without_gaps_is_made_once() -> None:
    text = compiler().markdown("Hej")
    assert text.html(FILLING) is text.html(FILLING)
    assert isinstance(text.html(FILLING), Markup)


def test_no_text_is_false_and_shows_nothing() -> None:
    assert not RichText()
    assert RichText().html(FILLING) == ""


@settings(deadline=None, max_examples=400)
@given(SOURCES)
def test_any_text_that_is_written_comes_out_harmless(source: str) -> None:
    assert_harmless(html_of(source))


@settings(deadline=None)
@given(SOURCES)
def test_any_title_comes_out_as_text(source: str) -> None:
    assert elements_of(str(TextCompiler.line(source).html(FILLING))) == []


@settings(deadline=None)
@given(st.text())
def test_any_name_that_a_partner_gives_an_actor_is_text(name: str) -> None:
    filling = Filling(facts={}, actors={"kommune": name}, guide_address=lambda _: name, place=lambda _: name)
    html = str(compiler().markdown("Spørg {actor:kommune} [x](guide:andet)").html(filling))
    assert [tag for tag, _ in elements_of(html)] == ["p", "a"]
