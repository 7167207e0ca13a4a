"""Logos: a picture that was sent, drawn again so that nothing but the picture is left. Knows no theme, no file.

A picture of points is decoded, made small and encoded again; an SVG is rebuilt by the module `drawing`. Shown in an
`<img>`, neither can run or fetch anything; drawn again, neither can anywhere else.
"""

import base64
import binascii
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import chain
from math import ceil
from typing import TYPE_CHECKING, Any

from widget.partners.svg import MAX_SOURCE, rebuild_drawing
from widget.partners.svg_faults import Undrawable
from widget.partners.svg_renderer import render_svg
from widget.partners.svg_source import SvgSource, read_source

if TYPE_CHECKING:
    from PIL import Image

MAX_UPLOAD = 2_000_000
"""Bytes that we look at."""
MAX_PIXELS = 16_000_000
"""Pixels that we decode: a small file can say that it holds a billion of them."""
MAX_BYTES = 5 * 1024
"""Bytes of a finished logo, which is in each page."""
MAX_DARK_BYTES = 2560
"""Bytes of the logo for dark mode: a page that may be light or dark holds both."""
_DRAWN_AT = 960
"""Pixels that a wide drawing is drawn at, to be compared."""
_SKETCHED = 4
"""How many times smaller a sketch is. It tells what is clearly different, for a sixteenth of the work."""
_SPARE = 1.25
"""So much larger than its points a drawing is drawn: its edges seldom lie between two of them."""
_VISIBLE, _OFF_MOST, _OFF_IN_SKETCH = 24, 0.001, 0.02
"""A pixel is off by so much of 255 in a colour; so many of all may be, at edges, which are more of a sketch."""
MAX_WIDTH, MAX_HEIGHT = 240, 80
"""CSS pixels; a picture of points has two of its own for each."""

_FORMATS = ("PNG", "JPEG", "WEBP")
_SHARPNESS = (2.0, 1.5, 1.0)
"""Points for each CSS pixel, tried until a logo is small enough."""
_EFFORT = 5
"""Of WebP, of 6: with 6 a logo is a hundredth smaller, and takes eighty times as long."""
_EXACT = ({"format": "PNG", "optimize": True}, {"format": "WEBP", "lossless": True, "method": _EFFORT})
"""How points are encoded without loss; the shortest result is taken."""
_QUALITIES = (90, 80, 70, 55, 40)
"""Of WebP, tried until a logo is small enough."""
_SENT_KINDS = {b"\x89PNG": "png", b"RIFF": "webp", b"\xff\xd8": "jpeg"}
"""What a file of points begins with."""
_CHUNKS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"VP8 ", b"VP8L", b"VP8X", b"ALPH"})
"""The parts of a file that hold nothing but the picture."""
_URI = re.compile(r"data:image/(png|webp|svg\+xml);base64,([A-Za-z0-9+/]+={0,2})")


@dataclass(frozen=True, slots=True)
class Logo:
    """A logo ready to show: a data: URI, and its size in CSS pixels."""

    data_uri: str
    width: int
    height: int


NO_LOGO = Logo("", 0, 0)


class LogoFault(Enum):
    """Why a picture cannot be a logo."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    """The file or its pixels are more than we open, or it stays too large in every form that we try."""
    FORMAT = "format"
    """Not PNG, JPEG, WebP or SVG."""
    BROKEN = "broken"
    """It begins like a picture and cannot be read as one."""
    NOTHING_LEFT = "nothing-left"
    """Nothing to see in it: an SVG in which nothing that we allow draws anything, or that has no size."""
    UNDRAWABLE = "undrawable"
    """An SVG with something in it that cannot be drawn as browsers do."""


@dataclass(frozen=True, slots=True)
class LogoProblem:
    """Why there is no logo; `limit` and `found` are bytes or pixels where the fault is one of size.

    `undrawable` names what in an SVG cannot be drawn.
    """

    fault: LogoFault
    limit: int = 0
    found: int = 0
    undrawable: tuple[Undrawable, ...] = ()


def read_logo(data: bytes, *, filename: str = "", most: int = MAX_BYTES) -> Logo | LogoProblem:
    """Make a logo of at most so many bytes of a file's. What it is, its content says; `filename` is not believed."""
    if not data:
        return LogoProblem(LogoFault.EMPTY)
    if len(data) > MAX_UPLOAD:
        return LogoProblem(LogoFault.TOO_LARGE, MAX_UPLOAD, len(data))
    if data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        return _sent_drawing(data, most)
    picture = _decoded(data, _FORMATS)
    return picture if isinstance(picture, LogoProblem) else _encoded(picture, most)


