"""Real servers of hosts before a real guide server, and a browser to look at what they serve."""

import functools
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec, TypeVar

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import CHROMIUM_ARGUMENTS
from tests.browser.servers import HostSite, guides_served
from tests.servers.hosts import Host, nginx, varnish
from tests.servers.stand_in import StandIn, closed_origin

P = ParamSpec("P")
T = TypeVar("T")

_SERVERS: dict[str, Callable[[str, Path], AbstractContextManager[Host]]] = {"nginx": nginx, "Varnish": varnish}


@pytest.fixture(scope="session")
def guides() -> Iterator[str]:
    """The origin of the guides."""
    with guides_served() as origin:
        yield origin


@pytest.fixture(scope="session", params=_SERVERS)
def server(request: pytest.FixtureRequest) -> str:
    """What kind of server the host has."""
    return str(request.param)


@pytest.fixture(scope="session")
def host(server: str, guides: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A website with the guides."""
    with _SERVERS[server](guides, tmp_path_factory.mktemp("host")) as host:
        yield host


@pytest.fixture(scope="session")
def _stand_in() -> Iterator[StandIn]:
    with StandIn().running() as stand_in:
        yield stand_in


@pytest.fixture
def stand_in(_stand_in: StandIn) -> Iterator[StandIn]:
    """A guide server that does as it is told, for one test."""
    yield _stand_in
    _stand_in.recover()


@pytest.fixture(scope="session")
def host_of_stand_in(server: str, _stand_in: StandIn, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A website with the guides of the stand-in."""
    with _SERVERS[server](_stand_in.origin, tmp_path_factory.mktemp("stand-in")) as host:
        yield host


@pytest.fixture(scope="session")
def host_without_guides(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A website whose guide server is gone."""
    with closed_origin() as origin, _SERVERS[server](origin, tmp_path_factory.mktemp("no-guides")) as host:
        yield host


@pytest.fixture(scope="session")
def town(guides: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """The website, on nginx, that the browser visits."""
    with nginx(guides, tmp_path_factory.mktemp("town")) as host:
        yield host


@pytest.fixture(scope="session")
def plain_site() -> Iterator[HostSite]:
    """A website that includes nothing, for pages that a test has changed."""
    with HostSite().running() as site:
        yield site


class _OneThread:
    """Playwright allows one of itself in a thread, and the tests in `tests/browser` have it in the main one."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(1, "playwright")

    def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of the function, called in that thread."""
        return self._executor.submit(function, *args, **kwargs).result()

    def close(self) -> None:
        self._executor.shutdown()


_thread = pytest.StashKey[_OneThread]()


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Iterator[None]:
    """Call a test with a browser in the browser's thread."""
    thread = pyfuncitem.config.stash.get(_thread, None)
    if thread and pyfuncitem.get_closest_marker("browser"):
        pyfuncitem.obj = functools.partial(thread.call, pyfuncitem.obj)
    return (yield)


@dataclass(frozen=True)
class Chromium:
    """A browser, and the only thread that may touch it."""

    browser: Browser
    thread: _OneThread

    def page(self, *, scripting: bool, **settings: object) -> Page:
        """A page in a context of its own."""
        return self.thread.call(self._page, java_script_enabled=scripting, **settings)

    def close(self, page: Page) -> None:
        """Close the page with its context."""
        self.thread.call(page.context.close)

    def _page(self, **settings: object) -> Page:
        return self.browser.new_context(viewport={"width": 1000, "height": 800}, **settings).new_page()  # type: ignore[arg-type]  # settings by name


@pytest.fixture(scope="session")
def chromium(pytestconfig: pytest.Config) -> Iterator[Chromium]:
    """One Chromium for all tests; it cannot find any host but this machine."""
    path = shutil.which("chromium")
    assert path, "The browser tests need Debian's package chromium; tests/run installs it."
    thread = pytestconfig.stash[_thread] = _OneThread()
    manager = sync_playwright()
    playwright = thread.call(manager.start)
    browser = thread.call(playwright.chromium.launch, executable_path=path, args=list(CHROMIUM_ARGUMENTS))
    yield Chromium(browser, thread)
    thread.call(browser.close)
    thread.call(playwright.stop)
    thread.close()


@pytest.fixture
def page_without_scripts(chromium: Chromium) -> Iterator[Page]:
    """A page where no script can run, as citizens may have it."""
    page = chromium.page(scripting=False)
    yield page
    chromium.close(page)


@pytest.fixture
def measured_page(chromium: Chromium) -> Iterator[Page]:
    """A page with scripting on, for measuring from outside."""
    page = chromium.page(scripting=True)
    yield page
    chromium.close(page)
