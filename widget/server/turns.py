"""A few turns at something slow, for which other visitors wait in line. Knows addresses and threads; no request."""

import threading
from collections import Counter


class Turns:
    """At most `at_once` have a turn; as many as `in_line` wait for one, for up to `patience` seconds each.

    The same address never takes the last turn, nor the last place in the line, together with all the others: so no
    single visitor keeps all others away.
    """

    def __init__(self, at_once: int, in_line: int, patience: float) -> None:
        self._at_once = at_once
        self._in_line = in_line
        self._patience = patience
        self._taken: Counter[str] = Counter()
        self._waiting: Counter[str] = Counter()
        self._changed = threading.Condition()

    @property
    def waiting(self) -> int:
        """How many wait in the line."""
        return self._waiting.total()

    def take(self, address: str) -> bool:
        """Take a turn for a visitor at `address`, perhaps after waiting; False where there is none.

        After True `release` must follow.
        """
        with self._changed:
            if not self._is_free(address) and not self._wait(address):
                return False
            self._taken[address] += 1
            return True

    def release(self, address: str) -> None:
        """The turn of a visitor at `address` is over."""
        with self._changed:
            self._taken[address] -= 1
            self._taken += Counter()  # without the zeros
            self._changed.notify_all()

    def _is_free(self, address: str) -> bool:
        return _has_room(self._taken, address, self._at_once)

    def _wait(self, address: str) -> bool:
        if not _has_room(self._waiting, address, self._in_line):
            return False
        self._waiting[address] += 1
        try:
            return self._changed.wait_for(lambda: self._is_free(address), self._patience)
        finally:
            self._waiting[address] -= 1
            self._waiting += Counter()


def _has_room(places: Counter[str], address: str, number: int) -> bool:
    """Whether one of so many places is left for `address`: the last one only where others have any."""
    return places.total() < number and (number == 1 or places[address] < number - 1)
