"""Makes answers small, and gives each body its tag. Knows encodings; not what is in the answer."""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from functools import lru_cache
from hashlib import blake2b

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

GZIP_LEVEL_IN_A_HURRY = 1
"""10 % more, in two fifths of the time."""

GZIP_LEVEL_FOR_FEW = 9
"""1 % less, in twice the time: for pages that few ask for, of browsers that take nothing but gzip."""

GZIP_LEVEL_WHEN_TIGHT = 12
"""4 % less, in thirty times the time."""

BROTLI_QUALITY = 5
"""The lowest that beats gzip: on a guide, 4 % less in twice its time. A step down is larger."""

BROTLI_QUALITY_WHEN_TIGHT = 11
"""9 to 11 % less again, in sixty times the time."""

BROTLI_QUALITY_FOR_FEW = 10
"""1.5 % more than that, in a third of the time: some 30 ms, where a second round trip of a phone takes 50 to 100."""

_MOST_SAVED_FOR_FEW, _MOST_SAVED_WHEN_TIGHT = 0.13, 0.03
"""The most that both take off what the quality before them gives, on a guide, and the second off the first."""

FITS = 13_800
"""Bytes of a body that fit into one round trip together with the headers."""

_PAGE = b"<!doctype html>"

_LARGEST_PAGE = 150_000
"""Bytes of a page that may fit at all."""

_MAX_HEADERS = 256
"""Values of `Accept-Encoding` whose meaning is kept. Browsers send few, so made-up ones only push out each other."""


@lru_cache(_MAX_HEADERS)
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

    What fits into one round trip is there at once, however much room is left. So the quickest way that lets it fit is
    taken; and the slow ones only for what is `asked_by_many`.
    """
    if not (response.content_type or "").startswith(_COMPRESSIBLE) or response.direct_passthrough:
        return response
    response.vary.add("Accept-Encoding")
    if "Content-Encoding" in response.headers:
        return response
    encoding, small = smallest(response.get_data(), accepted, asked_by_many=asked_by_many)
    if encoding:
        response.set_data(small)
        response.headers["Content-Encoding"] = encoding
    return response


def smallest(body: bytes, accepted: str, *, asked_by_many: bool, may_wait: bool = False) -> tuple[str, bytes]:
    """The encoding for a body, which is the first in which it fits or else the smallest, and the body in it.

    No encoding where it would gain nothing. With `may_wait` a page of few is made to fit by a slow one, too, where
    that is near: it is worth a round trip to the one who asks.
    """
    if len(body) < _SMALLEST or not accepted:
        return "", body
    tried: list[tuple[str, bytes]] = []
    for encoding, squeeze, most_saved in _encoders(asked_by_many=asked_by_many, may_wait=may_wait):
        is_in_vain = most_saved and tried and len(tried[-1][1]) * (1 - most_saved) > FITS
        if encoding in accepted and not is_in_vain:
            tried.append((encoding, squeeze(body)))
            if len(tried[-1][1]) <= FITS or len(body) > _LARGEST_PAGE:
                return tried[-1]
    return min(tried, key=lambda one: len(one[1]))


def compute_etag(body: bytes) -> str:
    """The entity tag of a body, without its quotation marks: 12 characters, which tell it from the one before."""
    return urlsafe_b64encode(blake2b(body, digest_size=9).digest()).decode()


def _encoders(*, asked_by_many: bool, may_wait: bool) -> Iterator[tuple[str, Callable[[bytes], bytes], float]]:
    """Encodings, from the quickest to the slowest; of some the most that they take off what the one before gave."""
    if not asked_by_many:
        yield GZIP, _gzip(GZIP_LEVEL_IN_A_HURRY), 0
    yield GZIP, _gzip(GZIP_LEVEL), 0
    yield BROTLI, _brotli(BROTLI_QUALITY), 0
    if asked_by_many:
        yield BROTLI, _minified(_brotli(BROTLI_QUALITY_WHEN_TIGHT)), 0
        yield GZIP, _minified(_gzip(GZIP_LEVEL_WHEN_TIGHT)), 0
        return
    if may_wait:
        yield BROTLI, _minified(_brotli(BROTLI_QUALITY_FOR_FEW)), _MOST_SAVED_FOR_FEW
        yield BROTLI, _minified(_brotli(BROTLI_QUALITY_WHEN_TIGHT)), _MOST_SAVED_WHEN_TIGHT
    yield GZIP, _gzip(GZIP_LEVEL_FOR_FEW), 0


def _minified(squeeze: Callable[[bytes], bytes]) -> Callable[[bytes], bytes]:
    """The slow ways begin with what HTML lets be left out: 1 % less, for 2 ms more than their 30 to 100."""

    def squeeze_minified(body: bytes) -> bytes:
        from minify_html import minify  # 80 ms and 11 MB, which a server does not need to start

        if body.startswith(_PAGE):
            # Types of fields are left: style sheets choose by them.
            body = minify(body.decode(), keep_input_type_text_attr=True).encode()
        return squeeze(body)

    return squeeze_minified


def _brotli(quality: int) -> Callable[[bytes], bytes]:
    return lambda body: bytes(brotli.compress(body, mode=brotli.MODE_TEXT, quality=quality))


def _gzip(level: int) -> Callable[[bytes], bytes]:
    return lambda body: bytes(deflate.gzip_compress(body, level))
