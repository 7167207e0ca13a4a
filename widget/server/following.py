"""The application for any WSGI server, with the edition that is published: each process looks for itself.

`guide-widget serve` has a process beside the workers for this. Other servers have no place for one, so here a thread
of each worker asks the database, one row each time; no request does.
"""

import logging
import os
import threading
from collections.abc import Iterable, Mapping
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
        """Look from now on, here and in each process that is made of this one."""
        os.register_at_fork(after_in_child=self._start_after_fork)
        self._start_thread()

    def stop(self) -> None:
        """Write what was counted last, and look no more."""
        self._stopped.set()
        self._current.end()
        if self._watcher:
            self._watcher.close()

    def _start_after_fork(self) -> None:
        if self._watcher:
            self._watcher.forget_connections()  # they are the parent's
        self._start_thread()

    def _start_thread(self) -> None:
        threading.Thread(target=self._follow, name="editions", daemon=True).start()

    def _follow(self) -> None:
        away = False
        while not self._stopped.is_set():
            try:
                self.look()
                away = False
            except Exception as error:  # of any kind: the guides go on
                if not away:
                    _log.error("The published edition cannot be looked up; the last one is shown. %s", error)
                away = True
            self._stopped.wait(AWAY if away else POLL)

    def _first_folder(self) -> Path:
        """The edition that is published, or the last one known on this machine; else the folder of the settings."""
        if not database_exists(self._settings):
            return self._settings.content_folder
        self._watcher = EditionWatcher(self._settings)
        try:
            return self._watcher.look() or self._settings.content_folder
        except Exception as error:  # of any kind: the guides are shown
            _log.error("The published edition cannot be looked up; the last one is shown. %s", error)
            return self._watcher.last_known() or self._settings.content_folder

    def _make(self, warm_after: float) -> Application:
        return create_served_app(replace(self._settings, content_folder=self._folder), warm_after=warm_after)


def application_for(environment: Mapping[str, str]) -> "WSGIApplication":
    """The application as its settings want it: of a folder, or of the editions in the database."""
    settings = read_settings(environment)
    ensure_sqlite_file(settings.database_url, settings.data_folder)
    if settings.content_source != DATABASE:
        return create_served_app(settings)
    made = EditionFollowingApplication(settings)
    made.start()
    return made
