"""Databases of both kinds, with all tables and nothing in them, for everything that keeps something."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from tests.database.servers import Server, copy_migrated_file, postgresql
from widget.database.engine import open_engine
from widget.database.sqlite_file import DATABASE_FILE, ensure_sqlite_file


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server for all tests of this process."""
    with postgresql() as running:
        yield running


def new_database(request: pytest.FixtureRequest, folder: Path, *, migrated: bool) -> Iterator[str]:
    """A database of the kind that `request` names, with all tables and nothing in them, or without tables."""
    if request.param == "sqlite":
        place = folder / "data" / DATABASE_FILE
        if migrated:
            copy_migrated_file(place)
        else:
            ensure_sqlite_file("", place.parent)
        yield f"sqlite:///{place}"
        return
    server: Server = request.getfixturevalue("server")
    url = server.new_database(migrated=migrated)
    yield url
    server.drop(url)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with all tables and nothing in them, as in the setting DATABASE_URL."""
    yield from new_database(request, tmp_path, migrated=True)


@pytest.fixture
def engine(database_url: str, tmp_path: Path) -> Iterator[Engine]:
    """That database, opened."""
    opened = open_engine(database_url, tmp_path)
    yield opened
    opened.dispose()


def rows(engine: Engine, table: str) -> list[tuple[object, ...]]:
    """All rows of a table, sorted."""
    with engine.connect() as connection:
        return sorted(tuple(row) for row in connection.execute(text(f"SELECT * FROM {table}")))  # noqa: S608 (names of the tests alone)
