"""Editions unpacked on this machine: what a server shows while the database is away. Knows files only."""

import shutil
from pathlib import Path
from tempfile import mkdtemp

from widget.publishing.content_files import Files, write_content

_CURRENT = "current"


class LocalEditions:
    """Editions below a `folder`, by their digest. Several processes may use it at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, digest: str) -> Path | None:
        """The folder of an edition that is here."""
        path = self._folder / digest
        return path if path.is_dir() else None

    def keep(self, digest: str, files: Files) -> Path:
        """Unpack an edition; its folder is there whole or not at all. Raises `OSError`."""
        if found := self.find(digest):
            return found
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = Path(mkdtemp(prefix=".unpacking-", dir=self._folder))
        try:
            write_content(files, made)
            made.rename(self._folder / digest)
        except OSError:
            shutil.rmtree(made, ignore_errors=True)
            if self.find(digest) is None:
                raise
        return self._folder / digest

    def set_current(self, digest: str) -> None:
        """Remember an edition as the one that is shown, and delete all but this one and the one before it."""
        before = self._read_current()
        following = self._folder / f".{_CURRENT}-{digest[:16]}"
        following.write_text(digest, encoding="ascii")
        following.replace(self._folder / _CURRENT)
        for path in self._folder.iterdir():
            if path.is_dir() and not path.name.startswith(".") and path.name not in {digest, before}:
                shutil.rmtree(path, ignore_errors=True)

    def current(self) -> Path | None:
        """The folder of the edition that was shown last; None where there was none."""
        return self.find(digest) if (digest := self._read_current()) else None

    def _read_current(self) -> str:
        try:
            return (self._folder / _CURRENT).read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return ""
