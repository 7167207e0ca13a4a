"""Who sees an item before and after: certainly, with an open condition, or not at all. Knows conditions; no words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import product

from widget.guides.conditions import Condition
from widget.guides.model import Question
from widget.proof.regions import Axis, Point, Region, region


class Visibility(Enum):
    """How an item stands on a citizen's page."""

    HIDDEN = "hidden"
    CONDITIONAL = "conditional"
    """Shown with the open condition in words."""
    CERTAIN = "certain"


@dataclass(frozen=True, slots=True)
class VisibilityChange:
    """Where an item changes from `before` to `after`; conditional to conditional means: with another condition."""

    before: Visibility
    after: Visibility
    where: Region


@dataclass(frozen=True, slots=True)
class SharedQuestions:
    """What two versions of a guide can be compared on: the `axes`, and every answer that either version knows.

    `undecided` are the answers to a question that do not rule out the others in either version.
    """

    axes: tuple[Axis, ...]
    choices: Mapping[str, tuple[str, ...]]
    undecided: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, before: Sequence[Question], after: Sequence[Question]) -> "SharedQuestions":
        """The questions and choices that both have, in the order of the later version."""
        earlier = {question.id: question for question in before}
        axes = (
            Axis(question.id, (None, *(choice for choice in question.by_id if choice in earlier[question.id].by_id)))
            for question in after
            if question.id in earlier
        )
        choices: dict[str, tuple[str, ...]] = {}
        undecided: dict[str, frozenset[str]] = {}
        for question in (*before, *after):
            choices[question.id] = tuple(dict.fromkeys((*choices.get(question.id, ()), *question.by_id)))
            undecided[question.id] = undecided.get(question.id, question.undecided) & question.undecided
        return cls(tuple(axes), choices, undecided)

    def is_open(self, question: str, answer: str | None) -> bool:
        """Whether more can be answered to a question that has this answer so far."""
        return answer is None or answer in self.undecided.get(question, ())

    def further(self, question: str, answer: str | None) -> tuple[str, ...]:
        """What a citizen may answer to a question, who has answered this so far."""
        choices = self.choices.get(question, ())
        definite = (choice for choice in choices if choice not in self.undecided[question])
        return (answer, *definite) if answer else choices


def visibility_of(condition: Condition | None, situation: Mapping[str, str]) -> Visibility:
    """How an item with this condition stands on the page; None is an item that is not there."""
    value = False if condition is None else condition.value(situation)
    return {True: Visibility.CERTAIN, None: Visibility.CONDITIONAL, False: Visibility.HIDDEN}[value]


def visibility_changes(
    before: Condition | None, after: Condition | None, ground: SharedQuestions
) -> tuple[VisibilityChange, ...]:
    """Everywhere that an item stands differently; only the questions of its own conditions are walked."""
    asked = _asked(before, after)
    axes = [axis for axis in ground.axes if axis.question in asked]
    found: dict[tuple[Visibility, Visibility], set[Point]] = {}
    for point in product(*(axis.answers for axis in axes)):
        pairs = zip(axes, point, strict=True)
        situation = {axis.question: answer for axis, answer in pairs if answer is not None}
        change = (visibility_of(before, situation), visibility_of(after, situation))
        if change[0] is not change[1] or _other_condition(before, after, situation, ground):
            found.setdefault(change, set()).add(point)
    return tuple(VisibilityChange(*change, region(axes, points)) for change, points in found.items())


def where_seen(condition: Condition, ground: SharedQuestions) -> Region:
    """The situations in which an item is on the page."""
    asked = condition.questions()
    axes = [axis for axis in ground.axes if axis.question in asked]
    points = set()
    for point in product(*(axis.answers for axis in axes)):
        pairs = zip(axes, point, strict=True)
        if condition.value({axis.question: answer for axis, answer in pairs if answer is not None}) is not False:
            points.add(point)
    return region(axes, points)


def same_meaning(before: Condition, after: Condition, ground: SharedQuestions) -> bool:
    """Whether two conditions are the same for every set of answers."""
    asked = sorted(before.questions() | after.questions())
    answers = product(*((None, *ground.choices.get(question, ())) for question in asked))
    return all(
        before.value(situation) is after.value(situation)
        for point in answers
        if (situation := {name: answer for name, answer in zip(asked, point, strict=True) if answer}) is not None
    )


def _asked(*conditions: Condition | None) -> frozenset[str]:
    return frozenset().union(*(condition.questions() for condition in conditions if condition))


def _other_condition(
    before: Condition | None, after: Condition | None, situation: Mapping[str, str], ground: SharedQuestions
) -> bool:
    """Whether an item shown with an open condition has another one: some further answer tells apart what is left."""
    if before is None or after is None or before.value(situation) is not None or after.value(situation) is not None:
        return False
    old, new = before.remaining(situation), after.remaining(situation)
    open_questions = [name for name in sorted(_asked(old, new)) if ground.is_open(name, situation.get(name))]
    further = product(*(ground.further(name, situation.get(name)) for name in open_questions))
    for answers in further:
        answered = {**situation, **dict(zip(open_questions, answers, strict=True))}
        if old.value(answered) is not new.value(answered):
            return True
    return False
