"""The disks of an installation, small ones that get full while it runs."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg

from tests.servers.disks import MountRefusedError, disk, fill
from tests.servers.operating import MACHINES

SERVER = 32
"""Megabytes of a server's disk: its log, its content, and a copy of that for each time it was killed."""

NGINX = 64
"""Megabytes: its log alone, as its pages are in memory."""

DATABASE = 256
"""Megabytes: an empty PostgreSQL has 40, and some segments of what it has done, of 16 each."""


@contextmanager
def small_disks(folder: Path) -> Iterator[Path | None]:
    """A disk for each server, nginx and PostgreSQL; gives its folder, or nothing where none may be mounted."""
    folder.chmod(0o711)  # PostgreSQL is not run by root
    database = folder / "database"
    with ExitStack() as stack:
        try:
            for name in MACHINES:
                stack.enter_context(disk(folder / name, SERVER))
            stack.enter_context(disk(folder / "nginx", NGINX))
            stack.enter_context(disk(database, DATABASE))
        except MountRefusedError as refused:
            print(f"No disk gets full in this run, as none may be mounted here: {refused}")
            yield None
        else:
            yield database


@contextmanager
def full(folder: Path) -> Iterator[None]:
    """Leave no byte free on the disk of `folder` for the block, and say so."""
    ballast = fill(folder)
    try:
        (folder / "one-more").write_bytes(b"x")
    except OSError as error:
        print(f"{folder.name}: {error.strerror}, {os.statvfs(folder).f_bavail} blocks free", flush=True)
    else:
        raise AssertionError(f"{folder} is not full")
    try:
        yield
    finally:
        (folder / "one-more").unlink(missing_ok=True)
        ballast.unlink()


def written_until_full(url: str) -> str:
    """Write to the database until it refuses; gives what it said."""
    try:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS ballast AS SELECT repeat('x', 1000) AS text")
            while True:
                connection.execute("INSERT INTO ballast SELECT text FROM ballast LIMIT 10000")
    except psycopg.Error as error:
        return f"{type(error).__name__}: {error}".splitlines()[0]
