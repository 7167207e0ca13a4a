"""The heights that a guide's file recommends for frames are right: nothing to scroll, and no hole below."""

import pytest
from playwright.sync_api import Browser

from tests.browser.measure_heights import content_height, recommended
from tests.browser.states import GUIDES, address, library

pytestmark = pytest.mark.browser

MOST = 1.25
ADVICE = "measure again: python -m tests.browser.measure_heights"


@pytest.mark.parametrize("guide", GUIDES)
def test_the_first_page_is_whole_in_a_frame_of_the_recommended_height(
    browser: Browser, guides: str, guide: str
) -> None:
    heights = library().guides[guide].heights
    assert {320, 768} <= set(heights), "a phone and a column of a page"
    for width, height in heights.items():
        needed = content_height(browser, address(guides, "embed", guide, "empty"), width)
        assert needed <= height, f"{width} wide: {ADVICE}"
        assert height <= MOST * needed, f"{width} wide: {ADVICE}"


def test_wider_frames_need_no_more_height(browser: Browser, guides: str) -> None:
    for guide in GUIDES:
        heights = [content_height(browser, address(guides, "embed", guide, "empty"), width) for width in (768, 1600)]
        assert heights[1] <= heights[0]


def test_a_recommendation_is_rounded_up() -> None:
    assert [recommended(height) for height in (2901, 2950, 2951)] == [2950, 2950, 3000]


def test_the_height_is_that_of_the_content_not_of_the_window_it_is_measured_in(browser: Browser, guides: str) -> None:
    page = "data:text/html,<body style='margin:0'><div style='height:{}px'>"
    assert content_height(browser, page.format(1234), 320) == 1234
    assert content_height(browser, page.format(120), 320) == 120
