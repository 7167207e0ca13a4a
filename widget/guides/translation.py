"""A translation of the guides: which of its texts can be used, and how far it is. Knows catalogues; no page."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from widget.guides.model import Guide
from widget.guides.plain_text import raw_characters
from widget.guides.problems import Place, Problem
from widget.guides.prose import CLOSING_MARKS, OPENING_MARKS, Prose, Quoting, Untranslated
from widget.guides.richtext import pointers

_WITHIN = f"[^{OPENING_MARKS}{CLOSING_MARKS}(){{}}]*"
_QUOTED = re.compile(rf"(?:[{OPENING_MARKS}]|(?<!\])\()({_WITHIN}[^\W\d_]{{3}}{_WITHIN})[{CLOSING_MARKS})]")
"""What stands in quotation marks, or in brackets that are not those of a link; figures and “c/o” are no words."""

_BETWEEN_WORDS = re.compile(r"[^\w]+")

OFFERED_FROM = 95
"""Percent of a guide's texts that must be translated before citizens are offered the language."""


@dataclass(frozen=True, slots=True)
class TranslatedText:
    """A translation in a catalogue, and the line of its original there."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Translation:
    """The texts of one language by their originals; `asked` is what was asked for, with the answer."""

    texts: Mapping[str, TranslatedText]
    asked: list[tuple[Prose, str]] = field(default_factory=list)

    def translate(self, prose: Prose) -> str:
        """The text in this language; where there is none that can be used, the original, marked as such."""
        found = self.texts.get(prose.text)
        text: str = Untranslated(prose.text)
        if found and not fault(prose.text, found.text):
            text = with_quotations(prose.text, found.text)
        self.asked.append((prose, text))
        return text

    def coverage(self, guide: Guide) -> "Coverage":
        """How much there is of what citizens read in a guide."""
        actors, links = _actors_of(guide), _links_of(guide)
        needed = {
            prose.text: text
            for prose, text in self.asked
            if prose.place.file == guide.place.file
            or (prose.place.file == "actors.yaml" and prose.where[0] in actors)
            or (prose.place.file == "links.yaml" and prose.where[0] in links)
        }
        done = sum(1 for text in needed.values() if not isinstance(text, Untranslated))
        return Coverage(done, len(needed))


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of how many texts are translated."""

    done: int
    all: int

    @property
    def percent(self) -> int:
        """Rounded down: 100 means that nothing is missing."""
        return 100 * self.done // self.all if self.all else 100

    def __str__(self) -> str:
        return f"{self.done} / {self.all} ({self.percent} %)"

    @property
    def enough(self) -> bool:
        """Whether citizens can be offered the language."""
        return self.percent >= OFFERED_FROM


COMPLETE = Coverage(1, 1)
"""Nothing is missing."""


def is_usable(message: Message) -> bool:
    """Whether a message of a catalogue is a text with a translation that no translator has to look at."""
    return bool(message.id and message.string and not message.fuzzy)


@lru_cache(maxsize=8)
def read_texts(catalogue: bytes, file: str) -> Mapping[str, TranslatedText]:
    """The translations in a catalogue (PO) by their originals; those marked as fuzzy are left out.

    `file` is how problems name it. Kept: most editions and changes leave the catalogues of most languages alone.
    """
    messages = read_po(BytesIO(catalogue))
    return {
        str(message.id): TranslatedText(str(message.string), Place(file, message.lineno or 1))
        for message in messages
        if is_usable(message)
    }


@lru_cache(maxsize=16_384)
def with_quotations(original: str, translation: str) -> str:
    """The translation, and which words of the original it gives in quotation marks or brackets."""
    here = f" {_BETWEEN_WORDS.sub(' ', original.casefold())} "
    words = frozenset(
        found for found in _QUOTED.findall(translation) if f" {_BETWEEN_WORDS.sub(' ', found.casefold())} " in here
    )
    return Quoting(translation, words) if words else translation


@lru_cache(maxsize=16_384)
def fault(original: str, translation: str) -> str:
    """Why a translation cannot be used, or nothing. Kept: each edition asks it of nearly the same texts, twice."""
    there, here = pointers(original), pointers(translation)
    missing, strange = (", ".join(sorted(some)) for some in (there - here, here - there))
    if missing:
        return f"{missing} mangler, og {strange} står ikke i originalen." if strange else f"{missing} mangler."
    if strange:
        return f"{strange} står ikke i originalen."
    if any(line.lstrip().startswith("#") for line in translation.splitlines()):
        return "en linje begynder med #."
    if (raw := raw_characters(translation)) and not raw_characters(original):
        return f"borgerne ville se “{raw}”, som det står."
    return ""


def check_translation(translation: Translation) -> Iterator[Problem]:
    """The translations that cannot be used; citizens see the original in their place."""
    for original in {prose.text: None for prose, _ in translation.asked}:
        found = translation.texts.get(original)
        if found and (wrong := fault(original, found.text)):
            beginning = original if len(original) < 50 else f"{original[:50]}…"
            advice = "Skriv det, der står i klammer, og linkenes mål af fra originalen, som det står."
            yield Problem(found.place, f"Oversættelsen af “{beginning}” bruges ikke: {wrong}", advice, "translation")


def _actors_of(guide: Guide) -> frozenset[str]:
    named = (
        gap.id for item in guide.items() for text in item.texts() for gap in text.placeholders if gap.kind == "actor"
    )
    return frozenset(named) | {item.actor.id for item in guide.items() if item.actor}


def _links_of(guide: Guide) -> frozenset[str]:
    linked: Sequence[str] = [link.id for item in guide.items() for link in (*item.links, *item.sources)]
    return frozenset(linked)
