"""The cache that workers and machines share: Redis, by Flask-Caching. One that is away is as if it were empty."""

import json
from collections.abc import Callable

from flask import Flask
from flask_caching import Cache

from widget.circuit_breaker import CircuitBreaker
from widget.web.caching.page_cache import CachedPage, common_headers
from widget.web.caching.sealed_values import PlainBytes, Seal
from widget.web.guide.page_request import PageRequest

TIME_TO_LIVE = 86_400
"""Seconds: a page belongs to a day."""

TIMEOUT = 0.1
"""Seconds that a page waits for the cache; building it takes less than a hundredth of one."""


class SharedCache:
    """Ready answers for all workers. `clock` is monotonic seconds.

    `secret` gives the secret that the servers share: what was put there without it is as if it were not there.
    """

    def __init__(self, url: str, clock: Callable[[], float], secret: Callable[[], bytes]) -> None:
        options = {"socket_timeout": TIMEOUT, "socket_connect_timeout": TIMEOUT}
        settings = {
            "CACHE_TYPE": "RedisCache",
            "CACHE_REDIS_URL": url,
            "CACHE_DEFAULT_TIMEOUT": TIME_TO_LIVE,
            "CACHE_KEY_PREFIX": "guides ",
            "CACHE_OPTIONS": options,
        }
        app = Flask("widget.shared_cache")
        cache = Cache(app, config=settings)
        with app.app_context():  # else it looks for itself in the application that answers
            self._cache = cache.cache
        self._cache.serializer = PlainBytes()  # type: ignore[assignment]  # typed as the one of a cache in memory
        self._seal = Seal(secret)
        self.breaker = CircuitBreaker("The shared cache", "pages are made without it", clock)

    def get(self, request: PageRequest) -> CachedPage | None:
        """The answer that another worker has made; None where there is none, or the cache is away."""
        return self._with_retry(lambda: self._find(request))

    def put(self, ready: CachedPage) -> None:
        """Keep an answer for the others, if that can be done."""
        self._with_retry(lambda: self._store(ready))

    def probe(self) -> str:
        """Ask the cache whether it is there; why not, if it is not."""
        self._with_retry(lambda: self._cache.get("probe"))
        return self.breaker.reason

    def _find(self, request: PageRequest) -> CachedPage | None:
        entry = self._cache.get(request.key)
        content = self._seal.unseal(request.key, entry) if isinstance(entry, bytes) else None
        return None if content is None else _unpacked(request, content)

    def _store(self, ready: CachedPage) -> None:
        key = ready.request.key
        self._cache.set(key, self._seal.close(key, _packed(ready)))

    def _with_retry(self, question: Callable[[], CachedPage | None]) -> CachedPage | None:
        if self.breaker.is_open:
            return None
        try:
            return self.breaker.call(question)
        except Exception:  # of any kind: pages go on without the cache, and the breaker has logged it
            return None


def _packed(ready: CachedPage) -> bytes:
    """An answer as bytes: its headers and mark in a line of JSON, then its body as it is sent."""
    head = json.dumps([ready.common.answer, ready.etag])
    return head.encode() + b"\n" + ready.body


def _unpacked(request: PageRequest, content: bytes) -> CachedPage:
    head, _, body = content.partition(b"\n")
    headers, etag = json.loads(head)
    return CachedPage(request, common_headers(tuple((name, value) for name, value in headers)), body, etag)
