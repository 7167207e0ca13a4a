"""Sessions and tries in a database, for all workers together. Knows SQL; no lifetime, no limit."""

from collections.abc import Iterable

from sqlalchemy import Row, delete, insert, select, update

from widget.accounts.model import Account, Membership, Session, SessionStage
from widget.accounts.store import accounts_with_recovery_codes, as_account, memberships_of
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
                    way_on=session.next_url,
                    device=session.device,
                    confirmed=session.confirmed,
                )
            )

    def find(self, key: str) -> Session | None:
        """The session of a token's hash."""
        columns = (column for name, column in sessions.c.items() if name not in {"account_id", "epoch"})
        same = (sessions.c.account_id == accounts.c.id) & (sessions.c.epoch == accounts.c.epoch)
        statement = (
            accounts_with_recovery_codes().add_columns(*columns).join(sessions, same).where(sessions.c.key == key)
        )
        with self._database.transaction() as connection:
            row = connection.execute(statement).one_or_none()
            return _as_session(row, memberships_of(connection, row.id)) if row else None

    def of_account(self, account: Account) -> tuple[Session, ...]:
        """The sessions of an account, the one that was used last first."""
        columns = (column for name, column in sessions.c.items() if name not in {"account_id", "epoch"})
        same = (sessions.c.account_id == accounts.c.id) & (sessions.c.epoch == accounts.c.epoch)
        statement = accounts_with_recovery_codes().add_columns(*columns).join(sessions, same)
        own = statement.where(accounts.c.id == account.id).order_by(sessions.c.seen.desc())
        with self._database.transaction() as connection:
            return tuple(_as_session(row, account.memberships) for row in connection.execute(own).all())

    def end_others(self, account: Account, key: str) -> None:
        """Forget every session of an account but one."""
        others = (sessions.c.account_id == account.id) & (sessions.c.key != key)
        with self._database.transaction() as connection:
            connection.execute(delete(sessions).where(others))

    def end_one(self, account: Account, key: str) -> bool:
        """Forget a session if it is one of the account's."""
        own = (sessions.c.account_id == account.id) & (sessions.c.key == key)
        with self._database.transaction() as connection:
            return connection.execute(delete(sessions).where(own)).rowcount == 1

    def confirm(self, key: str, now: int) -> None:
        """Note that a code has confirmed who it is."""
        with self._database.transaction() as connection:
            connection.execute(update(sessions).where(sessions.c.key == key).values(confirmed=now))

    def rekey(self, key: str, new_key: str) -> bool:
        """Have another token open a session; False if it has ended."""
        with self._database.transaction() as connection:
            statement = update(sessions).where(sessions.c.key == key).values(key=new_key)
            return connection.execute(statement).rowcount == 1

    def offer(self, key: str, secret: str) -> None:
        """Offer a secret to set up codes with; empty takes the offer back."""
        with self._database.transaction() as connection:
            connection.execute(update(sessions).where(sessions.c.key == key).values(new_secret=secret))

    def touch(self, key: str, now: int) -> None:
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

    def undo(self, notes: Iterable[int]) -> None:
        """Forget these tries."""
        with self._database.transaction() as connection:
            connection.execute(delete(attempts).where(attempts.c.id.in_(list(notes))))

    def clear(self, prefix: str) -> None:
        """Forget every try of the buckets whose names begin so."""
        with self._database.transaction() as connection:
            connection.execute(delete(attempts).where(attempts.c.bucket.startswith(prefix, autoescape=True)))


def _as_session(row: Row[tuple[object, ...]], roles: tuple[Membership, ...]) -> Session:
    return Session(
        key=row.key,
        account=as_account(row, roles),
        stage=SessionStage(row.stage),
        started=row.started,
        seen=row.seen,
        new_secret=row.new_secret,
        next_url=row.way_on,
        device=row.device,
        confirmed=row.confirmed,
    )
