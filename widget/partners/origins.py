"""Origins: which sites may frame a partner's pages. Knows addresses; no header, no page, no words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum

import idna

from widget.partners.public_suffixes import is_public_suffix

LOOPBACK = ("localhost", "127.0.0.1")
"""The hosts that are everybody's own machine, where a webmaster tries things out."""

USUAL_PORTS = {"https": 443, "http": 80}

_LONGEST = 300
"""A name has at most 253 characters; what is longer is no origin, and is not looked at."""

_PARTS = re.compile(
    r"(?:(?:(?P<scheme>[a-z][a-z0-9+.-]*):)?//)?"
    r"(?:(?P<user>[^/?#]*)@)?"
    r"(?P<host>\[[^\]/?#]*\]|[^/?#:\[\]]*)"
    r"(?::(?P<port>[^/?#]*))?"
    r"(?P<path>[/?#].*)?",
    re.IGNORECASE,
)
_SEVERAL = re.compile(r"[\s\"'`,;<>\\^{|}]")
"""What never stands in an origin, and would end a source of a policy or begin another."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A site that may frame, as `parse_origin` read it; `host` is in ASCII, without the `*.` of a wildcard.

    `port` is None where it is the usual one of the scheme. A wildcard stands for all names below `host`, at any
    depth, and not for `host` itself: a partner with both lists both.
    """

    scheme: str
    host: str
    port: int | None = None
    wildcard: bool = False

    def __str__(self) -> str:
        """As a source in a policy: `https://*.town.example:8443`."""
        return self._with(self.host)

    @property
    def in_unicode(self) -> str:
        """As people read it: `https://ærø.dk`. For showing only, never for a header."""
        return self._with(idna.decode(self.host))

    @property
    def is_loopback(self) -> bool:
        """Whether it is a machine's own, for trying things out."""
        return self.host in LOOPBACK

    def _with(self, host: str) -> str:
        port = "" if self.port is None else f":{self.port}"
        return f"{self.scheme}://{'*.' if self.wildcard else ''}{host}{port}"


class OriginFault(Enum):
    """What is wrong with a typed origin."""

    EMPTY = "empty"
    CHARACTERS = "characters"
    """White space, quotes, commas, semicolons, control characters: perhaps several origins in one."""
    NO_SCHEME = "no-scheme"
    SCHEME = "scheme"
    """Neither https nor, for one's own machine, http."""
    NOT_HTTPS = "not-https"
    """http is for localhost and 127.0.0.1 only."""
    PATH = "path"
    """Something after the host: an origin has no path."""
    USER = "user"
    """A name or password before the host."""
    PORT = "port"
    HOST = "host"
    """Not a name that can be on the internet."""
    ADDRESS = "address"
    """A number instead of a name; only 127.0.0.1 is allowed."""
    EVERYBODY = "everybody"
    """`*` or `https://*`: everybody could frame."""
    WILDCARD = "wildcard"
    """A `*` anywhere but at the start, as a whole label."""
    WILDCARD_TOO_WIDE = "wildcard-too-wide"
    """A `*` right before an ending such as dk, co.uk or github.io: everybody there could frame."""


@dataclass(frozen=True, slots=True)
class OriginProblem:
    """Why a text is not an origin. `suggestion` can be typed instead and is right; empty where we have none."""

    fault: OriginFault
    text: str
    suggestion: str = ""


class _OriginRefused(Exception):
    """Why a part is refused; never leaves this module."""

    def __init__(self, fault: OriginFault, better: Origin | None = None) -> None:
        self.fault = fault
        self.better = better


def parse_origin(text: str) -> Origin | OriginProblem:
    """Read what a partner typed. White space around it and a slash at its end do not matter."""
    typed = text.strip()
    try:
        return _parse(typed)
    except _OriginRefused as refused:
        return OriginProblem(refused.fault, typed, str(refused.better or ""))


