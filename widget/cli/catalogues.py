"""Catalogues of translations as files: what there is to translate, and bringing catalogues up to date with it.

Knows Babel and the folders; not what translations are used for.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import denormalize, read_po, write_po

from widget.guides.extraction import FILES

GUIDES = "guides"
"""The domain of the texts in guides and registers; what is to be translated is their Danish."""

MESSAGES = "messages"
"""The domain of the interface; what is to be translated is its English."""

_FOR_STAFF = ("admin/**", "demo/**", "reports/**", "shared/proof_*.html", "guide/parts/review_*.html")
_FOR_CITIZENS = (
    "guide/conditions_in_words",
    "guide/days_in_words",
    "guide/documents",
    "guide/site",
    "pages/feedback",
    "guide/message_pages",
    "pages/statements",
)
"""The modules of `widget/web` that say something to citizens."""

_KEYWORDS: dict[str, tuple[int, ...] | None] = {"_": None, "gettext": None, "ngettext": (1, 2), "translate": None}
_JINJA = {"extensions": "jinja2.ext.i18n", "trimmed": "true", "newstyle_gettext": "true", "silent": "false"}
_EXTRACTOR = "widget.guides.extraction:extract"
_WIDTH = 100
_TIME = re.compile(rb'"POT-Creation-Date: .*\n')


@dataclass(frozen=True, slots=True)
class Folders:
    """Where things to translate stand, and where the catalogues are kept."""

    content: Path
    translations: Path
    templates: Path

    def template(self, domain: str) -> Path:
        """The empty catalogue of a domain, from which those of languages are made."""
        return self.translations / f"{domain}.pot"

    def catalogue(self, domain: str, language: str) -> Path:
        """The catalogue of a domain in a language, by its BCP 47 tag."""
        return self.translations / language / "LC_MESSAGES" / f"{domain}.po"

    def languages(self, domain: str) -> list[str]:
        """The languages that have a catalogue of a domain."""
        found = self.translations.glob(f"*/LC_MESSAGES/{domain}.po")
        return sorted(file.parent.parent.name for file in found)


def guide_template(content: Path) -> Catalog:
    """All texts of the guides and registers in a folder, each once, with where they stand."""
    template = _empty("# Texts of the guides. Made by “guide-widget translations update”; do not edit.")
    for file, message, comments in _texts(content):
        template.add(message, locations=[(file, None)], auto_comments=comments)  # type: ignore[list-item]  # no lines
    return template


def message_template(templates: Path) -> Catalog:
    """What the interface says to citizens and webmasters; what only staff see is there in Danish alone."""
    template = _empty("# What the pages say. Made by “guide-widget translations update”; do not edit.")
    methods = [*((pattern, "ignore") for pattern in _FOR_STAFF), ("**.html", "jinja2")]
    pages = extract_from_dir(templates, methods, {"**.html": _JINJA}, _KEYWORDS)
    web = Path(__file__).parents[1] / "web"
    modules = extract_from_dir(web, [(f"{name}.py", "python") for name in _FOR_CITIZENS], keywords=_KEYWORDS)
    for file, _line, message, comments, _context in (*pages, *modules):
        template.add(message, locations=[(file, None)], auto_comments=comments)  # type: ignore[list-item]  # no lines
    return template


def _empty(comment: str, language: str | None = None) -> Catalog:
    about = {"project": "guide-widget", "version": "1", "copyright_holder": "", "msgid_bugs_address": ""}
    catalogue = Catalog(language, **about, last_translator="", language_team="", fuzzy=False)
    catalogue.header_comment = comment
    return catalogue


def _texts(content: Path) -> Iterator[tuple[str, str, list[str]]]:
    for pattern in FILES:
        for file, _line, message, comments, _context in extract_from_dir(content, [(pattern, _EXTRACTOR)]):
            yield file, str(message), comments


def read_catalogue(file: Path, language: str | None = None) -> Catalog:
    """A catalogue from its file."""
    with file.open("rb") as source:
        catalogue = read_po(source, locale=language)
    for message in catalogue:
        _read_previous(message)
    return catalogue


def _read_previous(message: Message) -> None:
    """Set the previous original of a fuzzy message: Babel writes it (`#| msgid …`) and reads it as a comment."""
    previous = [comment.removeprefix("| ") for comment in message.user_comments if comment.startswith("| ")]
    if previous:
        message.user_comments = [comment for comment in message.user_comments if not comment.startswith("| ")]
        starts = [number for number, line in enumerate(previous) if line.startswith("msgid")]
        texts = [previous[start:end] for start, end in pairwise((*starts, len(previous)))]
        message.previous_id = [denormalize("\n".join((lines[0].partition(" ")[2], *lines[1:]))) for lines in texts]


def update(folders: Folders, domain: str, template: Catalog, language: str) -> Catalog:
    """Bring the catalogue of a language up to date, and make it where there is none.

    A translation whose original was changed stays, marked as fuzzy until a translator has looked at it.
    """
    file = folders.catalogue(domain, language)
    if file.exists():
        catalogue = read_catalogue(file, language)
        _restore(catalogue, template)
        catalogue.update(template, update_header_comment=False)
        _forget_obsolete_twins(catalogue)
    else:
        catalogue = _empty("# See docs/translating.md.", language)
        catalogue.update(template, update_header_comment=False)
    _write(file, catalogue)
    return catalogue


def _restore(catalogue: Catalog, template: Catalog) -> None:
    """Give texts that are back as they were their translation back.

    An original that was changed and changed back is found among the obsolete messages, or as the previous original of
    a fuzzy one. Babel looks at neither, and would ask the translator again.
    """
    before = {
        _key(message.previous_id): message
        for message in catalogue
        if message.fuzzy and message.id and message.previous_id
    }
    for message in template:
        if not message.id or (message.id in catalogue and not catalogue[message.id].fuzzy):
            continue
        obsolete = next((old for old in catalogue.obsolete.values() if old.id == message.id), None)
        known = obsolete if obsolete and not obsolete.fuzzy else before.get(_key(message.id))
        if known and known.string:
            catalogue.delete(message.id)
            catalogue.add(message.id, known.string, user_comments=known.user_comments)


def _key(original: str | Sequence[str]) -> tuple[str, ...]:
    return (original,) if isinstance(original, str) else tuple(original)


def _forget_obsolete_twins(catalogue: Catalog) -> None:
    """Leave out obsolete messages that are there again: gettext's own tools refuse a message that stands twice."""
    for key in [key for key, message in catalogue.obsolete.items() if message.id in catalogue]:
        del catalogue.obsolete[key]


def write_template(folders: Folders, domain: str, template: Catalog) -> None:
    """Keep the empty catalogue of a domain, for translators who begin a language."""
    _write(folders.template(domain), template)


def _write(file: Path, catalogue: Catalog) -> None:
    """Write a catalogue, unless nothing has changed but the time in its head."""
    text = BytesIO()
    write_po(text, catalogue, width=_WIDTH, omit_header=False, include_previous=True, include_lineno=False)
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists() or _without_time(file.read_bytes()) != _without_time(text.getvalue()):
        file.write_bytes(text.getvalue())


def _without_time(catalogue: bytes) -> bytes:
    return _TIME.sub(b"", catalogue, count=1)
