"""Drawings: an SVG rebuilt from the few elements, attributes and values that a logo needs. Knows no logo, no file.

Nothing is cut out of the file that was sent: a new one is written, of what is on the lists below and matches them.
So no script, style, event, animation, link, text, picture, filter or foreign element of the file is left in it.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

MAX_SOURCE = 500_000
"""Characters of an SVG that we parse."""
_DEEPEST = 24
"""How deep groups may stand in groups; what is deeper is left out."""
_LARGEST = 1e6
"""The largest width or height of a drawing."""

_SPACE = "{http://www.w3.org/2000/svg}"
_SHAPES = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"})
_HOLDERS = frozenset({"g", "defs", "clipPath", "mask", "linearGradient", "radialGradient"})
_AS_GROUP = frozenset({"a", "switch"})
"""What is nothing but a group, once its attributes are gone."""

_NUMBER = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?"
_NUMBERS = rf"{_NUMBER}(?:[ ,]+{_NUMBER})*"
_LENGTH = rf"{_NUMBER}(?:px|%)?"
_REFERENCE = r"url\(#[A-Za-z_][\w.-]{0,60}\)"
_PAINT = (
    r"#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})|[a-zA-Z]{3,24}"
    rf"|rgba?\( ?{_NUMBER}%?(?:[ ,/]+{_NUMBER}%?){{2,3}} ?\)|{_REFERENCE}"
)
_TRANSFORM = rf"(?:(?:matrix|translate|scale|rotate|skewX|skewY) ?\( ?{_NUMBERS} ?\)[ ,]*)+"

_LENGTHS = "x y width height cx cy r rx ry x1 y1 x2 y2 fx fy fr offset stroke-width stroke-miterlimit opacity"
_ATTRIBUTES: Mapping[str, str] = {
    "id": r"[A-Za-z_][\w.-]{0,60}",
    "d": r"[MmLlHhVvCcSsQqTtAaZz0-9eE+\-., ]*",
    "points": r"[0-9eE+\-., ]*",
    **dict.fromkeys(_LENGTHS.split(), _LENGTH),
    **dict.fromkeys(("fill-opacity", "stroke-opacity", "stop-opacity"), _LENGTH),
    **dict.fromkeys(("fill", "stroke", "stop-color", "color"), _PAINT),
    **dict.fromkeys(("transform", "gradientTransform"), _TRANSFORM),
    **dict.fromkeys(("clip-path", "mask"), rf"none|{_REFERENCE}"),
    **dict.fromkeys(("fill-rule", "clip-rule"), "nonzero|evenodd"),
    **dict.fromkeys(
        ("clipPathUnits", "maskUnits", "maskContentUnits", "gradientUnits"), "userSpaceOnUse|objectBoundingBox"
    ),
    "spreadMethod": "pad|reflect|repeat",
    "stroke-linecap": "butt|round|square",
    "stroke-linejoin": "miter|round|bevel",
    "mask-type": "alpha|luminance",
    "display": "none|inline",
    "visibility": "visible|hidden",
}
"""What an attribute may be, for all elements alike: where it means nothing, it does nothing."""
_ALLOWED = {name: re.compile(pattern, re.ASCII) for name, pattern in _ATTRIBUTES.items()}

_NOT_IN_STYLE = frozenset({"id", "d", "points"})
_RULE = re.compile(r"([^{}]*)\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_CLASS = re.compile(r"\.([\w-]+)")

Values = dict[str, str]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A rebuilt SVG, its size in its own units, and how many shapes are in it."""

    source: str
    width: float
    height: float
    shapes: int


def rebuild_drawing(data: bytes) -> Drawing | None:
    """The drawing in an SVG file; None where it is not one, or is one that declares entities.

    Width and height are 0 where it does not say them.
    """
    try:
        root = fromstring(data) if len(data) <= MAX_SOURCE else None
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        return None
    if root is None or root.tag != f"{_SPACE}svg":
        return None
    box = shown_part(root)
    builder = _Builder(_classes(root))
    content = "".join(builder.children(root, 0))
    values = builder.values(root, ("fill", "stroke", "stroke-width", "fill-rule", "clip-rule", "color"))
    frame = {"xmlns": _SPACE.strip("{}"), "viewBox": " ".join(f"{part:g}" for part in box), **values}
    return Drawing(_element("svg", frame, content), box[2], box[3], builder.shapes)


