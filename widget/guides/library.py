"""All guides with what they share, as of any day. Knows no file, no language catalogue, no address."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from widget.guides.model import Guide
from widget.guides.problems import Place
from widget.guides.registers import Registers


@dataclass(frozen=True, slots=True)
class Retired:
    """A guide that is no more: what its old addresses say, and the id of the guide that took its place, if any."""

    id: str
    title: str
    text: str
    successor: str
    place: Place


@dataclass(frozen=True)
class Library:
    """All guides by id, in the order of their titles, the registers they share, and the guides that were."""

    guides: dict[str, Guide]
    registers: Registers
    retired: dict[str, Retired]
    editions: tuple[tuple[date, "Library"], ...] = ()
    """What the library is from a day on, earliest first; empty in these editions themselves."""

    def on(self, day: date) -> "Library":
        """The library as of `day`."""
        found = self
        for first_day, edition in self.editions:
            if day < first_day:
                break
            found = edition
        return found

    def followed_by(self, editions: Sequence[tuple[date, "Library"]]) -> "Library":
        """The same with what it is from each of these days on."""
        return replace(self, editions=tuple(editions))

    def with_guides(self, names: Collection[str]) -> "Library":
        """The same with some of its guides."""
        guides = {name: guide for name, guide in self.guides.items() if name in names}
        editions = tuple((day, edition.with_guides(names)) for day, edition in self.editions)
        return replace(self, guides=guides, editions=editions)

    def switches(self) -> frozenset[date]:
        """All days on which something that citizens read is otherwise than the day before."""
        libraries = (self, *(edition for _, edition in self.editions))
        days = {day for day, _ in self.editions}
        for library in libraries:
            days |= {day for guide in library.guides.values() for item in guide.items() for day in item.switches()}
            days |= {day for fact in library.registers.facts.values() for day in fact.switches()}
        return frozenset(days)

    @cached_property
    def known_switches(self) -> frozenset[date]:
        """The same, worked out once."""
        return self.switches()

    def day_of_rules(self, today: date, day_0: date | None) -> date:
        """The day whose rules and figures a citizen is told who reads on `today` and whose own date is `day_0`.

        It is today, unless something switches after today and until the citizen's own date: then the last such day.
        """
        if day_0 is None or day_0 <= today:
            return today
        return max((day for day in self.known_switches if today < day <= day_0), default=today)
