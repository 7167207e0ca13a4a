"""Colours: reading them, how well one is seen on another (WCAG 2), and the nearest that is seen. Knows no theme."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

_SHORT = re.compile(r"#?([0-9a-fA-F])([0-9a-fA-F])([0-9a-fA-F])")
_LONG = re.compile(r"#?([0-9a-fA-F]{2})([0-9a-fA-F]{2})([0-9a-fA-F]{2})")
_DOUBLED = 17
"""What `f` is more in `ff`."""

_STEPS = 400
"""How fine the way from black to white is, when a lightness is looked for."""

Lab = tuple[float, float, float]
"""A colour of OKLab: lightness from 0 to 1, and two axes of hue. Distances in it are as the eye has them."""


@dataclass(frozen=True, slots=True)
class Colour:
    """An opaque colour of sRGB; each part is from 0 to 255."""

    r: int
    g: int
    b: int

    def __str__(self) -> str:
        return f"#{self.r:02x}{self.g:02x}{self.b:02x}"

    @property
    def short(self) -> str:
        """As CSS has it shortest: `#fff` for `#ffffff`."""
        parts = (self.r, self.g, self.b)
        if all(part % _DOUBLED == 0 for part in parts):
            return "#" + "".join(f"{part // _DOUBLED:x}" for part in parts)
        return str(self)

    @property
    def luminance(self) -> float:
        """The relative luminance of WCAG 2, from 0 (black) to 1 (white)."""
        return 0.2126 * _linear(self.r) + 0.7152 * _linear(self.g) + 0.0722 * _linear(self.b)

    def mixed(self, other: "Colour", share: float) -> "Colour":
        """The colour on the way to `other`: 0 is this one, 1 the other."""
        return Colour(
            round(self.r + (other.r - self.r) * share),
            round(self.g + (other.g - self.g) * share),
            round(self.b + (other.b - self.b) * share),
        )


BLACK = Colour(0, 0, 0)
WHITE = Colour(255, 255, 255)


def parse_colour(text: str) -> Colour | None:
    """Read `#rgb` or `#rrggbb`, with or without `#`, in either case; None for everything else."""
    if match := _SHORT.fullmatch(text):
        red, green, blue = (int(digit, 16) * _DOUBLED for digit in match.groups())
        return Colour(red, green, blue)
    if match := _LONG.fullmatch(text):
        red, green, blue = (int(digits, 16) for digits in match.groups())
        return Colour(red, green, blue)
    return None


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of WCAG 2, from 1 to 21; the order does not matter."""
    darker, lighter = sorted((one.luminance, other.luminance))
    return (lighter + 0.05) / (darker + 0.05)


def nearest_passing(colour: Colour, others: Sequence[Colour], ratio: float) -> Colour | None:
    """The colour most like `colour` whose contrast to all `others` is at least `ratio`.

    `colour` itself where it passes; None where no colour does. The hue stays, and as much of the strength as a screen
    can show at the new lightness.
    """

    def passes(candidate: Colour) -> bool:
        return all(contrast(candidate, other) >= ratio for other in others)

    if passes(colour):
        return colour
    ways = (_lightened(colour, 1), _lightened(colour, -1))
    found = [first for way in ways if (first := next(filter(passes, way), None))]
    greys = (Colour(part, part, part) for part in range(256))
    return min(found or filter(passes, greys), key=lambda candidate: _distance(colour, candidate), default=None)


def _lightened(colour: Colour, direction: int) -> Iterator[Colour]:
    """The colour lighter and lighter (1) up to white, or darker and darker (-1) down to black."""
    lightness, a, b = _lab(colour)
    start = lightness * _STEPS
    steps = range(math.ceil(start), _STEPS + 1) if direction > 0 else range(math.floor(start), -1, -1)
    for step in steps:
        yield _shown(step / _STEPS, a, b)


def _shown(lightness: float, a: float, b: float) -> Colour:
    """The colour of this lightness and hue as a screen can show it: less strong near black and white."""
    low, high = 0.0, 1.0
    if _fits(full := _rgb((lightness, a, b))):
        return _colour(full)
    for _ in range(12):
        middle = (low + high) / 2
        low, high = (middle, high) if _fits(_rgb((lightness, a * middle, b * middle))) else (low, middle)
    return _colour(_rgb((lightness, a * low, b * low)))


def _fits(rgb: Sequence[float]) -> bool:
    return all(-1e-4 <= part <= 1 + 1e-4 for part in rgb)


def _colour(rgb: Sequence[float]) -> Colour:
    """A colour from linear parts; what does not fit is cut."""
    red, green, blue = (round(255 * _encoded(min(max(part, 0.0), 1.0))) for part in rgb)
    return Colour(red, green, blue)


def _distance(one: Colour, other: Colour) -> float:
    return math.dist(_lab(one), _lab(other))


@cache
def _linear(part: int) -> float:
    """One part of a colour as an amount of light."""
    value = part / 255
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _encoded(light: float) -> float:
    """An amount of light as a part of a colour, from 0 to 1."""
    return 12.92 * light if light <= 0.0031308 else float(1.055 * light ** (1 / 2.4) - 0.055)


def _lab(colour: Colour) -> Lab:
    """To OKLab, with the matrices of its author, Björn Ottosson."""
    red, green, blue = _linear(colour.r), _linear(colour.g), _linear(colour.b)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _rgb(lab: Lab) -> Lab:
    """From OKLab to amounts of red, green and blue light; outside 0 to 1 where no screen can show it."""
    lightness, a, b = lab
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
