"""Axe on every page of the administration. The list is the table of routes, so that no new page is left out.

Pages are found as people find them, by links and forms on other pages; what neither leads to is named below.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pyotp
import pytest
from playwright.sync_api import Browser, Page
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from tests.browser.conftest import Watch
from tests.browser.servers import guides_served
from tests.browser.test_admin_partners import Looking, command
from tests.browser.test_admin_sign_in import EMAIL, PASSWORD, invitation
from tests.frozen import frozen_settings
from tests.guides.guide_examples import SHIPPED
from widget.app import Application, create_app

pytestmark = pytest.mark.browser

NOT_LINKED = ("/admin/confirm", "/admin/forgotten")
"""Asked for when a code is needed, and when there is no session."""


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Application]:
    """The application that has the same routes as the server."""
    made = create_app(frozen_settings({"ADMIN": "on", "DATA_DIR": str(tmp_path / "routes")}))
    yield made
    made.stores.close()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """A server with a partner and two editions of the guides."""
    with guides_served(ADMIN="on", DATA_DIR=str(tmp_path), CONTENT_SOURCE="database") as origin:
        localhost = origin.replace("127.0.0.1", "localhost")
        command(tmp_path, localhost, "partners", "add", "--kommune", "Aarhus", "--origin", "https://www.aarhus.dk")
        copy = shutil.copytree(SHIPPED, tmp_path / "copy")  # the command notes in the folder what was published
        command(tmp_path, localhost, "content", "import", str(copy))
        guide = copy / "hvis-du-bliver-ledig" / "guide.yaml"
        guide.write_text(
            guide.read_text(encoding="utf-8").replace("title: Tjek dit varsel", "title: Se dit varsel efter")
        )
        command(tmp_path, localhost, "content", "import", str(copy))
        yield localhost


_WAYS_ON = """() => [
  ...[...document.querySelectorAll('a[href]')].map(link => link.href),
  ...[...document.forms].map(form => form.getAttribute('action')).map(action => new URL(action, location).href),
  ...[...document.querySelectorAll('[formaction]')].map(button => button.formAction),
]"""
"""A form may have a field that is called “action”."""


class Walk:
    """Opens addresses, looks at each kind of page once, and remembers which were seen."""

    def __init__(self, page: Page, looking: Looking, routes: MapAdapter) -> None:
        self.page, self.looking, self.routes = page, looking, routes
        self.seen: set[str] = set()

    def look(self) -> None:
        """Look at the page that is shown."""
        self.looking.look(self.page)
        self.seen.add(self.endpoint(self.page.url))

    def endpoint(self, address: str) -> str:
        """The route of an address; empty where it is none of the administration."""
        path = urlsplit(address).path
        if not path.startswith("/admin/"):
            return ""
        try:
            found, _ = self.routes.match(path, method="GET")
        except HTTPException:  # a route that is only sent to, or a redirect
            return ""
        return str(found)

    def follow_all(self, *addresses: str) -> None:
        """Look at one page of each kind that can be reached by links, from `addresses` on."""
        waiting, met = list(addresses), set[str]()
        while waiting:
            address = waiting.pop()
            kind = self.endpoint(address)
            if not kind or kind in met:
                continue
            met.add(kind)
            if "text/html" not in self.page.request.get(address).headers["content-type"]:
                self.seen.add(kind)  # a file
                continue
            self.page.goto(address)
            if kind not in self.seen:
                self.look()
                self.seen.add(kind)  # also where it leads on to another, as for a code
            waiting += self.page.evaluate(_WAYS_ON)


def test_axe_finds_nothing_on_any_page_of_the_administration(
    browser: Browser, page_without_scripts: Page, watch: Watch, served: str, tmp_path: Path, app: Application
) -> None:
    page, looking = page_without_scripts, Looking(browser)
    walk = Walk(page, looking, app.url_map.bind("localhost"))
    page.goto(invitation(tmp_path, served))
    walk.look()
    page.get_by_label("Ny adgangskode", exact=True).fill(PASSWORD)
    page.get_by_label("Ny adgangskode igen").fill(PASSWORD)
    page.get_by_role("button", name="Gem adgangskoden").click()
    page.wait_for_url("**/admin/enrol")
    walk.look()
    totp = pyotp.TOTP(page.locator("figure code").inner_text().replace(" ", ""))
    page.get_by_label("Engangskode").fill(totp.now())
    page.get_by_role("button", name="Sæt op, og log ind").click()
    page.get_by_role("link", name="Jeg har gemt dem").click()
    for colours in ("Petroleum", "Lilla"):  # so that there is a version to go back to
        page.goto(f"{served}/admin/partners/aarhus/appearance")
        page.get_by_role("button", name=colours).click()
        page.get_by_role("link", name="Videre til udgivelse").click()
        page.get_by_role("button", name="Udgiv kladden").click()
        page.get_by_text("Det er udgivet").wait_for()
    page.goto(f"{served}/admin/guides")
    page.get_by_label("Begynd en ændring").fill("Satser 2027")
    page.get_by_role("button", name="Begynd").click()
    page.wait_for_url("**/admin/guides/*")
    walk.follow_all(f"{served}/admin/", page.url, *(f"{served}{address}" for address in NOT_LINKED))
    page.goto(f"{served}/admin/")
    page.get_by_role("button", name="Log ud").click()
    page.wait_for_url("**/admin/sign-in")
    walk.look()
    page.get_by_label("E-mailadresse").fill(EMAIL)
    page.get_by_label("Adgangskode", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Log ind").click()
    page.wait_for_url("**/admin/code")
    walk.look()
    looking.context.close()
    watch.forgive("422")  # reports are asked for without their days
    pages = {rule.endpoint for rule in app.admin.rules if "GET" in rule.methods}
    # Linked from a change set of what citizens read, and from a comment on one: test_guides_desk.py and
    # test_review_comments.py in `tests/web/admin` follow them.
    unreached = {"admin.guide_versions", "admin.guide_comment_page"}
    assert pages - walk.seen == unreached, "pages that neither a link nor a form leads to"
