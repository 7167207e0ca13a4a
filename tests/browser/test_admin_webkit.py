"""From the invitation to the published theme in WebKit, the engine of Safari, as wide as a phone and a desk."""

import re
from collections.abc import Iterator
from pathlib import Path

import pyotp
import pytest
from selenium.common.exceptions import NoSuchFrameException
from selenium.webdriver import WebKitGTK
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.expected_conditions import element_to_be_clickable, staleness_of
from selenium.webdriver.support.wait import WebDriverWait

from tests.browser.driving import NO_SIDEWAYS_SCROLLING
from tests.browser.servers import guides_served
from tests.browser.test_admin_partners import BACKGROUND, command
from tests.browser.test_admin_sign_in import EMAIL, PASSWORD
from tests.browser.webkit import webkit_running

pytestmark = pytest.mark.browser

_PATIENCE = 60
"""Seconds for a page on a machine that is busy."""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """A server with a partner. Its address is localhost without TLS, where WebKit drops __Host- cookies."""
    with guides_served(ADMIN="on", DATA_DIR=str(tmp_path)) as origin:
        localhost = origin.replace("127.0.0.1", "localhost")
        command(tmp_path, localhost, "partners", "add", "--kommune", "Aarhus", "--origin", "https://www.aarhus.dk")
        yield localhost


@pytest.fixture
def driver(tmp_path: Path) -> Iterator[WebKitGTK]:
    """A window of WebKit."""
    folder = tmp_path / "webkit"
    folder.mkdir()
    with webkit_running(folder) as found:
        yield found


class Visitor:
    """Goes from page to page as people do: fills in by label, clicks on words, and waits for the next page."""

    def __init__(self, driver: WebKitGTK, width: int) -> None:
        self.driver, self.width = driver, width
        driver.set_window_size(width, 800)

    def shown(self, xpath: str) -> WebElement:
        """The element, once it can be used."""
        return WebDriverWait(self.driver, _PATIENCE).until(element_to_be_clickable((By.XPATH, xpath)))

    def field(self, label: str) -> WebElement:
        """The field with this label."""
        found = self.driver.find_element(By.XPATH, f"//label[normalize-space()='{label}']")
        return self.driver.find_element(By.ID, found.get_attribute("for") or "")

    def fill(self, label: str, text: str) -> None:
        """Type into the field with this label."""
        field = self.field(label)
        field.clear()
        field.send_keys(text)

    def choose(self, label: str, colour: str) -> None:
        """Choose a colour. The window of the system in which people do so cannot be driven."""
        self.driver.execute_script("arguments[0].value = arguments[1]", self.field(label), colour)

    def press(self, words: str) -> None:
        """Click on a button or link with these words, and wait for another page that fits into the window."""
        button = self.shown(f"//main//*[self::a or self::button][not(@aria-hidden)][contains(., '{words}')]")
        button.click()
        # A question that the old page was asked while it went away is not answered, and asked again.
        waiting = WebDriverWait(self.driver, _PATIENCE, ignored_exceptions=(NoSuchFrameException,))
        waiting.until(staleness_of(button))
        self.shown("//h1")
        wide = self.driver.execute_script(f"return ({NO_SIDEWAYS_SCROLLING})()")
        assert wide == [], self.driver.title
        assert self.driver.execute_script("return document.documentElement.clientWidth") <= self.width


@pytest.mark.parametrize("width", [360, 1280])
def test_from_the_invitation_to_a_published_theme_in_webkit(
    driver: WebKitGTK, served: str, tmp_path: Path, width: int
) -> None:
    link = command(tmp_path, served, "admin", "create", EMAIL, "--role", "partner", "--partner", "aarhus")
    visitor = Visitor(driver, width)
    driver.get(re.findall(r"http\S+", link)[0])
    visitor.fill("Ny adgangskode", PASSWORD)
    visitor.fill("Ny adgangskode igen", PASSWORD)
    visitor.press("Gem adgangskoden")
    secret = visitor.shown("//figure//code").text.replace(" ", "")
    visitor.fill("Engangskode", pyotp.TOTP(secret).now())
    visitor.press("Sæt op, og log ind")
    visitor.press("Jeg har gemt dem")
    visitor.press("Udseende")
    visitor.choose("Eller ud fra jeres egen farve", "#0b3d91")
    visitor.press("Lav alle farver ud fra den")
    assert "Gemt i kladden" in driver.page_source
    visitor.press("Videre til udgivelse")
    visitor.press("Udgiv kladden")
    assert "Det er udgivet" in driver.page_source
    driver.get(f"{served}/embed/aarhus/hvis-du-bliver-ledig")
    assert driver.execute_script(f"return ({BACKGROUND})(document.querySelector('button'))") == "rgb(11, 61, 145)"
