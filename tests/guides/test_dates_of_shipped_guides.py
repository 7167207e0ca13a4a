"""The dates of both guides' tasks for forty first days, read off a calendar by the words of each rule.

The rules: the benefit card opens on the fifth last weekday of a month and is sent by the fourth last (weekdays are
Monday to Friday without public holidays); the money comes on the last bank day (banks are also closed on 24 and 31
December, 5 June and the Friday after Ascension Day); it is lost after a month and ten days from the end of the month.
A person who becomes unemployed cannot send a card before the first day; a person with a new job sends the card of the
last month with benefit: benefit is paid for Mondays to Fridays, public holidays among them, so it is the month of the
last of these before the first day. One with a part-time job beside benefit sends a card every month from that of the
first day on. To be excused from looking for work ends with the day before the job.
"""

from datetime import date
from functools import cache
from itertools import zip_longest

import pytest

from tests.guides.guide_examples import SHIPPED
from widget.guides.library import Library
from widget.guides.loading import read_library
from widget.guides.task_dates import TaskDates

LEDIG, NYT_JOB = "hvis-du-bliver-ledig", "naar-du-faar-nyt-job"

UNEMPLOYED = (
    # first day, cv in two weeks, and the card: opens, sent by, money, lost after. “-”: nothing is said
    "2026-01-31 2026-02-14 - 2026-01-31 - 2026-03-10",  # Saturday, month end
    "2026-02-28 2026-03-14 - 2026-02-28 - 2026-04-10",  # Saturday, month end
    "2026-03-31 2026-04-14 - 2026-03-31 - 2026-05-10",
    "2026-04-30 2026-05-14 - 2026-04-30 - 2026-06-10",
    "2026-05-31 2026-06-14 - 2026-05-31 - 2026-07-10",  # Sunday; Whit Monday is the 25th
    "2026-06-30 2026-07-14 - 2026-06-30 - 2026-08-10",
    "2026-07-31 2026-08-14 - 2026-07-31 - 2026-09-10",
    "2026-08-28 2026-09-11 - 2026-08-28 - 2026-10-10",  # three months before 28 November
    "2026-08-31 2026-09-14 - 2026-08-31 - 2026-10-10",
    "2026-09-30 2026-10-14 - 2026-09-30 - 2026-11-10",
    "2026-10-31 2026-11-14 - 2026-10-31 - 2026-12-10",
    "2026-11-28 2026-12-12 - 2026-11-28 - 2027-01-10",  # Saturday
    "2026-11-29 2026-12-13 - 2026-11-29 - 2027-01-10",  # Sunday
    "2026-11-30 2026-12-14 - 2026-11-30 - 2027-01-10",
    "2026-12-01 2026-12-15 2026-12-24 2026-12-28 2026-12-30 2027-02-10",  # the usual first of a month
    "2026-12-23 2027-01-06 2026-12-24 2026-12-28 2026-12-30 2027-02-10",  # the day before Christmas Eve
    "2026-12-24 2027-01-07 2026-12-24 2026-12-28 2026-12-30 2027-02-10",  # banks closed; the 5th last weekday itself
    "2026-12-25 2027-01-08 2026-12-25 2026-12-28 2026-12-30 2027-02-10",  # public holiday
    "2026-12-26 2027-01-09 2026-12-26 2026-12-28 2026-12-30 2027-02-10",  # public holiday, a Saturday
    "2026-12-28 2027-01-11 - 2026-12-28 2026-12-30 2027-02-10",  # the 4th last weekday itself
    "2026-12-30 2027-01-13 - 2026-12-30 - 2027-02-10",  # last bank day: too late for it
    "2026-12-31 2027-01-14 - 2026-12-31 - 2027-02-10",  # banks closed
    "2027-01-01 2027-01-15 2027-01-25 2027-01-26 2027-01-29 2027-03-10",  # New Year's Day
    "2027-01-31 2027-02-14 - 2027-01-31 - 2027-03-10",  # Sunday
    "2027-02-01 2027-02-15 2027-02-22 2027-02-23 2027-02-26 2027-04-10",
    "2027-02-28 2027-03-14 - 2027-02-28 - 2027-04-10",  # Sunday
    "2027-03-01 2027-03-15 2027-03-22 2027-03-23 2027-03-31 2027-05-10",
    "2027-03-25 2027-04-08 - 2027-03-25 - 2027-05-10",  # Maundy Thursday
    "2027-03-26 2027-04-09 - 2027-03-26 - 2027-05-10",  # Good Friday
    "2027-03-28 2027-04-11 - 2027-03-28 - 2027-05-10",  # Easter
    "2027-03-29 2027-04-12 - 2027-03-29 - 2027-05-10",  # Easter Monday
    "2027-03-30 2027-04-13 - 2027-03-30 - 2027-05-10",  # the first day after Easter
    "2027-05-01 2027-05-15 2027-05-25 2027-05-26 2027-05-31 2027-07-10",  # Saturday
    "2027-05-06 2027-05-20 2027-05-25 2027-05-26 2027-05-31 2027-07-10",  # Ascension Day
    "2027-05-07 2027-05-21 2027-05-25 2027-05-26 2027-05-31 2027-07-10",  # banks closed
    "2027-05-17 2027-05-31 2027-05-25 2027-05-26 2027-05-31 2027-07-10",  # Whit Monday
    "2027-06-05 2027-06-19 2027-06-24 2027-06-25 2027-06-30 2027-08-10",  # Constitution Day, a Saturday
    "2028-02-28 2028-03-13 - 2028-02-28 - 2028-04-10",  # Monday before the leap day
    "2028-02-29 2028-03-14 - 2028-02-29 - 2028-04-10",  # leap day
    "2028-03-01 2028-03-15 2028-03-27 2028-03-28 2028-03-31 2028-05-10",  # after the leap day
)

