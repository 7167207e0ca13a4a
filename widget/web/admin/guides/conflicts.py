"""The edits of a change set that cannot be done on other files, beside what stands there. Reads no request."""

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import shorten

from widget.publishing.catalogue_texts import usable_translations
from widget.publishing.content_files import Files
from widget.publishing.edits import AddEntry, AddGuide, Edit, MoveEntry, RemoveEntry, SetFields, SetTranslations
from widget.publishing.entries import Entries, Entry, EntryPath, FieldSpec
from widget.publishing.records import ChangeSet, RecordedEdit
from widget.publishing.yaml_writing import Plain
from widget.web.admin.guides.context import GuideDesk
from widget.web.admin.guides.field_words import FieldWords
from widget.web.admin.guides.places import entry_address, spec_for_new

_BEGINNING = 80
"""Signs of a Danish text that are enough to know it by."""


@dataclass(frozen=True, slots=True)
class ConflictField:
    """A field of an edit: what was written, and what stands there otherwise."""

    label: str
    written: str
    now: str


@dataclass(frozen=True, slots=True)
class RefusedEdit:
    """An edit that cannot be done, with its fields that differ.

    `address` is the form of its entry, empty where there is none. `gone` says that the entry is not there, or for a
    new one (`added`) the place that it was put in; `removed` that the edit took it away. `language` is that of
    translations.
    """

    fields: tuple[ConflictField, ...] = ()
    address: str = ""
    gone: bool = False
    added: bool = False
    removed: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Conflicts:
    """All of them by number. `undoing` says that an edit was to be taken out, not a newer edition taken in."""

    by_number: Mapping[int, RefusedEdit]
    undoing: bool


class ConflictReader:
    """Reads what stands in the files on which edits of a change set cannot be done."""

    def __init__(self, desk: GuideDesk, change_set: ChangeSet, files: Files) -> None:
        self._desk = desk
        self._change_set = change_set
        self._files = files
        self._there = Entries(files)
        self._here = desk.content_of(change_set)

    def read(self, edits: tuple[RecordedEdit, ...], *, undoing: bool) -> Conflicts:
        """What each edit wrote, and what stands there."""
        return Conflicts({one.number: self._read(one.edit) for one in edits}, undoing)

    def _read(self, edit: Edit) -> RefusedEdit:
        if isinstance(edit, SetTranslations):
            return self._translations(edit)
        if isinstance(edit, AddGuide):
            now = self._files.get(edit.path.file, b"").decode("utf-8", "replace")
            return RefusedEdit((ConflictField(edit.path.file, edit.text, now),), self._address(edit.path))
        if isinstance(edit, AddEntry):
            return self._added(edit)
        there, address = self._there.get(edit.path), self._address(edit.path)
        if isinstance(edit, MoveEntry) or (there is None and isinstance(edit, RemoveEntry)):
            return RefusedEdit(address=address, gone=there is None)
        removed = isinstance(edit, RemoveEntry)
        written = edit.after if isinstance(edit, SetFields) else edit.before
        keys = (*written, *there.values) if removed and there else tuple(written)
        shown = {key: written.get(key) for key in dict.fromkeys(keys)}
        described = there or self._here.entries.get(edit.path)
        fields = self._fields(edit.path, described.fields if described else {}, shown, there)
        return RefusedEdit(fields, address, gone=there is None, removed=removed)

    def _added(self, edit: AddEntry) -> RefusedEdit:
        place = EntryPath(edit.path.file, edit.path.steps[:-1])
        gone = bool(edit.path.steps) and self._there.get(place) is None
        there = self._there.get(edit.entry) if edit.name else None
        specs = spec_for_new(self._here, edit.path) or {}
        fields = self._fields(edit.path, specs, edit.values, there)
        address = self._address(edit.entry) if edit.name else ""
        return RefusedEdit(fields, address, gone=gone, added=True)

    def _translations(self, edit: SetTranslations) -> RefusedEdit:
        there = usable_translations(self._files, edit.language)
        fields = tuple(
            ConflictField(shorten(original, _BEGINNING, placeholder=" …"), text or "–", there.get(original) or "–")
            for original, text in edit.after.items()
            if there.get(original, "") != text
        )
        return RefusedEdit(fields, language=edit.language)

    def _fields(
        self,
        path: EntryPath,
        specs: Mapping[str, FieldSpec],
        written: Mapping[str, Plain | None],
        there: Entry | None,
    ) -> tuple[ConflictField, ...]:
        """The fields in which something else was written than what stands there."""
        library = self._desk.library_of(self._here)
        words = FieldWords(self._desk, library, library.guides.get(path.guide))
        now = there.values if there else {}
        return tuple(
            ConflictField(
                self._desk.label(key), words.of(specs.get(key), value), words.of(specs.get(key), now.get(key))
            )
            for key, value in written.items()
            if there is None or value != now.get(key)
        )

    def _address(self, path: EntryPath) -> str:
        return entry_address(self._change_set, path) if self._here.entries.get(path) else ""
