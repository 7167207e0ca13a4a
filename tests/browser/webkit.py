"""WebKitGTK, the engine nearest to Safari, in a window on a display of its own, driven over WebDriver."""

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium.webdriver import WebKitGTK
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from tests.browser.display import display_running

_WINDOW = Path(__file__).with_name("webkit_window.py")
_PYTHON = "/usr/bin/python3"
PACKAGES = "webkit2gtk-driver, gir1.2-webkit2-4.1, python3-gi, xvfb and openbox"
_DRIVER = "/usr/bin/WebKitWebDriver"


@contextmanager
def webkit_running(folder: Path) -> Iterator[WebKitGTK]:
    """A driver with one window; `folder` is empty, and keeps what it logs."""
    assert Path(_DRIVER).exists(), (
        "The tests in WebKit need Debian's packages webkit2gtk-driver and gir1.2-webkit2-4.1."
    )
    window = folder / "window.sh"
    window.write_text(f'#!/bin/sh\nexec {_PYTHON} {_WINDOW} "$@"\n', encoding="utf-8")
    window.chmod(0o700)
    options = Options()
    options.binary_location = str(window)
    with display_running() as display:
        # WebKit's own sandbox needs rights that containers do not give.
        environment = {**os.environ, "DISPLAY": display, "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}
        service = Service(_DRIVER, log_output=str(folder / "driver.txt"), env=environment)
        with warnings.catch_warnings():
            # Selenium 4.51 warns of how its own driver for WebKitGTK calls it.
            warnings.filterwarnings("ignore", "setting remote_server_addr", DeprecationWarning)
            driver = WebKitGTK(options=options, service=service)
        try:
            yield driver
        finally:
            driver.quit()
