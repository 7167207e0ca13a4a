"""The cache that workers and machines share: Redis, by Flask-Caching. One that is away is as if it were empty."""

import logging
from collections.abc import Callable

from flask import Flask
from flask_caching import Cache

from widget.web.caching.ready import Ready

_log = logging.getLogger(__name__)

KEPT_FOR = 86_400
"""Seconds: a page belongs to a day."""

PATIENCE = 0.1
"""Seconds that a page waits for the cache; making it anew takes less than a hundredth of one."""

REST = 2.0
"""Seconds for which nobody asks a cache that did not answer."""


class SharedCache:
    """Ready answers for all workers. `clock` is monotonic seconds; `release` parts what different releases make."""

    def __init__(self, url: str, release: str, clock: Callable[[], float]) -> None:
        options = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
        settings = {
            "CACHE_TYPE": "RedisCache",
            "CACHE_REDIS_URL": url,
            "CACHE_DEFAULT_TIMEOUT": KEPT_FOR,
            "CACHE_KEY_PREFIX": f"guides {release} ",
            "CACHE_OPTIONS": options,
        }
        own = Flask("widget.shared_cache")
        with own.app_context():  # a proxy would ask for the cache of whatever application answers at the time
            self._cache = Cache(own, config=settings).cache
        self._clock = clock
        self._asks_again_at = 0.0
        self.degraded = ""
        """Why the cache is not asked; empty while all is well."""

    def get(self, key: str) -> Ready | None:
        """What another worker has made; None where there is nothing, or nobody answers."""
        found = self._patiently(lambda: self._cache.get(key))
        return found if isinstance(found, Ready) else None

    def put(self, key: str, ready: Ready) -> None:
        """Keep it for the others, if that can be done."""
        self._patiently(lambda: self._cache.set(key, ready))

    def probe(self) -> str:
        """Ask the cache whether it is there; why not, if it is not."""
        self._patiently(lambda: self._cache.get("probe"))
        return self.degraded

    def _patiently(self, question: Callable[[], object]) -> object:
        if self.degraded and self._clock() < self._asks_again_at:
            return None
        try:
            answer = question()
        except Exception as error:  # whatever the cache or what lies in it does, pages go on
            if not self.degraded:
                _log.warning("The shared cache does not answer; pages are made without it: %s", error)
            self.degraded = str(error) or type(error).__name__
            self._asks_again_at = self._clock() + REST
            return None
        if self.degraded:
            _log.warning("The shared cache answers again.")
            self.degraded = ""
        return answer
