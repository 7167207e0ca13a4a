"""The dated tasks of a personal guide as iCalendar. Knows the calendar format; addresses and words are given."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone

from widget.guides.deadlines import DeadlineKind
from widget.guides.personalise import PersonalGuide, PersonalItem
from widget.guides.richtext import Filling

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
_AT = time(9)
_LASTS = timedelta(minutes=30)
_FIRST = datetime(2026, 1, 1, tzinfo=UTC)
"""From when on the seconds are counted that number a file; the largest number of the format lasts until 2094."""
_REMIND_BEFORE = timedelta(days=-1)


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """What the calendar says in the citizen's language.

    `see_guide` stands before the address; `latest` and `earliest` are titles with a place for `%(title)s`;
    `applies_if` is the open condition of a task as a sentence, `further_dates` what else its dates say.
    """

    name: str
    see_guide: str
    latest: str
    earliest: str
    applies_if: Callable[[PersonalItem], str]
    further_dates: Callable[[PersonalItem], Sequence[str]]


def as_calendar(
    personal: PersonalGuide,
    filling: Filling,
    address_of: Callable[[PersonalItem], str],
    words: CalendarWords,
    made: datetime,
) -> bytes:
    """The deadlines as an iCalendar file (RFC 5545): at 9 in the morning Danish time, with a reminder the day before.

    What is over when the file is `made` has no reminder.

    `address_of` gives the link back of a task. An event's UID depends on guide and task alone, so that a calendar
    moves the event when the file comes again with another day: one that was `made` later says so by its DTSTAMP and a
    higher SEQUENCE (RFC 5546, section 2.1.5). Nothing in the file is about the citizen but the days.
    """
    calendar = _empty(words.name)
    for shown, joined in _errands(personal):
        event = _Event(personal.guide.id, shown, joined, filling, address_of(shown), words)
        calendar.add_component(event.component(made))
    calendar.add_missing_timezones(*_zone_span(personal))
    return bytes(calendar.to_ical())


def as_notice(title: str, text: str, today: date) -> bytes:
    """A calendar without events that says why: what is left where a guide was, for programs that follow it."""
    calendar = _empty(title)
    calendar.add("x-wr-caldesc", text)
    calendar.add("description", text)
    span = date(today.year, 1, 1), date(today.year + 1, 1, 1)
    zone = Timezone.from_tzinfo(COPENHAGEN, COPENHAGEN.key, *span)
    calendar.add_component(zone)  # without a component it would be no calendar by the standard
    return bytes(calendar.to_ical())


def _empty(name: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Guide widget//Life-event guides//DA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    return calendar


def _zone_span(personal: PersonalGuide) -> tuple[date, date]:
    """The years for which the file has to say when summer time begins and ends."""
    years = [shown.due.year for shown in personal.deadlines if shown.due]
    return date(min(years) - 1, 1, 1), date(max(years) + 2, 1, 1)


def _errands(personal: PersonalGuide) -> Iterator[tuple[PersonalItem, tuple[PersonalItem, ...]]]:
    """Each task with a date, and those that are done in the same go: one errand is one event."""
    ids = {shown.item.id: shown.due for shown in personal.deadlines}
    for shown in personal.deadlines:
        if ids.get(shown.item.together_with) != shown.due:
            joined = (one for one in personal.deadlines if one.item.together_with == shown.item.id)
            yield shown, tuple(one for one in joined if one.due == shown.due)


@dataclass(frozen=True, slots=True)
class _Event:
    """An errand in the calendar: a task, and the others that are `joined` to it."""

    guide: str
    shown: PersonalItem
    joined: tuple[PersonalItem, ...]
    filling: Filling
    address: str
    words: CalendarWords

    def component(self, made: datetime) -> Event:
        """The event of the calendar file."""
        if self.shown.due is None:
            raise ValueError(f"“{self.shown.item.id}” has no date.")
        begin = datetime.combine(self.shown.due, _AT, COPENHAGEN)
        title = _title(self.shown, self.shown.item.title.plain(self.filling), self.words)
        event = Event()
        event.add("uid", f"{self.guide}.{self.shown.item.id}@guide-widget")
        event.add("dtstamp", made.astimezone(UTC).replace(microsecond=0))
        event.add("sequence", max(int((made - _FIRST).total_seconds()), 0))
        event.add("dtstart", begin)
        event.add("dtend", begin + _LASTS)
        event.add("summary", title)
        event.add("description", "\n\n".join(part for part in self._said() if part))
        event.add("url", self.address)
        event.add("transp", "TRANSPARENT")
        for before in _reminders(begin, made):
            event.add_component(_alarm(title, before))
        return event

    def _said(self) -> Iterator[str]:
        yield from self._of(self.shown)
        for one in self.joined:
            yield one.item.title.plain(self.filling)
            yield from self._of(one)
        yield f"{self.words.see_guide} {self.address}"

    def _of(self, shown: PersonalItem) -> Iterator[str]:
        if not shown.settled:
            yield self.words.applies_if(shown)
        yield shown.item.text.plain(self.filling)
        yield from self.words.further_dates(shown)


def _title(shown: PersonalItem, title: str, words: CalendarWords) -> str:
    """The title, with “at the latest” or “at the earliest” where the day is a limit and not the day itself."""
    kind = shown.dates.kind if shown.dates else DeadlineKind.ON
    limits = {DeadlineKind.BY: words.latest, DeadlineKind.FROM: words.earliest}
    return limits.get(kind, "%(title)s") % {"title": title}


def _reminders(begin: datetime, made: datetime) -> Iterator[timedelta]:
    """The day before; where that is past already, when it begins; none for what is past itself."""
    ahead = (before for before in (_REMIND_BEFORE, timedelta(0)) if begin + before > made)
    yield from islice(ahead, 1)


def _alarm(title: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", before)
    return alarm
