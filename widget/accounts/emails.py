"""E-mail addresses as accounts have them."""

import re

_EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+\.[^@\s\x00-\x1f\x7f.]+")
_LONGEST_EMAIL = 254
"""RFC 5321, section 4.5.3.1.3, less the angle brackets."""


def plain_email(email: str) -> str:
    """An e-mail address as it is stored: without spaces around it, in small letters."""
    return email.strip().lower()


def is_email(email: str) -> bool:
    """Whether the text can be an e-mail address, with nothing in it that cannot be seen.

    Small letters can take more room than the large ones: “İ” is two.
    """
    plain = plain_email(email)
    return len(plain) <= _LONGEST_EMAIL and plain.isprintable() and bool(_EMAIL.fullmatch(plain))
