"""Themes: what is refused and what to take instead, that all is seen, and that CSS holds nothing that was typed."""

import base64
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.partners.pictures import png
from widget.partners.colours import Colour, contrast, parse_colour
from widget.partners.logo import Logo, read_logo
from widget.partners.palettes import (
    DARK,
    LIGHT,
    PAIRS,
    TOKENS,
    TYPED,
    ColourMode,
    Palette,
    complete_palette,
    contrast_problems,
)
from widget.partners.theme import (
    DEFAULT_THEME,
    DENSITIES,
    FIELDS,
    FONTS,
    FRAME_BACKGROUNDS,
    Theme,
    ThemeFault,
    frame_css,
    read_theme,
    theme_css,
    theme_values,
)

SHEETS = Path(__file__).parents[2] / "static" / "css"
COLOUR_FIELDS = [name for name in FIELDS if name.startswith(("light-", "dark-"))]

typed_colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
colour_values = st.fixed_dictionaries({}, optional=dict.fromkeys(COLOUR_FIELDS, typed_colours))
other_values = st.fixed_dictionaries(
    {},
    optional={
        "dark": st.sampled_from(["yes", "no"]),
        "radius": st.integers(0, 24).map(str),
        "density": st.sampled_from(sorted(DENSITIES)),
        "font": st.sampled_from(sorted(FONTS)),
        "frame-border": st.sampled_from(["yes", "no"]),
        "frame-background": st.sampled_from(FRAME_BACKGROUNDS),
        "logo-alt": st.text("abæø \"'<&", max_size=20),
    },
)


def mended(values: dict[str, str]) -> tuple[Theme, int]:
    """The theme that one gets by taking each suggestion, and how many had to be taken."""
    clicks = 0
    while True:
        theme, problems = read_theme(values)
        if not problems:
            return theme, clicks
        for problem in problems:
            if problem.fault is ThemeFault.TRANSPARENT:
                values = {**values, problem.field: "theme"}
            else:
                assert problem.suggestion is not None
                values = {**values, problem.field: str(problem.suggestion)}
            clicks += 1
        assert clicks <= 12, "Each field should be mended at most once."


def palettes(theme: Theme) -> Iterator[Palette]:
    yield theme.light
    if theme.dark:
        yield theme.dark


def assert_all_is_seen(theme: Theme) -> None:
    """Written out here once more, so that a pair that falls out of the code's own table is missed."""
    for palette in palettes(theme):
        for ground in (palette.background, palette.surface):
            for text in (palette.text, palette.muted, palette.link, palette.error):
                assert contrast(text, ground) >= 4.5
            for edge in (palette.accent, palette.border, palette.focus):
                assert contrast(edge, ground) >= 3
        assert contrast(palette.on_accent, palette.accent) >= 4.5
        assert contrast(palette.background, palette.text) >= 4.5


def tokens_of_the_sheet() -> dict[str, tuple[str, str]]:
    """The colours of tokens.css, in light and dark mode."""
    sheet = (SHEETS / "shared" / "tokens.css").read_text(encoding="utf-8")
    found = re.findall(r"--([a-z-]+): light-dark\((#\w+), (#\w+)\);", sheet)
    return {name.replace("-", "_"): (light, dark) for name, light, dark in found}


def test_the_default_theme_is_what_the_sheet_says() -> None:
    assert DEFAULT_THEME.dark is not None
    sheet = tokens_of_the_sheet()
    assert set(sheet) == set(TOKENS)
    for token, (light, dark) in sheet.items():
        assert getattr(DEFAULT_THEME.light, token) == parse_colour(light), token
        assert getattr(DEFAULT_THEME.dark, token) == parse_colour(dark), token
    source = (SHEETS / "shared" / "tokens.css").read_text(encoding="utf-8")
    assert f"--radius: {DEFAULT_THEME.radius}px;" in source
    assert f"--space: {DENSITIES['normal']};" in source
    assert f"--font: {FONTS['system'].replace(',', ', ')};" in source


def test_the_default_theme_is_seen_and_needs_no_css() -> None:
    assert_all_is_seen(DEFAULT_THEME)
    assert theme_css(DEFAULT_THEME) == frame_css(DEFAULT_THEME) == ""
    assert read_theme({}) == (DEFAULT_THEME, ())


def test_every_colour_of_the_sheets_is_a_token_whose_pairs_are_checked() -> None:
    """A new token in the sheets has to be thought of here."""
    unthemed = {"host.css", "report.css"}  # the demo's made-up sites, and the paper for editors
    sheets = (path.read_text() for path in SHEETS.rglob("*.css") if path.name not in unthemed)
    used = set(re.findall(r"var\(--([a-z-]+)\)", "".join(sheets)))
    assert used - {token.replace("_", "-") for token in TOKENS} == {"line", "radius", "space", "font"}
    assert {token for token, _, _ in PAIRS} == set(TOKENS) - {"background", "surface"}


