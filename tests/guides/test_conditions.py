"""Conditions: three values, what remains open, and that not knowing never hides anything."""

from collections.abc import Mapping
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from widget.guides.conditions import EVERYBODY, UNKNOWN_CHOICE, All, AnyOf, Condition, Is, Not

QUESTIONS = ("a", "b", "c")
DEFINITE = ("ja", "nej", "senere")
CHOICES = (*DEFINITE, UNKNOWN_CHOICE)

TRUE, FALSE, OPEN = Is("a", frozenset({"ja"})), Is("a", frozenset({"nej"})), Is("b", frozenset({"ja"}))
KNOWN = {"a": "ja"}
OF_VALUE: dict[bool | None, Condition] = {True: TRUE, False: FALSE, None: OPEN}

Truth = bool | None


def conditions_of(choices: tuple[str, ...]) -> st.SearchStrategy[Condition]:
    """Random conditions that name some of the choices."""
    single = st.builds(Is, st.sampled_from(QUESTIONS), st.frozensets(st.sampled_from(choices), min_size=1))
    return st.recursive(
        single,
        lambda inner: st.one_of(
            st.builds(All, st.lists(inner, max_size=3).map(tuple)),
            st.builds(AnyOf, st.lists(inner, max_size=3).map(tuple)),
            st.builds(Not, inner),
        ),
        max_leaves=8,
    )


PLAIN_CONDITIONS = conditions_of(DEFINITE)
ANY_CONDITIONS = conditions_of(CHOICES)
SITUATIONS = st.dictionaries(st.sampled_from(QUESTIONS), st.sampled_from(CHOICES))
DEFINITE_SITUATIONS = st.dictionaries(st.sampled_from(QUESTIONS), st.sampled_from(DEFINITE))


def completions(answers: Mapping[str, str], choices: tuple[str, ...]) -> list[dict[str, str]]:
    """Every way to answer what is not answered yet."""
    missing = [question for question in QUESTIONS if question not in answers]
    return [{**answers, **dict(zip(missing, given, strict=True))} for given in product(choices, repeat=len(missing))]


@pytest.mark.parametrize(
    ("answers", "value"),
    [({}, None), ({"a": "ja"}, True), ({"a": "nej"}, False), ({"a": UNKNOWN_CHOICE}, None), ({"b": "ja"}, None)],
)
def test_a_single_condition_is_open_until_its_own_question_is_answered(answers: dict[str, str], value: Truth) -> None:
    assert TRUE.value(answers) is value


@pytest.mark.parametrize(
    ("answer", "value"), [("ja", True), ("nej", False), ("senere", None), (UNKNOWN_CHOICE, None)]
)
def test_an_answer_that_does_not_rule_out_the_others_leaves_the_condition_open(answer: str, value: Truth) -> None:
    undecided = frozenset({"senere", UNKNOWN_CHOICE})
    condition = Is("a", frozenset({"ja"}), undecided)
    assert condition.value({"a": answer}) is value
    assert Not(condition).value({"a": answer}) is (None if value is None else not value)
    assert Is("a", frozenset({"senere"}), undecided).value({"a": "senere"}) is True, "unless it names just that"


@pytest.mark.parametrize(("answers", "value"), [({}, None), ({"a": UNKNOWN_CHOICE}, True), ({"a": "ja"}, False)])
def test_not_knowing_can_be_named_as_an_answer_of_its_own(answers: dict[str, str], value: Truth) -> None:
    assert Is("a", frozenset({UNKNOWN_CHOICE})).value(answers) is value


@pytest.mark.parametrize(
    ("one", "other", "both", "either"),
    [
        (True, True, True, True),
        (True, None, None, True),
        (True, False, False, True),
        (None, True, None, True),
        (None, None, None, None),
        (None, False, False, None),
        (False, True, False, True),
        (False, None, False, None),
        (False, False, False, False),
    ],
)
def test_all_and_any_follow_the_three_valued_tables(one: Truth, other: Truth, both: Truth, either: Truth) -> None:
    parts = (OF_VALUE[one], OF_VALUE[other])
    assert All(parts).value(KNOWN) is both
    assert AnyOf(parts).value(KNOWN) is either


