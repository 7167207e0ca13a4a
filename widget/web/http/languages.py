"""The languages of the interface, and their catalogues. Knows gettext and Babel; no page, no request."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.core import get_global
from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.support import NullTranslations, Translations
from markupsafe import Markup

from widget.guides.problems import Problem
from widget.guides.prose import Untranslated
from widget.guides.translation import COMPLETE, Coverage
from widget.web.http.fallback_marks import MarkedFallback
from widget.web.http.interface_texts import InterfaceTexts, messages_of, read_interface_texts

DEFAULT_LANGUAGE = "da"
SOURCE_LANGUAGE = "en"
"""The language of the texts in templates and code."""

CATALOGUE = "LC_MESSAGES/messages.po"
"""Where the texts of the interface lie, below the folder of a language."""

TEMPLATE = "messages.pot"
"""The empty catalogue: every message that citizens and webmasters meet."""

_STYLE = {"en": "en_GB"}
"""Whose days and figures are used, where a language has several ways to write them."""


def translate(text: str) -> str:
    """Mark a text for translation where it is written; it is translated where it is shown."""
    return text


@dataclass(frozen=True)
class Language:
    """A language that pages can be shown in; `tag` is its BCP 47 tag.

    `catalogue` has the texts of the interface, in Danish where they are missing; `template_catalogue` the same, with
    marks around those. `coverage` is how much there is, `problems` the messages that cannot be used.
    """

    tag: str
    catalogue: NullTranslations
    template_catalogue: NullTranslations = field(default_factory=NullTranslations)
    coverage: Coverage = COMPLETE
    problems: tuple[Problem, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether no text of the interface has to be said in Danish."""
        return self.coverage.done == self.coverage.all

    @cached_property
    def _locale(self) -> Locale:
        return Locale.parse(_STYLE.get(self.tag, self.tag))

    @property
    def territory(self) -> str:
        """The language with the country that speaks it most, as Open Graph writes it: da_DK, en_GB."""
        known = get_global("likely_subtags").get(self.tag, "")
        country = self._locale.territory or (known.split("_")[-1] if known else "")
        return f"{self._locale.language}_{country}" if country else self._locale.language

    @cached_property
    def name(self) -> str:
        """What its speakers call it: English, Deutsch, Dansk."""
        name = str(self._locale.get_language_name(self.tag))
        return name[:1].upper() + name[1:]

    def own(self, text: str) -> str:
        """A text that is there in Danish only, such as a partner's words; marked as such in another language."""
        return text if self.tag == DEFAULT_LANGUAGE or not text else Untranslated(text)

    @property
    def direction(self) -> str:
        """How the text runs: ltr or rtl."""
        return str(self._locale.text_direction)

    def text(self, message: str) -> str:
        """A text of the interface."""
        return str(self.catalogue.ugettext(message))

    def html(self, message: str, **values: object) -> Markup:
        """A text of the interface for a template, with each `%(name)s` in it replaced by one of the `values`."""
        text = Markup(self.template_catalogue.ugettext(message))  # noqa: S704 (ours; the values are escaped)
        return text % values if values else text

    def counted_html(self, one: str, many: str, num: int) -> Markup:
        """The same for a number, which stands in it as `%(num)s`."""
        return Markup(self.template_catalogue.ungettext(one, many, num)) % {"num": num}  # noqa: S704 (ours)

    def long_date(self, day: date) -> str:
        """A day with its weekday: tirsdag den 1. december 2026."""
        return _in_words(day, "EEEE 'den' d. MMMM y" if self.tag == "da" else "full", self._locale)

    def medium_date(self, day: date) -> str:
        """A day without its weekday: 1. december 2026."""
        return _in_words(day, "long", self._locale)


@lru_cache(maxsize=4_096)
def _in_words(day: date, pattern: str, locale: Locale) -> str:
    """A day in words, kept: working it out takes as long as a tenth of a page."""
    return format_date(day, pattern, locale=locale)


def load_languages(folder: Path) -> dict[str, Language]:
    """All languages that have a catalogue `messages.po` under `folder`, by tag.

    A message that is missing, fuzzy or cannot be used is said in Danish.
    """
    template = folder / TEMPLATE
    files = ((file.parent.parent.name, file.read_bytes()) for file in sorted(folder.glob(f"*/{CATALOGUE}")))
    languages = _languages(template.read_bytes() if template.exists() else b"", *files)
    return {language.tag: language for language in languages}


@lru_cache(maxsize=2)
def _languages(template: bytes, *catalogues: tuple[str, bytes]) -> tuple[Language, ...]:
    """The languages of some catalogues, each with its tag. Kept: what changes is mostly the guides."""
    wanted = frozenset(messages_of(template)) if template else None
    by_tag = dict(catalogues)
    danish = _read(by_tag, DEFAULT_LANGUAGE, None)
    languages = []
    for tag in by_tag:
        texts = danish if tag == DEFAULT_LANGUAGE else _read(by_tag, tag, wanted)
        catalogue, for_templates = _compiled(texts.catalogue), _compiled(texts.catalogue)
        if tag not in (DEFAULT_LANGUAGE, SOURCE_LANGUAGE):
            catalogue.add_fallback(_compiled(danish.catalogue))
            for_templates.add_fallback(MarkedFallback(_compiled(danish.catalogue)))
        languages.append(Language(tag, catalogue, for_templates, texts.coverage, texts.problems))
    return tuple(languages)


def _read(catalogues: Mapping[str, bytes], tag: str, wanted: frozenset[str] | None) -> InterfaceTexts:
    return read_interface_texts(catalogues[tag], f"{tag}/{CATALOGUE}", wanted)


def _compiled(catalogue: Catalog) -> Translations:
    """Compile a catalogue in memory, so that what is edited is what is used."""
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Translations(compiled)
