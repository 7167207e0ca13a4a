"""Opens the database and keeps its tables up to date: SQLite or PostgreSQL. Knows no partner."""

import logging
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, column, create_engine, event, inspect, make_url, select, table
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from widget.database.deleted_file import follow_file
from widget.database.sqlite_file import DATABASE_FILE, sqlite_file

HEAD = "comments_0011"
"""The last migration: a database that is there needs nothing of what makes migrations, which is heavy to import."""

_MIGRATIONS = Path(__file__).parent / "migrations"
_MIGRATION_LOCK = 0x6775_6964
"""Any number that no other program takes as a lock in this database: “guid”."""

_BUSY = 5000
"""Milliseconds that a writer waits for another one in SQLite."""

_MIGRATING = 60_000
"""Milliseconds that a process waits in SQLite for another one that makes the tables, also on a busy machine."""

_POSTGRESQL = {
    "connect_timeout": 2,
    # A server that went away without a word is noticed in seconds, not in hours.
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 5000,
    "options": "-c statement_timeout=5000 -c idle_in_transaction_session_timeout=30000 -c timezone=UTC",
}

_READ_ONLY = "25006"
"""What PostgreSQL calls a write in a transaction that may only read: `read_only_sql_transaction`."""

_log = logging.getLogger(__name__)


def open_engine(database_url: str, data_folder: Path) -> Engine:
    """The database at `database_url`; empty means a SQLite file in `data_folder`, which has to be there.

    Does not connect yet, so it works while the database is away.
    """
    url = _url(database_url, data_folder)
    if url.get_backend_name() == "postgresql":
        return _open_postgresql(url)
    return _open_sqlite(url, sqlite_file(database_url, data_folder))


def _url(database_url: str, data_folder: Path) -> URL:
    if not database_url:
        return URL.create("sqlite", database=str(data_folder / DATABASE_FILE))
    url = make_url(database_url)
    if url.drivername in {"postgres", "postgresql"}:
        return url.set(drivername="postgresql+psycopg")
    return url


def _open_postgresql(url: URL) -> Engine:
    engine = create_engine(url, connect_args=_POSTGRESQL, pool_pre_ping=True)

    @event.listens_for(engine, "handle_error")
    def _leave_read_only(context: ExceptionContext) -> None:
        # A session that began while the database was set to read-only stays so for life: the pool would give it out
        # again and again after the database takes writes.
        if getattr(context.original_exception, "sqlstate", "") == _READ_ONLY:
            context.is_disconnect = True

    return engine


def _open_sqlite(url: URL, file: Path | None) -> Engine:
    engine = create_engine(url, connect_args={"timeout": _BUSY / 1000})

    if file:
        follow_file(engine, file)

    @event.listens_for(engine, "connect")
    def _set_up(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves, below
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA synchronous = FULL")  # however SQLite was built, a transaction ends on the disk
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A transaction that begins by reading cannot wait for its turn to write: ask for the turn at once.
        if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def migrate(engine: Engine, to: str = "heads") -> None:
    """Bring the tables up to date. Several processes may do it at once: one works, the others wait.

    A database that a newer release has been at is left as it is: this release then works beside that one. `to` is
    an earlier state, for tests of the way from there.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if _current(connection) == {HEAD}:
            return
    if engine.dialect.name == "sqlite":
        _enable_wal(engine)
    with engine.connect() as connection:
        sqlite = engine.dialect.name == "sqlite"
        try:
            if sqlite:
                _set_busy_timeout(connection, _MIGRATING)
            _upgrade_alone(connection, to)
        finally:
            if sqlite:
                _set_busy_timeout(connection, _BUSY)


def _upgrade_alone(connection: Connection, to: str) -> None:
    """Upgrade in a transaction that other processes wait for."""
    with connection.begin():
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})")
        # Another process may have done it while this one waited: then the lock is given back at once.
        if _current(connection) != {HEAD}:
            _upgrade(connection, to)


def _set_busy_timeout(connection: Connection, milliseconds: int) -> None:
    """How long this connection to SQLite waits for another writer. Begins no transaction, so it waits for none."""
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {milliseconds}")
    cursor.close()


def _current(connection: Connection) -> set[str]:
    if not inspect(connection).has_table("alembic_version"):
        return set()
    return set(connection.execute(select(column("version_num")).select_from(table("alembic_version"))).scalars())


def _upgrade(connection: Connection, to: str) -> None:
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    script = ScriptDirectory.from_config(config)
    current, known = _current(connection), {step.revision for step in script.walk_revisions()}
    if current - known:
        newer = ", ".join(sorted(current - known))
        _log.warning("The database is at %s, which this release does not know; it is left as it is.", newer)
        return
    # The same call that Alembic's own command makes; it has no public name.
    with EnvironmentContext(config, script, fn=lambda at, _: script._upgrade_revs(to, at)) as environment:
        environment.configure(connection=connection)
        with environment.begin_transaction():
            environment.run_migrations()


def _enable_wal(engine: Engine) -> None:
    """Have SQLite write ahead into a log, so that no reader waits for a writer.

    The file remembers it. Where another process is at it this moment, that one does it.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        try:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
        except OperationalError as error:
            _log.info("The database could not be told to write ahead now: %s", error)
