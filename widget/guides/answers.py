"""Answers: what a citizen has said, read from and written to the parameters of an address. Knows no HTTP.

Reading never fails: what is unknown vanishes, what is wrong becomes a value that the page can speak of.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import parse_qsl

from widget.guides.conditions import UNKNOWN_CHOICE
from widget.guides.day_reading import parse_day
from widget.guides.earlier_answers import read_earlier
from widget.guides.model import DATE, Guide
from widget.guides.spelling import parameters_of, tidy_id

DONE = "done"
DAY_FIELDS = ("dato-dag", "dato-maaned", "dato-aar")
"""The fields of a form in which day, month and year are typed; an address that we write has `dato` instead."""

_RESERVED_ON_PAGES = (DATE, *DAY_FIELDS, DONE, "lang", "heading", "ui", "open", "scheme", "from", "sent", "v")
_RESERVED_WHEN_SHARING = ("guide", "partner", "height", "system", "find", "page", "column", "host")
RESERVED = frozenset((*_RESERVED_ON_PAGES, *_RESERVED_WHEN_SHARING))
"""Parameters that no question may be called."""

LONGEST_QUERY = 8_192
"""Bytes of a query string that are looked at; the longest address a guide makes has about 2,000."""

_LONGEST_ECHO = 40
_WORDS = re.compile(r"[,;\s]+")

Parameters = Mapping[str, Sequence[str]]

_NO_DEFAULTS: Mapping[str, str] = {}
"""One for all pages without, of which a worker keeps thousands."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Valid answers in the order of the guide's questions, the citizen's own date, and the ids of ticked tasks.

    `defaults` are the answers that hold where an address says nothing; to take one back, an address says so.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    day_0: date | None = None
    done: tuple[str, ...] = ()
    defaults: Mapping[str, str] = field(default_factory=dict)

    def parameters(self) -> Iterator[tuple[str, str]]:
        """The answers as parameters, in the one canonical order."""
        yield from self.values.items()
        for question in self.defaults:
            if question not in self.values:
                yield question, ""
        if self.day_0:
            yield DATE, self.day_0.isoformat()
        if self.done:
            yield DONE, ",".join(self.done)

    @property
    def query(self) -> str:
        """The answers as they stand in an address: ids, dates and lists of ids, which need no quoting."""
        return "&".join([f"{name}={value}" for name, value in self.parameters()])

    def with_answer(self, guide: Guide, question: str, choice: str | None) -> "Answers":
        """The same answers but for one, which is changed, or taken back when `choice` is None."""
        values = {**self.values, question: choice}
        ordered = ((name, values.get(name)) for name in guide.questions_by_id)
        kept = {name: value for name, value in ordered if value is not None}
        return Answers(kept, self.day_0, self.done, self.defaults)

    def with_day(self, day_0: date | None) -> "Answers":
        """The same answers with another date, or none."""
        return Answers(self.values, day_0, self.done, self.defaults)

    def shortest(self) -> "Answers":
        """The answers that make the same guide in the fewest words: without ticks and without “ved ikke”."""
        values = {name: value for name, value in self.values.items() if value != UNKNOWN_CHOICE}
        return Answers(values, self.day_0, defaults=self.defaults)

    def with_ticks(self, done: tuple[str, ...]) -> "Answers":
        """The same answers with just these tasks ticked."""
        return Answers(self.values, self.day_0, done, self.defaults)

    def with_done(self, item: str, *, done: bool, order: Sequence[str]) -> "Answers":
        """The same answers with one task ticked or not; `order` is the order of all tasks."""
        ticked = {*self.done, item} if done else {*self.done} - {item}
        return replace(self, done=tuple(task for task in order if task in ticked))

    def __bool__(self) -> bool:
        """Whether the citizen has said anything: what was filled in beforehand does not count."""
        return bool(self.day_0) or dict(self.values) != dict(self.defaults)


@dataclass(frozen=True, slots=True)
class InvalidParameter:
    """A parameter whose value could not be used; `given` is what stood there, shortened.

    `typed` is what was typed as day, month and year, where a date came by the fields of a form.
    """

    parameter: str
    given: str
    typed: tuple[str, ...] = ()


