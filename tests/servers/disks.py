"""Small real disks that may be filled to the last byte, without a byte less on the disk of the machine."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from errno import ENOSPC
from pathlib import Path
from typing import IO


class MountRefusedError(Exception):
    """No disk may be mounted here, as by all but root."""


@contextmanager
def disk(folder: Path, megabytes: int) -> Iterator[None]:
    """A disk of so many megabytes at `folder`, which is made; raises `MountRefusedError`."""
    folder.mkdir()
    mount = ("mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "none", str(folder))
    mounted = subprocess.run(mount, capture_output=True, text=True, check=False)
    if mounted.returncode:
        raise MountRefusedError(mounted.stderr.strip())
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Leave no byte free on the disk of a folder; the file to delete when there is to be room again."""
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        for size in (65_536, 4_096, 1):
            _write_until_full(file, b"x" * size)
    return ballast


def _write_until_full(file: IO[bytes], piece: bytes) -> None:
    while True:
        try:
            file.write(piece)
        except OSError as error:
            if error.errno != ENOSPC:
                raise
            return
