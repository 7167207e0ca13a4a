"""An SQLite file that is deleted or replaced under a running server is noticed.

A connection goes on with a file that was deleted: everything is written, nothing is kept. So each statement first
asks whether the file of its connection is still the one at the path.
"""

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from widget.database.sqlite_file import restrict_permissions

_IDENTITY = "identity of the file"


def follow_file(engine: Engine, file: Path) -> None:
    """Keep to the file at that path, and never make it.

    A connection to a file that is no longer there is closed. The next one finds what has taken its place, such as a
    restored backup, or fails.
    """

    @event.listens_for(engine, "do_connect")
    def _open(_: object, __: object, arguments: list[Any], options: dict[str, Any]) -> None:
        if not file.exists():
            raise sqlite3.OperationalError(
                f"{file} is missing: stop the server and restore a backup, or restart it to begin with an empty one"
            )
        restrict_permissions(file)
        # SQLite itself would make a file that is deleted between the question and the opening.
        arguments[:], options["uri"] = [f"file:{quote(arguments[0])}?mode=rw"], True

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
            gone = sqlite3.OperationalError(f"{file} has been deleted or replaced")
            raise OperationalError(statement, None, gone, connection_invalidated=True)


def _identity(file: Path) -> tuple[int, int] | None:
    try:
        status = file.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
