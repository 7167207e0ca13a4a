"""Days counted from the citizen's own date: `by +14 days`, `on last bank day of month`. Knows days only."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

from widget.guides.open_days import OPEN_UNITS, SATURDAY, nearest_open_day, open_days_later

_POINT = (
    r"(?:(?P<day_0>day 0)"
    r"|(?P<end>end of month|(?:(?P<nth>\d{1,2})(?:st|nd|rd|th) )?last (?P<unit>weekday|bank day) of month)"
    r"(?P<month> of day 0| of the day before)?)?\s*"
    r"(?P<shifts>(?:[+-]\s*\d{1,3}\s+(?:day|week|month|weekday|bank day)s?\s*)*)"
    r"(?:or (?P<side>next|previous) (?P<open>weekday|bank day))?"
)
_RULE = re.compile(rf"(?:(?P<kind>on|by|from)\s+)?{_POINT}")
_SHIFT = re.compile(r"([+-])\s*(\d+)\s+(bank day|weekday|day|week|month)")
_ONE_DAY = timedelta(days=1)
_ORDINALS = {1: "", 2: "2nd ", 3: "3rd "}


class DeadlineKind(Enum):
    """How a deadline binds."""

    ON = "on"
    """On that very day."""
    BY = "by"
    """On that day at the latest."""
    FROM = "from"
    """On that day at the earliest."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day that a rule counts from.

    With `nth_last` 0 it is day 0; with 1, 2 … the last, second last … day of a month. `unit` is what is counted:
    day, weekday or bank day. The month is that of day 0, or with `of_day_before` that of the last day before it with
    benefit: for a person whose job begins on day 0 the month of the last benefit card.
    """

    nth_last: int = 0
    unit: str = "day"
    of_day_before: bool = False

    def day(self, day_0: date, months: int) -> date:
        """The day in the month that is `months` after its own."""
        month = _months_later((_benefit_day_before(day_0) if self.of_day_before else day_0).replace(day=1), months)
        day = _month_end(month)
        if self.unit == "day":
            return day
        last = nearest_open_day(day, self.unit, -1)
        return open_days_later(last, 1 - self.nth_last, self.unit)

    def __str__(self) -> str:
        """As editors write it."""
        if not self.nth_last:
            return "day 0"
        count = _ORDINALS.get(self.nth_last, f"{self.nth_last}th ")
        words = "end of month" if self.unit == "day" else f"{count}last {self.unit} of month"
        return f"{words} of the day before" if self.of_day_before else words


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day relative to day 0.

    `shifts` are (number, unit), taken in order; months that come first move the month of the anchor. `moved` is -1 or
    1 where the day moves to the previous or next open day (`open_unit`: weekday or bank day) if it is none itself.
    A day in the month of day 0 never comes before day 0.
    """

    kind: DeadlineKind
    anchor: Anchor
    shifts: tuple[tuple[int, str], ...] = ()
    moved: int = 0
    open_unit: str = ""

    def day(self, day_0: date) -> date:
        """The calendar day, when the citizen's own date is `day_0`; that date itself where the rule is before it."""
        day = self.own_day(day_0)
        return max(day, day_0) if self.anchor.nth_last and not self.anchor.of_day_before else day

    def own_day(self, day_0: date) -> date:
        """The day as the rule alone has it, also where it comes before `day_0`."""
        shifts, months = list(self.shifts), 0
        if not self.anchor.nth_last:
            day = day_0
        else:
            while shifts and shifts[0][1] == "month":
                months += shifts.pop(0)[0]
            day = self.anchor.day(day_0, months)
        for number, unit in shifts:
            day = _shifted(day, number, unit)
        return nearest_open_day(day, self.open_unit, self.moved) if self.moved else day

    def __str__(self) -> str:
        """As editors write it: `by end of month +10 days`."""
        shifts = " ".join(f"{number:+d} {unit}s" for number, unit in self.shifts)
        start = "" if shifts and not self.anchor.nth_last else str(self.anchor)
        side = {-1: "or previous ", 1: "or next "}.get(self.moved, "")
        return " ".join(word for word in (self.kind.value, start, shifts, side + self.open_unit) if word)


def parse_deadline(text: str, usual: DeadlineKind | None = None) -> Deadline | None:
    """Read a rule such as `on day 0` or `by end of month +10 days`; None where it is none.

    With `usual` the rule is written without its first word, and is of that kind.
    """
    match = _RULE.fullmatch(text.strip())
    if match is None or bool(match["kind"]) is (usual is not None):
        return None
    if not any(match[name] for name in ("day_0", "end", "shifts", "open")):
        return None
    nth = int(match["nth"] or 1) if match["end"] else 0
    if match["nth"] and not nth:
        return None
    anchor = Anchor(nth, match["unit"] or "day", match["month"] == " of the day before")
    shifts = tuple((int(sign + number), unit) for sign, number, unit in _SHIFT.findall(match["shifts"]))
    moved = {"next": 1, "previous": -1}.get(match["side"] or "", 0)
    return Deadline(usual or DeadlineKind(match["kind"]), anchor, shifts, moved, match["open"] or "")


def _benefit_day_before(day: date) -> date:
    """The last Monday to Friday before `day`: benefit is paid for these alone, public holidays among them."""
    day -= _ONE_DAY
    while day.weekday() >= SATURDAY:
        day -= _ONE_DAY
    return day


def _shifted(day: date, number: int, unit: str) -> date:
    if unit in OPEN_UNITS:
        return open_days_later(day, number, unit)
    return _months_later(day, number) if unit == "month" else day + timedelta(**{f"{unit}s": number})


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
    return tuple(dict.fromkeys((today, today + _ONE_DAY, *firsts)))
