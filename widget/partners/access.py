"""Access to the database, with one exception for all the ways in which it can be away. Knows no partner."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError

from widget.database.engine import migrate
from widget.partners.records import RegistryUnavailable


class Access:
    """Opens transactions on an up-to-date database; `RegistryUnavailable` when it is away.

    The tables are brought up to date by whatever comes first, so it does not matter if the database is away at start.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._prepared = False

    def prepare(self) -> None:
        """Bring the tables up to date, and leave no connection open: the server may fork after this."""
        with self.answering():
            self._migrate_once()
        self._engine.dispose()

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All or nothing: what is done inside happens at the end, unless an exception leaves it."""
        with self.answering():
            self._migrate_once()
            with self._engine.begin() as connection:
                yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for questions."""
        with self.answering(), self.connect() as connection:
            yield connection

    def connect(self) -> Connection:
        """A connection for questions, each of which sees what is true at that moment; to be closed by the caller."""
        self._migrate_once()
        return self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")

    def connect_hastily(self, milliseconds: int) -> Connection:
        """A connection on which a question fails after so long; not to be given back, but invalidated."""
        connection = self.connect()
        sqlite = connection.dialect.name == "sqlite"
        limit = "PRAGMA busy_timeout = {}" if sqlite else "SET statement_timeout = {}"
        connection.exec_driver_sql(limit.format(milliseconds))
        return connection

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Turn every sign of a database that is away into `RegistryUnavailable`."""
        try:
            yield
        except (IntegrityError, DataError):
            raise
        except (SQLAlchemyError, OSError) as error:
            # Perhaps it comes back empty: look at the tables again then.
            self._prepared = False
            cut = isinstance(error, DBAPIError) and error.connection_invalidated
            raise RegistryUnavailable(str(getattr(error, "orig", error)).strip(), cut=cut) from error

    def _migrate_once(self) -> None:
        if not self._prepared:
            migrate(self._engine)
            self._prepared = True
