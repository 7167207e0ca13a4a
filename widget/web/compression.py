"""Makes answers small. Knows encodings; not what is in the answer."""

import brotli
import deflate
from flask import Response
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header

_SMALLEST = 500
"""Bytes below which compression gains nothing."""

_COMPRESSIBLE = ("text/", "application/json", "image/svg+xml")

BROTLI, GZIP = "br", "gzip"

GZIP_LEVEL = 6
"""Of libdeflate: as small as zlib's highest level, in a third of its time."""

GZIP_LEVEL_IN_A_HURRY = 4
"""3 % more, in three quarters of the time."""

GZIP_LEVEL_WHEN_TIGHT = 12
"""4 % less, in thirty times the time."""

BROTLI_QUALITY = 5
"""The lowest that beats gzip: on a guide, 4 % less in twice its time. A step down is larger."""

BROTLI_QUALITY_WHEN_TIGHT = 10
"""7 % less, in thirty times the time."""

FITS = 13_750
"""Bytes of a body that fit into one round trip together with the headers."""

_LARGEST_PAGE = 150_000
"""Bytes of a page that may fit at all."""


def accepted_encodings(header: str) -> str:
    """The encodings of ours that a browser takes, from its `Accept-Encoding`, in one spelling: `br, gzip`.

    Brotli is left out where the browser would rather have gzip.
    """
    accepted: Accept = parse_accept_header(header, Accept)
    of_brotli, of_gzip = accepted.quality(BROTLI), accepted.quality(GZIP)
    taken = ((BROTLI, of_brotli > 0 and of_brotli >= of_gzip), (GZIP, of_gzip > 0))
    return ", ".join(encoding for encoding, takes in taken if takes)


def compress(response: Response, accepted: str, *, asked_by_many: bool = False) -> Response:
    """Compress the answer as the browser allows, and say that it depends on that; `accepted` as above.

    What is `asked_by_many` is made as small as can be, and gets more time where it would need a second round trip.
    What is somebody's own, with a date or ticks, is made in the least time that lets it fit.
    """
    if not (response.content_type or "").startswith(_COMPRESSIBLE) or response.direct_passthrough:
        return response
    response.vary.add("Accept-Encoding")
    body = response.get_data()
    if len(body) < _SMALLEST or not accepted or "Content-Encoding" in response.headers:
        return response
    encoding, small = _for_many(body, accepted) if asked_by_many else _for_one(body, accepted)
    response.set_data(small)
    response.headers["Content-Encoding"] = encoding
    return response


def _for_many(body: bytes, accepted: str) -> tuple[str, bytes]:
    encoding = BROTLI if BROTLI in accepted else GZIP
    small = _brotli(body, BROTLI_QUALITY) if encoding == BROTLI else _gzip(body, GZIP_LEVEL)
    if len(small) <= FITS or len(body) > _LARGEST_PAGE:
        return encoding, small
    if encoding == BROTLI:
        return encoding, _brotli(body, BROTLI_QUALITY_WHEN_TIGHT)
    return encoding, _gzip(body, GZIP_LEVEL_WHEN_TIGHT)


def _for_one(body: bytes, accepted: str) -> tuple[str, bytes]:
    if GZIP in accepted:
        small = _gzip(body, GZIP_LEVEL_IN_A_HURRY)
        if len(small) <= FITS:
            return GZIP, small
    return (BROTLI, _brotli(body, BROTLI_QUALITY)) if BROTLI in accepted else (GZIP, _gzip(body, GZIP_LEVEL))


def _brotli(body: bytes, quality: int) -> bytes:
    return bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=quality))


def _gzip(body: bytes, level: int) -> bytes:
    return bytes(deflate.gzip_compress(body, level))
