"""A bounded map that keeps what is asked for again, made of two caches of cachetools. Knows no page.

What is new is on probation; what is asked for once more is protected, in up to four fifths of the room. So a flood of
addresses that are asked for once only pushes out its own kind (the “2Q” of Johnson and Shasha, 1994, without its
queue of names).
"""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from cachetools import FIFOCache, LRUCache

K = TypeVar("K")
V = TypeVar("V")

_PROBATION = 0.2
"""The share of the room that protected values never take, and the most that a single value may weigh."""


class SegmentedMap(Generic[K, V]):
    """Keeps values up to a total weight of `room`, in the unit that the weights are given in.

    `evicted` is called with each value that has to go, while the map is locked: it must not come back to the map.
    """

    def __init__(self, room: int, evicted: Callable[[V], object] = lambda value: None) -> None:
        self._room = room
        self._heaviest = int(room * _PROBATION)
        self._evicted = evicted
        self._probation: FIFOCache[K, tuple[V, int]] = FIFOCache(room, getsizeof=_weight_of)
        self._protected: LRUCache[K, tuple[V, int]] = LRUCache(room, getsizeof=_weight_of)
        self._lock = Lock()

    def get(self, key: K) -> V | None:
        """The value, which is protected from now on; None where there is none."""
        with self._lock:
            entry = self._protected.get(key)
            if entry is None:
                entry = self._probation.pop(key, None)
                if entry is None:
                    return None
                self._protected[key] = entry
                while self._protected.currsize > self._room - self._heaviest:
                    self._evicted(self._protected.popitem()[1][0])
            return entry[0]

    def put(self, key: K, value: V, weight: int = 1) -> None:
        """Store a value; one that is heavier than a fifth of the room is not stored."""
        with self._lock:
            for segment in (self._probation, self._protected):
                if (old := segment.pop(key, None)) is not None:
                    self._evicted(old[0])
            if weight > self._heaviest:
                return
            while self._probation and self.weight + weight > self._room:
                self._evicted(self._probation.popitem()[1][0])
            self._probation[key] = (value, weight)

    def values(self) -> list[V]:
        """All values that are stored at this moment."""
        with self._lock:
            return [value for segment in (self._probation, self._protected) for value, _ in segment.values()]

    def clear(self) -> None:
        """Keep nothing."""
        with self._lock:
            self._probation.clear()
            self._protected.clear()

    @property
    def weight(self) -> int:
        """The weight of all values."""
        return int(self._probation.currsize + self._protected.currsize)

    def __len__(self) -> int:
        return len(self._probation) + len(self._protected)


def _weight_of(entry: tuple[object, int]) -> int:
    return entry[1]
