"""Numbers and addresses of people in the many ways in which people write them, with what must stay beside them."""

import itertools
import re
import sys
from re import _parser  # type: ignore[attr-defined]  # the parser of patterns, which the library does not document
from types import FrameType, ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widget.insight import email_masking, folding, masking
from widget.insight.masking import mask

BETWEEN = [
    *("", " ", "  ", "\u00a0", "\u2009", "\t", "\n", "\u200b", "\u00ad", "\u2060"),
    *("-", " - ", "‐", "‑", "‒", "–", " – ", "—", "―", "−", "－", "--", "- ", " -"),
    *(".", ",", ", ", ";", ":", "/", "\\", "|", " | ", "_", "*", "+", "~", "=", "#", "'", "’", '"', "·", "•", "…"),
    *("(", ")", " (", "[", "]", "{", "}", "<", ">", "&", "%", "!", "?", "^", "`", "´", "¤", "$", "€", "→"),
]
BIRTHDAYS = [
    "010190",
    "01 01 90",
    "01-01-90",
    "01.01.90",
    "01/01/90",
    "1/1-90",
    "01,01,90",
    "01|01|90",
    "０１０１９０",
    "٠١٠١٩٠",
]
CPR = [
    birthday + between + "1234"
    for birthday, between in itertools.product(BIRTHDAYS, BETWEEN)
    if between or "1/1" not in birthday
]

PHONES = [
    *(
        "12345678",
        "12 34 56 78",
        "12-34-56-78",
        "12.34.56.78",
        "12/34/56/78",
        "12,34,56,78",
        "12|34|56|78",
        "12:34:56:78",
    ),
    *(
        "12;34;56;78",
        "12_34_56_78",
        "12*34*56*78",
        "12'34'56'78",
        "12·34·56·78",
        "12–34–56–78",
        "12\u00a034\u00a056\u00a078",
    ),
    *("1234 5678", "1234-5678", "1234.5678", "1234,5678", "1234|5678", "1234/5678", "123 45 678", "1 2 3 4 5 6 7 8"),
    *(
        "１２３４５６７８",
        "１２ ３４ ５６ ７８",
        "١٢٣٤٥٦٧٨",
        "1234\u200b5678",
        "12\u00ad34\u00ad56\u00ad78",
        "12  34  56  78",
    ),
    *(
        "+4512345678",
        "+45 12 34 56 78",
        "+45 12345678",
        "0045 12345678",
        "004512345678",
        "(+45) 12 34 56 78",
        "+45-12-34-56-78",
    ),
    *(
        "+46 70-123 45 67",
        "+1 (202) 555-0143",
        "+49 30 123456",
        "+354 123 4567",
        "(0045) 12 34 56 78",
        "+45.12.34.56.78",
    ),
]

NAMES = ["anna", "anna.b", "anna_b", "anna-b+x", "bjørn", "ANNA", "a", "anna%b", "o'anna"]
ATS = [
    *(
        "@",
        "＠",
        "﹫",
        " @ ",
        " @",
        "@ ",
        "\u200b@\u200b",
        "(at)",
        " (at) ",
        "[at]",
        " [at] ",
        "{at}",
        "<at>",
        "(AT)",
        "(@)",
    ),
    *(
        "(a)",
        " (snabel-a) ",
        "[snabela]",
        " snabel-a ",
        " snabela ",
        " at ",
        " AT ",
        "*at*",
        "_at_",
        "|at|",
        "-at-",
        "&#64;",
        "%40",
    ),
]
DOTS = [
    ".",
    "．",
    "(dot)",
    " (dot) ",
    "[dot]",
    " [.] ",
    " dot ",
    " DOT ",
    "{punktum}",
    " punktum ",
    " prik ",
    ",",
    "。",
    "\u200b.",
    " . ",
]
EMAILS = [f"{name}{at}town{dot}dk" for name, at, dot in itertools.product(NAMES[:2], ATS, DOTS)] + [
    f"{name}{at}post.town.dk" for name, at in itertools.product(NAMES, ATS[:10])
]

