"""Pictures for people to look at: `python -m tests.browser.screenshots FOLDER`."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import CHROMIUM_ARGUMENTS, Embedding
from tests.browser.driving import open_framed, until
from tests.browser.servers import HostSite, guides_served
from tests.browser.states import GUIDES, SURFACES, address

WIDTHS = (320, 768, 1280)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
STATES = {
    "empty": "empty",
    "partly": "partly answered",
    "answered": "fully answered",
    "wrong": "wrong answers",
    "links": "links only, answered",
}


def main(folder: Path) -> None:
    """Take every picture."""
    folder.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium")
    with guides_served(CONTENT_DIR="") as guides, HostSite().running() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(CHROMIUM_ARGUMENTS))
        for file in _pictures(browser, Embedding(guides, site), folder):
            print(file)
        browser.close()


def _pictures(browser: Browser, embedded: Embedding, folder: Path) -> Iterator[Path]:
    for guide in GUIDES:
        for surface in SURFACES:
            for name, state in STATES.items():
                for width in WIDTHS:
                    for scheme in SCHEMES:
                        file = folder / f"{guide}-{surface}-{name}-{width}-{scheme}.png"
                        context = browser.new_context(
                            java_script_enabled=False,
                            viewport={"width": width, "height": 900},
                            color_scheme=scheme,
                        )
                        _show(context.new_page(), embedded, guide, surface, state).screenshot(
                            path=file, full_page=True
                        )
                        context.close()
                        yield file
        for name in ("empty", "answered"):
            yield _on_paper(browser, embedded, guide, name, folder)


def _show(page: Page, embedded: Embedding, guide: str, surface: str, state: str) -> Page:
    if surface != "embed":
        page.goto(address(embedded.guides, surface, guide, state))
        return page
    frame = open_framed(page, embedded(guide, state))
    root = "document.documentElement"
    if frame.evaluate("CSS.supports('frame-sizing', 'content-height')"):
        until(
            page, lambda: frame.evaluate(f"{root}.scrollHeight <= {root}.clientHeight + 1"), "the frame at its height"
        )
    return page


def _on_paper(browser: Browser, embedded: Embedding, guide: str, name: str, folder: Path) -> Path:
    page = browser.new_page()
    page.goto(address(embedded.guides, "guide", guide, STATES[name]))
    file = folder / f"{guide}-{name}.pdf"
    page.pdf(path=file, format="A4", print_background=True)
    page.close()
    return file


if __name__ == "__main__":
    main(Path(sys.argv[1]))
