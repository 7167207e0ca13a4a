"""Usage and feedback on SQLite and on PostgreSQL."""

from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.database.fixtures import database_url, engine, server
from widget.database.database import Database
from widget.database.engine import open_engine
from widget.insight.feedback_store import FeedbackStore
from widget.insight.figures_store import FigureStore
from widget.insight.usage_store import UsageStore

__all__ = ["database_url", "engine", "server"]


@pytest.fixture
def database(engine: Engine) -> Database:
    """An empty database."""
    return Database(engine)


@pytest.fixture
def usage(database: Database) -> UsageStore:
    """No use yet."""
    return UsageStore(database)


@pytest.fixture
def figures(database: Database) -> FigureStore:
    """What the report reads of it."""
    return FigureStore(database)


@pytest.fixture
def feedback(database: Database) -> FeedbackStore:
    """No feedback yet."""
    return FeedbackStore(database)


@pytest.fixture
def nowhere(tmp_path: Path) -> Database:
    """A database that cannot be reached: a file stands where its folder should be."""
    (tmp_path / "file").touch()
    return Database(open_engine("", tmp_path / "file" / "folder"))
