"""The draft of what citizens are told of a change: what they read of it, and when it begins or ends."""

from pathlib import Path

import pytest

from tests.guides.guide_examples import THIRD
from tests.proof.editions import DOG_FILE, change, copy_of, library_of
from widget.guides.richtext import Filling, RichText
from widget.publishing.change_notes import GuideNote, guide_notes


def read(text: RichText) -> str:
    return text.plain(Filling({}, {}, str, str))


@pytest.fixture
def after(tmp_path: Path) -> Path:
    return copy_of(THIRD, tmp_path / "after")


def note(after: Path) -> GuideNote:
    (found,) = guide_notes(library_of(THIRD), library_of(after), read)
    return found


def test_nothing_is_told_where_nothing_is_changed(after: Path) -> None:
    assert guide_notes(library_of(THIRD), library_of(after), read) == ()


def test_items_are_told_by_what_became_of_them(after: Path) -> None:
    change(after, DOG_FILE, "Spørg dit forsikringsselskab.", "Spørg dit selskab.")
    change(after, DOG_FILE, "to: 2030-06-30", "to: 2027-06-30")
    change(after, DOG_FILE, "id: leg\n", "id: alene\n")
    assert note(after).text == (
        "Nyt: “Lær hunden at være alene”. Ændret: “Tegn en ansvarsforsikring”. "
        "Slutter: “Den gamle ejer bliver slettet” (sidste dag 30. juni 2027). "
        "Findes ikke længere: “Lær hunden at være alene”."
    )
    assert not note(after).told


def test_a_rule_that_begins_later_is_told_with_its_day(after: Path) -> None:
    change(after, DOG_FILE, "from: 2026-01-01\n", "from: 2027-01-01\n")
    assert note(after).text == "Ændret: “Den gamle ejer bliver slettet” (fra 1. januar 2027)."


def test_figures_questions_and_the_introduction_are_told(after: Path) -> None:
    change(after, "facts.yaml", "value: 1300", "value: 1350")
    change(after, DOG_FILE, "label: Under 8 uger", "label: Under 9 uger")
    change(after, DOG_FILE, "lead: Her kan du se", "lead: Se her")
    assert note(after).text == (
        "Ændrede spørgsmål og svar: “Hvor gammel er hunden?”. "
        "Nye tal: “Pris for et hundetegn”. Indledningen er ændret."
    )


def test_what_no_citizen_reads_is_not_told(after: Path) -> None:
    change(after, DOG_FILE, "timing: De første to uger\n", "timing: De første to uger  # mærk dette\n")
    change(after, DOG_FILE, "version: 2026-11-22\nreviewed: 2026-11-22", "version: 2026-11-22\nreviewed: 2026-11-23")
    assert guide_notes(library_of(THIRD), library_of(after), read) == ()


def test_a_guide_whose_version_is_another_one_is_told_of(after: Path) -> None:
    change(after, DOG_FILE, "Spørg dit forsikringsselskab.", "Spørg dit selskab.")
    change(after, DOG_FILE, "version: 2026-11-22", "version: 2026-11-23")
    assert note(after).told


def test_a_guide_with_another_line_in_its_changes_is_told_of_also_on_the_day_of_its_version(after: Path) -> None:
    change(after, DOG_FILE, "Spørg dit forsikringsselskab.", "Spørg dit selskab.")
    change(
        after, DOG_FILE, "owner: dyrlaege", "owner: dyrlaege\nchanges: [{date: 2026-11-22, text: Spørg dit selskab.}]"
    )
    assert note(after).told


def test_of_many_items_some_are_named_and_the_others_counted(after: Path) -> None:
    file = after / DOG_FILE
    file.write_text(file.read_text(encoding="utf-8").replace("sources: [hundelov]", "unconfirmed: yes", 9), "utf-8")
    change(after, DOG_FILE, "title: Registrér hunden", "title: Registrér din hund")
    change(after, DOG_FILE, "title: Den gamle ejer bliver slettet", "title: Ejeren bliver slettet")
    change(after, DOG_FILE, "title: Spørg, om du må holde hund", "title: Må du holde hund?")
    assert note(after).text.endswith("“Registrér din hund”, “Tegn en ansvarsforsikring” og 2 andre.")