def sent_uri(data: bytes) -> str:
    """A file that `read_logo` took, byte for byte, to be shown beside the logo: safe in an `<img>` alone."""
    return _uri(next((kind for start, kind in _SENT_KINDS.items() if data.startswith(start)), "svg+xml"), data)


def logo_of_uri(uri: str) -> Logo | None:
    """The logo of a data: URI that `read_logo` made and that was stored; None for any other text."""
    match = _URI.fullmatch(uri) if len(uri) <= 2 * MAX_BYTES else None
    if match is None:
        return None
    try:
        data = base64.b64decode(match[2], validate=True)
    except binascii.Error:
        return None
    if match[1] == "svg+xml":
        logo = _drawn(data)
        return logo if isinstance(logo, Logo) else None
    picture = _decoded(data, (match[1].upper(),))
    if isinstance(picture, LogoProblem) or len(data) > MAX_BYTES or not _only_picture(data):
        return None
    fits = picture.width <= 2 * MAX_WIDTH and picture.height <= 2 * MAX_HEIGHT
    return Logo(uri, *_css_size(picture)) if fits else None


def _sent_drawing(data: bytes, most: int) -> Logo | LogoProblem:
    """The logo of an SVG that was sent: its shapes written again where that looks the same, or else its points."""
    if len(data) > MAX_SOURCE:
        return LogoProblem(LogoFault.TOO_LARGE, MAX_SOURCE, len(data))
    source = read_source(data)
    if source is None:
        return LogoProblem(LogoFault.BROKEN if b"<svg" in data else LogoFault.FORMAT)
    if source.faults:
        return LogoProblem(LogoFault.UNDRAWABLE, undrawable=source.faults)
    if not source.width:
        return LogoProblem(LogoFault.NOTHING_LEFT)
    rewritten = _drawn(data if source.is_as_sent else source.text.encode(), most)
    return _shapes_or_points(source, rewritten if isinstance(rewritten, Logo) else None, most)