def parse_query(query: bytes) -> dict[str, list[str]]:
    """All parameters of a query string of any bytes: never raises, and looks at 8 KiB at most."""
    text = query[:LONGEST_QUERY].decode("ascii", "replace")
    parameters: dict[str, list[str]] = {}
    for name, value in parse_qsl(text, keep_blank_values=True, errors="replace"):
        parameters.setdefault(name, []).append(value)
    return parameters


def parse_carried_query(query: bytes) -> dict[str, list[str]]:
    """The same of a guide's address, read over what programs and people add to one: see `widget.guides.spelling`."""
    text = query[:LONGEST_QUERY].decode("ascii", "replace")
    parameters: dict[str, list[str]] = {}
    for name, value in parameters_of(text):
        parameters.setdefault(name, []).append(value)
    return parameters


def parse_answers(
    guide: Guide, parameters: Parameters, defaults: Mapping[str, str] | None = None
) -> tuple[Answers, tuple[InvalidParameter, ...]]:
    """The valid answers among the parameters, and those that could not be used.

    `defaults` are valid answers for the questions that the parameters do not name at all.
    """
    defaults = defaults or _NO_DEFAULTS
    values, misread = _choices(guide, parameters, defaults)
    if guide.earlier_answers:
        values, misread = _with_earlier(guide, parameters, values, misread)
    wrong = list(misread.values())
    day_0 = None
    typed = tuple([_first(parameters, name) for name in DAY_FIELDS])
    if guide.date_question and (given := ".".join(filter(None, typed)) or _first(parameters, DATE)):
        day_0 = parse_day(given)
        if day_0 is None:
            wrong.append(_misread(DATE, given, typed))
    return Answers(values, day_0, _done(guide, parameters), defaults), tuple(wrong)


def _choices(
    guide: Guide, parameters: Parameters, defaults: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, InvalidParameter]]:
    """The answers to the guide's questions, and what was no answer, both by question."""
    values: dict[str, str] = {}
    misread: dict[str, InvalidParameter] = {}
    for question in guide.questions:
        given = _first(parameters, question.id) if question.id in parameters else defaults.get(question.id, "")
        if not given:
            continue
        choice = question.by_id.get(given) or question.by_id.get(tidy_id(given))
        if choice is None:
            misread[question.id] = _misread(question.id, given)
        else:
            values[question.id] = choice.id  # the same text in memory for all who answer so
    return values, misread


def _with_earlier(
    guide: Guide, parameters: Parameters, values: dict[str, str], misread: dict[str, InvalidParameter]
) -> tuple[dict[str, str], dict[str, InvalidParameter]]:
    """The same with what answers of addresses given out before mean; a question that they leave open is misread."""
    given = {name: tidy_id(answer) for name in parameters if (answer := _first(parameters, name))}
    if guide.earlier_answers.keys().isdisjoint(given.items()):
        return values, misread
    found: dict[str, str | None] = {**values}
    wrong = {
        name: problem for name, problem in misread.items() if (name, given.get(name, "")) not in guide.earlier_answers
    }
    for question, reading in read_earlier(guide, given).items():
        found[question] = reading.choice
        if reading.choice is None:
            wrong[question] = _misread(question, ", ".join(reading.given))
    ordered = ((name, found.get(name)) for name in guide.questions_by_id)
    return {name: choice for name, choice in ordered if choice is not None}, wrong


def _first(parameters: Parameters, name: str) -> str:
    """The first value that is not empty: a form may send an empty field beside a filled one."""
    return next((value.strip() for value in parameters.get(name, ()) if value.strip()), "")


def _done(guide: Guide, parameters: Parameters) -> tuple[str, ...]:
    """The tasks ticked: `done=a,b` as our links write it, or `done=a&done=b` as a form does."""
    ticked = {tidy_id(word) for value in parameters.get(DONE, ()) for word in _WORDS.split(value)}
    return tuple(item.id for item in guide.items() if item.id in ticked and item.tickable) if ticked else ()


def _misread(parameter: str, given: str, typed: tuple[str, ...] = ()) -> InvalidParameter:
    shown = tuple(_shortened(part) for part in typed) if any(typed) else ()
    return InvalidParameter(parameter, _shortened(given), shown)


def _shortened(given: str) -> str:
    printable = "".join(character if character.isprintable() else " " for character in given[: _LONGEST_ECHO * 2])
    return printable if len(printable) <= _LONGEST_ECHO else f"{printable[:_LONGEST_ECHO]}…"
