"""A registry on SQLite and the same on PostgreSQL, with a clock that the tests move."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.database.fixtures import database_url, engine, server
from widget.database.database import Database
from widget.database.engine import open_engine
from widget.partners.registry import Registry

__all__ = ["another_worker", "database_url", "engine", "registry", "server"]

GUIDE = "hvis-du-bliver-ledig"


class Clock:
    """Each look at it is a second later than the one before."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def registry(engine: Engine) -> Registry:
    """An empty registry."""
    return Registry(Database(engine), Clock(), {GUIDE})


@pytest.fixture
def another_worker(database_url: str, tmp_path: Path) -> Iterator[Callable[[], Registry]]:
    """Makes registries like those of other processes: on the same database, with nothing else in common."""
    with ExitStack() as stack:

        def start() -> Registry:
            opened = open_engine(database_url, tmp_path)
            stack.callback(opened.dispose)
            return Registry(Database(opened), Clock(), {GUIDE})

        yield start