NEW_JOB = (
    # first day, six weeks before, a week after, a month after, the card as above, and five weeks after
    "2026-01-31 2025-12-20 2026-02-07 2026-02-28 2026-01-26 2026-01-27 2026-01-30 2026-03-10 2026-03-07",
    "2026-02-28 2026-01-17 2026-03-07 2026-03-28 2026-02-23 2026-02-24 2026-02-27 2026-04-10 2026-04-04",
    "2026-03-31 2026-02-17 2026-04-07 2026-04-30 2026-03-25 2026-03-26 2026-03-31 2026-05-10 2026-05-05",
    "2026-04-30 2026-03-19 2026-05-07 2026-05-30 2026-04-24 2026-04-27 2026-04-30 2026-06-10 2026-06-04",
    "2026-05-31 2026-04-19 2026-06-07 2026-06-30 2026-05-22 2026-05-26 2026-05-29 2026-07-10 2026-07-05",
    "2026-06-30 2026-05-19 2026-07-07 2026-07-30 2026-06-24 2026-06-25 2026-06-30 2026-08-10 2026-08-04",
    "2026-07-31 2026-06-19 2026-08-07 2026-08-31 2026-07-27 2026-07-28 2026-07-31 2026-09-10 2026-09-04",
    "2026-08-28 2026-07-17 2026-09-04 2026-09-28 2026-08-25 2026-08-26 2026-08-31 2026-10-10 2026-10-02",
    "2026-08-31 2026-07-20 2026-09-07 2026-09-30 2026-08-25 2026-08-26 2026-08-31 2026-10-10 2026-10-05",
    "2026-09-30 2026-08-19 2026-10-07 2026-10-30 2026-09-24 2026-09-25 2026-09-30 2026-11-10 2026-11-04",
    "2026-10-31 2026-09-19 2026-11-07 2026-11-30 2026-10-26 2026-10-27 2026-10-30 2026-12-10 2026-12-05",
    "2026-11-28 2026-10-17 2026-12-05 2026-12-28 2026-11-24 2026-11-25 2026-11-30 2027-01-10 2027-01-02",
    "2026-11-29 2026-10-18 2026-12-06 2026-12-29 2026-11-24 2026-11-25 2026-11-30 2027-01-10 2027-01-03",
    "2026-11-30 2026-10-19 2026-12-07 2026-12-30 2026-11-24 2026-11-25 2026-11-30 2027-01-10 2027-01-04",
    "2026-12-01 2026-10-20 2026-12-08 2027-01-01 2026-11-24 2026-11-25 2026-11-30 2027-01-10 2027-01-05",
    "2026-12-23 2026-11-11 2026-12-30 2027-01-23 2026-12-24 2026-12-28 2026-12-30 2027-02-10 2027-01-27",
    "2026-12-24 2026-11-12 2026-12-31 2027-01-24 2026-12-24 2026-12-28 2026-12-30 2027-02-10 2027-01-28",
    "2026-12-25 2026-11-13 2027-01-01 2027-01-25 2026-12-24 2026-12-28 2026-12-30 2027-02-10 2027-01-29",
    "2026-12-26 2026-11-14 2027-01-02 2027-01-26 2026-12-24 2026-12-28 2026-12-30 2027-02-10 2027-01-30",
    "2026-12-28 2026-11-16 2027-01-04 2027-01-28 2026-12-24 2026-12-28 2026-12-30 2027-02-10 2027-02-01",
    "2026-12-30 2026-11-18 2027-01-06 2027-01-30 2026-12-24 2026-12-28 2026-12-30 2027-02-10 2027-02-03",
    "2026-12-31 2026-11-19 2027-01-07 2027-01-31 2026-12-24 2026-12-28 2026-12-30 2027-02-10 2027-02-04",
    "2027-01-01 2026-11-20 2027-01-08 2027-02-01 2026-12-24 2026-12-28 2026-12-30 2027-02-10 2027-02-05",
    "2027-01-31 2026-12-20 2027-02-07 2027-02-28 2027-01-25 2027-01-26 2027-01-29 2027-03-10 2027-03-07",
    "2027-02-01 2026-12-21 2027-02-08 2027-03-01 2027-01-25 2027-01-26 2027-01-29 2027-03-10 2027-03-08",
    "2027-02-28 2027-01-17 2027-03-07 2027-03-28 2027-02-22 2027-02-23 2027-02-26 2027-04-10 2027-04-04",
    "2027-03-01 2027-01-18 2027-03-08 2027-04-01 2027-02-22 2027-02-23 2027-02-26 2027-04-10 2027-04-05",
    "2027-03-25 2027-02-11 2027-04-01 2027-04-25 2027-03-22 2027-03-23 2027-03-31 2027-05-10 2027-04-29",
    "2027-03-26 2027-02-12 2027-04-02 2027-04-26 2027-03-22 2027-03-23 2027-03-31 2027-05-10 2027-04-30",
    "2027-03-28 2027-02-14 2027-04-04 2027-04-28 2027-03-22 2027-03-23 2027-03-31 2027-05-10 2027-05-02",
    "2027-03-29 2027-02-15 2027-04-05 2027-04-29 2027-03-22 2027-03-23 2027-03-31 2027-05-10 2027-05-03",
    "2027-03-30 2027-02-16 2027-04-06 2027-04-30 2027-03-22 2027-03-23 2027-03-31 2027-05-10 2027-05-04",
    "2027-05-01 2027-03-20 2027-05-08 2027-06-01 2027-04-26 2027-04-27 2027-04-30 2027-06-10 2027-06-05",
    "2027-05-06 2027-03-25 2027-05-13 2027-06-06 2027-05-25 2027-05-26 2027-05-31 2027-07-10 2027-06-10",
    "2027-05-07 2027-03-26 2027-05-14 2027-06-07 2027-05-25 2027-05-26 2027-05-31 2027-07-10 2027-06-11",
    "2027-05-17 2027-04-05 2027-05-24 2027-06-17 2027-05-25 2027-05-26 2027-05-31 2027-07-10 2027-06-21",
    "2027-06-05 2027-04-24 2027-06-12 2027-07-05 2027-06-24 2027-06-25 2027-06-30 2027-08-10 2027-07-10",
    "2028-02-28 2028-01-17 2028-03-06 2028-03-28 2028-02-23 2028-02-24 2028-02-29 2028-04-10 2028-04-03",
    "2028-02-29 2028-01-18 2028-03-07 2028-03-29 2028-02-23 2028-02-24 2028-02-29 2028-04-10 2028-04-04",
    "2028-03-01 2028-01-19 2028-03-08 2028-04-01 2028-02-23 2028-02-24 2028-02-29 2028-04-10 2028-04-05",
)


