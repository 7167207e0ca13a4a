"""From a content folder to a library of guides, with every problem at once. Here alone the domain opens files."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from widget.guides.guide_parsing import read_guide
from widget.guides.model import Guide, Library, Retired
from widget.guides.problems import ContentError, Place, Problems
from widget.guides.prose import Translate, as_written
from widget.guides.register_parsing import read_registers, read_retired
from widget.guides.registers import Registers
from widget.guides.richtext import NEW_WINDOW
from widget.guides.schema import Fields, compose, suggestion
from widget.guides.translation import Translation, read_texts

GUIDE_FILE = "guide.yaml"
RETIRED_FILE = "retired.yaml"
CATALOGUE = "LC_MESSAGES/guides.po"
"""Where the texts of the guides stand in the folder of a language."""


def load_library(
    folder: Path, drafts: Collection[str] = (), translate: Translate = as_written, new_window: str = NEW_WINDOW
) -> Library:
    """Load the published guides of a content folder, and those `drafts` that are named.

    `new_window` is said after a link that leaves the guide.
    Raises `ContentError`, with every error of every file, when the content cannot be used.
    """
    library, problems = read_library(folder, translate, new_window)
    if library is None or problems.errors:
        raise ContentError(problems)
    _check_drafts(folder, library, drafts, problems)
    shown = {name: guide for name, guide in library.guides.items() if guide.published or name in drafts}
    return replace(library, guides=shown)


def _check_drafts(folder: Path, library: Library, drafts: Collection[str], problems: Problems) -> None:
    for name in drafts:
        if name not in library.guides:
            message = f"DRAFT_GUIDES nævner “{name}”, som ikke er en guide her."
            problems.add(Place(str(folder), 1), message, suggestion(name, library.guides), rule="unknown-id")
    if problems.errors:
        raise ContentError(problems)


def load_translation(folder: Path, language: str) -> Translation:
    """The texts of the guides in a language, from the folder of all translations; empty where there are none."""
    file = folder / language / CATALOGUE
    texts = read_texts(file.read_bytes(), f"{language}/{CATALOGUE}") if file.exists() else {}
    return Translation(texts)


def read_library(
    folder: Path, translate: Translate = as_written, new_window: str = NEW_WINDOW
) -> tuple[Library | None, Problems]:
    """Read a content folder, drafts included, as far as it goes, with all problems.

    None where the registers cannot be read.
    """
    problems = Problems()
    source = _Source(folder, problems, translate)
    registers = _registers(source, new_window)
    if registers is None:
        return None, problems
    guides: list[Guide] = []
    for file in sorted(folder.glob(f"*/{GUIDE_FILE}")):
        fields = source.fields(f"{file.parent.name}/{GUIDE_FILE}")
        if fields is not None:
            guides.append(read_guide(file.parent.name, fields, registers, new_window))
    _report_misnamed_guides(folder, problems)
    if not guides and not problems.errors:
        problems.add(Place(str(folder), 1), "Her er ingen guide.", f"Lav en mappe med filen {GUIDE_FILE}.")
    ordered = {guide.id: guide for guide in sorted(guides, key=lambda guide: guide.title)}
    return Library(ordered, registers, _retired(source, ordered)), problems


def _report_misnamed_guides(folder: Path, problems: Problems) -> None:
    """A folder whose guide has another name is a guide that citizens no longer find."""
    for found in sorted(folder.iterdir()):
        names = sorted(file.name for file in found.iterdir()) if found.is_dir() else []
        if names and GUIDE_FILE not in names and not found.name.startswith((".", "_")):
            near = next((name for name in names if name.lower().startswith(("guide.", "guide "))), names[0])
            message = f"Mappen har ingen {GUIDE_FILE}, så guiden er væk."
            problems.add(Place(f"{found.name}/{near}", 1), message, f"Kald filen {GUIDE_FILE}.", rule="file-name")


@dataclass(frozen=True, slots=True)
class _Source:
    """A content folder that is read in a language."""

    folder: Path
    problems: Problems
    translate: Translate

    def fields(self, file: str) -> Fields | None:
        """The fields of a file, or None with the problem noted."""
        try:
            text = (self.folder / file).read_text(encoding="utf-8")
        except FileNotFoundError:
            self.problems.add(Place(file, 1), "Filen mangler.", "Se docs/guide-format.md.")
            return None
        except UnicodeDecodeError:
            self.problems.add(Place(file, 1), "Filen er ikke i UTF-8.", "Gem den med kodningen UTF-8.")
            return None
        node = compose(text, file, self.problems)
        return None if node is None else Fields(node, file, self.problems, self.translate)


def _registers(source: _Source, new_window: str) -> Registers | None:
    links, actors, facts = (source.fields(f"{name}.yaml") for name in ("links", "actors", "facts"))
    if links is None or actors is None or facts is None:
        return None
    return read_registers(links, actors, facts, new_window)


def _retired(source: _Source, guides: dict[str, Guide]) -> dict[str, Retired]:
    """The guides that were; a folder need not have any."""
    if not (source.folder / RETIRED_FILE).exists():
        return {}
    fields = source.fields(RETIRED_FILE)
    return read_retired(fields, guides) if fields else {}