def bare_hosts_left_out(origins: Iterable[Origin]) -> tuple[Origin, ...]:
    """For each wildcard the bare origin that it does not stand for, where that is not listed: for a hint."""
    listed = tuple(origins)
    bare = (replace(origin, wildcard=False) for origin in listed if origin.wildcard)
    return tuple(dict.fromkeys(origin for origin in bare if origin not in listed))


def _parse(typed: str) -> Origin:
    if not typed:
        raise _OriginRefused(OriginFault.EMPTY)
    if len(typed) > _LONGEST or _SEVERAL.search(typed) or not typed.isprintable():
        raise _OriginRefused(OriginFault.CHARACTERS)
    parts = _PARTS.fullmatch(typed)
    if parts is None:
        raise _OriginRefused(OriginFault.HOST)
    faults = list(_faults_of_shape(parts))
    scheme = parts["scheme"] or ("http" if parts["host"].lower() in LOOPBACK else "https")
    origin = _origin(scheme, parts["host"], parts["port"])
    if faults:
        raise _OriginRefused(faults[0], origin)
    return origin


def _faults_of_shape(parts: re.Match[str]) -> Iterator[OriginFault]:
    """What is too little or too much, and can be mended by leaving it out or adding it."""
    if parts["scheme"] is None:
        yield OriginFault.NO_SCHEME
    if parts["user"] is not None:
        yield OriginFault.USER
    if parts["path"] not in (None, "/"):
        yield OriginFault.PATH


def _origin(typed_scheme: str, typed_host: str, typed_port: str | None) -> Origin:
    """The origin of these parts; refused, with a better one if we know it."""
    scheme = typed_scheme.lower()
    if scheme not in USUAL_PORTS:
        raise _OriginRefused(OriginFault.SCHEME)
    host, wildcard = _host(typed_host)
    port = _port(typed_port)
    origin = Origin(scheme, host, None if port == USUAL_PORTS[scheme] else port, wildcard)
    if scheme == "http" and not origin.is_loopback:
        secure = replace(origin, scheme="https", port=None)
        raise _OriginRefused(OriginFault.NOT_HTTPS, secure)
    return origin


def _host(typed: str) -> tuple[str, bool]:
    """The host in ASCII, and whether a wildcard stood before it."""
    if typed in ("*", "*."):
        raise _OriginRefused(OriginFault.EVERYBODY)
    wildcard = typed.startswith("*.")
    name = typed.removeprefix("*.")
    if "*" in name:
        raise _OriginRefused(OriginFault.WILDCARD)
    host = _ascii(name)
    last = host.rpartition(".")[2]
    if host in LOOPBACK and not wildcard:
        return host, False
    if last.isdigit() or re.fullmatch(r"0x[0-9a-f]*", last):
        raise _OriginRefused(OriginFault.ADDRESS)
    if "." not in host:
        raise _OriginRefused(OriginFault.WILDCARD_TOO_WIDE if wildcard else OriginFault.HOST)
    if wildcard and is_public_suffix(host):
        raise _OriginRefused(OriginFault.WILDCARD_TOO_WIDE)
    return host, wildcard


def _ascii(name: str) -> str:
    """A name as browsers write it in a request: `ærø.dk` is `xn--r-3fa9c.dk`."""
    if name.startswith("["):
        raise _OriginRefused(OriginFault.ADDRESS)
    try:
        host = idna.encode(name, uts46=True, std3_rules=True).decode("ascii").lower()
        idna.decode(host)
    except (idna.IDNAError, UnicodeError):
        raise _OriginRefused(OriginFault.HOST) from None
    if host.endswith("."):
        raise _OriginRefused(OriginFault.HOST)
    return host


def _port(typed: str | None) -> int | None:
    if typed is None:
        return None
    if not re.fullmatch(r"[0-9]{1,5}", typed) or not 0 < int(typed) <= 65535:
        raise _OriginRefused(OriginFault.PORT)
    return int(typed)
