"""A bounded map that keeps what is asked for again: segmented least-recently-used. Knows no page.

What is new is kept on probation; what is asked for a second time is protected, in up to four fifths of the room. The
rest, and what the protected do not need, is for those on probation: a flood of things that are asked for once only
pushes out its own kind.
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

_PROBATION = 0.2
"""The share of the room that is never taken from what has been asked for once."""


class SegmentedMap(Generic[K, V]):
    """Keeps values up to a total weight of `room`, in whatever unit the weights are given.

    `leaving` is told of each value that is no longer kept. Reading takes no lock; a reader may miss a value that
    another thread is moving, and makes it anew.
    """

    def __init__(self, room: int, leaving: Callable[[V], object] = lambda value: None) -> None:
        self._leaving = leaving
        self._probation: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._protected: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._room = room
        self._heaviest = int(room * _PROBATION)
        self._room_protected = room - self._heaviest
        self._weight_on_probation = 0
        self._weight_protected = 0
        self._lock = Lock()

    def get(self, key: K) -> V | None:
        """The value, which is kept longer for being asked for; None where there is none."""
        found = self._protected.get(key)
        if found is None:
            return self._promote(key)
        try:  # noqa: SIM105 (suppress costs as much as all the rest)
            self._protected.move_to_end(key)
        except KeyError:  # moved away by another thread this moment
            pass
        return found[0]

    def put(self, key: K, value: V, weight: int = 1) -> None:
        """Keep a value; one that is heavier than a fifth of the room is not kept."""
        with self._lock:
            self._drop(key)
            if weight <= self._heaviest:
                self._probation[key] = (value, weight)
                self._weight_on_probation += weight
                self._make_room()

    def values(self) -> list[V]:
        """All that is kept, at this moment."""
        with self._lock:
            return [value for segment in (self._probation, self._protected) for value, _ in segment.values()]

    def clear(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._probation.clear()
            self._protected.clear()
            self._weight_on_probation = self._weight_protected = 0

    @property
    def weight(self) -> int:
        """The weight of all that is kept."""
        return self._weight_on_probation + self._weight_protected

    def __len__(self) -> int:
        return len(self._probation) + len(self._protected)

    def _promote(self, key: K) -> V | None:
        if key not in self._probation:
            return None
        with self._lock:
            found = self._probation.pop(key, None)
            if found is None:
                return None
            self._weight_on_probation -= found[1]
            self._protected[key] = found
            self._weight_protected += found[1]
            while self._weight_protected > self._room_protected:
                old, (value, weight) = self._protected.popitem(last=False)
                self._weight_protected -= weight
                self._probation[old] = (value, weight)
                self._weight_on_probation += weight
        return found[0]

    def _make_room(self) -> None:
        while self.weight > self._room:
            _, (value, weight) = self._probation.popitem(last=False)
            self._weight_on_probation -= weight
            self._leaving(value)

    def _drop(self, key: K) -> None:
        if (old := self._probation.pop(key, None)) is not None:
            self._weight_on_probation -= old[1]
            self._leaving(old[0])
        if (old := self._protected.pop(key, None)) is not None:
            self._weight_protected -= old[1]
            self._leaving(old[0])
