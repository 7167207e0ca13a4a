"""The texts of an edition beside their translations, for translators. Knows Babel and the files' names; no folder."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from babel.messages.catalog import Catalog, Message

from widget.guides.prose import Prose
from widget.guides.translation import fault, is_usable
from widget.publishing.catalogue_merging import UNREADABLE_CATALOGUE, parse_catalogue
from widget.publishing.content_files import Files
from widget.publishing.guide_catalogues import catalogue_languages, guide_prose

_BASE = re.compile(rb'"X-Guide-Widget-Base: ([0-9a-f]{64})\\n"\r?\n')
_HEAD = re.compile(rb'(?m)^msgid ""\r?\nmsgstr ""\r?\n')


class TextState(IntEnum):
    """How far the translation of a text is, most urgent first."""

    STALE = 0
    """The Danish was changed after it was translated."""
    MISSING = 1
    REFUSED = 2
    """It lacks something that the Danish has, so that citizens see the Danish."""
    DONE = 3


@dataclass(frozen=True, slots=True)
class CatalogueText:
    """A text with its translation, which for a stale one is that of the Danish `previous`.

    `prose` is where it stands first; `wrong` says why the translation is refused.
    """

    prose: Prose
    translation: str
    state: TextState
    previous: str = ""
    wrong: str = ""

    @property
    def original(self) -> str:
        """The Danish text."""
        return self.prose.text

    @property
    def in_use(self) -> str:
        """The translation that citizens see, or would see if it were right; empty where there is none."""
        return "" if self.state in {TextState.STALE, TextState.MISSING} else self.translation


def catalogue_texts(files: Files, language: str) -> tuple[CatalogueText, ...]:
    """All texts of an edition in their order, with what there is in a language."""
    catalogue = _read(files, language)
    first: dict[str, Prose] = {}
    for prose in guide_prose(files):
        first.setdefault(prose.text, prose)
    return tuple(_text(prose, catalogue.get(prose.text)) for prose in first.values())


def usable_translations(files: Files, language: str) -> dict[str, str]:
    """The translations that no translator has to look at, by their originals."""
    return translations_of(_read(files, language))


def translations_of(catalogue: Catalog) -> dict[str, str]:
    """The translations of a catalogue that no translator has to look at, by their originals."""
    return {str(message.id): str(message.string) for message in catalogue if is_usable(message)}


def with_base(catalogue: bytes, digest: str) -> bytes:
    """A catalogue whose head says which one it was when it was handed out, by its digest."""
    line = f'"X-Guide-Widget-Base: {digest}\\n"'.encode() + (b"\r\n" if b"\r\n" in catalogue else b"\n")
    return _HEAD.sub(lambda head: head.group() + line, catalogue, count=1)


def base_digest(catalogue: bytes) -> str:
    """The digest of the catalogue that was handed out; empty where its head does not say."""
    found = _BASE.search(catalogue)
    return found.group(1).decode() if found else ""


def search_texts(texts: tuple[CatalogueText, ...], words: str) -> Iterator[CatalogueText]:
    """The texts that have all `words` in them, in Danish, in the translation or in the ids on the way to them."""
    wanted = words.casefold().split()
    for text in texts:
        there = " ".join((text.original, text.translation, text.prose.place.file, *text.prose.where)).casefold()
        if all(word in there for word in wanted):
            yield text


def _read(files: Files, language: str) -> Catalog:
    """The catalogue of a language; empty where there is none that can be read."""
    name = catalogue_languages(files).get(language, "")
    try:
        return parse_catalogue(files[name]) if name else Catalog()
    except UNREADABLE_CATALOGUE:
        return Catalog()


def _text(prose: Prose, message: Message | None) -> CatalogueText:
    translation = str(message.string or "") if message else ""
    if message is None or not translation:
        return CatalogueText(prose, "", TextState.MISSING)
    if message.fuzzy:
        previous = message.previous_id
        before = previous if isinstance(previous, str) else "".join(previous[:1])
        return CatalogueText(prose, translation, TextState.STALE, before)
    wrong = fault(prose.text, translation)
    return CatalogueText(prose, translation, TextState.REFUSED if wrong else TextState.DONE, wrong=wrong)
