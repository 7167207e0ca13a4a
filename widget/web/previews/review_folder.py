"""The content under review: read again when its files have changed, and never more than said to be broken."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from widget.guides.problems import ContentError, Place, Problem
from widget.web.guide.site import Site

UnderReview = Site | tuple[Problem, ...]
"""The guides under review, drafts included, or why they cannot be shown."""


class ReviewFolder:
    """The folder in which editors have their version. `build` makes a site of it, or raises `ContentError`."""

    def __init__(self, folder: Path, build: Callable[[Path], Site]) -> None:
        self.folder = folder
        self._build = build
        self._lock = Lock()
        self._digest = ""
        self._found: UnderReview = ()

    def look(self) -> UnderReview:
        """What is there now."""
        with self._lock:
            try:
                digest = _digest_of(self.folder)
                if digest != self._digest:
                    self._found, self._digest = self._build(self.folder), digest
            except ContentError as error:
                self._found, self._digest = tuple(error.problems.errors), digest
            except Exception as error:
                # An editor's files, perhaps half written: every fault in them is told, and none is raised.
                self._found, self._digest = (self._unreadable(error),), ""
            return self._found

    def _unreadable(self, error: Exception) -> Problem:
        advice = "See that the folder is there, and run guide-widget check on it."
        return Problem(Place(str(self.folder), 1), f"The content cannot be read: {error}.", advice)


def _digest_of(folder: Path) -> str:
    """Another one after every change. Bytes, not times: a checkout may keep or set those. Raises `OSError`."""
    digest = hashlib.sha256()
    for file in (*sorted(folder.glob("*.yaml")), *sorted(folder.glob("*/*.yaml"))):
        digest.update(f"{file.relative_to(folder)}\0".encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()
