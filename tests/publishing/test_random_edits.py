"""Any series of edits on the desk: what it makes can be read, and the proof for it is the brute walk."""

from datetime import date
from itertools import product
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.frozen import CONTENT
from widget.guides.library import Library
from widget.guides.model import Guide
from widget.proof.edition import ProofEdition
from widget.proof.libraries import compare_libraries
from widget.publishing.content_files import read_content, write_content
from widget.publishing.drafts import check_content, new_errors, with_derived_files
from widget.publishing.edits import Edit, MoveEntry, SetFields, apply_edits, fields_of, with_old_lines
from widget.publishing.entries import Entries, EntryPath

FILES = read_content(CONTENT)
DAY = date(2026, 11, 28)
BASE = check_content(FILES, DAY)
GUIDE = "naar-du-faar-nyt-job"
FILE = EntryPath(f"{GUIDE}/guide.yaml")
ITEMS = [path for path in BASE.entries.by_path if path.file == FILE.file and path.steps[2:3] == ("items",)]
PARTS = [path for path in BASE.entries.by_path if path.file == FILE.file and path.steps[:1] == ("phases",)]
PARTS = [path for path in PARTS if len(path.steps) == len(("phases", "a"))]
SHORT = ("Ring til kommunen", "Spørg: hvad nu? # sådan", "“Ja”, sagde hun", "Kort")
WORDS = {"title": SHORT, "timing": SHORT, "text": (*SHORT, "æøå " * 40)}
"""What is typed in a field. A title of 160 letters is refused, so it is in no edition."""


def library_of(files: dict[str, bytes]) -> Library:
    found = check_content(files, DAY).library
    assert found is not None
    return found


@st.composite
def edits(draw: st.DrawFn) -> list[Edit]:
    """Titles, texts, days and places of items that change, each edit on what the ones before have left."""
    made: list[Edit] = []
    files = dict(FILES)
    for _ in range(draw(st.integers(1, 3))):
        there = Entries({FILE.file: files[FILE.file]})
        items = [path for path in there.by_path if path.file == FILE.file and path.steps[2:3] == ("items",)]
        path = draw(st.sampled_from([path for path in items if path.steps[0] == "phases"]))
        entry = there.by_path[path]
        if draw(st.booleans()):
            key = draw(st.sampled_from(["title", "text", "timing"]))
            edit: Edit = SetFields(
                path, {key: entry.values.get(key)}, {key: draw(st.sampled_from(WORDS[key])).strip()}
            )
        else:
            edit = MoveEntry(path, draw(st.sampled_from(PARTS)).below("items"), "")
        made.append(edit)
        files = apply_edits(files, [edit])
    return made


@settings(max_examples=4, deadline=None)
@given(series=edits())
def test_any_series_of_edits_makes_guides_that_can_be_published(series: list[Edit]) -> None:
    content = with_derived_files(check_content(apply_edits(FILES, series), DAY), FILES)
    assert content.library is not None
    assert {problem.rule for problem in new_errors(BASE, content)} <= {"empty-section"}
    items = {item.id for guide in content.library.guides.values() for item in guide.items()}
    assert items == {item.id for guide in library_of(FILES).guides.values() for item in guide.items()}


def test_what_is_exported_is_what_was_edited(tmp_path: Path) -> None:
    path = ITEMS[0]
    edit = SetFields(path, {"title": BASE.entries.by_path[path].values["title"]}, {"title": "Ny titel"})
    files = with_derived_files(check_content(apply_edits(FILES, [edit]), DAY), FILES).files
    write_content(files, tmp_path / "out")
    assert read_content(tmp_path / "out") == files
    changed = {name for name in files if files[name] != FILES.get(name)}
    assert changed == {path.file}


def values_of(guide: Guide, item: str) -> list[bool | None]:
    """Whether an item is on the page, in each situation of the guide, asked one by one."""
    found = next(one for one in guide.items() if one.id == item)
    named = [question.id for question in guide.questions]
    answers = [(None, *question.by_id) for question in guide.questions]
    return [
        found.when.value({name: answer for name, answer in zip(named, situation, strict=True) if answer})
        for situation in product(*answers)
    ]


def test_the_proof_of_a_rule_changed_on_the_desk_counts_what_a_walk_counts() -> None:
    path = next(path for path in ITEMS if isinstance(BASE.entries.by_path[path].values.get("when"), dict))
    before = BASE.entries.by_path[path].values["when"]
    old = library_of(FILES)
    question = old.guides[GUIDE].questions[-1]
    rule = {question.id: question.choices[0].id}
    assert rule != before
    new = library_of(apply_edits(FILES, [SetFields(path, {"when": before}, {"when": rule})]))
    (change,) = compare_libraries(ProofEdition("a", old, DAY, "da"), ProofEdition("b", new, DAY, "da")).guides
    walks = (values_of(library.guides[GUIDE], path.steps[-1]) for library in (old, new))
    pairs = list(zip(*walks, strict=True))
    assert change.situations == len(pairs)
    # Where both are open, the words say another condition than before: the two rules ask other questions.
    assert change.touched == sum(1 for was, is_now in pairs if was is not is_now or was is None)
    assert change.touched


@settings(max_examples=6, deadline=None)
@given(data=st.data())
def test_edits_that_end_where_they_began_leave_every_byte_as_it_was(data: st.DataObject) -> None:
    """Fields changed once, twice, taken away, and given back what they said, in any order of the giving back."""
    entries = [entry for path, entry in BASE.entries.by_path.items() if path.file in {FILE.file, "links.yaml"}]
    chosen = data.draw(
        st.lists(st.sampled_from([one for one in entries if one.text("title")]), min_size=1, max_size=3)
    )
    files = dict(FILES)
    for entry in chosen:
        for title in data.draw(st.lists(st.sampled_from((*SHORT, "a: b", "lang " * 40)), min_size=1, max_size=3)):
            now = fields_of(files[entry.path.file].decode(), entry.path)
            assert now is not None
            files = apply_edits(files, [SetFields(entry.path, {"title": now["title"]}, {"title": title.strip()})])
        if entry.text("text"):
            files = apply_edits(files, [SetFields(entry.path, {"text": entry.values["text"]}, {"text": "Kort"})])
            files = apply_edits(files, [SetFields(entry.path, {"text": "Kort"}, {"text": entry.values["text"]})])
        files = apply_edits(
            files,
            [SetFields(entry.path, {}, {key: entry.values[key] for key in ("title", "text") if key in entry.values})],
        )
    other = next(one for one in entries if one not in chosen and one.text("title") and one.path.file == FILE.file)
    assert with_old_lines(files, FILES) == FILES
    edit = SetFields(other.path, {"title": other.values["title"]}, {"title": "En anden"})
    both = with_old_lines(apply_edits(files, [edit]), FILES)
    assert both == apply_edits(FILES, [edit])
