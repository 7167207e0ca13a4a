"""Answers: read from addresses of every kind, and written in one canonical way."""

from dataclasses import replace
from datetime import date
from random import Random
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.guides.guide_examples import answers_of, dog_guide
from widget.guides.answers import (
    DAY_FIELDS,
    LONGEST_QUERY,
    RESERVED,
    Answers,
    parse_answers,
    parse_carried_query,
    parse_query,
)
from widget.guides.day_reading import parse_day

GUIDE = dog_guide()
TASKS = tuple(item.id for item in GUIDE.items() if item.tickable)
NAMES = (*GUIDE.questions_by_id, "dato", *DAY_FIELDS, "done")


@st.composite
def valid_answers(draw: st.DrawFn) -> Answers:
    """Random answers that the guide knows, in its order."""
    values = {}
    for question in GUIDE.questions:
        answer = draw(st.sampled_from((None, *question.by_id)))
        if answer is not None:
            values[question.id] = answer
    day_0 = draw(st.none() | st.dates(date(2000, 1, 1), date(2099, 12, 31)))
    ticked = draw(st.sets(st.sampled_from(TASKS)))
    return Answers(values, day_0, tuple(task for task in TASKS if task in ticked))


def test_answers_are_read_in_the_order_of_the_guide_not_of_the_address() -> None:
    answers = answers_of(GUIDE, done="registrer", dato="2026-12-01", bolig="lejer", alder="hvalp")
    assert list(answers.parameters()) == [
        ("alder", "hvalp"),
        ("bolig", "lejer"),
        ("dato", "2026-12-01"),
        ("done", "registrer"),
    ]


@settings(deadline=None)
@given(valid_answers())
def test_what_is_written_into_an_address_is_read_from_it_again(answers: Answers) -> None:
    query = urlencode(list(answers.parameters())).encode()
    assert parse_answers(GUIDE, parse_query(query)) == (answers, ())


@pytest.mark.parametrize(
    ("query", "values", "written"),
    [
        ("", {"alder": "hvalp"}, "alder=hvalp"),
        ("alder=", {}, "alder="),
        ("alder=voksen", {"alder": "voksen"}, "alder=voksen"),
        ("alder=&bolig=lejer", {"bolig": "lejer"}, "bolig=lejer&alder="),
    ],
)
def test_a_partners_answer_holds_until_the_citizen_takes_it_back(
    query: str, values: dict[str, str], written: str
) -> None:
    """Taken back, it stays so in every address that the page makes of the answers."""
    answers, wrong = parse_answers(GUIDE, parse_query(query.encode()), {"alder": "hvalp"})
    assert (answers.values, answers.query, wrong) == (values, written, ())
    again, _ = parse_answers(GUIDE, parse_query(answers.query.encode()), {"alder": "hvalp"})
    assert again == answers


@settings(deadline=None)
@given(valid_answers(), st.randoms(use_true_random=False))
def test_the_order_of_the_parameters_does_not_matter(answers: Answers, random: Random) -> None:
    parameters = list(answers.parameters())
    random.shuffle(parameters)
    read, _ = parse_answers(GUIDE, parse_query(urlencode(parameters).encode()))
    assert list(read.parameters()) == list(answers.parameters())


@settings(deadline=None)
@given(st.binary())
def test_any_bytes_can_be_a_query_string(query: bytes) -> None:
    parse_answers(GUIDE, parse_query(query))


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(NAMES), st.text() | st.binary())))
def test_any_value_can_stand_in_a_known_parameter(parameters: list[tuple[str, str | bytes]]) -> None:
    answers, misread = parse_answers(GUIDE, parse_query(urlencode(parameters, errors="replace").encode()))
    for question, answer in answers.values.items():
        assert answer in GUIDE.questions_by_id[question].by_id
    assert set(answers.done) <= set(TASKS)
    assert all(problem.given.isprintable() for problem in misread)


@settings(deadline=None)
@given(st.dictionaries(st.text().filter(lambda name: name not in NAMES), st.lists(st.text())))
def test_parameters_that_the_guide_does_not_know_vanish(parameters: dict[str, list[str]]) -> None:
    answers, misread = parse_answers(GUIDE, {**parameters, "alder": ["ung"]})
    assert list(answers.parameters()) == [("alder", "ung")]
    assert misread == ()


@pytest.mark.parametrize(
    "query",
    [
        *(
            b"%",
            b"%zz",
            b"alder=%ff%fe",
            b"alder=\xff\xfe",
            b"alder=%00",
            b"=&=&&;",
            b"dato=%0d%0a",
            b"alder",
            b"\x00",
        ),
        *(b"alder=" + b"x" * 100_000, b"dato=" + b"9" * 6_000, b"a=b&" * 10_000, b"done=" + b"," * 6_000),
    ],
)
def test_rubbish_is_no_answer(query: bytes) -> None:
    answers, _ = parse_answers(GUIDE, parse_query(query))
    assert answers == Answers()


