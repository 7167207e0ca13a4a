"""A personal guide: what is shown for whom, what stays open, and when. On the third guide."""

from dataclasses import replace
from datetime import date

import pytest

from tests.guides.guide_examples import TODAY, answers_of, dog_guide, page_of
from widget.guides.answers import Answers, InvalidParameter, parse_answers
from widget.guides.conditions import EVERYBODY, All, AnyOf, Is
from widget.guides.model import Obligation
from widget.guides.personalise import PersonalGuide, PersonalItem, personalise

GUIDE = dog_guide()
ALL_ITEMS = [item.id for item in GUIDE.items()]


def shown_in(page: PersonalGuide) -> list[str]:
    return [shown.item.id for part in page.phases + page.sections for shown in part.items]


def shown_item(page: PersonalGuide, item: str) -> PersonalItem:
    parts = page.phases + page.sections
    return next(shown for part in parts for shown in part.items if shown.item.id == item)


def test_no_answer_at_all_gives_the_complete_guide() -> None:
    assert shown_in(page_of(GUIDE)) == ALL_ITEMS


def test_ved_ikke_gives_the_complete_guide_too() -> None:
    assert shown_in(page_of(GUIDE, alder="ved-ikke", bolig="ved-ikke")) == ALL_ITEMS


@pytest.mark.parametrize(
    ("answers", "hidden"),
    [
        ({"bolig": "ejer"}, {"spoerg-udlejer"}),
        ({"bolig": "lejer"}, set()),
        ({"alder": "hvalp"}, {"ejerskifte", "find-alderen"}),
        ({"alder": "ung", "bolig": "ejer"}, {"spoerg-udlejer", "leg", "find-alderen"}),
        ({"alder": "ung", "bolig": "lejer"}, {"find-alderen"}),
        ({"alder": "voksen", "bolig": "lejer"}, {"leg", "find-alderen"}),
    ],
)
def test_a_citizen_sees_what_concerns_them(answers: dict[str, str], hidden: set[str]) -> None:
    assert set(ALL_ITEMS) - set(shown_in(page_of(GUIDE, **answers))) == hidden


def test_a_personal_guide_says_for_whom_it_is_and_what_was_misread() -> None:
    rules_of = date(2026, 12, 24)
    misread = (InvalidParameter("alder", "gammel"), InvalidParameter("dato", "31 13", ("31", "13", "")))
    answers = Answers({"bolig": "ejer"}, date(2026, 12, 24), ("leg",))
    page = personalise(GUIDE, answers, TODAY, misread, rules_of)
    assert (page.guide, page.answers, page.today, page.day) == (GUIDE, answers, TODAY, rules_of)
    assert (page.misread_date, page.typed_day) == ("31 13", ("31", "13", ""))
    asked = {one.question.id: one for one in page.questions}
    assert list(asked) == [question.id for question in GUIDE.questions]
    assert (asked["alder"].answer, asked["alder"].misread) == (None, "gammel")
    assert (asked["bolig"].answer, asked["bolig"].misread) == (GUIDE.questions_by_id["bolig"].by_id["ejer"], "")
    assert page.jumps == GUIDE.jumps
    undisturbed = personalise(GUIDE, Answers(), TODAY)
    assert (undisturbed.day, undisturbed.misread_date, undisturbed.typed_day) == (TODAY, "", ())


@pytest.mark.parametrize("unknown", [{"farve": "ejer"}, {"alder": "ejer"}, {"alder": "ejer", "farve": "hvalp"}])
def test_answers_that_the_guide_does_not_have_on_its_day_are_left_out_alone(unknown: dict[str, str]) -> None:
    answers = Answers({"bolig": "ejer", **unknown}, date(2026, 12, 24), ("leg",), {"bolig": "ejer"})
    known = personalise(GUIDE, answers, TODAY).answers
    assert known == Answers({"bolig": "ejer"}, date(2026, 12, 24), ("leg",), {"bolig": "ejer"})


@pytest.mark.parametrize("given", [{}, {"dato": "2026-12-24"}, {"done": "registrer"}])
def test_a_part_says_by_which_answers_it_is_shown_and_what_is_open(given: dict[str, str]) -> None:
    page = page_of(GUIDE, bolig="ejer", **given)
    for part in page.phases + page.sections:
        assert part.part in GUIDE.phases + GUIDE.sections
        asked = GUIDE.questions_of_part[part.part.id]
        assert part.given == tuple({"bolig": "ejer"}.get(question) for question in asked)
        assert part.open_questions == tuple(shown.condition.questions() for shown in part.items)
    assert {shown.done for part in page_of(GUIDE, bolig="ejer").phases for shown in part.items} == {False}


def test_a_part_with_nothing_to_show_is_not_there() -> None:
    page = page_of(GUIDE, alder="hvalp")
    assert [part.part.id for part in page.sections] == ["penge"]
    assert "mere" not in page.visible_ids()
    assert {"penge", "hvad-det-koster", "foer"} <= page.visible_ids()


def test_what_is_not_settled_is_left_open_as_a_condition() -> None:
    tenant, puppy, adult = (
        Is("bolig", frozenset({"lejer"})),
        Is("alder", frozenset({"hvalp"})),
        Is("alder", frozenset({"voksen"})),
    )
    nothing = shown_item(page_of(GUIDE), "leg").condition
    assert isinstance(nothing, All)
    assert nothing.parts[0] == AnyOf((puppy, tenant))
    assert nothing.questions() == puppy.questions() | tenant.questions() | adult.questions()
    assert shown_item(page_of(GUIDE, alder="ung"), "leg").condition == tenant
    assert shown_item(page_of(GUIDE, alder="hvalp"), "leg").condition is EVERYBODY
    assert shown_item(page_of(GUIDE, alder="ung", bolig="lejer"), "leg").settled
    assert not shown_item(page_of(GUIDE, bolig="lejer"), "leg").settled


