"""What a newly graduated citizen reads of days: one for each errand, and that of the a-kasse for registering.

A graduate has 14 days from the end of the education, weekends included, to join an a-kasse or to tell it. A
student who finishes on 31 December (whose first day without work is 1 January) has until 14 January. The day to
register as unemployed is one that the a-kasse names: right away after a year as a member, else after a month. Who
missed the 14 days has no such day, and registers at once.
"""

from collections.abc import Callable, Sequence
from datetime import date

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from tests.web.page_reading import one, words
from widget.app import create_app
from widget.settings import Settings

GUIDE = "/embed/hvis-du-bliver-ledig"
NEW_YEAR = date(2027, 1, 1)

OWN_WORDS = {
    "meld-dig-ledig": "Med det samme, hvis du ikke nåede fristen på 14 dage. Ellers den dag, a-kassen siger",
    "vaelg-dagpenge": "Når du melder dig ledig",
    "cv-dagpenge": "Inden for 2 uger, efter du har meldt dig ledig",
    "dagpengekort": "Hver måned med dagpenge, cirka en uge før den slutter",
    "soeg-kontanthjaelp": "Med det samme, hvis du ikke kan få dagpenge",
}
OF_MEMBERS = {"meld-dig-ledig", "vaelg-dagpenge", "cv-dagpenge", "dagpengekort"}
OF_OTHERS = {"meld-dig-ledig", "soeg-kontanthjaelp"}

Read = Callable[[str], str]


@pytest.fixture(scope="module")
def client(shipped: Settings) -> FlaskClient:
    return create_app(shipped, today=lambda: date(2026, 12, 29)).test_client(use_cookies=False)


@pytest.fixture
def read(client: FlaskClient) -> Read:
    def page(answers: str) -> str:
        return client.get(f"{GUIDE}?{answers}").text

    return page


def when(html: str, item: str) -> str:
    """What stands under the title of an item: who, and when."""
    (found,) = (box.parent for box in LexborHTMLParser(html).css(f'input[value="{item}"]'))
    while found is not None and not found.css(".meta"):
        found = found.parent
    assert found is not None
    return words(found.css(".meta")[0])


def dated(html: str) -> Sequence[str]:
    return [words(node) for node in LexborHTMLParser(html).css(".due")]


@pytest.mark.parametrize(
    ("member", "errand", "lost", "undated"),
    [
        ("nej", "nyuddannet-frist", "skal du først være medlem i 1 år og have tjent nok.", OF_OTHERS),
        ("ja", "nyuddannet-status", "kan du miste retten til dagpenge som nyuddannet.", OF_MEMBERS),
    ],
)
@pytest.mark.parametrize("age", ["under-25", "25-29", "30-59"])
def test_a_graduate_has_one_day_and_the_limit_behind_it(
    read: Read, age: str, member: str, errand: str, lost: str, undated: set[str]
) -> None:
    answers = f"a-kasse={member}&alder={age}&dato={NEW_YEAR}&open=alt"
    # Others first: what is kept of their pages must not be shown to a graduate.
    other, graduate = read(f"aarsag=opsagt&{answers}"), read(f"aarsag=nyuddannet&{answers}")
    assert when(graduate, errand).endswith("fredag den 1. januar 2027")
    assert f"Efter torsdag den 14. januar 2027 {lost}" in words(one(graduate, f'[id="{errand}"]'))
    assert {item: when(graduate, item).split(" · ")[-1] for item in undated} == {
        item: OWN_WORDS[item] for item in undated
    }
    assert all("2027" in when(other, item) for item in undated)
    assert [day for day in dated(graduate) if "1. januar 2027" not in day] == []


def test_without_a_date_too_a_graduate_reads_their_own_words_and_others_theirs(read: Read) -> None:
    answers = "a-kasse=ja&alder=25-29&open=alt"
    other, graduate = read(f"aarsag=opsagt&{answers}"), read(f"aarsag=nyuddannet&{answers}")
    assert when(graduate, "cv-dagpenge").endswith(OWN_WORDS["cv-dagpenge"])
    assert when(other, "cv-dagpenge").endswith("· Inden for 2 uger")


@pytest.mark.parametrize("member", ["ja", "nej"])
def test_the_calendar_of_a_graduate_has_the_one_day(client: FlaskClient, member: str) -> None:
    address = f"/calendar/hvis-du-bliver-ledig.ics?aarsag=nyuddannet&a-kasse={member}&dato={NEW_YEAR}"
    assert client.get(address).text.count("BEGIN:VEVENT") == 1


def test_who_did_not_say_what_happened_keeps_the_days_of_most(read: Read) -> None:
    html = read(f"a-kasse=ja&dato={NEW_YEAR}&open=alt")
    assert when(html, "meld-dig-ledig").endswith("fredag den 1. januar 2027")
    assert when(html, "cv-dagpenge").endswith("senest fredag den 15. januar 2027")


def test_a_graduate_who_missed_the_14_days_registers_at_once(client: FlaskClient) -> None:
    """23 November was the last of the 14 days of a citizen who finished on 9 November."""
    page = client.get(f"{GUIDE}?a-kasse=nej&aarsag=nyuddannet&alder=25-29&dato=2026-11-10&open=alt").text
    said = words(one(page, "body"))
    assert "Fristen var mandag den 23. november 2026." in said
    assert "Nåede du ikke fristen på 14 dage? Så meld dig ledig med det samme" in said
    assert [when(page, item).split(" · ")[-1].split(",")[0] for item in ("meld-dig-ledig", "soeg-kontanthjaelp")] == [
        "Med det samme",
        "Med det samme",
    ]
