"""Sets of situations: the boxes are the set exactly, and counts equal walking."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from widget.proof.regions import Axis, Region, count_union, region

SPACE = (
    Axis("a", (None, "ja", "nej", "ved-ikke")),
    Axis("b", (None, "x", "y", "z", "ved-ikke")),
    Axis("c", (None, "p", "ved-ikke")),
)
WHOLE = tuple(product(*(axis.answers for axis in SPACE)))

sets = st.frozensets(st.sampled_from(WHOLE), max_size=len(WHOLE))


def members(found: Region) -> set[tuple[str | None, ...]]:
    """The situations of the whole space that fit one of the boxes, by looking at each."""
    places = {axis.question: place for place, axis in enumerate(SPACE)}
    return {
        point
        for point in WHOLE
        for box in found.boxes()
        if all(point[places[axis.question]] in inside for axis, inside in zip(found.axes, box, strict=True))
    }


@settings(deadline=None, max_examples=60)
@given(sets)
def test_the_boxes_together_are_the_set(points: frozenset[tuple[str | None, ...]]) -> None:
    found = region(SPACE, points)
    assert members(found) == set(points)
    assert found.size(SPACE) == len(points)


@settings(deadline=None, max_examples=60)
@given(sets)
def test_no_box_is_there_for_nothing(points: frozenset[tuple[str | None, ...]]) -> None:
    found = region(SPACE, points)
    for box in found.boxes():
        others = tuple(other for other in found.boxes() if other != box)
        alone = {p for p in found.points if not any(all(v in i for v, i in zip(p, o, strict=True)) for o in others)}
        assert alone


@settings(deadline=None, max_examples=40)
@given(st.lists(sets, max_size=3))
def test_what_sets_have_in_common_is_counted_once(several: list[frozenset[tuple[str | None, ...]]]) -> None:
    together = frozenset().union(*several)
    assert count_union([region(SPACE, points) for points in several], SPACE) == len(together)


def test_a_question_that_makes_no_difference_is_not_said() -> None:
    found = region(SPACE, (point for point in WHOLE if point[1] in {"x", "y"}))
    assert [axis.question for axis in found.axes] == ["b"]
    assert found.boxes() == ((frozenset({"x", "y"}),),)


def test_two_ways_to_belong_are_two_boxes() -> None:
    found = region(SPACE, (point for point in WHOLE if point[0] == "ja" or point[2] == "p"))
    assert len(found.boxes()) == 2
    assert [axis.question for axis in found.axes] == ["a", "c"]


def test_everybody_is_one_box_without_a_question() -> None:
    assert region(SPACE, WHOLE).boxes() == ((),)
    assert region(SPACE, WHOLE).size(SPACE) == len(WHOLE) == 60


def test_no_situation_is_no_box() -> None:
    assert region(SPACE, ()).boxes() == ()
    assert region(SPACE, ()).size(SPACE) == 0
    assert count_union([], SPACE) == 0
