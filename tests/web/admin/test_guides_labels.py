"""Editors meet no names of the files: every field that has a form is called by a word of theirs."""

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import widget
from widget.publishing.content_files import read_content
from widget.publishing.drafts import CheckedContent
from widget.publishing.entries import Entries, EntryPath, FieldKind
from widget.web.admin.guides.context import GuideDesk
from widget.web.admin.guides.labels import LABELS, WORDS
from widget.web.admin.guides.places import entry_heading

CONTENT = Path(widget.__file__).parent / "content"
"""The shipped guides: they use every field that there is."""

OF_IDS = {"formerly", "heights"}
"""Entries whose fields are ids of the guide, or widths."""


def test_every_field_has_a_name_for_editors() -> None:
    entries = Entries(read_content(CONTENT)).by_path.values()
    fields = {
        key
        for entry in entries
        if entry.path.steps and entry.path.steps[-1] not in OF_IDS
        for key, field in entry.fields.items()
        if field.kind is not FieldKind.ENTRIES
    }
    assert {"act_by", "confirmed_until", "together_with"} <= fields, "those of tasks are among them"
    assert fields - LABELS.keys() == set()


def test_every_word_of_the_files_has_a_name_for_editors() -> None:
    words = {
        word
        for entry in Entries(read_content(CONTENT)).by_path.values()
        for key, field in entry.fields.items()
        if field.kind is FieldKind.WORD and key in {"need", "ends", "repeats", "unit"}
        for word in field.known
    }
    assert words - WORDS.keys() == set()


def test_the_form_of_the_dates_is_headed_with_their_task() -> None:
    entries = Entries(read_content(CONTENT))
    desk = cast("GuideDesk", SimpleNamespace(label=lambda key: LABELS.get(key, key)))
    content = cast("CheckedContent", SimpleNamespace(entries=entries))
    task = ("phases", "slutningen-af-maaneden", "items", "dagpengekort")
    headings = [
        entry_heading(desk, content, entries.by_path[EntryPath("hvis-du-bliver-ledig/guide.yaml", steps)])
        for steps in (task, (*task, "due"))
    ]
    assert headings == ["Send dit dagpengekort", "Send dit dagpengekort: Deadline, as a rule"]
