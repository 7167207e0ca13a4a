"""The tables are made and kept up to date by the first worker that comes, however many come at once."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.types import TypeEngine

from tests.database.fixtures import rows
from tests.database.servers import open_new
from widget.database import engine as database
from widget.database.engine import migrate, open_engine
from widget.database.sqlite_file import DATABASE_FILE
from widget.partners.registry import Registry
from widget.partners.tables import METADATA

WORKER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from widget.database.database import Database
from widget.database.engine import open_engine
from widget.partners.model import Partner
from widget.partners.registry import Registry
registry = Registry(Database(open_engine(sys.argv[1], Path())), lambda: datetime.now(UTC))
print("ready", flush=True)
sys.stdin.readline()
registry.prepare()
answer = registry.create(Partner(sys.argv[2], "Town"), "anna")
assert answer is None, answer
"""


def heads() -> set[str]:
    return set(ScriptDirectory(str(Path(database.__file__).parent / "migrations")).get_heads())


def revision_of(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(MigrationContext.configure(connection).get_current_heads())


def differences(engine: Engine) -> list[object]:
    """How the tables in the database are otherwise than in the code."""

    def differs(
        _: object, there: object, wanted: object, found: TypeEngine[object], meant: TypeEngine[object]
    ) -> bool:
        return found.compile(engine.dialect) != meant.compile(engine.dialect)

    ours = {"include_name": lambda name, kind, _: kind != "table" or name in METADATA.tables, "compare_type": differs}
    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection, opts=ours), METADATA))


def test_the_migrations_make_the_tables_that_the_code_expects(engine: Engine) -> None:
    migrate(engine)
    assert differences(engine) == []


def test_a_column_without_a_migration_would_be_found(engine: Engine) -> None:
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE partner DROP COLUMN draft_by"))
        connection.execute(text("DROP INDEX ix_change_partner_id"))
    assert "draft_by" in str(differences(engine))
    assert "ix_change_partner_id" in str(differences(engine))


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    migrate(engine)
    migrate(engine)
    assert revision_of(engine) == heads()
    with engine.connect() as connection:
        assert connection.execute(text("SELECT revision FROM registry_state")).scalars().all() == [0]


def test_a_migration_that_fails_leaves_nothing_behind(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE change (id INTEGER)"))
    with pytest.raises(Exception, match="change"):
        migrate(engine)
    assert "partner" not in inspect(engine).get_table_names()
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE change"))
    migrate(engine)
    assert revision_of(engine) == heads()


def test_a_database_of_a_newer_release_is_left_as_it_is_and_works(
    engine: Engine, registry: Registry, caplog: pytest.LogCaptureFixture
) -> None:
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
        connection.execute(text("INSERT INTO alembic_version VALUES ('9999')"))
    assert registry.search().total == 0
    assert revision_of(engine) == {"9999"}
    assert "9999" in caplog.text


def test_four_workers_that_start_at_once_make_the_tables_once(database_url: str, registry: Registry) -> None:
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", WORKER, database_url, f"town-{number}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(4)
    ]
    for worker in workers:
        assert worker.stdout
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin
        worker.stdin.write("go\n")
        worker.stdin.flush()
    for worker in workers:
        _, errors = worker.communicate(timeout=120)
        assert worker.returncode == 0, errors
    assert [row.id for row in registry.search().rows] == ["town-0", "town-1", "town-2", "town-3"]


def test_without_a_setting_there_is_a_file_that_writes_ahead(tmp_path: Path) -> None:
    engine = open_new(tmp_path)
    migrate(engine)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    engine.dispose()
    assert (tmp_path / DATABASE_FILE).is_file()


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_an_address_of_postgresql_is_understood_as_hosts_write_it(scheme: str, tmp_path: Path) -> None:
    engine = open_engine(f"{scheme}://user:pass@db.example:5433/guides", tmp_path)
    assert engine.url.drivername == "postgresql+psycopg"
    assert (engine.url.host, engine.url.port, engine.url.database) == ("db.example", 5433, "guides")
    assert not list(tmp_path.iterdir())


def test_a_writer_does_not_keep_readers_waiting(engine: Engine) -> None:
    migrate(engine)
    with engine.begin() as writing:
        writing.execute(text("UPDATE registry_state SET revision = 7"))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as reading:
            assert reading.execute(text("SELECT revision FROM registry_state")).scalar() == 0


def test_a_transaction_that_only_reads_is_no_obstacle_to_its_own_writing_later(engine: Engine) -> None:
    """SQLite refuses to write where another wrote since the transaction began to read; so we ask for the turn."""
    migrate(engine)
    with engine.begin() as one:
        one.execute(text("SELECT revision FROM registry_state")).all()
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as other:
            if engine.dialect.name == "sqlite":
                other.exec_driver_sql("PRAGMA busy_timeout = 1")
                with pytest.raises(OperationalError, match="locked"):
                    other.execute(text("UPDATE registry_state SET revision = 1"))
                other.invalidate()
            else:
                other.execute(text("UPDATE registry_state SET revision = 1"))
        one.execute(text("UPDATE registry_state SET revision = revision + 1"))


def test_the_last_migration_is_the_one_that_is_named() -> None:
    """Who is there is not asked for what makes migrations; so a new one has to be named."""
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [database.HEAD]


def test_days_that_were_kept_are_added_up_to_months(engine: Engine) -> None:
    migrate(engine, to="insight_0001")
    for day, count in (("2026-10-31", 1), ("2026-11-01", 2), ("2026-11-22", 3)):
        with engine.begin() as connection:
            answer = f"INSERT INTO usage_answer VALUES ('{day}', 'g', 'p', 'alder', 'u', {count})"  # noqa: S608 (values of the tests alone)
            connection.execute(text(answer))
            connection.execute(text(f"INSERT INTO usage_item VALUES ('{day}', 'g', 'i', {count})"))  # noqa: S608 (values of the tests alone)
    migrate(engine)
    answers = [tuple(map(str, row)) for row in rows(engine, "usage_answer")]
    assert answers == [("2026-10-01", "g", "p", "alder", "u", "1"), ("2026-11-01", "g", "p", "alder", "u", "5")]
    assert [str(row[0]) for row in rows(engine, "usage_item")] == ["2026-10-01", "2026-11-01"]