LAST_CARDS = (
    # first day in the job, and the card as above
    "2026-11-02 2026-10-26 2026-10-27 2026-10-30 2026-12-10",  # Monday the 2nd: the last day is Friday 30 October
    "2026-02-02 2026-01-26 2026-01-27 2026-01-30 2026-03-10",  # Monday the 2nd: Friday 30 January
    "2026-03-02 2026-02-23 2026-02-24 2026-02-27 2026-04-10",  # Monday the 2nd: Friday 27 February
    "2026-08-03 2026-07-27 2026-07-28 2026-07-31 2026-09-10",  # Monday the 3rd: Friday 31 July
    "2026-08-02 2026-07-27 2026-07-28 2026-07-31 2026-09-10",  # Sunday the 2nd: Friday 31 July
    "2027-05-03 2027-04-26 2027-04-27 2027-04-30 2027-06-10",  # Monday the 3rd: Friday 30 April
    "2027-08-02 2027-07-26 2027-07-27 2027-07-30 2027-09-10",  # Monday the 2nd: Friday 30 July
    "2026-11-03 2026-11-24 2026-11-25 2026-11-30 2027-01-10",  # Tuesday the 3rd: Monday 2 November
    "2026-06-02 2026-06-24 2026-06-25 2026-06-30 2026-08-10",  # Tuesday the 2nd: Monday 1 June
    "2026-11-09 2026-11-24 2026-11-25 2026-11-30 2027-01-10",  # Monday the 9th: Friday 6 November
    "2027-01-02 2027-01-25 2027-01-26 2027-01-29 2027-03-10",  # Saturday: Friday 1 January, a public holiday, counts
    "2027-01-04 2027-01-25 2027-01-26 2027-01-29 2027-03-10",  # Monday the 4th: the same
)


