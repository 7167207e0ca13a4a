"""The files of an edition of the content: read from a folder and written to one, byte for byte. Knows files only."""

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

Files = Mapping[str, bytes]
"""What the files of an edition hold, by their path below the content folder, with slashes."""

TRANSLATIONS = "translations"
"""The folder of an edition with the catalogues of its texts: `translations/de/LC_MESSAGES/guides.po`."""

GUIDE_CATALOGUES = "*/LC_MESSAGES/guides.po"

_EDITION_MARK = ".guide-widget-edition"
"""A hidden file, so that it is no part of the content: it says which edition a folder was exported from."""


def read_content(folder: Path, translations: Path | None = None) -> dict[str, bytes]:
    """All files of a content folder. Hidden ones are left out: a checkout has its history in them.

    Where the folder has no catalogues of its own, those below `translations` are taken in. Raises `OSError`.
    """
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in _visible(folder)}
    own = any(name.startswith(f"{TRANSLATIONS}/") for name in files)
    if translations is not None and not own:
        for path in sorted(translations.glob(GUIDE_CATALOGUES)):
            files[f"{TRANSLATIONS}/{path.relative_to(translations).as_posix()}"] = path.read_bytes()
    return dict(sorted(files.items()))


def write_content(files: Files, folder: Path) -> None:
    """Write an edition into a folder, and delete the other files that are in it. Raises `OSError`."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in _visible(folder):
        if path.relative_to(folder).as_posix() not in files:
            path.unlink()
    for name, content in files.items():
        path = folder.joinpath(*PurePosixPath(name).parts)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def mark_folder(folder: Path, files: Files) -> None:
    """Note that a folder holds what these files are: the edition that edits in it are made on. Raises `OSError`."""
    digest = manifest_digest(manifest_of(files))
    text = f"{digest}\n# Udgaven, som mappen begyndte på. Lad filen blive: “content import” bruger den.\n"
    (folder / _EDITION_MARK).write_text(text, encoding="utf-8")


def marked_digest(folder: Path) -> str:
    """The digest of the edition that a folder was exported from or published as last; empty where it is not noted."""
    try:
        first, *_ = (folder / _EDITION_MARK).read_text(encoding="utf-8").splitlines() or [""]
    except (OSError, UnicodeDecodeError):
        return ""
    return first.strip()


def unpacked(files: Files) -> "TemporaryDirectory[str]":
    """A folder with the files, for the time of a `with`."""
    folder: TemporaryDirectory[str] = TemporaryDirectory(prefix="guide-widget-")
    write_content(files, Path(folder.name))
    return folder


def manifest_of(files: Files) -> dict[str, str]:
    """The digest of each file."""
    return {name: file_digest(content) for name, content in sorted(files.items())}


def file_digest(content: bytes) -> str:
    """What tells one content of a file from another: SHA-256 in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def manifest_digest(manifest: Mapping[str, str]) -> str:
    """What tells one edition from another, by the digests of its files."""
    lines = (f"{digest} {name}\n" for name, digest in sorted(manifest.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _visible(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.is_file() and not hidden:
            yield path
