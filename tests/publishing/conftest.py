"""Editions on SQLite and on PostgreSQL, with a clock that the tests move."""

import pytest
from sqlalchemy import Engine

from tests.database.fixtures import database_url, engine, server
from tests.frozen import CONTENT, TRANSLATIONS
from tests.partners.conftest import Clock
from widget.database.database import Database
from widget.publishing.change_set_store import ChangeSetStore
from widget.publishing.content_files import read_content
from widget.publishing.edition_store import EditionStore

__all__ = ["database_url", "engine", "server"]


@pytest.fixture
def files() -> dict[str, bytes]:
    """The frozen guides with their catalogues."""
    return read_content(CONTENT, TRANSLATIONS)


@pytest.fixture
def editions(engine: Engine) -> EditionStore:
    """No edition yet."""
    return EditionStore(Database(engine), Clock())


@pytest.fixture
def change_sets(engine: Engine) -> ChangeSetStore:
    """No change set yet."""
    return ChangeSetStore(Database(engine), Clock())
