"""Values as the files have them, and the lines that are written for them. Knows YAML; not what the values mean."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import yaml

Plain = str | Sequence["Plain"] | Mapping[str, "Plain"]
"""A value as files have it: texts, lists and mappings. Numbers and days are texts here, as they are written."""

_LINE = 118
"""Columns of a line of text."""


def plain_value(node: yaml.Node) -> Plain:
    """What stands in a node, as texts, lists and mappings."""
    if isinstance(node, yaml.MappingNode):
        return {str(key.value): plain_value(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [plain_value(child) for child in node.value]
    return str(node.value).strip()


class _Writer(yaml.SafeDumper):
    """Writes values as the files have them: plain wherever that can be read back, and lists of words in brackets."""

    def ignore_aliases(self, data: object) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)  # lists stand two columns in

    def text(self, data: str) -> yaml.ScalarNode:
        tag = self.resolve(yaml.ScalarNode, data, (True, False))  # type: ignore[no-untyped-call]  # of PyYAML
        return yaml.ScalarNode(tag, data)

    def block(self, data: "_Block") -> yaml.ScalarNode:
        return yaml.ScalarNode("tag:yaml.org,2002:str", str(data), style="|" if "\n" in data else ">")

    def entries(self, data: Mapping[str, object]) -> yaml.Node:
        return self.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=False)

    def inline(self, data: "_Inline") -> yaml.Node:
        value = data.value
        if isinstance(value, Mapping):
            return self.represent_mapping("tag:yaml.org,2002:map", value.items(), flow_style=True)
        return self.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=True)


@dataclass(frozen=True, slots=True)
class _Inline:
    """A value that is written on one line."""

    value: Mapping[str, object] | Sequence[object]


class _Block(str):
    """A text over several lines: folded, or as it is where it has line breaks."""

    __slots__ = ()


@cache
def _writer() -> type[_Writer]:
    """The writer with what it knows of values."""
    _Writer.add_representer(str, _Writer.text)
    _Writer.add_representer(dict, _Writer.entries)
    _Writer.add_representer(_Inline, _Writer.inline)
    _Writer.add_representer(_Block, _Writer.block)
    return _Writer


_UNUSUAL = re.compile(r"[^\n\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u2028\u2029\ufeff]")
"""What can stand in double quotes only."""


def written(value: Mapping[str, Plain] | Sequence[Plain], column: int = 0, old: yaml.Node | None = None) -> str:
    """The lines of a mapping, or of a list of entries on one line each; to be moved to `column`."""
    folded = isinstance(old, yaml.ScalarNode) and old.style == ">"
    if isinstance(value, Mapping):
        data: object = {key: _for_lines(one, column, key, folded=folded) for key, one in value.items()}
    else:
        data = [_inline(one) for one in value]
    width = max(_LINE - column, 40)
    return str(yaml.dump(data, Dumper=_writer(), allow_unicode=True, sort_keys=False, width=width))


def _for_lines(value: Plain, column: int, key: str, *, folded: bool = False) -> object:
    """A value on lines of its own."""
    if isinstance(value, str):
        long = column + len(key) + 2 + len(value) > _LINE
        simple = value and not _UNUSUAL.search(value) and value == value.strip() and "  " not in value
        return _Block(value) if simple and (folded or long or "\n" in value) and " " in value else value
    if isinstance(value, Mapping):
        whole = all(isinstance(one, str) for one in value.values()) and key not in {"when", "heights"}
        return {name: _for_lines(one, column + 2, name) for name, one in value.items()} if whole else _inline(value)
    if any(isinstance(one, Mapping) for one in value):
        fits = all(len(str(one)) + column < _LINE and "\n" not in str(one) for one in value)
        return [_inline(one) if fits or isinstance(one, str) else _entry(one, column) for one in value]
    return _inline(value)


def _entry(value: Plain, column: int) -> object:
    """An entry of a list, with a line for each field."""
    if not isinstance(value, Mapping):
        return _inline(value)
    return {key: _for_lines(one, column + 4, key) for key, one in value.items()}


def _inline(value: Plain) -> object:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return _Inline({name: _inline(one) for name, one in value.items()})
    return _Inline([_inline(one) for one in value])
