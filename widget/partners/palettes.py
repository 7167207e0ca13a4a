"""Palettes: ten colours from six that were typed, and whether all readers can see them. Knows colours; no theme.

Which colour stands on which is read from the style sheets: text, quiet text, links and errors on the background and
on raised panels; edges, marks and outlines likewise; the words of the main button on the accent. The tag “Skal” has
the background's colour on the text's, the same pair the other way round.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from widget.partners.colours import BLACK, WHITE, Colour, contrast, nearest_passing

TEXT_RATIO = 4.5
"""What WCAG 2.2 asks for text (1.4.3)."""
EDGE_RATIO = 3.0
"""What WCAG 2.2 asks for controls, their edges and the outline of the focus (1.4.11)."""

TYPED: Mapping[str, float] = {
    "text": TEXT_RATIO,
    "background": 1.0,
    "accent": EDGE_RATIO,
    "link": TEXT_RATIO,
    "focus": EDGE_RATIO,
    "border": EDGE_RATIO,
}
"""The colours that a partner types, and how well each must be seen on the background and on raised panels."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one mode, as the tokens of `static/css/shared/tokens.css`."""

    text: Colour
    muted: Colour
    background: Colour
    surface: Colour
    accent: Colour
    on_accent: Colour
    link: Colour
    focus: Colour
    border: Colour
    error: Colour


TOKENS = tuple(Palette.__dataclass_fields__)
"""The names of the colours of a palette."""


@dataclass(frozen=True, slots=True)
class ColourMode:
    """Light or dark: the colours it begins with, and how far quiet text is from text, and panels from background.

    The shares are those between the colours of `tokens.css`.
    """

    name: str
    typed: Mapping[str, Colour]
    error: Colour
    muted: float
    surface: float


LIGHT = ColourMode(
    name="light",
    typed={
        "text": Colour(0x1A, 0x1A, 0x1A),
        "background": WHITE,
        "accent": Colour(0x44, 0x83, 0x1E),
        "link": Colour(0x00, 0x4D, 0x99),
        "focus": Colour(0x45, 0x45, 0x45),
        "border": Colour(0x75, 0x75, 0x75),
    },
    error=Colour(0xCC, 0x00, 0x00),
    muted=(0x5E - 0x1A) / (0xFF - 0x1A),
    surface=(0xFF - 0xF5) / (0xFF - 0x1A),
)
DARK = ColourMode(
    name="dark",
    typed={
        "text": Colour(0xF1, 0xF1, 0xF1),
        "background": Colour(0x1A, 0x1A, 0x1A),
        "accent": Colour(0x8E, 0xCB, 0x68),
        "link": Colour(0x8C, 0xC2, 0xF5),
        "focus": Colour(0xF5, 0xF5, 0xF5),
        "border": Colour(0x8E, 0x8E, 0x8E),
    },
    error=Colour(0xFF, 0x9A, 0x9A),
    muted=(0xF1 - 0xB8) / (0xF1 - 0x1A),
    surface=(0x28 - 0x1A) / (0xF1 - 0x1A),
)

_PARTS = (1.0, 0.75, 0.5, 0.25, 0.0)
"""How much of its share a computed colour keeps, when all of it would make something hard to see."""

_OWNERS = {"muted": "text", "surface": "background", "on_accent": "accent", "error": "background"}
"""The typed colour that a computed one depends on."""


@dataclass(frozen=True, slots=True)
class MeasuredPair:
    """How well `token` is seen on `against`: the ratio found and needed. `typed` is the colour that decides it."""

    typed: str
    token: str
    against: str
    ratio: float
    needed: float

    @property
    def passes(self) -> bool:
        """Whether it is seen well enough."""
        return self.ratio >= self.needed


@dataclass(frozen=True, slots=True)
class ContrastProblem:
    """A colour that is not seen well enough: what it stands on, the ratio found and needed.

    `typed` is the colour to change, `suggestion` the nearest one that passes.
    """

    typed: str
    token: str
    against: str
    ratio: float
    needed: float
    suggestion: Colour | None


