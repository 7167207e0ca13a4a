"""The picture in the README: a guide inside the made-up municipality's page. `python -m tests.browser.picture`."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from tests.browser.conftest import CHROMIUM_ARGUMENTS
from tests.browser.driving import framed
from tests.browser.servers import guides_served
from widget.demo.host_sites import create_demo_site

FILE = Path(__file__).parents[2] / "docs" / "images" / "guide-in-a-municipality.png"
WIDTH, HEIGHT = 1000, 1400
ANSWERS = {
    "a-kasse": "ja",
    "aarsag": "opsagt",
    "alder": "30-59",
    "uddannelse": "erhverv",
    "husstand": "boern",
    "dato": "2026-12-01",
}


def main() -> None:
    """Take the picture."""
    FILE.parent.mkdir(exist_ok=True)
    with (
        guides_served(CONTENT_DIR="") as guides,
        _host(guides) as host,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(CHROMIUM_ARGUMENTS))
        _take(browser, host)
        browser.close()
    print(FILE, FILE.stat().st_size)


@contextmanager
def _host(guides: str) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, create_demo_site(guides), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://localhost:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _take(browser: Browser, host: str) -> None:
    page = browser.new_context(
        java_script_enabled=False, viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light", locale="da-DK"
    ).new_page()
    page.goto(host)
    frame = framed(page)
    frame.locator("main").wait_for()
    frame.goto(f"{frame.url}?{urlencode(ANSWERS)}")  # without the jump to the result that the form makes
    frame.locator("main").wait_for()
    page.screenshot(path=FILE)


if __name__ == "__main__":
    main()
