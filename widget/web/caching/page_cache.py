"""Pages cached in the memory of a worker: their bytes with all headers, sent again and again. Knows no guide.

An address that was asked for before leads by two look-ups to its ready bytes. Another spelling of the same situation
leads there by the key of its page request.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from sys import intern
from threading import Lock
from typing import TYPE_CHECKING

from widget.web.guide.page_request import PageRequest, RequestedAddress
from widget.web.guide.segmented_cache import SegmentedMap

if TYPE_CHECKING:
    from widget.web.caching.shared_cache import SharedCache

Headers = list[tuple[str, str]]

ROOM = 96 * 1024 * 1024
"""Bytes of ready answers in the memory of a worker: every situation of both guides in one encoding, and more."""

ADDRESSES_SIZE = 12 * 1024 * 1024
"""Bytes of addresses that lead to a ready answer at once: some 30,000."""

_MOST_EVICTED = 20_000
"""Answers no longer cached whose hits wait to be counted; beyond that the oldest are not counted."""

_LOCKS = 64
_MAX_COMMON = 4_096

_BODY_HEADERS = frozenset({"Content-Type", "Content-Encoding"})
"""Headers that an answer without a body leaves out, besides its length."""


@dataclass(frozen=True, slots=True)
class CommonHeaders:
    """The headers that an answer has in common with many, with a body and, `unchanged`, without one.

    Kept once for all of them, also for those that come from another worker: see `common_headers`.
    """

    answer: tuple[tuple[str, str], ...]
    unchanged: tuple[tuple[str, str], ...]


@lru_cache(maxsize=_MAX_COMMON)
def common_headers(headers: tuple[tuple[str, str], ...]) -> CommonHeaders:
    """These headers, the same object each time."""
    return CommonHeaders(headers, tuple(header for header in headers if header[0] not in _BODY_HEADERS))


@dataclass(slots=True, eq=False)
class CachedPage:
    """The answer to all requests with the same key. `hits` counts how often it was sent.

    It keeps as little as can be beside its bytes: a worker has thousands of them.
    """

    request: PageRequest
    common: CommonHeaders
    body: bytes
    etag: str
    hits: int = 0

    @property
    def headers(self) -> Headers:
        """All headers."""
        return [*self.common.answer, ("Content-Length", str(len(self.body))), ("ETag", self.etag)]

    @property
    def unchanged(self) -> Headers:
        """The headers for a browser that has the page already."""
        return [*self.common.unchanged, ("ETag", self.etag)]

    @property
    def weight(self) -> int:
        """The bytes that it takes in memory, roughly."""
        return len(self.body) + 1_500

    def is_known(self, if_none_match: str) -> bool:
        """Whether the browser has the page already, by that header, compared weakly (RFC 9110, 13.1.2)."""
        if if_none_match == self.etag:
            return True
        return "*" in if_none_match or self.etag in (
            mark.strip().removeprefix("W/") for mark in if_none_match.split(",")
        )


class PageCache:
    """The pages that are cached, up to `room` bytes.

    `digest_of` gives the digest of what a partner has published now, `today` the day. `shared` is the cache of all
    workers, where there is one.
    """

    def __init__(
        self,
        digest_of: Callable[[str], str | None],
        today: Callable[[], date],
        shared: "SharedCache | None" = None,
        room: int = ROOM,
    ) -> None:
        self._digest_of = digest_of
        self._today = today
        self.shared = shared
        self._evicted: deque[tuple[PageRequest, int]] = deque(maxlen=_MOST_EVICTED)
        self._pages: SegmentedMap[str, CachedPage] = SegmentedMap(room, self._evict)
        self._addresses: SegmentedMap[RequestedAddress, str] = SegmentedMap(ADDRESSES_SIZE)
        self._locks = tuple(Lock() for _ in range(_LOCKS))

    def find(self, address: RequestedAddress) -> CachedPage | None:
        """The answer to an address that was asked for before, as long as it is the current one."""
        key = self._addresses.get(address)
        page = self._pages.get(key) if key is not None else None
        return page if page is not None and self._is_current(page.request) else None

    def remember(self, address: RequestedAddress, page: CachedPage) -> None:
        """Let an address lead to its page at once from now on."""
        path, query, base_url, encoding = address
        weight = 250 + 2 * (len(path) + len(query) + len(base_url))
        self._addresses.put(
            RequestedAddress(intern(path), query, intern(base_url), encoding), page.request.key, weight
        )

    def get_or_make(self, request: PageRequest, make: Callable[[], CachedPage]) -> CachedPage | None:
        """The answer that is cached here or in Redis, or else is made, once for all requests at this moment.

        None where the partner is gone, or has published something else while the page was made.
        """
        key = request.key
        with self._locks[hash(key) % _LOCKS]:
            if (page := self._pages.get(key)) is not None:
                return page
            shared = self.shared if request.common else None
            if shared is None or (page := shared.get(request)) is None:
                page = make()
                if not self._is_current(request):
                    return None
                if shared is not None:
                    shared.put(page)
            self._pages.put(key, page, page.weight)
            return page

    def drain_hits(self) -> Iterator[tuple[PageRequest, int]]:
        """How often each page was sent since the last call."""
        while self._evicted:
            yield self._evicted.popleft()
        for page in self._pages.values():
            hits, page.hits = page.hits, 0
            if hits:
                yield page.request, hits

    @property
    def weight(self) -> int:
        """Bytes of ready answers in memory."""
        return self._pages.weight

    def __len__(self) -> int:
        """How many answers are ready."""
        return len(self._pages)

    def _evict(self, page: CachedPage) -> None:
        """Keep of an answer that has to go how often it was sent."""
        if page.hits:
            self._evicted.append((page.request, page.hits))

    def _is_current(self, request: PageRequest) -> bool:
        if request.day != self._today():
            return False
        return request.view.partner is None or self._digest_of(request.view.partner) == request.edition
