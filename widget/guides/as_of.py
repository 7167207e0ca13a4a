"""As of which day content is read, and the days on which it switches by itself. Knows days only."""

from dataclasses import dataclass, field
from datetime import date, timedelta


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


@dataclass(slots=True)
class AsOf:
    """The `day` as of which files are read; while they are, the days on which they switch are noted in `switches`."""

    day: date = date.min
    switches: set[date] = field(default_factory=set)

    def holds(self, period: ValidityPeriod) -> bool:
        """Whether what holds in `period` holds on the day."""
        self.switches |= period.switches()
        return period.holds_on(self.day)
