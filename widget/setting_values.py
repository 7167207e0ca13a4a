"""Reads the values of single settings, each of its type. Knows formats; not what a setting is used for.

Each function takes the text of a setting, without white space around it and never empty, and gives its value. It
raises `ValueError` where it does not understand the text; the message says what to write instead.
"""

import errno
import os
import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from widget.public_address import split_address

T = TypeVar("T")

_LAST_PORT = 65_535
_YES = frozenset({"1", "yes", "y", "on", "true", "t", "ja", "enabled"})
_NO = frozenset({"0", "no", "n", "off", "false", "f", "nej", "disabled"})
_SOURCE = re.compile(
    r"(?P<scheme>https?)://(?P<wildcard>\*\.)?(?P<host>[^/?#\s;,'\"*]+?)(?P<any_port>:\*)?", re.IGNORECASE
)
_MIN_KEY_LENGTH = 32
"""Characters of a secret key."""
_LOOKS_LIKE = 0.8
"""How alike two names are, 0 to 1, of which one is taken for a slip of the other: ADMN and ADMIN are 0.89."""
_OF_OTHERS = frozenset({"LANGUAGE"})
"""Names of other programs that look like ours: gettext reads this one."""
KEY_ADVICE = "make one with: python3 -c 'import secrets; print(secrets.token_hex(32))'"
_DATABASE = re.compile(r"(postgres(ql)?(\+psycopg)?://[^/\s]*/[^\s/]\S*|sqlite:///[^\s:][^\s]*)")
_DATABASE_PORT = re.compile(r"postgres[^:]*://(?:[^:/]*(?::[^@]*)?@)?(?:\[[^/?]+\]|[^/:?]+)?(?::(?P<port>[^/?]*))?")
"""As SQLAlchemy reads it, whose user and password may have more signs than those of other addresses."""
_CACHE = re.compile(r"(rediss?|unix)://\S+")
_SMTP = re.compile(r"smtps?://([^\s@/:]+:[^\s@/]+@)?([a-z0-9.-]+|\[[0-9a-f:]+\])(:\d{1,5})?/?", re.IGNORECASE)
_SENDER = re.compile(r"[^@\s<>]+@[^@\s<>]+")


