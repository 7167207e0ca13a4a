"""What the report is made of: totals of a period, as they were read. Knows values; not where they come from."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple


class Month(NamedTuple):
    """A month of a year."""

    year: int
    number: int

    def add_months(self, months: int) -> "Month":
        """So many months on, or back where the number is negative."""
        count = self.year * 12 + self.number - 1 + months
        return Month(count // 12, count % 12 + 1)


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included."""

    first: date
    last: date

    @property
    def before(self) -> "Period":
        """The period before it: as many months where it is whole months, else as many days."""
        end = self.first - timedelta(days=1)
        if self.whole_months:
            start = Month(self.first.year, self.first.month).add_months(-len(self.months))
            return Period(date(start.year, start.number, 1), end)
        return Period(end - (self.last - self.first), end)

    @property
    def whole_months(self) -> bool:
        """Whether it begins and ends with a month."""
        return self.first.day == 1 and (self.last + timedelta(days=1)).day == 1

    @property
    def months(self) -> tuple[Month, ...]:
        """Every month that it touches."""
        first, last = Month(self.first.year, self.first.month), Month(self.last.year, self.last.month)
        return tuple(
            first.add_months(number)
            for number in range((last.year - first.year) * 12 + last.number - first.number + 1)
        )


class PageTotal(NamedTuple):
    """Showings in a month."""

    month: Month
    guide: str
    partner: str
    surface: str
    language: str
    times: int


class AnswerTotal(NamedTuple):
    """How often a question had an answer; empty means that it was left open."""

    guide: str
    question: str
    answer: str
    times: int


class ItemTotal(NamedTuple):
    """How often an item stood on the screen as applying."""

    guide: str
    item: str
    times: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All totals of a period."""

    period: Period
    pages: tuple[PageTotal, ...]
    answers: tuple[AnswerTotal, ...] = ()
    items: tuple[ItemTotal, ...] = ()
