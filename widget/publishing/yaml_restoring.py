"""Gives lines of a YAML file back their old form where they say again what they said before. Knows YAML only.

A value can be written in several ways. One that is changed and changed back would else stand there in the way of the
writer, and the file would differ where nothing does.
"""

from collections.abc import Iterator
from typing import NamedTuple

import yaml

from widget.publishing.yaml_editing import YamlFile, child_of
from widget.publishing.yaml_writing import plain_value


class _Lines(NamedTuple):
    """Lines of a file, counted from 0, and what comes in their place."""

    first: int
    end: int
    new: list[str]


def restored_text(text: str, base: str) -> str:
    """The text with the lines of `base` for each value that is the same there. Raises `UneditableFile`."""
    if text == base:
        return text
    file, before = YamlFile.read(text), YamlFile.read(base)
    if _is_same(file.root, before.root):
        return base
    lines = text.split("\n")
    for change in sorted(_changes(file, before, file.root, before.root), reverse=True):
        lines[change.first : change.end] = change.new
    made = "\n".join(lines)
    return made if _is_same(YamlFile.read(made).root, file.root) else text


def _changes(file: YamlFile, before: YamlFile, node: yaml.Node, old: yaml.Node) -> Iterator[_Lines]:
    """The lines below a node that are to be as they were."""
    if isinstance(node, yaml.MappingNode) and isinstance(old, yaml.MappingNode) and not node.flow_style:
        for key, value in node.value:
            known = next(((name, one) for name, one in old.value if name.value == key.value), None)
            if known and key.start_mark.column == known[0].start_mark.column and not old.flow_style:
                yield from _change(file, before, (key, value), known)
    elif isinstance(node, yaml.SequenceNode) and isinstance(old, yaml.SequenceNode) and not node.flow_style:
        for place, entry in enumerate(node.value):
            there = child_of(old, _id_of(entry) or f"#{place}")
            if there is not None and not old.flow_style and entry.start_mark.column == there.start_mark.column:
                yield from _change(file, before, (entry, entry), (there, there))


def _change(
    file: YamlFile, before: YamlFile, now: tuple[yaml.Node, yaml.Node], old: tuple[yaml.Node, yaml.Node]
) -> Iterator[_Lines]:
    """The lines of a value, or of an entry of a list; each pair is where it begins, and what it is."""
    if not _is_same(now[1], old[1]):
        yield from _changes(file, before, now[1], old[1])
        return
    lines, there = _lines_of(file, *now), _lines_of(before, *old)
    column = now[0].start_mark.column
    opening = there.new[0][:column] if now[0] is now[1] else lines.new[0][:column]
    new = [opening + there.new[0][column:], *there.new[1:]]
    if new != lines.new:
        yield _Lines(lines.first, lines.end, new)


def _lines_of(file: YamlFile, begins: yaml.Node, value: yaml.Node) -> _Lines:
    first, end = begins.start_mark.line, file.end_of(value)
    return _Lines(first, end, file.text.split("\n")[first:end])


def _id_of(node: yaml.Node) -> str:
    found = child_of(node, "id") if isinstance(node, yaml.MappingNode) else None
    return str(found.value) if isinstance(found, yaml.ScalarNode) else ""


def _is_same(node: yaml.Node, old: yaml.Node) -> bool:
    """Whether two nodes say the same, in the same order."""
    return repr(plain_value(node)) == repr(plain_value(old))