@pytest.mark.parametrize(("part", "opposite"), [(True, False), (False, True), (None, None)])
def test_the_opposite_of_what_is_unknown_is_unknown(part: Truth, opposite: Truth) -> None:
    assert Not(OF_VALUE[part]).value(KNOWN) is opposite


def test_a_condition_without_parts_is_always_true_and_a_choice_without_parts_never() -> None:
    assert EVERYBODY.value({}) is True
    assert EVERYBODY.questions() == frozenset()
    assert AnyOf(()).value({}) is False


def test_a_condition_names_the_questions_of_all_its_parts() -> None:
    condition = All((TRUE, AnyOf((OPEN, Not(Is("c", frozenset({"nej"})))))))
    assert condition.questions() == {"a", "b", "c"}


def test_what_is_settled_is_taken_away_from_what_remains() -> None:
    later = Is("c", frozenset({"senere"}))
    assert All((TRUE, OPEN)).remaining(KNOWN) == OPEN
    assert All((TRUE, OPEN, later)).remaining(KNOWN) == All((OPEN, later))
    assert AnyOf((FALSE, OPEN)).remaining(KNOWN) == OPEN
    assert Not(All((TRUE, OPEN))).remaining(KNOWN) == Not(OPEN)
    assert All((TRUE, AnyOf((FALSE, OPEN, later)))).remaining(KNOWN) == AnyOf((OPEN, later))


@settings(deadline=None)
@given(PLAIN_CONDITIONS, DEFINITE_SITUATIONS, st.data())
def test_an_unknown_answer_shows_no_less_than_a_definite_one(
    condition: Condition, answers: dict[str, str], data: st.DataObject
) -> None:
    kept = {}
    for question, answer in answers.items():
        less = data.draw(st.sampled_from((answer, UNKNOWN_CHOICE, None)))
        if less is not None:
            kept[question] = less
    if condition.value(answers) is not False:
        assert condition.value(kept) is not False


@settings(deadline=None)
@given(ANY_CONDITIONS, SITUATIONS)
def test_what_is_settled_stays_so_with_any_later_answer(condition: Condition, answers: dict[str, str]) -> None:
    value = condition.value(answers)
    if value is not None:
        assert {condition.value(completed) for completed in completions(answers, CHOICES)} == {value}


@settings(deadline=None)
@given(ANY_CONDITIONS, SITUATIONS)
def test_what_remains_comes_out_like_the_whole_for_every_completion(
    condition: Condition, answers: dict[str, str]
) -> None:
    if condition.value(answers) is not None:
        return
    remaining = condition.remaining(answers)
    for completed in completions(answers, CHOICES):
        assert remaining.value(completed) is condition.value(completed)


@settings(deadline=None)
@given(PLAIN_CONDITIONS, SITUATIONS)
def test_what_remains_still_holds_when_a_citizen_who_did_not_know_finds_out(
    condition: Condition, answers: dict[str, str]
) -> None:
    if condition.value(answers) is not None:
        return
    remaining = condition.remaining(answers)
    assert remaining.questions() <= condition.questions()
    known = {question: answer for question, answer in answers.items() if answer != UNKNOWN_CHOICE}
    for completed in completions(known, DEFINITE):
        assert remaining.value(completed) is condition.value(completed)


@settings(deadline=None)
@given(ANY_CONDITIONS, st.dictionaries(st.one_of(st.sampled_from(QUESTIONS), st.text()), st.text()))
def test_any_mapping_can_be_asked(condition: Condition, answers: dict[str, str]) -> None:
    assert condition.value(answers) in {True, False, None}
    condition.remaining(answers)