@cache
def shipped() -> Library:
    """The guides that are shipped; reading them takes a second."""
    library, _ = read_library(SHIPPED)
    assert library
    return library


def dates_of(guide: str, item: str, day_0: str, today: str = "") -> TaskDates:
    (found,) = (one for one in shipped().guides[guide].items() if one.id == item)
    assert found.dates
    return found.dates.on(date.fromisoformat(day_0), date.fromisoformat(today or day_0))


def said(*days: date | None) -> str:
    return " ".join(day.isoformat() if day else "-" for day in days)


def card_of(dates: TaskDates) -> str:
    return said(dates.opens, dates.act_by, dates.happens_on, dates.lost_after)


def test_there_are_forty_first_days_in_each_table() -> None:
    for unemployed, new_job in zip_longest(UNEMPLOYED, NEW_JOB):
        assert unemployed[:10] == new_job[:10]
    assert len({row[:10] for row in UNEMPLOYED}) == 40


@pytest.mark.parametrize("row", UNEMPLOYED)
def test_the_dates_of_a_person_who_becomes_unemployed(row: str) -> None:
    first_day, cv, card = row.split(" ", 2)
    for same_day in ("meld-dig-ledig", "vaelg-dagpenge", "soeg-kontanthjaelp"):
        assert said(dates_of(LEDIG, same_day, first_day).act_by) == first_day
    assert said(dates_of(LEDIG, "cv-dagpenge", first_day).act_by) == cv
    assert card_of(dates_of(LEDIG, "dagpengekort", first_day)) == card


GRADUATES = (
    # the day after the end of the education, and the last of the 14 days after the end, weekends included
    "2026-12-18 2026-12-31",
    "2026-12-24 2027-01-06",
    "2027-01-01 2027-01-14",
    "2027-02-28 2027-03-13",
    "2028-02-28 2028-03-12",  # over the leap day
)


@pytest.mark.parametrize("item", ["nyuddannet-frist", "nyuddannet-status"])
@pytest.mark.parametrize("row", GRADUATES)
def test_the_dates_of_a_graduate(row: str, item: str) -> None:
    first_day, limit = row.split()
    dates = dates_of(LEDIG, item, first_day)
    assert said(dates.act_by, dates.lost_after) == f"{first_day} {limit}"


@pytest.mark.parametrize("row", NEW_JOB)
def test_the_dates_of_a_person_with_a_new_job(row: str) -> None:
    first_day, six_weeks_before, week, month, *card, five_weeks = row.split()
    excused = dates_of(NYT_JOB, "slip-for-jobsoegning", first_day)
    assert said(excused.opens) == six_weeks_before
    assert said(dates_of(NYT_JOB, "meld-dig-fra-jobnet", first_day).act_by) == first_day
    assert said(dates_of(NYT_JOB, "tjek-ansaettelsesbevis", first_day).act_by) == week
    assert said(dates_of(NYT_JOB, "resten-af-beviset", first_day).act_by) == month
    assert card_of(dates_of(NYT_JOB, "send-dagpengekort", first_day)) == " ".join(card)
    certificate = dates_of(NYT_JOB, "send-frigoerelsesattest", first_day)
    assert said(certificate.day, certificate.lost_after) == f"{first_day} {five_weeks}"


