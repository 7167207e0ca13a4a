"""From a content folder to a library of guides, with every problem at once. Here alone the domain opens files."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import yaml

from widget.guides.as_of import AsOf
from widget.guides.guide_parsing import read_guide
from widget.guides.library import Library, Retired
from widget.guides.model import Guide
from widget.guides.problems import ContentError, Place, Problems
from widget.guides.prose import Translate, as_written
from widget.guides.register_parsing import read_registers, read_retired
from widget.guides.registers import Registers
from widget.guides.richtext import NEW_WINDOW
from widget.guides.schema import Fields, suggestion
from widget.guides.translation import Translation, read_texts
from widget.guides.yaml_nodes import compose

GUIDE_FILE = "guide.yaml"
RETIRED_FILE = "retired.yaml"
FUNDS_FILE = "funds.yaml"
CATALOGUE = "LC_MESSAGES/guides.po"
"""Where the texts of the guides stand in the folder of a language."""

_NOT_ALLOWED = "Det er ikke tilladt for den bruger, som programmet kører som"


def load_library(
    folder: Path,
    drafts: Collection[str] | None = (),
    translate: Translate = as_written,
    new_window: str = NEW_WINDOW,
) -> Library:
    """Load the published guides of a content folder, and those `drafts` that are named; all of them where it is None.

    `new_window` is said after a link that leaves the guide.
    Raises `ContentError`, with every error of every file, when the content cannot be used.
    """
    library, problems = read_library(folder, translate, new_window)
    if library is None or problems.errors:
        raise ContentError(problems)
    if drafts is None:
        return library
    _check_drafts(folder, library, drafts, problems)
    return library.with_guides({name for name, guide in library.guides.items() if guide.published or name in drafts})


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
    texts = read_texts(file.read_bytes(), f"{language}/{CATALOGUE}") if file.is_file() else {}
    return Translation(texts)


def read_library(
    folder: Path, translate: Translate = as_written, new_window: str = NEW_WINDOW
) -> tuple[Library | None, Problems]:
    """Read a content folder, drafts included, as far as it goes, with all problems.

    The library is as of the first days that it says anything about; `Library.on` gives it as of any other. None where
    the registers cannot be read.
    """
    source = _Source(folder, Problems(), translate)
    _report_misnamed_guides(folder, source.problems)
    first = AsOf()
    library = _read_as_of(source, new_window, first)
    if library is None:
        return None, source.problems
    if not library.guides and not source.problems.errors:
        source.problems.add(Place(str(folder), 1), "Her er ingen guide.", f"Lav en mappe med filen {GUIDE_FILE}.")
    later: dict[date, Library | None] = {}
    days = set(first.switches)
    while left := days - later.keys():
        as_of = AsOf(min(left))
        later[as_of.day] = _read_as_of(source, new_window, as_of)
        days |= as_of.switches
    source.problems.found[:] = dict.fromkeys(source.problems.found)
    editions = [(day, found) for day, found in sorted(later.items()) if found]
    return library.followed_by(editions), source.problems


def _read_as_of(source: "_Source", new_window: str, as_of: AsOf) -> Library | None:
    """The content as of a day."""
    registers = _registers(source, new_window, as_of)
    if registers is None:
        return None
    guides: list[Guide] = []
    for file in sorted(source.folder.glob(f"[!.]*/{GUIDE_FILE}")):  # hidden folders are neither served nor published
        fields = source.fields(f"{file.parent.name}/{GUIDE_FILE}", as_of)
        if fields is not None:
            guides.append(read_guide(file.parent.name, fields, registers, new_window))
    ordered = {guide.id: guide for guide in sorted(guides, key=lambda guide: guide.title)}
    return Library(ordered, registers, _retired(source, ordered, as_of))


def _report_misnamed_guides(folder: Path, problems: Problems) -> None:
    """A folder whose guide has another name is a guide that citizens no longer find."""
    for found in _entries(folder, str(folder), problems):
        visible = found.is_dir() and not found.name.startswith((".", "_"))
        entries = _entries(found, found.name, problems) if visible else []
        names = [file.name for file in entries if file.is_file()]
        if names and GUIDE_FILE not in names:
            near = next((name for name in names if name.lower().startswith(("guide.", "guide "))), names[0])
            message = f"Mappen har ingen {GUIDE_FILE}, så guiden er væk."
            problems.add(Place(f"{found.name}/{near}", 1), message, f"Kald filen {GUIDE_FILE}.", rule="file-name")


def _entries(folder: Path, name: str, problems: Problems) -> list[Path]:
    """What is in a folder, in order; nothing, with the problem noted, where it cannot be read."""
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        problems.add(Place(name, 1), f"Mappen kan ikke læses: {_reason(error)}.", "Giv lov til at læse den.")
        return []


@dataclass(frozen=True, slots=True)
class _Source:
    """A content folder that is read in a language; each file is opened once."""

    folder: Path
    problems: Problems
    translate: Translate
    nodes: dict[str, yaml.Node | None] = field(default_factory=dict)

    def fields(self, file: str, as_of: AsOf) -> Fields | None:
        """The fields of a file as of a day, or None with the problem noted."""
        if file not in self.nodes:
            self.nodes[file] = self._compose(file)
        node = self.nodes[file]
        return None if node is None else Fields(node, file, self.problems, self.translate, as_of=as_of)

    def _compose(self, file: str) -> yaml.Node | None:
        path = self.folder / file
        try:
            if path.exists() and not path.is_file():  # a folder, or a pipe, which would keep its reader waiting
                self._report(
                    file, "Filen kan ikke læses: Det er ikke en fil.", "Læg en fil her; se docs/guide-format.md."
                )
                return None
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            self._report(file, "Filen mangler.", "Se docs/guide-format.md.")
            return None
        except OSError as error:
            self._report(
                file, f"Filen kan ikke læses: {_reason(error)}.", "Giv lov til at læse den, eller gem den igen."
            )
            return None
        except UnicodeDecodeError:
            self._report(file, "Filen er ikke i UTF-8.", "Gem den med kodningen UTF-8.")
            return None
        return compose(text, file, self.problems)

    def _report(self, file: str, message: str, advice: str) -> None:
        self.problems.add(Place(file, 1), message, advice)


def _reason(error: OSError) -> str:
    return _NOT_ALLOWED if isinstance(error, PermissionError) else error.strerror or str(error)


def _registers(source: _Source, new_window: str, as_of: AsOf) -> Registers | None:
    links, actors, facts = (source.fields(f"{name}.yaml", as_of) for name in ("links", "actors", "facts"))
    if links is None or actors is None or facts is None:
        return None
    funds = source.fields(FUNDS_FILE, as_of) if (source.folder / FUNDS_FILE).exists() else None
    return read_registers(links, actors, facts, new_window, funds)


def _retired(source: _Source, guides: dict[str, Guide], as_of: AsOf) -> dict[str, Retired]:
    """The guides that were; a folder need not have any."""
    if not (source.folder / RETIRED_FILE).exists():
        return {}
    fields = source.fields(RETIRED_FILE, as_of)
    return read_retired(fields, guides) if fields else {}
