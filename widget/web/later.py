"""Leaves a part of the addresses to an application that is made when somebody first comes. Knows WSGI; no page."""

from collections.abc import Callable, Iterable
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Later:
    """`first` answers, but for addresses at or below `prefix`: they go to what `make` makes, once."""

    def __init__(self, first: "WSGIApplication", prefix: str, make: Callable[[], "WSGIApplication"]) -> None:
        self._first = first
        self._prefix = prefix
        self._below = f"{prefix}/"
        self._make = make
        self._made: WSGIApplication | None = None
        self._making = Lock()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """A WSGI application."""
        path = environ["PATH_INFO"]
        if path == self._prefix or path.startswith(self._below):
            return self._later()(environ, start_response)
        return self._first(environ, start_response)

    def _later(self) -> "WSGIApplication":
        if self._made is None:
            with self._making:
                if self._made is None:
                    self._made = self._make()
        return self._made
