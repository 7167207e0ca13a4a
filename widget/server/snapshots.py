"""Copies of the content folder that workers read, so that edits before a reload can break nothing. Knows files."""

import shutil
from itertools import count
from pathlib import Path


class Snapshots:
    """Numbered copies in a `folder` of our own, which the caller throws away at the end.

    A worker that is started again, for any reason, reads the newest copy that was found to be good.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)

    def take(self, content: Path) -> Path:
        """Copy the content folder as it is now. Raises `OSError` when a file cannot be read or written."""
        copy = self._folder / str(next(self._numbers))
        try:
            shutil.copytree(content, copy)
        except (OSError, shutil.Error) as error:
            shutil.rmtree(copy, ignore_errors=True)
            raise OSError(str(error)) from error
        return copy

    def activate(self, copy: Path) -> Path:
        """Let `current` be this copy from now on, and give its path. All but the last two copies are deleted."""
        current, following = self._folder / "current", self._folder / "following"
        last = current.resolve()
        following.symlink_to(copy)
        following.replace(current)
        for other in self._folder.iterdir():
            if other not in (current, copy, last):
                shutil.rmtree(other, ignore_errors=True)
        return current
