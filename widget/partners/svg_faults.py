"""What in an SVG file we cannot draw as a browser does, so that it is refused by name instead of drawn wrongly."""

import re
from collections.abc import Iterator
from enum import Enum
from xml.etree.ElementTree import Element

SPACE = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}href"


class Undrawable(Enum):
    """Something visible that depends on what the server does not have, or that the renderer does not know."""

    TEXT = "text"
    """Letters need the typeface, which is on the designer's machine; as outlines they are drawn everywhere."""
    FOREIGN = "foreign"
    """HTML within the drawing."""
    ANIMATION = "animation"
    ELSEWHERE = "elsewhere"
    """A picture, or a part of the drawing, that is in another file."""
    STYLE = "style"
    """CSS that depends on the screen, or selects in ways that only browsers know."""


_ANIMATIONS = frozenset({"animate", "animateTransform", "animateMotion", "animateColor", "set"})
_REFERRING = frozenset(
    {"use", "image", "feImage", "pattern", "linearGradient", "radialGradient", "textPath", "mpath"}
)
_PICTURE = re.compile(r"data:image/(png|jpe?g|webp|gif);base64,", re.IGNORECASE)
_ADDRESS = re.compile(r"url\(\s*['\"]?(?!#)", re.IGNORECASE)
_AT_RULE = re.compile(r"@(?!charset)[a-z-]+", re.IGNORECASE)
_BROWSERS_ONLY = re.compile(
    r"var\(|calc\(|env\(|color-mix\(|light-dark\(|animation|transition|transform-origin|transform-box|mix-blend-mode"
    r"|\btransform\s*:|\bd\s*:\s*path",
    re.IGNORECASE,
)
_PSEUDO = re.compile(r":(?!first-child\b)[a-z-]+", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_BODY = re.compile(r"\{[^{}]*\}")


def faults_of(root: Element) -> tuple[Undrawable, ...]:
    """All that cannot be drawn, each once, in the order of `Undrawable`."""
    found = set(_faults(root))
    return tuple(fault for fault in Undrawable if fault in found)


def _faults(root: Element) -> Iterator[Undrawable]:
    for element in root.iter():
        tag = element.tag if isinstance(element.tag, str) else ""
        name = tag.removeprefix(SPACE)
        yield from _of_element(name, element)
        if _is_elsewhere(name, element):
            yield Undrawable.ELSEWHERE
        if _BROWSERS_ONLY.search(element.get("style", "")):
            yield Undrawable.STYLE
        if any(_ADDRESS.search(value) for key, value in element.items() if not key.startswith("on")):
            yield Undrawable.ELSEWHERE


def _of_element(name: str, element: Element) -> Iterator[Undrawable]:
    if name == "text" and "".join(element.itertext()).strip():
        yield Undrawable.TEXT
    elif name == "foreignObject":
        yield Undrawable.FOREIGN
    elif name in _ANIMATIONS:
        yield Undrawable.ANIMATION
    elif name == "style":
        yield from _of_sheet(element.text or "")


def _is_elsewhere(name: str, element: Element) -> bool:
    address = (element.get("href") or element.get(_XLINK) or "").strip()
    if name not in _REFERRING or not address or address.startswith("#"):
        return False
    return name != "image" or not _PICTURE.match(address)


def _of_sheet(sheet: str) -> Iterator[Undrawable]:
    text = _COMMENT.sub(" ", sheet)
    if _ADDRESS.search(text):
        yield Undrawable.ELSEWHERE
    selectors = _BODY.sub(" ", text)
    if (
        _AT_RULE.search(text)
        or _BROWSERS_ONLY.search(text)
        or _PSEUDO.search(selectors)
        or re.search("[+~]", selectors)
    ):
        yield Undrawable.STYLE
