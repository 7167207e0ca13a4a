"""Believes what a proxy says of the visitor's address of us, if it is one of ours. Knows WSGI; no route, no page."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import TYPE_CHECKING

from werkzeug.middleware.proxy_fix import ProxyFix

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

Network = IPv4Network | IPv6Network

_MAX_ENTRIES = 1024


def behind_proxies(app: "WSGIApplication", networks: Sequence[Network]) -> "WSGIApplication":
    """`app`, which learns scheme and host from `X-Forwarded-Proto` and `-Host` where a listed proxy says them.

    The visitor's own address is not needed and is not taken over. With no network it is `app` itself.
    """
    if not networks:
        return app
    believing = ProxyFix(app, x_for=0, x_proto=1, x_host=1)
    trusts = proxies_among(networks)

    def choose(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        return (believing if trusts(environ.get("REMOTE_ADDR", "")) else app)(environ, start_response)

    return choose


def proxies_among(networks: Sequence[Network]) -> Callable[[str], bool]:
    """Tells of an IP address whether it is one of the `networks`."""

    @lru_cache(_MAX_ENTRIES)
    def trusts(address: str) -> bool:
        try:
            found = ip_address(address)
        except ValueError:
            return False
        mapped = getattr(found, "ipv4_mapped", None)
        return any((mapped or found) in network for network in networks)

    return trusts
