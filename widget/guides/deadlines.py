"""Deadlines counted from the citizen's own date: `by +14 days`, `by end of month +1 month`. Knows days only."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

_RULE = re.compile(
    r"(on|by|from)\s+(?:(day 0)|(end of month)|(end of month of the day before))?\s*"
    r"((?:[+-]\s*\d{1,3}\s+(?:day|week|month)s?\s*)*)"
)
_SHIFT = re.compile(r"([+-])\s*(\d+)\s+(day|week|month)")


class DeadlineKind(Enum):
    """How a deadline binds."""

    ON = "on"
    """On that very day."""
    BY = "by"
    """On that day at the latest."""
    FROM = "from"
    """On that day at the earliest."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day relative to day 0; `shifts` are (number, unit) with unit day, week or month, taken in order.

    With `from_month_end` it is counted from the end of the month of day 0, and never comes before day 0; with
    `of_day_before` from the end of the month of the day before, which is the last month with benefit of a person
    whose job begins on day 0.
    """

    kind: DeadlineKind
    from_month_end: bool
    shifts: tuple[tuple[int, str], ...]
    of_day_before: bool = False

    def day(self, day_0: date) -> date:
        """The calendar day, when the citizen's own date is `day_0`."""
        last = day_0 - timedelta(days=1) if self.of_day_before else day_0
        day = _month_end(last) if self.from_month_end else day_0
        for number, unit in self.shifts:
            day = self._months_later(day, number) if unit == "month" else day + timedelta(**{f"{unit}s": number})
        return max(day, day_0) if self.from_month_end and not self.of_day_before else day

    def __str__(self) -> str:
        """As editors write it: `by end of month +10 days`."""
        shifts = " ".join(f"{number:+d} {unit}s" for number, unit in self.shifts)
        month = "end of month of the day before" if self.of_day_before else "end of month"
        start = month if self.from_month_end else "" if shifts else "day 0"
        return " ".join(word for word in (self.kind.value, start, shifts) if word)

    def _months_later(self, day: date, months: int) -> date:
        """A month after the end of February is the end of March: what ends with a month goes on doing so."""
        at_end = self.from_month_end and day == _month_end(day)
        later = _months_later(day, months)
        return _month_end(later) if at_end else later


def parse_deadline(text: str) -> Deadline | None:
    """Read a rule such as `on day 0` or `by end of month +10 days`; None where it is none."""
    match = _RULE.fullmatch(text.strip())
    if match is None or not any(match.group(2, 3, 4, 5)):
        return None
    shifts = tuple((int(sign + number), unit) for sign, number, unit in _SHIFT.findall(match[5]))
    return Deadline(DeadlineKind(match[1]), bool(match[3] or match[4]), shifts, bool(match[4]))


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last day: one month after 31 January is 28 February."""
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    return first.replace(day=min(day.day, calendar.monthrange(first.year, first.month)[1]))


def nearby_days(today: date) -> tuple[date, ...]:
    """Days to choose from where none can be typed: today, tomorrow, and the first of the next four months."""
    firsts = (_months_later(today.replace(day=1), months) for months in range(1, 5))
    return tuple(dict.fromkeys((today, today + timedelta(days=1), *firsts)))
