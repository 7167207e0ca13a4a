"""Colours: reading, contrast as WCAG counts it, and the nearest that is seen."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from widget.partners.colours import BLACK, WHITE, Colour, contrast, nearest_passing, parse_colour

parts = st.integers(0, 255)
colours = st.builds(Colour, parts, parts, parts)


@pytest.mark.parametrize(
    ("text", "colour"),
    [
        ("#fff", WHITE),
        ("fff", WHITE),
        ("#44831e", Colour(0x44, 0x83, 0x1E)),
        ("#44831E", Colour(0x44, 0x83, 0x1E)),
        ("0aF", Colour(0, 0xAA, 0xFF)),
    ],
)
def test_both_lengths_are_read_in_either_case_with_or_without_the_sign(text: str, colour: Colour) -> None:
    assert parse_colour(text) == colour


@pytest.mark.parametrize(
    "text",
    [
        *("", "#", "##fff", "#ff", "#ffff", "#fffff", "#fffffff", "#ffffffff", "red", "transparent", "currentColor"),
        *(
            "rgb(0,0,0)",
            "var(--x)",
            "#ggg",
            "#fff;",
            "#fff}",
            " #fff",
            "#fff\n",
            "#f f",
            "#٣٣٣",
            "#ｆｆｆ",
            "#fff/**/",
        ),
        *("url(#fff)", "#-11", "#+11", "0x111"),
    ],
)
def test_nothing_else_is_a_colour(text: str) -> None:
    assert parse_colour(text) is None


@given(st.text(max_size=9))
def test_no_text_breaks_the_reading(text: str) -> None:
    assert parse_colour(text) is None or len(text) in (3, 4, 6, 7)


@given(colours)
def test_what_is_written_is_read_again(colour: Colour) -> None:
    assert parse_colour(str(colour)) == colour
    assert parse_colour(colour.short) == colour
    assert len(colour.short) <= len(str(colour))


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000", "#fff", 21.0),
        ("#fff", "#fff", 1.0),
        ("#767676", "#fff", 4.54),
        ("#777", "#fff", 4.48),
        ("#f00", "#fff", 4.0),
        ("#00f", "#fff", 8.59),
        ("#949494", "#fff", 3.03),
        ("#595959", "#fff", 7.0),
    ],
)
def test_contrast_is_what_the_well_known_tables_say(one: str, other: str, ratio: float) -> None:
    first, second = parse_colour(one), parse_colour(other)
    assert first is not None
    assert second is not None
    assert contrast(first, second) == pytest.approx(ratio, abs=0.005)
    assert contrast(second, first) == contrast(first, second)


@given(colours, colours)
def test_a_mixture_lies_between_its_colours(one: Colour, other: Colour) -> None:
    assert one.mixed(other, 0) == one
    assert one.mixed(other, 1) == other
    middle = one.mixed(other, 0.5)
    assert min(one.r, other.r) <= middle.r <= max(one.r, other.r)


@given(colours, st.lists(colours, min_size=1, max_size=3), st.sampled_from([3.0, 4.5, 7.0]))
@settings(max_examples=300)
def test_the_nearest_colour_passes_and_is_there_whenever_one_can_be(
    colour: Colour, others: list[Colour], ratio: float
) -> None:
    found = nearest_passing(colour, others, ratio)
    if found is None:
        greys = [Colour(part, part, part) for part in range(256)]
        assert not [grey for grey in greys if all(contrast(grey, other) >= ratio for other in others)]
    else:
        assert all(contrast(found, other) >= ratio for other in others)


@given(colours, colours)
def test_for_one_ground_there_is_always_a_colour_to_read(colour: Colour, ground: Colour) -> None:
    assert nearest_passing(colour, [ground], 4.5) is not None


@given(colours, colours)
def test_a_colour_that_passes_is_left_alone(colour: Colour, ground: Colour) -> None:
    if contrast(colour, ground) >= 4.5:
        assert nearest_passing(colour, [ground], 4.5) == colour


@pytest.mark.parametrize(
    ("typed", "ground", "ratio", "nearest"),
    [
        ("#ff0000", "#fff", 4.5, "#ed0000"),
        ("#ffd500", "#fff", 3.0, "#b09200"),
        ("#00f", "#1a1a1a", 4.5, "#427aff"),
        ("#fff", "#fff", 4.5, "#767676"),
    ],
)
def test_the_nearest_colour_keeps_its_hue(typed: str, ground: str, ratio: float, nearest: str) -> None:
    colour, other = parse_colour(typed), parse_colour(ground)
    assert colour is not None
    assert other is not None
    assert str(nearest_passing(colour, [other], ratio)) == nearest


def test_the_way_between_black_and_white_is_found_though_both_ends_fail() -> None:
    found = nearest_passing(Colour(0, 0xAA, 0xFF), [BLACK, WHITE], 4.5)
    assert found is not None
    assert min(contrast(found, BLACK), contrast(found, WHITE)) >= 4.5


def test_where_no_colour_can_pass_there_is_none() -> None:
    assert nearest_passing(WHITE, [BLACK, WHITE], 7.0) is None
