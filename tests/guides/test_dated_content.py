"""Content that switches by itself: variants under one id, dated questions, rules that are confirmed until a day."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from tests.guides.guide_examples import DOG, THIRD, answers_of, filling_of
from widget.guides.checking import check_library
from widget.guides.extraction import read_prose
from widget.guides.library import Library
from widget.guides.loading import read_library
from widget.guides.model import Item
from widget.guides.personalise import PersonalGuide, personalise

BEFORE, AFTER = date(2026, 12, 31), date(2027, 1, 1)
Edit = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the third guide, to write into."""
    return copytree(THIRD, tmp_path / "content")


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Replace a text, which must stand there once, in a file of the copy."""

    def replace(file: str, old: str, new: str) -> None:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, old
        path.write_text(text.replace(old, new), encoding="utf-8")

    return replace


GUIDE = f"{DOG}/guide.yaml"


def read(folder: Path) -> Library:
    library, problems = read_library(folder)
    assert not problems.errors, [str(problem) for problem in problems.errors]
    assert library
    return library


def item(library: Library, item_id: str, day: date) -> Item:
    (found,) = (one for one in library.on(day).guides[DOG].items() if one.id == item_id)
    return found


def page(library: Library, today: date, **parameters: str) -> PersonalGuide:
    """What a citizen sees, by the rules of their own day."""
    answers = answers_of(library.on(today).guides[DOG], **parameters)
    day = library.day_of_rules(today, answers.day_0)
    return personalise(library.on(day).guides[DOG], answers, today, (), day)


def test_an_item_is_otherwise_from_a_day_on_under_the_same_id(folder: Path, edit: Edit) -> None:
    edit(
        GUIDE,
        "        timing: Senest i måneden efter\n",
        "        timing: Senest i måneden efter\n"
        "        variants:\n"
        "          - {from: 2027-01-01, timing: Senest om to uger, due: by +14 days, when: {bolig: lejer}}\n",
    )
    library = read(folder)
    before, after = item(library, "forsikring", BEFORE), item(library, "forsikring", AFTER)
    assert (before.timing, str(before.due)) == ("Senest i måneden efter", "by end of month +1 months")
    assert (after.timing, str(after.due)) == ("Senest om to uger", "by +14 days")
    assert not before.when.questions()
    assert after.when.questions() == {"bolig"}
    assert after.title == before.title, "what the variant does not name stays"
    assert library.guides[DOG].part_of == library.on(AFTER).guides[DOG].part_of


def test_after_the_last_day_of_a_variant_the_entry_holds_again(folder: Path, edit: Edit) -> None:
    edit(
        GUIDE,
        "        text: Spørg dit forsikringsselskab.\n",
        "        text: Spørg dit forsikringsselskab.\n"
        "        variants: [{from: 2027-01-01, to: 2027-06-30, text: Ring først.}]\n",
    )
    library = read(folder)
    said = {
        day: item(library, "forsikring", date.fromisoformat(day)).text.plain(filling_of(library))
        for day in ("2026-12-31", "2027-01-01", "2027-06-30", "2027-07-01")
    }
    assert list(said.values()) == [
        *("Spørg dit forsikringsselskab.", "Ring først.", "Ring først.", "Spørg dit forsikringsselskab.")
    ]


@pytest.mark.parametrize(
    "variants",
    ["[{timing: x}]", "[{from: 2027-01-01, timing: x}, {from: 2027-06-01, timing: y}]", "{from: 2027-01-01}"],
)
def test_variants_without_days_of_their_own_are_a_problem(folder: Path, edit: Edit, variants: str) -> None:
    edit(GUIDE, "        due: on day 0\n", f"        due: on day 0\n        variants: {variants}\n")
    _, problems = read_library(folder)
    (problem,) = problems.errors
    assert problem.place.file == GUIDE


def test_a_mistake_that_would_come_next_year_is_found_today(folder: Path, edit: Edit) -> None:
    edit(
        GUIDE,
        "        due: on day 0\n",
        "        due: on day 0\n        variants: [{from: 2027-01-01, due: engang}]\n",
    )
    _, problems = read_library(folder)
    (problem,) = problems.errors
    assert "“engang” er ikke en frist" in problem.message


def test_questions_and_choices_begin_and_end(folder: Path, edit: Edit) -> None:
    edit(
        GUIDE,
        "{id: voksen, label: Over 1 år, phrase: hunden er over 1 år}",
        "{id: voksen, label: Over 1 år, phrase: hunden er over 1 år}\n"
        "      - {id: gammel, label: Over 10 år, phrase: hunden er over 10 år, from: 2027-01-01}",
    )
    edit(
        GUIDE,
        "{id: ejer, label: Jeg ejer min bolig, phrase: du ejer din bolig}",
        "{id: ejer, label: Jeg ejer min bolig, phrase: du ejer din bolig, to: 2026-12-31}",
    )
    library = read(folder)
    choices = {
        day: [list(question.by_id) for question in library.on(day).guides[DOG].questions] for day in (BEFORE, AFTER)
    }
    assert choices[BEFORE] == [["hvalp", "ung", "voksen", "ved-ikke"], ["ejer", "lejer", "ved-ikke"]]
    assert choices[AFTER] == [["hvalp", "ung", "voksen", "gammel", "ved-ikke"], ["lejer", "ved-ikke"]]
    kept = page(library, BEFORE, bolig="ejer", dato="2027-01-15")
    assert kept.answers.values == {}, "an answer that is none on the citizen's day is as if it were not given"


def test_names_and_addresses_switch_too(folder: Path, edit: Edit) -> None:
    edit(
        "actors.yaml",
        "  in_text: dyrlægen\n",
        "  in_text: dyrlægen\n  variants: [{from: 2027-01-01, in_text: dyreklinikken}]\n",
    )
    edit(
        "links.yaml",
        "  url: https://lov.example/leje\n",
        "  url: https://lov.example/leje\n  variants: [{from: 2027-01-01, url: 'https://lov.example/leje-2027'}]\n",
    )
    library = read(folder)
    for day, name, address in (
        (BEFORE, "dyrlægen", "lov.example/leje"),
        (AFTER, "dyreklinikken", "lov.example/leje-2027"),
    ):
        assert library.on(day).registers.actors["dyrlaege"].in_text == name
        text = item(library, "spoerg-udlejer", day).text.html(filling_of(library.on(day), day))
        assert f'href="https://{address}"' in text


def test_translators_are_given_the_texts_of_later_days(folder: Path, edit: Edit) -> None:
    edit(
        GUIDE,
        "        text: Spørg dit forsikringsselskab.\n",
        "        text: Spørg dit forsikringsselskab.\n        variants: [{from: 2027-01-01, text: Ring først.}]\n",
    )
    texts = [prose.text for prose in read_prose(GUIDE, (folder / GUIDE).read_text(encoding="utf-8"))]
    assert texts.count("Spørg dit forsikringsselskab.") == texts.count("Ring først.") == 1


def test_a_rule_that_is_confirmed_until_a_day_may_have_changed_after_it(folder: Path, edit: Edit) -> None:
    edit(
        GUIDE,
        "        due: on day 0\n",
        "        due: on day 0\n        confirmed_until: 2026-12-31\n        ask: dyrlaege\n",
    )
    library = read(folder)
    seen = {
        today: [shown.item.id for part in page(library, today).phases for shown in part.items if shown.unconfirmed]
        for today in (BEFORE, AFTER)
    }
    assert seen == {BEFORE: [], AFTER: ["registrer"]}
    ahead = page(library, BEFORE, dato="2027-01-04")
    assert [shown.item.id for shown in ahead.tasks if shown.unconfirmed] == ["registrer"], "by the citizen's own date"


def test_figures_follow_the_citizens_own_date(folder: Path) -> None:
    library = read(folder)
    price = library.registers.facts["hundetegn"]
    assert price.in_words(page(library, BEFORE, dato="2026-12-30").day, "da") == "1.250 kr. (2026)"
    assert price.in_words(page(library, BEFORE, dato="2027-01-04").day, "da") == "1.300 kr. (2030)"
    assert price.in_words(page(library, AFTER, dato="2026-12-30").day, "da") == "1.300 kr. (2030)"


def test_the_day_of_the_rules_is_one_of_few(folder: Path) -> None:
    """Pages for all first days between two switches are the same but for the dates."""
    library = read(folder)
    days = {page(library, BEFORE, dato=f"2027-{month:02}-15").day for month in range(1, 13)}
    assert days == {AFTER}


INSURANCE = "        timing: Senest i måneden efter\n"


def seen_on(library: Library, item_id: str, *days: str, **parameters: str) -> dict[str, bool]:
    """Whether an item is on the page of a citizen who reads on each of these days."""
    pages = {day: page(library, date.fromisoformat(day), **parameters) for day in days}
    return {day: item_id in shown.visible_ids() for day, shown in pages.items()}


def test_an_item_of_a_season_goes_by_the_day_of_reading_every_year(folder: Path, edit: Edit) -> None:
    edit(GUIDE, INSURANCE, f"{INSURANCE}        season: 11-15 to 12-31\n")
    library = read(folder)
    seen = {
        "2026-11-14": False, "2026-11-15": True, "2026-12-31": True, "2027-01-01": False, "2027-12-31": True,
    }  # fmt: skip
    for own_date in ("2026-10-01", "2026-12-20", "2027-01-04", "2027-06-30"):
        assert seen_on(library, "forsikring", *seen, dato=own_date) == seen
    assert seen_on(library, "forsikring", *seen) == seen


def test_a_text_of_a_section_has_a_season_too(folder: Path, edit: Edit) -> None:
    """By the day of reading, also for a citizen whose date is in January and whose rules are those of January."""
    title = "        title: Hvad det koster\n"
    edit(GUIDE, title, f"{title}        season: 12-27 to 01-05\n")
    seen = {"2026-12-26": False, "2026-12-27": True, "2027-01-05": True, "2027-01-06": False}
    for parameters in ({}, {"dato": "2027-01-04"}):
        assert seen_on(read(folder), "hvad-det-koster", *seen, **parameters) == seen


def test_a_season_can_lie_over_new_year(folder: Path, edit: Edit) -> None:
    edit(GUIDE, INSURANCE, f"{INSURANCE}        season: 12-27 to 01-05\n")
    seen = {"2026-12-26": False, "2026-12-27": True, "2027-01-05": True, "2027-01-06": False}
    assert seen_on(read(folder), "forsikring", *seen) == seen


@pytest.mark.parametrize("season", ["vinter", "11-15", "2026-11-15 to 2026-12-31", "02-30 to 03-01", "11-15–12-31"])
def test_what_is_no_season_is_a_problem(folder: Path, edit: Edit, season: str) -> None:
    edit(GUIDE, "        due: on day 0\n", f"        due: on day 0\n        season: {season}\n")
    _, problems = read_library(folder)
    (problem,) = problems.errors
    assert season in problem.message
    assert "11-15 to 12-31" in problem.advice


@pytest.mark.parametrize("today", [date(2026, 11, 22), date(2026, 3, 1)])
def test_check_looks_at_the_guide_within_a_season_and_outside_it(folder: Path, edit: Edit, today: date) -> None:
    edit(GUIDE, "        due: on day 0\n", "        due: on day 0\n        season: 11-15 to 12-31\n")
    library = read(folder)
    wrong = [str(problem) for problem in check_library(library, today).errors if "registrer" in str(problem)]
    assert wrong, "a jump leads to what is not always there"
