"""The feedback form's own proof of age, and how many forms a minute are taken. Knows no request and no person."""

import secrets
import threading
from dataclasses import dataclass
from enum import Enum

from widget.signing.signer import Signer

SHORTEST = 2
"""Seconds that a person needs to read the question."""

LONGEST = 24 * 60 * 60
"""Seconds after which a form is shown again with a new token."""

PER_MINUTE = 30
"""Feedback taken in a minute for one guide of one partner, by each worker."""


class Age(Enum):
    """Whether a form may be taken by its age."""

    RIGHT = "right"
    TOO_FAST = "too fast"
    TOO_OLD = "too old"
    """Or not ours, or for another guide."""


@dataclass(frozen=True, slots=True)
class FormToken:
    """What a form's token says: whether its age will do, and the form's random name."""

    age: Age
    name: str = ""


class FormTokens:
    """Makes and reads the tokens. A token holds the second it was made, a random name, and the guide it is for."""

    def __init__(self, key: bytes) -> None:
        self._signer = Signer(key, "feedback")

    def make(self, guide: str, partner: str, now: int) -> str:
        """A token for a new form."""
        return self._signer.sign([now, secrets.token_urlsafe(12), guide, partner])

    def read(self, token: str, guide: str, partner: str, now: int) -> FormToken:
        """What a token says `now`, in seconds."""
        said = self._signer.read(token, 4)
        if said is None:
            return FormToken(Age.TOO_OLD)
        made, name, *place = said
        if place != [guide, partner] or not 0 <= now - made <= LONGEST:
            return FormToken(Age.TOO_OLD)
        return FormToken(Age.TOO_FAST if now - made < SHORTEST else Age.RIGHT, name)


class MinuteLimit:
    """Counts in memory what came in the running minute. `place` is a guide of a partner, never a person."""

    def __init__(self, times: int = PER_MINUTE) -> None:
        self._times = times
        self._lock = threading.Lock()
        self._minute = 0
        self._counts: dict[tuple[str, str], int] = {}

    def admits(self, place: tuple[str, str], now: int) -> bool:
        """Note one more; False when there were too many. `now` is in seconds."""
        with self._lock:
            if now // 60 != self._minute:
                self._minute, self._counts = now // 60, {}
            self._counts[place] = self._counts.get(place, 0) + 1
            return self._counts[place] <= self._times
