"""Guides are read once for all tests that serve the same files: some 300 applications are made in a run.

What is shared is never changed by an application. Tests whose subject is reading call the readers themselves.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from unittest.mock import patch

from widget.guides.library import Library
from widget.guides.loading import load_library
from widget.settings import Settings
from widget.web.guide.translated_guides import TranslatedGuides, load_translated
from widget.web.http.languages import Language
from widget.web.http.templating import Templates


@contextmanager
def guides_read_once() -> Iterator[None]:
    """Applications that are made within share the guides, translations and templates of the same files."""
    libraries: dict[object, Library] = {}
    translated: dict[object, TranslatedGuides] = {}

    def library_of(folder: Path, drafts: tuple[str, ...]) -> Library:
        key = (digest(folder), drafts)
        if key not in libraries:
            libraries[key] = load_library(folder, drafts)
        return libraries[key]

    def translated_of(settings: Settings, library: Library, known: Mapping[str, Language]) -> TranslatedGuides:
        files = (digest(settings.content_folder), digest(settings.guide_translations))
        offered = (settings.draft_guides, settings.languages, settings.draft_languages)
        key = (*files, *offered, tuple(known.items()))
        if key not in translated:
            translated[key] = load_translated(settings, library, known)
        return translated[key]

    made: dict[object, Templates] = {}

    def templates_of(folder: Path, known: dict[str, Language]) -> Templates:
        key = (folder, digest(folder), tuple(known.items()))
        if key not in made:
            made[key] = Templates(folder, known)
        return made[key]

    with (
        patch("widget.app.load_library", library_of),
        patch("widget.app.load_translated", translated_of),
        patch("widget.app.Templates", templates_of),
    ):
        yield


def digest(folder: Path) -> bytes:
    """What the files of a folder are, by their names and bytes."""
    found = blake2b()
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            found.update(f"{file.relative_to(folder)} ".encode() + blake2b(file.read_bytes()).digest())
    return found.digest()
