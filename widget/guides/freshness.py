"""What grows old: figures and rules that run out, due reviews, register entries that nothing uses. Knows days."""

from collections.abc import Iterator
from datetime import date, timedelta

from widget.guides.library import Library
from widget.guides.link_use import link_uses
from widget.guides.model import Guide, Item
from widget.guides.problems import Place, Problem, Severity
from widget.guides.registers import Actor, Fact, FactValue, Link

AHEAD = timedelta(days=60)
"""How long before a figure runs out or a review is due editors are told: time for an editors' round."""

REVIEW_EVERY = timedelta(days=366)
"""How long a review holds where no other day is named. The editors meet every half year."""


def check_freshness(library: Library, today: date) -> Iterator[Problem]:
    """Everything that has grown old by `today`, or soon will."""
    for guide in library.guides.values():
        yield from own_days_have_come(guide, today)
        yield from items_are_current(guide, today)
        yield from changes_have_happened(guide, today)
    for fact in library.registers.facts.values():
        yield from fact_is_current(fact, today)
    for link in library.registers.links.values():
        advice = "Åbn siden, se, at den stadig siger det, vi siger, og skriv dagens dato under “checked”."
        if link.opened:
            yield from _review_due(f"Linket “{link.id}”", link.checked, link.review_by, link.place, today, advice)
    yield from registers_are_used(library)


def last_review(library: Library) -> date:
    """The newest day on which anything was reviewed: a day on which the content was fit to publish."""
    days = [guide.reviewed for guide in library.guides.values()]
    days += [item.reviewed for guide in library.guides.values() for item in guide.items()]
    days += [value.reviewed for fact in library.registers.facts.values() for value in fact.values]
    days += [link.copy_read or link.checked for link in library.registers.links.values()]
    return max(days)


def own_days_have_come(guide: Guide, today: date) -> Iterator[Problem]:
    """A guide was read, and got its version, on a day that has come: later ones would never be told of."""
    if guide.reviewed > today:
        advice = "Skriv den dag, hvor den virkelig blev læst igennem, under “reviewed”."
        message = f"Guiden er læst igennem {guide.reviewed}: en dag, der ikke er kommet."
        yield Problem(guide.place, message, advice, "review-date")
    if guide.version > today and not guide.changes:
        advice = "Skriv den dag, den bliver offentliggjort, under “version”."
        yield Problem(guide.place, f"Versionen {guide.version} er en dag, der ikke er kommet.", advice, "changes")


def items_are_current(guide: Guide, today: date) -> Iterator[Problem]:
    """Rules that have run out, or soon will, and reviews that are due."""
    for item in guide.items():
        if item.first_day and item.last_day and item.first_day > item.last_day:
            yield Problem(
                item.place, f"“{item.id}” slutter, før den begynder.", "Byt om på “from” og “to”.", "period"
            )
        if not item.ends_on_purpose:
            yield from _running_out(f"Reglen i “{item.id}”", item.last_day, item.place, today)
        what = f"“{item.id}” er kun bekræftet til og med {item.confirmed_until}"
        yield from _unconfirmed(what, item.confirmed_until, item.place, today)
        advice = "Læs den op mod kilderne, og skriv dagens dato under “reviewed”."
        yield from _review_due(f"“{item.id}”", item.reviewed, item.review_by, item.place, today, advice)


def changes_have_happened(guide: Guide, today: date) -> Iterator[Problem]:
    """Citizens are told what was changed, not what will be."""
    for change in guide.changes:
        if change.day > today:
            advice = "Skriv den dag, den bliver offentliggjort."
            yield Problem(change.place, f"Ændringen fra {change.day} er ikke sket endnu.", advice, "changes")


def fact_is_current(fact: Fact, today: date) -> Iterator[Problem]:
    """Figures that have run out, or soon will, days without a figure, and reviews that are due."""
    if not fact.values:
        return
    for value in fact.values:
        if value.last_day and value.last_day < value.first_day:
            message = f"En værdi af “{fact.id}” slutter, før den begynder."
            yield Problem(value.place, message, "Byt om på “from” og “to”.", "period")
    for value, following in zip(fact.values, fact.values[1:], strict=False):
        if value.last_day is None or value.last_day + timedelta(days=1) != following.first_day:
            yield _periods_apart(fact, value, following)
        yield from _jump(fact, value, following)
    current = fact.values[-1]
    yield from _running_out(f"Tallet “{fact.id}”", current.last_day, current.place, today)
    advice = "Hold det op mod kilderne, og skriv dagens dato under “reviewed”."
    what = f"Tallet “{fact.id}”"
    yield from _review_due(what, current.reviewed, current.review_by, current.place, today, advice)


