"""Who may frame a partner's edition, as a real browser enforces it: its sites, and no site that looks like them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser.certificates import server_context
from tests.browser.conftest import CHROMIUM_ARGUMENTS, chromium_program
from tests.browser.driving import framed, until
from tests.browser.hosts import host_page, snippet
from tests.browser.servers import HostSite, guides_served
from tests.web.partner_site import PartnerSite, partner_site
from widget.partners.origins import Origin, parse_origin

pytestmark = pytest.mark.browser

GUIDE = "hvis-du-bliver-ledig"

ALLOWED = {
    "storstad": ["www.storstad.example", "storstad.example", "job.unge.storstad.example"],
    "lilleoe": ["lilleø.example", "www.lilleø.example"],
}
REFUSED = {
    "storstad": ["storstad.example.evil.example", "evilstorstad.example", "stranger.example", "lilleø.example"],
    "lilleoe": ["lilleo.example", "job.lilleø.example", "lilleø.example.evil.example"],
}


@dataclass
class Web:
    """The guides, a browser in which every name leads to one host site, and the partners' registry."""

    guides: str
    page: Page
    host: HostSite
    partners: PartnerSite

    def open(self, site: str, partner: str) -> None:
        """Visit a page of `site` with the partner's edition in a frame."""
        path = self.host.show(host_page(snippet(f"{self.guides}/embed/{partner}/{GUIDE}"))).removeprefix(
            self.host.origin
        )
        self.page.goto(f"https://{site}{path}")

    def is_shown(self) -> bool:
        """Whether the guide stands in the frame; waits until that is known."""
        until(self.page, self._settled, "a frame that is shown or refused")
        return not framed(self.page).url.startswith("chrome-error:")

    def _settled(self) -> bool:
        frame = framed(self.page)
        return frame.url.startswith("chrome-error:") or frame.locator("main h2").count() > 0


@contextmanager
def encrypted(host: HostSite, folder: Path) -> Iterator[HostSite]:
    """The host site over TLS, with a certificate that no browser trusts."""
    host.encrypt(server_context(folder))
    with host.running():
        yield host


@pytest.fixture(scope="module")
def web(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """The whole, with the made-up partners."""
    folder = tmp_path_factory.mktemp("web")
    partners = partner_site(folder / "data")
    with guides_served(DATA_DIR=str(folder / "data")) as guides, encrypted(HostSite(), folder) as host:
        port = host.origin.rpartition(":")[2]
        everywhere = f"--host-resolver-rules=MAP *.example 127.0.0.1:{port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        arguments = [argument for argument in CHROMIUM_ARGUMENTS if "resolver" not in argument]
        chromium = playwright.chromium.launch(
            executable_path=chromium_program(), args=[*arguments, everywhere, "--ignore-certificate-errors"]
        )
        page = chromium.new_context(java_script_enabled=False, ignore_https_errors=True).new_page()
        yield Web(guides, page, host, partners)
        chromium.close()


@pytest.mark.parametrize(("partner", "site"), [(name, site) for name, sites in ALLOWED.items() for site in sites])
def test_a_partners_sites_show_its_edition(web: Web, partner: str, site: str) -> None:
    web.open(site, partner)
    assert web.is_shown()


@pytest.mark.parametrize(("partner", "site"), [(name, site) for name, sites in REFUSED.items() for site in sites])
def test_no_other_site_does_but_there_is_a_way_out(web: Web, partner: str, site: str) -> None:
    web.open(site, partner)
    assert not web.is_shown()
    link = web.page.get_by_role("link", name="Åbn guiden på sin egen side")
    link.press("Enter")
    expect(web.page.get_by_role("heading", level=1)).to_be_visible()


def test_the_common_edition_is_for_everybody(web: Web) -> None:
    path = web.host.show(host_page(snippet(f"{web.guides}/embed/{GUIDE}"))).removeprefix(web.host.origin)
    web.page.goto(f"https://stranger.example{path}")
    assert web.is_shown()


def test_a_site_that_is_taken_off_the_list_is_refused_at_once(web: Web) -> None:
    site = "www.fagligfremtid.example"
    web.open(site, "faglig-fremtid")
    assert web.is_shown()
    kept = parse_origin("https://minside.fagligfremtid.example")
    assert isinstance(kept, Origin)
    web.partners.publish("faglig-fremtid", origins=(kept,))
    web.open(site, "faglig-fremtid")
    assert not web.is_shown()
    web.open("minside.fagligfremtid.example", "faglig-fremtid")
    assert web.is_shown()
