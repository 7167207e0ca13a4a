"""What tells one release from another: a digest of all that pages are made of. Knows files as bytes only."""

import hashlib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

_RENDERING = ("babel", "bleach", "brotli", "deflate", "jinja2", "markdown-it-py", "markupsafe", "rcssmin", "werkzeug")
"""The libraries whose versions reach the bytes or headers of a page."""


def release_of(folders: Iterable[Path], settings: Iterable[str] = ()) -> str:
    """A short digest of all files in the folders, the libraries that render pages, and `settings` as text."""
    digest = hashlib.sha256()
    for text in (*map(version, _RENDERING), *settings):
        digest.update(f"{text}\0".encode())
    for folder in folders:
        for file in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc"):
            digest.update(f"{file.relative_to(folder)}\0".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
