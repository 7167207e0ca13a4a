"""Copies of the content folder that workers read, so that what is edited meanwhile can break nothing. Knows files."""

import shutil
from itertools import count
from pathlib import Path


class Snapshots:
    """Numbered copies in a `folder` of our own, which the caller throws away at the end.

    A worker that is started anew, whatever the reason, reads the newest copy that was found to be good.
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

    def keep_only(self, *copies: Path) -> None:
        """Throw the other copies away."""
        for copy in self._folder.iterdir():
            if copy not in copies:
                shutil.rmtree(copy, ignore_errors=True)
