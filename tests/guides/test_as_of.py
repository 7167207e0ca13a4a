"""Periods and seasons at their first and last days, worked out by hand."""

from datetime import date

import pytest

from widget.guides.as_of import AsOf, Season, ValidityPeriod, parse_season

JAN, FEB, MAR = date(2027, 1, 15), date(2027, 2, 15), date(2027, 3, 15)
LAST = date.max
WINTER = Season((11, 15), (2, 10))
SUMMER = Season((5, 1), (8, 31))


@pytest.mark.parametrize(
    ("period", "held", "not_held"),
    [
        (ValidityPeriod(JAN, FEB), (JAN, date(2027, 1, 31), FEB), (date(2027, 1, 14), date(2027, 2, 16))),
        (ValidityPeriod(JAN, None), (JAN, LAST), (date(2027, 1, 14), date.min)),
        (ValidityPeriod(None, FEB), (date.min, FEB), (date(2027, 2, 16), LAST)),
        (ValidityPeriod(None, None), (date.min, JAN, LAST), ()),
        (ValidityPeriod(FEB, JAN), (), (JAN, date(2027, 1, 31), FEB)),
    ],
)
def test_a_period_holds_from_its_first_to_its_last_day(
    period: ValidityPeriod, held: tuple[date, ...], not_held: tuple[date, ...]
) -> None:
    assert all(period.holds_on(day) for day in held)
    assert not any(period.holds_on(day) for day in not_held)


@pytest.mark.parametrize(
    ("period", "days"),
    [
        (ValidityPeriod(JAN, FEB), {JAN, date(2027, 2, 16)}),
        (ValidityPeriod(JAN, None), {JAN}),
        (ValidityPeriod(None, FEB), {date(2027, 2, 16)}),
        (ValidityPeriod(None, None), set()),
        (ValidityPeriod(JAN, date.max), {JAN}),
        (ValidityPeriod(None, date(9999, 12, 30)), {date.max}),
    ],
)
def test_a_period_switches_on_its_first_day_and_after_its_last(period: ValidityPeriod, days: set[date]) -> None:
    assert period.switches() == days


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (ValidityPeriod(JAN, FEB), ValidityPeriod(FEB, MAR), True),
        (ValidityPeriod(JAN, FEB), ValidityPeriod(date(2027, 2, 16), MAR), False),
        (ValidityPeriod(JAN, None), ValidityPeriod(MAR, None), True),
        (ValidityPeriod(None, JAN), ValidityPeriod(None, MAR), True),
        (ValidityPeriod(None, JAN), ValidityPeriod(FEB, None), False),
        (ValidityPeriod(None, None), ValidityPeriod(None, None), True),
        (ValidityPeriod(None, date.min), ValidityPeriod(None, None), True),
        (ValidityPeriod(date.max, None), ValidityPeriod(None, None), True),
        (ValidityPeriod(JAN, MAR), ValidityPeriod(FEB, FEB), True),
    ],
)
def test_periods_overlap_where_some_day_is_in_both(one: ValidityPeriod, other: ValidityPeriod, overlap: bool) -> None:
    assert one.overlaps(other) is overlap
    assert other.overlaps(one) is overlap


@pytest.mark.parametrize(
    ("season", "held", "not_held"),
    [
        (SUMMER, ((5, 1), (5, 2), (7, 1), (8, 31)), ((4, 30), (9, 1), (1, 1), (12, 31))),
        (WINTER, ((11, 15), (12, 31), (1, 1), (2, 10)), ((11, 14), (2, 11), (7, 1))),
        (Season((6, 5), (6, 5)), ((6, 5),), ((6, 4), (6, 6), (5, 5))),
    ],
)
def test_a_season_holds_every_year_also_over_new_year(
    season: Season, held: tuple[tuple[int, int], ...], not_held: tuple[tuple[int, int], ...]
) -> None:
    for year in (2026, 2027):
        assert all(season.holds_on(date(year, *day)) for day in held)
        assert not any(season.holds_on(date(year, *day)) for day in not_held)


@pytest.mark.parametrize(
    ("season", "today", "switch"),
    [
        (SUMMER, date(2027, 4, 30), date(2027, 5, 1)),
        (SUMMER, date(2027, 5, 1), date(2027, 9, 1)),
        (SUMMER, date(2027, 9, 1), date(2028, 5, 1)),
        (WINTER, date(2027, 12, 31), date(2028, 2, 11)),
        (WINTER, date(2027, 2, 11), date(2027, 11, 15)),
        (Season((1, 1), (12, 31)), JAN, JAN),
        (Season((2, 29), (2, 29)), date(2027, 2, 28), date(2028, 2, 29)),
        (Season((2, 29), (2, 29)), date(2027, 2, 27), date(2027, 2, 27)),
    ],
)
def test_the_next_switch_of_a_season_is_after_today_within_366_days_or_there_is_none(
    season: Season, today: date, switch: date
) -> None:
    assert season.next_switch(today) == switch


@pytest.mark.parametrize("text", ["11-15 to 02-10", "01-01 to 12-31", "02-29 to 03-09"])
def test_a_season_is_written_as_it_is_read(text: str) -> None:
    season = parse_season(text)
    assert season is not None
    assert str(season) == text
    assert season.first == (int(text[:2]), int(text[3:5]))
    assert season.last == (int(text[9:11]), int(text[12:]))


@pytest.mark.parametrize(
    "text",
    [
        *("", "11-15", "11-15 to 13-01", "13-01 to 11-15", "02-30 to 03-01", "03-01 to 02-30", "1-15 to 02-10"),
        *("111-15 to 02-10", "11-15 to 02-101", "11-15 til 02-10", " 11-15 to 02-10", "١١-15 to 02-10"),
    ],
)
def test_what_is_no_season_is_none(text: str) -> None:
    assert parse_season(text) is None


def test_the_days_on_which_files_switch_are_noted_while_they_are_read() -> None:
    as_of = AsOf(FEB)
    assert as_of.holds(ValidityPeriod(JAN, FEB))
    assert not as_of.holds(ValidityPeriod(MAR, None))
    assert as_of.switches == {JAN, date(2027, 2, 16), MAR}
    assert AsOf().holds(ValidityPeriod(None, date.min))
    assert not AsOf().holds(ValidityPeriod(JAN, None))
