"""An SVG file as it was sent, read without entities, and as the renderer gets it. Knows no logo."""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from widget.partners.svg import MAX_SOURCE, shown_part
from widget.partners.svg_entities import without_entities
from widget.partners.svg_faults import SPACE, Undrawable, faults_of

_ENCODING = re.compile(rb"^<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_PER_INCH = 96
_UNITS = {
    "": 1.0,
    "px": 1.0,
    "pt": _PER_INCH / 72,
    "pc": _PER_INCH / 6,
    "mm": _PER_INCH / 25.4,
    "cm": _PER_INCH / 2.54,
    "in": float(_PER_INCH),
}
"""CSS pixels for each unit (CSS Values and Units, section 6.2)."""
_LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+(?:e[+-]?[0-9]{1,2})?)(px|pt|pc|mm|cm|in|)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SvgSource:
    """`text` is the file for the renderer, of `width` and `height` in CSS pixels; both 0 where it has no size.

    `is_as_sent` says that the file declared no entities.
    """

    text: str
    width: float
    height: float
    faults: tuple[Undrawable, ...]
    is_as_sent: bool


def read_source(data: bytes) -> SvgSource | None:
    """Read a file; None where it is no SVG, or declares entities that stand for more than plain text."""
    if len(data) > MAX_SOURCE:
        return None
    text = _decoded(data)
    plain = without_entities(text) if text is not None else None
    if plain is None:
        return None
    try:
        root = fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", plain))
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return None
    if root.tag != f"{SPACE}svg":
        return None
    width, height = _size(root)
    if width:
        root.set("width", f"{width:g}")
        root.set("height", f"{height:g}")
    try:
        written = tostring(root, encoding="unicode")
    except RecursionError:  # groups in groups, thousands deep
        return None
    return SvgSource(written, width, height, faults_of(root), plain == text)


def _decoded(data: bytes) -> str | None:
    named = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf").lstrip())
    try:
        return data.decode(named[1].decode() if named else "utf-8-sig").removeprefix("\ufeff")
    except (UnicodeDecodeError, LookupError):
        return None


def _size(root: Element) -> tuple[float, float]:
    """Width and height in CSS pixels as a browser lays out the file in an `<img>`; zeros where there are none."""
    _, _, box_width, box_height = shown_part(root)
    width, height = (_length(root.get(name, "")) for name in ("width", "height"))
    if width and height:
        return width, height
    if not box_width:
        return 0, 0
    if width:
        return width, width * box_height / box_width
    if height:
        return height * box_width / box_height, height
    return box_width, box_height


def _length(text: str) -> float:
    found = _LENGTH.fullmatch(text)
    value = float(found[1]) * _UNITS[found[2].lower()] if found else 0.0
    return value if 0 < value < 1e6 else 0.0
