"""Danish weekdays and bank days: on which days offices and banks are open. Knows the calendar alone.

Easter is computed by `dateutil`. The package `holidays` gives the same days (compared for 2024 to 2099), but imports
the rules of all countries: 44 MB and a second of each worker, for a list of ten days.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter

BANK_DAY, WEEKDAY = "bank day", "weekday"
"""The kinds of open days, as rules of deadlines name them."""

_ONE_DAY = timedelta(days=1)

SATURDAY = 5
"""The first day of the weekend, as `date.weekday` counts."""

_FROM_EASTER = (-3, -2, 0, 1, 39, 49, 50)
"""Maundy Thursday, Good Friday, Easter, Easter Monday, Ascension Day, Whit Sunday, Whit Monday: days from Easter.

Store bededag (26 days after Easter) is none since 2024: lov nr. 214 af 6. marts 2023.
"""

_FIXED = ((1, 1), (12, 25), (12, 26))
"""New Year's Day and the two days of Christmas: month and day."""

_BANKS_ALSO_CLOSED = ((6, 5), (12, 24), (12, 31))
"""Constitution Day, Christmas Eve and New Year's Eve."""

_FRIDAY_AFTER_ASCENSION = 40
"""Days from Easter."""


@lru_cache(maxsize=128)
def public_holidays(year: int) -> frozenset[date]:
    """The days of a `year` that are public holidays (helligdage); Sundays count only where they have a name."""
    sunday = easter(year)
    fixed = {date(year, month, day) for month, day in _FIXED}
    return frozenset(fixed | {sunday + timedelta(days=days) for days in _FROM_EASTER})


@lru_cache(maxsize=128)
def bank_holidays(year: int) -> frozenset[date]:
    """The days of a `year` on which banks are closed besides weekends.

    Source: Danmarks Nationalbank, Banklukkedage (2026 and 2027), nationalbanken.dk: the public holidays, 5 June,
    24 and 31 December, and the Friday after Ascension Day.
    """
    also = {date(year, month, day) for month, day in _BANKS_ALSO_CLOSED}
    return public_holidays(year) | also | {easter(year) + timedelta(days=_FRIDAY_AFTER_ASCENSION)}


def is_weekday(day: date) -> bool:
    """Whether `day` is a hverdag: Monday to Friday, and no public holiday."""
    return day.weekday() < SATURDAY and day not in public_holidays(day.year)


def is_bank_day(day: date) -> bool:
    """Whether banks are open on `day`.

    Offices are taken to be open on the same days: many kommuner and a-kasser are closed on the others too, and what
    is done on the bank day before is in time in any case.
    """
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


_IS_OPEN: dict[str, Callable[[date], bool]] = {WEEKDAY: is_weekday, BANK_DAY: is_bank_day}

OPEN_UNITS = frozenset(_IS_OPEN)
"""The units in which open days are counted."""


def nearest_open_day(day: date, unit: str, step: int) -> date:
    """`day` itself where it is open, or the first open one after it (`step` 1) or before it (-1)."""
    is_open = _IS_OPEN[unit]
    while not is_open(day):
        day += step * _ONE_DAY
    return day


def open_days_later(day: date, number: int, unit: str) -> date:
    """The day that is `number` weekdays or bank days after `day`, or before it where `number` is negative."""
    step = 1 if number > 0 else -1
    for _ in range(abs(number)):
        day = nearest_open_day(day + step * _ONE_DAY, unit, step)
    return day
