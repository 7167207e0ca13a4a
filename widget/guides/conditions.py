"""Conditions with three values: true, false, and unknown (None). Knows answers as a mapping; not guides, not words.

The logic is Kleene's: what is not known stays unknown, and only what is certain becomes true or false.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

UNKNOWN_CHOICE = "ved-ikke"
"""The choice that every question has: the citizen does not know."""


class Condition(Protocol):
    """For whom something holds."""

    def value(self, answers: Mapping[str, str]) -> bool | None:
        """True, False, or None where the answers do not settle it."""

    def remaining(self, answers: Mapping[str, str]) -> "Condition":
        """What is left of the condition when the settled parts are taken away."""

    def questions(self) -> frozenset[str]:
        """The ids of the questions it looks at."""


@dataclass(frozen=True, slots=True)
class Is:
    """The answer to `question` is one of `choices`; the `undecided` answers do not rule them out."""

    question: str
    choices: frozenset[str]
    undecided: frozenset[str] = frozenset((UNKNOWN_CHOICE,))

    def value(self, answers: Mapping[str, str]) -> bool | None:
        """None where the question is not answered, or with an undecided answer that the condition does not name."""
        answer = answers.get(self.question)
        if answer is None:
            return None
        if answer in self.choices:
            return True
        return None if answer in self.undecided else False

    def remaining(self, answers: Mapping[str, str]) -> Condition:
        """All of it; settled parts are taken away by the conditions around it."""
        return self

    def questions(self) -> frozenset[str]:
        """The one question."""
        return frozenset((self.question,))


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds. With no part: everybody."""

    parts: tuple[Condition, ...] = ()

    def value(self, answers: Mapping[str, str]) -> bool | None:
        """False as soon as one part is; else None as soon as one part is."""
        known: bool | None = True
        for part in self.parts:
            value = part.value(answers)
            if value is False:
                return False
            if value is None:
                known = None
        return known

    def remaining(self, answers: Mapping[str, str]) -> Condition:
        """The parts that are not settled."""
        return _only_or(All, _open_parts(self.parts, answers))

    def questions(self) -> frozenset[str]:
        """The questions of all parts."""
        return frozenset().union(*(part.questions() for part in self.parts))


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]

    def value(self, answers: Mapping[str, str]) -> bool | None:
        """True as soon as one part is; else None as soon as one part is."""
        known: bool | None = False
        for part in self.parts:
            value = part.value(answers)
            if value is True:
                return True
            if value is None:
                known = None
        return known

    def remaining(self, answers: Mapping[str, str]) -> Condition:
        """The parts that may still come true."""
        return _only_or(AnyOf, _open_parts(self.parts, answers))

    def questions(self) -> frozenset[str]:
        """The questions of all parts."""
        return frozenset().union(*(part.questions() for part in self.parts))


@dataclass(frozen=True, slots=True)
class Not:
    """`part` does not hold."""

    part: Condition

    def value(self, answers: Mapping[str, str]) -> bool | None:
        """The opposite; unknown stays unknown."""
        value = self.part.value(answers)
        return None if value is None else not value

    def remaining(self, answers: Mapping[str, str]) -> Condition:
        """The opposite of what is left."""
        return Not(self.part.remaining(answers))

    def questions(self) -> frozenset[str]:
        """The questions of the part."""
        return self.part.questions()


EVERYBODY: Condition = All()


def evaluate(conditions: Iterable[Condition], answers: Mapping[str, str]) -> list[Condition | None]:
    """What is left open of each condition: EVERYBODY where it is true, None where it is false."""
    found: list[Condition | None] = []
    for condition in conditions:
        value = condition.value(answers)
        if value is None:
            found.append(condition.remaining(answers))
        else:
            found.append(EVERYBODY if value else None)
    return found


def _open_parts(parts: tuple[Condition, ...], answers: Mapping[str, str]) -> tuple[Condition, ...]:
    return tuple(part.remaining(answers) for part in parts if part.value(answers) is None)


def _only_or(kind: type[All] | type[AnyOf], parts: tuple[Condition, ...]) -> Condition:
    return parts[0] if len(parts) == 1 else kind(parts)
