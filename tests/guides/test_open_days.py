"""Weekdays, public holidays and bank days of Denmark, held against published lists."""

from datetime import date, timedelta

import pytest

from widget.guides.open_days import BANK_DAY, is_bank_day, is_weekday, nearest_open_day, public_holidays

BANKS_ARE_CLOSED = {
    2026: "01-01 04-02 04-03 04-06 05-14 05-15 05-25 06-05 12-24 12-25 12-26 12-31",
    2027: "01-01 03-25 03-26 03-29 05-06 05-07 05-17 06-05 12-24 12-31",
}
"""Danmarks Nationalbank, Banklukkedage, as published for 2026 and 2027; Saturday 25 December 2027 is not named."""


@pytest.mark.parametrize("year", [2026, 2027])
def test_banks_are_closed_on_the_days_that_the_national_bank_lists_and_at_weekends(year: int) -> None:
    listed = {date.fromisoformat(f"{year}-{day}") for day in BANKS_ARE_CLOSED[year].split()}
    day = date(year, 1, 1)
    while day.year == year:
        assert is_bank_day(day) is (day.isoweekday() < 6 and day not in listed), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    "sunday",
    [
        *("2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2028-04-16", "2029-04-01", "2030-04-21"),
        *("2031-04-13", "2032-03-28", "2033-04-17", "2034-04-09", "2035-03-25", "2038-04-25"),
    ],
)
def test_the_movable_public_holidays_follow_easter(sunday: str) -> None:
    """Easter Sundays as almanacs print them. Ascension Day is a Thursday six weeks later, Whit Sunday the seventh."""
    easter = date.fromisoformat(sunday)
    movable = [day for day in sorted(public_holidays(easter.year)) if day.month not in {1, 12}]
    names = [(day - easter).days for day in movable]
    assert names == [-3, -2, 0, 1, 39, 49, 50]
    assert [day.isoweekday() for day in movable] == [4, 5, 7, 1, 4, 7, 1]


@pytest.mark.parametrize(
    ("day", "weekday", "bank_day"),
    [
        ("2026-12-23", True, True),
        ("2026-12-24", True, False),  # Christmas Eve: no public holiday, and banks are closed
        ("2026-12-25", False, False),
        ("2026-12-28", True, True),
        ("2028-12-26", False, False),  # a Tuesday
        ("2026-12-31", True, False),
        ("2027-01-01", False, False),
        ("2027-01-02", False, False),  # a Saturday
        ("2026-05-15", True, False),  # the Friday after Ascension Day
        ("2026-06-05", True, False),  # Constitution Day
        ("2026-05-01", True, True),  # 1 May is none
        ("2024-04-26", True, True),  # store bededag would have been here
    ],
)
def test_the_days_that_people_ask_about(day: str, weekday: bool, bank_day: bool) -> None:
    assert (is_weekday(date.fromisoformat(day)), is_bank_day(date.fromisoformat(day))) == (weekday, bank_day)


def test_over_christmas_the_nearest_open_day_is_found_on_either_side() -> None:
    assert nearest_open_day(date(2026, 12, 25), BANK_DAY, -1) == date(2026, 12, 23)
    assert nearest_open_day(date(2026, 12, 24), BANK_DAY, 1) == date(2026, 12, 28)
    assert nearest_open_day(date(2026, 12, 23), BANK_DAY, 1) == date(2026, 12, 23)