@given(colour_values, other_values)
@settings(max_examples=100)
def test_a_theme_is_refused_with_colours_to_take_or_everything_is_seen(
    colours: dict[str, str], others: dict[str, str]
) -> None:
    theme, _ = mended({**colours, **others})
    assert_all_is_seen(theme)
    if theme.frame_background == "none":
        white = Colour(255, 255, 255)
        assert all(
            contrast(getattr(theme.light, token), white) >= 4.5 for token in ("text", "muted", "link", "error")
        )


@given(colour_values)
@example({"dark-background": "#008148"})  # between the grounds on which white is seen and those for black
@settings(max_examples=25)
def test_each_suggestion_mends_its_field_at_once(colours: dict[str, str]) -> None:
    for problem in read_theme(colours)[1]:
        assert problem.suggestion is not None
        after = read_theme({**colours, problem.field: str(problem.suggestion)})[1]
        assert problem.field not in {other.field for other in after}


@given(colour_values, other_values)
@settings(max_examples=100)
def test_css_is_tokens_with_parsed_values_and_small(colours: dict[str, str], others: dict[str, str]) -> None:
    theme, _ = mended({**colours, **others})
    colour = r"#(?:[0-9a-f]{3}|[0-9a-f]{6})"
    fonts = "|".join(map(re.escape, FONTS.values()))
    declaration = (
        rf"--(?:{'|'.join(TOKENS).replace('_', '-')}):(?:{colour}|light-dark\({colour},{colour}\))"
        rf"|color-scheme:light|--radius:\d\d?px|--space:12px|--font:(?:{fonts})"
    )
    css, known, for_old_browsers = theme_css(theme).partition("@supports not (color:light-dark(#000,#000)){")
    assert css == "" or re.fullmatch(rf":root,\.root\{{(?:{declaration})(?:;(?:{declaration}))*\}}", css)
    assert len(css.encode()) <= 450
    assert bool(known) is ("light-dark" in css)
    assert not known or re.fullmatch(rf":root,\.root\{{(?:--[a-z-]+:{colour};?)+\}}\}}", for_old_browsers)


@given(colour_values, other_values)
@settings(max_examples=50)
def test_a_theme_comes_back_from_its_values(colours: dict[str, str], others: dict[str, str]) -> None:
    theme, _ = mended({**colours, **others})
    values = theme_values(theme)
    assert set(values) <= set(FIELDS)
    assert read_theme(values) == (theme, ())


@given(
    st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=30) | st.sampled_from(["}", "#fff;}*{", "24", "no"]))
)
def test_css_holds_nothing_of_any_text_that_is_typed(values: dict[str, str]) -> None:
    theme, _ = read_theme(values)
    css = theme_css(theme) + frame_css(theme)
    assert re.fullmatch(r"[a-zA-Z0-9#:;,.(){}\- ]*", css)
    assert css.count("{") == css.count("}") <= 2


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("light-text", "red", ThemeFault.UNREADABLE),
        ("light-text", "#fff;}body{display:none", ThemeFault.UNREADABLE),
        ("dark-link", "var(--text)", ThemeFault.UNREADABLE),
        ("radius", "25", ThemeFault.RANGE),
        ("radius", "9" * 5000, ThemeFault.RANGE),
        ("radius", "-1", ThemeFault.UNREADABLE),
        ("radius", "3px", ThemeFault.UNREADABLE),
        ("radius", "٣", ThemeFault.UNREADABLE),
        ("density", "tight", ThemeFault.UNKNOWN),
        ("font", "Comic Sans MS", ThemeFault.UNKNOWN),
        ("font", "system-ui;}", ThemeFault.UNKNOWN),
        ("frame-border", "1", ThemeFault.UNKNOWN),
        ("frame-background", "url(x)", ThemeFault.UNKNOWN),
        ("dark", "on", ThemeFault.UNKNOWN),
        ("logo", "https://elsewhere.example/logo.png", ThemeFault.UNREADABLE),
        ("logo", "data:text/html;base64,PHNjcmlwdD4=", ThemeFault.UNREADABLE),
        ("logo-alt", "a" * 121, ThemeFault.RANGE),
        ("logo-alt", "a\x00b", ThemeFault.UNREADABLE),
        ("logo-alt", "a\u202eb", ThemeFault.UNREADABLE),
    ],
)
def test_each_wrong_field_is_told_once_and_left_as_in_the_default(field: str, value: str, fault: ThemeFault) -> None:
    theme, problems = read_theme({field: value})
    assert [(problem.field, problem.fault) for problem in problems] == [(field, fault)]
    assert theme == DEFAULT_THEME


