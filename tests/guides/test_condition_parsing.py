"""Conditions as editors write them: what they become, and what is said of those that cannot be read."""

import pytest
import yaml

from widget.guides.condition_parsing import ConditionReader
from widget.guides.conditions import All, AnyOf, Condition, Is, Not
from widget.guides.model import Choice, Question
from widget.guides.problems import Place, Problem, Problems

FILE = "eksempel/guide.yaml"
FUND = Question(
    "a-kasse",
    "Er du medlem af en a-kasse?",
    "A-kasse",
    "",
    (Choice("ja", "Ja", ""), Choice("nej", "Nej", ""), Choice("maaske", "Måske", "", leaves_open=True)),
    {},
    Place(FILE, 1),
)
AGE = Question("alder", "Hvor gammel er du?", "Alder", "", (Choice("under-25", "", ""),), {}, Place(FILE, 2))
YES = Is("a-kasse", frozenset({"ja"}), frozenset({"maaske"}))
YOUNG = Is("alder", frozenset({"under-25"}), frozenset())


def read(text: str) -> tuple[Condition, list[Problem]]:
    """The condition of a text that stands from the second line of the file on."""
    problems = Problems()
    node = yaml.compose(f"\n{text}")
    assert node is not None
    reader = ConditionReader({"a-kasse": FUND, "alder": AGE}, FILE, problems)
    return reader.condition(node), problems.found


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("a-kasse: ja", YES),
        ("a-kasse: [ja, nej]", Is("a-kasse", frozenset({"ja", "nej"}), frozenset({"maaske"}))),
        ("{a-kasse: ja, alder: under-25}", All((YES, YOUNG))),
        ("not: {a-kasse: ja}", Not(YES)),
        ("any: [{a-kasse: ja}, {alder: under-25}]", AnyOf((YES, YOUNG))),
        ("any: {a-kasse: ja}", AnyOf((YES,))),
        ("{}", All()),
        ("{alder: under-25, any: [{not: {a-kasse: ja}}]}", All((YOUNG, AnyOf((Not(YES),))))),
    ],
)
def test_what_editors_write(text: str, condition: Condition) -> None:
    assert read(text) == (condition, [])


@pytest.mark.parametrize(
    ("wrong", "advice"),
    [
        ("a-kase", "Mente du “a-kasse”?"),
        ("anny", "Mente du “any”?"),
        ("nott", "Mente du “not”?"),
        ("xyz", "Brug en af disse: a-kasse, alder, any, not."),
    ],
)
def test_a_question_that_the_guide_does_not_ask_holds_for_everybody_and_is_reported(wrong: str, advice: str) -> None:
    condition, problems = read(f"alder: under-25\n{wrong}: ja")
    assert condition == All((YOUNG, All()))
    message = f"“{wrong}” er ikke et spørgsmål i denne guide."
    assert problems == [Problem(Place(FILE, 3), message, advice, "unknown-id")]


def test_an_answer_that_the_question_does_not_have_is_reported_with_the_nearest() -> None:
    condition, problems = read("alder: under-25\na-kasse: [ja, neej, nix]")
    assert condition == All((YOUNG, Is("a-kasse", frozenset({"ja", "neej", "nix"}), frozenset({"maaske"}))))
    assert problems == [
        Problem(Place(FILE, 3), "“neej” er ikke et svar på “a-kasse”.", "Mente du “nej”?", "unknown-id"),
        Problem(
            Place(FILE, 3),
            "“nix” er ikke et svar på “a-kasse”.",
            "Brug en af disse: ja, maaske, nej.",
            "unknown-id",
        ),
    ]


def test_what_is_no_answer_at_all_is_reported_where_it_stands() -> None:
    _, problems = read("alder: under-25\na-kasse: {ja: nej}")
    assert [(problem.place, problem.rule) for problem in problems] == [(Place(FILE, 3), "format")]


def test_what_is_no_condition_is_reported_in_the_file_of_the_guide() -> None:
    condition, problems = read("- ja")
    assert condition == All()
    assert [problem.place for problem in problems] == [Place(FILE, 2)]
