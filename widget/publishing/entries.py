"""The entries of a content folder that can be changed by themselves: which fields each has, and what is in them.

The readers of the files are asked while they read: so a field that a reader learns is here without another line.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeVar

import yaml

from widget.guides.guide_parsing import read_guide
from widget.guides.problems import Problem, Problems
from widget.guides.register_parsing import read_registers, read_retired
from widget.guides.registers import Registers
from widget.guides.schema import Fields
from widget.guides.yaml_nodes import compose
from widget.publishing.content_files import Files
from widget.publishing.yaml_writing import Plain, plain_value

GUIDE_FILE = "guide.yaml"
REGISTERS = ("links.yaml", "actors.yaml", "facts.yaml")
FUNDS = "funds.yaml"
RETIRED = "retired.yaml"

Value = TypeVar("Value")


class FieldKind(Enum):
    """What a field holds."""

    TEXT = "text"
    PROSE = "prose"
    """A text that citizens read."""
    ID = "id"
    DAY = "day"
    NUMBER = "number"
    YES_NO = "yes-no"
    WORD = "word"
    """One of the words that are known there."""
    WORDS = "words"
    LINKS = "links"
    """Entries of a register."""
    CONDITION = "condition"
    """A value of another form, such as a condition."""
    ENTRIES = "entries"
    """Entries below this one, which have fields of their own."""


_BLUR = frozenset({FieldKind.TEXT, FieldKind.CONDITION})
"""What a reader asks for on the way to something that says more."""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """A field as its reader asks for it. `known` are the words that may stand in it, where they are listed."""

    key: str
    kind: FieldKind
    required: bool = False
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class EntryPath:
    """Where an entry stands: its file, and the keys and ids on the way; `#2` is the third of a list without ids."""

    file: str
    steps: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "/".join((self.file, *self.steps)) if self.steps else self.file

    @classmethod
    def read(cls, text: str) -> "EntryPath | None":
        """The path that `str` wrote; None where it is none."""
        file, dot, rest = text.partition(".yaml")
        if not dot or (rest and not rest.startswith("/")):
            return None
        return cls(f"{file}.yaml", tuple(step for step in rest.split("/") if step))

    def below(self, key: str, name: str = "") -> "EntryPath":
        """The path of an entry in the field `key`."""
        return EntryPath(self.file, (*self.steps, key, *([name] if name else [])))

    @property
    def guide(self) -> str:
        """The id of the guide that it stands in; empty in a register."""
        folder, _, name = self.file.rpartition("/")
        return folder if name == GUIDE_FILE else ""


@dataclass(slots=True)
class Entry:
    """An entry: its fields, what stands in them as texts, lists and mappings, and on which lines."""

    path: EntryPath
    first_line: int
    last_line: int
    fields: dict[str, FieldSpec] = field(default_factory=dict)
    values: dict[str, Plain] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def text(self, key: str) -> str:
        """The text of a field; empty where there is none."""
        value = self.values.get(key, "")
        return value if isinstance(value, str) else ""

    def words(self, key: str) -> tuple[str, ...]:
        """The words of a field."""
        value = self.values.get(key, ())
        words = (value,) if isinstance(value, str) else value
        return tuple(word for word in words if isinstance(word, str) and word)

    def field_at(self, line: int) -> str:
        """The field that a line belongs to; empty where it is the entry as a whole."""
        before = [key for key, at in self.lines.items() if at <= line]
        return max(before, key=lambda key: self.lines[key]) if before else ""


class Entries:
    """All entries of the files, in their order, and what the readers found wrong."""

    def __init__(self, files: Files) -> None:
        self.by_path: dict[EntryPath, Entry] = {}
        self.problems = Problems()
        self.read = frozenset(name for name in files if name.endswith(".yaml"))
        found = {name: self._fields(name, files) for name in sorted(self.read)}
        links, actors, facts = (found.get(name) or self._nothing(name) for name in REGISTERS)
        registers = read_registers(links, actors, facts, "", found.get(FUNDS))
        for name, fields in found.items():
            if fields is not None and EntryPath(name).guide:
                self._guide(fields, registers)
        guides = {EntryPath(name).guide for name in found}
        if retired := found.get(RETIRED):
            read_retired(retired, guides - {""})

    def _guide(self, fields: Fields, registers: Registers) -> None:
        read_guide(EntryPath(fields.file).guide, fields, registers, "")

    def _fields(self, name: str, files: Files) -> Fields | None:
        node = compose(files[name].decode("utf-8", "replace"), name, self.problems)
        return None if node is None else RecordingFields(node, EntryPath(name), self)

    def _nothing(self, name: str) -> Fields:
        return RecordingFields(yaml.MappingNode("", [], yaml.Mark(name, 0, 0, 0, None, 0)), EntryPath(name), self)

    def get(self, path: EntryPath) -> Entry | None:
        """The entry at a path."""
        return self.by_path.get(path)

    def within(self, path: EntryPath, key: str = "") -> Iterator[Entry]:
        """The entries directly below one, in the field `key` or in all of them."""
        depth = len(path.steps)
        for other in self.by_path.values():
            steps = other.path.steps
            inside = other.path.file == path.file and steps[:depth] == path.steps and len(steps) > depth
            if inside and len(steps) <= depth + 2 and (not key or steps[depth] == key):
                yield other

    def at(self, problem: Problem) -> Entry | None:
        """The innermost entry that a problem is about."""
        around = [
            entry
            for entry in self.by_path.values()
            if entry.path.file == problem.place.file and entry.first_line <= problem.place.line <= entry.last_line
        ]
        return max(around, key=lambda entry: (len(entry.path.steps), entry.first_line), default=None)


class RecordingFields(Fields):
    """Fields that keep a list of what their reader asks for."""

    def __init__(self, node: yaml.Node, path: EntryPath, entries: Entries) -> None:
        super().__init__(node, path.file, entries.problems)
        self._path = path
        self._entries = entries
        self._within = 0
        last = node.end_mark.line + (1 if node.end_mark.column else 0) if node.end_mark else self.place.line
        self._entry = Entry(path, self.place.line, max(last, self.place.line))
        entries.by_path[path] = self._entry
        for key in self.names():
            self._entry.values[key] = plain_value(self._nodes[key])
            self._entry.lines[key] = self.place_of(key).line

    def _asked(self, key: str, kind: FieldKind, *, required: bool = False, known: Iterable[str] = ()) -> None:
        before = self._entry.fields.get(key)
        if self._within or (before is not None and kind in _BLUR):
            return
        words = tuple(known)
        self._entry.fields[key] = FieldSpec(key, kind, required or bool(before and before.required), words)

    def node(self, key: str, *, required: bool = False) -> yaml.Node | None:
        """As `Fields` does."""
        self._asked(key, FieldKind.CONDITION, required=required)
        return super().node(key, required=required)

    def text(self, key: str, *, required: bool = True) -> str:
        """As `Fields` does."""
        self._asked(key, FieldKind.TEXT, required=required)
        with _Inside(self):
            return super().text(key, required=required)

    def prose(self, key: str, *, required: bool = True) -> str:
        """As `Fields` does."""
        self._asked(key, FieldKind.PROSE, required=required)
        with _Inside(self):
            return super().prose(key, required=required)

    def id(self, key: str = "id") -> str:
        """As `Fields` does."""
        self._asked(key, FieldKind.ID, required=True)
        with _Inside(self):
            return super().id(key)

    def date(self, key: str, *, required: bool = False) -> "object":  # type: ignore[override]  # the caller knows it
        """As `Fields` does."""
        self._asked(key, FieldKind.DAY, required=required)
        with _Inside(self):
            return super().date(key, required=required)

    def number(self, key: str) -> float:
        """As `Fields` does."""
        self._asked(key, FieldKind.NUMBER, required=True)
        with _Inside(self):
            return super().number(key)

    def yes_or_no(self, key: str, *, usual: bool) -> bool:
        """As `Fields` does."""
        self._asked(key, FieldKind.YES_NO)
        with _Inside(self):
            return super().yes_or_no(key, usual=usual)

    def known(self, key: str, allowed: Iterable[str], *, required: bool = True) -> str:
        """As `Fields` does."""
        words = tuple(allowed)
        self._asked(key, FieldKind.WORD, required=required, known=words)
        with _Inside(self):
            return super().known(key, words, required=required)

    def words(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """As `Fields` does."""
        self._asked(key, FieldKind.WORDS, required=required)
        with _Inside(self):
            return super().words(key, required=required)

    def register(self, key: str, register: dict[str, Value], *, rule: str = "unknown-id") -> tuple[Value, ...]:
        """As `Fields` does."""
        self._asked(key, FieldKind.LINKS, known=register)
        with _Inside(self):
            return super().register(key, register, rule=rule)

    def children(self, key: str, *, required: bool = True) -> list[Fields]:
        """As `Fields` does."""
        self._asked(key, FieldKind.ENTRIES, required=required)
        with _Inside(self):
            node = self.node(key)
            listed = node.value if isinstance(node, yaml.SequenceNode) else []
            self._names = iter([(key, _id_of(child) or f"#{place}") for place, child in enumerate(listed)])
            return super().children(key, required=required)

    def child(self, key: str) -> Fields | None:
        """As `Fields` does."""
        self._asked(key, FieldKind.ENTRIES)
        with _Inside(self):
            self._names = iter([(key, "")])
            return super().child(key)

    def _inner(self, node: yaml.Node, name: str) -> Fields:
        key, own = next(self._names)
        return RecordingFields(node, self._path.below(key, own), self._entries)


class _Inside:
    """While a reader's question is answered by other ones, those are not the reader's."""

    def __init__(self, fields: RecordingFields) -> None:
        self._fields = fields

    def __enter__(self) -> None:
        self._fields._within += 1

    def __exit__(self, *_: object) -> None:
        self._fields._within -= 1


def _id_of(node: yaml.Node) -> str:
    pairs = node.value if isinstance(node, yaml.MappingNode) else ()
    return next((str(value.value) for key, value in pairs if key.value == "id"), "")
