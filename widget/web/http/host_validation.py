"""Refuses requests whose `Host` is no host, before anything is made of it. Knows WSGI; no route, no page."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from widget.public_address import origin_of
from widget.web.http.refusals import refuse

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_TEXT = "The request does not say in a way that we understand which host it is for."

_WITHOUT_HOST = frozenset({"HTTP/1.0", "HTTP/1"})
"""Protocols that know no `Host`, such as health checks speak; Granian calls HTTP/1.0 HTTP/1."""

Environ = dict[str, Any]


def request_origin(environ: Environ) -> str | None:
    """The origin by which a visitor reached this server: as the request says it, or its proxy where that is believed.

    None where `Host` is no host, such as two in one (RFC 9112, section 3.2). A request of HTTP/1.0 may have none; it
    reached the address that the server listens at.
    """
    host = environ.get("HTTP_HOST")
    if not host and environ.get("SERVER_PROTOCOL") in _WITHOUT_HOST:
        host = f"{environ.get('SERVER_NAME', '')}:{environ.get('SERVER_PORT', '')}"
    # Beyond ASCII it is no host in a request, though it is one in an address that people type.
    return origin_of(environ["wsgi.url_scheme"], host) if host and host.isascii() else None


def with_valid_host(app: "WSGIApplication") -> "WSGIApplication":
    """`app`, which gets only requests whose origin is known; others are answered with 400."""

    def check(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if request_origin(environ) is None:
            return refuse(start_response, "400 BAD REQUEST", _TEXT)
        return app(environ, start_response)

    return check
