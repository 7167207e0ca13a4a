"""Answers with their headers. Knows what kinds of answers there are; not what is in them."""

from http import HTTPStatus

from flask import Response

from widget.web.http.compression import compress, compute_etag
from widget.web.http.security_headers import DEFAULT_HEADERS, content_security_policy
from widget.web.http.styles import Style

HTML = "text/html; charset=utf-8"

READING = ("GET", "HEAD", "OPTIONS")
"""The methods of a file that any site may read."""

CACHE_FIVE_MINUTES = "public, max-age=300, stale-while-revalidate=600, stale-if-error=86400, no-transform"
"""Caches may keep a page for five minutes without asking, and for ten more while they ask; a day-old one is better
than none. None may rewrite it: the policy of a page names the hash of its style."""

REVALIDATE = "public, max-age=0, stale-if-error=86400, no-transform"
"""Caches may keep a page, and ask each time whether it has changed; a day-old one is better than none."""


def finalize_response(response: Response, accepted: str) -> Response:
    """The answer with what every answer has: our headers, as small as `accepted` allows, and its mark."""
    for name, value in DEFAULT_HEADERS.items():
        response.headers.setdefault(name, value)
    if not response.direct_passthrough and response.status_code != HTTPStatus.NOT_MODIFIED:
        # Static files are no pages; and what 304 says of a file that is kept already would replace its headers.
        response.headers.setdefault("Content-Security-Policy", content_security_policy("'none'"))
    response = compress(response, accepted)
    if response.status_code == HTTPStatus.OK and "ETag" not in response.headers:
        response.set_etag(compute_etag(response.get_data()))
    return response


def html_response(
    html: str | bytes, style: Style, frame_ancestors: str, *, frame_source: str = "'none'", public_address: str = ""
) -> Response:
    """A page that `frame_ancestors` may frame, and that itself may frame `frame_source`.

    `public_address` is the origin by which visitors reach this server, for pages with forms that stand in frames.
    """
    response = Response(html, content_type=HTML)
    policy = content_security_policy(
        frame_ancestors, style.csp_source, frame_source=frame_source, public_address=public_address
    )
    response.headers["Content-Security-Policy"] = policy
    response.headers["Cache-Control"] = CACHE_FIVE_MINUTES
    return response


def document_response(text: str | bytes, content_type: str, filename: str = "") -> Response:
    """A file for other programs, which any site may read; with a `filename`, it is offered for download."""
    response = Response(text, content_type=content_type)
    response.headers["Content-Security-Policy"] = content_security_policy("'none'")
    response.headers["Cache-Control"] = CACHE_FIVE_MINUTES
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "ETag"
    response.headers["X-Robots-Tag"] = "noindex"
    if filename:
        response.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def redirect_response(address: str) -> Response:
    """The way to another `address` of this server, which is a path with its query and never names a host.

    So it holds behind every proxy, and for https and http alike.
    """
    response = Response("", HTTPStatus.PERMANENT_REDIRECT, content_type="text/plain; charset=utf-8")
    response.headers["Location"] = address
    response.headers["Content-Security-Policy"] = content_security_policy("'none'")
    return uncacheable(response, HTTPStatus.PERMANENT_REDIRECT)


def preflight_response() -> Response:
    """The answer to a browser that asks whether a script of another site may read a file, with any header.

    Monitoring adds headers of its own to every request, and then browsers ask first (Fetch standard, 4.9).
    """
    response = document_response("", "text/plain; charset=utf-8")
    response.status_code = HTTPStatus.NO_CONTENT
    response.allow.update(READING)
    response.headers["Access-Control-Allow-Methods"] = ", ".join(READING)
    response.headers["Access-Control-Allow-Headers"] = "*, Authorization"  # which `*` does not stand for
    response.headers["Access-Control-Max-Age"] = "86400"
    return response


def uncacheable(response: Response, status: int) -> Response:
    """The same answer with another status, which no cache keeps and no search engine lists."""
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
