"""Contrast of brand colours, measured and mended."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketamine_pages.site.colours import (
    DARK_BACKGROUND,
    LIGHT_BACKGROUND,
    MINIMUM_CONTRAST,
    contrast,
    is_hex_colour,
    nearest_passing,
)

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
BACKGROUNDS = st.sampled_from([LIGHT_BACKGROUND, DARK_BACKGROUND, "#777777", "#999999"]) | COLOURS


@pytest.mark.parametrize("text", ["#000", "#fff", "#1f6f6b", "#1F6F6B", "#AbC"])
def test_hex_colours_are_known(text):
    assert is_hex_colour(text)


@pytest.mark.parametrize(
    "text",
    ["", "#", "red", "1f6f6b", "#ff", "#ffff", "#1f6f6", "#1f6f6bff", "#12345g", "#fff\n", " #fff",
     "rgb(0,0,0)", "#fff}*{x", "url(x)", "#１２３"],
)  # fmt: skip
def test_anything_else_is_no_colour(text):
    assert not is_hex_colour(text)


@pytest.mark.parametrize(
    ("colour", "background", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#fff", "#ffffff", 1.0),
        # Published examples: WebAIM's contrast checker, W3C's failure F24 and the like.
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#0000ff", "#ffffff", 8.59),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_contrast_is_what_wcag_says(colour, background, ratio):
    assert contrast(colour, background) == pytest.approx(ratio, abs=0.005)
    assert contrast(background, colour) == pytest.approx(ratio, abs=0.005)


@given(COLOURS, BACKGROUNDS)
def test_the_nearest_passing_colour_passes(colour, background):
    nearest = nearest_passing(colour, background)
    assert is_hex_colour(nearest)
    assert len(nearest) == 7
    assert contrast(nearest, background) >= MINIMUM_CONTRAST


@given(COLOURS, BACKGROUNDS)
def test_a_colour_that_passes_is_its_own_nearest(colour, background):
    if contrast(colour, background) >= MINIMUM_CONTRAST:
        assert nearest_passing(colour, background) == colour


@given(COLOURS, BACKGROUNDS)
def test_the_nearest_passing_colour_is_no_further_from_the_background_than_needed(
    colour, background
):
    if contrast(colour, background) < MINIMUM_CONTRAST:
        assert contrast(nearest_passing(colour, background), background) < 5.0


def test_short_colours_are_written_out():
    assert nearest_passing("#000", LIGHT_BACKGROUND) == "#000000"
    assert nearest_passing("#FFF", DARK_BACKGROUND) == "#ffffff"
