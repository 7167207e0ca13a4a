"""Deadlines: how they are written, and which day they fall on."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.guides.guide_examples import SHIPPED
from widget.guides.deadlines import Deadline, DeadlineKind, nearby_days, parse_deadline
from widget.guides.loading import read_library

DAY_0 = date(2026, 12, 1)


def deadline(text: str) -> Deadline:
    parsed = parse_deadline(text)
    assert parsed is not None
    return parsed


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("on day 0", DeadlineKind.ON, date(2026, 12, 1)),
        ("by +14 days", DeadlineKind.BY, date(2026, 12, 15)),
        ("by day 0 +14 days", DeadlineKind.BY, date(2026, 12, 15)),
        ("by +1 day", DeadlineKind.BY, date(2026, 12, 2)),
        ("from -28 days", DeadlineKind.FROM, date(2026, 11, 3)),
        ("by +2 weeks", DeadlineKind.BY, date(2026, 12, 15)),
        ("by - 1 month", DeadlineKind.BY, date(2026, 11, 1)),
        ("by end of month", DeadlineKind.BY, date(2026, 12, 31)),
        ("by end of month +10 days", DeadlineKind.BY, date(2027, 1, 10)),
        ("by end of month +1 month +10 days", DeadlineKind.BY, date(2027, 2, 10)),
        ("  on   day 0  ", DeadlineKind.ON, date(2026, 12, 1)),
    ],
)
def test_a_deadline_falls_on_the_day_it_says(text: str, kind: DeadlineKind, day: date) -> None:
    assert deadline(text).kind is kind
    assert deadline(text).day(DAY_0) == day


@pytest.mark.parametrize(
    "text",
    [
        *("", "on", "by", "day 0", "+14 days", "on Monday", "by 14 days", "by +14", "by +14 years", "by +x days"),
        *("before day 0", "on day 1", "on day 0 end of month", "by +1.5 days", "on day 0, please"),
    ],
)
def test_what_is_no_deadline_is_not_taken_for_one(text: str) -> None:
    assert parse_deadline(text) is None


def test_a_deadline_too_far_away_for_any_calendar_is_not_taken() -> None:
    assert parse_deadline("by +99999999999 days") is None


@pytest.mark.parametrize(
    ("day_0", "text", "day"),
    [
        (date(2026, 1, 31), "by +1 month", date(2026, 2, 28)),
        (date(2028, 1, 31), "by +1 month", date(2028, 2, 29)),
        (date(2026, 3, 31), "by -1 month", date(2026, 2, 28)),
        (date(2026, 12, 31), "by +2 months", date(2027, 2, 28)),
        (date(2026, 1, 15), "by -1 month", date(2025, 12, 15)),
        (date(2026, 2, 1), "by end of month", date(2026, 2, 28)),
        (date(2026, 2, 1), "by end of month +1 month", date(2026, 3, 31)),
        (date(2026, 1, 31), "by +1 month +1 day", date(2026, 3, 1)),
        (date(2026, 1, 31), "by +1 day +1 month", date(2026, 3, 1)),
    ],
)
def test_months_end_where_the_calendar_ends_them(day_0: date, text: str, day: date) -> None:
    assert deadline(text).day(day_0) == day


@settings(deadline=None)
@given(
    st.dates(date(2000, 1, 1), date(2099, 12, 31)),
    st.sampled_from(("day 0", "end of month")),
    st.lists(st.tuples(st.integers(-999, 999), st.sampled_from(("day", "week", "month"))), max_size=3),
)
def test_every_deadline_that_can_be_written_has_a_day(day_0: date, start: str, shifts: list[tuple[int, str]]) -> None:
    text = f"by {start} " + " ".join(f"{number:+d} {unit}s" for number, unit in shifts)
    parsed = deadline(text)
    assert parsed.shifts == tuple(shifts)
    assert isinstance(parsed.day(day_0), date)


@settings(deadline=None)
@given(st.text())
def test_any_text_can_be_read_as_a_deadline_or_not(text: str) -> None:
    parse_deadline(text)


def test_the_days_to_choose_from_are_near_and_in_order() -> None:
    assert nearby_days(date(2026, 11, 22)) == (
        date(2026, 11, 22),
        date(2026, 11, 23),
        date(2026, 12, 1),
        date(2027, 1, 1),
        date(2027, 2, 1),
        date(2027, 3, 1),
    )


def test_a_day_to_choose_stands_once() -> None:
    assert nearby_days(date(2026, 11, 30))[:3] == (date(2026, 11, 30), date(2026, 12, 1), date(2027, 1, 1))


@pytest.mark.parametrize(
    ("day_0", "card"),
    [
        # Read off a calendar: seven days before the month's last day, but not before the first day itself.
        (date(2026, 12, 1), date(2026, 12, 24)),
        (date(2026, 12, 24), date(2026, 12, 24)),
        (date(2026, 12, 30), date(2026, 12, 30)),
        (date(2026, 12, 31), date(2026, 12, 31)),
        (date(2027, 1, 1), date(2027, 1, 24)),
        (date(2027, 2, 1), date(2027, 2, 21)),
        (date(2028, 2, 1), date(2028, 2, 22)),
        (date(2027, 4, 15), date(2027, 4, 23)),
    ],
)
def test_the_benefit_card_of_a_newly_unemployed_person(day_0: date, card: date) -> None:
    assert deadline("on end of month -7 days").day(day_0) == card


@pytest.mark.parametrize(
    ("first_day", "card"),
    [
        # The last month with benefit is the month of the day before the first day in the job.
        (date(2027, 1, 1), date(2026, 12, 24)),
        (date(2027, 1, 2), date(2027, 1, 24)),
        (date(2027, 1, 15), date(2027, 1, 24)),
        (date(2027, 1, 31), date(2027, 1, 24)),
        (date(2027, 2, 1), date(2027, 1, 24)),
        (date(2027, 3, 1), date(2027, 2, 21)),
        (date(2028, 3, 1), date(2028, 2, 22)),
        (date(2027, 5, 1), date(2027, 4, 23)),
    ],
)
def test_the_last_benefit_card_of_a_person_with_a_new_job(first_day: date, card: date) -> None:
    rule = deadline("on end of month of the day before -7 days")
    assert rule.day(first_day) == card
    assert str(rule) == "on end of month of the day before -7 days"


@pytest.mark.parametrize(
    ("guide", "item", "day_0", "card"),
    [
        ("hvis-du-bliver-ledig", "dagpengekort", date(2026, 12, 1), date(2026, 12, 24)),
        ("naar-du-faar-nyt-job", "send-dagpengekort", date(2027, 1, 1), date(2026, 12, 24)),
    ],
)
def test_the_guides_send_the_card_in_time_for_pay_day(guide: str, item: str, day_0: date, card: date) -> None:
    """Not a month and ten days later, when the money is lost."""
    library, _ = read_library(SHIPPED)
    assert library
    (found,) = (one for one in library.guides[guide].items() if one.id == item)
    assert found.due
    assert found.due.day(day_0) == card
