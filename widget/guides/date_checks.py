"""What the dates of a guide must keep to, and what is wrong on a later day: each day on which something switches."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from widget.guides.deadlines import Deadline, DeadlineKind
from widget.guides.library import Library
from widget.guides.model import Guide, Item, Part
from widget.guides.problems import Problem, Severity

_NUMBER = re.compile(r"(\d+)\s*(dag|uge|måned)", re.IGNORECASE)
_UNITS = {"dag": "day", "uge": "week", "måned": "month"}
_LATEST = re.compile(r"\bsenest\b|\binden for\b", re.IGNORECASE)
_EARLIEST = re.compile(r"\btidligst\b", re.IGNORECASE)


def deadlines_have_a_day(guide: Guide) -> Iterator[Problem]:
    """Deadlines are counted from the citizen's date, so the guide has to ask for it."""
    if guide.date_question:
        return
    for item in guide.items():
        if item.dates:
            advice = "Tilføj “date:” til guiden."
            yield Problem(item.place, f"“{item.id}” har en frist, men ingen dag at regne fra.", advice, "deadline")


def dates_are_sound(guide: Guide) -> Iterator[Problem]:
    """Errands that go together are there, who knows is named, and the words say what the rule says."""
    ids = {item.id for item in guide.items()}
    for item in guide.items():
        if item.together_with and (item.together_with == item.id or item.together_with not in ids):
            message = f"“{item.id}” skal gøres sammen med “{item.together_with}”, som ikke er en anden opgave her."
            yield Problem(item.place, message, "Skriv id’et på en opgave i denne guide.", "deadline")
        if item.confirmed_until and not (item.ask or item.actor):
            message = f"“{item.id}” er bekræftet til en dag, men siger ikke, hvem der ved, hvad der gælder derefter."
            yield Problem(item.place, message, "Tilføj “ask:” med et id fra actors.yaml.", "owner")
        if item.ends_on_purpose and not item.last_day:
            advice = "Tilføj “to:” med den sidste dag."
            yield Problem(item.place, f"“{item.id}” slutter med vilje, men har ingen sidste dag.", advice, "period")
        yield from _words_fit(item)


def _words_fit(item: Item) -> Iterator[Problem]:
    """A warning where `timing` names a number of days, weeks or months, or a limit, that `due` does not have."""
    if item.dates is None:
        return
    advice = "Ret den ene, så borgeren læser det samme to gange."
    kinds = {found.kind for found in (item.dates.act, item.dates.opens, item.dates.lost_after) if found}
    for pattern, kind in ((_LATEST, DeadlineKind.BY), (_EARLIEST, DeadlineKind.FROM)):
        if pattern.search(item.timing) and kind not in kinds:
            message = f"“{item.id}”: “timing” siger “{item.timing}”, og “due” er “{item.dates}”."
            yield Problem(item.place, message, advice, "deadline", Severity.WARNING)
            return
    said = {(int(number), _UNITS[unit.lower()]) for number, unit in _NUMBER.findall(item.timing)}
    rules = (item.dates.act, item.dates.opens, item.dates.happens_on, item.dates.lost_after)
    if said and not {_in_days(one) for one in said} & {length for rule in rules if rule for length in _lengths(rule)}:
        message = f"“{item.id}”: “timing” siger “{item.timing}”, og “due” er “{item.dates}”."
        yield Problem(item.place, message, advice, "deadline", Severity.WARNING)


def _lengths(rule: Deadline) -> Iterator[tuple[int, str]]:
    return (_in_days((abs(number), unit)) for number, unit in rule.shifts)


def _in_days(length: tuple[int, str]) -> tuple[int, str]:
    """The same length without weeks, which can be written in days too."""
    number, unit = length
    return (number * 7, "day") if unit == "week" else length


def later_days_are_sound(
    library: Library, today: date, rules: tuple[Callable[[Guide], Iterator[Problem]], ...]
) -> Iterator[Problem]:
    """What `rules` find on a later day, when something begins or ends, and not before: told with that day."""
    known = {
        problem.message for guide in library.on(today).guides.values() for problem in _found(guide, today, rules)
    }
    for day in _later_days(library, today):
        for guide in library.on(day).guides.values():
            for problem in _found(guide, day, rules):
                if problem.message not in known:
                    known.add(problem.message)
                    yield replace(problem, message=f"Fra {day}: {problem.message}")


def _later_days(library: Library, today: date) -> list[date]:
    """The days after `today` on which something begins or ends; of what comes back every year, the next two."""
    days = {day for day in library.known_switches if day > today}
    for guide in library.on(today).guides.values():
        for season in {item.season for item in guide.items() if item.season}:
            days |= {first := season.next_switch(today), season.next_switch(first)}
    return sorted(days)


def _found(guide: Guide, day: date, rules: tuple[Callable[[Guide], Iterator[Problem]], ...]) -> Iterator[Problem]:
    shown = _as_of(guide, day)
    for rule in rules:
        yield from rule(shown)


def _as_of(guide: Guide, day: date) -> Guide:
    """The guide as it is shown on a day: without what does not hold then."""

    def holding(parts: tuple[Part, ...]) -> tuple[Part, ...]:
        kept = (replace(part, items=tuple(item for item in part.items if item.holds_on(day))) for part in parts)
        return tuple(part for part in kept if part.items)

    return replace(guide, phases=holding(guide.phases), sections=holding(guide.sections))
