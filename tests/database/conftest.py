"""Databases of both kinds without tables, for what makes the tables."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.database.fixtures import engine, server
from tests.database.servers import Server
from widget.database.database import Database
from widget.database.engine import DATABASE_FILE
from widget.partners.registry import Registry

__all__ = ["database_url", "engine", "server"]


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database, as in the setting DATABASE_URL."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'data' / DATABASE_FILE}"
        return
    server: Server = request.getfixturevalue("server")
    url = server.new_database()
    yield url
    server.drop(url)


@pytest.fixture
def registry(engine: Engine) -> Registry:
    """An empty registry of partners: what works in the tables."""
    return Registry(Database(engine), lambda: datetime(2026, 11, 22, 12, tzinfo=UTC))
