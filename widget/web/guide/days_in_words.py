"""The dates of a citizen's tasks as pages say them. Knows dates and a language; no page."""

from collections.abc import Iterable
from datetime import date

from markupsafe import Markup, escape

from widget.guides.deadlines import DeadlineKind
from widget.guides.personalise import PersonalItem
from widget.guides.task_dates import TaskDates
from widget.web.guide.placeholders import PlaceholderNamespace
from widget.web.http.languages import Language


class DaysInWords:
    """The days of tasks in words; each method is told the id of an item that has such a day."""

    def __init__(self, shown: Iterable[PersonalItem], language: Language) -> None:
        self._dates = {one.item.id: one.dates for one in shown if one.dates}
        self._language = language

    def due(self, item: str) -> str:
        """The date that the task stands under."""
        return self._said(self._of(item).day)

    def opens(self, item: str) -> str:
        """The first day on which it can be done."""
        return self._said(self._of(item).opens)

    def happens_on(self, item: str) -> str:
        """The day on which something happens that others do."""
        return self._said(self._of(item).happens_on)

    def lost_after(self, item: str) -> str:
        """The legal limit."""
        return self._said(self._of(item).lost_after)

    def closed(self, item: str) -> str:
        """The day on which the office is closed."""
        return self._said(self._of(item).closed)

    def further(self, shown: PersonalItem) -> list[str]:
        """What else the dates of a task say, as sentences: what happens when, and after which day it is too late."""
        dates, rules, _ = shown.dates, shown.item.dates, self._language.catalogue.ugettext
        said = []
        if dates and rules and dates.happens_on and rules.happens:
            said.append(f"{rules.happens}: {self._said(dates.happens_on)}")
        if dates and rules and dates.lost_after and not dates.lost:
            day = {"day": self._said(dates.lost_after)}
            too_late = _("After %(day)s it is too late.") % day
            said.append(f"{_('After %(day)s') % day} {rules.lost}." if rules.lost else too_late)
        return said

    def _of(self, item: str) -> TaskDates:
        return self._dates[item]

    def _said(self, day: date | None) -> str:
        return self._language.long_date(day) if day else ""


def due_in_words(days: DaysInWords | PlaceholderNamespace, shown: PersonalItem, language: Language) -> Markup:
    """From when and until when, on which day, and whether it is over; nothing for a task without a date.

    The `days` themselves may be left open as gaps.
    """
    dates, item, _ = shown.dates, shown.item.id, language.html
    if dates is None:
        return Markup()
    words = escape(days.due(item))
    if dates.kind is DeadlineKind.BY:
        words = _("at the latest %(day)s", day=words)
    elif dates.kind is DeadlineKind.FROM:
        words = _("at the earliest %(day)s", day=words)
    if dates.opens and dates.act_by:
        words = _("from %(day)s", day=days.opens(item)) + ", " + words
    return words + " (" + _("over") + ")" if dates.passed else words