def test_what_only_those_need_who_do_not_know_is_settled_for_them() -> None:
    assert shown_item(page_of(GUIDE, alder="ved-ikke"), "find-alderen").settled
    assert not shown_item(page_of(GUIDE), "find-alderen").settled


def test_what_concerns_everybody_is_never_open() -> None:
    assert shown_item(page_of(GUIDE), "registrer").settled


def test_deadlines_are_counted_from_the_citizens_own_day_earliest_first() -> None:
    page = page_of(GUIDE, dato="2026-12-01")
    assert [(shown.item.id, shown.due) for shown in page.deadlines] == [
        ("spoerg-udlejer", date(2026, 11, 3)),
        ("registrer", date(2026, 12, 1)),
        ("find-dyrlaege", date(2026, 12, 15)),
        ("forsikring", date(2027, 1, 31)),
    ]


def test_without_a_day_there_are_no_deadlines() -> None:
    page = page_of(GUIDE)
    assert page.deadlines == ()
    assert shown_item(page, "registrer").due is None


def test_a_deadline_of_what_is_hidden_is_hidden_too() -> None:
    page = page_of(GUIDE, dato="2026-12-01", bolig="ejer")
    assert "spoerg-udlejer" not in {shown.item.id for shown in page.deadlines}


@pytest.mark.parametrize(
    ("today", "shown"),
    [
        (date(2025, 12, 31), False),
        (date(2026, 1, 1), True),
        (date(2030, 6, 30), True),
        (date(2030, 7, 1), False),
    ],
)
def test_a_rule_is_shown_from_its_first_to_its_last_day(today: date, shown: bool) -> None:
    assert ("ejerskifte" in shown_in(page_of(GUIDE, today, alder="ung"))) is shown


def test_the_number_of_a_source_is_that_of_the_guide_and_not_of_what_is_shown() -> None:
    assert GUIDE.source_numbers == {"lejelov": 1, "hundelov": 2, "hunderegister": 3}
    assert page_of(GUIDE, bolig="ejer").guide.source_numbers == GUIDE.source_numbers


def test_who_takes_part_stands_in_the_order_of_the_checklist() -> None:
    assert [actor.id for actor in page_of(GUIDE).actors] == ["udlejer", "dyrlaege", "dig", "hunderegister"]
    assert [actor.id for actor in page_of(GUIDE, bolig="ejer").actors] == ["dyrlaege", "dig", "hunderegister"]


def test_what_must_be_done_comes_before_what_is_a_good_idea() -> None:
    home = page_of(GUIDE).phases[1]
    assert [shown.item.id for shown in home.tasks] == ["registrer", "forsikring", "leg"]
    assert [shown.item.id for shown in home.automatic] == ["ejerskifte"]
    assert home.of(Obligation.GOOD_IDEA)[0].item.id == "leg"
    assert "ejerskifte" not in {shown.item.id for shown in page_of(GUIDE).tasks}


@pytest.mark.parametrize(
    ("answers", "count"),
    [({}, 5), ({"bolig": "ejer"}, 4), ({"alder": "voksen"}, 4), ({"alder": "voksen", "bolig": "ejer"}, 3)],
)
def test_tasks_are_counted_without_what_happens_by_itself(answers: dict[str, str], count: int) -> None:
    page = page_of(GUIDE, **answers)
    assert page.task_count == len(page.tasks) == count


def test_what_is_remembered_of_a_guide_is_used_again_and_never_more_than_a_bound(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    guide, undisturbed = dog_guide(), dog_guide()
    monkeypatch.setattr("widget.guides.personalise._MAX_REMEMBERED", 6)
    assert page_of(guide).phases[0] is page_of(guide).phases[0]
    for day in range(1, 31):
        today = date(2026, 11, day)
        for answers in ({}, {"bolig": "ejer"}, {"alder": "voksen"}):
            undisturbed.memory.clear()
            assert page_of(guide, today, **answers) == replace(page_of(undisturbed, today, **answers), guide=guide)
            assert len(guide.memory) <= 6


def test_ticked_tasks_are_done_and_stay_in_the_list() -> None:
    page = page_of(GUIDE, done="registrer")
    assert shown_item(page, "registrer").done
    assert not shown_item(page, "forsikring").done
    assert shown_in(page) == ALL_ITEMS


def test_questions_come_with_their_answer_or_with_what_was_no_answer() -> None:
    answers, misread = parse_answers(GUIDE, {"alder": ["ung"], "bolig": ["slot"], "dato": ["snart"]})
    page = personalise(GUIDE, answers, TODAY, misread)
    age, home = page.questions
    assert age.answer is not None
    assert (age.answer.label, age.misread) == ("8 uger til 1 år", "")
    assert (home.answer, home.misread) == (None, "slot")
    assert page.misread_date == "snart"
    assert page.answers == Answers({"alder": "ung"})


def test_the_same_answers_on_the_same_day_give_the_same_page() -> None:
    answers = answers_of(GUIDE, alder="ung", dato="2026-12-01", done="leg")
    assert personalise(GUIDE, answers, TODAY) == personalise(GUIDE, answers, TODAY)
