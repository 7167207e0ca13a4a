"""What a guide is, once it is loaded: frozen values. Knows no file, no language catalogue, no address."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import cached_property
from typing import Any

from widget.guides.as_of import Season, ValidityPeriod
from widget.guides.conditions import UNKNOWN_CHOICE, Condition
from widget.guides.deadlines import Deadline
from widget.guides.problems import Place
from widget.guides.registers import Actor, Link
from widget.guides.richtext import RichText
from widget.guides.task_dates import DateRules

DATE = "dato"
"""The id of the question for the citizen's own date, which is also its parameter in an address."""

USUAL_FIRST_QUESTIONS = 2
"""How many questions are asked first, beside the date, in a guide that does not say."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be given; `phrase` completes “Gælder, hvis …”."""

    id: str
    label: str
    phrase: str
    leaves_open: bool = False
    """Whether other choices may hold besides: what is for those only is then shown with its condition."""
    formerly: tuple[tuple[str, str], ...] = ()
    """Answers of addresses given out before that may stand for this choice: id of the question, id of the answer."""

    @property
    def definite(self) -> bool:
        """Whether it rules out the other choices: “ved ikke” does not."""
        return self.id != UNKNOWN_CHOICE and not self.leaves_open


@dataclass(frozen=True)
class Question:
    """One question; its id is the parameter in the address."""

    id: str
    label: str
    short: str
    help: str
    choices: tuple[Choice, ...]
    together: Mapping[frozenset[str], str]
    """What several choices are called together, by their ids, where “or” between their phrases would be clumsy."""
    place: Place

    @cached_property
    def by_id(self) -> dict[str, Choice]:
        """The choices by id."""
        return {choice.id: choice for choice in self.choices}

    @cached_property
    def undecided(self) -> frozenset[str]:
        """The ids of the choices that do not rule out the others."""
        return frozenset(choice.id for choice in self.choices if not choice.definite)


@dataclass(frozen=True, slots=True)
class DateQuestion:
    """The question for the citizen's own date, from which deadlines are counted."""

    label: str
    short: str
    help: str


class Obligation(Enum):
    """How an item binds the citizen."""

    MUST = "must"
    GOOD_IDEA = "good-idea"
    AUTOMATIC = "automatic"
    """Happens by itself."""
    INFORMATION = "information"
    """A text to read; all items of sections."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do, to know, or that happens by itself: while its rule holds, for who reads in its `season`."""

    id: str
    need: Obligation
    title: RichText
    actor: Actor | None
    timing: str
    dates: DateRules | None
    """The rules of its dates, where it has some."""
    together_with: str
    """The id of the task that is done in the same go, if any: together they are one errand."""
    when: Condition
    text: RichText
    why: RichText
    announced: RichText
    """What will be otherwise, and from when: told ahead, in one line; empty where nothing is known to change."""
    links: tuple[Link, ...]
    first_day: date | None
    last_day: date | None
    season: Season | None
    ends_on_purpose: bool
    """Whether nothing has to follow after the last day."""
    confirmed_until: date | None
    """The last day for which the rule is confirmed: after it, it may have changed."""
    ask: Actor | None
    """Who knows whether it has, where that is not `actor`."""
    sources: tuple[Link, ...]
    unconfirmed: bool
    """Whether no source is about this very thing: the page then says so."""
    owner: str
    """The id of the actor who answers for the text: its own, or else the guide's; empty where none is named."""
    reviewed: date
    review_by: date | None
    """The day by which it is to be read again, where that is not a year after `reviewed`."""
    place: Place

    @property
    def due(self) -> Deadline | None:
        """The rule of the date that it stands under: never that of a legal limit."""
        return self.dates.main if self.dates else None

    @property
    def tickable(self) -> bool:
        """Whether the citizen can tick it off."""
        return self.need in {Obligation.MUST, Obligation.GOOD_IDEA}

    def questions(self) -> frozenset[str]:
        """The ids of the questions on which depends whether it is shown, and whether with its dates."""
        return self.when.questions() | (self.dates.questions() if self.dates else frozenset())

    def holds_on(self, day: date, today: date | None = None) -> bool:
        """Whether its rule is in force on `day`, and told to those who read on `today` (left out: that day)."""
        in_season = self.season is None or self.season.holds_on(today or day)
        return in_season and (self.first_day or day) <= day <= (self.last_day or day)

    def switches(self) -> set[date]:
        """The days on which it begins, ends, or may have changed."""
        own = ValidityPeriod(self.first_day, self.last_day)
        return own.switches() | ValidityPeriod(None, self.confirmed_until).switches()

    def is_unconfirmed_on(self, day: date) -> bool:
        """Whether the rule may have changed by `day`."""
        return self.confirmed_until is not None and self.confirmed_until < day

    def texts(self) -> tuple[RichText, ...]:
        """All its texts."""
        return (self.title, self.text, self.why, self.announced)


