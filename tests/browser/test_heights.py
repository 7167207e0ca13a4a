"""The heights that a guide's file recommends for frames are right: nothing to scroll, and no hole below."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.measure_heights import content_height, recommended
from tests.browser.servers import guides_served
from tests.browser.states import address
from widget.guides.library import Library
from widget.guides.loading import load_library
from widget.settings import read_settings

pytestmark = pytest.mark.browser

MOST = 1.25
LIBRARY: Library = load_library(read_settings({}).content_folder)
GUIDES = tuple(LIBRARY.guides)
ADVICE = "measure again: python -m tests.browser.measure_heights"


@pytest.fixture(scope="module")
def browser(whole_chromium: Browser) -> Browser:
    """How high a page is, the browser that citizens have decides."""
    return whole_chromium


@pytest.fixture(scope="module")
def guides() -> Iterator[str]:
    """The origin of the guides that are shipped."""
    with guides_served(CONTENT_DIR="") as origin:
        yield origin


@pytest.mark.parametrize("guide", GUIDES)
def test_the_first_page_is_whole_in_a_frame_of_the_recommended_height(
    browser: Browser, guides: str, guide: str
) -> None:
    heights = LIBRARY.guides[guide].heights
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
