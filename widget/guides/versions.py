"""Which version of a guide a citizen has seen, and what has changed since. Knows no address.

A version is a day, and editors may publish twice on one day: so it also counts the changes that bear that day.
"""

import re
from datetime import date
from typing import NamedTuple

from widget.guides.day_reading import parse_day
from widget.guides.model import Change, Guide

_COUNTED = re.compile(r"(\d{4}-\d\d-\d\d)\.(\d{1,3})", re.ASCII)


class SeenVersion(NamedTuple):
    """The day of a version, and how many changes of that day its guide listed."""

    day: date
    changes: int = 1

    def __str__(self) -> str:
        """As addresses have it: the day alone where one change bears it, as nearly always."""
        return self.day.isoformat() if self.changes == 1 else f"{self.day.isoformat()}.{self.changes}"


def parse_version(text: str) -> SeenVersion | None:
    """The version that an address names; None where it names none."""
    counted = _COUNTED.fullmatch(text)
    day = parse_day(counted[1] if counted else text)
    return SeenVersion(day, int(counted[2]) if counted else 1) if day else None


def version_of(guide: Guide) -> SeenVersion:
    """The version of a guide as it is."""
    return SeenVersion(guide.version, sum(change.day == guide.version for change in guide.changes))


def changes_since(guide: Guide, seen: SeenVersion) -> tuple[Change, ...]:
    """What was changed after the version that a citizen has seen, newest first."""
    later = [change for change in guide.changes if change.day > seen.day]
    same_day = [change for change in guide.changes if change.day == seen.day]
    return (*later, *same_day[: max(len(same_day) - seen.changes, 0)])
