"""All situations, and the table of who sees what."""

import shutil
from dataclasses import replace
from difflib import unified_diff
from pathlib import Path

import pytest

from tests.guides.guide_examples import DOG, THIRD, dog_guide, item_of, page_of
from widget.guides.as_of import Season
from widget.guides.conditions import UNKNOWN_CHOICE, All, AnyOf, Condition, Is
from widget.guides.loading import load_library
from widget.guides.model import Choice, Question
from widget.guides.situations import count_situations, questions_of, situations, situations_table

GUIDE = dog_guide()


def table_with(tmp_path: Path, old: str, new: str) -> str:
    """The table of the third guide with one change."""
    content = shutil.copytree(THIRD, tmp_path / "content")
    file = content / DOG / "guide.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), encoding="utf-8")
    return situations_table(load_library(content).guides[DOG])


def changes(before: str, after: str) -> list[str]:
    lines = unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in lines if line[:3] not in {"---", "+++"} and not line.startswith("@@")]


def test_every_combination_of_answers_is_a_situation_and_so_is_no_answer() -> None:
    walked = list(situations(GUIDE.questions))
    assert len(walked) == count_situations(GUIDE) == (4 + 1) * (3 + 1)
    assert {} in walked
    assert {"alder": "hvalp"} in walked
    assert {"alder": "ved-ikke", "bolig": "lejer"} in walked
    assert len({tuple(situation.items()) for situation in walked}) == len(walked)


def test_no_question_is_one_situation() -> None:
    assert list(situations(())) == [{}]


def test_the_questions_of_a_condition_stand_in_the_order_of_the_guide() -> None:
    condition = item_of(GUIDE, "leg").when
    assert [question.id for question in questions_of(GUIDE, condition)] == ["alder", "bolig"]
    assert questions_of(GUIDE) == ()


def test_the_table_is_the_text_that_stands_beside_the_guide() -> None:
    assert (THIRD / DOG / "situations.txt").read_text(encoding="utf-8") == situations_table(GUIDE)


def test_the_table_says_for_each_item_who_sees_it() -> None:
    table = situations_table(GUIDE)
    assert "in 20 situations." in table.splitlines()[0]
    assert "\n\n[foer]\nspoerg-udlejer:\n  maybe bolig=?\n  shown bolig=lejer\nfind-dyrlaege: everybody\n" in table
    assert "\nejerskifte: from 2026-01-01 to 2030-06-30\n  maybe alder=?\n  shown alder=ung|voksen\n" in table
    assert "\nfind-alderen:\n  maybe alder=?\n  shown alder=ved-ikke\n" in table


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Spørg dit forsikringsselskab.", "Spørg flere forsikringsselskaber."),
        ("title: Registrér hunden", "title: Få hunden registreret"),
        ("timing: De første to uger", "timing: Snart"),
        ("due: by +2 weeks", "due: by +3 weeks"),
        ("why: Du kan miste din bolig.", "links: [lejelov]"),
        ("label: Hvordan bor du?", "label: Hvor bor du?"),
    ],
)
def test_a_changed_wording_leaves_the_table_as_it_is(tmp_path: Path, old: str, new: str) -> None:
    assert table_with(tmp_path, old, new) == situations_table(GUIDE)


def test_a_changed_rule_changes_just_the_lines_of_that_item(tmp_path: Path) -> None:
    changed = table_with(tmp_path, "when: {bolig: lejer}", "when: {bolig: ejer}")
    assert changes(situations_table(GUIDE), changed) == ["-  shown bolig=lejer", "+  shown bolig=ejer"]


def test_a_rule_for_fewer_changes_just_the_lines_of_that_item(tmp_path: Path) -> None:
    changed = table_with(tmp_path, "when: {alder: [ung, voksen]}", "when: {alder: voksen}")
    assert changes(situations_table(GUIDE), changed) == ["-  shown alder=ung|voksen", "+  shown alder=voksen"]


def test_a_changed_period_changes_just_the_line_of_that_item(tmp_path: Path) -> None:
    changed = table_with(tmp_path, "to: 2030-06-30", "to: 2030-12-31")
    assert changes(situations_table(GUIDE), changed) == [
        "-ejerskifte: from 2026-01-01 to 2030-06-30",
        "+ejerskifte: from 2026-01-01 to 2030-12-31",
    ]