class SettingReader:
    """Reads settings from `environment` and collects what is wrong with them, so that all is said at once."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._names: set[str] = set()
        self.problems: list[str] = []

    def read(self, name: str, parse: Callable[[str], T], usual: T) -> T:
        """The value of a setting; `usual` where it is not set, is blank, or is wrong."""
        self._names.add(name)
        text = self._environment.get(name, "").strip()
        if not text:
            return usual
        try:
            return parse(text)
        except ValueError as error:
            self.problems.append(f"{name} {error}")
            return usual

    def text(self, name: str) -> str:
        """The text of a setting; empty where it is not set."""
        return self.read(name, str, "")

    def misspelt(self) -> list[str]:
        """A sentence for each variable that is set, is no setting read so far, and looks like one of them.

        Other programs have variables in the same environment, so a name like none of ours is not told.
        """
        unknown = sorted(set(self._environment) - self._names - _OF_OTHERS)
        meant = ((name, get_close_matches(name, sorted(self._names), 1, _LOOKS_LIKE)) for name in unknown)
        return [f"{name} is not a setting; do you mean {found[0]}?" for name, found in meant if found]


def switch(text: str) -> bool:
    """On or off, in the spellings that people use."""
    if text.lower() in _YES:
        return True
    if text.lower() in _NO:
        return False
    raise ValueError(f"is “{text}”; write on or off.")


def port(text: str) -> int:
    """The number of a port; 0 means none."""
    if text == "0" or _is_port(text):
        return int(text)
    raise ValueError(f"is “{text}”; write the number of a port, such as 9464.")


def words(text: str) -> tuple[str, ...]:
    """A list, with commas or spaces between the words."""
    return tuple(text.replace(",", " ").split())


def one_of(*words: str) -> Callable[[str], str]:
    """Reads one of some words."""

    def parse(text: str) -> str:
        if text.lower() not in words:
            raise ValueError(f"is “{text}”; write {' or '.join(words)}.")
        return text.lower()

    return parse


def known_words(known: tuple[str, ...], kind: str) -> Callable[[str], tuple[str, ...]]:
    """Reads a list of words that must be among the `known`; `kind` says what those others lack."""

    def parse(text: str) -> tuple[str, ...]:
        if strange := ", ".join(word for word in words(text) if word not in known):
            raise ValueError(f"has “{strange}”, which has no {kind}; write some of: {', '.join(known)}.")
        return words(text)

    return parse


def folder(text: str) -> Path:
    """A folder, which is there and can be read."""
    path = folder_to_be(text)
    if not path.is_dir():
        raise ValueError(f"is “{text}”, which is not a folder.")
    if not os.access(path, os.R_OK | os.X_OK):
        raise ValueError(f"is “{text}”, which cannot be used: {os.strerror(errno.EACCES)}.")
    return path


def folder_to_be(text: str) -> Path:
    """A folder, which need not be there yet."""
    try:
        is_other = Path(text).exists() and not Path(text).is_dir()
    except OSError as error:  # the name is too long, or this user must not look there
        raise ValueError(f"is “{text}”, which cannot be used: {error.strerror}.") from None
    if is_other:
        raise ValueError(f"is “{text}”, which is not a folder.")
    return any_path(text)


def any_path(text: str) -> Path:
    """A whole path, to what may be there or not."""
    try:
        return Path(text).resolve()
    except (OSError, RuntimeError):  # before Python 3.13 the second
        raise ValueError(f"is “{text}”, a link that leads back to itself.") from None


def networks(text: str) -> tuple[IPv4Network | IPv6Network, ...]:
    """IP addresses and networks."""
    found = []
    for word in words(text):
        try:
            found.append(ip_network(word))
        except ValueError:
            raise ValueError(f"has “{word}”; write addresses or networks, such as 10.0.0.5 or 10.0.0.0/8.") from None
    return tuple(found)


def origin(text: str) -> str:
    """The origin of a public address: scheme, host and port, in the one spelling that browsers use."""
    found = split_address(text)
    # What comes before an @ may be a password, so the address is not repeated then.
    fault = "has a user or password in it" if "@" in text else f"is “{text}”"
    if found is None or found[1].strip("/"):
        raise ValueError(f"{fault}; write it as https://guides.example, without a path.")
    return found[0]


def frame_ancestors(text: str) -> str:
    """The sources of a policy that say who may frame, each in one spelling."""
    sources = text.split()
    read = [_source(source) for source in sources]
    if wrong := [source for source, found in zip(sources, read, strict=True) if not found]:
        raise ValueError(f"has “{' '.join(wrong)}”; write origins such as https://www.town.example, or *.")
    if "'none'" in read and len(read) > 1:
        raise ValueError("has “'none'” beside others; write 'none' alone, or leave it out.")
    return " ".join(read)


def _source(text: str) -> str:
    if text == "*" or text.lower() in {"'none'", "'self'"}:
        return text.lower()
    parts = _SOURCE.fullmatch(text)
    found = split_address(f"{parts['scheme']}://{parts['host']}") if parts else None
    if parts is None or found is None or found[1]:
        return ""
    begin, host = found[0].split("://")
    return f"{begin}://{parts['wildcard'] or ''}{host}{parts['any_port'] or ''}"


def database(text: str) -> str:
    """The address of a database. It is never repeated: it may hold a password."""
    if not _DATABASE.fullmatch(text):
        raise ValueError("is not understood; write postgresql://user:password@host/name, or sqlite:////folder/file.")
    found = _DATABASE_PORT.match(text)
    if found and found["port"] is not None and not _is_port(found["port"]):
        raise ValueError(f"has a port that is no number from 1 to {_LAST_PORT}.")
    return text


def cache(text: str) -> str:
    """The address of a Redis, likewise."""
    if not _CACHE.fullmatch(text):
        raise ValueError("is not understood; write redis://host:6379/0, or leave it out.")
    if not text.startswith("unix"):
        _check_port(text)
    return text


def _check_port(text: str) -> None:
    """Raises `ValueError` where the standard library finds no port, nor none, in an address."""
    try:
        number = urlsplit(text).port
    except ValueError:  # whose message may repeat a part of a password
        number = 0
    if number == 0:
        raise ValueError(f"has no port from 1 to {_LAST_PORT}; in a password write # / ? [ as %23 %2F %3F %5B.")


def _is_port(text: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{1,5}", text)) and 0 < int(text) <= _LAST_PORT


def secret_key(text: str) -> str:
    """A key that is long enough."""
    if len(text) < _MIN_KEY_LENGTH:
        raise ValueError(f"has {len(text)} characters and needs at least {_MIN_KEY_LENGTH}; {KEY_ADVICE}")
    return text


def oidc_issuer(text: str) -> str:
    """The address of a sign-in provider: https, or one's own machine."""
    parts = urlsplit(text) if split_address(text) else None
    loopback = parts is not None and parts.scheme == "http" and parts.hostname in {"localhost", "127.0.0.1", "::1"}
    if parts is None or parts.query or parts.fragment or not (parts.scheme == "https" or loopback):
        raise ValueError(f"is “{text}”; write it as https://login.example, as the provider does.")
    return text


def smtp(text: str) -> str:
    """A mail server. Raises `ValueError`, which does not repeat the address: it may hold a password."""
    if not _SMTP.fullmatch(text):
        raise ValueError("is not understood; write smtp://host:25, or smtps://user:password@host:465.")
    _check_port(text)
    return text


def sender(text: str) -> str:
    """The address that mail comes from. Raises `ValueError`."""
    if not _SENDER.fullmatch(text):
        raise ValueError(f"is “{text}”; write an address such as guides@town.example.")
    return text
