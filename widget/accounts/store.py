"""Accounts in a database. What must happen once is one statement, so that workers cannot race. Knows SQL."""

from sqlalchemy import Row, Select, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from widget.accounts.model import Account, Role
from widget.accounts.tables import accounts, sessions, spare_codes
from widget.database.database import Database


class AccountStore:
    """The accounts of a database. Every method raises `DatabaseUnavailable` when it does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, email: str, role: Role, partner: str) -> Account | None:
        """A new account without a password; None if there is one with this e-mail address."""
        nothing = {"password_hash": "", "code_secret": "", "last_step": 0}
        values = {"email": email, "role": role.value, "partner": partner, "epoch": 1, **nothing}
        try:
            with self._database.transaction() as connection:
                connection.execute(insert(accounts).values(values))
        except IntegrityError:
            return None
        return self.by_email(email)

    def by_email(self, email: str) -> Account | None:
        """The account of an e-mail address."""
        if "\0" in email:  # which PostgreSQL refuses to look for
            return None
        return self._one(accounts_with_spares().where(accounts.c.email == email))

    def by_id(self, account: int) -> Account | None:
        """The account of a number."""
        return self._one(accounts_with_spares().where(accounts.c.id == account))

    def listed(self, partner: str | None, limit: int, offset: int = 0) -> tuple[Account, ...]:
        """Accounts in the order of their e-mail addresses; of a partner, or of all."""
        statement = accounts_with_spares().order_by(accounts.c.email).limit(limit).offset(offset)
        if partner is not None:
            statement = statement.where(accounts.c.partner == partner)
        with self._database.transaction() as connection:
            return tuple(as_account(row) for row in connection.execute(statement))

    def remove(self, account: Account) -> None:
        """Forget an account with its codes and sessions."""
        with self._database.transaction() as connection:
            connection.execute(delete(spare_codes).where(spare_codes.c.account_id == account.id))
            connection.execute(delete(sessions).where(sessions.c.account_id == account.id))
            connection.execute(delete(accounts).where(accounts.c.id == account.id))

    def set_password(self, account: Account, password_hash: str) -> bool:
        """Set a new password and end every session; False if somebody else did so since `account` was read."""
        values = {"password_hash": password_hash, "epoch": account.epoch + 1}
        with self._database.transaction() as connection:
            same = (accounts.c.id == account.id) & (accounts.c.epoch == account.epoch)
            if connection.execute(update(accounts).where(same).values(values)).rowcount != 1:
                return False
            connection.execute(delete(sessions).where(sessions.c.account_id == account.id))
        return True

    def rehash(self, account: Account, password_hash: str) -> None:
        """The same password, hashed anew: sessions go on."""
        with self._database.transaction() as connection:
            same = (accounts.c.id == account.id) & (accounts.c.password_hash == account.password_hash)
            connection.execute(update(accounts).where(same).values(password_hash=password_hash))

    def set_codes(self, account: Account, secret: str, step: int, spare_keys: tuple[str, ...]) -> bool:
        """Set up codes where there are none; `step` is the time step of the code that proved it."""
        with self._database.transaction() as connection:
            bare = (accounts.c.id == account.id) & (accounts.c.code_secret == "")
            statement = update(accounts).where(bare).values(code_secret=secret, last_step=step)
            if connection.execute(statement).rowcount != 1:
                return False
            connection.execute(delete(spare_codes).where(spare_codes.c.account_id == account.id))
            rows = [{"account_id": account.id, "key": key} for key in spare_keys]
            connection.execute(insert(spare_codes), rows)
        return True

    def use_step(self, account: Account, step: int) -> bool:
        """Use the code of a time step; False if it, or a later one, has been used."""
        with self._database.transaction() as connection:
            unused = (accounts.c.id == account.id) & (accounts.c.last_step < step)
            return connection.execute(update(accounts).where(unused).values(last_step=step)).rowcount == 1

    def use_spare(self, account: Account, key: str) -> bool:
        """Use a spare code; False if there is none of that hash, or no more."""
        with self._database.transaction() as connection:
            there = (spare_codes.c.account_id == account.id) & (spare_codes.c.key == key)
            return connection.execute(delete(spare_codes).where(there)).rowcount == 1

    def reset(self, account: Account) -> Account | None:
        """Take away password, codes and sessions; the account with its new epoch, to make an invitation for."""
        values = {"password_hash": "", "code_secret": "", "last_step": 0, "epoch": accounts.c.epoch + 1}
        with self._database.transaction() as connection:
            connection.execute(update(accounts).where(accounts.c.id == account.id).values(values))
            connection.execute(delete(spare_codes).where(spare_codes.c.account_id == account.id))
            connection.execute(delete(sessions).where(sessions.c.account_id == account.id))
        return self.by_id(account.id)

    def _one(self, statement: Select[tuple[object, ...]]) -> Account | None:
        with self._database.transaction() as connection:
            row = connection.execute(statement).one_or_none()
        return as_account(row) if row else None


def accounts_with_spares() -> Select[tuple[object, ...]]:
    """The columns that `as_account` reads."""
    number = select(func.count()).where(spare_codes.c.account_id == accounts.c.id).scalar_subquery()
    return select(*accounts.c, number.label("spare_codes"))


def as_account(row: Row[tuple[object, ...]]) -> Account:
    """A row of `accounts_with_spares`, perhaps with more columns."""
    return Account(
        id=row.id,
        email=row.email,
        role=Role(row.role),
        partner=row.partner,
        epoch=row.epoch,
        password_hash=row.password_hash,
        code_secret=row.code_secret,
        last_step=row.last_step,
        spare_codes=row.spare_codes,
    )
