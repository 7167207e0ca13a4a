"""Databases of both kinds without tables, for what makes the tables."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.database.fixtures import engine, new_database, server
from widget.database.database import Database
from widget.partners.registry import Registry

__all__ = ["database_url", "engine", "server"]


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database, as in the setting DATABASE_URL."""
    yield from new_database(request, tmp_path, migrated=False)


@pytest.fixture
def registry(engine: Engine) -> Registry:
    """An empty registry of partners: what works in the tables."""
    return Registry(Database(engine), lambda: datetime(2026, 11, 22, 12, tzinfo=UTC))
