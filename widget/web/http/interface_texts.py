"""The texts of the interface in one language: which messages of its catalogue can be used, and what is wrong with the
others. Knows Babel catalogues; no page, no file.

A message that cannot be used is left out: its page says that text in Danish, and the language stays.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from io import BytesIO

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po

from widget.guides.problems import Place, Problem
from widget.guides.translation import Coverage

_PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|%%")
_TAG = re.compile(r"<[^>]*>?")

_COPY = "Skriv pladsholdere som %(day)s, tegnet %% og mærker som <b> af fra originalen, som de står."


@dataclass(frozen=True, slots=True)
class InterfaceTexts:
    """The usable messages of a catalogue, how much of the interface they cover, and the problems of the others."""

    catalogue: Catalog
    coverage: Coverage
    problems: tuple[Problem, ...]


def read_interface_texts(source: bytes, file: str, wanted: Collection[str] | None = None) -> InterfaceTexts:
    """The interface texts in a catalogue (PO).

    `file` is how problems name the catalogue. `wanted` are the messages that citizens and webmasters meet; without
    it, all messages of the catalogue are.
    """
    try:
        catalogue = read_po(BytesIO(source), abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, ValueError) as error:
        problem = Problem(Place(file, 1), f"Filen kan ikke læses: {error}", "Ret den i Poedit.", "translation")
        return InterfaceTexts(Catalog(), Coverage(0, len(wanted or ()) or 1), (problem,))
    problems = []
    for message in [message for message in catalogue if message.id]:
        if not message.fuzzy and (wrong := message_fault(message)):
            beginning = _original(message) if len(_original(message)) < 50 else f"{_original(message)[:50]}…"
            text = f"Oversættelsen af “{beginning}” bruges ikke: {wrong}"
            problems.append(Problem(Place(file, message.lineno or 1), text, _COPY, "translation"))
            message.string = ""
    usable = {_original(message) for message in catalogue if message.id and _is_usable(message)}
    asked = set(wanted) if wanted is not None else {_original(message) for message in catalogue if message.id}
    return InterfaceTexts(catalogue, Coverage(len(usable & asked), len(asked)), tuple(problems))


def message_fault(message: Message) -> str:
    """Why the translation of a message cannot be used, in Danish; empty where it can, or where there is none."""
    originals, translations = _forms(message.id), _forms(message.string)
    if not any(translations):
        return ""
    if not all(translations):
        return "en af formerne i flertal mangler."
    return next((wrong for text in translations if (wrong := _text_fault(originals, text))), "")


def _text_fault(originals: tuple[str, ...], text: str) -> str:
    """`originals` are the singular and, where there is one, the plural; a form may follow either."""
    allowed = [Counter(_PLACEHOLDER.findall(original)) for original in originals]
    found = Counter(_PLACEHOLDER.findall(text))
    known = {name for names in allowed for name in names if name}
    if strange := sorted(name for name in found if name and name not in known):
        return f"%({strange[0]})s står ikke i originalen."
    if missing := sorted(set.intersection(*(set(names) for names in allowed)) - set(found) - {""}):
        return f"%({missing[0]})s mangler."
    if _can_be_filled(originals[0], known) and not _can_be_filled(text, known):
        return "et procenttegn står ikke rigtigt."
    if all(Counter(_TAG.findall(text)) != Counter(_TAG.findall(original)) for original in originals):
        return "HTML-mærkerne er andre end originalens."
    return ""


def _can_be_filled(text: str, names: Collection[str]) -> bool:
    """Whether placeholders can be filled. A text that only code says may have a bare percent sign: it has none."""
    try:
        text % dict.fromkeys(names, 1)
    except (TypeError, ValueError, KeyError):
        return False
    return True


def _is_usable(message: Message) -> bool:
    return not message.fuzzy and all(_forms(message.string))


def _forms(value: object) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value) if isinstance(value, list | tuple) else ("",)


def _original(message: Message) -> str:
    return _forms(message.id)[0]


def messages_of(template: bytes) -> Iterator[str]:
    """The messages of the empty catalogue `messages.pot`: everything that citizens and webmasters are told."""
    for message in read_po(BytesIO(template)):
        if message.id:
            yield _original(message)
