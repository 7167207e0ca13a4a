"""Content as it stood in a git revision, unpacked into a folder. Knows git; not what the content means."""

import io
import subprocess
import tarfile
from pathlib import Path


class RevisionError(Exception):
    """A revision that cannot be had; the text says why, and what to write instead."""


def unpack_revision(revision: str, content: Path, into: Path) -> Path:
    """Unpack the `content` folder, which lies in a git repository, as it stood in `revision`.

    Returns the folder with the content. Raises `RevisionError`.
    """
    try:
        prefix = _git(content, "rev-parse", "--show-prefix").decode().strip()
    except RevisionError:
        message = f"“{revision}” is no folder, and {content} is in no git repository: write two folders."
        raise RevisionError(message) from None
    try:
        commit = _git(content, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except RevisionError:
        message = f"“{revision}” is neither a folder nor a git revision. Write a folder, a branch, a tag or a commit."
        raise RevisionError(message) from None
    name = commit.decode().strip()
    top = Path(_git(content, "rev-parse", "--show-toplevel").decode().strip())
    try:
        archive = _git(top, "archive", "--format=tar", name, "--", prefix or ".")
    except RevisionError:
        message = (
            f"In “{revision}” there is no folder {prefix}: the guides lay elsewhere then, or were not there yet."
        )
        raise RevisionError(message) from None
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        tar.extractall(into, filter="data")
    return into / prefix


def _git(folder: Path, *words: str) -> bytes:
    command = ["git", "-C", str(folder), *words]
    try:
        return subprocess.run(command, capture_output=True, check=True).stdout  # noqa: S603 (a list: no shell reads it)
    except FileNotFoundError:
        raise RevisionError("git is not installed here: write two folders.") from None
    except subprocess.CalledProcessError as error:
        raise RevisionError(error.stderr.decode(errors="replace").strip()) from error
