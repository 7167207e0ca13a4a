"""Writes in the background what pages have counted. Knows threads; no page and no database."""

import logging
import threading
from collections.abc import Callable

EVERY = 10.0
"""Seconds between two writings: what a crash loses at most."""

_log = logging.getLogger(__name__)


class BackgroundWriter:
    """A thread that calls `flush` every so many seconds until it is stopped.

    `wake` starts it, at the first request and thus in the process that serves, after any fork.
    """

    def __init__(self, flush: Callable[[], object], every: float = EVERY) -> None:
        self._flush = flush
        self._every = every
        self._stopping = threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def wake(self) -> None:
        """See to it that the thread runs; costs nothing when it does."""
        if self._thread is None:
            with self._starting:
                if self._thread is None and not self._stopping.is_set():
                    self._thread = threading.Thread(target=self._work, name="usage", daemon=True)
                    self._thread.start()

    def stop(self) -> None:
        """End the thread, and write a last time."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()
        self._once()

    def _work(self) -> None:
        while not self._stopping.wait(self._every):
            self._once()

    def _once(self) -> None:
        try:
            self._flush()
        except Exception:  # of any kind: the next batch gets its chance
            _log.exception("The totals of use could not be written")
