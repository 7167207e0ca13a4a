"""Local texts: what a partner may say itself, and that nothing else comes through."""

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from widget.partners.local_text import LONGEST, LocalText, TextFault, TextProblem, clean_local_text

TAGS = {"p", "ul", "ol", "li", "em", "strong", "a", "span", "br"}
ATTRIBUTES = {"href", "target", "rel", "class"}
WORDS = (
    *("[x](", ")", "](https://a.example)", "](javascript:x)", "](<", ">)", "](//a.example)", "](mailto:a@b.example)"),
    *(
        "<script>",
        "</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:x'>",
        "<svg/onload=x>",
        "<style>",
    ),
    *("onclick=", "style=", '"', "'", "&lt;", "&#106;avascript:", "&colon;", "&", "\\", "*", "**", "- ", "1. ", "\n"),
    *("\n\n", "    ", "\t", "![", "]", "[", "(", "<!--", "-->", "`", "#", ">", "vbscript:", "data:text/html,", "a"),
)


def text_of(source: str) -> LocalText:
    text = clean_local_text(source)
    assert isinstance(text, LocalText), text
    return text


def faults_of(source: str) -> list[tuple[TextFault, str]]:
    problems = clean_local_text(source)
    assert isinstance(problems, tuple), problems
    return [(problem.fault, problem.found) for problem in problems]


def harmful(html: str) -> list[str]:
    """What a browser would find in this HTML that a local text may not have."""
    found = []
    for element in html5lib.parseFragment(html, namespaceHTMLElements=False).iter():
        if not isinstance(element.tag, str):
            found.append("comment")
        elif element.tag != "DOCUMENT_FRAGMENT":
            found += [] if element.tag in TAGS else [element.tag]
            found += [name for name in element.attrib if name not in ATTRIBUTES]
            target = element.get("href", "https:")
            found += [] if target.startswith(("https:", "mailto:", "tel:")) else [target]
    return found


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("Ring først.", "<p>Ring først.</p>"),
        ("Et\n\nTo *tre* **fire**", "<p>Et</p>\n<p>To <em>tre</em> <strong>fire</strong></p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>"),
        ("Løn < 1000 & mere", "<p>Løn &lt; 1000 &amp; mere</p>"),
        ("<b>fed</b>", "<p>&lt;b&gt;fed&lt;/b&gt;</p>"),
        ("# ikke en overskrift", "<p># ikke en overskrift</p>"),
        ("[skriv](mailto:job@aarhus.example)", '<p><a href="mailto:job@aarhus.example">skriv</a></p>'),
        ("[ring](tel:+4589402000)", '<p><a href="tel:+4589402000">ring</a></p>'),
        (
            "[job](https://a.example/?a=1&b=2)",
            '<p><a href="https://a.example/?a=1&amp;b=2" target="_blank" rel="noopener">job<span class="vh"> (nyt vindue)</span></a></p>',  # noqa: E501 (the text as it is sent)
        ),
    ],
)
def test_a_small_markdown_becomes_html(source: str, html: str) -> None:
    assert text_of(source).html == html


def test_what_was_typed_is_kept_and_links_are_told() -> None:
    text = text_of(" [a](https://a.example)\r\n\r\n[b](tel:112) \r\n")
    assert text.source == "[a](https://a.example)\n\n[b](tel:112)"
    assert text.links == ("https://a.example", "tel:112")
    assert clean_local_text(text.source) == text


def test_the_words_for_a_new_window_are_the_languages_and_are_text() -> None:
    text = clean_local_text("[a](https://a.example)", new_window="new <window>")
    assert isinstance(text, LocalText)
    assert "(new &lt;window&gt;)" in text.html
    assert isinstance(text.html, Markup)


