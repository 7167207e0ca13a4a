"""Whether a site may frame a page, by the sources of `frame-ancestors`, as browsers decide it. Knows no request."""

import re
from urllib.parse import urlsplit

from widget.partners.origins import USUAL_PORTS, Origin, OriginFault, OriginProblem, parse_origin

_SOURCE = re.compile(r"(?:(?P<scheme>https?)://)?(?P<host>[^:/]+)(?::(?P<port>\*|[0-9]{1,5}))?/?", re.I)


def host_site(address: str) -> Origin | OriginProblem:
    """The origin of the page at `address`, as a webmaster copies it: with or without scheme, path and query.

    Names and ports are read by `parse_origin`, so that the answer is about the very origin that a header would hold.
    A page over http has an origin too, although no partner can list it.
    """
    typed = address.strip()
    origin = parse_origin(typed)
    if isinstance(origin, Origin):
        return origin if not origin.wildcard else OriginProblem(OriginFault.WILDCARD, typed)
    if not origin.suggestion:
        return origin
    read = parse_origin(origin.suggestion)
    if not isinstance(read, Origin) or read.wildcard:
        return OriginProblem(OriginFault.WILDCARD, typed)
    return _plain_http(typed, read)


def may_frame(frame_ancestors: str, site: Origin, own: str) -> bool:
    """Whether a page with these `frame_ancestors` is shown in a frame on `site`. `own` is the server's origin.

    Matching is that of Content Security Policy 3, section 6.7.2.8: a source of http also allows https, a source
    without a port means the usual port, and `*.town.example` does not stand for `town.example`.
    """
    return any(_allows(own if source == "'self'" else source, site, own) for source in frame_ancestors.split())


def _plain_http(typed: str, origin: Origin) -> Origin:
    """`origin` over http, with the port that was typed, where the address of the page says http."""
    if not typed.lower().startswith("http://"):
        return origin
    port = urlsplit(typed).port
    return Origin("http", origin.host, None if port == USUAL_PORTS["http"] else port)


def _allows(source: str, site: Origin, own: str) -> bool:
    if source == "*":
        return True
    parts = _SOURCE.fullmatch(source)
    if parts is None:
        return False
    scheme = (parts["scheme"] or urlsplit(own).scheme).lower()
    return (
        scheme in ("http", site.scheme)
        and _is_host(parts["host"].lower(), site.host)
        and _is_port(parts["port"], scheme, site)
    )


def _is_host(pattern: str, host: str) -> bool:
    if pattern == "*":
        return True
    return host.endswith(pattern[1:]) if pattern.startswith("*.") else host == pattern


def _is_port(given: str | None, scheme: str, site: Origin) -> bool:
    if given == "*":
        return True
    usual = USUAL_PORTS[site.scheme]
    port = site.port or usual
    if given is None:
        return port == usual
    # A page that moved from http to https is the same site to a policy.
    moved = scheme == "http" and int(given) == USUAL_PORTS["http"]
    return port == int(given) or (moved and port == usual)
