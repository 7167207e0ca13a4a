"""How often somebody may try, per account and in all. No address of a computer is stored. Knows no account."""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `times` tries within `window` seconds."""

    times: int
    window: int


PER_ACCOUNT = Limit(10, 15 * 60)
CODES = Limit(5, 15 * 60)
"""Of codes; the password was right, so few tries are honest mistakes."""

IN_ALL = Limit(300, 15 * 60)
"""Of passwords, over all accounts: what the server works at most for somebody who guesses."""


class Attempts(Protocol):
    """Where tries are counted, for all workers together."""

    def add(self, bucket: str, at: int, forget_before: int) -> int:
        """Note a try and give its number, then forget old ones."""

    def since(self, bucket: str, moment: int) -> list[int]:
        """The times of the tries after a moment, oldest first."""

    def take_back(self, attempts: list[int]) -> None:
        """Forget these tries."""

    def clear(self, bucket: str) -> None:
        """Forget every try of a bucket."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Too many tries: come back after so many seconds."""

    seconds: int


class Limits:
    """Counts tries. `key` makes a bucket's name of an e-mail address, so that no address of a stranger is stored."""

    def __init__(self, attempts: Attempts, key: bytes) -> None:
        self._attempts = attempts
        self._key = key

    def bucket(self, kind: str, email: str) -> str:
        """The bucket of an account, whether there is one of that name or not."""
        return hmac.new(self._key, f"{kind}:{email}".encode(), hashlib.sha256).hexdigest()

    def attempt(self, limits: dict[str, Limit], now: int) -> list[int] | Wait:
        """Note a try in each bucket, before any work is done; gives the notes, or how long to wait.

        Noting comes first, so that workers that try at the same moment see each other's tries.
        """
        oldest = now - max(limit.window for limit in limits.values())
        notes = [self._attempts.add(bucket, now, oldest) for bucket in limits]
        wait = max(self._wait(bucket, limit, now) for bucket, limit in limits.items())
        if not wait:
            return notes
        self._attempts.take_back(notes)  # who is refused does not wait the longer for having asked
        return Wait(wait)

    def take_back(self, notes: list[int]) -> None:
        """It was no wrong try after all."""
        self._attempts.take_back(notes)

    def clear(self, bucket: str) -> None:
        """Somebody proved to be who they are: earlier slips are forgotten."""
        self._attempts.clear(bucket)

    def _wait(self, bucket: str, limit: Limit, now: int) -> int:
        times = self._attempts.since(bucket, now - limit.window)
        if len(times) <= limit.times:
            return 0
        return max(times[-limit.times - 1] + limit.window - now, 1)
