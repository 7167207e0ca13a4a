"""What a change set does to a guide, told to citizens: a draft for the list of changes. Danish, as the guides are."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from widget.guides.library import Library
from widget.guides.model import Guide, Item, Question
from widget.guides.richtext import RichText

_MOST = 5
"""Titles that are named; of more there is only told how many there are."""
_READ = (
    *("title", "text", "why", "announced", "need", "timing", "dates", "when", "first_day", "confirmed_until"),
    "unconfirmed",
)
"""What citizens see of an item, but for its last day, which is told by itself."""

Versions = tuple[Item, ...]
"""An item as it holds in one period after another."""


@dataclass(frozen=True, slots=True)
class GuideNote:
    """A guide that reads otherwise. `text` says what, and `told` whether citizens are told of it already."""

    guide: Guide
    text: str
    told: bool


def guide_notes(before: Library, after: Library, read: Callable[[RichText], str]) -> tuple[GuideNote, ...]:
    """The guides that citizens had before, and read otherwise after. `read` fills the gaps of a title."""
    figures = {
        name: fact.label
        for name, fact in after.registers.facts.items()
        if name in before.registers.facts
        and [(one.first_day, one.value) for one in fact.values]
        != [(one.first_day, one.value) for one in before.registers.facts[name].values]
    }
    notes = []
    for name, guide in after.guides.items():
        old = before.guides.get(name)
        text = _note(old, guide, figures, read) if old and old.published and guide.published else ""
        if old and text:
            notes.append(GuideNote(guide, text, _is_told(old, guide)))
    return tuple(notes)


def _note(old: Guide, new: Guide, figures: dict[str, str], read: Callable[[RichText], str]) -> str:
    """What differs, in a few sentences; empty where nothing does that a citizen reads."""
    was, now = _items(old), _items(new)
    added = [_named(now[name], read) for name in now if name not in was]
    ends = [name for name in now if name in was and _ends(now[name], was[name])]
    ended = [_ending(now[name], read) for name in ends]
    kept = [name for name in now if name in was and name not in ends]
    changed = [_named(now[name], read) for name in kept if _read(now[name]) != _read(was[name])]
    removed = [_title(was[name], read) for name in was if name not in now]
    asked = {question.id: question for question in old.questions}
    questions = [_quoted(one.label) for one in new.questions if _asked(asked.get(one.id)) != _asked(one)]
    used = {
        gap.id for item in new.items() for text in item.texts() for gap in text.placeholders if gap.kind == "fact"
    }
    sentences = (
        ("Nyt", added),
        ("Ændret", changed),
        ("Slutter", ended),
        ("Findes ikke længere", removed),
        ("Ændrede spørgsmål og svar", questions),
        ("Nye tal", [_quoted(label) for name, label in figures.items() if name in used]),
    )
    told = [f"{word}: {_listed(titles)}" for word, titles in sentences if titles]
    told += ["Indledningen er ændret"] if (old.title, old.lead) != (new.title, new.lead) else []
    return " ".join(text if text.endswith(("?", ".")) else f"{text}." for text in told)


def _is_told(old: Guide, new: Guide) -> bool:
    """Whether it has another version, or another line in its list of changes."""
    before = {(change.day, change.text) for change in old.changes}
    return new.version != old.version or any((one.day, one.text) not in before for one in new.changes)


def _items(guide: Guide) -> dict[str, Versions]:
    found: dict[str, list[Item]] = {}
    for item in guide.items():
        found.setdefault(item.id, []).append(item)
    return {name: tuple(items) for name, items in found.items()}


def _read(items: Versions) -> list[tuple[object, ...]]:
    return [(item.actor and item.actor.id, *(getattr(item, name) for name in _READ)) for item in items]


def _asked(question: Question | None) -> tuple[object, ...]:
    """What citizens read of a question."""
    if question is None:
        return ()
    return question.label, question.short, question.help, [(one.id, one.label) for one in question.choices]


def _ends(now: Versions, was: Versions) -> bool:
    """Whether it is over on another day than before, and known to be."""
    return now[-1].last_day is not None and now[-1].last_day != was[-1].last_day


def _title(items: Versions, read: Callable[[RichText], str]) -> str:
    return _quoted(read(items[-1].title))


def _named(items: Versions, read: Callable[[RichText], str]) -> str:
    """Its title, with the day on which its last text begins."""
    first = items[-1].first_day
    return f"{_title(items, read)} (fra {_day(first)})" if first else _title(items, read)


def _ending(items: Versions, read: Callable[[RichText], str]) -> str:
    last = items[-1].last_day
    return f"{_title(items, read)} (sidste dag {_day(last)})" if last else _title(items, read)


def _listed(titles: Sequence[str]) -> str:
    """Titles in a sentence: those that there is room for, and how many more."""
    more = len(titles) - _MOST
    return _joined([*titles[:_MOST], f"{more} andre"] if more > 1 else titles)


def _quoted(title: str) -> str:
    return f"“{title}”"


def _joined(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} og {last}" if first else last


def _day(day: date) -> str:
    return format_date(day, "long", "da")
