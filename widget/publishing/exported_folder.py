"""Which edition a folder was exported from, noted in a hidden file beside the content. Knows files only."""

from pathlib import Path

from widget.publishing.content_files import Files, manifest_digest, manifest_of

_MARK = ".guide-widget-edition"


def mark_folder(folder: Path, files: Files) -> None:
    """Note that a folder holds what these files are: the edition that edits in it are made on. Raises `OSError`."""
    digest = manifest_digest(manifest_of(files))
    text = f"{digest}\n# Udgaven, som mappen begyndte på. Lad filen blive: “content import” bruger den.\n"
    (folder / _MARK).write_text(text, encoding="utf-8")


def marked_digest(folder: Path) -> str:
    """The digest of the edition that a folder was exported from or published as last; empty where it is not noted."""
    try:
        first, *_ = (folder / _MARK).read_text(encoding="utf-8").splitlines() or [""]
    except (OSError, UnicodeDecodeError):
        return ""
    return first.strip()
