"""From a guide and a citizen's answers to the personal guide. Pure: the day is given; knows no address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from widget.guides.answers import Answers, InvalidParameter
from widget.guides.conditions import EVERYBODY, Condition, evaluate
from widget.guides.model import DATE, Choice, Guide, Item, Jump, Obligation, Part, Question
from widget.guides.registers import Actor
from widget.guides.task_dates import TaskDates

_TASKS = (Obligation.MUST, Obligation.GOOD_IDEA)

_MAX_REMEMBERED = 10_000
"""Parts of a guide as they are shown, in memory. Ours have some 600 a day."""


@dataclass(frozen=True, slots=True)
class PersonalQuestion:
    """A question with the answer given; `misread` is what stood in the address and was no answer."""

    question: Question
    answer: Choice | None
    misread: str


class PersonalItem(NamedTuple):
    """An item that is shown; `condition` is what is not settled. A tuple: a page makes some fifty of them."""

    item: Item
    condition: Condition
    settled: bool
    """Whether it certainly concerns this citizen: nothing is left of its condition."""
    dates: TaskDates | None
    done: bool
    unconfirmed: bool = False
    """Whether the rule behind it may have changed since it was confirmed."""

    @property
    def due(self) -> date | None:
        """The date that it stands under, where it has one: never that of a legal limit."""
        return self.dates.day if self.dates else None


@dataclass(frozen=True, slots=True)
class PersonalPart:
    """A phase or section with the items that are shown; `given` are the answers on which that depends."""

    part: Part
    items: tuple[PersonalItem, ...]
    given: tuple[str | None, ...]
    open_questions: tuple[frozenset[str], ...]
    """For each of the items the ids of the questions whose answers would settle it."""

    def of(self, *needs: Obligation) -> tuple[PersonalItem, ...]:
        """The items with one of the `needs`."""
        return tuple(shown for shown in self.items if shown.item.need in needs)

    @property
    def tasks(self) -> tuple[PersonalItem, ...]:
        """What the citizen does: first what must be done, then what is a good idea."""
        return self.of(Obligation.MUST) + self.of(Obligation.GOOD_IDEA)

    @property
    def automatic(self) -> tuple[PersonalItem, ...]:
        """What happens by itself."""
        return self.of(Obligation.AUTOMATIC)


@dataclass(frozen=True, slots=True)
class PersonalGuide:
    """Everything a citizen can see of a guide; the same for everybody in the same situation."""

    guide: Guide
    answers: Answers
    today: date
    day: date
    """The day whose rules it follows: today, or the last one until the citizen's date on which a rule switches."""
    questions: tuple[PersonalQuestion, ...]
    misread_date: str
    typed_day: tuple[str, ...]
    """What was typed as day, month and year and was no date; empty where nothing was."""
    phases: tuple[PersonalPart, ...]
    sections: tuple[PersonalPart, ...]
    jumps: tuple[Jump, ...]
    actors: tuple[Actor, ...]

    @property
    def tasks(self) -> tuple[PersonalItem, ...]:
        """All tasks, phase by phase."""
        return tuple(task for phase in self.phases for task in phase.tasks)

    @property
    def task_count(self) -> int:
        """How many tasks there are."""
        return sum(shown.item.need in _TASKS for phase in self.phases for shown in phase.items)

    @property
    def deadlines(self) -> tuple[PersonalItem, ...]:
        """The tasks with a date, earliest first."""
        dated = ((shown.dates.day, shown) for phase in self.phases for shown in phase.items if shown.dates)
        return tuple(shown for _, shown in sorted(dated, key=lambda pair: pair[0]))

    def visible_ids(self) -> frozenset[str]:
        """The ids of all places that the page has."""
        parts = self.phases + self.sections
        items = (shown.item.id for part in parts for shown in part.items)
        return frozenset(part.part.id for part in parts).union(items)


