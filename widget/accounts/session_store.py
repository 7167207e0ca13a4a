"""Sessions and tries in a database, for all workers together. Knows SQL; no lifetime, no limit."""

from collections.abc import Iterable

from sqlalchemy import delete, insert, select, update

from widget.accounts.model import Session, Stage
from widget.accounts.store import accounts_with_spares, as_account
from widget.accounts.tables import accounts, attempts, sessions
from widget.database.database import Database


class SessionStore:
    """The sessions of a database. A session of an older epoch of its account is none."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, session: Session, *, forget_before: int) -> None:
        """Keep a session, and forget those that were started before a moment."""
        with self._database.transaction() as connection:
            connection.execute(delete(sessions).where(sessions.c.started < forget_before))
            connection.execute(
                insert(sessions).values(
                    key=session.key,
                    account_id=session.account.id,
                    epoch=session.account.epoch,
                    stage=session.stage.value,
                    started=session.started,
                    seen=session.seen,
                    new_secret=session.new_secret,
                    way_on=session.way_on,
                )
            )

    def find(self, key: str) -> Session | None:
        """The session of a token's hash."""
        columns = (column for name, column in sessions.c.items() if name not in {"account_id", "epoch"})
        same = (sessions.c.account_id == accounts.c.id) & (sessions.c.epoch == accounts.c.epoch)
        statement = accounts_with_spares().add_columns(*columns).join(sessions, same).where(sessions.c.key == key)
        with self._database.transaction() as connection:
            row = connection.execute(statement).one_or_none()
        if row is None:
            return None
        return Session(
            key=row.key,
            account=as_account(row),
            stage=Stage(row.stage),
            started=row.started,
            seen=row.seen,
            new_secret=row.new_secret,
            way_on=row.way_on,
        )

    def see(self, key: str, now: int) -> None:
        """Note that the session is in use."""
        with self._database.transaction() as connection:
            connection.execute(update(sessions).where(sessions.c.key == key).values(seen=now))

    def end(self, key: str) -> None:
        """Forget a session."""
        with self._database.transaction() as connection:
            connection.execute(delete(sessions).where(sessions.c.key == key))


class AttemptStore:
    """Tries to sign in, as times in buckets."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, bucket: str, at: int, forget_before: int) -> int:
        """Note a try and give its number, then forget old ones."""
        with self._database.transaction() as connection:
            connection.execute(delete(attempts).where(attempts.c.at < forget_before))
            statement = insert(attempts).values(bucket=bucket, at=at).returning(attempts.c.id)
            return int(connection.execute(statement).scalar_one())

    def since(self, bucket: str, moment: int) -> list[int]:
        """The times of the tries after a moment, oldest first."""
        there = (attempts.c.bucket == bucket) & (attempts.c.at > moment)
        with self._database.transaction() as connection:
            return list(connection.execute(select(attempts.c.at).where(there).order_by(attempts.c.at)).scalars())

    def take_back(self, notes: Iterable[int]) -> None:
        """Forget these tries."""
        with self._database.transaction() as connection:
            connection.execute(delete(attempts).where(attempts.c.id.in_(list(notes))))

    def clear(self, bucket: str) -> None:
        """Forget every try of a bucket."""
        with self._database.transaction() as connection:
            connection.execute(delete(attempts).where(attempts.c.bucket == bucket))
