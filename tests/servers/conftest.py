"""Real servers of hosts before a real guide server."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.browser.servers import guides_served
from tests.servers.hosts import Host, nginx, varnish
from tests.servers.stand_in import StandIn, closed_origin

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
