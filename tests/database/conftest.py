"""Databases of both kinds, for everything that keeps something."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.database.servers import Server, postgresql
from widget.database.database import Database
from widget.database.engine import open_engine
from widget.partners.registry import Registry

__all__ = ["database_url", "engine", "server"]


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server for all tests of this process."""
    with postgresql() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database, as in the setting DATABASE_URL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'data' / 'guides.sqlite3'}"
        return
    server: Server = request.getfixturevalue("server")
    url = server.new_database()
    yield url
    server.drop(url)


@pytest.fixture
def engine(database_url: str, tmp_path: Path) -> Iterator[Engine]:
    """That database, opened."""
    opened = open_engine(database_url, tmp_path)
    yield opened
    opened.dispose()


@pytest.fixture
def registry(engine: Engine) -> Registry:
    """An empty registry of partners: what works in the tables."""
    return Registry(Database(engine), lambda: datetime(2026, 11, 22, 12, tzinfo=UTC))
