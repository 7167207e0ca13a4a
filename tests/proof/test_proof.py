"""The proof of real changes, as an editor makes them in the files."""

from datetime import date
from pathlib import Path

from tests.guides.guide_examples import SHIPPED, THIRD, TODAY
from tests.proof.editions import DOG_FILE, change, changed_dog, copy_of, library_of, proof_of
from widget.guides.situations import count_situations
from widget.proof.as_text import proof_as_text
from widget.proof.guides import GuideChange
from widget.proof.items import ChangeKind, Field, ItemChange, Replaced, Reworded
from widget.proof.libraries import Proof
from widget.proof.visibility import Visibility
from widget.proof.wording import WordChange
from widget.proof.words import ProofWords

UNEMPLOYED = "hvis-du-bliver-ledig"
WORDS = ProofWords(str, "en")


def only_item(guide: GuideChange) -> ItemChange:
    (item,) = guide.items
    return item


def groups_in_words(guide: GuideChange) -> list[tuple[int, str, tuple[str, ...], tuple[str, ...]]]:
    return [(g.size, WORDS.effect(g), g.items, WORDS.situations(g, guide)) for g in guide.groups]


def test_nothing_changed_is_an_empty_proof() -> None:
    assert not proof_of(SHIPPED, SHIPPED)


def test_one_age_limit_names_those_of_that_age_and_nothing_else(tmp_path: Path) -> None:
    after = copy_of(SHIPPED, tmp_path / "after")
    rule = "when: {a-kasse: nej, alder: [under-25, 25-29]}"
    change(after, f"{UNEMPLOYED}/guide.yaml", rule, "when: {a-kasse: nej, alder: under-25}")
    proof = proof_of(SHIPPED, after)
    assert (proof.added, proof.removed, proof.entries) == ((), (), ())
    (guide,) = proof.guides
    assert (guide.id, guide.situations) == (UNEMPLOYED, count_situations(library_of(SHIPPED).guides[UNEMPLOYED]))
    assert only_item(guide).id == "kontanthjaelp-unge"
    title = ("Kontanthjælp under 30 år",)
    assert groups_in_words(guide) == [
        (
            600,
            "no longer see (it stood there with “Applies if …”)",
            title,
            ("A-kasse: “Ved ikke” or not answered; Alder: “25-29 år”",),
        ),
        (300, "no longer see", title, ("A-kasse: “Nej”; Alder: “25-29 år”",)),
        (
            1800,
            "see with another “Applies if …”",
            title,
            ("A-kasse: anything but “Ja”; Alder: “Ved ikke” or not answered",),
        ),
    ]
    assert guide.touched == 600 + 300 + 1800


def test_a_new_wording_is_told_word_by_word_and_concerns_no_rule(tmp_path: Path) -> None:
    guide = changed_dog(tmp_path, ("Begynd med få minutter.", "Begynd med ganske få minutter om dagen."))
    item = only_item(guide)
    (difference,) = item.differences
    assert isinstance(difference, Reworded)
    assert [(run.mark, run.text) for run in difference.runs] == [
        (WordChange.SAME, "Begynd med"),
        (WordChange.INSERTED, "ganske"),
        (WordChange.SAME, "få"),
        (WordChange.DELETED, "minutter."),
        (WordChange.INSERTED, "minutter om dagen."),
    ]
    assert (item.id, item.kind, item.seen_in) == ("leg", ChangeKind.CHANGED, 15)
    assert guide.groups == ()


def test_a_figure_tells_the_items_that_say_it(tmp_path: Path) -> None:
    after = copy_of(THIRD, tmp_path / "after")
    figure = library_of(THIRD).registers.facts["hundetegn"].on(TODAY).value
    text = (after / "facts.yaml").read_text(encoding="utf-8")
    (after / "facts.yaml").write_text(text.replace(f"value: {figure:g}", "value: 999"), encoding="utf-8")
    proof = proof_of(THIRD, after)
    (entry,) = proof.entries
    assert (entry.id, entry.kind, {change.field for change in entry.differences}) == (
        "hundetegn",
        ChangeKind.CHANGED,
        {Field.VALUES},
    )
    assert {use.item for use in entry.used_by} == {"Registrér hunden", "Hvad det koster"}
    (guide,) = proof.guides
    assert {item.id for item in guide.items} == {"registrer", "hvad-det-koster"}
    reworded = [difference for item in guide.items for difference in item.differences]
    assert all(isinstance(difference, Reworded) and difference.by_register for difference in reworded)


