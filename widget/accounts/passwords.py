"""Passwords: which are good enough, how they are kept, whether one is right. Knows argon2; no account, no SQL."""

import unicodedata
from enum import Enum
from secrets import token_urlsafe

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LEAST_LENGTH = 12
MOST_LENGTH = 256
"""Longer ones are refused, so that nobody makes the server work on a book."""

_COMMON = """
123456789012 1234567890123 12345678901234 123456789123 111111111111 000000000000 qwertyuiop12 qwertyuiop123
qwertyuiopå1 qwertyuiopasdf asdfghjklæø1 1q2w3e4r5t6y 1qaz2wsx3edc q1w2e3r4t5y6 abcdefghijkl abcdefghijklm
password1234 password12345 password123456 passwordpassword passw0rd1234 adgangskode1 adgangskode12
adgangskode123 adgangskode1234 adgangskode! adgangskoden kodeord12345 kodeord123456 kodeordkodeord hemmelighed1
hemmelighed12 hemmelighed123 administrator administrator1 administrator123 velkommen123 velkommen1234
velkommen2025 velkommen2026 velkommen2027 sommerferie1 sommerferie123 sommer2025!! sommer2026!! vinter2026!!
jobcenter123 jobcenter1234 kommune12345 københavn123 københavn1234 danmark12345 danmark123456 iloveyou1234
jegelskerdig jegelskerdig1 letmeinletmein welcome12345 welcome123456 changeme1234 changemechangeme guidewidget1
guide-widget correcthorsebatterystaple
"""


class PasswordFault(Enum):
    """Why a password cannot be used."""

    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    LIKE_EMAIL = "like-email"
    COMMON = "common"


def fault_in(password: str, email: str) -> PasswordFault | None:
    """Why the password cannot be used for the account, or None."""
    plain = _normal(password).casefold()
    if len(plain) > MOST_LENGTH:
        return PasswordFault.TOO_LONG
    if len(plain) < LEAST_LENGTH:
        return PasswordFault.TOO_SHORT
    if plain == email.casefold():
        return PasswordFault.LIKE_EMAIL
    if plain in _COMMON.split() or len(set(plain)) < 4:
        return PasswordFault.COMMON
    return None


class Passwords:
    """Keeps passwords with argon2id. `hasher` has the library's own parameters unless a test says otherwise."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._nobodys = self._hasher.hash(token_urlsafe())  # to compare with where there is no account

    def hash(self, password: str) -> str:
        """What is stored of a password."""
        return self._hasher.hash(_normal(password))

    def is_right(self, password: str, stored: str) -> bool:
        """Whether the password is the stored one. With nothing stored the answer is no, after the same work."""
        if len(password) > MOST_LENGTH:
            password, stored = "", ""
        try:
            return self._hasher.verify(stored or self._nobodys, _normal(password)) and bool(stored)
        except (VerificationError, InvalidHashError):
            return False

    def is_outdated(self, stored: str) -> bool:
        """Whether what is stored was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(stored)


def _normal(password: str) -> str:
    """The same text for the same keys: one keyboard sends “å” as one character, another as two."""
    return unicodedata.normalize("NFKC", password)
