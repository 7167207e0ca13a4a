"""What operators learn of requests: a line in the log, and figures for Prometheus. Knows WSGI; nothing of visitors.

No address of a visitor, no query string, no browser's name is ever written: answers stand in query strings.
"""

import logging
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from prometheus_client import Counter, Histogram

from widget.web.http.internal_requests import WARMING

if TYPE_CHECKING:
    from types import TracebackType

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_ID = re.compile(r"[A-Za-z0-9._:-]{1,64}")
_SURFACES = frozenset(
    {
        *("embed", "guide", "print", "fragment", "calendar", "data", "sources", "share", "oembed", "feedback"),
        *("admin", "static", "healthz", "readyz", "accessibility", "privacy"),
    }
)
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

_log = logging.getLogger("widget.requests")

REQUESTS = Counter("guide_widget_requests", "Answers given by the application.", ("surface", "method", "status"))
DURATION = Histogram("guide_widget_request_seconds", "Time to an answer.", ("surface",), buckets=_SECONDS)


def count_hits(surface: str, times: int) -> None:
    """Count answers that came from memory."""
    REQUESTS.labels(surface, "GET", "200").inc(times)


_LONGEST_PART = 40
"""Characters. What is longer in a path of ours is a secret: links to drafts and invitations are signed."""


class ObservabilityMiddleware:
    """`app`, whose every answer is logged and counted, and has the `X-Request-Id` that came, or a new one.

    `clock` is monotonic seconds, `new_id` makes ids.
    """

    def __init__(self, app: "WSGIApplication", clock: Callable[[], float], new_id: Callable[[], str]) -> None:
        self._app = app
        self._clock = clock
        self._new_id = new_id

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """A WSGI application."""
        begun = self._clock()
        given = environ.get("HTTP_X_REQUEST_ID", "")
        request_id = given if _ID.fullmatch(given) else self._new_id()
        environ["HTTP_X_REQUEST_ID"] = request_id
        seen = "500"

        def start(
            status: str,
            headers: list[tuple[str, str]],
            exc_info: "tuple[type[BaseException], BaseException, TracebackType] | None" = None,
        ) -> Callable[[bytes], object]:
            nonlocal seen
            seen = status[:3]
            return start_response(status, [*headers, ("X-Request-Id", request_id)], exc_info)

        try:
            return self._app(environ, start)  # type: ignore[arg-type]  # the protocol forbids names of its own
        finally:
            self._note(environ, seen, request_id, self._clock() - begun)

    def _note(self, environ: "WSGIEnvironment", status: str, request_id: str, seconds: float) -> None:
        path, method = environ["PATH_INFO"], environ["REQUEST_METHOD"]
        surface = surface_of(path)
        REQUESTS.labels(surface, method if method in _METHODS else "other", status).inc()
        DURATION.labels(surface).observe(seconds)
        if WARMING not in environ and _log.isEnabledFor(logging.INFO):
            fields = {"id": request_id, "method": method, "path": _safe(path), "status": int(status)}
            _log.info("request", extra={**fields, "ms": round(seconds * 1000, 2)})


def surface_of(path: str) -> str:
    """The first part of a path if it is one of ours: a stranger cannot make new series by asking for new paths."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in _SURFACES else "index" if path == "/" else "other"


def _safe(path: str) -> str:
    """A path that can be kept: short, without what opens doors, and without what a terminal would obey."""
    parts = path[: _LONGEST_PART * 5].split("/")
    return "/".join(part if len(part) <= _LONGEST_PART and part.isprintable() else "…" for part in parts)
