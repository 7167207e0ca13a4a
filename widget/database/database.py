"""Access to the database, with one exception for all the ways in which it can be away. Knows no table."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from sqlalchemy import Connection, Engine, Table
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError

from widget.database.engine import migrate
from widget.database.errors import DatabaseUnavailable, UnstorableValue


class Database:
    """Opens transactions and connections on up-to-date tables; `DatabaseUnavailable` when it is away.

    `prepare` brings the tables up to date, before the first transaction and after each time that the database was
    away: so neither start nor stop needs it, and it may come back empty.
    """

    def __init__(self, engine: Engine, prepare: Callable[[Engine], None] = migrate) -> None:
        self.engine = engine
        self._prepare = prepare
        self._prepared = False

    def prepare(self) -> None:
        """Bring the tables up to date, and leave no connection open: the server may fork after this."""
        with self.answering():
            self._prepare_once()
        self.engine.dispose()

    def insert(self, table: Table) -> Any:
        """An INSERT that can say what is to be done where a row is there already, in the database's own words."""
        # Only the one in use: each takes two megabytes of every worker.
        return import_module(f"sqlalchemy.dialects.{self.engine.dialect.name}").insert(table)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All or nothing: what is done inside is on the disk at the end, unless an exception leaves it.

        Raises `DatabaseUnavailable`; `UnstorableValue` and SQLAlchemy's `IntegrityError` where the values are wrong.
        """
        with self.answering():
            self._prepare_once()
            with self.engine.begin() as connection:
                yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for questions, which keeps no writer waiting. Raises `DatabaseUnavailable`."""
        with self.answering(), self.connect() as connection:
            yield connection

    def connect(self) -> Connection:
        """A connection for questions, each of which sees what is true at that moment; to be closed by the caller.

        What it raises is for `answering` to turn into `DatabaseUnavailable`.
        """
        self._prepare_once()
        return self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")

    def connect_with_timeout(self, milliseconds: int) -> Connection:
        """A connection on which a question fails after so long; not to be given back, but invalidated."""
        connection = self.connect()
        sqlite = connection.dialect.name == "sqlite"
        limit = "PRAGMA busy_timeout = {}" if sqlite else "SET statement_timeout = {}"
        connection.exec_driver_sql(limit.format(milliseconds))
        return connection

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Turn every sign of a database that is away into `DatabaseUnavailable`."""
        try:
            yield
        except IntegrityError:
            raise
        except DataError as error:
            raise UnstorableValue(str(error.orig)) from error
        except (SQLAlchemyError, OSError) as error:
            self._prepared = False
            connection_lost = isinstance(error, DBAPIError) and error.connection_invalidated
            raise DatabaseUnavailable(
                str(getattr(error, "orig", error)).strip(), connection_lost=connection_lost
            ) from error

    def _prepare_once(self) -> None:
        if not self._prepared:
            self._prepare(self.engine)
            self._prepared = True
