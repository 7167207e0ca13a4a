"""Addresses as content systems, mail programs, word processors and people carry them mean what they meant."""

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import BASE_URL, TODAY
from tests.frozen import frozen_settings
from tests.web.guide.test_queries import ask
from widget.app import create_app
from widget.guides.answers import parse_carried_query
from widget.guides.spelling import tidy_id

LEDIG = "hvis-du-bliver-ledig"
PATH = f"/embed/{LEDIG}"
TWO = "a-kasse=ja&alder=under-25"


@pytest.fixture(scope="module")
def english(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder = str(tmp_path_factory.mktemp("data"))
    settings = frozen_settings({"BASE_URL": BASE_URL, "LANGUAGES": "en", "DATA_DIR": folder})
    return create_app(settings, today=lambda: TODAY).test_client()


CARRIED = [
    # escaped for HTML, once or more
    *("a-kasse=ja&amp;alder=under-25", "a-kasse=ja&amp;amp;alder=under-25", "a-kasse=ja&#38;alder=under-25"),
    *("a-kasse=ja&#038;alder=under-25", "a-kasse=ja&#x26;alder=under-25", "a-kasse=ja&AMP;alder=under-25"),
    *("a-kasse=ja%26amp%3Balder=under-25", "a-kasse=ja&amp%3Balder=under-25", "a-kasse=ja&%23038%3Balder=under-25"),
    # escaped for addresses, once too often or more
    *("a-kasse=ja%26alder=under-25", "a-kasse=ja%2526alder=under-25", "a-kasse=ja%252526alder=under-25"),
    *("a-kasse%3Dja%26alder%3Dunder-25", "a-kasse%253Dja%2526alder%253Dunder-25", "a%2Dkasse=ja&alder=under%2D25"),
    *("a%252Dkasse=ja&alder=under%252D25", "%61-kasse=%6Aa&alder=under-25", "a-kasse=ja&alder%3Dunder-25"),
    # other separators
    *(
        "a-kasse=ja;alder=under-25",
        "a-kasse=ja?alder=under-25",
        "?a-kasse=ja&alder=under-25",
        "&a-kasse=ja&&alder=under-25&",
    ),
    *("a-kasse=ja%3Falder=under-25", "a-kasse=ja?utm_source=x&alder=under-25", "a-kasse=ja&alder=under-25?fbclid=x"),
    # what stands at the end of a sentence, in brackets, in quotes
    *(f"{TWO}.", f"{TWO},", f"{TWO};", f"{TWO}:", f"{TWO}!", f"{TWO}?", f"{TWO})", f"{TWO}]", f"{TWO}>", f"{TWO}%3E"),
    *(
        f"{TWO}%22",
        f"{TWO}'",
        f"{TWO}%E2%80%9D",
        f"{TWO}%C2%BB",
        f"{TWO}%E2%80%A6",
        f"{TWO}*",
        f"{TWO}_",
        f"{TWO}).",
        f"{TWO}/",
    ),
    *("a-kasse=%22ja%22&alder=under-25", "a-kasse=(ja)&alder=%3Cunder-25%3E", f"{TWO}|", f"{TWO}%5C", f"{TWO}%7D"),
    # blanks, seen and unseen, and the plus
    *(
        f"{TWO}+",
        f"{TWO}%20",
        f"+{TWO}",
        f"{TWO}%0A",
        f"{TWO}%C2%A0",
        f"{TWO}%E2%80%8B",
        f"{TWO}%EF%BB%BF",
        f"{TWO}%0D%0A",
    ),
    *(
        "a-kasse=+ja+&alder=+under-25",
        "a-kasse+=ja&+alder=under-25",
        "a-kasse=ja&alder=under+25",
    ),
    # capitals, and other characters for the same
    *("A-Kasse=Ja&ALDER=UNDER-25", "a_kasse=ja&alder=under_25", "a%E2%80%91kasse=ja&alder=under%E2%80%9125"),
    *(
        "a%E2%80%93kasse=ja&alder=under%E2%80%9325",
        "a%C2%ADkasse=ja&alder=under-25",
        "a-kasse=%EF%BD%8A%EF%BD%81&alder=under-25",
    ),
    # a place typed into the query
    *(f"{TWO}#guide", f"{TWO}%23guide", f"{TWO}%2523guide", "a-kasse=ja&alder=under-25%23answers&utm_source=x"),
]


@pytest.mark.parametrize("carried", CARRIED)
def test_answers_arrive_however_they_were_carried(client: FlaskClient, carried: str) -> None:
    for path in (PATH, f"/guide/{LEDIG}", f"/print/{LEDIG}"):
        assert ask(client, carried.encode(), path).data == ask(client, TWO.encode(), path).data


def test_answers_arrive_in_data_and_calendar_too(client: FlaskClient) -> None:
    for carried in (
        "A-KASSE=JA&amp;alder=under-25&amp;dato=1.+december+2026",
        "a-kasse%3Dja%26alder%3Dunder-25%26dato%3D1/12-26",
    ):
        for path in (f"/data/{LEDIG}.json", f"/guide/{LEDIG}"):
            plain = ask(client, f"{TWO}&dato=2026-12-01".encode(), path)
            assert plain.status_code == 200
            assert ask(client, carried.encode(), path).data == plain.data
    calendar = f"/calendar/{LEDIG}.ics"
    assert ask(client, b"DATO=1.+december+2026&amp;A-KASSE=JA.", calendar).data.count(b"BEGIN:VEVENT") > 3


@pytest.mark.parametrize(
    "day", ["1.12.2026", "1%2F12-2026", "1.+december+2026", "20261201", "2026-12-01T00%3A00", "1.12.26."]
)
def test_a_day_arrives_however_it_was_written(client: FlaskClient, day: str) -> None:
    assert ask(client, f"dato={day}".encode()).data == ask(client, b"dato=2026-12-01").data


@pytest.mark.parametrize(
    "tag", ["en", "EN", "En", "en-GB", "en_GB", "en-us", "EN_us.UTF-8", "en.", "en%20", "en,da;q=0.5", "en%23x"]
)
def test_a_language_is_read_with_its_country_and_in_capitals(english: FlaskClient, tag: str) -> None:
    for path in (PATH, f"/guide/{LEDIG}", "/accessibility", "/"):
        assert ask(english, f"lang={tag}".encode(), path).data == ask(english, b"lang=en", path).data
        assert b'<html lang="en"' in ask(english, f"lang={tag}".encode(), path).data


@pytest.mark.parametrize("tag", ["da", "DA", "da-DK", "da_DK", "da-dk.", "xx-DK", "dansk"])
def test_danish_is_danish_however_it_is_written(english: FlaskClient, tag: str) -> None:
    assert ask(english, f"lang={tag}".encode()).data == ask(english, b"").data


@pytest.mark.parametrize(
    ("carried", "meant"),
    [
        *(
            ("heading=h3", "heading=3"),
            ("heading=H3.", "heading=3"),
            ("HEADING=3", "heading=3"),
            ("ui=LINKS", "ui=links"),
        ),
        *(
            ("ui=links.", "ui=links"),
            ("Scheme=Dark", "scheme=dark"),
            ("done=Varsel", "done=varsel"),
            ("ui=fit)", "ui=fit"),
        ),
        *(
            ("done=varsel%252Ctal-med-a-kassen", "done=varsel,tal-med-a-kassen"),
            ("done=varsel+tal-med-a-kassen", "done=varsel,tal-med-a-kassen"),
        ),
        ("%C3%A5rsag=opsagt", "aarsag=opsagt"),
    ],
)
def test_how_a_page_is_looked_at_arrives_too(client: FlaskClient, carried: str, meant: str) -> None:
    assert ask(client, carried.encode()).data == ask(client, meant.encode()).data != ask(client, b"").data


@pytest.mark.parametrize(
    "foreign",
    [
        *(
            "utm_source=nyhedsbrev&utm_content=a-kasse",
            "url=https%3A%2F%2Fx.example%2F%3Fa-kasse%3Dja",
            "ref=a%26b",
            "q=a-kasse",
        ),
        "redirect=https%3A%2F%2Fx.example%2F%3Fa%3Db%26alder%3Dunder-25",
    ],
)
def test_what_stands_in_a_foreign_parameter_is_no_answer(client: FlaskClient, foreign: str) -> None:
    assert ask(client, foreign.encode()).data == ask(client, b"").data


def test_a_value_that_is_none_is_told_as_it_was_given(client: FlaskClient) -> None:
    assert "Måske." in ask(client, b"a-kasse=M%C3%A5ske.").text


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_can_be_read(query: bytes) -> None:
    for name, values in parse_carried_query(query).items():
        assert isinstance(name, str)
        assert values


@settings(deadline=None)
@given(st.text(alphabet="ab=&;?%25263F#amp +", max_size=200))
def test_reading_comes_to_an_end_for_any_nested_escapes(text: str) -> None:
    parse_carried_query(text.encode())
    assert tidy_id(tidy_id(text)) == tidy_id(text)


def test_escapes_within_escapes_are_read_a_few_times_only() -> None:
    many = "a-kasse" + "%25" * 2_000 + "3Dja"
    assert parse_carried_query(many.encode())