def personalise(
    guide: Guide,
    answers: Answers,
    today: date,
    misread: Sequence[InvalidParameter] = (),
    day: date | None = None,
) -> PersonalGuide:
    """The guide for a citizen with these answers who reads on `today`; `misread` are the wrong ones.

    `day` is the one whose rules hold for them, where that is not today.
    """
    wrong = {problem.parameter: problem.given for problem in misread}
    answers, day = _known(guide, answers), day or today
    phases = _parts(guide, guide.phases, answers, today, day)
    sections = _parts(guide, guide.sections, answers, today, day)
    return PersonalGuide(
        guide=guide,
        answers=answers,
        today=today,
        day=day,
        questions=tuple([_question(question, answers, wrong) for question in guide.questions]),
        misread_date=wrong.get(DATE, ""),
        typed_day=next((problem.typed for problem in misread if problem.parameter == DATE), ()),
        phases=phases,
        sections=sections,
        jumps=guide.jumps,
        actors=_actors(phases),
    )


def _question(question: Question, answers: Answers, wrong: Mapping[str, str]) -> PersonalQuestion:
    answer = question.by_id.get(answers.values.get(question.id, ""))
    return PersonalQuestion(question, answer, wrong.get(question.id, ""))


def _known(guide: Guide, answers: Answers) -> Answers:
    """The answers without those to questions or with choices that the guide does not have on its day."""
    known = {
        name: value
        for name, value in answers.values.items()
        if name in guide.questions_by_id and value in guide.questions_by_id[name].by_id
    }
    return answers if len(known) == len(answers.values) else replace(answers, values=known)


def _parts(guide: Guide, parts: Sequence[Part], answers: Answers, today: date, day: date) -> tuple[PersonalPart, ...]:
    """The parts of which something is shown, with the dates and ticks of these answers."""
    shown = [_shown(guide, part, answers, today, day) for part in parts]
    is_own = answers.day_0 or answers.done
    return tuple([_dated(part, answers, today) if is_own else part for part in shown if part.items])


def _shown(guide: Guide, part: Part, answers: Answers, today: date, day: date) -> PersonalPart:
    """The part without dates and ticks: the same for all who give the same answers to its questions."""
    given = tuple([answers.values.get(question) for question in guide.questions_of_part[part.id]])
    key = (part.id, today, day, given)
    shown: PersonalPart | None = guide.memory.get(key)
    if shown is None:
        if len(guide.memory) >= _MAX_REMEMBERED:
            guide.memory.clear()
        items = _items(part.items, answers, today, day)
        open_questions = tuple([item.condition.questions() for item in items])
        shown = guide.memory[key] = PersonalPart(part, items, given, open_questions)
    return shown


def _items(items: Sequence[Item], answers: Answers, today: date, day: date) -> tuple[PersonalItem, ...]:
    held = [item for item in items if item.holds_on(day, today)]
    conditions = evaluate([item.when for item in held], answers.values)
    return tuple(
        [
            PersonalItem(
                item=_as_told(item, answers),
                condition=condition,
                settled=condition is EVERYBODY,
                dates=None,
                done=False,
                unconfirmed=item.is_unconfirmed_on(day),
            )
            for item, condition in zip(held, conditions, strict=True)
            if condition is not None
        ]
    )


def _as_told(item: Item, answers: Answers) -> Item:
    """The item as it is for these answers: without dates, and with other words, where its dates do not hold."""
    dates = item.dates
    if dates is None or dates.unless is None or not dates.unless.value(answers.values):
        return item
    return replace(item, dates=None, timing=dates.otherwise or item.timing)


def _dated(shown: PersonalPart, answers: Answers, today: date) -> PersonalPart:
    """The part with the dates counted from the citizen's own, and what is ticked."""
    items = list(shown.items)
    for place, shown_so_far in enumerate(items):
        item = shown_so_far.item
        dates = item.dates.on(answers.day_0, today) if item.dates and answers.day_0 else None
        done = item.id in answers.done
        if dates or done:
            items[place] = shown_so_far._replace(dates=dates, done=done)
    return PersonalPart(shown.part, tuple(items), shown.given, shown.open_questions)


def _actors(phases: Sequence[PersonalPart]) -> tuple[Actor, ...]:
    """Who takes part, in the order in which the checklist meets them."""
    met = (shown.item.actor for phase in phases for shown in phase.items if shown.item.actor)
    return tuple({actor.id: actor for actor in met}.values())