def _shapes_or_points(source: SvgSource, rewritten: Logo | None, most: int) -> Logo | LogoProblem:
    wide = max(1, round(_DRAWN_AT * min(1.0, 4 * source.width / source.height)))
    sketch = _rendered(source.text, max(1, wide // _SKETCHED))
    if isinstance(sketch, LogoProblem):
        return sketch
    if sketch.getchannel("A").getbbox() is None:
        return LogoProblem(LogoFault.NOTHING_LEFT)
    similar = rewritten is not None and _looks_like(rewritten, sketch, _OFF_IN_SKETCH)
    picture = _rendered(source.text, wide if similar else min(wide, _width_for_points(sketch)))
    if isinstance(picture, LogoProblem):
        return picture
    if rewritten is not None and similar and _looks_like(rewritten, picture, _OFF_MOST):
        return rewritten
    return _encoded(picture, most)


def _width_for_points(sketch: "Image.Image") -> int:
    """How wide a drawing has to be drawn for what is seen of it to be as sharp as points ever are."""
    left, top, right, bottom = sketch.getchannel("A").getbbox() or (0, 0, *sketch.size)
    return ceil(sketch.width * _SPARE * _SHARPNESS[0] * min(MAX_WIDTH / (right - left), MAX_HEIGHT / (bottom - top)))


def _rendered(source: str, wide: int) -> "Image.Image | LogoProblem":
    points = render_svg(source, wide)
    return _decoded(points, ("PNG",)) if points else LogoProblem(LogoFault.BROKEN)


def _looks_like(logo: Logo, wanted: "Image.Image", off_most: float) -> bool:
    """Whether a drawing that was written again shows what the file shows, but for so many of all pixels."""
    from PIL import ImageChops

    source = base64.b64decode(logo.data_uri.partition(",")[2]).decode()
    made = _rendered(source, wanted.width)
    if isinstance(made, LogoProblem) or made.size != wanted.size:
        return False
    difference = ImageChops.difference(made.convert("RGBa"), wanted.convert("RGBa"))
    off = max(difference.split(), key=lambda band: sum(band.histogram()[_VISIBLE:]))
    return sum(off.histogram()[_VISIBLE:]) <= off_most * made.width * made.height


def _drawn(data: bytes, most: int = MAX_BYTES) -> Logo | LogoProblem:
    """The logo of an SVG written again, made as large as a logo may be."""
    drawing = rebuild_drawing(data)
    if drawing is None:
        return LogoProblem(LogoFault.BROKEN if b"<svg" in data else LogoFault.FORMAT)
    if not drawing.shapes or not drawing.width:
        return LogoProblem(LogoFault.NOTHING_LEFT)
    source = drawing.source.encode()
    if len(source) > most:
        return LogoProblem(LogoFault.TOO_LARGE, most, len(source))
    scale = min(MAX_WIDTH / drawing.width, MAX_HEIGHT / drawing.height)
    return Logo(_uri("svg+xml", source), *_times((drawing.width, drawing.height), scale))


def _decoded(data: bytes, formats: tuple[str, ...]) -> "Image.Image | LogoProblem":
    """The points of a picture, without anything else that its file holds."""
    # Heavy to import, and needed only when a picture is sent.
    from PIL import Image, ImageOps, UnidentifiedImageError
    from PIL.Image import open as picture_of  # of bytes in memory: no file is opened here

    try:
        with picture_of(io.BytesIO(data), formats=formats) as opened:
            if (pixels := opened.width * opened.height) > MAX_PIXELS:
                return LogoProblem(LogoFault.TOO_LARGE, MAX_PIXELS, pixels)
            opened.draft("RGB", (2 * MAX_WIDTH, 2 * MAX_HEIGHT))
            opened.load()
            upright = ImageOps.exif_transpose(opened)
            return upright.convert("RGB" if upright.mode in ("CMYK", "YCbCr") else "RGBA").convert("RGBA")
    except UnidentifiedImageError:
        return LogoProblem(LogoFault.FORMAT)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return LogoProblem(LogoFault.TOO_LARGE, MAX_PIXELS)
    except Exception:  # Pillow raises a dozen kinds for broken files
        return LogoProblem(LogoFault.BROKEN)


def _encoded(picture: "Image.Image", most: int) -> Logo | LogoProblem:
    """The logo of some points, as sharp as fits into so many bytes."""
    from PIL.Image import Resampling

    shown = picture.getchannel("A").getbbox()
    if shown is None:
        return LogoProblem(LogoFault.NOTHING_LEFT)
    picture = picture.crop(shown)
    natural = min(1.0, MAX_WIDTH / picture.width, MAX_HEIGHT / picture.height)
    smallest = 0
    for sharpness in _SHARPNESS:
        points = picture.resize(_times(picture.size, min(1.0, natural * sharpness)), Resampling.LANCZOS)
        exact = min(_encodings(points, _EXACT), key=lambda encoding: len(encoding[0]))
        lossy = _encodings(
            points, ({"format": "WEBP", "quality": quality, "method": _EFFORT} for quality in _QUALITIES)
        )
        for data, kind in chain((exact,), lossy):
            if len(data) <= most:
                return Logo(_uri(kind, data), *_css_size(points))
            smallest = len(data)
    return LogoProblem(LogoFault.TOO_LARGE, most, smallest)


def _encodings(points: "Image.Image", ways: Iterable[Mapping[str, Any]]) -> Iterator[tuple[bytes, str]]:
    """The bytes of each way to encode the points, with the name of the format."""
    for way in ways:
        file = io.BytesIO()
        points.save(file, **way)
        yield file.getvalue(), way["format"].lower()


def _css_size(points: "Image.Image") -> tuple[int, int]:
    """The size at which the points are shown."""
    return _times(points.size, min(1.0, MAX_WIDTH / points.width, MAX_HEIGHT / points.height))


def _times(size: tuple[float, float], scale: float) -> tuple[int, int]:
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _uri(kind: str, data: bytes) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"


def _only_picture(data: bytes) -> bool:
    """Whether a PNG or WebP consists of the parts that we write, to its last byte."""
    png = data.startswith(b"\x89PNG")
    position = 8 if png else 12
    while position < len(data):
        head = data[position : position + 8]
        name = head[4:] if png else head[:4]
        if name not in _CHUNKS:
            return False
        if png:  # length, name, content, checksum
            position += 12 + int.from_bytes(head[:4], "big")
        else:  # name, length, content, evened out
            length = int.from_bytes(head[4:], "little")
            position += 8 + length + length % 2
    return position == len(data)
