"""What the dates of a task say: when it opens, by when to act, what happens when, and what is lost after. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from widget.guides.conditions import Condition
from widget.guides.deadlines import Deadline, DeadlineKind
from widget.guides.open_days import BANK_DAY, is_bank_day, nearest_open_day


@dataclass(frozen=True, slots=True)
class DateRules:
    """The rules by which the dates of an item are counted from the citizen's own date.

    `act` is the task's own date: the day for it (kind ON), or the last day on which nothing is delayed (kind BY).
    `opens` is the first day on which it can be done. `happens_on` is the day of something that others do, such as pay
    day, and `happens` says what. `lost_after` is the legal limit, which is told as a reason and is never the date of
    the task; `lost` says what is lost then, as the end of a sentence. With `monthly` the task comes back every month;
    with `office` it needs an office that is open.

    For citizens of whom `unless` holds, none of these dates is right: they read `otherwise` instead, which says in
    words when to do it. Where that is empty, the words are the same for all.
    """

    act: Deadline | None = None
    opens: Deadline | None = None
    happens_on: Deadline | None = None
    lost_after: Deadline | None = None
    happens: str = ""
    lost: str = ""
    monthly: bool = False
    office: bool = False
    unless: Condition | None = None
    otherwise: str = ""

    @property
    def main(self) -> Deadline:
        """The rule of the date that the task stands under: never that of the legal limit."""
        found = self.act or self.happens_on or self.opens
        if found is None:
            raise ValueError("A task with dates has one of its own.")
        return found

    def questions(self) -> frozenset[str]:
        """The ids of the questions on which depends whether a citizen has these dates."""
        return self.unless.questions() if self.unless else frozenset()

    def __str__(self) -> str:
        """As editors write them, for comparing two versions."""
        named = (
            ("", self.act),
            ("opens ", self.opens),
            ("happens ", self.happens_on),
            ("lost after ", self.lost_after),
        )
        rules = [f"{name}{rule}" for name, rule in named if rule]
        return ", ".join((*rules, *(["monthly"] if self.monthly else ()), *(["office"] if self.office else ())))

    def on(self, day_0: date, today: date) -> "TaskDates":
        """The dates for a citizen whose own date is `day_0`, as they are read on `today`.

        What comes back every month has the dates of the month of `today`, once that of `day_0` is over.
        """
        begun = self.monthly and (today.year, today.month) > (day_0.year, day_0.month)
        return self._of_month(today.replace(day=1) if begun else day_0, today)

    def _of_month(self, base: date, today: date) -> "TaskDates":
        act, closed = self._act_day(base)
        happens = self._happens_day(base)
        opens = self.opens.day(base) if self.opens else None
        lost_after = self.lost_after.day(base) if self.lost_after else None
        day = act or happens or opens
        if day is None:
            raise ValueError("A task with dates has one of its own.")
        return TaskDates(
            day=day,
            kind=self.main.kind,
            opens=opens if opens is None or act is None or opens < act else None,
            act_by=act,
            happens_on=happens,
            lost_after=lost_after,
            closed=closed,
            passed=day < today and bool(act or happens),
            lost=lost_after is not None and lost_after < today,
        )

    def _act_day(self, base: date) -> tuple[date | None, date | None]:
        """The day to act, and the day that it would have been if the office were open then."""
        if self.act is None:
            return None, None
        day = self.act.day(base)
        if not self.office or is_bank_day(day):
            return day, None
        open_day = nearest_open_day(day, BANK_DAY, -1 if self.act.kind is DeadlineKind.BY else 1)
        return (open_day if open_day >= base else nearest_open_day(day, BANK_DAY, 1)), day

    def _happens_day(self, base: date) -> date | None:
        """None where the task can no longer be done in time for it."""
        if self.happens_on is None:
            return None
        in_time = self.act is None or self.act.own_day(base) == self.act.day(base)
        return self.happens_on.day(base) if in_time else None


class TaskDates(NamedTuple):
    """The dates of a task as calendar days. A tuple: a page makes some ten of them.

    `day` is the date that the task stands under, and `kind` says how it binds: never that of the legal limit.
    """

    day: date
    kind: DeadlineKind
    opens: date | None
    """The first day on which it can be done, where that is before `day`."""
    act_by: date | None
    """The day to do it on, or at the latest, so that nothing is delayed. An open day where an office is needed."""
    happens_on: date | None
    """When what others do happens, such as pay day; None where it is too late for it."""
    lost_after: date | None
    """The legal limit: what is not done by then is lost. A reason, never a date to aim for."""
    closed: date | None
    """The date by the rule alone, where the office is closed on it and `act_by` is another day."""
    passed: bool
    """Whether `day` is over. It may still be possible, and urgent: see `lost`."""
    lost: bool
    """Whether the legal limit is over too."""

    @property
    def shape(self) -> tuple[bool, ...]:
        """What a template shows besides the days: pages with the same shape differ in the days alone."""
        days = (self.opens, self.act_by, self.happens_on, self.lost_after, self.closed)
        return (*(day is not None for day in days), self.passed, self.lost)
