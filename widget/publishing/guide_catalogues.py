"""The catalogues of an edition kept in line with its texts. Knows Babel and the files' names; no folder."""

import logging
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import lru_cache

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError

from widget.guides.extraction import FILES, read_prose, translator_comment
from widget.guides.prose import Prose
from widget.publishing.catalogue_merging import (
    add_message,
    catalogue_bytes,
    empty_catalogue,
    merged_bytes,
    parse_catalogue,
)
from widget.publishing.content_files import GUIDE_CATALOGUES, TRANSLATIONS, Files

_TEMPLATE = f"{TRANSLATIONS}/guides.pot"
_CATALOGUES = f"{TRANSLATIONS}/{GUIDE_CATALOGUES}"

_log = logging.getLogger(__name__)


def guide_template(files: Files) -> Catalog:
    """All texts of the guides and registers, each once, with where they stand. Raises `UnicodeDecodeError`."""
    template = empty_catalogue("# Texts of the guides. Made by “guide-widget translations update”; do not edit.")
    for name in _text_files(files):
        for prose in _prose(name, files[name]):
            add_message(template, prose.text, name, [translator_comment(prose)])
    return template


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


def catalogue_languages(files: Files) -> dict[str, str]:
    """The languages that an edition has a catalogue of, each with its file."""
    return {name.split("/")[1]: name for name in sorted(files) if fnmatchcase(name, _CATALOGUES)}


def with_catalogues(files: Files, base: Files) -> dict[str, bytes]:
    """The files with their catalogues in line with their texts, made from those of the edition `base`.

    From those, and not from what an edit before has left: so a text that is changed back leaves no trace.
    """
    template, before = guide_template(files), guide_template(base)
    kept = {name: base[name] for name in (_TEMPLATE, *catalogue_languages(base).values()) if name in base}
    if _message_contents(template) != _message_contents(before):
        kept = {name: _merged(name, content, template) for name, content in kept.items()}
    return dict(sorted({**files, **kept}.items()))


def _message_contents(template: Catalog) -> list[tuple[object, ...]]:
    return [(message.id, message.locations, message.auto_comments) for message in template if message.id]


def _merged(name: str, content: bytes, template: Catalog) -> bytes:
    """A catalogue in line with the texts; as it is where it cannot be read: no edit is lost by a broken catalogue."""
    try:
        if name != _TEMPLATE:
            return merged_bytes(content, template)
        template.creation_date = parse_catalogue(content).creation_date
        return catalogue_bytes(template)
    except (PoFileError, ValueError, LookupError) as error:
        _log.warning("The catalogue %s cannot be read, and was left as it is: %s", name, error)
        return content
