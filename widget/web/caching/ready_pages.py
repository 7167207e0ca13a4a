"""Answers pages from memory before Flask is asked. Knows WSGI; what a page is, the modules below tell.

An address that was asked for before leads by two look-ups to its ready bytes. Another spelling of the same situation
is read into its canonical form first. Only what nobody has made yet is made, once, by the application.
"""

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from sys import intern
from threading import Lock
from typing import TYPE_CHECKING, Any
from weakref import ref

from widget.web.caching.ready import Ready
from widget.web.caching.segmented import SegmentedMap
from widget.web.caching.wanted import Wanted
from widget.web.compression import accepted_encodings

if TYPE_CHECKING:
    from widget.web.caching.shared import SharedCache

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Spelling = tuple[str, str, str, str]
"""A path, a query, the encodings taken, and our public address, as somebody asked."""
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

_log = logging.getLogger(__name__)

ROOM = 96 * 1024 * 1024
"""Bytes of ready answers in the memory of a worker: every situation of both guides in one encoding, and more."""

ROOM_FOR_SPELLINGS = 12 * 1024 * 1024
"""Bytes of addresses that lead to a ready answer at once: some 30,000."""

WARMING = "guides.warming"
"""Stands in the environment of our own requests, which are not counted."""

_TRIED = "guides.tried"
"""Stands in the environment of a request that was tried at once, in vain: only the application is left to ask."""

_MOST_LEFT = 20_000
"""Answers no longer kept whose showings wait to be counted; beyond that the oldest are not counted."""

_READING = frozenset({"GET", "HEAD"})
_LOCKS = 64
_MOST_ENCODINGS = 256
_LONGEST_ADDRESS = 2_500
"""What is longer is made anew each time: nobody's own links are."""

OK, UNCHANGED = "200 OK", "304 NOT MODIFIED"