def test_a_new_choice_is_counted(tmp_path: Path) -> None:
    choice = "{id: ejer, label: Jeg ejer min bolig, phrase: du ejer din bolig}"
    changed = table_with(tmp_path, choice, f"{choice}\n      - {{id: andel, label: Andel, phrase: du bor i andel}}")
    assert "in 25 situations." in changed.splitlines()[0]


def rows_of(table: str, item: str) -> list[tuple[str, dict[str, set[str]]]]:
    """The rows of one item, each with its word and the answers it stands for."""
    lines = table.splitlines()
    start = next(place for place, line in enumerate(lines) if line.startswith(f"{item}:")) + 1
    rows = []
    for line in lines[start:]:
        if not line.startswith("  "):
            break
        word, *pairs = line.split()
        rows.append((word, {name: set(given.split("|")) for name, given in (pair.split("=") for pair in pairs)}))
    return rows


def as_read(rows: list[tuple[str, dict[str, set[str]]]], situation: dict[str, str]) -> str:
    """What a reader of the table finds for a situation: its own row, or that of “?” for what is not known."""
    for stand_in in ("ved-ikke", "?"):
        looked_up = {name: stand_in if given == "ved-ikke" else given for name, given in situation.items()}
        for word, answers in rows:
            if all(looked_up.get(name, "?") in given for name, given in answers.items()):
                return word
    return "hidden"


@pytest.mark.parametrize("item", [item.id for item in GUIDE.items() if item.when.questions()])
def test_the_table_says_what_each_situation_really_shows(item: str) -> None:
    rows = rows_of(situations_table(GUIDE), item)
    for situation in situations(GUIDE.questions):
        page = page_of(GUIDE, **situation)
        shown = [s for part in page.phases + page.sections for s in part.items if s.item.id == item]
        seen = ("shown" if shown[0].settled else "maybe") if shown else "hidden"
        assert as_read(rows, dict(situation)) == seen, situation


def question(name: str, *choices: str) -> Question:
    return Question(name, "", "", "", tuple(Choice(choice, "", "") for choice in choices), {}, GUIDE.place)


def rows(when: Condition, *questions: Question, season: Season | None = None) -> list[str]:
    """The lines of the only item of a guide."""
    item = replace(item_of(GUIDE, "find-dyrlaege"), id="opgave", when=when, season=season)
    phase = replace(GUIDE.phases[0], id="fase", items=(item,))
    guide = replace(GUIDE, questions=questions, phases=(phase,), sections=())
    _, _, found = situations_table(guide).partition("[fase]\n")
    return found.splitlines()


A, B, C = question("a", "ja", "nej", UNKNOWN_CHOICE), question("b", "x", "y", UNKNOWN_CHOICE), question("c", "p", "q")
BOTH = All((Is("a", frozenset({"ja"})), Is("b", frozenset({"x"}))))


def test_a_season_stands_in_the_table() -> None:
    assert rows(All(), A, season=Season((5, 1), (5, 31))) == ["opgave: everybody season 05-01 to 05-31"]


@pytest.mark.parametrize("first", [A, question("a", UNKNOWN_CHOICE, "nej", "ja")])
def test_who_does_not_know_is_left_out_where_that_does_the_same_as_no_answer(first: Question) -> None:
    assert rows(BOTH, first, B) == ["opgave:", "  maybe a=? b=?|x", "  maybe a=ja b=?", "  shown a=ja b=x"]


def test_who_does_not_know_is_listed_where_that_does_something_else() -> None:
    unsure = All((Is("a", frozenset({UNKNOWN_CHOICE})), Is("b", frozenset({"x"}))))
    assert rows(unsure, A, B) == [
        "opgave:",
        "  maybe a=? b=?|x",
        "  maybe a=ved-ikke b=?",
        "  shown a=ved-ikke b=x",
    ]


def test_the_other_answers_are_the_same_ones_where_it_is_compared() -> None:
    found = rows(AnyOf((BOTH, Is("c", frozenset({"p"})))), A, B, C)
    assert "  maybe a=nej b=? c=?" in found, "it hangs on c alone"
    assert "  maybe a=? b=? c=?|q" in found, "it hangs on all three"
    assert not [line for line in found if "b=ved-ikke" in line]


def test_the_table_of_a_guide_is_the_same_every_time() -> None:
    assert situations_table(dog_guide()) == situations_table(GUIDE)
