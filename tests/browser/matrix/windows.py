"""One way to drive a window of each engine: visit, measure in the host's page and in the guide's, click, look."""

import base64
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

from playwright.sync_api import Browser, Frame, Page, sync_playwright
from selenium.webdriver import WebKitGTK
from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.by import By

from tests.browser.conftest import CHROMIUM_ARGUMENTS
from tests.browser.firefox import Firefox, Tab, firefox_running
from tests.browser.webkit import webkit_running

ENGINES = ("Chromium", "Firefox", "WebKit")


class Window(Protocol):
    """A browser's window with a host's page, in which the first frame is the guide's."""

    def visit(self, address: str, width: int, height: int) -> None:
        """Open an address in a window whose page has this size in CSS pixels."""

    def host(self, expression: str) -> Any:
        """What an expression gives in the host's page."""

    def guide(self, expression: str) -> Any:
        """What an expression gives in the framed document; raises while there is none."""

    def click(self, x: float, y: float) -> None:
        """Click on a place in the host's window."""

    def picture(self) -> bytes:
        """What is seen of the page in the window, as PNG."""


class ChromiumWindow:
    """Debian's Chromium; a new page for each address."""

    def __init__(self, browser: Browser) -> None:
        self._context = browser.new_context(ignore_https_errors=True, color_scheme="null")
        self._page: Page | None = None

    def visit(self, address: str, width: int, height: int) -> None:
        if self._page:
            self._page.close()
        self._page = self._context.new_page()
        self._page.set_viewport_size({"width": width, "height": height})
        self._page.goto(address)

    def host(self, expression: str) -> Any:
        return self._shown.evaluate(expression)

    def guide(self, expression: str) -> Any:
        return self._frame().evaluate(expression)

    def click(self, x: float, y: float) -> None:
        self._shown.mouse.click(x, y)

    def picture(self) -> bytes:
        return self._shown.screenshot()

    def close(self) -> None:
        """Close its pages."""
        self._context.close()

    @property
    def _shown(self) -> Page:
        assert self._page is not None, "visit a page first"
        return self._page

    def _frame(self) -> Frame:
        return self._shown.frames[1]


class FirefoxWindow:
    """Debian's Firefox ESR, with scripting on."""

    def __init__(self, firefox: Firefox) -> None:
        self._firefox = firefox
        self._tab: Tab | None = None

    def visit(self, address: str, width: int, height: int) -> None:
        self.close()
        self._tab = Tab(self._firefox, self._firefox.send("browsingContext.create", type="tab")["context"])
        self._tab.window(width, height)
        self._tab.visit(address)

    def host(self, expression: str) -> Any:
        return self._shown.read(expression)

    def guide(self, expression: str) -> Any:
        return self._shown.frame().read(expression)

    def click(self, x: float, y: float) -> None:
        """Clicks are sent to a document, and get no further into frames of other sites."""
        left, top = self.host("(b => [b.left, b.top])(document.querySelector('iframe').getBoundingClientRect())")
        self._shown.frame().click(x - left, y - top)

    def picture(self) -> bytes:
        return self._shown.picture()

    def close(self) -> None:
        """Close the tab."""
        if self._tab:
            self._firefox.send("browsingContext.close", context=self._tab.context)
            self._tab = None

    @property
    def _shown(self) -> Tab:
        assert self._tab is not None, "visit a page first"
        return self._tab


class WebKitWindow:
    """Debian's WebKitGTK. A page's size is the window's, which has no bars."""

    def __init__(self, driver: WebKitGTK) -> None:
        self._driver = driver

    def visit(self, address: str, width: int, height: int) -> None:
        self._driver.switch_to.default_content()
        self._driver.set_window_size(width, height)
        self._driver.get(address)

    def host(self, expression: str) -> Any:
        self._driver.switch_to.default_content()
        return self._driver.execute_script(f"return ({expression})")

    def guide(self, expression: str) -> Any:
        self._driver.switch_to.default_content()
        self._driver.switch_to.frame(self._driver.find_element(By.CSS_SELECTOR, "iframe"))
        return self._driver.execute_script(f"return ({expression})")

    def click(self, x: float, y: float) -> None:
        self._driver.switch_to.default_content()
        actions = ActionBuilder(self._driver)
        actions.pointer_action.move_to_location(round(x), round(y)).click()  # type: ignore[no-untyped-call]  # of selenium
        actions.perform()

    def picture(self) -> bytes:
        self._driver.switch_to.default_content()
        return base64.b64decode(self._driver.get_screenshot_as_base64())


@contextmanager
def windows(folder: Path, engines: tuple[str, ...] = ENGINES) -> Iterator[Mapping[str, Window]]:
    """A window of each engine; `folder` keeps their profiles."""
    open_one = {"Chromium": _chromium, "Firefox": _firefox, "WebKit": _webkit}
    first, *others = engines
    (folder / first).mkdir()
    with open_one[first](folder / first) as window:
        if not others:
            yield {first: window}
            return
        with windows(folder, tuple(others)) as more:
            yield {first: window, **more}


@contextmanager
def _chromium(folder: Path) -> Iterator[Window]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(CHROMIUM_ARGUMENTS), downloads_path=folder
        )
        window = ChromiumWindow(browser)
        yield window
        window.close()
        browser.close()


@contextmanager
def _firefox(folder: Path) -> Iterator[Window]:
    with firefox_running(folder, scripting=True) as firefox:
        yield FirefoxWindow(firefox)


@contextmanager
def _webkit(folder: Path) -> Iterator[Window]:
    with webkit_running(folder) as driver:
        yield WebKitWindow(driver)
