"""Deadlines: how they are written, and which day they fall on."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.guides.guide_examples import TODAY
from widget.guides.deadlines import Anchor, Deadline, DeadlineKind, nearby_days, parse_deadline
from widget.guides.task_dates import DateRules

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
        ("by end of month +1 month +2 months", DeadlineKind.BY, date(2027, 3, 31)),
        ("by +1 month +1 day +1 month", DeadlineKind.BY, date(2027, 2, 2)),
        ("by end of month +10 days +1 month", DeadlineKind.BY, date(2027, 2, 10)),
        ("by +1  day", DeadlineKind.BY, date(2026, 12, 2)),
        ("  on   day 0  ", DeadlineKind.ON, date(2026, 12, 1)),
        (" on day 0 or next weekday ", DeadlineKind.ON, date(2026, 12, 1)),
    ],
)
def test_a_deadline_falls_on_the_day_it_says(text: str, kind: DeadlineKind, day: date) -> None:
    assert deadline(text).kind is kind
    assert deadline(text).day(DAY_0) == day


@pytest.mark.parametrize(
    "text",
    [
        *("on day 0", "by +14 days", "by -1 months +3 days", "by end of month +1 months +10 days"),
        *(
            "on 2nd last weekday of month",
            "by last bank day of month of the day before",
            "by 3rd last weekday of month",
        ),
        *("on 4th last bank day of month", "on +1 days or next weekday", "by day 0 or previous bank day"),
    ],
)
def test_a_deadline_is_written_as_editors_write_it(text: str) -> None:
    assert str(deadline(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        *("", "on", "by", "day 0", "+14 days", "on Monday", "by 14 days", "by +14", "by +14 years", "by +x days"),
        *("before day 0", "on day 1", "on day 0 end of month", "by +1.5 days", "on day 0, please"),
        *("onday 0", "by + days", "by +14days", "by +1000 days", "by +14 days or next"),
        *("on th last weekday of month", "on 100th last weekday of month"),
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
        # The last month with benefit is the month of the last Monday to Friday before the first day in the job.
        (date(2026, 11, 2), date(2026, 10, 24)),  # Monday: Friday 30 October
        (date(2026, 11, 3), date(2026, 11, 23)),  # Tuesday: Monday 2 November
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
    ("text", "day_0", "day"),
    [
        # Read off a calendar. December 2026: the 24th to the 26th and the 31st are closed at banks.
        ("on last bank day of month", "2026-12-01", "2026-12-30"),
        ("on 2nd last bank day of month", "2026-12-01", "2026-12-29"),
        ("on 3rd last bank day of month", "2026-12-01", "2026-12-28"),
        ("on 4th last bank day of month", "2026-12-01", "2026-12-23"),
        ("on last weekday of month", "2026-12-01", "2026-12-31"),
        ("on 5th last weekday of month", "2026-12-01", "2026-12-24"),
        ("on 10th last weekday of month", "2026-12-01", "2026-12-17"),
        ("on last bank day of month +1 month", "2026-12-01", "2027-01-29"),
        ("on last bank day of month of day 0", "2026-11-15", "2026-11-30"),
        ("on last bank day of month of the day before", "2027-01-01", "2026-12-30"),
        ("on last bank day of month of the day before", "2027-01-02", "2027-01-29"),  # Friday 1 January counts
        ("on last bank day of month of the day before", "2027-08-02", "2027-07-30"),  # Monday: Friday 30 July
        ("on last bank day of month", "2026-12-31", "2026-12-31"),  # never before day 0
        ("by +1 bank day", "2026-12-23", "2026-12-28"),
        ("by -1 bank day", "2026-12-28", "2026-12-23"),
        ("by +1 weekday", "2026-12-23", "2026-12-24"),
        ("by +3 weekdays", "2027-03-24", "2027-04-01"),  # over Easter
        ("on day 0 or next weekday", "2026-11-28", "2026-11-30"),  # a Saturday
        ("on day 0 or next weekday", "2026-11-30", "2026-11-30"),
        ("on or next weekday", "2026-12-25", "2026-12-28"),
        ("by +14 days or previous bank day", "2026-12-10", "2026-12-23"),  # Christmas Eve
        ("by +14 days or previous weekday", "2026-12-10", "2026-12-24"),
    ],
)
def test_weekdays_and_bank_days_are_counted_over_holidays(text: str, day_0: str, day: str) -> None:
    rule = deadline(text)
    assert rule.day(date.fromisoformat(day_0)) == date.fromisoformat(day)
    assert parse_deadline(str(rule)) == rule, "what is shown to editors is what they can write"


@pytest.mark.parametrize(
    "text", ["on 0th last weekday of month", "on last bank day", "by +1 bank", "on day 0 or next day", "on or next"]
)
def test_a_rule_with_half_an_anchor_is_none(text: str) -> None:
    assert parse_deadline(text) is None


def test_a_rule_under_a_name_is_written_without_the_first_word() -> None:
    assert parse_deadline("+14 days", DeadlineKind.BY) == parse_deadline("by +14 days")
    assert parse_deadline("by +14 days", DeadlineKind.BY) is None
    assert parse_deadline("+14 days") is None
    assert parse_deadline("", DeadlineKind.BY) is None
    assert parse_deadline(" ", DeadlineKind.BY) is None


def test_what_a_rule_does_not_say_is_as_in_one_without_it() -> None:
    day_0 = Anchor(nth_last=0, unit="day", of_day_before=False)
    plain = Deadline(DeadlineKind.BY, day_0, shifts=((14, "day"),), moved=0, open_unit="")
    assert parse_deadline("by +14 days") == plain == Deadline(DeadlineKind.BY, Anchor(), ((14, "day"),))
    assert Deadline(DeadlineKind.BY, Anchor()).day(date(2026, 12, 26)) == date(2026, 12, 26), "closed days count too"


RULES = DateRules(
    act=deadline("by +14 days"),
    happens_on=deadline("on last bank day of month"),
    lost_after=deadline("by +28 days"),
    happens="Pengene kommer",
    office=True,
)


@pytest.mark.parametrize(
    ("day_0", "act_by", "closed"),
    [
        ("2026-11-20", "2026-12-04", None),  # a Friday
        ("2026-11-28", "2026-12-11", "2026-12-12"),  # a Saturday: Friday
        ("2026-12-11", "2026-12-23", "2026-12-25"),  # Christmas Day: the last open day before
        ("2027-03-15", "2027-03-24", "2027-03-29"),  # Easter Monday
    ],
)
def test_where_an_office_is_needed_the_day_to_act_is_the_last_open_one(
    day_0: str, act_by: str, closed: str | None
) -> None:
    dates = RULES.on(date.fromisoformat(day_0), TODAY)
    assert dates.act_by == dates.day == date.fromisoformat(act_by)
    assert dates.closed == (date.fromisoformat(closed) if closed else None)


def test_on_a_closed_first_day_the_office_is_gone_to_on_the_next_open_one() -> None:
    rules = DateRules(act=deadline("on day 0"), office=True)
    dates = rules.on(date(2026, 12, 25), TODAY)
    assert (dates.act_by, dates.closed) == (date(2026, 12, 28), date(2026, 12, 25))


def test_the_legal_limit_is_never_the_date_of_the_task() -> None:
    dates = RULES.on(date(2026, 12, 1), TODAY)
    assert (dates.day, dates.kind, dates.lost_after) == (date(2026, 12, 15), DeadlineKind.BY, date(2026, 12, 29))
