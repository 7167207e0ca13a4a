"""The application of a worker, which another one can take the place of while people ask. Knows no page."""

import atexit
import logging
import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from widget.app import Application
from widget.server.draining import close_connections, stop_accepting

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

WARM_AFTER = 1.5
"""Seconds from new content until common pages are made ready. It takes twice the processor that reading the content
takes, which until then the other workers of the machine need for that."""

_log = logging.getLogger(__name__)


class ReloadableApplication:
    """A WSGI application that another one can take the place of, each made by `make`.

    Requests that are under way end with the one they began with.
    """

    def __init__(self, make: Callable[[], Application]) -> None:
        self._one_at_a_time = threading.Lock()
        self._make = make
        self._app = make()
        self._answer: WSGIApplication = self._app.wsgi_app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """A WSGI application."""
        return self._answer(environ, start_response)

    def start(self) -> None:
        """Begin what runs beside requests, in the process that answers them."""
        self._app.start()

    def replace(self) -> None:
        """Make a new application and answer by it; if that fails, the old one goes on.

        The old one writes its last figures after that, and the next new one does not wait for it: a database that is
        slow or away makes no page late.
        """
        with self._one_at_a_time:
            try:
                app = self._make()
            except Exception:  # of any kind: the guides go on
                _log.exception("The new content could not be put in place in this worker.")
                return
            old, self._app = self._app, app
            self._answer = app.wsgi_app
            app.start(WARM_AFTER)
            _log.info("The new content is in place in this worker.")
        atexit.unregister(old.batches.stop)
        old.close()

    def drain(self) -> None:
        """Take no more connections, and leave those that there are after the next answer."""
        stop_accepting()
        self._answer = close_connections(self._answer)

    def end(self) -> None:
        """Write what was counted last."""
        self._app.close()
