"""What is changed in a file is changed, and no other line is."""

import difflib

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.frozen import CONTENT
from widget.publishing.content_files import read_content
from widget.publishing.edits import fields_of
from widget.publishing.entries import Entries, EntryPath, FieldKind
from widget.publishing.yaml_editing import add_entry, move_entry, remove_entry, set_fields
from widget.publishing.yaml_writing import Plain

FILE = """\
# links.yaml: each address once
first:
  title: One   # a comment on the line
  url: https://one.example

# --- what follows is new ---
second: {title: "Two", url: https://two.example}
phases:
  - id: before
    items:
      - id: a
        title: A
        text: >-
          A long text
          over two lines.

      # a comment between
      - id: b
        title: 'B'
        when: {any: [{x: ja}, {y: nej}]}
        sources: [one]

  - id: after
    items:
      - id: c
        title: C
"""


def changed(before: str, after: str) -> list[str]:
    """The lines that went and came."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in lines if not line.startswith(("---", "+++", "@@"))]


def test_a_value_is_changed_and_nothing_else() -> None:
    after = set_fields(FILE, ("phases", "before", "items", "b"), {"title": "Ny: titel"})
    assert changed(FILE, after) == ["-        title: 'B'", "+        title: 'Ny: titel'"]


def test_the_first_field_of_an_entry_keeps_its_dash() -> None:
    after = set_fields(FILE, ("phases", "after", "items", "c"), {"id": "d", "title": "D"})
    assert changed(FILE, after) == [
        "-      - id: c",
        "-        title: C",
        "+      - id: d",
        "+        title: D",
    ]


def test_a_field_comes_before_the_sources_and_goes_again_with_its_lines() -> None:
    at = ("phases", "before", "items", "b")
    after = set_fields(FILE, at, {"to": "2027-12-31"})
    assert changed(FILE, after) == ["+        to: 2027-12-31"]
    assert after.index("to: 2027") < after.index("sources: [one]")
    assert set_fields(after, at, {"to": None}) == FILE


def test_a_value_between_braces_stays_there() -> None:
    after = set_fields(FILE, ("second",), {"title": "To", "owner": "star"})
    assert changed(FILE, after) == [
        '-second: {title: "Two", url: https://two.example}',
        "+second: {title: To, url: 'https://two.example', owner: star}",
    ]


def test_a_condition_is_written_as_editors_write_it() -> None:
    condition: Plain = {"alder": ["under-25", "25-29"], "any": [{"x": "ja"}, {"y": "nej"}]}
    after = set_fields(FILE, ("phases", "before", "items", "a"), {"when": condition})
    assert changed(FILE, after) == ["+        when: {alder: [under-25, 25-29], any: [{x: ja}, {y: nej}]}"]


def test_a_long_text_is_folded_and_one_with_lists_keeps_its_lines() -> None:
    at = ("phases", "before", "items", "a")
    after = set_fields(FILE, at, {"text": "et to tre " * 30 + "fire"})
    assert "        text: >-\n          et to tre et" in after
    assert max(map(len, after.splitlines())) <= 120
    listed = set_fields(FILE, at, {"text": "Først:\n\n- en\n- to"})
    assert "        text: |-\n          Først:\n\n          - en\n          - to\n\n      # a comment" in listed


def test_a_new_entry_stands_where_it_was_asked_for_and_goes_without_a_trace() -> None:
    into = ("phases", "before", "items")
    for after in ("a", "b", "", None):
        longer = add_entry(FILE, into, "", {"id": "ny", "title": "Ny"}, after)
        assert changed(FILE, longer) == ["+      - id: ny", "+        title: Ny"]
        assert remove_entry(longer, (*into, "ny")) == FILE
    ids = [item["id"] for item in yaml.safe_load(add_entry(FILE, into, "", {"id": "ny"}, "a"))["phases"][0]["items"]]
    assert ids == ["a", "ny", "b"]


def test_an_entry_of_a_register_comes_last() -> None:
    after = add_entry("# links\none:\n  title: One\n", (), "two", {"title": "Two", "url": "https://two.example"})
    assert after == "# links\none:\n  title: One\ntwo:\n  title: Two\n  url: https://two.example\n"


def test_an_entry_is_moved_with_its_lines_and_back() -> None:
    into = ("phases", "after", "items")
    there = move_entry(FILE, ("phases", "before", "items", "a"), into, "c")
    read = yaml.safe_load(there)["phases"]
    assert [[item["id"] for item in part["items"]] for part in read] == [["b"], ["c", "a"]]
    assert "# a comment between" in there
    assert "          A long text\n          over two lines." in there


def test_the_last_entry_of_a_list_leaves_an_empty_one_that_can_be_filled() -> None:
    into = ("phases", "after", "items")
    empty = remove_entry(FILE, (*into, "c"))
    assert yaml.safe_load(empty)["phases"][1] == {"id": "after", "items": []}
    filled = add_entry(empty, into, "", {"id": "d", "title": "D"})
    assert yaml.safe_load(filled)["phases"][1]["items"] == [{"id": "d", "title": "D"}]


CONTENT_FILES = read_content(CONTENT)
ENTRIES = Entries(CONTENT_FILES)
PLACES = [
    (entry.path, key)
    for entry in ENTRIES.by_path.values()
    for key, spec in entry.fields.items()
    if spec.kind in {FieldKind.PROSE, FieldKind.TEXT} and entry.text(key)
]
TEXTS = st.text(min_size=1, max_size=300).map(str.strip).filter(bool)


@settings(max_examples=60, deadline=None)
@given(place=st.sampled_from(PLACES), text=TEXTS.filter(lambda text: text.isprintable() or "\n" in text))
def test_any_text_comes_back_as_it_was_typed(place: tuple[EntryPath, str], text: str) -> None:
    path, key = place
    typed = "\n".join(line.rstrip() for line in text.replace("\r", "").splitlines())
    before = CONTENT_FILES[path.file].decode()
    after = set_fields(before, path.steps, {key: typed})
    found = fields_of(after, path)
    assert found is not None
    assert found[key] == typed.strip()
    was = fields_of(before, path)
    assert was is not None
    assert {name: value for name, value in found.items() if name != key} == {
        name: value for name, value in was.items() if name != key
    }
    assert [line for line in changed(before, after) if line[1:].lstrip().startswith("#") and line[0] == "-"] == []


@pytest.mark.parametrize("path", [str(entry.path) for entry in ENTRIES.by_path.values() if entry.path.steps][::7])
def test_writing_what_is_there_already_changes_no_value(path: str) -> None:
    entry = ENTRIES.by_path[EntryPath.read(path) or EntryPath("")]
    before = CONTENT_FILES[entry.path.file].decode()
    after = set_fields(before, entry.path.steps, dict(entry.values))
    assert yaml.safe_load(after) == yaml.safe_load(before)