@pytest.mark.parametrize(
    "target",
    [
        *(
            "http://a.example",
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "&#106;avascript:alert(1)",
            "data:text/html,x",
        ),
        *(
            "vbscript:x",
            "file:///etc/passwd",
            "//a.example",
            "/admin",
            "#top",
            "guide:andet",
            "link:jobnet",
            "a.example",
        ),
        *(
            "https:",
            "https://",
            "https:a.example",
            "https:///a.example",
            "https://user@a.example",
            "https://*.a.example",
        ),
        *(
            "https://10.0.0.1/",
            "https://a.example:99999/",
            "https://[::1",
            "mailto:",
            "mailto:a",
            "mailto:a@b@c.example",
        ),
        *(
            "mailto:a@b.example?bcc=x@y.example",
            "mailto:a@*.example",
            "tel:",
            "tel:1",
            "tel:javascript",
            "javascript&colon;x",
        ),
        *("https://localhost.", "http://localhost:8000/"),
    ],
)
def test_an_address_that_is_not_sound_is_told(target: str) -> None:
    assert [fault for fault, _ in faults_of(f"Se [her]({target}).")] == [TextFault.LINK]


def test_all_bad_addresses_are_told_at_once_as_they_were_typed() -> None:
    assert faults_of("[a](http://a.example)\n\n- [b](javascript:b)") == [
        (TextFault.LINK, "http://a.example"),
        (TextFault.LINK, "javascript:b"),
    ]


@pytest.mark.parametrize("link", ["[](https://a.example)", "[ ](https://a.example)", "[\\\n](https://a.example)"])
def test_a_link_without_words_is_told(link: str) -> None:
    assert (TextFault.LINK_WITHOUT_WORDS, "https://a.example") in faults_of(f"Se {link}")


@pytest.mark.parametrize("source", ["", " \n\t ", "&nbsp;", "\u00a0"])
def test_a_text_that_says_nothing_is_told(source: str) -> None:
    assert faults_of(source) == [(TextFault.EMPTY, "")]


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x85", "\u202e", "\u2066", "\ud800"])
def test_invisible_characters_are_told(character: str) -> None:
    assert faults_of(f"a{character}b") == [(TextFault.CHARACTERS, "")]


def test_a_text_may_be_long_and_not_longer() -> None:
    assert text_of("a" * LONGEST)
    assert faults_of("a" * (LONGEST + 1)) == [(TextFault.TOO_LONG, str(LONGEST + 1))]


ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<a href='javascript:alert(1)'>x</a>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<form action=https://evil.example><input name=cpr>",
    "<iframe srcdoc='&lt;script>'></iframe>",
    "<span class=vh style=position:fixed>",
    "<!-- --!><script>",
    "![x](https://evil.example/pixel.png)",
    "<https://evil.example>",
    "<p onclick=x>",
    "<style>*{display:none}</style>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    '[x](https://a.example/"onclick="alert)',
    "[x](https://a.example/'><script>)",
    "[<script>](https://a.example)",
    "{fact:max} {actor:kommune}",
    "{{ 7*7 }}{% x %}",
)


@pytest.mark.parametrize("source", ATTACKS)
def test_attacks_become_text_or_problems(source: str) -> None:
    found = clean_local_text(f"Ja. {source}")
    assert isinstance(found, tuple) or harmful(found.html) == []


@given(st.lists(st.sampled_from(WORDS), max_size=25).map("".join))
@settings(max_examples=200)
def test_nothing_harmful_comes_through(source: str) -> None:
    found = clean_local_text(source)
    if isinstance(found, LocalText):
        assert harmful(found.html) == []
    else:
        assert all(isinstance(problem, TextProblem) for problem in found)


@given(st.text(max_size=700))
def test_no_text_breaks_the_reading(source: str) -> None:
    assert clean_local_text(source)


@pytest.mark.parametrize(
    "html", ["<script>x</script>", "<p onclick=x>", "<a href=javascript:x>", "<!-- x -->", "<img>"]
)
def test_the_check_of_these_tests_finds_what_is_harmful(html: str) -> None:
    assert harmful(html)
