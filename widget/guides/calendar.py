"""The dated tasks of a personal guide as iCalendar. Knows the calendar format; addresses and words are given."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
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
    `applies_if` is the open condition of a task as a sentence.
    """

    name: str
    see_guide: str
    latest: str
    earliest: str
    applies_if: Callable[[PersonalItem], str]


def as_calendar(
    personal: PersonalGuide,
    filling: Filling,
    address_of: Callable[[PersonalItem], str],
    words: CalendarWords,
    made: datetime,
) -> bytes:
    """The deadlines as an iCalendar file (RFC 5545): at 9 in the morning Danish time, with a reminder the day before.

    `address_of` gives the link back of a task. An event's UID depends on guide and task alone, so that a calendar
    moves the event when the file comes again with another day: one that was `made` later says so by its DTSTAMP and a
    higher SEQUENCE (RFC 5546, section 2.1.5). Nothing in the file is about the citizen but the days.
    """
    calendar = _empty(words.name)
    for shown in personal.deadlines:
        calendar.add_component(_event(personal, shown, filling, address_of(shown), words, made))
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


def _event(
    personal: PersonalGuide,
    shown: PersonalItem,
    filling: Filling,
    address: str,
    words: CalendarWords,
    made: datetime,
) -> Event:
    if shown.due is None:
        raise ValueError(f"“{shown.item.id}” has no date.")
    begin = datetime.combine(shown.due, _AT, COPENHAGEN)
    title = _title(shown, shown.item.title.plain(filling), words)
    text = shown.item.text.plain(filling)
    said = (words.applies_if(shown) if not shown.settled else "", text, f"{words.see_guide} {address}")
    event = Event()
    event.add("uid", f"{personal.guide.id}.{shown.item.id}@guide-widget")
    event.add("dtstamp", made.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", max(int((made - _FIRST).total_seconds()), 0))
    event.add("dtstart", begin)
    event.add("dtend", begin + _LASTS)
    event.add("summary", title)
    event.add("description", "\n\n".join(part for part in said if part))
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    event.add_component(_alarm(title))
    return event


def _title(shown: PersonalItem, title: str, words: CalendarWords) -> str:
    """The title, with “at the latest” or “at the earliest” where the day is a limit and not the day itself."""
    kind = shown.item.due.kind if shown.item.due else DeadlineKind.ON
    limits = {DeadlineKind.BY: words.latest, DeadlineKind.FROM: words.earliest}
    return limits.get(kind, "%(title)s") % {"title": title}


def _alarm(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", _REMIND_BEFORE)
    return alarm
