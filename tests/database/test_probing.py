"""What is said of a database that cannot keep anything at this moment."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text

from tests.database.servers import open_new
from widget.database.engine import migrate
from widget.database.probing import LEAST_SPACE, TABLES, storage_fault
from widget.database.sqlite_file import DATABASE_FILE


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_new(tmp_path)
    migrate(engine)
    yield engine
    engine.dispose()


def test_the_list_of_tables_is_what_the_migrations_make(engine: Engine) -> None:
    assert set(inspect(engine).get_table_names()) == TABLES


def test_a_sound_database_has_no_fault_and_nothing_changes(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE registry_state SET revision = 7"))
    assert storage_fault(engine) == ""
    with engine.connect() as connection:
        assert connection.execute(text("SELECT revision FROM registry_state")).scalars().all() == [7]


def test_every_table_that_is_missing_is_named(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE feedback"))
        connection.execute(text("DROP TABLE account_event"))
    assert storage_fault(engine) == "missing tables: account_event, feedback"


def test_a_registry_without_its_state_is_a_fault(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM registry_state"))
    assert storage_fault(engine) == "registry_state has 0 rows instead of 1: restore the database"


def test_a_database_that_may_only_be_read_is_a_fault(engine: Engine) -> None:
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = ON")
    assert "readonly" in storage_fault(engine)


def test_a_full_disk_is_a_fault(engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    real = os.statvfs(tmp_path)

    class Disk:
        f_frsize = real.f_frsize
        f_bavail = LEAST_SPACE // real.f_frsize - 1

    monkeypatch.setattr(os, "statvfs", lambda _: Disk)
    assert storage_fault(engine) == (
        f"the disk of {tmp_path / DATABASE_FILE} is full: {LEAST_SPACE - real.f_frsize} bytes are left"
    )


def test_a_file_that_is_no_database_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / DATABASE_FILE).write_bytes(b"no database at all" * 100)
    assert storage_fault(open_new(tmp_path)) == "file is not a database"
