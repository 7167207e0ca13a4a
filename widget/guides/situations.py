"""All situations a guide knows, and the table of who sees what. Knows guides and conditions; writes no file.

Whether an item is shown depends on the questions of its own condition and on nothing else. So the walk goes over
every combination of just those answers: the result of walking every situation, in a thousandth of the time.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import prod

from widget.guides.conditions import UNKNOWN_CHOICE, Condition
from widget.guides.model import Guide, Item, Question

Situation = Mapping[str, str]

_WORDS = {True: "shown", None: "maybe"}


def situations(questions: Iterable[Question]) -> Iterator[Situation]:
    """Every combination of answers, each question also unanswered."""
    asked = tuple(questions)
    for answers in product(*((None, *question.by_id) for question in asked)):
        pairs = zip(asked, answers, strict=True)
        yield {question.id: answer for question, answer in pairs if answer is not None}


def count_situations(guide: Guide) -> int:
    """How many situations a guide knows."""
    return prod(len(question.choices) + 1 for question in guide.questions)


def questions_of(guide: Guide, *conditions: Condition) -> tuple[Question, ...]:
    """The questions that the conditions look at, in the order of the guide."""
    used = frozenset().union(*(condition.questions() for condition in conditions))
    return tuple(question for question in guide.questions if question.id in used)


def situations_table(guide: Guide) -> str:
    """Who sees what, as text: a changed rule changes lines, a changed wording does not."""
    lines = [
        f"# {guide.id}: who sees what, in {count_situations(guide)} situations.",
        "# Written by `guide-widget check --write`. What is not listed for an item is not shown.",
        "# shown: certainly; maybe: shown with the open condition in words; ?: not answered, or ved-ikke.",
    ]
    for part in guide.parts:
        lines += ["", f"[{part.id}]"]
        for item in part.items:
            lines += _item_lines(guide, item)
    return "\n".join(lines) + "\n"


def _item_lines(guide: Guide, item: Item) -> Iterator[str]:
    days = (("from", item.first_day), ("to", item.last_day), ("season", item.season))
    period = "".join(f" {word} {day}" for word, day in days if day)
    asked = questions_of(guide, item.when)
    if not asked:
        yield f"{item.id}: everybody{period}"
        return
    yield f"{item.id}:{period}"
    for word, answers in _merged(_rows(item.when, asked)):
        pairs = zip(asked, answers, strict=True)
        yield f"  {word} " + " ".join(f"{question.id}={answer}" for question, answer in pairs)


def _rows(condition: Condition, asked: Sequence[Question]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """A row for each combination in which the condition is not false; unanswered stands as “?”."""
    for situation in situations(asked):
        value = condition.value(situation)
        if value is not False:
            yield _WORDS[value], tuple(situation.get(question.id, "?") for question in asked)


def _merged(rows: Iterable[tuple[str, tuple[str, ...]]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Rows that differ only in the last answer become one; “ved ikke” is not listed where it does the same as “?”."""
    groups: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for word, answers in rows:
        groups.setdefault((word, answers[:-1]), []).append(answers[-1])
    for (word, first), lasts in groups.items():
        if UNKNOWN_CHOICE in first and _same_when_unanswered(groups, word, first, lasts):
            continue
        listed = [last for last in lasts if last != UNKNOWN_CHOICE or "?" not in lasts]
        yield word, (*first, "|".join(listed))


def _same_when_unanswered(
    groups: Mapping[tuple[str, tuple[str, ...]], list[str]], word: str, first: tuple[str, ...], lasts: list[str]
) -> bool:
    unanswered = tuple("?" if answer == UNKNOWN_CHOICE else answer for answer in first)
    return groups.get((word, unanswered)) == lasts
