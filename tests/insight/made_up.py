"""A made-up year of use: figures that are like real ones, and the same each time."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from widget.guides.library import Library
from widget.guides.model import Guide
from widget.insight.feedback import Feedback, Verdict, feedback_of
from widget.insight.usage import AnswerKey, ItemKey, Key, PageKey

SAID = (
    "Jeg kunne ikke se, hvad jeg skal gøre med min feriepengekonto.",
    "Der mangler noget om efterløn.\nOg om seniorpension.",
    "Fin guide, men linket til a-kassen virkede ikke. Ring 12 34 56 78.",
    "",
    "Hvornår skal jeg melde mig ledig, når opsigelsen er fra i dag?",
)


def year_of_use(library: Library, partners: int, first: date, days: int = 365) -> Iterator[tuple[Key, int]]:
    """Totals, day by day: partners are of very different sizes, and some are tiny. Months come up many times."""
    chance = random.Random(5)  # noqa: S311 (the same chance each time; it keeps no secret)
    names = ["", *(f"partner-{number:03}" for number in range(partners))]
    for offset in range(days):
        day = first + timedelta(days=offset)
        for guide in library.guides.values():
            for index, partner in enumerate(names):
                yield from _day_of(chance, day, guide, partner, index)
            for number, item in enumerate(guide.items()):
                yield ItemKey(day.replace(day=1), guide.id, item.id), 400 // (number + 1)


def added_up(made: Iterable[tuple[Key, int]]) -> dict[Key, int]:
    """One total for each key."""
    totals = Counter[Key]()
    for key, count in made:
        totals[key] += count
    return totals


def _day_of(chance: random.Random, day: date, guide: Guide, partner: str, index: int) -> Iterator[tuple[Key, int]]:
    uses = int(chance.expovariate(1.0) * 300 / (index + 1) ** 1.3)
    if not uses:
        return
    yield PageKey(day, guide.id, partner, "embed", "da"), uses
    if index % 7 == 0:
        yield PageKey(day, guide.id, partner, "guide", "da"), max(uses // 5, 1)
    if chance.random() < 0.1:
        yield PageKey(day, guide.id, partner, chance.choice(("print", "calendar", "snippet")), "da"), 1
    for question in guide.questions:
        counts = Counter(chance.choices(["", *question.by_id], k=min(uses, 12)))
        for answer, count in counts.items():
            yield AnswerKey(day.replace(day=1), guide.id, partner, question.id, answer), count


def years_feedback(library: Library, partners: int, first: date) -> Iterator[Feedback]:
    """What people said in that year."""
    chance = random.Random(7)  # noqa: S311 (the same chance each time; it keeps no secret)
    for number in range(120):
        guide = chance.choice(list(library.guides.values()))
        partner = chance.choice(("", *(f"partner-{each:03}" for each in range(min(partners, 6)))))
        yield feedback_of(
            day=first + timedelta(days=number * 3),
            guide=guide.id,
            partner=partner,
            language="da",
            version=guide.version,
            verdict=chance.choice(list(Verdict)),
            text=SAID[number % len(SAID)],
        )
