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

_ID = re.compile(r"[0-9A-Fa-f][0-9A-Fa-f-]{14,62}[0-9A-Fa-f]")
"""An id as machines make them, in hexadecimal digits (nginx, Envoy, UUIDs): no answer of a citizen looks like one."""
_WORD = re.compile(r"[A-Za-z0-9._-]{1,40}")
_PARTNER = re.compile(r"[a-z0-9-]{1,40}")
_OF_GUIDES = frozenset({"embed", "guide", "print", "fragment", "calendar", "data", "sources", "a-kasser", "feedback"})
_SURFACES = frozenset(
    {
        *(*_OF_GUIDES, "share", "oembed"),
        *("check", "sample-host", "admin", "static", "healthz", "readyz", "accessibility", "privacy"),
    }
)
_MOST_PARTS = 8
"""Parts of a path that are looked at."""
_MOVED = "308"
"""The answer to an untidy path: the page that it means has not been looked for. Nor has it for OPTIONS."""
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

_log = logging.getLogger("widget.requests")

REQUESTS = Counter("guide_widget_requests", "Answers given by the application.", ("surface", "method", "status"))
DURATION = Histogram("guide_widget_request_seconds", "Time to an answer.", ("surface",), buckets=_SECONDS)


def count_hits(surface: str, times: int) -> None:
    """Count answers that came from memory."""
    REQUESTS.labels(surface, "GET", "200").inc(times)


class ObservabilityMiddleware:
    """`app`, whose every answer is logged and counted, and has an `X-Request-Id`: a new one, or that of our proxy.

    `clock` is monotonic seconds, `new_id` makes ids. `is_guide` tells whether a word is the id of a guide, `is_proxy`
    whether an address is of a proxy whose ids are kept.
    """

    def __init__(
        self,
        app: "WSGIApplication",
        clock: Callable[[], float],
        new_id: Callable[[], str],
        is_guide: Callable[[str], bool],
        is_proxy: Callable[[str], bool],
    ) -> None:
        self._app = app
        self._clock = clock
        self._new_id = new_id
        self._is_guide = is_guide
        self._is_proxy = is_proxy

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """A WSGI application."""
        begun = self._clock()
        given = environ.get("HTTP_X_REQUEST_ID", "")
        is_kept = bool(_ID.fullmatch(given)) and self._is_proxy(environ.get("REMOTE_ADDR", ""))
        request_id = given if is_kept else self._new_id()
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
            has_answer = status[0] in "23" and status != _MOVED and method != "OPTIONS"
            fields = {
                "id": request_id,
                "method": method,
                "path": path_to_log(path, self._is_guide, has_answer=has_answer),
                "status": int(status),
            }
            _log.info("request", extra={**fields, "ms": round(seconds * 1000, 2)})


def surface_of(path: str) -> str:
    """The first part of a path if it is one of ours: a stranger cannot make new series by asking for new paths."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in _SURFACES else "index" if path == "/" else "other"


def path_to_log(path: str, is_guide: Callable[[str], bool], *, has_answer: bool) -> str:
    """A path with only those parts that are known to be no answer of a citizen; “…” stands for every other.

    Answers get into paths: by an escaped question mark, or by an `&` where a `?` should be. So a part of a guide's
    address is kept if it is the id of a guide, or the id of a partner before one. `has_answer` is whether there is
    something at the path: where there is not, a part that looks like the id of a partner may be anything, and only
    the surface and the guide are kept. Signed parts, which open doors, are longer than any that is kept.
    """
    first, *rest = path.removeprefix("/").split("/")[:_MOST_PARTS]
    if first in {"draft", "review"}:
        return "/".join(["", first, "…", *_guide_parts(rest[1:], is_guide, has_answer=has_answer)])
    if first in _OF_GUIDES:
        return "/".join(["", *_guide_parts([first, *rest], is_guide, has_answer=has_answer)])
    kept_first = first if not first or first in _SURFACES else "…"
    kept = (part if not part or (has_answer and _WORD.fullmatch(part)) else "…" for part in rest)
    return "/".join(["", kept_first, *kept])


def _guide_parts(parts: list[str], is_guide: Callable[[str], bool], *, has_answer: bool) -> list[str]:
    """What is logged of an address: a surface, perhaps a partner, and a guide."""
    if not parts:
        return []
    surface, *between, last = parts if len(parts) > 1 else (parts[0], "")
    guide, dot, ending = last.partition(".")
    is_known = is_guide(guide) and (not dot or ending in {"ics", "json"})
    is_partner = has_answer and is_known and len(between) == 1
    partners = [part if is_partner and _PARTNER.fullmatch(part) else "…" for part in between]
    kept = last if is_known or not last else "…"
    return [surface if surface in _OF_GUIDES else "…", *partners, kept]
