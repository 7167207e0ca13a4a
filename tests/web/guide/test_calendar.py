"""The calendar file: read by two programs that do not know each other, it says what the page says, and no more."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from tests.conftest import BASE_URL, TODAY
from tests.frozen import frozen_settings
from tests.web.conformance import check_page, places, strict_html5
from tests.web.page_reading import part_at
from tests.web.samples import DAY, GUIDES, address, all_done, choices_of, pairwise
from widget.app import create_app
from widget.guides.deadlines import DeadlineKind
from widget.guides.library import Library

LEDIG = GUIDES[0]
SUMMER, WINTER = "2026-06-10", "2026-11-30"
COPENHAGEN = ZoneInfo("Europe/Copenhagen")
LIMITS = {DeadlineKind.ON: "", DeadlineKind.BY: "Senest: ", DeadlineKind.FROM: "Tidligst: "}
Get = Callable[[str], str]


def where(guide: str, parameters: Mapping[str, str]) -> str:
    return address("calendar", f"{guide}.ics", parameters)


def dated(client: FlaskClient, guide: str, parameters: Mapping[str, str]) -> list[dict[str, Any]]:
    """The items with a date as the data has them, earliest first; test_data.py compares them with the page."""
    data = json.loads(client.get(address("data", f"{guide}.json", parameters)).data)
    return sorted((item for item in data["items"] if item["due"]), key=lambda item: str(item["due"]))


def events(client: FlaskClient, guide: str, parameters: Mapping[str, str]) -> list[Any]:
    """The events of a calendar that must be there, read by the library icalendar."""
    response = client.get(where(guide, parameters))
    assert response.status_code == 200
    calendar = icalendar.Calendar.from_ical(response.data)
    assert isinstance(calendar, icalendar.Calendar)
    return list(calendar.events)


def cards(client: FlaskClient, guide: str, parameters: Mapping[str, str]) -> list[Any]:
    """The same, read by the library vobject."""
    calendar = vobject.readOne(client.get(where(guide, parameters)).text)
    return list(calendar.contents.get("vevent", ()))


def states(library: Library, guide: str) -> list[dict[str, str]]:
    """A date alone, and with answers that together hold every two."""
    full = islice(pairwise(choices_of(library.guides[guide])), 10)
    return [{"dato": DAY}, {"dato": SUMMER}, *({**situation, "dato": DAY} for situation in full)]


@pytest.mark.parametrize("guide", GUIDES)
def test_both_readers_find_the_dated_tasks_of_the_page(client: FlaskClient, library: Library, guide: str) -> None:
    for state in states(library, guide):
        kinds = {item.id: item.dates.main.kind for item in library.guides[guide].items() if item.dates}
        expected = [
            (f"{LIMITS[kinds[item['id']]]}{item['title']}", date.fromisoformat(item["due"]))
            for item in dated(client, guide, state)
        ]
        assert expected
        by_icalendar = [(str(event["summary"]), event["dtstart"].dt.date()) for event in events(client, guide, state)]
        by_vobject = [(card.summary.value, card.dtstart.value.date()) for card in cards(client, guide, state)]
        assert by_icalendar == by_vobject == expected


@pytest.mark.parametrize("guide", GUIDES)
@pytest.mark.parametrize(
    ("day", "in_world_time"), [(SUMMER, 7), (WINTER, 8), ("2026-03-28", 8), ("2026-03-29", 7), ("2026-10-25", 8)]
)
def test_an_event_is_at_nine_in_denmark_before_and_after_the_clock_is_changed(
    client: FlaskClient, guide: str, day: str, in_world_time: int
) -> None:
    for event, card in zip(events(client, guide, {"dato": day}), cards(client, guide, {"dato": day}), strict=True):
        for begin in (event["dtstart"].dt, card.dtstart.value):
            assert begin.time() == time(9)
            assert begin.utcoffset() == begin.replace(tzinfo=COPENHAGEN).utcoffset()
            if begin.date().isoformat() == day:
                assert begin.astimezone(UTC).hour == in_world_time
        assert event["dtstart"].params["TZID"] == "Europe/Copenhagen"
        assert event["dtend"].dt - event["dtstart"].dt == timedelta(minutes=30)


@pytest.mark.parametrize("day", ["2000-01-01", "2026-12-31", "2099-12-31"])
def test_the_file_says_itself_when_summer_time_begins_and_ends(client: FlaskClient, day: str) -> None:
    for card in cards(client, LEDIG, {"dato": day}):
        begin = card.dtstart.value
        assert begin.utcoffset() == begin.replace(tzinfo=COPENHAGEN).utcoffset()
    text = client.get(where(LEDIG, {"dato": day})).text
    assert text.count("BEGIN:VTIMEZONE") == 1
    assert text.index("END:VTIMEZONE") < text.index("BEGIN:VEVENT")


def uids(client: FlaskClient, state: Mapping[str, str]) -> dict[str, str]:
    """The identity of each event by its words."""
    return {str(event["summary"]): str(event["uid"]) for event in events(client, LEDIG, state)}


def test_an_event_keeps_its_identity_for_any_date_answers_and_day(client: FlaskClient) -> None:
    first = uids(client, {"dato": SUMMER})
    assert len(set(first.values())) == len(first)
    later = create_app(frozen_settings({"BASE_URL": BASE_URL}), today=lambda: date(2027, 3, 1)).test_client()
    for other in (uids(client, {"dato": WINTER}), uids(client, {"dato": SUMMER, "a-kasse": "ja"})):
        assert other
        assert other.items() <= first.items()
    for summary, uid in uids(later, {"dato": SUMMER}).items():
        assert first.get(summary, uid) == uid


def test_two_guides_have_no_event_with_the_same_identity(client: FlaskClient) -> None:
    first, second = ({str(event["uid"]) for event in events(client, guide, {"dato": DAY})} for guide in GUIDES)
    assert not first & second


MADE = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
WHEN_MADE = re.compile(rb"^(DTSTAMP|SEQUENCE)[:;].*\r\n", re.MULTILINE)


def made_at(made: datetime, today: date = TODAY) -> FlaskClient:
    settings = frozen_settings({"BASE_URL": BASE_URL})
    return create_app(settings, today=lambda: today, now=lambda: made).test_client()


def test_the_same_calendar_asked_for_on_another_day_is_the_same_but_for_when_it_was_made() -> None:
    address_of = where(LEDIG, {"dato": DAY})
    files = [made_at(MADE + days, TODAY + days).get(address_of).data for days in (timedelta(0), timedelta(days=1))]
    assert files[0] != files[1]
    first, second = (WHEN_MADE.sub(b"", file) for file in files)
    assert first == second


@pytest.mark.parametrize("later", [timedelta(seconds=1), timedelta(minutes=1), timedelta(days=400)])
def test_a_file_with_another_date_that_was_made_later_says_so(later: timedelta) -> None:
    """By RFC 5546, section 2.1.5, the higher SEQUENCE is newer, or else the later DTSTAMP."""
    before = {str(event["uid"]): event for event in events(made_at(MADE), LEDIG, {"dato": WINTER})}
    after = {str(event["uid"]): event for event in events(made_at(MADE + later), LEDIG, {"dato": SUMMER})}
    common = before.keys() & after.keys()
    assert common
    for uid in common:
        assert after[uid]["dtstart"].dt != before[uid]["dtstart"].dt
        assert after[uid]["dtstamp"].dt - before[uid]["dtstamp"].dt == later
        assert after[uid]["sequence"] > before[uid]["sequence"] > 0


def test_the_number_of_a_file_fits_the_format_for_decades_and_is_never_negative() -> None:
    for year, sequence in ((2025, 0), (2093, 2_114_380_800)):
        made = datetime(year, 1, 1, tzinfo=UTC)
        (first, *_) = events(made_at(made), LEDIG, {"dato": WINTER})
        assert first["sequence"] == sequence < 2**31


@pytest.mark.parametrize("guide", GUIDES)
def test_each_event_to_come_reminds_once_the_day_before(guide: str) -> None:
    client = made_at(MADE)
    state = {"dato": "2027-02-10"}
    for event, card in zip(events(client, guide, state), cards(client, guide, state), strict=True):
        (alarm,) = event.walk("VALARM")
        assert alarm["action"] == "DISPLAY"
        assert alarm["trigger"].dt == timedelta(days=-1)
        assert str(alarm["description"]) == str(event["summary"])
        assert card.valarm.trigger.value == timedelta(days=-1)


@pytest.mark.parametrize(
    ("made", "reminders"),
    [
        # The event is on 1 December at 9 in the morning, which is 8 in world time.
        ("2026-11-30T07:59", [timedelta(days=-1)]),
        ("2026-11-30T08:01", [timedelta(0)]),
        ("2026-12-01T07:59", [timedelta(0)]),
        ("2026-12-01T08:01", []),
        ("2027-03-01T12:00", []),
    ],
)
def test_no_reminder_is_of_the_past(made: str, reminders: list[timedelta]) -> None:
    client = made_at(datetime.fromisoformat(made).replace(tzinfo=UTC))
    (event,) = (one for one in events(client, LEDIG, {"dato": "2026-12-01"}) if "meld-dig-ledig" in str(one["uid"]))
    assert [alarm["trigger"].dt for alarm in event.walk("VALARM")] == reminders


@pytest.mark.parametrize("guide", GUIDES)
def test_each_event_leads_back_to_the_place_where_its_task_stands(client: FlaskClient, get: Get, guide: str) -> None:
    tasks = dated(client, guide, {"dato": DAY})
    for event, item in zip(events(client, guide, {"dato": DAY}), tasks, strict=True):
        back = str(event["url"])
        assert str(event["description"]).endswith(f" {back}")
        page, _, place = back.removeprefix(BASE_URL).partition("#")
        html = get(page)
        assert place in places(html)
        assert part_at(html, place).css(f'[value="{item["id"]}"]')


@pytest.mark.parametrize("guide", GUIDES)
def test_nothing_in_the_file_is_about_the_citizen_but_the_days(
    client: FlaskClient, library: Library, guide: str
) -> None:
    for situation in islice(pairwise(choices_of(library.guides[guide])), 10):
        state = {**situation, "dato": DAY, "done": all_done(library.guides[guide])}
        if not dated(client, guide, state):
            continue
        text = client.get(where(guide, state)).text.replace("\r\n ", "")
        assert "?" not in "".join(line for line in text.splitlines() if line.startswith("URL"))
        assert f"{BASE_URL}/guide/{guide}?" not in text
        assert DAY not in text
        for name, choice in situation.items():
            assert f"{name}=" not in text
            assert f"={choice}" not in text
        for name in ("ATTENDEE", "ORGANIZER", "LOCATION", "GEO", "CONTACT", "COMMENT;"):
            assert f"\n{name}" not in text


@pytest.mark.parametrize("answers", [{}, {"a-kasse": "ja"}, {"a-kasse": "nej"}])
def test_an_event_says_the_open_condition_as_the_page_does(client: FlaskClient, answers: dict[str, str]) -> None:
    tasks = dated(client, LEDIG, {**answers, "dato": DAY})
    assert any(item["condition"] for item in tasks) or answers
    for event, item in zip(events(client, LEDIG, {**answers, "dato": DAY}), tasks, strict=True):
        said = f"Gælder, hvis {item['condition']}." if item["condition"] else item["text"]
        assert str(event["description"]).split("\n\n")[0] == said


def test_events_with_other_answers_differ_in_the_open_condition_alone(client: FlaskClient) -> None:
    def without_condition(event: Any) -> bytes:
        event["description"] = "".join(str(event["description"]).split("\n\n")[-2:])
        return WHEN_MADE.sub(b"", event.to_ical())

    for_everybody = {str(event["uid"]): without_condition(event) for event in events(client, LEDIG, {"dato": DAY})}
    for answers in ({"a-kasse": "ja"}, {"a-kasse": "nej", "alder": "under-25"}, {"done": "meld-dig-ledig"}):
        for event in events(client, LEDIG, {**answers, "dato": DAY}):
            assert without_condition(event) == for_everybody[str(event["uid"])]


@pytest.mark.parametrize("state", [{}, {"dato": "x"}, {"dato": ""}, {"alder": "under-25"}, {"dato": "1999-12-31"}])
@pytest.mark.parametrize("guide", GUIDES)
def test_without_a_date_there_is_a_page_with_the_way_on(
    client: FlaskClient, get: Get, library: Library, guide: str, state: dict[str, str]
) -> None:
    response = client.get(where(guide, state))
    assert response.status_code == 404
    assert response.headers["Content-Type"].startswith("text/html")
    assert "Content-Disposition" not in response.headers
    check_page(response.text, heading_level=1)
    strict_html5(response.text)
    (way,) = LexborHTMLParser(response.text).css(".ways a")
    kept = {name: value for name, value in state.items() if name in choices_of(library.guides[guide])}
    assert way.attributes["href"] == address("guide", guide, kept)
    get(str(way.attributes["href"]))


def test_the_file_is_folded_and_escaped_as_the_standard_says(client: FlaskClient) -> None:
    for guide in GUIDES:
        raw = client.get(where(guide, {"dato": DAY})).data
        assert raw.endswith(b"END:VCALENDAR\r\n")
        assert raw.count(b"\n") == raw.count(b"\r\n")
        lines = raw.split(b"\r\n")
        assert max(map(len, lines)) <= 75
        for line in lines:
            line.decode("utf-8")
        whole = raw.decode("utf-8").replace("\r\n ", "").split("\r\n")
        assert any(letter in raw.decode("utf-8") for letter in "æøåÆØÅ")
        for line in (line for line in whole if line.startswith(("SUMMARY", "DESCRIPTION"))):
            value = line.partition(":")[2].replace("\\\\", "").replace("\\,", "").replace("\\;", "")
            assert "," not in value
            assert ";" not in value
            assert all(part.startswith("n") for part in value.split("\\")[1:])


@pytest.mark.parametrize("guide", GUIDES)
def test_texts_arrive_as_they_stand_on_the_page(client: FlaskClient, guide: str) -> None:
    texts = [item["text"] for item in dated(client, guide, {"dato": DAY})]
    assert any("," in text for text in texts)
    for event, card, text in zip(
        events(client, guide, {"dato": DAY}), cards(client, guide, {"dato": DAY}), texts, strict=True
    ):
        for description in (str(event["description"]), card.description.value):
            *_condition, said, address_line = description.split("\n\n")
            assert said == text
            assert address_line.startswith("Se guiden: ")


@pytest.mark.parametrize("guide", GUIDES)
def test_the_file_is_offered_for_download_under_the_guides_name(client: FlaskClient, guide: str) -> None:
    response = client.get(where(guide, {"dato": DAY}))
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{guide}.ics"'


def test_the_calendar_has_what_the_standard_demands(client: FlaskClient) -> None:
    calendar = icalendar.Calendar.from_ical(client.get(where(LEDIG, {"dato": DAY})).data)
    assert isinstance(calendar, icalendar.Calendar)
    assert calendar["version"] == "2.0"
    assert calendar["prodid"]
    for event in events(client, LEDIG, {"dato": DAY}):
        assert {"UID", "DTSTAMP", "DTSTART"} <= set(event)
        assert event["dtstamp"].dt.tzinfo is not None
        assert isinstance(event["dtstart"].dt, datetime)
    assert not [component.errors for component in calendar.walk() if component.errors]


@pytest.mark.parametrize("path", ["/calendar/findes-ikke.ics", f"/calendar/findes-ikke/{LEDIG}.ics", "/calendar/x"])
def test_a_calendar_that_there_is_not_is_a_page_with_the_way_on(client: FlaskClient, get: Get, path: str) -> None:
    response = client.get(f"{path}?alder=under-25&dato={DAY}")
    assert response.status_code == 404
    check_page(response.text, heading_level=1)
    ways = [str(way.attributes["href"]) for way in LexborHTMLParser(response.text).css(".ways a")]
    assert ways
    for way in ways:
        get(way)
    if LEDIG in path:
        assert ways == [address("guide", LEDIG, {"alder": "under-25", "dato": DAY})]


@settings(max_examples=30)
@given(day=st.dates(date(2000, 1, 1), date(2099, 12, 31)), guide=st.sampled_from(GUIDES))
def test_every_day_that_can_be_given_makes_a_calendar(client: FlaskClient, day: date, guide: str) -> None:
    state = {"dato": day.isoformat()}
    found = [event["dtstart"].dt.date() for event in events(client, guide, state)]
    assert [found_day.isoformat() for found_day in found] == [item["due"] for item in dated(client, guide, state)]
