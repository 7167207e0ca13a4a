"""Makes answers small. Knows encodings; not what is in the answer."""

import zlib

import brotli
from flask import Request, Response

_SMALLEST = 500
"""Bytes below which compression gains nothing."""

_COMPRESSIBLE = ("text/", "application/json", "image/svg+xml")

GZIP_LEVEL = 9
BROTLI_QUALITY = 5
"""The lowest that beats gzip: on a guide, 5 % less in four fifths of its time. A step down is larger."""

BROTLI_QUALITY_WHEN_TIGHT = 10
"""For pages that many ask for and that would else need a second round trip. 7 % less, in thirty times the time.

Not for pages with somebody's date or ticks: there are too many of them for anybody to pay that.
"""

FITS = 13_750
"""Bytes of a body that fit into one round trip together with the headers."""

_LARGEST_PAGE = 150_000
"""Bytes of a page that may fit at all."""


def compress(request: Request, response: Response, *, thorough: bool = False) -> Response:
    """Compress the answer as the browser allows, and say that it depends on that.

    If `thorough`, a page that just misses one round trip gets more time.
    """
    if not (response.content_type or "").startswith(_COMPRESSIBLE) or response.direct_passthrough:
        return response
    response.vary.add("Accept-Encoding")
    body = response.get_data()
    encoding = request.accept_encodings.best_match(["br", "gzip"])
    if len(body) < _SMALLEST or encoding is None or "Content-Encoding" in response.headers:
        return response
    response.set_data(_brotli(body, thorough=thorough) if encoding == "br" else _gzip(body))
    response.headers["Content-Encoding"] = encoding
    return response


def _brotli(body: bytes, *, thorough: bool) -> bytes:
    small = bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY))
    if not thorough or len(small) <= FITS or len(body) > _LARGEST_PAGE:
        return small
    return bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=BROTLI_QUALITY_WHEN_TIGHT))


def _gzip(body: bytes) -> bytes:
    return zlib.compress(body, level=GZIP_LEVEL, wbits=31)