@dataclass(frozen=True, slots=True)
class Part:
    """A phase of the checklist, or a section to read."""

    id: str
    title: str
    items: tuple[Item, ...]
    place: Place
    begins: Deadline | None = None
    """The day on which a phase begins, counted from the citizen's own date; None where the guide does not say."""


@dataclass(frozen=True, slots=True)
class Jump:
    """A question that people come with, and the id of the place that answers it."""

    question: str
    target: str
    place: Place


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed in a guide on a `day`, in one sentence for citizens."""

    day: date
    text: str
    place: Place


@dataclass(frozen=True)
class Guide:
    """A whole guide."""

    id: str
    title: str
    version: date
    reviewed: date
    published: bool
    """Whether citizens see it; a draft is checked and compared, and shown only where the operator asks for it."""
    owner: str
    changes: tuple[Change, ...]
    """What was changed when, newest first; may be empty."""
    lead: str
    teaser: str
    heights: Mapping[int, int]
    """How high a frame of a width should be for the first page to show whole, in CSS pixels: width to height."""
    date_question: DateQuestion | None
    questions: tuple[Question, ...]
    jumps: tuple[Jump, ...]
    phases: tuple[Part, ...]
    sections: tuple[Part, ...]
    place: Place
    first: tuple[str, ...] = ()
    """What a citizen is asked first, one at a time: ids of questions, and `dato`. See `first_questions`."""
    memory: dict[object, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What was worked out of the guide alone, to be used again. Nothing in it is a citizen's."""

    @cached_property
    def questions_by_id(self) -> dict[str, Question]:
        """The questions by id."""
        return {question.id: question for question in self.questions}

    @cached_property
    def first_questions(self) -> tuple[str, ...]:
        """What is asked first, in its order; where the guide names nothing, two questions and the date."""
        if self.first:
            return self.first
        questions = tuple(question.id for question in self.questions[:USUAL_FIRST_QUESTIONS])
        return (*questions, DATE) if self.date_question else questions

    @cached_property
    def earlier_answers(self) -> dict[tuple[str, str], dict[str, frozenset[str]]]:
        """For each answer of addresses given out before, the choices that it may stand for, by their question."""
        found: dict[tuple[str, str], dict[str, frozenset[str]]] = {}
        for question in self.questions:
            for choice in question.choices:
                for earlier in choice.formerly:
                    meant = found.setdefault(earlier, {})
                    meant[question.id] = meant.get(question.id, frozenset()) | {choice.id}
        return found

    @cached_property
    def items_by_id(self) -> dict[str, Item]:
        """The items by id."""
        return {item.id: item for item in self.items()}

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The ids of all items, in the order of the page."""
        return tuple(item.id for item in self.items())

    @property
    def parts(self) -> tuple[Part, ...]:
        """Phases and sections, in the order of the page."""
        return self.phases + self.sections

    @cached_property
    def sources(self) -> tuple[Link, ...]:
        """All sources, each once, in the order of the page. Their place is their number, for every reader."""
        return tuple({source.id: source for item in self.items() for source in item.sources}.values())

    @cached_property
    def has_unopened_sources(self) -> bool:
        """Whether some sources were read as stored copies alone."""
        return any(not source.opened for source in self.sources)

    @cached_property
    def source_numbers(self) -> dict[str, int]:
        """The number of each source by its id."""
        return {source.id: number for number, source in enumerate(self.sources, start=1)}

    @cached_property
    def jump_targets(self) -> frozenset[str]:
        """The places that many ask for: cards on other sites lead there, with the address of the guide alone."""
        return frozenset(jump.target for jump in self.jumps)

    @cached_property
    def anchors(self) -> frozenset[str]:
        """The places that something in the guide links to."""
        in_texts = (anchor for item in self.items() for text in item.texts() for anchor in text.anchors)
        return frozenset(in_texts) | self.jump_targets

    @cached_property
    def part_of(self) -> dict[str, str]:
        """The id of the part for each place: for an item the part it stands in, for a part itself."""
        places = {item.id: part.id for part in self.parts for item in part.items}
        return places | {part.id: part.id for part in self.parts}

    @cached_property
    def questions_of_part(self) -> dict[str, tuple[str, ...]]:
        """The ids of the questions on which depends what is shown of each part, by its id."""
        asked = {part.id: {name for item in part.items for name in item.questions()} for part in self.parts}
        return {part: tuple(sorted(names)) for part, names in asked.items()}

    @cached_property
    def deadlines_of_part(self) -> dict[str, tuple[Deadline, ...]]:
        """The dates that the items of each part stand under, for all citizens, by the id of the part."""
        return {part.id: tuple(item.due for item in part.items if item.due) for part in self.parts}

    def items(self) -> Iterator[Item]:
        """All items, in the order of the page."""
        return (item for part in self.parts for item in part.items)
