"""The catalogues of an edition kept in line with its texts. Knows Babel and the files' names; no folder."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from functools import lru_cache

from babel.messages.catalog import Catalog

from widget.guides.extraction import FILES, read_prose, translator_comment
from widget.guides.prose import Prose
from widget.publishing.catalogue_merging import (
    UNREADABLE_CATALOGUE,
    add_message,
    catalogue_bytes,
    empty_catalogue,
    merged_bytes,
    parse_catalogue,
    translated_bytes,
)
from widget.publishing.content_files import GUIDE_CATALOGUES, TRANSLATIONS, Files

_TEMPLATE = f"{TRANSLATIONS}/guides.pot"
_CATALOGUES = f"{TRANSLATIONS}/{GUIDE_CATALOGUES}"

_log = logging.getLogger(__name__)


def guide_template(files: Files) -> Catalog:
    """All texts of the guides and registers, each once, with where they stand. Raises `UnicodeDecodeError`."""
    template = empty_catalogue("# Texts of the guides. Made by “guide-widget translations update”; do not edit.")
    for prose in guide_prose(files):
        add_message(template, prose.text, prose.place.file, [translator_comment(prose)])
    return template


def guide_prose(files: Files) -> Iterator[Prose]:
    """All texts of the guides and registers, each for each place where it stands. Raises `UnicodeDecodeError`."""
    for name in _text_files(files):
        yield from _prose(name, files[name])


@lru_cache(maxsize=16)
def _prose(name: str, content: bytes) -> tuple[Prose, ...]:
    """The texts of a file. An edit changes one file; the others were read before."""
    return tuple(read_prose(name, content.decode("utf-8")))


def _text_files(files: Files) -> Iterator[str]:
    for pattern in FILES:
        for name in sorted(files):
            same_depth = name.count("/") == pattern.count("/")
            if same_depth and fnmatchcase(name, pattern) and not name.startswith((".", "_")):
                yield name


def catalogue_languages(files: Iterable[str]) -> dict[str, str]:
    """The languages that an edition has a catalogue of, each with its file, by the names of all files."""
    return {name.split("/")[1]: name for name in sorted(files) if fnmatchcase(name, _CATALOGUES)}


def with_catalogues(
    files: Files, base: Files, translations: Mapping[str, Mapping[str, str]] | None = None
) -> dict[str, bytes]:
    """The files with their catalogues in line with their texts, made from those of the edition `base`.

    From those, and not from what an edit before has left: so a text that is changed back leaves no trace.
    `translations` are those that were made since, by language and original.
    """
    template, before = guide_template(files), guide_template(base)
    kept = {name: base[name] for name in (_TEMPLATE, *catalogue_languages(base).values()) if name in base}
    made = {catalogue_file(language): texts for language, texts in (translations or {}).items()}
    # Before the merging as well: a text may have been translated, and changed after that.
    kept = {name: _translated(name, content, made.get(name)) for name, content in kept.items()}
    if _message_contents(template) != _message_contents(before):
        merged = {name: _merged(name, content, template) for name, content in kept.items()}
        kept = {name: _translated(name, content, made.get(name)) for name, content in merged.items()}
    return dict(sorted({**files, **kept}.items()))


def catalogue_file(language: str) -> str:
    """Where the catalogue of a language is in an edition."""
    return f"{TRANSLATIONS}/{language}/LC_MESSAGES/guides.po"


def _translated(name: str, content: bytes, texts: Mapping[str, str] | None) -> bytes:
    """A catalogue with some translations."""
    return _rewritten(name, content, lambda: translated_bytes(content, texts) if texts else content)


def _message_contents(template: Catalog) -> list[tuple[object, ...]]:
    return [(message.id, message.locations, message.auto_comments) for message in template if message.id]


def _merged(name: str, content: bytes, template: Catalog) -> bytes:
    """A catalogue in line with the texts."""

    def merge() -> bytes:
        if name != _TEMPLATE:
            return merged_bytes(content, template)
        template.creation_date = parse_catalogue(content).creation_date
        return catalogue_bytes(template)

    return _rewritten(name, content, merge)


def _rewritten(name: str, content: bytes, rewrite: Callable[[], bytes]) -> bytes:
    """What `rewrite` makes of a catalogue; the catalogue as it is where it cannot be read: then no edit is lost."""
    try:
        return rewrite()
    except UNREADABLE_CATALOGUE as error:
        _log.warning("The catalogue %s cannot be read, and was left as it is: %s", name, error)
        return content