class ReadyPages:
    """A WSGI application in front of another one.

    `read_wanted` gives what a path, a query, a public address and the encodings taken ask for; `make` makes it,
    for the same address and encodings; `may_wait` tells of a path whether they may have to ask somebody else.
    `revision_of` gives a partner's revision now, `known_revision_of` the same where nobody has to be asked; `today`
    the day. `shared` is the cache of all workers, where there is one.
    """

    def __init__(
        self,
        application: Application,
        read_wanted: Callable[[str, str, str, str], Wanted | None],
        make: Callable[[Wanted, str, str], Ready | None],
        revision_of: Callable[[str], int | None],
        known_revision_of: Callable[[str], int | None],
        today: Callable[[], date],
        base_url_of: Callable[[Environ], str],
        may_wait: Callable[[str], bool] = lambda path: True,
        shared: "SharedCache | None" = None,
        room: int = ROOM,
    ) -> None:
        self._application = application
        self._read_wanted = read_wanted
        self._make = make
        self._revision_of = revision_of
        self._known_revision_of = known_revision_of
        self._today = today
        self._base_url_of = base_url_of
        self._may_wait = may_wait if shared is None else lambda path: True
        self.shared = shared
        self._left: deque[tuple[Wanted, int]] = deque(maxlen=_MOST_LEFT)
        self._ready: SegmentedMap[str, Ready] = SegmentedMap(room, self._leave, Ready.take_asked)
        self._spellings: SegmentedMap[Spelling, ref[Ready]] = SegmentedMap(ROOM_FOR_SPELLINGS)
        self._encodings: dict[str, str] = {}
        self._locks = tuple(Lock() for _ in range(_LOCKS))

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request."""
        parts = None
        if environ["REQUEST_METHOD"] in _READING and _TRIED not in environ:
            spelling = self._spelling_of(environ)
            parts = self._send_known(spelling, environ, start_response, self._revision_of)
            if parts is None:
                parts = self._make_and_send(spelling, environ, start_response)
        return self._application(environ, start_response) if parts is None else parts

    def at_once(self, environ: Environ, start_response: StartResponse) -> list[bytes] | None:
        """Answer where that takes no time; None where somebody else has to be asked, and nothing is answered yet."""
        if environ["REQUEST_METHOD"] not in _READING:
            return None
        spelling = self._spelling_of(environ)
        parts = self._send_known(spelling, environ, start_response, self._known_revision_of)
        if parts is None and not self._may_wait(environ["PATH_INFO"]):
            parts = self._make_and_send(spelling, environ, start_response)
            environ[_TRIED] = True
        return parts

    def _spelling_of(self, environ: Environ) -> Spelling:
        encoding = self._encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        return environ["PATH_INFO"], environ.get("QUERY_STRING", ""), encoding, self._base_url_of(environ)

    def _send_known(
        self,
        spelling: Spelling,
        environ: Environ,
        start_response: StartResponse,
        revision_of: Callable[[str], int | None],
    ) -> list[bytes] | None:
        """Answer what was asked for before by this spelling; None where it was not, or holds no more."""
        known = self._spellings.get(spelling)
        ready = known() if known is not None else None
        if ready is None or not self._holds(ready.wanted, revision_of):
            return None
        ready.asked = True
        return _send(ready, environ, start_response)

    def _make_and_send(
        self, spelling: Spelling, environ: Environ, start_response: StartResponse
    ) -> list[bytes] | None:
        """Answer what is not known by this spelling; None where the application has to."""
        path, query, encoding, base_url = spelling
        length = len(path) + len(query) + len(base_url)
        if length > _LONGEST_ADDRESS:
            return None
        try:
            wanted = self._read_wanted(path, query, base_url, encoding)
            found = None if wanted is None else self._find_or_make(wanted, base_url, encoding)
        except Exception:  # the application meets the same, and has a page for it
            _log.exception("A page could not be made")
            return None
        if found is None:
            return None
        spelling = (intern(path), query, encoding, intern(base_url))
        self._spellings.put(spelling, ref(found), 250 + 2 * length)
        return _send(found, environ, start_response)

    @property
    def weight(self) -> int:
        """Bytes of ready answers in memory."""
        return self._ready.weight

    def __len__(self) -> int:
        """How many answers are ready."""
        return len(self._ready)

    def take_shown(self) -> Iterator[tuple[Wanted, int]]:
        """How often each page was shown since this was last asked."""
        while self._left:
            yield self._left.popleft()
        for ready in self._ready.values():
            shown, ready.shown = ready.shown, 0
            if shown:
                yield ready.wanted, shown

    def _leave(self, ready: Ready) -> None:
        """An answer is no longer kept: only how often it was shown is."""
        if ready.shown:
            self._left.append((ready.wanted, ready.shown))

    def _holds(self, wanted: Wanted, revision_of: Callable[[str], int | None]) -> bool:
        if wanted.day != self._today():
            return False
        return wanted.view.partner is None or revision_of(wanted.view.partner) == wanted.revision

    def _find_or_make(self, wanted: Wanted, base_url: str, encoding: str) -> Ready | None:
        key = wanted.key
        with self._locks[hash(key) % _LOCKS]:
            ready = self._ready.get(key)
            if ready is not None:
                return ready
            if self.shared is not None and wanted.common and (ready := self.shared.get(key)) is not None:
                self._ready.put(key, ready, ready.weight)
                return ready
            made = self._make(wanted, base_url, encoding)
            if made is None or not self._holds(wanted, self._revision_of):
                return None
            self._ready.put(key, made, made.weight)
            if self.shared is not None and wanted.common:
                self.shared.put(key, made)
            return made

    def _encoding(self, accepted: str) -> str:
        """The encodings that a browser takes, which say what it gets; browsers are few, so each way is read once."""
        encoding = self._encodings.get(accepted)
        if encoding is None:
            encoding = accepted_encodings(accepted)
            if len(self._encodings) < _MOST_ENCODINGS:
                self._encodings[accepted] = encoding
        return encoding


def _send(ready: Ready, environ: Environ, start_response: StartResponse) -> list[bytes]:
    known = environ.get("HTTP_IF_NONE_MATCH")
    if environ["REQUEST_METHOD"] == "HEAD":
        start_response(OK, ready.headers)
        return []
    if WARMING not in environ:
        ready.shown += 1
    if known is not None and ready.is_known(known):
        start_response(UNCHANGED, ready.unchanged)
        return []
    start_response(OK, ready.headers)
    return [ready.body]
