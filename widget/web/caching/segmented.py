"""A bounded map that keeps what is asked for again. Knows no page.

What is new is on probation. When room is needed, the oldest there goes, unless somebody has asked for it meanwhile:
then it is protected, in up to four fifths of the room. So a flood of things that are asked for once only pushes out
its own kind; and being asked for costs no more than a mark (S3-FIFO, Yang and others, 2023, without its ghosts).
"""

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")

_PROBATION = 0.2
"""The share of the room that is never taken from what has been asked for once."""


class _Entry(Generic[V]):
    """A value, and whether somebody asked for it since it was last looked at."""

    __slots__ = ("asked", "value", "weight")

    def __init__(self, value: V, weight: int) -> None:
        self.value = value
        self.weight = weight
        self.asked = False


class SegmentedMap(Generic[K, V]):
    """Keeps values up to a total weight of `room`, in whatever unit the weights are given.

    `leaving` is told of each value that is no longer kept. `take_asked` tells whether a value was asked for past this
    map since it was last looked at. Reading takes no lock.
    """

    def __init__(
        self,
        room: int,
        leaving: Callable[[V], object] = lambda value: None,
        take_asked: Callable[[V], bool] = lambda value: False,
    ) -> None:
        self._leaving = leaving
        self._take_asked = take_asked
        self._probation: OrderedDict[K, _Entry[V]] = OrderedDict()
        self._protected: OrderedDict[K, _Entry[V]] = OrderedDict()
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
            found = self._probation.get(key)
            if found is None:
                return None
        found.asked = True
        return found.value

    def put(self, key: K, value: V, weight: int = 1) -> None:
        """Keep a value; one that is heavier than a fifth of the room is not kept."""
        with self._lock:
            self._drop(key)
            if weight <= self._heaviest:
                self._probation[key] = _Entry(value, weight)
                self._weight_on_probation += weight
                self._make_room()

    def values(self) -> list[V]:
        """All that is kept, at this moment."""
        with self._lock:
            return [entry.value for segment in (self._probation, self._protected) for entry in segment.values()]

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

    def _make_room(self) -> None:
        while self.weight > self._room:
            key, entry = self._probation.popitem(last=False)
            self._weight_on_probation -= entry.weight
            if self._was_asked(entry):
                self._protect(key, entry)
            else:
                self._leaving(entry.value)

    def _protect(self, key: K, entry: _Entry[V]) -> None:
        """Take an entry among the protected; the oldest of them that nobody asks for any more goes instead."""
        self._protected[key] = entry
        self._weight_protected += entry.weight
        while self._weight_protected > self._room_protected:
            old, oldest = self._protected.popitem(last=False)
            if self._was_asked(oldest):
                self._protected[old] = oldest
            else:
                self._weight_protected -= oldest.weight
                self._leaving(oldest.value)

    def _was_asked(self, entry: _Entry[V]) -> bool:
        past_us = self._take_asked(entry.value)
        asked, entry.asked = entry.asked, False
        return asked or past_us

    def _drop(self, key: K) -> None:
        if (old := self._probation.pop(key, None)) is not None:
            self._weight_on_probation -= old.weight
            self._leaving(old.value)
        if (old := self._protected.pop(key, None)) is not None:
            self._weight_protected -= old.weight
            self._leaving(old.value)
