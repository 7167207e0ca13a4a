"""What the checker says of dates: which words fit which rules, and what is told ahead of a later day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.guides.guide_examples import TODAY, dog_guide, item_of, third_library
from widget.guides.as_of import Season
from widget.guides.date_checks import dates_are_sound, deadlines_have_a_day, later_days_are_sound
from widget.guides.deadlines import Deadline, parse_deadline
from widget.guides.library import Library
from widget.guides.model import Guide, Item
from widget.guides.problems import Place, Problem, Severity
from widget.guides.task_dates import DateRules

PLACE = Place("eksempel/guide.yaml", 7)
DOG = dog_guide()
VET = item_of(DOG, "find-dyrlaege").actor
FIT = "Ret den ene, så borgeren læser det samme to gange."


def item(name: str = "opgave", **changes: Any) -> Item:
    """A task without dates, whose actor is the vet."""
    usual: dict[str, Any] = {"timing": "Snart", "dates": None, "together_with": "", "confirmed_until": None}
    return replace(item_of(DOG, "find-dyrlaege"), id=name, place=PLACE, **(usual | changes))


def guide(*items: Item, **changes: Any) -> Guide:
    """A guide of one phase."""
    return replace(DOG, phases=(replace(DOG.phases[0], items=items),), sections=(), **changes)


def rule(text: str) -> Deadline:
    found = parse_deadline(text)
    assert found is not None
    return found


def test_a_guide_with_deadlines_asks_for_a_day() -> None:
    dated = DateRules(act=rule("by +14 days"))
    items = (item("en", dates=dated), item("to"), item("tre", dates=dated))
    assert list(deadlines_have_a_day(guide(*items))) == []
    assert list(deadlines_have_a_day(guide(*items, date_question=None))) == [
        Problem(
            PLACE, f"“{name}” har en frist, men ingen dag at regne fra.", "Tilføj “date:” til guiden.", "deadline"
        )
        for name in ("en", "tre")
    ]


def test_an_errand_goes_with_another_task_of_the_guide() -> None:
    items = (item("en", together_with="to"), item("to", together_with="to"), item("tre", together_with="fire"))
    assert list(dates_are_sound(guide(*items))) == [
        Problem(
            PLACE,
            f"“{name}” skal gøres sammen med “{other}”, som ikke er en anden opgave her.",
            "Skriv id’et på en opgave i denne guide.",
            "deadline",
        )
        for name, other in (("to", "to"), ("tre", "fire"))
    ]


def test_what_is_confirmed_to_a_day_says_who_knows_what_holds_then() -> None:
    day = date(2027, 1, 1)
    items = (
        item("en", confirmed_until=day, actor=None, ask=None),
        item("to", confirmed_until=day, actor=None, ask=VET),
        item("tre", confirmed_until=day, actor=VET, ask=None),
        item("fire", actor=None, ask=None),
    )
    message = "“en” er bekræftet til en dag, men siger ikke, hvem der ved, hvad der gælder derefter."
    assert list(dates_are_sound(guide(*items))) == [
        Problem(PLACE, message, "Tilføj “ask:” med et id fra actors.yaml.", "owner")
    ]


def test_what_ends_on_purpose_has_a_last_day() -> None:
    items = (
        item("en", ends_on_purpose=True, last_day=None),
        item("to", ends_on_purpose=True, last_day=date(2027, 1, 1)),
        item("tre", ends_on_purpose=False, last_day=None),
    )
    assert list(dates_are_sound(guide(*items))) == [
        Problem(
            PLACE, "“en” slutter med vilje, men har ingen sidste dag.", "Tilføj “to:” med den sidste dag.", "period"
        )
    ]


BY_14, ON_0, FROM_28 = rule("by +14 days"), rule("on day 0"), rule("from -28 days")
FITTING = [
    ("Snart", DateRules(act=BY_14)),
    ("Senest 14 dage efter", DateRules(act=BY_14)),
    ("inden for 2 uger", DateRules(act=BY_14)),
    ("2 UGER", DateRules(act=BY_14)),
    ("2uger", DateRules(act=BY_14)),
    ("14 dage", DateRules(act=rule("by +2 weeks"))),
    ("2 uger", DateRules(act=rule("by +2 weeks"))),
    ("1 måned", DateRules(act=rule("by +1 month"))),
    ("Tidligst 4 uger før", DateRules(opens=FROM_28)),
    ("Senest den dag", DateRules(act=ON_0, lost_after=BY_14)),
    ("Tidligst 4 uger før, senest 14 dage efter", DateRules(act=BY_14, opens=FROM_28)),
    ("4 uger før", DateRules(act=ON_0, opens=FROM_28)),
    ("14 dage efter", DateRules(act=ON_0, lost_after=BY_14)),
    ("efter 14 dage", DateRules(act=ON_0, happens_on=rule("on +14 days"))),
    ("3 dage eller 14 dage", DateRules(act=BY_14)),
    ("den seneste dag", DateRules(act=ON_0)),
    ("usenest", DateRules(act=ON_0)),
    ("de tidligste", DateRules(act=ON_0)),
    ("indenfor", DateRules(act=ON_0)),
    ("Dag 0", DateRules(act=ON_0)),
    ("14 dage, 2 uger og 1 måned", DateRules(act=rule("by +1 month +3 days"))),
]
NOT_FITTING = [
    ("Senest den dag", DateRules(act=ON_0)),
    ("Inden for nogle dage", DateRules(act=ON_0)),
    ("Senest 14 dage efter", DateRules(opens=rule("from +14 days"))),
    ("Tidligst 14 dage efter", DateRules(act=BY_14)),
    ("Senest den dag", DateRules(happens_on=ON_0)),
    ("Tidligst og senest om 3 dage", DateRules(act=ON_0)),
    ("3 uger", DateRules(act=BY_14)),
    ("3uger", DateRules(act=BY_14)),
    ("14 uger", DateRules(act=BY_14)),
    ("1 uge", DateRules(act=rule("by +8 days"))),
    ("1 uge", DateRules(act=rule("by +6 days"))),
    ("30 dage", DateRules(act=rule("by +1 month"))),
    ("1 måned", DateRules(act=rule("by +1 day"))),
    ("14 dage", DateRules(act=ON_0)),
    ("1 dag", DateRules(act=rule("by +1 week"))),
]


@pytest.mark.parametrize(("timing", "dates"), FITTING)
def test_words_that_fit_the_rule(timing: str, dates: DateRules) -> None:
    assert list(dates_are_sound(guide(item(timing=timing, dates=dates)))) == []


@pytest.mark.parametrize(("timing", "dates"), NOT_FITTING)
def test_words_that_do_not_fit_the_rule_are_warned_of_once(timing: str, dates: DateRules) -> None:
    message = f"“opgave”: “timing” siger “{timing}”, og “due” er “{dates}”."
    assert list(dates_are_sound(guide(item(timing=timing, dates=dates)))) == [
        Problem(PLACE, message, FIT, "deadline", Severity.WARNING)
    ]


def test_words_without_a_rule_are_not_compared() -> None:
    assert list(dates_are_sound(guide(item(timing="Senest 3 uger efter")))) == []


def shown(of: Guide) -> Iterator[Problem]:
    """Finds what is shown: the items of each part."""
    yield Problem(PLACE, " | ".join(" ".join(one.id for one in part.items) for part in of.parts), "", "shown")


def ahead(library: Library, today: date = TODAY) -> list[str]:
    return [problem.message for problem in later_days_are_sound(library, today, (shown,))]


def library_of(of: Guide) -> Library:
    return replace(third_library(), guides={of.id: of})


def test_what_begins_and_ends_is_told_with_its_day_once() -> None:
    items = (
        item("altid"),
        item("senere", first_day=date(2027, 1, 10)),
        item("endnu", last_day=date(2027, 2, 10)),
        item("maj", season=Season((5, 1), (5, 31))),
    )
    section = replace(DOG.sections[0], items=(item("afsnit", first_day=date(2027, 2, 20)),))
    of = replace(guide(*items), sections=(section,))
    assert ahead(library_of(of)) == [
        "Fra 2027-01-10: altid senere endnu",
        "Fra 2027-02-11: altid senere",
        "Fra 2027-02-20: altid senere | afsnit",
        "Fra 2027-05-01: altid senere maj | afsnit",
    ], "as in the months after May it is again"


def test_a_season_that_is_now_is_looked_at_when_it_ends_and_when_it_comes_back() -> None:
    items = (
        item("altid"),
        item("maj", season=Season((5, 1), (5, 31))),
        item("efteraar", first_day=date(2027, 9, 1)),
    )
    assert ahead(library_of(guide(*items)), date(2027, 5, 10)) == [
        "Fra 2027-06-01: altid",
        "Fra 2027-09-01: altid efteraar",
        "Fra 2028-05-01: altid maj efteraar",
    ]


def test_what_is_already_said_today_is_not_told_ahead() -> None:
    items = (item("altid"), item("i-dag", first_day=TODAY, last_day=TODAY))
    assert ahead(library_of(guide(*items))) == ["Fra 2026-11-23: altid"]
    assert ahead(library_of(guide(item("altid"), item("i-gaar", last_day=date(2026, 11, 20))))) == []


def test_a_later_edition_is_looked_at_as_of_its_day() -> None:
    later = date(2027, 3, 1)
    library = library_of(guide(item("nu"))).followed_by([(later, library_of(guide(item("saa"))))])
    assert ahead(library) == ["Fra 2027-03-01: saa"]
    assert ahead(library, later) == []


def test_only_the_day_is_added_to_what_a_rule_finds() -> None:
    of = guide(item("altid"), item("senere", first_day=date(2027, 1, 10)))
    assert list(later_days_are_sound(library_of(of), TODAY, (shown,))) == [
        Problem(PLACE, "Fra 2027-01-10: altid senere", "", "shown")
    ]
