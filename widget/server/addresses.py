"""The addresses that a server listens at, how a link writes them, and which of them collide. Knows no page."""

import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from widget.server.supervision import listening_fault

LOOPBACK = "127.0.0.1"
_EVERY_IPV4, _EVERY_IPV6 = "0.0.0.0", "::"  # noqa: S104 (to know them by)
_REACHED_AT = {_EVERY_IPV4: LOOPBACK, _EVERY_IPV6: "localhost"}
"""What a browser on this machine asks for, where a server listens at all addresses."""


class AddressError(Exception):
    """A host at which no server can listen; the text is a sentence for operators."""


@dataclass(frozen=True, slots=True)
class ListeningPlace:
    """Where something listens: `name` says what, `setting` chooses the port."""

    name: str
    setting: str
    address: str
    port: int


def listening_address(host: str) -> str:
    """The IP address that a name or an address stands for, IPv4 where it has both: the server takes no names.

    Raises `AddressError`.
    """
    plain = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    try:
        found = socket.getaddrinfo(plain, None, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, ValueError):  # a `UnicodeError` is of the second kind: a part of the name is too long
        raise AddressError(f"This machine does not know the address {host}.") from None
    found.sort(key=lambda one: one[0] != socket.AF_INET)
    address = found[0][4]
    if len(address) > 2 and address[3]:
        raise AddressError(
            f"The server cannot listen at {host}, which is of one network alone; write another address."
        )
    return str(address[0])


def web_origin(address: str, port: int) -> str:
    """How a link on this machine writes a server at an IP address."""
    host = _REACHED_AT.get(address, address)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def listening_faults(places: Sequence[ListeningPlace]) -> list[str]:
    """Why servers cannot listen at all of the places at once, a sentence each; empty if they can."""
    return list(dict.fromkeys(_faults(places)))


def _faults(places: Sequence[ListeningPlace]) -> Iterator[str]:
    for one, other in combinations(places, 2):
        if one.port == other.port and _overlap(one.address, other.address):
            names = f"{one.name} and {other.name}".capitalize()
            yield f"{names} cannot both have port {one.port}. Choose another {other.setting}."
    for place in places:
        # A server at all IPv6 addresses takes the connections to IPv4 too, beside one that has them already.
        for address in [place.address, *([_EVERY_IPV4] if place.address == _EVERY_IPV6 else [])]:
            if fault := listening_fault(address, place.port):
                yield fault


def _overlap(one: str, other: str) -> bool:
    return one == other or bool({one, other} & _REACHED_AT.keys())