def test_only_the_first_kilobytes_of_an_address_are_looked_at() -> None:
    padding = b"x=" + b"y" * (LONGEST_QUERY - 2)
    assert "alder" not in parse_query(padding + b"&alder=ung")
    assert parse_query(b"alder=ung&" + padding)["alder"] == ["ung"]
    for parse in (parse_query, parse_carried_query):
        assert parse(b"x=" + b"y" * 8_180 + b"&alder=ung")["alder"] == ["ung"], "the last of 8,192 bytes"
        assert parse(b"x=" + b"y" * 8_181 + b"&alder=ung")["alder"] == ["un"]
    assert "alder" not in parse_carried_query(padding + b"&alder=ung")
    assert parse_carried_query(b"alder=ung&" + padding)["alder"] == ["ung"]


def test_the_parameters_of_a_guides_address_are_read_each_with_all_its_values() -> None:
    query = b"alder=ung&bolig=lejer&alder=&alder=hvalp"
    assert parse_carried_query(query) == {"alder": ["ung", "", "hvalp"], "bolig": ["lejer"]}
    assert parse_carried_query(b"") == {}
    assert parse_carried_query(b"alder=\xff%C3%B8")["alder"] == ["\ufffdø"]


def test_of_a_repeated_parameter_the_first_that_says_something_counts() -> None:
    answers, misread = parse_answers(GUIDE, {"alder": ["", " ", "ung", "voksen"], "dato": ["", "2026-12-01"]})
    assert answers == Answers({"alder": "ung"}, date(2026, 12, 1))
    assert misread == ()


def test_an_empty_parameter_is_a_question_not_answered() -> None:
    assert parse_answers(GUIDE, {"alder": [""], "bolig": [], "dato": [""], "done": [""]}) == (Answers(), ())


def test_a_wrong_answer_is_spoken_of_and_the_others_are_kept() -> None:
    answers, misread = parse_answers(GUIDE, {"alder": ["gammel"], "bolig": ["ejer"], "dato": ["i morgen"]})
    assert answers == Answers({"bolig": "ejer"})
    assert [(problem.parameter, problem.given) for problem in misread] == [("alder", "gammel"), ("dato", "i morgen")]
    assert parse_answers(GUIDE, {"alder": [" ", "  gammel "], "dato": ["\ti morgen\n"]})[1] == misread


def test_capital_letters_and_blanks_for_hyphens_are_read_over() -> None:
    answers, misread = parse_answers(GUIDE, {"alder": ["Ved ikke"], "bolig": ["EJER"]})
    assert dict(answers.values) == {"alder": "ved-ikke", "bolig": "ejer"}
    assert misread == ()


def test_what_is_said_of_a_wrong_answer_is_short_and_printable() -> None:
    _, misread = parse_answers(GUIDE, {"alder": ["x" * 41], "bolig": ["a\x00\u202eb\nc"], "dato": ["y" * 40]})
    assert [problem.given for problem in misread] == ["x" * 40 + "…", "a  b c", "y" * 40]


def test_a_day_typed_in_three_fields_that_is_none_is_told_as_it_was_typed() -> None:
    typed = {"dato-dag": ["31"], "dato-maaned": ["februar" + "x" * 40], "dato-aar": ["2027"]}
    _, (misread,) = parse_answers(GUIDE, typed)
    assert misread.typed == ("31", "februar" + "x" * 33 + "…", "2027")
    _, (misread,) = parse_answers(GUIDE, {"dato-dag": ["31"]})
    assert misread.typed == ("31", "", "")
    _, (misread,) = parse_answers(GUIDE, {"dato": ["i morgen"]})
    assert misread.typed == ()
    answers, misread_nothing = parse_answers(GUIDE, {"dato-dag": ["1"], "dato-maaned": ["12"], "dato-aar": ["2026"]})
    assert (answers.day_0, misread_nothing) == (date(2026, 12, 1), ())


@pytest.mark.parametrize(
    "given",
    [
        ["registrer,forsikring"],
        ["registrer", "forsikring"],
        ["registrer;forsikring"],
        ["registrer forsikring"],
        [" registrer ,; forsikring, "],
        ["forsikring", "registrer"],
        ["forsikring,registrer,registrer", "registrer", ""],
        ["registrer,ukendt,forsikring", "<script>"],
    ],
)
def test_ticks_are_read_with_commas_and_repeated_in_the_order_of_the_guide(given: list[str]) -> None:
    answers, misread = parse_answers(GUIDE, {"done": given})
    assert answers.done == ("registrer", "forsikring")
    assert misread == ()


