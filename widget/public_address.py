"""Reads by which origin a server is reached, from a setting, a `Host` header or a whole address. Knows no request.

An origin is always written in one way, as browsers write it in a request: in lower case, a name beyond ASCII in
Punycode, the usual port left out.
"""

import re
from functools import lru_cache
from ipaddress import IPv6Address

import idna

USUAL_PORTS = {"https": 443, "http": 80}

_LAST_PORT = 65_535
_LONGEST_NAME = 253
"""Characters of a host name (RFC 1035, section 2.3.4)."""
_MAX_ENTRIES = 1_024
"""Hosts of which the origin is kept: a server has few, and a flood of made-up ones pushes out only each other."""

_HOST_AND_PORT = re.compile(r"(\[[0-9A-Fa-f:.]{2,45}\]|[^\s:/?#@\\\[\]]{1,254})(?::([0-9]{0,5}))?")
_ORIGIN = re.compile(r"([A-Za-z]{4,5})://([^/?#\\]*)")
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
"""A part of a name between dots. The underscore is no part of a host name, but of names inside of clusters."""


@lru_cache(_MAX_ENTRIES)
def origin_of(scheme: str, host: str) -> str | None:
    """The origin for a `scheme` (http or https) and a `host` with or without a port, such as the value of `Host`.

    None where that is no host: several in one, a name that cannot be, a user, a path, a port that does not exist.
    """
    found = _HOST_AND_PORT.fullmatch(host)
    if found is None or scheme not in USUAL_PORTS:
        return None
    name, port = _name(found[1]), int(found[2] or USUAL_PORTS[scheme])
    if not name or not 0 < port <= _LAST_PORT:
        return None
    return f"{scheme}://{name}" if port == USUAL_PORTS[scheme] else f"{scheme}://{name}:{port}"


def split_address(url: str) -> tuple[str, str] | None:
    """The origin of a whole address and what follows it; None where it does not begin with an origin."""
    begin = _ORIGIN.match(url)
    origin = origin_of(begin[1].lower(), begin[2]) if begin else None
    return (origin, url[begin.end() :]) if begin and origin else None


def _name(host: str) -> str:
    """A name or an address as browsers write it; empty where it is none."""
    if host.startswith("["):
        try:
            return f"[{IPv6Address(host[1:-1]).compressed}]"
        except ValueError:
            return ""
    name = host.removesuffix(".").lower()
    try:
        if not name.isascii():
            name = idna.encode(name, uts46=True).decode("ascii")
        if any(label.startswith("xn--") for label in name.split(".")):
            idna.decode(name)
    except (idna.IDNAError, UnicodeError):
        return ""
    is_name = len(name) <= _LONGEST_NAME and all(_LABEL.fullmatch(label) for label in name.split("."))
    return name if is_name else ""
