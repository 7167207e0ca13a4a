"""Access to the database for usage and feedback, with one exception for all the ways it can be away. Knows SQL."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from sqlalchemy import Connection, Engine, Table
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError

from widget.insight.records import RecordsUnavailable


class Database:
    """Opens transactions on tables that `prepare` brings up to date before the first one.

    Neither needs the database to be there at start. Each transaction is on the disk when it is over.
    """

    def __init__(self, engine: Engine, prepare: Callable[[Engine], None]) -> None:
        self._engine = engine
        self._prepare = prepare
        self._prepared = False

    def insert(self, table: Table) -> Any:
        """An INSERT that can say what is to be done where a row is there already, in the database's own words."""
        # Only the one in use: each takes two megabytes of every worker.
        return import_module(f"sqlalchemy.dialects.{self._engine.dialect.name}").insert(table)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All or nothing. Raises `RecordsUnavailable` when the database does not answer."""
        with self._answering(), self._engine.connect() as connection:
            self._demand_disk(connection)
            with connection.begin():
                yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for questions, which keeps nobody from writing. Raises `RecordsUnavailable`."""
        with self._answering(), self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            yield connection

    def close(self) -> None:
        """Leave no connection open."""
        self._engine.dispose()

    @contextmanager
    def _answering(self) -> Iterator[None]:
        try:
            if not self._prepared:
                self._prepare(self._engine)
                self._prepared = True
            yield
        except (IntegrityError, DataError):
            raise
        except (SQLAlchemyError, OSError) as error:
            # Perhaps it comes back empty: look at the tables again then.
            self._prepared = False
            raise RecordsUnavailable(str(getattr(error, "orig", error)).strip()) from error

    def _demand_disk(self, connection: Connection) -> None:
        """Have SQLite wait for the disk at the end of a transaction, however it was built. PostgreSQL does anyway."""
        if self._engine.dialect.name == "sqlite":
            cursor = connection.connection.cursor()
            cursor.execute("PRAGMA synchronous = FULL")
            cursor.close()
