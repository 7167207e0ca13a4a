"""Comments on change sets on both databases: answered, handled, deleted with their answers, and counted."""

from datetime import UTC, datetime

from widget.publishing.change_set_store import ChangeSetStore
from widget.publishing.records import Comment

BEFORE = datetime(2020, 1, 1, tzinfo=UTC)


def said(change_sets: ChangeSetStore, number: int) -> list[tuple[str, int]]:
    return [(one.text, one.answers) for one in change_sets.comments(number)]


def begun(change_sets: ChangeSetStore, *texts: str) -> tuple[int, tuple[Comment, ...]]:
    """A change set with comments by the link, and these."""
    number = change_sets.begin("Satser 2027", "anna", {"facts.yaml": b""}, 0)
    for text in texts:
        change_sets.comment_by_link(number, "Karen", text, f"{number} {text}")
    return number, change_sets.comments(number)


def test_an_answer_goes_with_its_comment_and_none_is_given_to_one_that_is_deleted(
    change_sets: ChangeSetStore,
) -> None:
    number, (first, second) = begun(change_sets, "a", "b")
    assert change_sets.answer(first, number, "anna", "Til a")
    assert change_sets.answer(second, number, "anna", "Til b")
    change_sets.delete_comment(first)
    assert said(change_sets, number) == [("b", 0), ("Til b", second.id)]
    assert not change_sets.answer(first, number, "anna", "For sent")
    other, _ = begun(change_sets)
    assert not change_sets.answer(second, other, "anna", "Et andet sted")
    assert said(change_sets, other) == []


def test_open_are_those_that_are_neither_handled_nor_answers(change_sets: ChangeSetStore) -> None:
    number, (first, second) = begun(change_sets, "a", "b")
    quiet, _ = begun(change_sets)
    change_sets.answer(first, number, "anna", "Til a")
    assert change_sets.open_comments([number, quiet]) == {number: 2}
    change_sets.mark(first, "anna")
    assert change_sets.open_comments([number, quiet]) == {number: 1}
    change_sets.mark(second, "bo")
    assert change_sets.open_comments([number]) == {}
    assert change_sets.open_comments([]) == {}
    change_sets.mark(second, "")
    assert [one.done_by for one in change_sets.comments(number)] == ["anna", "", ""]


def test_a_change_set_names_all_who_work_on_it_and_none_with_the_link(change_sets: ChangeSetStore) -> None:
    number, _ = begun(change_sets, "a")
    change_sets.comment(number, "bo", "Se på den.")
    found = change_sets.find(number)
    assert found
    assert change_sets.submit(found, "carl") is None
    found = change_sets.find(number)
    assert found
    assert change_sets.writers(found) == {"anna", "bo", "carl"}
    assert change_sets.commented_since(BEFORE) == (number,)


def test_a_change_that_is_thrown_away_is_taken_up_again_once(change_sets: ChangeSetStore) -> None:
    number, _ = begun(change_sets)
    found = change_sets.find(number)
    assert found
    assert change_sets.take_up(found), "it is open"
    assert change_sets.discard(found) is None
    found = change_sets.find(number)
    assert found
    assert change_sets.take_up(found) is None
    assert change_sets.take_up(found), "by another editor, at the same time"
    assert [one.id for one in change_sets.open_sets()] == [number]
