"""Lets one thread of the server answer while the others stand by. Knows WSGI and threads; no page.

Threads that wait for the same requests wake each other at every one of them, and wait for the interpreter's lock: a
page from memory costs a quarter more with four of them than with one. With one alone, all wait for whoever is slow.
So whoever finds that another thread answers already stays with an answer of its own, which is complete, and ends it
only when somebody is needed: when the one that answers begins something that may take time.
"""

from collections.abc import Callable, Iterable, Sequence
from threading import Lock, get_ident
from time import monotonic
from typing import TYPE_CHECKING

from widget.web.lingering import lingering

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

AWAY_AFTER = 60.0
"""Seconds without an answer after which a thread may have ended: the server ends those that nobody needs."""


class Standby:
    """`application`, of which `at_once` gives the answers that take no time, as a list; None for all others.

    At any time a thread waits for requests, unless all have something to do that may take time.
    """

    def __init__(
        self,
        at_once: "Callable[[WSGIEnvironment, StartResponse], Sequence[bytes] | None]",
        application: "WSGIApplication",
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._at_once = at_once
        self._application = application
        self._clock = clock
        self._awake = 0
        self._answered = 0.0
        self._resting: list[Lock] = []
        self._lock = Lock()
        self._all_awake = False

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """A WSGI application."""
        parts = self._at_once(environ, start_response)
        if parts is None:
            self._call_another()
            return self._application(environ, start_response)
        if self._awake == get_ident():
            self._answered = self._clock()
            return parts
        return self._stay_or_rest(parts)

    def wake_all(self) -> None:
        """From now on nobody rests, for the end."""
        with self._lock:
            self._all_awake = True
            while self._resting:
                self._resting.pop().release()

    def _stay_or_rest(self, parts: Sequence[bytes]) -> Iterable[bytes]:
        """Answer from now on where nobody does; else end this answer when somebody is needed."""
        with self._lock:
            if not self._somebody_is_there():
                self._awake, self._answered = get_ident(), self._clock()
                return parts
            if not parts or self._all_awake:
                return parts
            needed = Lock()
            needed.acquire()
            self._resting.append(needed)
        return lingering(parts, needed.acquire)

    def _call_another(self) -> None:
        """Before something that may take time: somebody else has to wait for the next request."""
        with self._lock:
            if self._awake == get_ident() or not self._somebody_is_there():
                self._awake = 0
                if self._resting:
                    self._resting.pop().release()

    def _somebody_is_there(self) -> bool:
        return self._awake != 0 and self._clock() - self._answered < AWAY_AFTER
