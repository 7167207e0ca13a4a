"""The application for any WSGI server, with the edition that is published: each process looks for itself.

`guide-widget serve` has a process beside the workers for this. Other servers have no place for one, so here a thread
of each worker asks the database, one row each time; no request does, but the first.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from widget.app import Application, create_served_app
from widget.database.sqlite_file import ensure_sqlite_file
from widget.server.edition_watcher import AWAY, POLL, EditionWatcher, database_exists
from widget.server.reload import ReloadableApplication
from widget.settings import DATABASE, Settings, read_settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_log = logging.getLogger(__name__)


class StartedByFirstRequest:
    """A WSGI application that calls `start` before its first answer, and so in a process that answers.

    Servers make the application and then fork (uWSGI, Gunicorn with `--preload`): no thread goes along, and a lock
    that one of them holds is never released in the new process.
    """

    def __init__(self, application: "WSGIApplication", start: Callable[[], None]) -> None:
        self.application = application
        self._start = start
        self._starting = threading.Lock()
        self._started = False

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """A WSGI application."""
        if not self._started:
            self._start_once()
        return self.application(environ, start_response)

    def _start_once(self) -> None:
        with self._starting:
            if self._started:
                return
            try:
                self._start()
            except Exception:  # of any kind: the guides are shown
                _log.exception("What runs beside requests could not be begun.")
            self._started = True


class EditionFollowingApplication:
    """A WSGI application that shows the published edition, and from `start` on each one that is published later.

    `settings` name the database, and the content that is shown while no edition was published.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._watcher: EditionWatcher | None = None
        self._stopped = threading.Event()
        self._folder = self._first_folder()
        self._current = ReloadableApplication(self._make)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """A WSGI application."""
        return self._current(environ, start_response)

    def look(self) -> bool:
        """Show the edition that was published since the last look; whether there was one.

        Raises `DatabaseUnavailable`; what was shown before is still shown.
        """
        if self._watcher is None:
            if not database_exists(self._settings):
                return False
            self._watcher = EditionWatcher(self._settings)
        folder = self._watcher.look()
        if folder is None or folder == self._folder:
            return False
        self._folder = folder
        self._current.replace()
        return True

    def start(self) -> None:
        """Show what was published since this was made, and look from now on."""
        self._current.start()
        is_away = self._look_and_log(was_away=False)
        threading.Thread(target=self._follow, args=(is_away,), name="editions", daemon=True).start()

    def stop(self) -> None:
        """Write what was counted last, and look no more."""
        self._stopped.set()
        self._current.end()
        if self._watcher:
            self._watcher.close()

    def _follow(self, is_away: bool) -> None:
        while not self._stopped.wait(AWAY if is_away else POLL):
            is_away = self._look_and_log(was_away=is_away)

    def _look_and_log(self, *, was_away: bool) -> bool:
        """Whether the database is away, which is said once."""
        try:
            self.look()
        except Exception as error:  # of any kind: the guides go on
            if not was_away:
                _log.error("The published edition cannot be looked up; the last one is shown. %s", error)
            return True
        return False

    def _first_folder(self) -> Path:
        """The edition that is published, or the last one known on this machine; else the folder of the settings.

        No connection stays open: the server may fork.
        """
        if not database_exists(self._settings):
            return self._settings.content_folder
        self._watcher = EditionWatcher(self._settings)
        try:
            return self._watcher.look() or self._settings.content_folder
        except Exception as error:  # of any kind: the guides are shown
            _log.error("The published edition cannot be looked up; the last one is shown. %s", error)
            return self._watcher.last_known() or self._settings.content_folder
        finally:
            self._watcher.close()

    def _make(self) -> Application:
        return create_served_app(replace(self._settings, content_folder=self._folder))


def application_for(environment: Mapping[str, str]) -> StartedByFirstRequest:
    """The application as its settings want it: of a folder, or of the editions in the database."""
    settings = read_settings(environment)
    ensure_sqlite_file(settings.database_url, settings.data_folder)
    follows = settings.content_source == DATABASE
    made = EditionFollowingApplication(settings) if follows else create_served_app(settings)
    return StartedByFirstRequest(made, made.start)