def complete_palette(typed: Mapping[str, Colour], mode: ColourMode) -> Palette:
    """All colours of a mode; the computed ones are seen where the typed ones are."""
    colours = {**mode.typed, **typed}
    text, background, accent = colours["text"], colours["background"], colours["accent"]
    surface = _surface(colours, mode)
    grounds = (background, surface)
    quiet = (text.mixed(background, mode.muted * part) for part in _PARTS)
    return Palette(
        text=text,
        muted=next((colour for colour in quiet if _seen(colour, grounds, TEXT_RATIO)), text),
        background=background,
        surface=surface,
        accent=accent,
        on_accent=next(colour for colour in (background, WHITE, BLACK) if _seen(colour, (accent,), TEXT_RATIO)),
        link=colours["link"],
        focus=colours["focus"],
        border=colours["border"],
        error=nearest_passing(mode.error, grounds, TEXT_RATIO) or text,  # never text: panels leave room
    )


def contrast_problems(palette: Palette) -> Iterator[ContrastProblem]:
    """All that is not seen well enough on what it stands on, at most once for each typed colour."""
    reported: set[str] = set()
    for pair in measured_pairs(palette):
        if not pair.passes and pair.typed not in reported:
            reported.add(pair.typed)
            suggestion = _suggestion(palette, pair.typed)
            yield ContrastProblem(pair.typed, pair.token, pair.against, pair.ratio, pair.needed, suggestion)


def measured_pairs(palette: Palette) -> Iterator[MeasuredPair]:
    """Every pair of colours that the pages use, with its contrast."""
    for token, against, needed in PAIRS:
        ratio = contrast(getattr(palette, token), getattr(palette, against))
        yield MeasuredPair(_OWNERS.get(token, token), token, against, ratio, needed)


def contrast_problem_on_white(palette: Palette) -> ContrastProblem | None:
    """The first colour that is not seen on white, for a palette whose background may be left out."""
    for token, against, needed in PAIRS:
        if against == "background" and (ratio := contrast(getattr(palette, token), WHITE)) < needed:
            return ContrastProblem("background", token, "white", ratio, needed, None)
    return None


PAIRS: tuple[tuple[str, str, float], ...] = (
    *((token, ground, ratio) for token, ratio in TYPED.items() for ground in ("background", "surface") if ratio > 1),
    *((token, ground, TEXT_RATIO) for token in ("muted", "error") for ground in ("background", "surface")),
    ("on_accent", "accent", TEXT_RATIO),
)
"""Each pair of colours that the pages use, and the contrast it must have."""


def _surface(colours: Mapping[str, Colour], mode: ColourMode) -> Colour:
    """Raised panels: the background with a little of the text, and no more than all that stands on them allows.

    Without any tint they are the background, on which either white or black is seen: so errors have a colour too.
    """
    background = colours["background"]
    seen = [
        (colour, ratio)
        for token, ratio in TYPED.items()
        if ratio > 1 and _seen(colour := colours[token], (background,), ratio)
    ]
    tints = (background.mixed(colours["text"], mode.surface * part) for part in _PARTS)
    return next(
        tint
        for tint in tints
        if all(_seen(colour, (tint,), ratio) for colour, ratio in seen)
        and any(_seen(extreme, (background, tint), TEXT_RATIO) for extreme in (WHITE, BLACK))
    )


def _suggestion(palette: Palette, typed: str) -> Colour | None:
    """The nearest colour that passes on panels as they are, or at least on the background, which panels follow."""
    colour, ratio = getattr(palette, typed), TYPED[typed]
    both = nearest_passing(colour, (palette.background, palette.surface), ratio)
    return both or nearest_passing(colour, (palette.background,), ratio)


def _seen(colour: Colour, grounds: tuple[Colour, ...], ratio: float) -> bool:
    return all(contrast(colour, ground) >= ratio for ground in grounds)
