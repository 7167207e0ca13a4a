"""What the administration knows of a browser: the network it comes from, its token, and a name for it in words.

Only for sign-in: no other page asks for a visitor's address.
"""

import re
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from widget.accounts.model import Client

_IPV6_CUSTOMER = 56
"""Leading bits of an IPv6 address that a single customer of an internet provider commonly has (RIPE-690)."""

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    *(("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows")),
    *(("Mac OS X", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux")),
)
_FORWARDED = re.compile(r"\s*,\s*")
_MOST_HOPS = 20


def client_of(
    remote: str, forwarded: str, user_agent: str, device: str, proxies: Sequence[IPv4Network | IPv6Network]
) -> Client:
    """The browser of a request.

    `remote` is who opened the connection, `forwarded` the header X-Forwarded-For, which is believed from `proxies`
    alone; `device` is the token in the browser's cookie.
    """
    return Client(network_of(remote, forwarded, proxies), device, label_of(user_agent))


def network_of(remote: str, forwarded: str, proxies: Sequence[IPv4Network | IPv6Network]) -> str:
    """The IPv4 address, or the /56 network of the IPv6 address, that a request comes from; empty if unknown."""
    hops = [remote, *reversed(_FORWARDED.split(forwarded.strip())[-_MOST_HOPS:])] if forwarded.strip() else [remote]
    found = ""
    for hop in hops:
        address = _address(hop)
        if address is None:
            break
        found = _network(address)
        if not any(address in network for network in proxies):
            break
    return found


def label_of(user_agent: str) -> str:
    """Browser and system in words, such as “Firefox, Windows”; empty for programs that name neither."""
    names = (next((name for sign, name in signs if sign in user_agent), "") for signs in (_BROWSERS, _SYSTEMS))
    return ", ".join(name for name in names if name)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text.strip().strip("[]"))
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _network(address: IPv4Address | IPv6Address) -> str:
    if isinstance(address, IPv6Address):
        return str(ip_network((address.packed, _IPV6_CUSTOMER), strict=False))
    return str(address)
