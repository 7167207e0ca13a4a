"""One-time codes by the clock (TOTP, RFC 6238), recovery codes for a lost phone. Knows no account or database."""

import base64
import hashlib
import hmac
import secrets

import pyotp

STEP = 30
"""Seconds that a code stands in the app."""

RECOVERY_CODES = 10

_DRIFT = 1
"""How many steps a phone's clock may be off, to either side."""

_RECOVERY_CODE_BYTES = 15
"""120 bits: from 112 a plain hash of a random code will do (OWASP ASVS 5.0, 6.5.2)."""


def new_secret() -> str:
    """A secret for an app to make codes from."""
    return pyotp.random_base32()


def enrolment_address(secret: str, email: str, issuer: str) -> str:
    """What the QR code says to the app."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)


def in_groups(secret: str) -> str:
    """A secret for people to type: in groups of four."""
    return " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))


def matching_step(secret: str, typed: str, now: int, last_step: int) -> int | None:
    """The time step whose code was typed, if it is near `now` and later than `last_step`, the last one used."""
    code = "".join(typed.split())
    if not (code.isascii() and code.isdecimal() and len(code) == 6):
        return None
    totp = pyotp.TOTP(secret)
    found = None
    for step in range(now // STEP - _DRIFT, now // STEP + _DRIFT + 1):
        if step > max(last_step, 0) and hmac.compare_digest(totp.generate_otp(step), code):
            found = step
    return found


def new_recovery_codes() -> tuple[str, ...]:
    """Codes for the day the phone is gone, each to be used once."""
    return tuple(_recovery_code() for _ in range(RECOVERY_CODES))


def recovery_code_hash(typed: str) -> str:
    """What is stored of a recovery code: its hash, which is enough, since the code is random and long."""
    plain = "".join(character for character in typed.casefold() if character.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()


def _recovery_code() -> str:
    text = base64.b32encode(secrets.token_bytes(_RECOVERY_CODE_BYTES)).decode().lower()
    return "-".join(text[place : place + 4] for place in range(0, len(text), 4))
