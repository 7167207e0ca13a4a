"""As of which day content is read, and the days on which it switches by itself. Knows days only."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

_SEASON = re.compile(r"(\d\d)-(\d\d) to (\d\d)-(\d\d)", re.ASCII)
_LEAP_YEAR = 2028
"""A year in which every day of a season is there."""


@dataclass(frozen=True, slots=True)
class ValidityPeriod:
    """From a first to a last day; None where there is no end."""

    first_day: date | None
    last_day: date | None

    def holds_on(self, day: date) -> bool:
        """Whether `day` is in it."""
        return (self.first_day or day) <= day <= (self.last_day or day)

    def switches(self) -> set[date]:
        """The days on which something is otherwise than the day before."""
        begins = {self.first_day} if self.first_day else set()
        return begins | ({self.last_day + timedelta(days=1)} if self.last_day and self.last_day < date.max else set())

    def overlaps(self, other: "ValidityPeriod") -> bool:
        """Whether some day is in both."""
        first = max(self.first_day or date.min, other.first_day or date.min)
        return first <= min(self.last_day or date.max, other.last_day or date.max)


@dataclass(frozen=True, slots=True)
class Season:
    """The days from a `first` to a `last` one in every year, each as month and day. It may lie over New Year."""

    first: tuple[int, int]
    last: tuple[int, int]

    def holds_on(self, day: date) -> bool:
        """Whether `day` is in it."""
        of_year = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= of_year <= self.last
        return of_year >= self.first or of_year <= self.last

    def next_switch(self, today: date) -> date:
        """The first day after `today` that is in it where the day before is not, or the other way round."""
        now = self.holds_on(today)
        days = (today + timedelta(days=ahead) for ahead in range(1, 367))
        return next((day for day in days if self.holds_on(day) is not now), today)

    def __str__(self) -> str:
        """As editors write it."""
        (first_month, first_day), (last_month, last_day) = self.first, self.last
        return f"{first_month:02}-{first_day:02} to {last_month:02}-{last_day:02}"


def parse_season(text: str) -> Season | None:
    """Read `11-15 to 12-31`; None where it is no season."""
    found = _SEASON.fullmatch(text)
    if found is None:
        return None
    first_month, first_day, last_month, last_day = map(int, found.groups())
    try:
        date(_LEAP_YEAR, first_month, first_day), date(_LEAP_YEAR, last_month, last_day)
    except ValueError:
        return None
    return Season((first_month, first_day), (last_month, last_day))


@dataclass(slots=True)
class AsOf:
    """The `day` as of which files are read; while they are, the days on which they switch are noted in `switches`."""

    day: date = date.min
    switches: set[date] = field(default_factory=set)

    def holds(self, period: ValidityPeriod) -> bool:
        """Whether what holds in `period` holds on the day."""
        self.switches |= period.switches()
        return period.holds_on(self.day)
