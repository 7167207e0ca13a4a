"""Mounts an application below a path when the first request for it comes. Knows WSGI; no page."""

from collections.abc import Callable, Iterable
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class LazyMount:
    """`application` answers, but for paths at or below `prefix`: they go to what `create` gives, called once.

    The path is passed on whole. Where `create` raises, the request fails, and the next one calls it again.
    """

    def __init__(self, application: "WSGIApplication", prefix: str, create: "Callable[[], WSGIApplication]") -> None:
        self._application = application
        self._prefix = prefix
        self._below = f"{prefix}/"
        self._create = create
        self._mounted: WSGIApplication | None = None
        self._creating = Lock()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """A WSGI application."""
        path = environ["PATH_INFO"]
        if path == self._prefix or path.startswith(self._below):
            return self._mount()(environ, start_response)
        return self._application(environ, start_response)

    def _mount(self) -> "WSGIApplication":
        if self._mounted is None:
            with self._creating:
                if self._mounted is None:
                    self._mounted = self._create()
        return self._mounted