STAYS = [
    *("CVR 12345678", "CVR-nr. 25 31 37 63", "cvr: 1234 5678", "CVR nummer 25313763", "CVR25313763"),
    *("1.12.2026", "01-12-2026", "31/12/2026", "2026-12-01", "2026-2027", "2026/2027", "1. december 2026"),
    *(
        "21.092 kr.",
        "1.234.567 kr.",
        "21.092, 19.351 og 12.500",
        "12, 24, 36 og 48 måneder",
        "§ 41, stk. 2",
        "37 timer",
    ),
    *(
        "kl. 10-12",
        "5 stk. @ 20 kr.",
        "godt at vide",
        "det er godt at komme hjem. Tak",
        "1/12-2026 til 31/1-2027",
        "80,5 %",
    ),
    *("25000-30000 kr", "25000 – 30000 kroner", "25.000-30.000 kr.", "100.000 - 200.000 kr.", "12.000.000 kr."),
    *("1/9 2025 - 31/8 2026", "01/09 2025–31/08 2026", "1/9 2025", "01/10/26-31/10/26", "1.10.26 - 31.10.26"),
]

NEARLY_SUMS_AND_PERIODS = [
    *("2000-3000 kr", "12345678 kr", "12.345.678 kr.", "12 34 56 78 kr", "1234-5678 kr", "30000-25000 kr"),
    *("010190-1234 kr", "0101901234 kr", "01.01.90-12.34 kr", "010190 1234 kroner", "01234-56789 kr"),
    *(
        "+25000-30000 kr",
        "0045 25000-30000 kr",
        "25000-30000 krager",
        "12345-67890",
        "12.000.000",
        "12, 25000-30000 kr",
    ),
    *("1/1 1990 1234", "1/1 1990-1234", "01/01 1990 12 34", "1/1 1990 - 1 2 3 4", "12 34 1/1 1990"),
    *(
        "01/01/90-12/34",
        "01/01/90-1234",
        "01/01/90-12/03/45 67",
        "31/12/26-31/13/26",
        "12 34 56 78 1/9 2025 - 31/8 2026",
    ),
    *("1/1/90-12-34", "1/1 1990 - 31/12 1234", "1/1 1990 - 31/12"),
]
"""What is written like a sum or a period, but may be a number of a person."""


def left_of(text: str, *secrets: str) -> list[str]:
    return [secret for secret in secrets if secret in text]


def test_a_cpr_number_is_masked_however_it_is_written() -> None:
    masked = {number: mask(f"Mit nummer er {number} og det er mit.") for number in CPR}
    right = ("Mit nummer er [cpr-nummer] og det er mit.", "Mit nummer er [nummer] og det er mit.")
    assert {number: text for number, text in masked.items() if text not in right} == {}


@pytest.mark.parametrize("number", PHONES)
def test_a_phone_number_is_masked_however_it_is_written(number: str) -> None:
    masked = mask(f"Ring {number} i morgen.")
    assert masked.replace("([telefonnummer])", "[telefonnummer]").replace("[telefonnummer])", "[telefonnummer]") in (
        "Ring [telefonnummer] i morgen.",
        "Ring [nummer] i morgen.",
    )


def test_an_address_is_masked_however_it_is_written() -> None:
    masked = {address: mask(f"Skriv til {address} i dag.") for address in EMAILS}
    assert {address: text for address, text in masked.items() if text != "Skriv til [e-mail] i dag."} == {}


def test_there_are_two_hundred_spellings_and_more() -> None:
    assert min(len(set(CPR)), len(set(EMAILS))) > 200
    assert len({*CPR, *PHONES, *EMAILS}) > 1_000


@pytest.mark.parametrize("number", NEARLY_SUMS_AND_PERIODS)
def test_what_may_be_a_number_of_a_person_is_masked_though_it_is_nearly_a_sum_or_a_period(number: str) -> None:
    masked = mask(f"Om {number} her")
    assert "nummer]" in masked
    assert len(re.sub(r"[^0-9]", "", masked)) < 8


@pytest.mark.parametrize("harmless", STAYS)
def test_dates_sums_and_companies_stay(harmless: str) -> None:
    assert mask(f"Om {harmless} her") == f"Om {harmless} her"


