"""Copies of the content folder that workers read, so that edits before a reload can break nothing. Knows files."""

import re
import shutil
from itertools import count
from pathlib import Path

_ERRNO = re.compile(r"^\[Errno \d+\] |: '.*", re.DOTALL)
"""What Python writes around the reason of an `OSError`: its number, and the file."""


class Snapshots:
    """Numbered copies in a `folder` of our own, which the caller throws away at the end.

    A worker that is started again, for any reason, reads the newest copy that was found to be good.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)

    def take(self, content: Path) -> Path:
        """Copy the content folder as it is now, without what editors' programs leave beside the content.

        Raises `OSError`, with a sentence for each, when files cannot be read or written.
        """
        copy = self._folder / str(next(self._numbers))
        try:
            shutil.copytree(content, copy, ignore=_no_content)
        except OSError as error:
            shutil.rmtree(copy, ignore_errors=True)
            raise OSError(_sentences(error, content)) from error
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


def _no_content(folder: str, names: list[str]) -> set[str]:
    """Hidden files, as everywhere; links to nothing, by which Emacs locks a file; pipes, whose reader would wait."""
    paths = (Path(folder, name) for name in names)
    return {path.name for path in paths if path.name.startswith(".") or not (path.is_file() or path.is_dir())}


def _sentences(error: OSError, content: Path) -> str:
    if isinstance(error, shutil.Error) and isinstance(error.args[0], list):  # all that failed, each with its copy
        failed = [(source, _ERRNO.sub("", str(why))) for source, _, why in error.args[0]]
    else:
        failed = [(error.filename or content, error.strerror or str(error))]
    return " ".join(f"{source} cannot be copied: {why}." for source, why in failed)
