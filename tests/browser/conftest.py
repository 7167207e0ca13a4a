"""The browser, the two servers, and pages that tell what went wrong in them."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.browser.citizen_pages import CitizenPages, citizen_pages
from tests.browser.hosts import HOSTS, SANDBOX, host_page, snippet, wordpress_embed
from tests.browser.servers import HostSite, guides_served
from tests.browser.states import address

CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
_OF_PLAYWRIGHT = re.compile(
    r"Blocked script execution in '.*' because the document's frame is sandboxed and the 'allow-scripts' permission "
    r"is not set\."
)
"""Playwright's locators leave listeners in a document, which a sandbox stops. `test_nothing_is_logged` uses none."""

LOOPBACK = {"localhost", "127.0.0.1"}


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives every Chromium of this run."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for most tests, without what draws windows, where Debian has it apart; it finds only this machine.

    It is the same engine and paints, lays out and takes keys the same, at two thirds of the processor's time. Where
    its package is missing, as on older systems, all of Chromium takes its place.

    It is not what citizens have: it answers no question about the page that stands for a refused frame, and prints no
    frames. A module whose subject is what the browser does has `whole_chromium` for its `browser`.
    """
    shell = shutil.which("chromium-headless-shell")
    with launched(playwright, shell or chromium_program()) as running:
        yield running


@pytest.fixture(scope="session")
def whole_chromium(playwright: Playwright) -> Iterator[Browser]:
    """Chromium as citizens have it, for what a browser itself decides; started where a test asks for it.

    That is which frame is refused, what is printed, what is sent to whom, how high a frame becomes, and whether
    all of what is handed out is painted in hosts.
    """
    with launched(playwright, chromium_program()) as running:
        yield running


@contextmanager
def launched(playwright: Playwright, program: str) -> Iterator[Browser]:
    """A Chromium that cannot find any host but this machine, each site in a process of its own as for citizens."""
    browser = playwright.chromium.launch(executable_path=program, args=[*CHROMIUM_ARGUMENTS, "--site-per-process"])
    yield browser
    browser.close()


def chromium_program() -> str:
    """Where the whole of Chromium is."""
    program = shutil.which("chromium")
    assert program, "The browser tests need Debian's package chromium."
    return program


@pytest.fixture(scope="session")
def guides() -> Iterator[str]:
    """The origin of the guides, which any site may frame."""
    with guides_served() as origin:
        yield origin


@pytest.fixture(scope="session")
def host_site() -> Iterator[HostSite]:
    """A host's website."""
    with HostSite().running() as site:
        yield site


@pytest.fixture(scope="session")
def everywhere(tmp_path_factory: pytest.TempPathFactory, host_site: HostSite) -> Iterator[CitizenPages]:
    """A server with every kind of page, in every edition and language."""
    with citizen_pages(tmp_path_factory.mktemp("everywhere"), host_site) as served:
        yield served


@dataclass
class Embedding:
    """Makes host pages with a guide in a frame."""

    guides: str
    site: HostSite

    def __call__(
        self,
        guide: str,
        state: str = "empty",
        part: str = "",
        *,
        host: str = "plain",
        sandbox: str | None = SANDBOX,
    ) -> str:
        """A page of the named host with the snippet of one `part` of the guide (`open`); gives its address."""
        kind = HOSTS[host]
        content = snippet(address(self.guides, "embed", guide, state, part), sandbox)
        return self.site.show(host_page(content, kind.style), kind.headers)

    def in_wordpress(self, guide: str, state: str) -> str:
        """A page of a WordPress site that knows nothing about us."""
        return self.site.show(host_page(wordpress_embed(address(self.guides, "embed", guide, state))))


@pytest.fixture
def embedded(guides: str, host_site: HostSite) -> Embedding:
    """Makes host pages with a guide in a frame."""
    return Embedding(guides, host_site)


@dataclass
class Watch:
    """What a context asked for and complained about."""

    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Begin to watch."""
        context.on("request", lambda request: self.requests.append(request.url))
        context.on("console", lambda message: self._hear(message.type, message.text))
        context.on("weberror", lambda error: self.errors.append(str(error.error)))

    def _hear(self, kind: str, text: str) -> None:
        if kind == "error" and not _OF_PLAYWRIGHT.fullmatch(text):
            self.errors.append(text)

    def outside(self) -> list[str]:
        """Requests that left this machine."""
        return [url for url in self.requests if url.startswith("http") and urlsplit(url).hostname not in LOOPBACK]

    def forgive(self, quirk: str) -> None:
        """Drop complaints that are the host's own fault."""
        self.errors = [error for error in self.errors if quirk not in error]


@pytest.fixture
def watch() -> Watch:
    """What the page of this test asks for and complains about."""
    return Watch()


def without_scripts(browser: Browser) -> Iterator[BrowserContext]:
    """A context in which no script can run, until the test is done with it."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1000, "height": 800})
    yield context
    context.close()


@pytest.fixture
def context_without_scripts(browser: Browser) -> Iterator[BrowserContext]:
    """Where no script can run. A module whose pages leave nothing behind may have one for all of its tests."""
    yield from without_scripts(browser)


@pytest.fixture
def page_without_scripts(context_without_scripts: BrowserContext, watch: Watch) -> Iterator[Page]:
    """A page where no script can run. Its test fails when anything was logged as error or asked for elsewhere."""
    watch.over(context_without_scripts)
    yield context_without_scripts.new_page()
    for page in context_without_scripts.pages:
        page.close()
    assert watch.errors == []
    assert watch.outside() == []


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One page with scripting on for the tests of a module, since making one takes longer than most pages do."""
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture
def measured_page(browser: Browser) -> Iterator[Page]:
    """A page with scripting on, for measuring tools that are put into it from outside."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()
