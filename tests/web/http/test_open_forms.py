"""Forms of visitors without an account: how old a token may be, for which place it is, how many come in a minute."""

import re

import pytest

from widget.signing.signer import Signer
from widget.web.http.open_forms import HONEYPOT_FIELD, LONGEST_FORM, Age, FormToken, FormTokens, MinuteLimit

KEY = b"a key of the server"
PLACE = ("hund", "aarhus")
NOW = 1_800_000_000
DAY = 24 * 60 * 60

TOKENS = FormTokens(KEY, "feedback")
OLD = FormToken(Age.TOO_OLD)


@pytest.mark.parametrize(
    ("seconds", "age"),
    [
        *((-1, Age.TOO_OLD), (0, Age.TOO_FAST), (1, Age.TOO_FAST), (2, Age.RIGHT)),
        *((DAY, Age.RIGHT), (DAY + 1, Age.TOO_OLD)),
    ],
)
def test_a_form_is_taken_from_two_seconds_to_a_day_after_it_was_made(seconds: int, age: Age) -> None:
    read = TOKENS.read(TOKENS.make(PLACE, NOW), PLACE, NOW + seconds)
    assert read.age is age
    assert bool(read.name) is (age is not Age.TOO_OLD)


def test_each_form_has_a_random_name_which_its_token_keeps() -> None:
    one, other = TOKENS.make(PLACE, NOW), TOKENS.make(PLACE, NOW)
    names = [TOKENS.read(token, PLACE, NOW + 10).name for token in (one, other, one)]
    assert names[0] == names[2] != names[1]
    assert re.fullmatch(r"[\w-]{16}", names[0]), "96 bits"


@pytest.mark.parametrize(
    "place", [(), ("hund",), ("aarhus", "hund"), ("hund", "aarhus", ""), ("hund", "lilleoe"), ("kat", "aarhus")]
)
def test_a_token_is_for_its_place_alone(place: tuple[str, ...]) -> None:
    assert TOKENS.read(TOKENS.make(PLACE, NOW), place, NOW + 10) == OLD
    assert TOKENS.read(TOKENS.make(place, NOW), place, NOW + 10).age is Age.RIGHT


def test_a_token_of_another_kind_or_key_is_none() -> None:
    token = TOKENS.make(PLACE, NOW)
    assert FormTokens(KEY, "comment").read(token, PLACE, NOW + 10) == OLD
    assert FormTokens(b"another key", "feedback").read(token, PLACE, NOW + 10) == OLD
    for text in ("", "x", token[:-2]):
        assert TOKENS.read(text, PLACE, NOW + 10) == OLD
    assert Signer(KEY, "feedback").read(token, 4), "two values and the place"


def test_thirty_forms_are_taken_in_a_minute_for_each_place() -> None:
    limit, minute = MinuteLimit(), 60 * 30_000_000
    assert [limit.admits(PLACE, minute + second) for second in range(31)] == [True] * 30 + [False]
    assert not limit.admits(PLACE, minute + 59)
    assert limit.admits(("hund", "lilleoe"), minute + 59)
    assert limit.admits(PLACE, minute + 60), "the next minute begins from nothing"
    assert [limit.admits(PLACE, minute + 61) for _ in range(30)] == [True] * 29 + [False]


def test_a_limit_of_one_takes_one() -> None:
    limit = MinuteLimit(1)
    assert [limit.admits(PLACE, second) for second in (0, 59, 60, 61)] == [True, False, True, False]


def test_a_form_of_64_kib_is_read_and_its_trap_has_a_name_that_programs_fill_in() -> None:
    assert LONGEST_FORM == 65_536
    assert HONEYPOT_FIELD == "website"
    assert FormToken(Age.RIGHT).name == "", "a form whose token is not read has no name"
