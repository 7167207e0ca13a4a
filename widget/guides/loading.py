"""From a content folder to a library of guides, with every problem at once. Here alone the domain opens files."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from widget.guides.guide_reading import read_guide
from widget.guides.model import Guide, Library, Retired
from widget.guides.problems import ContentError, Place, Problems
from widget.guides.register_reading import read_registers, read_retired
from widget.guides.registers import Registers
from widget.guides.schema import Fields, compose, suggestion

GUIDE_FILE = "guide.yaml"
RETIRED_FILE = "retired.yaml"
NEW_WINDOW = "nyt vindue"
"""Said after a link that leaves the guide. Guides are written in Danish."""


def load_library(folder: Path, drafts: Collection[str] = ()) -> Library:
    """Load the published guides of a content folder, and those `drafts` that are named.

    Raises `ContentError`, with every error of every file, when the content cannot be used.
    """
    library, problems = read_library(folder)
    if library is None or problems.errors:
        raise ContentError(problems)
    _check_drafts(folder, library, drafts, problems)
    shown = {name: guide for name, guide in library.guides.items() if guide.published or name in drafts}
    return replace(library, guides=shown)


def _check_drafts(folder: Path, library: Library, drafts: Collection[str], problems: Problems) -> None:
    for name in drafts:
        if name not in library.guides:
            message = f"DRAFT_GUIDES names “{name}”, which is no guide here."
            problems.add(Place(str(folder), 1), message, suggestion(name, library.guides), rule="unknown-id")
    if problems.errors:
        raise ContentError(problems)


def read_library(folder: Path) -> tuple[Library | None, Problems]:
    """Read a content folder, drafts included, as far as it goes, with all problems.

    None where the registers cannot be read.
    """
    problems = Problems()
    registers = _registers(folder, problems)
    if registers is None:
        return None, problems
    guides: list[Guide] = []
    for file in sorted(folder.glob(f"*/{GUIDE_FILE}")):
        fields = _fields(folder, f"{file.parent.name}/{GUIDE_FILE}", problems)
        if fields is not None:
            guides.append(read_guide(file.parent.name, fields, registers, NEW_WINDOW))
    if not guides and not problems.errors:
        problems.add(Place(str(folder), 1), "There is no guide here.", f"Add a folder with a file {GUIDE_FILE}.")
    ordered = {guide.id: guide for guide in sorted(guides, key=lambda guide: guide.title)}
    return Library(ordered, registers, _retired(folder, ordered, problems)), problems


def _registers(folder: Path, problems: Problems) -> Registers | None:
    links, actors, facts = (_fields(folder, f"{name}.yaml", problems) for name in ("links", "actors", "facts"))
    if links is None or actors is None or facts is None:
        return None
    return read_registers(links, actors, facts, NEW_WINDOW)


def _retired(folder: Path, guides: dict[str, Guide], problems: Problems) -> dict[str, Retired]:
    """The guides that were; a folder need not have any."""
    if not (folder / RETIRED_FILE).exists():
        return {}
    fields = _fields(folder, RETIRED_FILE, problems)
    return read_retired(fields, guides) if fields else {}


def _fields(folder: Path, file: str, problems: Problems) -> Fields | None:
    try:
        text = (folder / file).read_text(encoding="utf-8")
    except FileNotFoundError:
        problems.add(Place(file, 1), "The file is missing.", "See docs/guide-format.md.")
        return None
    except UnicodeDecodeError:
        problems.add(Place(file, 1), "The file is not UTF-8.", "Save it with the encoding UTF-8.")
        return None
    node = compose(text, file, problems)
    return None if node is None else Fields(node, file, problems)
