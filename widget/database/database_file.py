"""The file of an SQLite database: for this server alone, and noticed when it is deleted or replaced.

A connection goes on with a file that was deleted: everything is written, nothing is kept. So each statement first
asks whether the file of its connection is still the one at the path.
"""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

_IDENTITY = "identity of the file"


def follow_file(engine: Engine, file: Path) -> None:
    """Make `file` where it is missing at the first connection; from then on, keep to the file at that path.

    A connection to a file that is no longer there is closed. The next one finds what has taken its place, such as a
    restored backup, or fails: an empty database in the place of one that was deleted would hide the loss.
    """
    seen = False

    @event.listens_for(engine, "do_connect")
    def _open(*_: object) -> None:
        nonlocal seen
        if seen and not file.exists():
            raise sqlite3.OperationalError(
                f"{file} has been deleted: restore it from a backup, or restart without it"
            )
        _restrict_permissions(file)
        seen = True

    @event.listens_for(engine, "connect")
    def _note_file(_: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
        entry.info[_IDENTITY] = _identity(file)

    @event.listens_for(engine, "checkout")
    def _check_before_use(_: DBAPIConnection, entry: ConnectionPoolEntry, *__: object) -> None:
        if entry.info[_IDENTITY] != _identity(file):
            raise DisconnectionError

    @event.listens_for(engine, "before_cursor_execute")
    def _check_while_kept(connection: Connection, _: Any, statement: str, *__: object) -> None:
        if connection.info.get(_IDENTITY) not in {None, _identity(file)}:
            connection.invalidate()
            gone = sqlite3.OperationalError(f"{file} has been deleted or replaced")
            raise OperationalError(statement, None, gone, connection_invalidated=True)


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _restrict_permissions(file: Path) -> None:
    """Make the file, and its folder, readable for this server's user alone: accounts keep secrets in it.

    The files that SQLite puts beside it are as open as it is when they are made. What was open before is closed;
    a folder that was there before is not ours, and is left alone.
    """
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    for path in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
        with suppress(FileNotFoundError, PermissionError):
            if path.stat().st_mode & 0o077:
                path.chmod(0o600)