@pytest.mark.parametrize("row", LAST_CARDS)
def test_the_last_card_is_that_of_the_last_day_with_benefit(row: str) -> None:
    first_day, card = row.split(" ", 1)
    assert card_of(dates_of(NYT_JOB, "send-dagpengekort", first_day)) == card


@pytest.mark.parametrize(
    "row",
    [
        # first day, six weeks before, and the day before
        "2026-11-02 2026-09-21 2026-11-01",
        "2027-01-01 2026-11-20 2026-12-31",
        "2027-03-01 2027-01-18 2027-02-28",
        "2028-03-01 2028-01-19 2028-02-29",  # the day before is the leap day
    ],
)
def test_to_be_excused_from_looking_for_work_is_over_when_the_job_begins(row: str) -> None:
    first_day, six_weeks_before, day_before = row.split()
    last = dates_of(NYT_JOB, "slip-for-jobsoegning", first_day, day_before)
    assert (said(last.opens, last.act_by), last.passed) == (f"{six_weeks_before} {day_before}", False)
    assert dates_of(NYT_JOB, "slip-for-jobsoegning", first_day, first_day).passed


@pytest.mark.parametrize(
    ("first_day", "today", "card"),
    [
        ("2026-12-01", "2026-11-30", "2026-12-24 2026-12-28 2026-12-30 2027-02-10"),
        ("2026-12-01", "2026-12-31", "2026-12-24 2026-12-28 2026-12-30 2027-02-10"),
        ("2026-12-01", "2027-01-01", "2027-01-25 2027-01-26 2027-01-29 2027-03-10"),
        ("2026-12-01", "2027-05-20", "2027-05-25 2027-05-26 2027-05-31 2027-07-10"),
        ("2026-12-15", "2026-12-15", "2026-12-24 2026-12-28 2026-12-30 2027-02-10"),
        ("2027-01-04", "2026-11-30", "2027-01-25 2027-01-26 2027-01-29 2027-03-10"),
        ("2027-03-01", "2027-03-01", "2027-03-22 2027-03-23 2027-03-31 2027-05-10"),  # Easter
        ("2027-03-24", "2027-03-24", "- 2027-03-24 - 2027-05-10"),  # the third last weekday: too late for pay day
    ],
)
def test_the_card_beside_a_part_time_job_comes_back_every_month(first_day: str, today: str, card: str) -> None:
    assert card_of(dates_of(NYT_JOB, "dagpengekort-hver-maaned", first_day, today)) == card


@pytest.mark.parametrize(
    ("first_day", "today", "card", "passed"),
    [
        # The card comes back every month: who became unemployed in August is told of this month's.
        ("2026-08-28", "2026-11-23", "2026-11-24 2026-11-25 2026-11-30 2027-01-10", False),
        ("2026-08-28", "2026-11-25", "2026-11-24 2026-11-25 2026-11-30 2027-01-10", False),
        ("2026-08-28", "2026-11-28", "2026-11-24 2026-11-25 2026-11-30 2027-01-10", True),
        ("2026-08-28", "2026-12-01", "2026-12-24 2026-12-28 2026-12-30 2027-02-10", False),
        ("2026-08-28", "2026-12-31", "2026-12-24 2026-12-28 2026-12-30 2027-02-10", True),
        ("2026-08-28", "2027-01-01", "2027-01-25 2027-01-26 2027-01-29 2027-03-10", False),
        # Whose first day is still to come is told of the first card.
        ("2027-01-15", "2026-11-28", "2027-01-25 2027-01-26 2027-01-29 2027-03-10", False),
    ],
)
def test_the_card_is_that_of_the_month_in_which_the_page_is_read(
    first_day: str, today: str, card: str, passed: bool
) -> None:
    dates = dates_of(LEDIG, "dagpengekort", first_day, today)
    assert (card_of(dates), dates.passed, dates.lost) == (card, passed, False)


def test_what_was_to_be_done_and_what_is_lost_are_told_apart() -> None:
    for today, passed, lost in (
        ("2026-12-28", False, False),
        ("2026-12-29", True, False),
        ("2027-02-10", True, False),
        ("2027-02-11", True, True),
    ):
        dates = dates_of(NYT_JOB, "send-dagpengekort", "2027-01-01", today)
        assert (dates.passed, dates.lost) == (passed, lost), today
