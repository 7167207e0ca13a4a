"""Which situations the proof names: exactly those in which a page is different, found by walking every page."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.guides.guide_examples import TODAY, dog_guide, item_of, third_library
from tests.guides.test_conditions import conditions_of
from tests.proof.editions import edition_of, with_guide
from widget.guides.answers import Answers
from widget.guides.conditions import EVERYBODY, UNKNOWN_CHOICE, Condition
from widget.guides.model import Choice, Guide, Question
from widget.guides.personalise import personalise
from widget.guides.problems import Place
from widget.guides.situations import situations
from widget.proof.guides import GuideChange, compare_guides
from widget.proof.visibility import Visibility
from widget.proof.words import region_in_words

Situation = Mapping[str, str]
Key = tuple[str, Visibility, Visibility]

LIBRARY = third_library()
NAMES = ("a", "b", "c")
ANSWERS = ("ja", "nej", "senere", UNKNOWN_CHOICE)
NOWHERE = Place("x", 1)
QUESTIONS = tuple(
    Question(name, name.upper(), name.upper(), "", tuple(Choice(c, c, c) for c in ANSWERS), {}, NOWHERE)
    for name in NAMES
)
CONDITIONS = st.just(EVERYBODY) | conditions_of(ANSWERS)


def guide_with(*conditions: Condition | None) -> Guide:
    """A guide of three questions whose items have these conditions; None leaves an item out."""
    template = item_of(dog_guide(), "forsikring")
    items = tuple(
        replace(template, id=f"item-{place}", when=condition, title=template.title)
        for place, condition in enumerate(conditions)
        if condition is not None
    )
    part = replace(dog_guide().phases[0], items=items)
    return replace(dog_guide(), questions=QUESTIONS, phases=(part,), sections=(), jumps=())


def proof_of_guides(before: Guide, after: Guide) -> GuideChange:
    editions = (edition_of(with_guide(LIBRARY, before)), edition_of(with_guide(LIBRARY, after)))
    return compare_guides(before, after, editions)


def page(guide: Guide, situation: Situation) -> dict[str, tuple[Visibility, Condition]]:
    """What stands on a citizen's page, as the pages are made."""
    personal = personalise(guide, Answers(situation), TODAY)
    return {
        shown.item.id: (Visibility.CERTAIN if shown.settled else Visibility.CONDITIONAL, shown.condition)
        for part in (*personal.phases, *personal.sections)
        for shown in part.items
    }


def same_condition(one: Condition, other: Condition, situation: Situation) -> bool:
    """Whether what is left open is settled alike by everything that may still be answered."""
    missing = [name for name in NAMES if situation.get(name, UNKNOWN_CHOICE) == UNKNOWN_CHOICE]
    for answers in product(
        *(ANSWERS if name not in situation else (*ANSWERS[:3], UNKNOWN_CHOICE) for name in missing)
    ):
        answered = {**situation, **dict(zip(missing, answers, strict=True))}
        if one.value(answered) is not other.value(answered):
            return False
    return True


def differences_by_walking(
    before: Guide, after: Guide
) -> dict[tuple[Visibility, Visibility], set[frozenset[tuple[str, str]]]]:
    """For guides of one item: every situation whose page differs, found without the proof."""
    found: dict[tuple[Visibility, Visibility], set[frozenset[tuple[str, str]]]] = {}
    for situation in situations(QUESTIONS):
        old = page(before, situation).get("item-0", (Visibility.HIDDEN, EVERYBODY))
        new = page(after, situation).get("item-0", (Visibility.HIDDEN, EVERYBODY))
        both_open = old[0] is new[0] is Visibility.CONDITIONAL
        if old[0] is not new[0] or (both_open and not same_condition(old[1], new[1], situation)):
            found.setdefault((old[0], new[0]), set()).add(frozenset(situation.items()))
    return found


def said(lines: tuple[str, ...]) -> set[frozenset[tuple[str, str]]]:
    """The situations that a description names, read as an editor reads it."""
    return {
        frozenset(situation.items()) for situation in situations(QUESTIONS) if any(fits(x, situation) for x in lines)
    }


def fits(line: str, situation: Situation) -> bool:
    if line == "everybody":
        return True
    for clause in line.split("; "):
        name, answers = clause.split(": ")
        answer = f"“{situation[name.lower()]}”" if name.lower() in situation else "not answered"
        exception = answers.removeprefix("anything but ")
        inside = answer != exception if exception != answers else answer in answers.split(" or ")
        if not inside:
            return False
    return True


@settings(deadline=None, max_examples=100)
@given(CONDITIONS, CONDITIONS)
def test_the_proof_names_exactly_the_situations_whose_pages_differ(before: Condition, after: Condition) -> None:
    old, new = guide_with(before), guide_with(after)
    change = proof_of_guides(old, new)
    walked = differences_by_walking(old, new)
    named = {
        (group.before, group.after): said(region_in_words(group.where, change.asked, str)) for group in change.groups
    }
    assert named == walked
    assert {(group.before, group.after): group.size for group in change.groups} == {
        key: len(found) for key, found in walked.items()
    }
    assert change.touched == len(frozenset().union(*walked.values()))
    assert change.situations == len(list(situations(QUESTIONS)))


@settings(deadline=None, max_examples=30)
@given(CONDITIONS)
def test_an_item_that_is_new_or_gone_concerns_those_who_see_it(condition: Condition) -> None:
    without, with_item = guide_with(), guide_with(condition)
    for old, new in ((without, with_item), (with_item, without)):
        change = proof_of_guides(old, new)
        assert {(g.before, g.after): g.size for g in change.groups} == {
            key: len(found) for key, found in differences_by_walking(old, new).items()
        }


@settings(deadline=None, max_examples=30)
@given(CONDITIONS, CONDITIONS)
def test_two_changes_that_overlap_are_counted_once(one: Condition, other: Condition) -> None:
    old, new = guide_with(EVERYBODY, EVERYBODY), guide_with(one, other)
    walked = {
        frozenset(situation.items())
        for situation in situations(QUESTIONS)
        if {name: seen for name, (seen, _) in page(new, situation).items()}
        != {"item-0": Visibility.CERTAIN, "item-1": Visibility.CERTAIN}
    }
    assert proof_of_guides(old, new).touched == len(walked)


@settings(deadline=None, max_examples=30)
@given(CONDITIONS)
def test_the_same_rule_is_no_change(condition: Condition) -> None:
    assert not proof_of_guides(guide_with(condition), guide_with(condition))
