"""Finds the texts of guides and registers for their catalogue. Knows the files' formats.

The reading of a file itself tells which texts citizens read, so a new one is never forgotten here.
"""

from datetime import date

from widget.guides.as_of import AsOf
from widget.guides.guide_parsing import read_guide
from widget.guides.problems import Problems
from widget.guides.prose import Prose
from widget.guides.register_parsing import read_registers, read_retired
from widget.guides.registers import Registers
from widget.guides.schema import Fields
from widget.guides.yaml_nodes import compose

FILES = ("*/guide.yaml", "actors.yaml", "links.yaml", "facts.yaml", "retired.yaml")
"""The files of a content folder that hold texts."""

_HINTS = {
    "phrase": "the end of a sentence: “Applies if …”",
    "in_text": "a name within a sentence, put in where other texts say {actor:…}",
    "name": "a name as a heading",
    "short": "short, before the answer",
    "timing": "when to do it, a few words",
    "teaser": "shown on other websites",
}

_EMPTY = "{}"


def translator_comment(prose: Prose) -> str:
    """What translators are told of a text: where it stands, and what it is for where that is not plain."""
    first, *_ = prose.place.file.removesuffix(".yaml").split("/")
    hint = _HINTS.get(prose.where[-1], "")
    return " · ".join((first, *prose.where)) + (f" ({hint})" if hint else "")


def read_prose(file: str, text: str) -> list[Prose]:
    """The texts of one file, in its order, those of later days too; `file` is as in a folder.

    Problems are left to the reading proper.
    """
    found: list[Prose] = []

    def note(prose: Prose) -> str:
        found.append(prose)
        return prose.text

    node = compose(text, file, Problems())
    read: set[date] = set()
    left = {date.min} if node is not None else set()
    while node is not None and left:
        as_of = AsOf(min(left))
        _read(Fields(node, file, Problems(), note, as_of=as_of))
        read.add(as_of.day)
        left = (left | as_of.switches) - read
    return sorted(dict.fromkeys(found), key=lambda prose: prose.place.line)


def _read(fields: Fields) -> None:
    folder, _, name = fields.file.rpartition("/")
    if name == "guide.yaml":
        read_guide(folder, fields, Registers({}, {}, {}, {}), "")
    elif name == "retired.yaml":
        read_retired(fields, ())
    else:
        kinds = ("links.yaml", "actors.yaml", "facts.yaml")
        links, actors, facts = (fields if kind == name else _nothing(kind) for kind in kinds)
        read_registers(links, actors, facts, "")


def _nothing(file: str) -> Fields:
    node = compose(_EMPTY, file, Problems())
    if node is None:
        raise ValueError(f"{_EMPTY} is YAML")
    return Fields(node, file, Problems())
