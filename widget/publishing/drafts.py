"""Content that is being changed: what it says, and what `check` finds wrong with it. Knows guides and files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from widget.guides.checking import check_library
from widget.guides.library import Library
from widget.guides.loading import read_library
from widget.guides.problems import Problem
from widget.guides.prose import Prose
from widget.guides.situations import situations_table
from widget.publishing.catalogue_texts import usable_translations
from widget.publishing.content_files import Files, unpacked
from widget.publishing.edits import (
    Edit,
    SetTranslations,
    StaleEditError,
    apply_edits,
    translations_in,
    with_old_lines,
)
from widget.publishing.entries import Entries
from widget.publishing.guide_catalogues import catalogue_languages, with_catalogues
from widget.publishing.records import RecordedEdit
from widget.publishing.yaml_editing import UneditableFile

_TABLE = "situations.txt"
"""Who sees what, beside each guide."""


@dataclass(frozen=True, slots=True)
class CheckedContent:
    """Files with their entries, the guides that they make (None where they cannot be read), and all problems.

    `prose` has the texts that citizens read, each once for each place where it stands.
    """

    files: Mapping[str, bytes]
    entries: Entries
    library: Library | None
    problems: tuple[Problem, ...]
    prose: tuple[Prose, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What keeps it from being published."""
        return tuple(problem for problem in self.problems if problem.severity.value == "error")


def check_content(files: Files, today: date) -> CheckedContent:
    """Read files as the server would, with every problem that `check` finds as of `today`."""
    prose: dict[Prose, None] = {}

    def note(text: Prose) -> str:
        prose[text] = None
        return text.text

    with unpacked(files) as folder:
        library, problems = read_library(Path(folder), note)
    if library is not None and not problems.errors:
        problems.found.extend(check_library(library, today))
    return CheckedContent(files, Entries(files), library, tuple(problems), tuple(prose))


def new_errors(before: CheckedContent, after: CheckedContent) -> tuple[Problem, ...]:
    """The errors that some edits make. What is wrong in the published guides already keeps no mend from citizens."""
    known = {(problem.message, problem.rule) for problem in before.errors}
    return tuple(problem for problem in after.errors if (problem.message, problem.rule) not in known)


def with_derived_files(content: CheckedContent, base: Files, edits: Sequence[Edit] = ()) -> CheckedContent:
    """The content with what follows from its texts and rules: the tables of who sees what, and the catalogues.

    `base` are the files that the `edits` were made on. The catalogues are its own, with the translations among them.
    """
    guides = content.library.guides.values() if content.library else ()
    tables = {f"{guide.id}/{_TABLE}": situations_table(guide).encode() for guide in guides}
    return replace(content, files=with_catalogues({**content.files, **tables}, base, translations_in(edits)))


def replayed(files: Files, edits: Sequence[RecordedEdit]) -> tuple[dict[str, bytes], tuple[RecordedEdit, ...]]:
    """The files with the edits done on them, and those edits that could not be done."""
    done, conflicts = dict(files), []
    translations = {name: usable_translations(files, name) for name in catalogue_languages(files)}
    for recorded in edits:
        edit = recorded.edit
        try:
            if isinstance(edit, SetTranslations):
                _retranslate(translations.setdefault(edit.language, {}), edit)
            done = apply_edits(done, [edit])
        except (StaleEditError, UneditableFile):
            conflicts.append(recorded)
    return with_old_lines(done, files), tuple(conflicts)


def _retranslate(there: dict[str, str], edit: SetTranslations) -> None:
    """Translate once more. Raises `StaleEditError` where another translation was made since."""
    for original, translation in edit.after.items():
        found = there.get(original, "")
        if found not in {"", translation, edit.before.get(original, "")}:
            raise StaleEditError(edit, {original: found})
    there.update(edit.after)