def test_who_when_and_what_it_is_known_from(tmp_path: Path) -> None:
    guide = changed_dog(
        tmp_path,
        (
            "need: good-idea\n        title: Find en dyrlæge\n        actor: dyrlaege",
            "need: must\n        title: Find en dyrlæge\n        actor: dig",
        ),
        ("due: by +2 weeks", "due: by +3 weeks"),
        ("        links: [hunderegister]\n        sources: [hunderegister, hundelov]", "        sources: [hundelov]"),
    )
    found = {item.id: {d.field: d for d in item.differences} for item in guide.items}
    assert found == {
        "find-dyrlaege": {
            Field.NEED: Replaced(Field.NEED, "good-idea", "must"),
            Field.ACTOR: Replaced(Field.ACTOR, "dyrlaege", "dig"),
            Field.DUE: Replaced(Field.DUE, "by +2 weeks", "by +3 weeks"),
        },
        "registrer": {
            Field.LINKS: Replaced(Field.LINKS, "hunderegister", ""),
            Field.SOURCES: Replaced(Field.SOURCES, "hunderegister, hundelov", "hundelov"),
        },
    }


def test_for_whom_the_dates_no_longer_hold(tmp_path: Path) -> None:
    rule = """due:
          act_by: +2 weeks
          unless: {bolig: ejer}
          otherwise: Når du har tid"""
    (change,) = changed_dog(tmp_path, ("due: by +2 weeks", rule)).items
    found = {difference.field: difference for difference in change.differences}
    assert found[Field.DUE] == Replaced(Field.DUE, "by +2 weeks", "by +2 weeks, unless {bolig: ejer}")
    assert isinstance(found[Field.TIMING], Reworded)
    assert set(found) == {Field.DUE, Field.TIMING}


def test_items_that_are_new_gone_and_moved(tmp_path: Path) -> None:
    removed = """      - id: hvad-det-koster
        title: Hvad det koster
        text: "Et hundetegn koster {fact:hundetegn}. Spørg {actor:hunderegister}."
        sources: [hunderegister]
        reviewed: 2026-11-22
"""
    added = removed.replace("hvad-det-koster", "priser").replace("Hvad det koster", "Priser")
    guide = changed_dog(tmp_path, (removed, added))
    fates = {item.id: (item.kind, item.seen_in) for item in guide.items}
    assert fates == {"priser": (ChangeKind.ADDED, 20), "hvad-det-koster": (ChangeKind.REMOVED, 20)}
    assert groups_in_words(guide) == [
        (20, "now see", ("Priser",), ("everybody",)),
        (20, "no longer see", ("Hvad det koster",), ("everybody",)),
    ]


def test_an_item_in_another_part_is_moved_and_not_new(tmp_path: Path) -> None:
    text = (THIRD / DOG_FILE).read_text(encoding="utf-8")
    block = text[text.index("      - id: forsikring") : text.index("      - id: ejerskifte")]
    after = copy_of(THIRD, tmp_path / "after")
    change(after, DOG_FILE, block, "")
    change(after, DOG_FILE, "  - id: hjemme\n", f"{block}  - id: hjemme\n")
    (guide,) = proof_of(THIRD, after).guides
    item = only_item(guide)
    assert (item.id, item.kind, item.moved_from, item.part) == (
        "forsikring",
        ChangeKind.CHANGED,
        "Når hunden er hjemme",
        "Før hunden kommer hjem",
    )
    assert guide.groups == ()


def test_a_rule_written_otherwise_is_no_change(tmp_path: Path) -> None:
    after = copy_of(THIRD, tmp_path / "after")
    change(after, DOG_FILE, "when: {alder: [ung, voksen]}", "when: {any: [{alder: voksen}, {alder: ung}]}")
    assert not proof_of(THIRD, after)


def test_a_new_date_of_review_is_told_apart_from_what_citizens_see(tmp_path: Path) -> None:
    old = "text: Spørg dit forsikringsselskab.\n        sources: [hundelov]\n        reviewed: 2026-11-22"
    item = only_item(changed_dog(tmp_path, (old, old.replace("2026-11-22", "2026-11-23"))))
    assert item.only_housekeeping


def test_an_answer_taken_away_is_said_and_the_rest_compared(tmp_path: Path) -> None:
    guide = changed_dog(
        tmp_path,
        ("      - {id: ung, label: 8 uger til 1 år, phrase: hunden er 8 uger til 1 år}\n", ""),
        ("when: {alder: [ung, voksen]}", "when: {alder: voksen}"),
        ("        when: {bolig: lejer}\n", ""),
    )
    (question,) = guide.questions
    assert (question.id, question.removed, question.added) == ("alder", ("8 uger til 1 år",), ())
    assert question.narrows_the_proof
    assert guide.situations == 4 * 4
    assert ("now see for certain, without “Applies if …”", 8) in {
        (WORDS.effect(group), group.size) for group in guide.groups
    }
    assert all("8 uger" not in line for group in guide.groups for line in WORDS.situations(group, guide))


