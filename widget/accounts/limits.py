"""How often passwords and codes may be tried, so that guessing fails and strangers lock no administrator out.

Each account has separate counts for each browser that it knows and for each network that other attempts come from.
So what a stranger does counts against the stranger. No IP address is stored: a count's name is a keyed hash.
The figures follow NIST SP 800-63B-4, section 3.2.2 (at most 100 consecutive failures for one account).
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from widget.accounts.emails import ascii_email

_HALF = 32
"""A bucket's name has two hashes of so many characters: of the account, then of where the attempt comes from."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `times` attempts within `window` seconds."""

    times: int
    window: int


PER_ACCOUNT = Limit(10, 15 * 60)
"""Wrong passwords for one account from one known browser, or from one network."""

PER_NETWORK = Limit(60, 15 * 60)
"""Wrong passwords for all accounts from one network. Known browsers are not counted: colleagues share an address."""

FROM_STRANGERS = Limit(100, 60 * 60)
"""Wrong passwords for one account from all networks together. Known browsers are neither counted nor held up."""

CODES = Limit(5, 15 * 60)
"""Wrong codes from one known browser or network. The password was right, so few attempts are honest mistakes."""

CODES_FROM_STRANGERS = Limit(20, 60 * 60)
"""Wrong codes from all networks together."""


MAILS = Limit(3, 60 * 60)
"""Links for a forgotten password, asked for by any visitor for one account: more would fill its owner's mailbox."""

MAILS_PER_NETWORK = Limit(20, 60 * 60)
"""The same from one network, for all accounts."""


class Attempts(Protocol):
    """Where attempts are counted, for all workers together."""

    def add(self, bucket: str, at: int, forget_before: int) -> int:
        """Note an attempt and give its number, then forget old ones."""

    def since(self, bucket: str, moment: int) -> list[int]:
        """The times of the attempts after a moment, oldest first."""

    def undo(self, attempts: Iterable[int]) -> None:
        """Forget these attempts."""

    def clear(self, prefix: str) -> None:
        """Forget every attempt of the buckets whose names begin so."""


@dataclass(frozen=True, slots=True)
class RateLimited:
    """Too many attempts: come back after so many seconds."""

    seconds: int


class AttemptLimits:
    """Counts attempts. `key` makes the names of buckets, so that neither e-mail nor IP addresses are stored."""

    def __init__(self, attempts: Attempts, key: bytes) -> None:
        self._attempts = attempts
        self._key = key

    def for_passwords(self, email: str, network: str, known_device: str) -> dict[str, Limit]:
        """The limits of a password. `known_device` is the token of a browser that the account knows, or empty."""
        if known_device:
            return {self._bucket("password", email, f"device:{known_device}"): PER_ACCOUNT}
        return {
            self._bucket("password", email, f"network:{network}"): PER_ACCOUNT,
            self._bucket("password", email, "strangers"): FROM_STRANGERS,
            self._bucket("network", "", network): PER_NETWORK,
        }

    def for_codes(self, email: str, network: str, known_device: str) -> dict[str, Limit]:
        """The limits of a one-time code or recovery code."""
        if known_device:
            return {self._bucket("code", email, f"device:{known_device}"): CODES}
        return {
            self._bucket("code", email, f"network:{network}"): CODES,
            self._bucket("code", email, "strangers"): CODES_FROM_STRANGERS,
        }

    def for_mails(self, email: str, network: str) -> dict[str, Limit]:
        """The limits of links for a forgotten password."""
        return {self._bucket("mail", email, ""): MAILS, self._bucket("mails", "", network): MAILS_PER_NETWORK}

    def attempt(self, limits: Mapping[str, Limit], now: int) -> list[int] | RateLimited:
        """Note an attempt in each bucket, before any work is done; gives the notes, or how long to wait.

        Noting comes first, so that workers that try at the same moment see each other's attempts.
        """
        oldest = now - max(FROM_STRANGERS.window, *(limit.window for limit in limits.values()))
        notes = [self._attempts.add(bucket, now, oldest) for bucket in limits]
        wait = max(self._wait(bucket, limit, now) for bucket, limit in limits.items())
        if not wait:
            return notes
        self._attempts.undo(notes)  # who is refused does not wait the longer for having asked
        return RateLimited(wait)

    def undo(self, notes: Iterable[int]) -> None:
        """The attempt was right after all."""
        self._attempts.undo(notes)

    def clear(self, email: str) -> None:
        """Forget all wrong attempts for an account: its owner has signed in, or it was reset."""
        for kind in ("password", "code"):
            self._attempts.clear(self._bucket(kind, email, "")[:_HALF])

    def _bucket(self, kind: str, email: str, where: str) -> str:
        email = ascii_email(email)  # each form of a domain counts for the same account
        return self._hash(f"{kind}:{email}")[:_HALF] + self._hash(f"{kind}:{email}:{where}")[:_HALF]

    def _hash(self, text: str) -> str:
        return hmac.new(self._key, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()

    def _wait(self, bucket: str, limit: Limit, now: int) -> int:
        times = self._attempts.since(bucket, now - limit.window)
        if len(times) <= limit.times:
            return 0
        return max(times[-limit.times - 1] + limit.window - now, 1)
