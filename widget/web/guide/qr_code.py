"""An address as a QR code, drawn as SVG in the page. Knows the drawing library; no page."""

from functools import lru_cache

import segno
from markupsafe import Markup

_PIXELS_PER_MODULE = 4
_MASK = 2
"""A fixed pattern: trying all eight for the most even one takes four times as long, and phones read any of them."""


@lru_cache(maxsize=256)
def qr_code(address: str) -> Markup:
    """The address as a picture, kept for the next one who asks."""
    return draw_code(address)


def draw_code(text: str) -> Markup:
    """A text as black on white in every theme, since phones read that best. Not kept: it may be a secret."""
    code = segno.make_qr(text, error="l", mask=_MASK)
    svg = code.svg_inline(scale=_PIXELS_PER_MODULE, light="#fff", svgclass="qr", lineclass=None)
    return Markup(svg)  # noqa: S704 (drawn by the library from modules, not from text)
