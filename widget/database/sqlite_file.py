"""The SQLite file: where it is, making it, and for whom it is readable. Without what speaks to databases.

It is made on purpose, when a server starts or a command has something to keep, and never by a connection: an empty
database in the place of one that was deleted would hide the loss.
"""

import logging
import os
from contextlib import suppress
from pathlib import Path

DATABASE_FILE = "guides.sqlite3"

_SCHEME = "sqlite:///"

_log = logging.getLogger(__name__)


def sqlite_file(database_url: str, data_folder: Path) -> Path | None:
    """The file that `database_url` names; empty means the one in `data_folder`. None for what is not in a file."""
    if not database_url:
        return data_folder / DATABASE_FILE
    name = database_url.removeprefix(_SCHEME).partition("?")[0]
    if not database_url.startswith(_SCHEME) or not name or name.startswith((":", "file:")):
        return None
    return Path(name)


def ensure_sqlite_file(database_url: str, data_folder: Path) -> None:
    """Make the file where it is missing, and say in the log that the database begins empty, or why it cannot be made.

    An empty file is no database either: a backup that was made on a full disk may be one.
    """
    file = sqlite_file(database_url, data_folder)
    if file is None:
        return
    try:
        if file.exists() and file.stat().st_size > 0:
            return
        # Readable for this server's user alone: accounts keep secrets in it.
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        _log.error("The database %s cannot be made: %s. Mend that, then restart.", file, error.strerror)
    else:
        _log.warning("There was no database at %s: a new one is begun.", file)


def restrict_permissions(file: Path) -> None:
    """Close what was open before. The files that SQLite puts beside it are as open as it is when they are made.

    A folder is not ours, and is left alone: the one that it is in, and one that a wrong setting takes for the file.
    """
    for path in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
        with suppress(FileNotFoundError, PermissionError):
            if path.is_file() and path.stat().st_mode & 0o077:
                path.chmod(0o600)