def test_a_weak_colour_is_told_with_its_ratio_and_the_nearest_that_passes() -> None:
    (problem,) = read_theme({"light-link": "#0af"})[1]
    assert (problem.field, problem.fault) == ("light-link", ThemeFault.CONTRAST)
    assert (problem.token, problem.against, problem.needed) == ("link", "background", 4.5)
    assert problem.ratio == pytest.approx(2.57, abs=0.01)
    assert problem.suggestion is not None
    assert read_theme({"light-link": str(problem.suggestion)})[1] == ()


def test_colours_of_dark_mode_are_looked_at_only_where_there_is_one() -> None:
    assert [problem.field for problem in read_theme({"dark-text": "#111"})[1]] == ["dark-text"]
    theme, problems = read_theme({"dark-text": "#111", "dark": "no"})
    assert theme.dark is None
    assert problems == ()


def test_a_light_theme_names_every_colour_for_browsers_without_dark_colours() -> None:
    css = theme_css(replace(DEFAULT_THEME, dark=None))
    assert "color-scheme:light" in css
    assert "light-dark" not in css
    assert all(f"--{token.replace('_', '-')}:#" in css for token in TOKENS)


def test_only_what_differs_is_in_the_css() -> None:
    theme, problems = read_theme({"light-link": "#036"})
    assert problems == ()
    assert theme_css(theme) == (
        ":root,.root{--link:light-dark(#036,#8cc2f5)}"
        "@supports not (color:light-dark(#000,#000)){:root,.root{--link:#036}}"
    ), "the light one for browsers without light-dark()"


def test_the_host_is_seen_through_a_frame_without_background_in_light_mode_alone() -> None:
    theme, problems = read_theme({"frame-background": "none", "frame-border": "yes"})
    assert problems == ()
    assert frame_css(theme) == (
        ".embed,.root{border:1px solid;border-color:var(--border);background:light-dark(#0000,var(--background))}"
    )
    assert frame_css(replace(theme, dark=None, frame_border=False)) == ".embed,.root{background:none}"


def test_a_frame_without_background_is_refused_where_white_would_hide_the_text() -> None:
    night = {"light-text": "#fff", "light-background": "#036", "light-accent": "#fc0", "light-link": "#cdf"}
    values = {**night, "light-focus": "#fff", "light-border": "#abc"}
    assert read_theme(values)[1] == ()
    (problem,) = read_theme({**values, "frame-background": "none"})[1]
    assert (problem.field, problem.fault, problem.against) == (
        "frame-background",
        ThemeFault.TRANSPARENT,
        "white",
    )


def test_a_logo_is_looked_at_again_and_gives_its_size() -> None:
    logo = read_logo(png(480, 160))
    assert isinstance(logo, Logo)
    theme, problems = read_theme({"logo": logo.data_uri, "logo-alt": "Aarhus   Kommune"})
    assert problems == ()
    assert (theme.logo, theme.logo_width, theme.logo_height) == (logo.data_uri, 240, 80)
    assert theme.logo_alt == "Aarhus Kommune"
    assert read_theme(theme_values(theme)) == (theme, ())


def test_a_hostile_drawing_in_a_stored_theme_is_rebuilt() -> None:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="x()"><path d="M0 0h9v9z"/></svg>'
    theme, _ = read_theme({"logo": "data:image/svg+xml;base64," + base64.b64encode(svg).decode()})
    assert b"onload" not in base64.b64decode(theme.logo.partition(",")[2])
    assert b"path" in base64.b64decode(theme.logo.partition(",")[2])


@pytest.mark.parametrize("name", [name for name in TOKENS if name != "background"])
def test_each_token_that_is_the_same_as_its_ground_is_found(name: str) -> None:
    """The check on broken examples: every pair of the table finds something."""
    palette = complete_palette({}, LIGHT)
    ground = palette.accent if name == "on_accent" else palette.background
    broken = replace(palette, **{name: palette.text if name == "surface" else ground})
    assert list(contrast_problems(broken))
    assert not list(contrast_problems(palette))


@pytest.mark.parametrize("name", [token for token, ratio in TYPED.items() if ratio > 1])
@pytest.mark.parametrize("mode", [LIGHT, DARK], ids=lambda mode: mode.name)
def test_each_typed_colour_is_refused_on_itself(mode: ColourMode, name: str) -> None:
    field = f"{mode.name}-{name}"
    problems = read_theme({field: str(mode.typed["background"])})[1]
    assert [(problem.field, problem.ratio) for problem in problems] == [(field, 1.0)]
