"""Takes numbers and addresses of people out of a text before anybody keeps it. Knows how such things are written.

Rather a number too many than one too few: any eight digits that are no date or pair of years are masked.
"""

import re

_GAP = r"[^\S\n]|[-–—‐‑‒−./()·_\u00ad\u200b-\u200f\u2060]"
"""What people write between digits, or what stands there unseen."""

_EMAIL = re.compile(r"[\w.+%'-]+[^\S\n]?(?:@|\(at\)|\[at\])[^\S\n]?[\w-]+(?:\.[\w-]+)+")
_CPR = re.compile(r"(?<![\d+])\d{6}\s*[-–—‐‑‒−./]?\s*\d{4}(?!\d)")
_NUMBER = re.compile(rf"(?:\+|(?<!\d))\(?\d(?:(?:{_GAP}){{0,3}}\d){{7,}}")
_HARMLESS = re.compile(
    r"(0?[1-9]|[12]\d|3[01])([./-])(0?[1-9]|1[0-2])\2(19|20)\d\d"  # 1.12.2026
    r"|(19|20)\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"  # 2026-12-01
    r"|(19|20)\d\d[-–/](19|20)\d\d"  # 2026-2027
)

CPR_MASK = "[cpr-nummer]"
EMAIL_MASK = "[e-mail]"
PHONE_MASK = "[telefonnummer]"
NUMBER_MASK = "[nummer]"

_CPR_DIGITS = 10
_DANISH_PHONE = 8


def mask(text: str) -> str:
    """The text with what looks like a cpr number, an e-mail address or a phone number replaced by words for it."""
    text = _EMAIL.sub(EMAIL_MASK, text)
    text = _CPR.sub(CPR_MASK, text)
    return _NUMBER.sub(_name, text)


def _name(found: re.Match[str]) -> str:
    written = found[0]
    if _HARMLESS.fullmatch(written):
        return written
    digits = sum(character.isdecimal() for character in written)
    international = written.startswith(("+", "00", "(+"))
    if digits == _CPR_DIGITS and not international:
        return CPR_MASK
    return PHONE_MASK if international or digits == _DANISH_PHONE else NUMBER_MASK