def registers_are_used(library: Library) -> Iterator[Problem]:
    """An entry that nothing uses is checked and reviewed in vain."""
    registers = library.registers
    used = _used_names(library)
    entries: tuple[Link | Fact | Actor, ...] = (
        *registers.links.values(),
        *registers.facts.values(),
        *registers.actors.values(),
    )
    for entry in entries:
        if (type(entry).__name__, entry.id) not in used:
            advice = "Tag den væk, eller brug den."
            yield Problem(entry.place, f"Intet bruger “{entry.id}”.", advice, "unused", Severity.WARNING)


def _used_names(library: Library) -> set[tuple[str, str]]:
    registers = library.registers
    items = [item for guide in library.guides.values() for item in guide.items()]
    texts = [text for item in items for text in item.texts()] + [actor.role for actor in registers.actors.values()]
    used = {("Link", use.link.id) for use in link_uses(library) if use.places}
    used |= {(gap.kind.capitalize(), gap.id) for text in texts for gap in text.placeholders}
    used |= {("Actor", item.actor.id) for item in items if item.actor}
    owned: tuple[Item | Guide | Link | Fact, ...] = (
        *items,
        *library.guides.values(),
        *registers.links.values(),
        *registers.facts.values(),
    )
    return used | {("Actor", entry.owner) for entry in owned}


def _jump(fact: Fact, value: FactValue, following: FactValue) -> Iterator[Problem]:
    """A warning where a figure changes so much that a digit may be wrong."""
    if value.value and abs(following.value - value.value) * 3 > abs(value.value):
        message = f"“{fact.id}” går fra {value.value:g} til {following.value:g}: mere end en tredjedel."
        advice = "Se efter, at alle cifre er rigtige."
        yield Problem(following.place, message, advice, "amount", Severity.WARNING)


def _periods_apart(fact: Fact, value: FactValue, following: FactValue) -> Problem:
    message = (
        f"Værdierne af “{fact.id}” fra {value.first_day} og fra {following.first_day} støder ikke op til hinanden."
    )
    return Problem(value.place, message, "Lad “to” være dagen før det næste “from”.", "period")


def _running_out(what: str, last_day: date | None, place: Place, today: date) -> Iterator[Problem]:
    if last_day is None or last_day > today + AHEAD:
        return
    over = last_day < today
    message = f"{what} {'udløb' if over else 'udløber'} {last_day}."
    advice = "Skriv, hvad der gælder efter den dag."
    yield Problem(place, message, advice, "out-of-date", Severity.ERROR if over else Severity.WARNING)


def _unconfirmed(what: str, last_day: date | None, place: Place, today: date) -> Iterator[Problem]:
    """A warning, before and after: citizens are told that the rule may have changed."""
    if last_day is not None and last_day <= today + AHEAD:
        advice = "Find ud af, hvad der gælder derefter. Efter den dag læser borgerne, at reglen kan have ændret sig."
        yield Problem(place, f"{what}.", advice, "out-of-date", Severity.WARNING)


def _review_due(
    what: str, reviewed: date, review_by: date | None, place: Place, today: date, advice: str
) -> Iterator[Problem]:
    """A warning when the day of the next review is near or past; a missing day of review is told elsewhere."""
    if reviewed == date.min:
        return
    if reviewed > today:
        advice = "Skriv den dag, hvor den virkelig blev læst igennem."
        yield Problem(place, f"{what} er læst igennem {reviewed}: en dag, der ikke er kommet.", advice, "review-date")
        return
    due = review_by or reviewed + REVIEW_EVERY
    if due <= today + AHEAD:
        message = f"{what} er sidst læst igennem {reviewed} og skal læses igen senest {due}."
        yield Problem(place, message, advice, "review-date", Severity.WARNING)