def test_what_happens_by_itself_or_is_only_to_read_cannot_be_ticked() -> None:
    answers, _ = parse_answers(GUIDE, {"done": ["ejerskifte,hvad-det-koster,leg"]})
    assert answers.done == ("leg",)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2026-12-01",
            "1.12.2026",
            "01.12.2026",
            "1/12-2026",
            "1/12 2026",
            "1-12-2026",
            "1. 12. 2026",
            " 1.12.2026 ",
        ),
        *("1.12.26", "01-12-26", "1/12-26", "2026-12-1", "2026/12/01", "2026.12.01", "20261201", "01122026"),
        *("1. december 2026", "1.december 2026", "1 dec 2026", "1. dec. 2026", "1-dec-2026", "den 1. december 2026"),
        *("tirsdag den 1. december 2026", "Tirsdag 1. december 2026.", "1 December 2026", "December 1, 2026"),
        *("1st December 2026", "Tue, 1 Dec 2026", "1. Dezember 2026", "Dienstag, 1. Dezember 2026"),
        *("2026-12-01T00:00:00", "2026-12-01T09:30:00Z", "2026-12-01T09:30:00.000+01:00", "2026-12-01 00:00"),
        *("1.12.2026 kl. 9.30", "1,12,2026", "1_12_2026", "1.12.2026.", "(1.12.2026)", '"2026-12-01"', "«1.12.2026»"),
        *(
            "2026‐12‐01",
            "2026–12–01",
            "2026−12−01",
            "２０２６-１２-０１",
            "1.\u00a0december\u00a02026",
            "\u200b1.12.2026",
        ),
        *("1\t12\t2026", "1.12.2026\n", "٠١.١٢.٢٠٢٦"),
    ],
)
def test_a_day_is_read_as_danes_write_it(text: str) -> None:
    assert parse_day(text) == date(2026, 12, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1.13.2026",
        "29.2.2026",
        "2026-02-30",
        "1.12",
        "1999-12-31",
        "2100-01-01",
        "0001-01-01",
        "i dag",
        "1/12",
        "december 2026",
        "31.11.2026",
        "12/31/2026",
    ],
)
def test_what_is_no_day_of_this_century_is_none(text: str) -> None:
    assert parse_day(text) is None


@settings(deadline=None)
@given(st.text())
def test_any_text_can_be_read_as_a_day_or_not(text: str) -> None:
    day = parse_day(text)
    assert day is None or 2000 <= day.year <= 2099


@settings(deadline=None)
@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(("{0.day}.{0.month}.{0.year}", "{0}")))
def test_every_day_of_the_century_can_be_written_both_ways(day: date, form: str) -> None:
    assert parse_day(form.format(day)) == day


def test_one_answer_is_changed_or_taken_back_alone() -> None:
    answers = answers_of(GUIDE, bolig="lejer", dato="2026-12-01", done="leg")
    changed = answers.with_answer(GUIDE, "alder", "ung")
    assert list(changed.values.items()) == [("alder", "ung"), ("bolig", "lejer")]
    assert (changed.day_0, changed.done) == (answers.day_0, answers.done)
    assert changed.with_answer(GUIDE, "alder", None) == answers


def test_what_is_not_changed_stays_as_it_is() -> None:
    answers = Answers({"bolig": "lejer"}, date(2026, 12, 1), ("leg",), {"bolig": "lejer"})
    later = date(2026, 12, 2)
    assert answers.with_day(later) == Answers({"bolig": "lejer"}, later, ("leg",), {"bolig": "lejer"})
    assert answers.with_day(None) == Answers({"bolig": "lejer"}, None, ("leg",), {"bolig": "lejer"})
    assert answers.with_answer(GUIDE, "bolig", None) == Answers({}, answers.day_0, ("leg",), {"bolig": "lejer"})
    assert answers.with_ticks(()) == Answers({"bolig": "lejer"}, answers.day_0, (), {"bolig": "lejer"})
    assert answers.shortest() == Answers({"bolig": "lejer"}, answers.day_0, (), {"bolig": "lejer"})
    assert answers_of(GUIDE, alder="ved-ikke", bolig="lejer").shortest() == Answers({"bolig": "lejer"})


def test_one_task_is_ticked_or_not_and_the_order_stays_that_of_the_guide() -> None:
    answers = answers_of(GUIDE, done="registrer")
    ticked = answers.with_done("leg", done=True, order=TASKS)
    assert ticked.done == ("leg", "registrer")
    assert ticked.with_done("registrer", done=False, order=TASKS).done == ("leg",)
    assert ticked.with_done("leg", done=True, order=TASKS) == ticked


def test_ticks_alone_are_no_answers() -> None:
    assert not answers_of(GUIDE, done="leg")
    assert answers_of(GUIDE, dato="2026-12-01")
    assert answers_of(GUIDE, bolig="ved-ikke")


def test_a_guide_without_a_date_question_reads_no_date() -> None:
    undated = replace(GUIDE, date_question=None)
    assert parse_answers(undated, {"dato": ["2026-12-01"]}) == (Answers(), ())
    assert parse_answers(undated, {"dato": ["rubbish"]}) == (Answers(), ())


def test_no_question_can_take_a_reserved_parameter() -> None:
    of_answers = {"dato", "dato-dag", "dato-maaned", "dato-aar", "done"}
    of_the_view = {"lang", "heading", "ui", "open", "scheme", "from", "sent", "v"}
    of_the_page_for_sharing = {"guide", "partner", "height", "system", "find", "page", "column", "host"}
    assert of_answers | of_the_view | of_the_page_for_sharing == RESERVED
