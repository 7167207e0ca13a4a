"""Whether this process is alive, and whether it can serve: what is degraded, and why. Knows no database, no guide."""

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from flask import Flask, Response, json

from widget.partners.asking import QueryThread

Check = Callable[[], str]
"""Asks a part how it is: empty when well, or else the reason, in words for operators."""

_CACHED_SECONDS = 1.0
"""Seconds for which what was found is believed, however often monitoring asks."""

TIMEOUT = 4.0
"""Seconds that a check may take: more than a page waits for the registry's first answer."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _CachedCheck:
    until: float = 0.0
    reason: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)
    asking: QueryThread = field(default_factory=QueryThread)


class HealthRoutes:
    """`/healthz` and `/readyz`.

    Without the `needed` parts nothing can be shown, and the process is not ready. Without the `helpful` ones the
    guides go on from the last good state: it is ready, and says what is degraded. `clock` is monotonic seconds;
    `patience` is how many of them each check may take.
    """

    def __init__(
        self,
        needed: Mapping[str, Check],
        helpful: Mapping[str, Check],
        clock: Callable[[], float],
        patience: float = TIMEOUT,
    ) -> None:
        self._patience = patience
        self._needed = needed
        self._helpful = helpful
        self._clock = clock
        self._found = {name: _CachedCheck() for name in (*needed, *helpful)}

    def register(self, app: Flask) -> None:
        """Add the routes to `app`."""
        app.add_url_rule("/healthz", "healthz", _healthz)
        app.add_url_rule("/readyz", "readyz", self.ready)

    def ready(self) -> Response:
        """What the load balancer asks for: 200 as long as guides can be shown, 503 when not."""
        missing, degraded = self._reasons(self._needed), self._reasons(self._helpful)
        status = "unready" if missing else "degraded" if degraded else "ready"
        body = json.dumps({"status": status, "missing": missing, "degraded": degraded}, ensure_ascii=False)
        response = Response(f"{body}\n", 503 if missing else 200, content_type="application/json")
        response.headers["Cache-Control"] = "no-store"
        return response

    def _reasons(self, checks: Mapping[str, Check]) -> dict[str, str]:
        reasons = ((name, self._ask(name, check)) for name, check in checks.items())
        return {name: reason for name, reason in reasons if reason}

    def _ask(self, name: str, check: Check) -> str:
        """The reason; while one asks, the others believe what was found before: no request waits in a queue."""
        found = self._found[name]
        if self._clock() < found.until or not found.lock.acquire(blocking=False):
            return found.reason
        try:
            found.reason = self._answer(found, check)
            found.until = self._clock() + _CACHED_SECONDS
        finally:
            found.lock.release()
        return found.reason

    def _answer(self, found: _CachedCheck, check: Check) -> str:
        """What the check says; that it fails, or says nothing for too long, is a reason too."""
        silent = f"no answer within {self._patience:g} seconds"
        if found.asking.is_stuck:
            return silent
        try:
            return found.asking.ask(check, self._patience)
        except TimeoutError:
            return silent
        except Exception as error:  # of any kind: monitoring is told, and never gets a 500
            _log.exception("A check of /readyz failed.")
            return f"the check failed: {type(error).__name__}"


def _healthz() -> Response:
    response = Response("ok\n", content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response
