"""From a guide and somebody's answers to their own guide. Pure: the day is given; knows no address."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from widget.guides.answers import Answers, InvalidParameter
from widget.guides.conditions import EVERYBODY, Condition
from widget.guides.model import Choice, Guide, Item, Jump, Obligation, Part, Question
from widget.guides.registers import Actor

_MAX_REMEMBERED = 10_000
"""Parts of a guide as they are shown, in memory. Ours have some 600 a day."""


@dataclass(frozen=True, slots=True)
class PersonalQuestion:
    """A question with the answer given; `misread` is what stood in the address and was no answer."""

    question: Question
    answer: Choice | None
    misread: str


class PersonalItem(NamedTuple):
    """An item that somebody sees; `condition` is what is not settled. A tuple: a page makes some fifty of them."""

    item: Item
    condition: Condition
    due: date | None
    done: bool

    @property
    def settled(self) -> bool:
        """Whether it certainly concerns this citizen."""
        return self.condition is EVERYBODY


@dataclass(frozen=True, slots=True)
class PersonalPart:
    """A phase or section with the items that are shown; `given` are the answers on which that depends."""

    part: Part
    items: tuple[PersonalItem, ...]
    given: tuple[str | None, ...]

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
    questions: tuple[PersonalQuestion, ...]
    misread_date: str
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
        return sum(shown.item.tickable for phase in self.phases for shown in phase.items)

    @property
    def deadlines(self) -> tuple[PersonalItem, ...]:
        """The tasks with a date, earliest first."""
        dated = (shown for phase in self.phases for shown in phase.items if shown.due)
        return tuple(sorted(dated, key=lambda shown: (shown.due, shown.item.due is None)))

    def visible_ids(self) -> frozenset[str]:
        """The ids of all places that the page has."""
        parts = self.phases + self.sections
        items = (shown.item.id for part in parts for shown in part.items)
        return frozenset(part.part.id for part in parts).union(items)


def personalise(
    guide: Guide, answers: Answers, today: date, misread: Sequence[InvalidParameter] = ()
) -> PersonalGuide:
    """The guide for somebody with these answers, by the rules that hold on `today`."""
    wrong = {problem.parameter: problem.given for problem in misread}
    phases = tuple(_parts(guide, guide.phases, answers, today))
    sections = tuple(_parts(guide, guide.sections, answers, today))
    return PersonalGuide(
        guide=guide,
        answers=answers,
        today=today,
        questions=tuple(_questions(guide, answers, wrong)),
        misread_date=wrong.get("dato", ""),
        phases=phases,
        sections=sections,
        jumps=guide.jumps,
        actors=_actors(phases),
    )


def _questions(guide: Guide, answers: Answers, wrong: Mapping[str, str]) -> Iterator[PersonalQuestion]:
    for question in guide.questions:
        answer = question.by_id.get(answers.values.get(question.id, ""))
        yield PersonalQuestion(question, answer, wrong.get(question.id, ""))


def _parts(guide: Guide, parts: Sequence[Part], answers: Answers, today: date) -> Iterator[PersonalPart]:
    for part in parts:
        shown = _shown(guide, part, answers, today)
        if shown.items:
            yield _dated(shown, answers) if answers.day_0 or answers.done else shown


def _shown(guide: Guide, part: Part, answers: Answers, today: date) -> PersonalPart:
    """The part without dates and ticks: the same for all who give the same answers to its questions."""
    given = tuple([answers.values.get(question) for question in guide.questions_of_part[part.id]])
    key = (part.id, today, given)
    shown: PersonalPart | None = guide.memory.get(key)
    if shown is None:
        if len(guide.memory) >= _MAX_REMEMBERED:
            guide.memory.clear()
        shown = guide.memory[key] = PersonalPart(part, tuple(_items(part.items, answers, today)), given)
    return shown


def _items(items: Sequence[Item], answers: Answers, today: date) -> Iterator[PersonalItem]:
    for item in items:
        shown = item.when.value(answers.values)
        if shown is not False and item.holds_on(today):
            condition = EVERYBODY if shown else item.when.remaining(answers.values)
            yield PersonalItem(item, condition, None, done=False)


def _dated(shown: PersonalPart, answers: Answers) -> PersonalPart:
    """The part with the dates counted from the citizen's own, and what is ticked."""
    items = list(shown.items)
    for place, (item, condition, _, _) in enumerate(items):
        due = item.due.day(answers.day_0) if item.due and answers.day_0 else None
        done = item.id in answers.done
        if due or done:
            items[place] = PersonalItem(item, condition, due, done)
    return PersonalPart(shown.part, tuple(items), shown.given)


def _actors(phases: Sequence[PersonalPart]) -> tuple[Actor, ...]:
    """Who takes part, in the order in which the checklist meets them."""
    met = (shown.item.actor for phase in phases for shown in phase.items if shown.item.actor)
    return tuple({actor.id: actor for actor in met}.values())
