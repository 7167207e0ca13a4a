"""Answers of addresses that were given out before the choices of a guide changed, read as those of today. Pure.

An earlier answer may stand for one of several choices of today. Where all that an address says leaves one of them, it
is read as that one. Otherwise the question stays open: then the guide hides nothing, and the page asks again.
"""

from collections.abc import Mapping
from typing import NamedTuple

from widget.guides.model import Guide, Question


class EarlierReading(NamedTuple):
    """What a question of today is answered with; `choice` is None where the earlier answers do not settle it."""

    choice: str | None
    given: tuple[str, ...]
    """The answers in the address that it was read from."""


def read_earlier(guide: Guide, given: Mapping[str, str]) -> dict[str, EarlierReading]:
    """What the earlier answers among `given` mean, by the questions of today that they answer.

    `given` are the answers of an address, as ids, by the names of their parameters: of today and of before.
    """
    possible: dict[str, frozenset[str]] = {}
    words: dict[str, tuple[str, ...]] = {}
    for name, answer in given.items():
        for question, choices in guide.earlier_answers.get((name, answer), {}).items():
            possible[question] = possible.get(question, choices) & choices
            words[question] = (*words.get(question, ()), answer)
    return {
        question: _reading(guide.questions_by_id[question], choices, words[question], given.get(question, ""))
        for question, choices in possible.items()
    }


def _reading(question: Question, choices: frozenset[str], words: tuple[str, ...], today: str) -> EarlierReading:
    """What is left of `choices` beside the answer of today, if the address has one that says which it is."""
    current = question.by_id.get(today)
    if current is not None and current.definite:
        choices, words = choices & {current.id}, (*words, current.id)
    (choice,) = choices if len(choices) == 1 else (None,)
    return EarlierReading(choice, words)
