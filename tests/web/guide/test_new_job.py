"""What citizens with a new job read: those beside whose part-time job benefit goes on, and those who get benefit now.

With a part-time job a member stays registered, gets supplementary benefit, and sends a card every month. Benefit is
paid to members alone. Cards of 2026: that of November by the 25th, that of December by the 28th.
"""

from datetime import date

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from tests.web.page_reading import words
from widget.app import create_app
from widget.settings import Settings

GUIDE = "naar-du-faar-nyt-job"
TODAY = date(2026, 11, 30)
OWN_FUND, JOIN_ONE = "Tjek, om din a-kasse dækker dit nye job", "Overvej at melde dig ind i en a-kasse"


@pytest.fixture(scope="module")
def client(shipped: Settings) -> FlaskClient:
    return create_app(shipped, today=lambda: TODAY).test_client(use_cookies=False)


def read(client: FlaskClient, answers: str, surface: str = "embed") -> str:
    html = LexborHTMLParser(client.get(f"/{surface}/{GUIDE}?{answers}").text)
    assert html.body
    return words(html.body)


def test_beside_a_part_time_job_the_card_is_that_of_each_month(client: FlaskClient) -> None:
    overview = read(client, "ydelse=dagpenge&job=deltid&a-kasse=ja&dato=2026-12-01")
    assert "senest mandag den 28. december 2026 Send dit dagpengekort hver måned" in overview
    assert "november 2026 (passeret)" not in overview


def test_beside_a_part_time_job_the_card_of_the_month_before_is_not_forgotten(client: FlaskClient) -> None:
    month = read(client, "ydelse=dagpenge&job=deltid&a-kasse=ja&dato=2026-12-01&open=foerste-maaned")
    assert "Send dit dagpengekort Skal Din a-kasse · Nu, hvis du mangler kortet for måneden før jobbet" in month


def test_the_calendar_beside_a_part_time_job_has_one_card(client: FlaskClient) -> None:
    calendar = client.get(f"/calendar/{GUIDE}.ics?ydelse=dagpenge&job=deltid&dato=2026-12-01").text
    assert calendar.count(f"UID:{GUIDE}.dagpengekort-hver-maaned@") == 1
    assert f"UID:{GUIDE}.send-dagpengekort@" not in calendar


@pytest.mark.parametrize("job", ["", "&job=ved-ikke", "&job=fuldtid"])
def test_without_a_word_of_the_hours_the_last_card_is_told_as_to_those_on_full_time(
    client: FlaskClient, job: str
) -> None:
    overview = read(client, f"ydelse=dagpenge&a-kasse=ja&dato=2026-12-01{job}")
    assert "senest onsdag den 25. november 2026 (passeret) Pengene er normalt på din konto" in overview


def test_each_may_have_the_card_of_every_month_until_the_hours_are_known(client: FlaskClient) -> None:
    month = read(client, "ydelse=dagpenge&a-kasse=ja&dato=2026-12-01&open=foerste-maaned")
    assert "senest mandag den 28. december 2026 Gælder, hvis jobbet er på deltid eller varer kort." in month


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        ("ydelse=dagpenge&a-kasse=nej", {OWN_FUND}),
        ("ydelse=dagpenge&a-kasse=ja", {OWN_FUND}),
        ("ydelse=dagpenge&a-kasse=ved-ikke", {OWN_FUND}),
        ("ydelse=dagpenge", {OWN_FUND}),
        ("ydelse=ingen&a-kasse=ja", {OWN_FUND}),
        ("ydelse=ingen&a-kasse=nej", {JOIN_ONE}),
        ("ydelse=kontanthjaelp&a-kasse=nej", {JOIN_ONE}),
        ("ydelse=ingen", {OWN_FUND, JOIN_ONE}),
        ("a-kasse=nej", {OWN_FUND, JOIN_ONE}),
        ("", {OWN_FUND, JOIN_ONE}),
    ],
)
def test_a_citizen_who_gets_benefit_is_a_member_with_every_answer(
    client: FlaskClient, answers: str, told: set[str]
) -> None:
    page = read(client, f"{answers}&job=deltid&dato=2027-01-04&open=foerste-dag")
    assert {title for title in (OWN_FUND, JOIN_ONE) if title in page} == told


def test_what_ended_with_the_first_day_is_marked_as_past(client: FlaskClient) -> None:
    printed = read(client, "ydelse=dagpenge&job=fuldtid&dato=2026-11-02&a-kasse=ja&husstand=ingen", "print")
    dates = printed.partition("Vigtige datoer")[2]
    days = "fra mandag den 21. september 2026, senest søndag den 1. november 2026 (passeret)"
    assert f"{days}: Spørg, om du kan slippe" in dates


def test_what_can_still_be_asked_is_among_the_next_days(client: FlaskClient) -> None:
    overview = read(client, "ydelse=dagpenge&job=fuldtid&dato=2026-12-14&a-kasse=ja")
    assert "senest søndag den 13. december 2026 Spørg, om du kan slippe for at søge job" in overview


def test_what_was_to_be_done_before_is_still_asked_for(client: FlaskClient) -> None:
    overview = read(client, "ydelse=dagpenge&job=deltid&a-kasse=ja&dato=2026-12-01")
    assert "Fortæl din a-kasse om jobbet" in overview.partition("Er det gjort?")[2]
