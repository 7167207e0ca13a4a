"""What crawlers may ask for (RFC 9309): the pages as they are, not the millions of ways to answer and tick."""

from flask import Flask, Response

from widget.web.http.responses import CACHE_FIVE_MINUTES
from widget.web.http.security_headers import content_security_policy

_RULES = """\
# Guides without anybody's answers, in each language. Everything else after a question mark is one citizen's own.
User-agent: *
Allow: /*?lang=
Disallow: /*?
Disallow: /*&
Disallow: /admin
Disallow: /draft/
Disallow: /feedback/
Disallow: /review/
"""


def register(app: Flask) -> None:
    """Add the route `/robots.txt` to `app`."""
    app.add_url_rule("/robots.txt", "robots", robots)


def robots() -> Response:
    """The rules for crawlers."""
    response = Response(_RULES, content_type="text/plain; charset=utf-8")
    response.headers["Content-Security-Policy"] = content_security_policy("'none'")
    response.headers["Cache-Control"] = CACHE_FIVE_MINUTES
    return response
