"""A partner's theme: what it may set, whether everybody can read the result, and its CSS. Knows no form and no words.

A partner types six colours for each mode; the other four are computed from them (module `palettes`). What was
typed is read into values first, and CSS is made of these values alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from widget.partners.colours import Colour, parse_colour
from widget.partners.logo import NO_LOGO, Logo, logo_of_uri
from widget.partners.palettes import (
    DARK,
    LIGHT,
    TOKENS,
    TYPED,
    ColourMode,
    Palette,
    complete_palette,
    contrast_problem_on_white,
    contrast_problems,
)

FONTS: Mapping[str, str] = {
    "system": "system-ui,sans-serif",
    "neutral": "Helvetica Neue,Arial,sans-serif",
    "humanist": "Seravek,Calibri,Ubuntu,sans-serif",
    "geometric": "Avenir,Corbel,sans-serif",
    "narrow": "Bahnschrift,DIN Alternate,sans-serif",
    "wide": "Verdana,DejaVu Sans,sans-serif",
    "serif": "Charter,Cambria,serif",
    "old-style": "Palatino,Palatino Linotype,serif",
    "mono": "ui-monospace,Consolas,monospace",
}
"""The stacks of fonts that a theme can have, by the value of the field `font`. Nothing is loaded from anywhere."""

DENSITIES: Mapping[str, str] = {"normal": "1rem", "compact": "12px"}
"""The unit of space, by the value of the field `density`. Pixels, since in a fragment a rem is the host's."""

FRAME_BACKGROUNDS = ("theme", "none")
"""Values of the field `frame-background`; with none the host's own background is seen, in light mode."""

MAX_RADIUS = 24
MAX_LOGO_ALT = 120

FIELDS: tuple[str, ...] = (
    *(f"{mode.name}-{token}" for mode in (LIGHT, DARK) for token in TYPED),
    *("dark", "radius", "density", "font", "frame-border", "frame-background", "logo", "logo-alt", "logo-dark"),
)
"""The names of all fields of a theme, as `read_theme` reads and `theme_values` writes them."""


@dataclass(frozen=True, slots=True)
class Theme:
    """How the guides look for a partner.

    Without `dark` the guides are light for everybody. `radius` is in pixels; `density` and `font` are keys of
    DENSITIES and FONTS. `logo` is a data: URI made by the module `logo`, with its size in CSS pixels; empty means
    none. `dark_logo` takes its place in dark mode; without it the logo stands on a white plate there.
    """

    light: Palette
    dark: Palette | None
    radius: int = 3
    density: str = "normal"
    font: str = "system"
    frame_border: bool = False
    frame_background: str = "theme"
    logo: str = ""
    logo_width: int = 0
    logo_height: int = 0
    logo_alt: str = ""
    dark_logo: Logo = NO_LOGO


class ThemeFault(Enum):
    """What is wrong with a field of a theme."""

    UNREADABLE = "unreadable"
    """Not a colour, not a whole number, not a logo that we made."""
    UNKNOWN = "unknown"
    """Not one of the choices."""
    RANGE = "range"
    """A number too small or too large, or a text too long."""
    CONTRAST = "contrast"
    """Not seen well enough on another colour."""
    TRANSPARENT = "transparent"
    """`frame-background` is none, and a colour is not seen on the white that is there on a page of its own."""


@dataclass(frozen=True, slots=True)
class ThemeProblem:
    """One field of a theme to mend.

    `field` is its name (`light-text`). For contrasts, `token` is the colour that is not seen, `against` what it
    stands on (`background`, `surface`, `accent`, `white`), `ratio` what was found and `needed` what WCAG asks.
    `suggestion` is the nearest colour that passes, to be put into the field as `str(suggestion)`.
    """

    field: str
    fault: ThemeFault
    token: str = ""
    against: str = ""
    ratio: float = 0.0
    needed: float = 0.0
    suggestion: Colour | None = None


DEFAULT_THEME = Theme(light=complete_palette({}, LIGHT), dark=complete_palette({}, DARK))
"""The theme of the guides without a partner: exactly what `static/css/shared/tokens.css` says."""


def read_theme(values: Mapping[str, str]) -> tuple[Theme, tuple[ThemeProblem, ...]]:
    """Read the fields of a theme; what is missing, empty or wrong is as in DEFAULT_THEME, and others are left alone.

    The theme may be used only where there are no problems. `dark` and `frame-border` are "yes" or "no"; with `dark`
    no the colours of dark mode are not looked at.
    """
    reader = _ThemeReader(values)
    logo = reader.logo("logo")
    theme = Theme(
        light=reader.palette(LIGHT),
        dark=reader.palette(DARK) if reader.choice("dark", ("yes", "no")) == "yes" else None,
        radius=reader.number("radius", 3, MAX_RADIUS),
        density=reader.choice("density", DENSITIES),
        font=reader.choice("font", FONTS),
        frame_border=reader.choice("frame-border", ("no", "yes")) == "yes",
        frame_background=reader.choice("frame-background", FRAME_BACKGROUNDS),
        logo=logo.data_uri,
        logo_width=logo.width,
        logo_height=logo.height,
        logo_alt=reader.line("logo-alt", MAX_LOGO_ALT),
        dark_logo=reader.logo("logo-dark"),
    )
    return theme, (*reader.problems, *_on_white(theme))


def theme_values(theme: Theme) -> dict[str, str]:
    """The fields of a theme, so that `read_theme` gives the same theme again."""
    palettes = {"light": theme.light, "dark": theme.dark}
    return {
        **{
            f"{mode}-{token}": str(getattr(palette, token))
            for mode, palette in palettes.items()
            if palette is not None
            for token in TYPED
        },
        "dark": "no" if theme.dark is None else "yes",
        "radius": str(theme.radius),
        "density": theme.density,
        "font": theme.font,
        "frame-border": "yes" if theme.frame_border else "no",
        "frame-background": theme.frame_background,
        "logo": theme.logo,
        "logo-alt": theme.logo_alt,
        "logo-dark": theme.dark_logo.data_uri,
    }


