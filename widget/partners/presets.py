"""Sets of colours to begin with: both modes from one colour, each seen well enough. Knows no form and no words."""

from collections.abc import Mapping

from widget.partners.colours import Colour, nearest_passing
from widget.partners.palettes import DARK, EDGE_RATIO, LIGHT, TEXT_RATIO, ColourMode, complete_palette

PRESETS: Mapping[str, Colour] = {
    "blue": Colour(0x00, 0x59, 0xB3),
    "petrol": Colour(0x00, 0x6B, 0x75),
    "red": Colour(0xA3, 0x1F, 0x34),
    "violet": Colour(0x5B, 0x3A, 0x8C),
    "graphite": Colour(0x40, 0x46, 0x4D),
}
"""The colours that a preset is made of, by its name."""

STANDARD = "standard"
"""The preset that is as the guides are without a partner."""


def preset_values(name: str) -> dict[str, str]:
    """The fields of a theme that a preset fills in; none where there is no such preset."""
    if name == STANDARD:
        return {f"{mode.name}-{token}": str(colour) for mode in (LIGHT, DARK) for token, colour in mode.typed.items()}
    return values_from_colour(PRESETS[name]) if name in PRESETS else {}


def values_from_colour(colour: Colour) -> dict[str, str]:
    """The fields of a theme for both modes: buttons and links as like `colour` as can be seen."""
    return {
        f"{mode.name}-{token}": str(value) for mode in (LIGHT, DARK) for token, value in _typed(mode, colour).items()
    }


def _typed(mode: ColourMode, colour: Colour) -> dict[str, Colour]:
    palette = complete_palette({}, mode)
    grounds = (palette.background, palette.surface)
    accent = nearest_passing(colour, grounds, EDGE_RATIO) or mode.typed["accent"]
    link = nearest_passing(colour, grounds, TEXT_RATIO) or mode.typed["link"]
    return {**mode.typed, "accent": accent, "link": link}
