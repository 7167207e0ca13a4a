"""A process that looks after the published edition in the database, and says where it is unpacked. Knows no page.

It stands beside the server's main process, so that neither that nor a worker has to load what speaks to databases.
It writes a line with a folder into a pipe whenever another edition is published; the first line, which may be empty,
comes at once. It ends when its input does. What it has to log stands in the server's log, on standard output.
"""

import logging
import logging.config
import os
import select
import sys
from pathlib import Path

from widget.database.sqlite_file import sqlite_file
from widget.publishing.local_editions import LocalEditions
from widget.server.logs import log_config
from widget.settings import Settings, read_settings

POLL = 0.2
"""Seconds between two questions, each of one row: an edition is to be seen within a second."""
AWAY = 2.0
"""Seconds until the next question while the database is away."""

_log = logging.getLogger(__name__)


class EditionWatcher:
    """Finds the edition that citizens are to see, and unpacks it on this machine."""

    def __init__(self, settings: Settings) -> None:
        from widget.database.database import Database
        from widget.database.engine import open_engine
        from widget.publishing.edition_store import EditionReader, EditionStamp

        self._local = LocalEditions(settings.data_folder / "editions")
        self._store = EditionReader(Database(open_engine(settings.database_url, settings.data_folder)))
        self._shown: EditionStamp | None = None

    def look(self) -> Path | None:
        """The folder of an edition that was published since the last look. Raises `DatabaseUnavailable`."""
        stamp = self._store.stamp()
        if stamp is None:
            return None
        folder = self._local.find(stamp.digest)
        if folder is not None and stamp == self._shown:
            return None
        if folder is None:  # also where it has been deleted since
            edition = self._store.edition(stamp.number)
            if edition is None:
                return None
            folder = self._local.keep(stamp.digest, self._store.files(edition.manifest))
        self._local.set_current(stamp.digest)
        self._shown = stamp
        return folder

    def close(self) -> None:
        """Close the connections; the next look opens one."""
        self._store.database.engine.dispose()

    def last_known(self) -> Path | None:
        """The edition that was shown last on this machine."""
        return self._local.current()


def main(pipe: int) -> None:
    """Watch until the input ends. `pipe` is the descriptor that the folders are written into."""
    logging.config.dictConfig(log_config())
    settings = read_settings(os.environ)
    announced = False
    while not database_exists(settings):
        announced = announced or _say(pipe, None)
        if _ended(POLL * 5):
            return
    watcher, away = EditionWatcher(settings), False
    while True:
        try:
            folder = watcher.look()
            away = False
        except Exception as error:  # of any kind: the guides go on
            folder = None if announced else watcher.last_known()
            if not away:
                _log.error("The published edition cannot be looked up; the last one is shown. %s", error)
            away = True
        if folder or not announced:
            announced = _say(pipe, folder)
        if _ended(AWAY if away else POLL):
            return


def database_exists(settings: Settings) -> bool:
    """Whether there is a database that something may be kept in: an SQLite file begins empty."""
    file = sqlite_file(settings.database_url, settings.data_folder)
    try:
        return file is None or file.stat().st_size > 0
    except OSError:
        return False


def _say(pipe: int, folder: Path | None) -> bool:
    os.write(pipe, f"{folder or ''}\n".encode())
    return True


def _ended(seconds: float) -> bool:
    """Wait, and tell whether the input has ended."""
    ready, _, _ = select.select([sys.stdin], [], [], seconds)
    return bool(ready) and not sys.stdin.readline()
