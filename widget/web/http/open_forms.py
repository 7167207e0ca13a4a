"""Forms that visitors without an account may send: proof of age, a trap, a limit. Knows no request and no person."""

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
"""Forms taken in a minute for one place, such as a guide of a partner, by each worker."""

LONGEST_FORM = 64 * 1024
"""Bytes: far more than the longest text takes, so that one that is too long comes back to its writer."""

LONGEST_TEXT = 2000
"""Characters."""

HONEYPOT_FIELD = "website"
"""A field that people do not see, and that programs fill in."""


class OpenFormPage:
    """What the templates of such forms get besides what their pages are about."""

    @property
    def longest_text(self) -> int:
        """How many characters the text may have."""
        return LONGEST_TEXT

    @property
    def trap(self) -> str:
        """The name of the field that is to stay empty."""
        return HONEYPOT_FIELD


class Age(Enum):
    """Whether a form may be taken by its age."""

    RIGHT = "right"
    TOO_FAST = "too fast"
    TOO_OLD = "too old"
    """Or not ours, or for another place."""


@dataclass(frozen=True, slots=True)
class FormToken:
    """What a form's token says: whether its age will do, and the form's random name."""

    age: Age
    name: str = ""


class FormTokens:
    """Makes and reads the tokens of one kind of form.

    A token holds the second it was made, a random name, and the place it is for, such as a guide and a partner.
    """

    def __init__(self, key: bytes, kind: str) -> None:
        self._signer = Signer(key, kind)

    def make(self, place: tuple[str, ...], now: int) -> str:
        """A token for a new form."""
        return self._signer.sign([now, secrets.token_urlsafe(12), *place])

    def read(self, token: str, place: tuple[str, ...], now: int) -> FormToken:
        """What a token says `now`, in seconds."""
        said = self._signer.read(token, 2 + len(place))
        if said is None:
            return FormToken(Age.TOO_OLD)
        made, name, *named = said
        if named != list(place) or not 0 <= now - made <= LONGEST:
            return FormToken(Age.TOO_OLD)
        return FormToken(Age.TOO_FAST if now - made < SHORTEST else Age.RIGHT, name)


class MinuteLimit:
    """Counts in memory what came in the running minute. `place` is never a person."""

    def __init__(self, times: int = PER_MINUTE) -> None:
        self._times = times
        self._lock = threading.Lock()
        self._minute = 0
        self._counts: dict[tuple[str, ...], int] = {}

    def admits(self, place: tuple[str, ...], now: int) -> bool:
        """Note one more; False when there were too many. `now` is in seconds."""
        with self._lock:
            if now // 60 != self._minute:
                self._minute, self._counts = now // 60, {}
            self._counts[place] = self._counts.get(place, 0) + 1
            return self._counts[place] <= self._times
