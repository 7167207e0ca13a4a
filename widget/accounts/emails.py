"""E-mail addresses as accounts have them."""

import re

import idna

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


def spellings(email: str) -> tuple[str, ...]:
    """The forms in which the same address may be stored: as it is here, and with both forms of its domain.

    Accounts keep the form that was typed.
    """
    local, _, domain = email.rpartition("@")
    return tuple(dict.fromkeys((email, *(f"{local}@{form}" for form in _forms(domain)))))


def ascii_email(email: str) -> str:
    """An address with its domain as mail servers write it; as it is where that is no domain."""
    local, _, domain = email.rpartition("@")
    return next((f"{local}@{form}" for form in _forms(domain)), email)


def _forms(domain: str) -> tuple[str, ...]:
    """A domain as mail servers write it, and with signs such as “ø”; nothing where there is one form alone."""
    if len(domain) > _LONGEST_EMAIL or (domain.isascii() and "xn--" not in domain):
        return ()
    try:
        name = idna.encode(domain, uts46=True).decode("ascii")
        return name, idna.decode(name)
    except (idna.IDNAError, UnicodeError):
        return ()
