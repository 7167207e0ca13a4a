"""How high a frame must be to show a guide's first page whole: `python -m tests.browser.measure_heights`."""

import math
import shutil

from playwright.sync_api import Browser, sync_playwright

from tests.browser.conftest import CHROMIUM_ARGUMENTS
from tests.browser.servers import guides_served
from tests.browser.states import address
from widget.guides.loading import load_library
from widget.settings import read_settings

WIDTHS = (320, 360, 480, 768, 1024)
STEP = 50
"""Recommendations are rounded up to this many pixels, so that another machine's letters fit too."""


def content_height(browser: Browser, embed_address: str, width: int) -> int:
    """The height of the whole document in a frame of this width that follows it, in CSS pixels."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 100})
    try:
        page = context.new_page()
        page.goto(embed_address if embed_address.startswith("data:") else f"{embed_address}?ui=fit")
        height: float = page.evaluate("document.documentElement.scrollHeight")
        return math.ceil(height)
    finally:
        context.close()


def recommended(height: int) -> int:
    """The height to write into the guide's file."""
    return math.ceil(height / STEP) * STEP


def main() -> None:
    """Print a table of measured and recommended heights, with what the guide's file says."""
    shipped = load_library(read_settings({}).content_folder).guides
    with guides_served(CONTENT_DIR="") as guides, sync_playwright() as playwright:
        chromium = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_ARGUMENTS))
        print(f"{'guide':24}{'width':>8}{'measured':>10}{'recommend':>11}{'file says':>11}")
        for guide in shipped:
            said = shipped[guide].heights
            for width in WIDTHS:
                height = content_height(browser, address(guides, "embed", guide, "empty"), width)
                print(f"{guide:24}{width:8}{height:10}{recommended(height):11}{said.get(width, '–'):>11}")
        browser.close()


if __name__ == "__main__":
    main()
