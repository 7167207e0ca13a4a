"""Days at the edges of what is read as one: the expected days are worked out by hand."""

from datetime import date

import pytest

from widget.guides.day_reading import parse_day

MONTHS = {
    "januar jan January Januar": 1,
    "februar feb February Februar": 2,
    "marts mar March März Mrz": 3,
    "april apr April": 4,
    "maj May Mai": 5,
    "juni jun June Juni": 6,
    "juli jul July Juli": 7,
    "august aug August": 8,
    "september sep September": 9,
    "oktober okt October Oktober": 10,
    "november nov November": 11,
    "december dec December Dezember Dez": 12,
}


@pytest.mark.parametrize(
    ("name", "month"), [(name, month) for names, month in MONTHS.items() for name in names.split()]
)
def test_every_month_by_its_names(name: str, month: int) -> None:
    assert parse_day(f"5. {name} 2026") == date(2026, month, 5)
    assert parse_day(f"5 {name} 26") == date(2026, month, 5)
    assert parse_day(f"{name} 5, 2026") == date(2026, month, 5)


@pytest.mark.parametrize(("ordinal", "day"), [("1st", 1), ("2nd", 2), ("3rd", 3), ("4th", 4), ("15th", 15)])
def test_english_ordinals(ordinal: str, day: int) -> None:
    assert parse_day(f"{ordinal} December 2026") == date(2026, 12, day)
    assert parse_day(f"December {ordinal}, 2026") == date(2026, 12, day)


@pytest.mark.parametrize(
    "text",
    [
        *("1 -- 12 -- 2026", "2026 -- 12 -- 01", "1-12.2026", "2026-12/01"),
        *("2026-12-01T9:30", "1.12.2026 kl 9.30", "1.12.2026 kl.9.30", "1.12.2026 kl9:30", "2026-12-01 09.30.15"),
        *(
            "2026-12-01T09:30:00.1",
            "2026-12-01T09:30:00.123456",
            "2026-12-01T09:30+0100",
            "2026-12-01T09:30:00-05:00",
        ),
        *(
            "Donnerstags 1.12.2026",
            "Tue 1.12.2026",
            "tirs. 1.12.2026",
            "tirsdag,1.12.2026",
            "Tuesday the 1st Dec 2026",
        ),
        *("tirsdag1.12.2026", "1\u00ad12\u00ad2026", "1\u201012\u20152026", "1\u221212\u22122026"),
        *("\u200b1.12.2026\u200f", "1.\u206012.2026", "\ufeff1.12.2026", "?1.12.2026!", "”1.12.2026’", "*1.12.2026;"),
        *("d. 1/12-26", "d.1/12-26", "d 1/12 2026", "d. 1. december 2026", "tirsdag d. 1. december 2026"),
        *("Tirsdag, d. 1. dec. 2026", "D. 1.12.2026", "1/12 '26", "1/12 ’26", "1/12-’26", "1.12.’26", "1/12'26"),
        *("1. december ’26", "1. dec. '26", "1.december.’26", "d. 1/12 ‘26"),
        *(
            "1.12.2026 kl. 8",
            "1.12.2026 kl 8",
            "d. 1/12-26 kl. 08",
            "1. december 2026, kl. 8.30",
            "1.12.2026, kl. 8.",
        ),
        *("26-12-01", "26–12–01"),
        "1.12.2026".ljust(60),
    ],
)
def test_the_first_of_december(text: str) -> None:
    assert parse_day(text) == date(2026, 12, 1)


@pytest.mark.parametrize(
    "text",
    [
        *("1 --- 12.2026", "1.12 --- 2026", "112026", "2026121", "202612011", "0120261201", "1:12:2026"),
        *("001.12.2026", "1.012.2026", "1.12.126", "1.12.20266", "1..2026", "/12/2026", "1/12/"),
        *("2026-012-01", "2026-12-001", "2026--01", "2026-12-", "202-12-01", "20266-12-01"),
        *("1 foo 2026", "foo 1 2026", "1 decemberrr 2026", "decemberrr 1 2026", "001 dec 2026", "dec 001 2026"),
        *("1 decem_er 2026", "1 dec1 2026", "1 dec(x 2026", "decem_er 1 2026", "dec(x 1 2026", "dec1x 1 2026"),
        *(
            "1 dec 226",
            "dec 1 26",
            " dec 2026",
            "dec 2026",
            "dec - 2026",
            "-dec-2026",
            "xxdecember 1 2026",
            "dec 1 20261",
        ),
        *("2026-12-01T009:30", "1.12.2026 kl. .30", "2026-12-01T09:30:00.1234567", "2026-12-01T09:30:00.Z"),
        *("1 09:30 12 2026", "2026-12-01T09-30", "2026-12-01T09:30-00", "2026-12-01x09:30"),
        *(
            "1.12.2026 8",
            "1.12.2026 kl.",
            "1.12.2026 kl. 800",
            "1.12.2026 kl. 8 9",
            "d. december 2026",
            "d. 1. december",
        ),
        *("d1.12.2026", "e. 1.12.2026", "1/12 ''26", "1/12 '126", "'1/'12/26", "26-13-01", "26-02-00", "40-12-01"),
        *("Donnerstagss 1.12.2026", "ti 1.12.2026", "1 dag 12 2026", "tirsdag_1.12.2026"),
        "1.12.2026".ljust(61),
    ],
)
def test_what_only_looks_like_a_day(text: str) -> None:
    assert parse_day(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [("1.1.2000", date(2000, 1, 1)), ("31.12.2099", date(2099, 12, 31)), ("1.1.00", date(2000, 1, 1))],
)
def test_the_ends_of_the_century(text: str, day: date) -> None:
    assert parse_day(text) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        # With dashes the year is first where the last part is no year of today's: from 2020 on.
        ("20-01-19", date(2020, 1, 19)),
        ("26-11-09", date(2026, 11, 9)),
        ("39-12-01", date(2039, 12, 1)),
        # Day before month otherwise, as it is written in Denmark.
        ("26-12-20", date(2020, 12, 26)),
        ("26-12-27", date(2027, 12, 26)),
        ("19-12-01", date(2001, 12, 19)),
        ("01-12-26", date(2026, 12, 1)),
        ("26.12.01", date(2001, 12, 26)),
        ("26/12-01", date(2001, 12, 26)),
        ("26-1-01", date(2001, 1, 26)),
    ],
)
def test_two_digits_at_both_ends(text: str, day: date) -> None:
    assert parse_day(text) == day


def test_one_digit_of_a_month() -> None:
    assert parse_day("2026-1-5") == date(2026, 1, 5)
