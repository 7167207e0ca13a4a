"""Changes entries of a YAML file and leaves every other line as it was. Knows YAML; not what the values mean.

A writer that reads a whole file and writes it again changes what no edit asked for: quotes, line breaks, the place of
comments. Here only the lines of a value that has changed are replaced.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import yaml

from widget.guides.yaml_nodes import parse_yaml
from widget.publishing.yaml_writing import Plain, plain_value, written

_LAST = ("sources", "owner", "reviewed", "review_by")
"""The fields that stand last in an entry: new ones come before them."""


class UneditableFile(Exception):
    """A file in a form that cannot be changed line by line, or is not there."""


@dataclass(frozen=True, slots=True)
class YamlFile:
    """The text of a file, and its nodes with their places. A list of entries is followed by their ids, or `#2`."""

    text: str
    root: yaml.MappingNode

    @classmethod
    def read(cls, text: str) -> "YamlFile":
        """Parse a text. Raises `UneditableFile`."""
        return _read(text)

    def find(self, steps: Sequence[str]) -> yaml.Node | None:
        """The node at the end of some steps: keys of mappings, ids or numbers in lists."""
        node: yaml.Node | None = self.root
        for step in steps:
            node = child_of(node, step)
        return node

    def mapping(self, steps: Sequence[str]) -> yaml.MappingNode:
        """The mapping there. Raises `UneditableFile` where there is none."""
        node = self.find(steps)
        if not isinstance(node, yaml.MappingNode):
            raise UneditableFile(f"There is no entry “{'/'.join(steps)}”.")
        return node

    def entry_lines(self, steps: Sequence[str]) -> tuple[int, int]:
        """The first line of an entry and the one after its last, counted from 0."""
        node = self.mapping(steps)
        parent = self.find(steps[:-1])
        first = node.start_mark.line
        if isinstance(parent, yaml.MappingNode):
            first = next(key.start_mark.line for key, value in parent.value if value is node)
        return first, self.end_of(node)

    def end_of(self, node: yaml.Node) -> int:
        """The line after the last one of a node, counted from 0: comments and empty lines below are not in it."""
        if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
            last = node.value[-1]
            return self.end_of(last[1] if isinstance(last, tuple) else last)
        mark = node.end_mark
        lines = self.text.split("\n")
        end = mark.line + (1 if mark.column else 0)
        end = max(end, node.start_mark.line + 1)
        while end > node.start_mark.line + 1 and (end > len(lines) or not lines[end - 1].strip()):
            end -= 1
        return end


@lru_cache(maxsize=4)
def _read(text: str) -> YamlFile:
    """Parse a text; the last ones are asked for several times in a row."""
    try:
        root = parse_yaml(text)
    except yaml.YAMLError as error:
        raise UneditableFile(str(error)) from error
    if not isinstance(root, yaml.MappingNode):
        raise UneditableFile("The file has no entries.")
    return YamlFile(text, root)


def set_fields(text: str, steps: Sequence[str], values: Mapping[str, Plain | None]) -> str:
    """The text with other values in the fields of an entry; None takes a field away. Raises `UneditableFile`."""
    for key, value in sorted(values.items(), key=lambda one: one[0] == "id"):  # which leads to the entry: last
        file = YamlFile.read(text)
        entry = file.mapping(steps)
        text = _set_inline(file, entry, key, value) if entry.flow_style else _set_field(file, entry, key, value)
    return text


def add_entry(
    text: str, steps: Sequence[str], name: str, values: Mapping[str, Plain], after: str | None = None
) -> str:
    """The text with a new entry in the list or mapping that `steps` lead to; a mapping has it by its `name`.

    It comes last, or after the entry `after` of a list, or first where that is empty. Raises `UneditableFile`.
    """
    file = YamlFile.read(text)
    into = file.find(steps)
    if isinstance(into, yaml.SequenceNode) and into.value and not into.flow_style:
        return _add_to_list(file, into, values, after)
    if isinstance(into, yaml.MappingNode):
        column = into.start_mark.column
        lines = f"{' ' * column}{name}:\n{_indented(written(values, column + 2), column + 2)}"
        return _spliced(text, file.end_of(into), 0, lines)
    if into is None or (isinstance(into, yaml.SequenceNode) and not into.value):
        return set_fields(text, steps[:-1], {steps[-1]: [values]})
    raise UneditableFile(f"“{'/'.join(steps)}” stands on one line.")


def remove_entry(text: str, steps: Sequence[str]) -> str:
    """The text without an entry. Raises `UneditableFile`."""
    file = YamlFile.read(text)
    first, end = file.entry_lines(steps)
    parent = file.find(steps[:-1])
    if isinstance(parent, yaml.SequenceNode) and len(parent.value) == 1:
        return set_fields(text, steps[:-2], {steps[-2]: []})
    return _spliced(text, first, end - first, "")


def move_entry(text: str, steps: Sequence[str], into: Sequence[str], after: str) -> str:
    """The text with an entry of a list after the entry `after` of the list `into`, or first where that is empty.

    Raises `UneditableFile`.
    """
    file = YamlFile.read(text)
    first, end = file.entry_lines(steps)
    moved = "\n".join(text.split("\n")[first:end]) + "\n"
    target = file.find(into)
    if not isinstance(target, yaml.SequenceNode) or target.flow_style or not target.value:
        raise UneditableFile("Nothing can be moved there.")
    sibling = child_of(target, after) if after else None
    place = file.end_of(sibling) if sibling else target.value[0].start_mark.line
    shift = target.start_mark.column - text.split("\n")[first].index("-")
    moved = _shifted(moved, shift)
    if place >= end:
        return _spliced(_spliced(text, place, 0, moved), first, end - first, "")
    return _spliced(_spliced(text, first, end - first, ""), place, 0, moved)


def child_of(node: yaml.Node | None, step: str) -> yaml.Node | None:
    """The node that a step leads to: a key of a mapping, an id or number in a list."""
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    if isinstance(node, yaml.SequenceNode):
        if step.startswith("#"):
            place = int(step[1:]) if step[1:].isdecimal() else len(node.value)
            return node.value[place] if place < len(node.value) else None
        return next((one for one in node.value if (own := child_of(one, "id")) and own.value == step), None)
    return None


def _set_field(file: YamlFile, entry: yaml.MappingNode, key: str, value: Plain | None) -> str:
    """A field of an entry that has a line for each of them."""
    column = entry.start_mark.column
    place = next((number for number, (name, _) in enumerate(entry.value) if name.value == key), None)
    if place is None:
        if value is None:
            return file.text
        before = next((name for name, _ in entry.value if name.value in _LAST and key not in _LAST), None)
        first_key = entry.value[0][0]
        at = before.start_mark.line if before and before is not first_key else file.end_of(entry)
        return _spliced(file.text, at, 0, _indented(written({key: value}, column), column))
    name, old = entry.value[place]
    first, end = name.start_mark.line, file.end_of(old)
    opening = file.text.split("\n")[first][: name.start_mark.column]
    if value is None:
        if not opening.strip():
            return _spliced(file.text, first, end - first, "")
        raise UneditableFile(f"“{key}” stands first in its entry and cannot be taken away.")
    new = _indented(written({key: value}, column, old), column)
    return _spliced(file.text, first, end - first, opening + new[len(opening) :])


def _set_inline(file: YamlFile, entry: yaml.MappingNode, key: str, value: Plain | None) -> str:
    """A field of an entry that stands between braces."""
    fields = {str(name.value): plain_value(old) for name, old in entry.value}
    if value is None:
        fields.pop(key, None)
    elif key in fields or key in _LAST:
        fields[key] = value
    else:
        last = {name: fields.pop(name) for name in _LAST if name in fields}
        fields = {**fields, key: value, **last}
    start, end = entry.start_mark.index, entry.end_mark.index
    return file.text[:start] + written([fields])[2:].rstrip("\n") + file.text[end:]


def _add_to_list(file: YamlFile, into: yaml.SequenceNode, values: Mapping[str, Plain], after: str | None) -> str:
    sibling = into.value[-1] if after is None else child_of(into, after)
    if after and sibling is None:
        raise UneditableFile(f"There is no entry “{after}”.")
    inline = isinstance(into.value[-1], yaml.MappingNode) and into.value[-1].flow_style
    place = file.end_of(sibling) if sibling else into.value[0].start_mark.line
    column = into.start_mark.column
    if inline:
        return _spliced(file.text, place, 0, _indented(written([values]), column))
    lines = _indented(written(values, column + 2), column + 2)
    return _spliced(file.text, place, 0, f"{lines[:column]}- {lines[column + 2 :]}")


def _spliced(text: str, first: int, count: int, new: str) -> str:
    """The text with `new`, whole lines, in place of some of its own."""
    lines = text.split("\n")
    if first >= len(lines) or (first == len(lines) - 1 and lines[-1] == ""):
        return text + ("" if text.endswith("\n") else "\n") + new
    before, rest = "\n".join(lines[:first]), "\n".join(lines[first + count :])
    return (before + "\n" if first else "") + new + rest


def _indented(lines: str, columns: int) -> str:
    return "".join(" " * columns + line if line.strip() else line for line in lines.splitlines(keepends=True))


def _shifted(lines: str, columns: int) -> str:
    if columns >= 0:
        return _indented(lines, columns)
    return "".join(line[-columns:] if line.strip() else line for line in lines.splitlines(keepends=True))
