"""Two versions of small content, made by changing texts, and their proof."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.guides.guide_examples import THIRD, TODAY
from widget.guides.library import Library
from widget.guides.loading import read_library
from widget.guides.model import Guide
from widget.proof.edition import ProofEdition
from widget.proof.guides import GuideChange
from widget.proof.libraries import Proof, compare_libraries

DOG_FILE = "naar-du-faar-hund/guide.yaml"


def copy_of(content: Path, into: Path) -> Path:
    """A copy that a test may change."""
    return Path(shutil.copytree(content, into))


def change(folder: Path, file: str, old: str, new: str) -> None:
    """Change a text that stands once in a file."""
    text = (folder / file).read_text(encoding="utf-8")
    assert text.count(old) == 1, f"“{old}” stands {text.count(old)} times"
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


def library_of(folder: Path) -> Library:
    """The content of a folder, drafts included."""
    library, problems = read_library(folder)
    assert library is not None
    assert not problems.errors, [str(problem) for problem in problems]
    return library


def edition_of(library: Library, name: str = "x", day: date = TODAY) -> ProofEdition:
    """A library as a side of the proof."""
    return ProofEdition(name, library, day, "da")


def proof_of(before: Path, after: Path, day: date = TODAY) -> Proof:
    """The proof of two folders."""
    return compare_libraries(edition_of(library_of(before), "før", day), edition_of(library_of(after), "efter", day))


def changed_dog(tmp_path: Path, *changes: tuple[str, str], day: date = TODAY) -> GuideChange:
    """The proof of the dog's guide after some changes."""
    after = copy_of(THIRD, tmp_path / "after")
    for old, new in changes:
        change(after, DOG_FILE, old, new)
    (guide,) = proof_of(THIRD, after, day).guides
    return guide


def with_guide(library: Library, guide: Guide) -> Library:
    """A library with this one guide."""
    return replace(library, guides={guide.id: guide})
