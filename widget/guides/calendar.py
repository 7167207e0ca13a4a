"""The dated tasks of a personal guide as iCalendar. Knows the calendar format; addresses and words are given."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event

from widget.guides.personalise import PersonalGuide, PersonalItem
from widget.guides.richtext import Filling

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
_AT = time(9)
_LASTS = timedelta(minutes=30)
_REMIND_BEFORE = timedelta(days=-1)


@dataclass(frozen=True, slots=True)
class CalendarWords:
    """What the calendar says in the citizen's language: its name, and a line under each text before the address."""

    name: str
    see_guide: str


def as_calendar(
    personal: PersonalGuide, filling: Filling, address_of: Callable[[PersonalItem], str], words: CalendarWords
) -> bytes:
    """The deadlines as an iCalendar file (RFC 5545): at 9 in the morning Danish time, with a reminder the day before.

    `address_of` gives the link back of a task. An event's UID depends on guide and task alone, so that a calendar
    moves the event when the file comes again with another day. Nothing in the file is about the citizen but the days.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Guide widget//Life-event guides//DA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", words.name)
    for shown in personal.deadlines:
        calendar.add_component(_event(personal, shown, filling, address_of(shown), words))
    calendar.add_missing_timezones(*_zone_span(personal))
    return bytes(calendar.to_ical())


def _zone_span(personal: PersonalGuide) -> tuple[date, date]:
    """The years for which the file has to say when summer time begins and ends."""
    years = [shown.due.year for shown in personal.deadlines if shown.due]
    return date(min(years) - 1, 1, 1), date(max(years) + 2, 1, 1)


def _event(
    personal: PersonalGuide, shown: PersonalItem, filling: Filling, address: str, words: CalendarWords
) -> Event:
    if shown.due is None:
        raise ValueError(f"“{shown.item.id}” has no date.")
    begin = datetime.combine(shown.due, _AT, COPENHAGEN)
    title = shown.item.title.plain(filling)
    event = Event()
    event.add("uid", f"{personal.guide.id}.{shown.item.id}@guide-widget")
    event.add("dtstamp", datetime.combine(personal.guide.version, time(), UTC))
    event.add("dtstart", begin)
    event.add("dtend", begin + _LASTS)
    event.add("summary", title)
    event.add("description", f"{shown.item.text.plain(filling)}\n\n{words.see_guide} {address}")
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    event.add_component(_alarm(title))
    return event


def _alarm(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", _REMIND_BEFORE)
    return alarm