def theme_css(theme: Theme) -> str:
    """The rule that comes after `tokens.css` on every surface; empty for the default theme."""
    declarations = ";".join((*_colours_css(theme), *_measures_css(theme)))
    rule = f":root,.root{{{declarations}}}" if declarations else ""
    return rule + _for_old_browsers(theme)


def _for_old_browsers(theme: Theme) -> str:
    """The light colours for browsers that know no light-dark(), such as Safari before 17.5."""
    if theme.dark is None or not (light := ";".join(_own_light_colours(theme))):
        return ""
    return f"@supports not (color:light-dark(#000,#000)){{:root,.root{{{light}}}}}"


def _own_light_colours(theme: Theme) -> Iterator[str]:
    for token in TOKENS:
        pair = getattr(theme.light, token), getattr(theme.dark, token)
        if pair != (getattr(DEFAULT_THEME.light, token), getattr(DEFAULT_THEME.dark, token)):
            yield f"--{token.replace('_', '-')}:{pair[0].short}"


def frame_css(theme: Theme) -> str:
    """The rule for the frame, which comes last on the surfaces `embed` and `fragment` alone; often empty."""
    declarations = []
    if theme.frame_border:
        declarations.append("border:1px solid;border-color:var(--border)")
    if theme.frame_background == "none":
        through = "none" if theme.dark is None else "light-dark(#0000,var(--background))"
        declarations.append(f"background:{through}")
    return f".embed,.root{{{';'.join(declarations)}}}" if declarations else ""


@dataclass(slots=True)
class _ThemeReader:
    """Reads fields, and collects what is wrong with them."""

    values: Mapping[str, str]
    problems: list[ThemeProblem] = field(default_factory=list)

    def value(self, name: str) -> str:
        return self.values.get(name, "").strip()

    def fault(self, name: str, fault: ThemeFault) -> None:
        self.problems.append(ThemeProblem(name, fault))

    def palette(self, mode: ColourMode) -> Palette:
        """The colours of a mode. Where one cannot be read, the contrasts of the default in its place are not told."""
        typed = {token: parse_colour(text) for token in TYPED if (text := self.value(f"{mode.name}-{token}"))}
        unreadable = {token for token, colour in typed.items() if colour is None}
        for token in TYPED:
            if token in unreadable:
                self.fault(f"{mode.name}-{token}", ThemeFault.UNREADABLE)
        palette = complete_palette({token: colour for token, colour in typed.items() if colour}, mode)
        self.problems.extend(
            ThemeProblem(
                f"{mode.name}-{weak.typed}",
                ThemeFault.CONTRAST,
                token=weak.token,
                against=weak.against,
                ratio=weak.ratio,
                needed=weak.needed,
                suggestion=weak.suggestion,
            )
            for weak in contrast_problems(palette)
            if not unreadable & {weak.typed, "background"}
        )
        return palette

    def choice(self, name: str, choices: Mapping[str, str] | tuple[str, ...]) -> str:
        """One of the choices; the first, where nothing is said."""
        default = next(iter(choices))
        value = self.value(name) or default
        if value in choices:
            return value
        self.fault(name, ThemeFault.UNKNOWN)
        return default

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number of at most two digits."""
        value = self.value(name) or str(default)
        if not (value.isascii() and value.isdigit()):
            self.fault(name, ThemeFault.UNREADABLE)
        elif len(value) > 2 or int(value) > most:
            self.fault(name, ThemeFault.RANGE)
        else:
            return int(value)
        return default

    def line(self, name: str, most: int) -> str:
        """A text of one line."""
        value = " ".join(self.value(name).split())
        if not value.isprintable():
            self.fault(name, ThemeFault.UNREADABLE)
        elif len(value) > most:
            self.fault(name, ThemeFault.RANGE)
        else:
            return value
        return ""

    def logo(self, name: str) -> Logo:
        """A logo, made by us and looked at again, since it comes from outside."""
        value = self.value(name)
        if value and (logo := logo_of_uri(value)):
            return logo
        if value:
            self.fault(name, ThemeFault.UNREADABLE)
        return NO_LOGO


def _on_white(theme: Theme) -> Iterator[ThemeProblem]:
    """What is not seen where neither the theme nor the host gives a background."""
    if theme.frame_background == "none" and (weak := contrast_problem_on_white(theme.light)):
        yield ThemeProblem(
            "frame-background", ThemeFault.TRANSPARENT, weak.token, weak.against, weak.ratio, weak.needed
        )


def _colours_css(theme: Theme) -> Iterator[str]:
    """The colours that are not the default's; of a light theme all of them."""
    if theme.dark is None:
        yield "color-scheme:light"
    for token in TOKENS:
        name = f"--{token.replace('_', '-')}"
        light, dark = getattr(theme.light, token), getattr(theme.dark, token, None)
        if dark is None:
            yield f"{name}:{light.short}"
        elif (light, dark) != (getattr(DEFAULT_THEME.light, token), getattr(DEFAULT_THEME.dark, token)):
            yield f"{name}:light-dark({light.short},{dark.short})"


def _measures_css(theme: Theme) -> Iterator[str]:
    """Radius, space and font, where they are not the default's."""
    if theme.radius != DEFAULT_THEME.radius:
        yield f"--radius:{theme.radius}px"
    if theme.density != DEFAULT_THEME.density:
        yield f"--space:{DENSITIES[theme.density]}"
    if theme.font != DEFAULT_THEME.font:
        yield f"--font:{FONTS[theme.font]}"