@dataclass(slots=True)
class _Builder:
    """Writes new elements. `classes` are the style sheet's, for programs that paint by class."""

    classes: Mapping[str, Values]
    shapes: int = 0

    def children(self, parent: Element, depth: int) -> Iterator[str]:
        """What is allowed of an element's children."""
        for child in parent if depth < _DEEPEST else ():
            name = _name(child)
            if name in _SHAPES:
                self.shapes += 1
                yield _element(name, self.values(child))
            elif name == "stop":
                yield _element(name, self.values(child))
            elif name in _HOLDERS or name in _AS_GROUP:
                content = "".join(self.children(child, depth + 1))
                yield _element("g" if name in _AS_GROUP else name, self.values(child), content) if content else ""

    def values(self, element: Element, names: tuple[str, ...] = tuple(_ALLOWED)) -> Values:
        """An element's attributes; its style says more than its classes, and they more than the attributes."""
        styled: Values = {}
        for name in element.get("class", "").split():
            styled |= self.classes.get(name, {})
        styled |= _declarations(element.get("style", ""))
        found = {name: value for name, text in element.items() if (value := _value(name, text)) is not None}
        return {name: value for name, value in (found | styled).items() if name in names}


def _name(element: Element) -> str:
    """The name of an element of SVG; empty for any other, and for comments."""
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.removeprefix(_SPACE) if tag.startswith(_SPACE) else ""


def _value(name: str, text: str) -> str | None:
    """The value of an attribute, if it is one that we let in."""
    value = " ".join(text.split()).replace("url('#", "url(#").replace('url("#', "url(#")
    value = value.replace("')", ")").replace('")', ")")
    pattern = _ALLOWED.get(name)
    return value if pattern is not None and pattern.fullmatch(value) else None


def _element(name: str, values: Values, content: str = "") -> str:
    """An element as text. No allowed value has a quote, a bracket or an ampersand."""
    attributes = "".join(f' {key}="{value}"' for key, value in values.items())
    return f"<{name}{attributes}>{content}</{name}>" if content else f"<{name}{attributes}/>"


def _declarations(style: str) -> Values:
    """The declarations of a style that are attributes too."""
    pairs = (declaration.partition(":") for declaration in style.split(";"))
    read = ((name.strip(), _value(name.strip(), value)) for name, _, value in pairs)
    return {name: value for name, value in read if value is not None and name not in _NOT_IN_STYLE}


def _classes(root: Element) -> dict[str, Values]:
    """The rules for classes in the drawing's style sheets."""
    classes: dict[str, Values] = {}
    for sheet in root.iter(f"{_SPACE}style"):
        for selectors, body in _RULE.findall(_COMMENT.sub("", sheet.text or "")):
            for selector in selectors.split(","):
                if match := _CLASS.fullmatch(selector.strip()):
                    classes.setdefault(match[1], {}).update(_declarations(body))
    return classes


def shown_part(root: Element) -> tuple[float, float, float, float]:
    """The part of the plane that is shown, from `viewBox` or else from width and height."""
    numbers = root.get("viewBox", "").replace(",", " ").split()
    if len(numbers) != 4:
        numbers = ["0", "0", *(root.get(name, "").strip().removesuffix("px") for name in ("width", "height"))]
    if not all(re.fullmatch(_NUMBER, number) for number in numbers):
        return (0, 0, 0, 0)
    left, top, width, height = (float(number) for number in numbers)
    sound = all(math.isfinite(number) and abs(number) <= _LARGEST for number in (left, top, width, height))
    return (left, top, width, height) if sound and width > 0 and height > 0 else (0, 0, 0, 0)