def test_a_new_question_stands_unanswered_in_the_comparison(tmp_path: Path) -> None:
    question = """questions:
  - id: have
    label: Har du have?
    short: Have
    choices:
      - {id: ja, label: Ja, phrase: du har have}
      - {id: nej, label: Nej, phrase: du ikke har have}
      - {id: ved-ikke, label: Ved ikke, phrase: du ikke ved det}
"""
    guide = changed_dog(
        tmp_path,
        ("questions:\n", question),
        ("due: by end of month +1 month\n", "due: by end of month +1 month\n        when: {have: ja}\n"),
    )
    (added,) = guide.questions
    assert (added.kind, added.id) == (ChangeKind.ADDED, "have")
    (group,) = guide.groups
    assert (group.before, group.after, group.size, guide.situations) == (
        Visibility.CERTAIN,
        Visibility.CONDITIONAL,
        20,
        20,
    )


def test_a_rule_of_another_day_is_compared_on_that_day(tmp_path: Path) -> None:
    later = ("due: by end of month +1 month\n", "due: by end of month +1 month\n        from: 2027-01-01\n")
    before_it_holds = changed_dog(tmp_path / "a", later)
    (group,) = before_it_holds.groups
    assert (group.before, group.after, group.size) == (Visibility.CERTAIN, Visibility.HIDDEN, 20)
    assert before_it_holds.later == (date(2027, 1, 1),)
    assert changed_dog(tmp_path / "b", later, day=date(2027, 1, 1)).groups == ()


def test_a_season_is_told_and_compared_on_the_day_of_the_proof(tmp_path: Path) -> None:
    due = "due: by end of month +1 month\n"
    season = (due, f"{due}        season: 12-01 to 12-31\n")
    outside = changed_dog(tmp_path / "a", season)
    (group,) = outside.groups
    assert (group.before, group.after, group.size) == (Visibility.CERTAIN, Visibility.HIDDEN, 20)
    assert only_item(outside).differences == (Replaced(Field.SEASON, "", "12-01 to 12-31"),)
    assert changed_dog(tmp_path / "b", season, day=date(2026, 12, 1)).groups == ()


def test_a_change_under_the_same_version_is_pointed_out(tmp_path: Path) -> None:
    wording = ("Begynd med få minutter.", "Begynd med ét minut.")
    assert changed_dog(tmp_path / "a", wording).keeps_its_version
    assert not changed_dog(tmp_path / "b", wording, ("version: 2026-11-22", "version: 2026-11-23")).keeps_its_version
    review = "text: Spørg dit forsikringsselskab.\n        sources: [hundelov]\n        reviewed: 2026-11-22"
    assert not changed_dog(tmp_path / "c", (review, review.replace("11-22", "11-23"))).keeps_its_version


def test_guides_that_come_and_go(tmp_path: Path) -> None:
    with_draft = copy_of(SHIPPED, tmp_path / "with")
    new = with_draft / "ny-guide" / "guide.yaml"
    new.parent.mkdir()
    text = (SHIPPED / UNEMPLOYED / "guide.yaml").read_text(encoding="utf-8")
    new.write_text(text.replace("title: Hvis du bliver ledig\n", "title: Ny\npublished: no\n"), encoding="utf-8")
    proof: Proof = proof_of(SHIPPED, with_draft)
    (whole,) = proof.added
    assert (whole.id, whole.draft, whole.situations) == ("ny-guide", True, 7200)
    (gone,) = proof_of(with_draft, SHIPPED).removed
    assert (gone.id, gone.retired) == ("ny-guide", None)
    retired = copy_of(SHIPPED, tmp_path / "retired")
    (retired / "retired.yaml").write_text("ny-guide: {title: Væk, text: Den er her ikke.}\n", encoding="utf-8")
    (gone,) = proof_of(with_draft, retired).removed
    assert gone.retired is not None


def test_days_are_written_in_words(tmp_path: Path) -> None:
    after = copy_of(THIRD, tmp_path / "after")
    change(after, DOG_FILE, "version: 2026-11-22", "version: 2026-11-23")
    change(after, DOG_FILE, "to: 2030-06-30", "to: 2029-06-30")
    change(after, "facts.yaml", "value: 1300", "value: 1350")
    proof = proof_of(THIRD, after)
    lines = proof_as_text(proof, ProofWords(str, "da"))
    assert "22. november 2026 → 23. november 2026" in lines
    assert "30. juni 2030 → 30. juni 2029" in lines
    assert "(1. januar 2027 – 31. december 2030)" in lines
