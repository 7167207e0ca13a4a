"""The guides as a change set of the editors' desk has them, for readers of a link. Knows change sets; no request."""

from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from cachetools import LRUCache

from widget.guides.problems import ContentError
from widget.publishing.content_files import unpacked
from widget.publishing.records import SetState
from widget.web.guide.site import Site
from widget.web.previews.review_folder import UnderReview

if TYPE_CHECKING:
    from widget.publishing.change_set_store import ChangeSetStore

_CACHE_SIZE = 4
"""Sites that a worker keeps in memory; some 10 MB each."""


class ReviewSets:
    """Makes a site of a change set. `build` makes one of a folder, or raises `ContentError`."""

    def __init__(self, change_sets: "Callable[[], ChangeSetStore]", build: Callable[[Path], Site]) -> None:
        self.change_sets = change_sets
        self._build = build
        self._cache: LRUCache[tuple[int, int], UnderReview] = LRUCache(_CACHE_SIZE)
        self._lock = Lock()

    def look(self, set_id: int) -> UnderReview | None:
        """The guides as they are in a change set now; None where it is no more. Raises `DatabaseUnavailable`."""
        found = self.change_sets().find(set_id)
        if found is None or found.state is SetState.DISCARDED:
            return None
        key = (found.id, found.revision)
        with self._lock:
            if key not in self._cache:
                with unpacked(self.change_sets().files(found.manifest)) as folder:
                    self._cache[key] = self._made(Path(folder))
            return self._cache[key]

    def _made(self, folder: Path) -> UnderReview:
        try:
            return self._build(folder)
        except ContentError as error:
            return tuple(error.problems.errors)
