"""What grows old: figures and rules that run out, reviews too long ago, register entries nobody uses. Knows days."""

from collections.abc import Iterator
from datetime import date, timedelta

from widget.guides.model import Guide, Library
from widget.guides.problems import Place, Problem, Severity
from widget.guides.registers import Actor, Fact, FactValue, Link

AHEAD = timedelta(days=60)
"""How long before a figure or rule runs out somebody is told: time for an editors' round."""

REVIEW_EVERY = timedelta(days=366)
"""How long a review holds. The editors meet every half year."""


def check_freshness(library: Library, today: date) -> Iterator[Problem]:
    """Everything that has grown old by `today`, or soon will."""
    for guide in library.guides.values():
        yield from items_are_current(guide, today)
    for fact in library.registers.facts.values():
        yield from fact_is_current(fact, today)
    yield from registers_are_used(library)


def items_are_current(guide: Guide, today: date) -> Iterator[Problem]:
    """Rules that have run out, or soon will, and reviews that are too old."""
    for item in guide.items():
        if item.first_day and item.last_day and item.first_day > item.last_day:
            yield Problem(item.place, f"“{item.id}” ends before it begins.", "Swap “from” and “to”.", "period")
        yield from _running_out(f"The rule in “{item.id}”", item.last_day, item.place, today)
        if item.reviewed != date.min and item.reviewed + REVIEW_EVERY < today:
            message = f"“{item.id}” was last reviewed on {item.reviewed}."
            advice = "Read it against its sources and write today's date."
            yield Problem(item.place, message, advice, "review-date", Severity.WARNING)


def fact_is_current(fact: Fact, today: date) -> Iterator[Problem]:
    """Figures that have run out, or soon will, and days without a figure."""
    if not fact.values:
        return
    for value, following in zip(fact.values, fact.values[1:], strict=False):
        if value.last_day is None or value.last_day + timedelta(days=1) != following.first_day:
            yield _gap(fact, value, following)
    yield from _running_out(f"The figure “{fact.id}”", fact.values[-1].last_day, fact.values[-1].place, today)


def registers_are_used(library: Library) -> Iterator[Problem]:
    """An entry that nothing uses is checked and reviewed for nobody."""
    registers = library.registers
    used = _used_names(library)
    entries: tuple[Link | Fact | Actor, ...] = (
        *registers.links.values(),
        *registers.facts.values(),
        *registers.actors.values(),
    )
    for entry in entries:
        if (type(entry).__name__, entry.id) not in used:
            advice = "Take it away, or use it."
            yield Problem(entry.place, f"Nothing uses “{entry.id}”.", advice, "unused", Severity.WARNING)


def _used_names(library: Library) -> set[tuple[str, str]]:
    registers = library.registers
    items = [item for guide in library.guides.values() for item in guide.items()]
    texts = [text for item in items for text in item.texts()] + [actor.role for actor in registers.actors.values()]
    used = {("Link", name) for text in texts for name in text.links}
    used |= {(gap.kind.capitalize(), gap.id) for text in texts for gap in text.gaps}
    used |= {("Link", link.id) for item in items for link in (*item.links, *item.sources)}
    used |= {("Link", link.id) for actor in registers.actors.values() for link in actor.links}
    used |= {("Link", link.id) for fact in registers.facts.values() for v in fact.values for link in v.sources}
    used |= {("Actor", item.actor.id) for item in items if item.actor}
    used |= {("Actor", link.owner) for link in registers.links.values()}
    used |= {("Actor", fact.owner) for fact in registers.facts.values()}
    return used


def _gap(fact: Fact, value: FactValue, following: FactValue) -> Problem:
    message = f"The values of “{fact.id}” from {value.first_day} and from {following.first_day} do not join."
    return Problem(value.place, message, "Let “to” be the day before the next “from”.", "period")


def _running_out(what: str, last_day: date | None, place: Place, today: date) -> Iterator[Problem]:
    if last_day is None or last_day > today + AHEAD:
        return
    over = last_day < today
    message = f"{what} {'ran out' if over else 'runs out'} on {last_day}."
    advice = "Add what holds after that day."
    yield Problem(place, message, advice, "out-of-date", Severity.ERROR if over else Severity.WARNING)
