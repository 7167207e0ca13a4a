"""Answers pages from memory before Flask is asked. Knows WSGI; what a page is, the modules below tell.

An address that was asked for before leads by two look-ups to its ready bytes. Another spelling of the same situation
is read into its canonical form first. Only a page that is not kept yet is built, once.
"""

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from sys import intern
from threading import Lock
from typing import TYPE_CHECKING, Any

from widget.web.caching.cached_response import CachedPage
from widget.web.guide.page_request import PageRequest
from widget.web.guide.segmented_cache import SegmentedMap
from widget.web.http.compression import accepted_encodings
from widget.web.http.internal_requests import WARMING
from widget.web.http.programs import is_person

if TYPE_CHECKING:
    from widget.web.caching.shared_cache import SharedCache

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Spelling = tuple[str, str, str, str]
"""A path, a query, our public address, and the encodings taken, as they came in a request."""
WsgiApplication = Callable[[Environ, StartResponse], Iterable[bytes]]

_log = logging.getLogger(__name__)

ROOM = 96 * 1024 * 1024
"""Bytes of ready answers in the memory of a worker: every situation of both guides in one encoding, and more."""

SPELLINGS_SIZE = 12 * 1024 * 1024
"""Bytes of addresses that lead to a ready answer at once: some 30,000."""

_MOST_EVICTED = 20_000
"""Answers no longer kept whose hits wait to be counted; beyond that the oldest are not counted."""

_READING = frozenset({"GET", "HEAD"})
_LOCKS = 64
_LONGEST_ADDRESS = 2_500
"""Characters. What is longer is made for each request: no link of ours is."""

OK, UNCHANGED = "200 OK", "304 NOT MODIFIED"


class PageCache:
    """The pages that are kept ready; `before` puts them in front of a WSGI application.

    `parse` gives the page that a path, a query, a public address and the encodings taken ask for; `build` builds it,
    for the same address and encodings. `digest_of` gives the digest of what a partner has published now, `today` the
    day. `shared` is the cache of all workers, where there is one.
    """

    def __init__(
        self,
        parse: Callable[[str, str, str, str], PageRequest | None],
        build: Callable[[PageRequest, str, str], CachedPage | None],
        digest_of: Callable[[str], str | None],
        today: Callable[[], date],
        base_url_of: Callable[[Environ], str],
        shared: "SharedCache | None" = None,
        room: int = ROOM,
    ) -> None:
        self._parse = parse
        self._build = build
        self._digest_of = digest_of
        self._today = today
        self._base_url_of = base_url_of
        self.shared = shared
        self._evicted: deque[tuple[PageRequest, int]] = deque(maxlen=_MOST_EVICTED)
        self._pages: SegmentedMap[str, CachedPage] = SegmentedMap(room, self._evict)
        self._spellings: SegmentedMap[Spelling, str] = SegmentedMap(SPELLINGS_SIZE)
        self._locks = tuple(Lock() for _ in range(_LOCKS))

    def before(self, application: WsgiApplication) -> WsgiApplication:
        """A WSGI application that answers with the pages here, and leaves every other request to `application`."""

        def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
            if environ["REQUEST_METHOD"] in _READING:
                encoding = accepted_encodings(environ.get("HTTP_ACCEPT_ENCODING", ""))
                base_url = self._base_url_of(environ)
                page = self.find((environ["PATH_INFO"], environ.get("QUERY_STRING", ""), base_url, encoding))
                if page is not None:
                    return _send(page, environ, start_response)
            return application(environ, start_response)

        return answer

    def find(self, spelling: Spelling) -> CachedPage | None:
        """The answer to an address, kept or built; None where the application has to answer."""
        key = self._spellings.get(spelling)
        page = self._pages.get(key) if key is not None else None
        if page is not None and self._is_current(page.request):
            return page
        path, query, base_url, encoding = spelling
        length = len(path) + len(query) + len(base_url)
        if length > _LONGEST_ADDRESS:
            return None
        try:
            request = self._parse(*spelling)
            page = None if request is None else self.get_or_build(request, base_url, encoding)
        except Exception:  # the application meets the same, and has a page for it
            _log.exception("A page could not be made")
            return None
        if page is not None:
            self._spellings.put((intern(path), query, intern(base_url), encoding), page.request.key, 250 + 2 * length)
        return page

    def get_or_build(self, request: PageRequest, base_url: str, encoding: str) -> CachedPage | None:
        """The answer that is kept here or in the shared cache, or else is built, once for all who ask for it at once.

        None where the partner is gone, or has published something else while the page was built.
        """
        key = request.key
        with self._locks[hash(key) % _LOCKS]:
            if (page := self._pages.get(key)) is not None:
                return page
            shared = self.shared if request.common else None
            if shared is None or (page := shared.get(request)) is None:
                page = self._build(request, base_url, encoding)
                if page is None or not self._is_current(request):
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


def _send(page: CachedPage, environ: Environ, start_response: StartResponse) -> list[bytes]:
    known = environ.get("HTTP_IF_NONE_MATCH")
    if environ["REQUEST_METHOD"] == "HEAD":
        start_response(OK, page.headers)
        return []
    if WARMING not in environ and is_person(page.request.view.surface, environ.get("HTTP_USER_AGENT", "")):
        page.hits += 1
    if known is not None and page.is_known(known):
        start_response(UNCHANGED, page.unchanged)
        return []
    start_response(OK, page.headers)
    return [page.body]
