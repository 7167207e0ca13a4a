"""The edits of a change set: what was done to which entry. They can be done again on a newer edition."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from widget.publishing.content_files import Files
from widget.publishing.entries import EntryPath
from widget.publishing.guide_catalogues import catalogue_file
from widget.publishing.yaml_editing import (
    UneditableFile,
    YamlFile,
    add_entry,
    move_entry,
    remove_entry,
    set_fields,
)
from widget.publishing.yaml_restoring import restored_text
from widget.publishing.yaml_writing import Plain, plain_value


class StaleEditError(Exception):
    """An edit that cannot be done: the entry is another than it was when the edit was made, or is gone.

    `found` is what stands in the fields now that differ; empty where the entry is gone.
    """

    def __init__(self, edit: "Edit", found: Mapping[str, Plain | None]) -> None:
        super().__init__(str(edit.path))
        self.edit = edit
        self.found = found


@dataclass(frozen=True, slots=True)
class SetFields:
    """Other values in the fields of an entry. None stands for a field that is not there."""

    path: EntryPath
    before: Mapping[str, Plain | None]
    after: Mapping[str, Plain | None]

    def apply(self, text: str) -> str:
        """The text of the file afterwards. Raises `StaleEditError` or `UneditableFile`."""
        there = fields_of(text, self.path)
        if there is None:
            raise StaleEditError(self, {})
        other = {key: there.get(key) for key, value in self.before.items() if there.get(key) != value}
        if other and {key: there.get(key) for key in self.after} != dict(self.after):
            raise StaleEditError(self, other)
        changed = {key: value for key, value in self.after.items() if there.get(key) != value}
        return set_fields(text, self.path.steps, changed)


@dataclass(frozen=True, slots=True)
class AddEntry:
    """A new entry, named `name`, in the list or mapping at `path`.

    It comes last, or after the entry `after`, or first where that is empty.
    """

    path: EntryPath
    name: str
    values: Mapping[str, Plain]
    after: str | None = None

    def apply(self, text: str) -> str:
        """The text of the file afterwards. Raises `StaleEditError` or `UneditableFile`."""
        if self.name and fields_of(text, self.entry) is not None:
            raise StaleEditError(self, {})
        after = self.after
        if after and YamlFile.read(text).find((*self.path.steps, after)) is None:
            after = None
        return add_entry(text, self.path.steps, self.name, self.values, after)

    @property
    def entry(self) -> EntryPath:
        """The path of the new entry; only where it has a name."""
        return EntryPath(self.path.file, (*self.path.steps, self.name))


@dataclass(frozen=True, slots=True)
class RemoveEntry:
    """An entry taken away that was as `before`."""

    path: EntryPath
    before: Mapping[str, Plain]

    def apply(self, text: str) -> str:
        """The text of the file afterwards. Raises `StaleEditError` or `UneditableFile`."""
        there = fields_of(text, self.path)
        if there != dict(self.before):
            raise StaleEditError(self, there or {})
        return remove_entry(text, self.path.steps)


@dataclass(frozen=True, slots=True)
class MoveEntry:
    """An entry in another place: in the list `into`, after the entry `after`, or first where that is empty."""

    path: EntryPath
    into: EntryPath
    after: str

    def apply(self, text: str) -> str:
        """The text of the file afterwards. Raises `StaleEditError` or `UneditableFile`."""
        file = YamlFile.read(text)
        if file.find(self.path.steps) is None or (self.after and file.find((*self.into.steps, self.after)) is None):
            raise StaleEditError(self, {})
        if self.into.steps == self.path.steps[:-1] and self.after == self.path.steps[-1]:
            return text
        return move_entry(text, self.path.steps, self.into.steps, self.after)


@dataclass(frozen=True, slots=True)
class SetTranslations:
    """Translations of texts into a language, by their originals; an empty one takes the translation away.

    `before` are those that were in use. They are no lines of a file that is read here: the catalogues are made from
    the texts and these, once all other edits are done.
    """

    language: str
    before: Mapping[str, str]
    after: Mapping[str, str]

    @property
    def path(self) -> EntryPath:
        """The catalogue."""
        return EntryPath(catalogue_file(self.language))


@dataclass(frozen=True, slots=True)
class AddGuide:
    """A new guide: the `text` of its file at `path`."""

    path: EntryPath
    text: str


Edit = SetFields | AddEntry | RemoveEntry | MoveEntry | SetTranslations | AddGuide

_KINDS: dict[str, type[Edit]] = {
    "set": SetFields,
    "add": AddEntry,
    "remove": RemoveEntry,
    "move": MoveEntry,
    "translate": SetTranslations,
    "guide": AddGuide,
}


def translations_in(edits: Sequence[Edit]) -> dict[str, dict[str, str]]:
    """The translations that some edits lead to, by language and original: of each the last."""
    made: dict[str, dict[str, str]] = {}
    for edit in edits:
        if isinstance(edit, SetTranslations):
            made.setdefault(edit.language, {}).update(edit.after)
    return made


def apply_edits(files: Files, edits: Sequence[Edit]) -> dict[str, bytes]:
    """The files after some edits, one after another. Raises `StaleEditError` or `UneditableFile`."""
    edited = dict(files)
    for edit in edits:
        if isinstance(edit, SetTranslations):
            continue
        name = edit.path.file
        if (name in edited) is isinstance(edit, AddGuide):
            raise StaleEditError(edit, {})
        if isinstance(edit, AddGuide):
            edited[name] = edit.text.encode()
            continue
        try:
            text = edited[name].decode("utf-8")
        except UnicodeDecodeError as error:
            raise UneditableFile(f"{name}: {error}") from error
        windows = "\r\n" in text
        after = edit.apply(text.replace("\r\n", "\n"))
        edited[name] = (after.replace("\n", "\r\n") if windows else after).encode()
    return edited


def with_old_lines(files: Files, base: Files) -> dict[str, bytes]:
    """The files with the lines of `base` wherever an edit has led back to what stood there."""
    made = dict(files)
    for name, content in files.items():
        if name.endswith(".yaml") and name in base and base[name] != content:
            with suppress(UneditableFile, UnicodeDecodeError):
                texts = (one.decode("utf-8").replace("\r\n", "\n") for one in (content, base[name]))
                text = restored_text(*texts)
                made[name] = (text.replace("\n", "\r\n") if b"\r\n" in content else text).encode()
    return made


def fields_of(text: str, path: EntryPath) -> dict[str, Plain] | None:
    """What stands in the fields of an entry; None where there is none. Raises `UneditableFile`."""
    node = YamlFile.read(text).find(path.steps)
    found = None if node is None else plain_value(node)
    return dict(found.items()) if isinstance(found, Mapping) else None


def edit_to_json(edit: Edit) -> str:
    """An edit as it is kept."""
    kind = next(name for name, one in _KINDS.items() if isinstance(edit, one))
    fields: dict[str, Any] = {name: getattr(edit, name) for name in edit.__dataclass_fields__}
    written = {name: str(value) if isinstance(value, EntryPath) else value for name, value in fields.items()}
    return json.dumps({"kind": kind, **written}, ensure_ascii=True)


def edit_from_json(text: str) -> Edit:
    """An edit from how it is kept. Raises `ValueError`."""
    fields = json.loads(text)
    kind = _KINDS[fields.pop("kind")]
    for name in ("path", "into"):
        if name in fields:
            path = EntryPath.read(fields[name])
            if path is None:
                raise ValueError(f"“{fields[name]}” is no entry.")
            fields[name] = path
    return kind(**fields)