@pytest.mark.parametrize("harmless", STAYS)
@pytest.mark.parametrize(
    "secret", ["010190-1234", "010190,1234", "12 34 56 78", "anna@town.dk", "anna (at) town (dot) dk"]
)
def test_what_may_stay_stays_beside_what_may_not(harmless: str, secret: str) -> None:
    masked = mask(f"{harmless} eller {secret} og {harmless}")
    assert masked.startswith(f"{harmless} eller [")
    assert masked.endswith(f"] og {harmless}")


@pytest.mark.parametrize("date", ["1.12.2026", "2026-12-01"])
@pytest.mark.parametrize("between", [" ", ", ", " - ", "\n"])
def test_a_date_right_before_a_number_stays_and_the_number_goes(date: str, between: str) -> None:
    for number in ("010190-1234", "010190,1234"):
        assert mask(f"{date}{between}{number}") == f"{date}{between}[cpr-nummer]"


@pytest.mark.parametrize("born", ["01.01.1990", "1/1/1990", "1990-01-01", "01-01-1990", "01011990", "19900101"])
@pytest.mark.parametrize("between", ["-", " ", " - ", ", ", "|", "/"])
def test_a_birthday_with_four_digits_after_it_is_no_date(born: str, between: str) -> None:
    masked = mask(f"Jeg er {born}{between}1234.")
    assert not re.search("[0-9]", masked)


@given(st.text(alphabet="0123456789 .,-/|+@at()dotkcvr\n", max_size=80))
def test_no_six_and_four_digits_are_left_together(text: str) -> None:
    assert not re.search(r"(?<![0-9])[0-9]{6}[ ,|-]?[0-9]{4}(?![0-9])", mask(text))
    assert mask(mask(text)) == mask(text)


def repeats(parsed: Any) -> list[tuple[int, Any]]:
    """The most times that each repetition in a parsed pattern may go round, with what it repeats."""
    found: list[tuple[int, Any]] = []
    for operator, argument in parsed:
        name = str(operator)
        if "REPEAT" in name:
            found += [(int(argument[1]), argument[2]), *repeats(argument[2])]
        elif name == "SUBPATTERN":
            found += repeats(argument[-1])
        elif name == "BRANCH":
            for branch in argument[1]:
                found += repeats(branch)
        elif name in {"ASSERT", "ASSERT_NOT"}:
            found += repeats(argument[1])
    return found


@pytest.mark.parametrize("module", [masking, email_masking, folding], ids=lambda module: module.__name__)
def test_a_pattern_looks_at_a_bounded_number_of_characters(module: ModuleType) -> None:
    """So the work at each place of a text is bounded, and all of it grows as the text does."""
    for pattern in (value for value in vars(module).values() if isinstance(value, re.Pattern)):
        parsed = _parser.parse(pattern.pattern, pattern.flags)
        if len(parsed) == 1 and len(repeats(parsed)) == 1:
            continue  # one repetition of one kind of character and nothing after it: it never goes back
        assert all(most <= 8 for most, _ in repeats(parsed)), pattern.pattern


def lines_run(text: str) -> int:
    """How many lines of our own code are run to mask a text."""
    ours = {module.__file__ for module in (masking, email_masking, folding)}
    count = 0

    def trace(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return trace if frame.f_code.co_filename in ours else None

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        mask(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "a",
            "1",
            "@",
            "a@",
            "@a",
            "a.",
            "1 ",
            "1,",
            "12 ",
            "01 ",
            "010190 ",
            "+1",
            " at ",
            "a at ",
            "(at)",
            " dot ",
            "a dot ",
        ),
        *(
            "a@b.",
            "-",
            "\u200b",
            "1.12.2026 ",
            "cvr ",
            "cvr 12345678 ",
            "00",
            "(",
            "é",
            "a (",
            "1/",
            "12,34,",
            ".",
            "%",
        ),
    ],
)
def test_twice_the_text_is_twice_the_work(piece: str) -> None:
    short, long = (lines_run((piece * 2_000)[:size]) for size in (1_000, 2_000))
    assert long <= 2.5 * short + 200
