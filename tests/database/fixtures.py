"""Databases of both kinds, with all tables and nothing in them, for everything that keeps something."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.database.servers import Server, copy_migrated_file, postgresql
from widget.database.engine import DATABASE_FILE, open_engine


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server for all tests of this process."""
    with postgresql() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with all tables and nothing in them, as in the setting DATABASE_URL."""
    if request.param == "sqlite":
        place = tmp_path / "data" / DATABASE_FILE
        copy_migrated_file(place)
        yield f"sqlite:///{place}"
        return
    server: Server = request.getfixturevalue("server")
    url = server.new_database(migrated=True)
    yield url
    server.drop(url)


@pytest.fixture
def engine(database_url: str, tmp_path: Path) -> Iterator[Engine]:
    """That database, opened."""
    opened = open_engine(database_url, tmp_path)
    yield opened
    opened.dispose()
