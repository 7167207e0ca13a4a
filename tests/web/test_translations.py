"""Every word of the interface is there in every language, and nothing that no page says."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from jinja2 import Environment

from widget.cli.catalogues import GUIDES, MESSAGES, Folders, message_template
from widget.settings import Settings

PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|%%")
JINJA = {"extensions": "jinja2.ext.i18n", "trimmed": "true", "newstyle_gettext": "true", "silent": "false"}
KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "gettext": None, "ngettext": (1, 2), "translate": None}
PACKAGE = Path(__file__).parents[2] / "widget"


@pytest.fixture(scope="session")
def said(settings: Settings) -> frozenset[str]:
    """Everything that templates and code say, as they write it."""
    return frozenset(
        (*_extract(settings.template_folder, "**.html", "jinja2"), *_extract(PACKAGE, "**.py", "python"))
    )


def _extract(folder: Path, pattern: str, method: str) -> Iterator[str]:
    options = {pattern: JINJA if method == "jinja2" else {}}
    found = extract_from_dir(folder, [(pattern, method)], options, keywords=KEYWORDS)
    for _file, _line, message, _comments, _context in found:
        yield from (message,) if isinstance(message, str) else message


def _catalogue(folder: Path, tag: str = "da") -> Catalog:
    with (folder / tag / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=tag, abort_invalid=True)


def _messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def _placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def _forms(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list | tuple) else ()


def test_the_search_for_texts_finds_what_templates_and_code_say(said: frozenset[str]) -> None:
    assert {"Your guide", "Show my guide", ", and ", " or ", "We cannot find that page", "new window"} <= said
    assert len(said) > 50


def test_everything_said_is_there_in_danish(settings: Settings, said: frozenset[str]) -> None:
    danish = _catalogue(settings.translation_folder)
    translated = {one for message in _messages(danish) if all(_forms(message.string)) for one in _forms(message.id)}
    assert not sorted(said - translated)


def test_danish_has_nothing_that_no_page_says(settings: Settings, said: frozenset[str]) -> None:
    danish = _catalogue(settings.translation_folder)
    assert not sorted({one for message in _messages(danish) for one in _forms(message.id)} - said)
    assert not list(danish.obsolete)


def test_every_catalogue_is_sound(settings: Settings) -> None:
    files = list(settings.translation_folder.glob("*/LC_MESSAGES/messages.po"))
    assert files
    for file in files:
        catalogue = _catalogue(settings.translation_folder, file.parent.parent.name)
        for message in _messages(catalogue):
            assert not message.fuzzy, f"{file}: {message.id}"
            for text in _forms(message.string):
                original = _forms(message.id)[0]
                assert not text or _placeholders(text) == _placeholders(original), f"{file}: {original}"
                assert not text or _edges(text) == _edges(original), f"{file}: spaces around {original}"


def _edges(text: str) -> tuple[bool, bool]:
    """Whether space stands before and after."""
    return text != text.lstrip(), text != text.rstrip()


def test_everything_that_citizens_are_told_is_there_in_every_language(settings: Settings) -> None:
    folders = Folders(settings.content_folder, settings.translation_folder, settings.template_folder)
    expected = {str(message.id) for message in message_template(settings.template_folder) if message.id}
    assert {
        "Your guide",
        "We cannot find that page",
        ", and ",
        "Send",
        "Share the guide on your website",
    } <= expected
    assert "Sign in" not in expected
    assert set(folders.languages(GUIDES)) >= {"ar", "de", "en"}
    for tag in folders.languages(GUIDES):
        messages = _messages(_catalogue(settings.translation_folder, tag))
        translated = {str(message.id) for message in messages if message.string and not message.fuzzy}
        assert sorted(expected - translated) == [], f"{folders.catalogue(MESSAGES, tag)}: run “translations update”"


def bare_words(template: str) -> list[str]:
    """The words that a template says without the catalogues: between tags, or in an attribute that is read aloud."""
    tokens = Environment(extensions=["jinja2.ext.i18n"], autoescape=True).lex(template)
    html = "".join(text if kind == "data" else "\0" if kind == "variable_begin" else "" for _, kind, text in tokens)
    heard = re.findall(r'(?:aria-label|title|alt|placeholder)="([^"]*)"', html)
    said = re.sub(r'<!--.*?-->|<[^>]*>|&\w+;|[\w-]+="[^"]*"', " ", re.sub(r"(?s)<style.*?</style>", "", html))
    return re.findall(r"[^\W\d_]{2,}", " ".join((said, *heard)))


NO_WORDS = {"bare", "embed", "page", "tall"}
"""Values of an attribute in another template."""


def test_no_template_says_anything_past_the_catalogues(settings: Settings) -> None:
    found = {
        str(file.relative_to(settings.template_folder)): words
        for file in settings.template_folder.rglob("*.html")
        if "demo" not in file.parts and (words := set(bare_words(file.read_text(encoding="utf-8"))) - NO_WORDS)
    }
    assert found == {}


@pytest.mark.parametrize(
    "template",
    [
        "<p>Hello</p>",
        '<p aria-label="Hello">{{ _("Hi") }}</p>',
        "{% if page.x %}<b>{{ page.y }}</b> kroner{% endif %}",
    ],
)
def test_a_word_past_the_catalogues_is_found(template: str) -> None:
    assert bare_words(template)
    assert not bare_words('<p title="{{ _("Hi") }}">{{ _("Hello") }} {# Note #}<a href="/about">{{ page.x }}</a></p>')


INFORMAL = re.compile(r"\b(?:[Dd]u|[Dd]ich|[Dd]ir|[Dd]ein(?:e[mnrs]?)?|euch|[Ee]ure?[mnrs]?)\b")
"""The words by which German says “you” to friends; authorities say “Sie”."""


@pytest.mark.parametrize("domain", [GUIDES, MESSAGES])
def test_german_says_sie(shipped: Settings, domain: str) -> None:
    folders = Folders(shipped.content_folder, shipped.translation_folder, shipped.template_folder)
    with folders.catalogue(domain, "de").open("rb") as file:
        catalogue = read_po(file, locale="de")
    said = [
        PLACEHOLDER_OR_TARGET.sub("", text) for message in _messages(catalogue) for text in _forms(message.string)
    ]
    assert len(said) > 200
    assert [text for text in said if INFORMAL.search(text)] == []


PLACEHOLDER_OR_TARGET = re.compile(r"\]\([^)]*\)|\{[^}]*\}")
"""What programs read: the target of a link, a gap."""
