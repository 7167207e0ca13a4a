"""Accounts in a database. What must happen once is one statement, so that workers cannot race. Knows SQL."""

import secrets

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from widget.accounts.emails import spellings
from widget.accounts.model import Account, Membership, Role
from widget.accounts.tables import (
    ID_LENGTH,
    accounts,
    identities,
    invitations,
    known_devices,
    memberships,
    recovery_codes,
    sessions,
)
from widget.database.database import Database


class AccountStore:
    """The accounts of a database. Every method raises `DatabaseUnavailable` when it does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, email: str, membership: Membership, link_shown_to: str = "") -> Account | None:
        """A new account without a password; None if there is one with this e-mail address.

        The database refuses the same form of an address; another form of its domain is looked for before.
        """
        if self.by_email(email):
            return None
        account = _new_id()
        nothing = {"password_hash": "", "code_secret": "", "last_step": 0, "last_sign_in": 0}
        values = {"id": account, "email": email, "epoch": 1, "link_shown_to": link_shown_to, **nothing}
        try:
            with self._database.transaction() as connection:
                connection.execute(insert(accounts).values(values))
                connection.execute(insert(memberships).values(_values(account, membership)))
        except IntegrityError:
            return None
        return self.by_email(email)

    def by_email(self, email: str) -> Account | None:
        """The account of an e-mail address, in whichever form its domain is stored; in the given one, if in both."""
        if "\0" in email:  # which PostgreSQL refuses to look for
            return None
        found = accounts_with_recovery_codes().where(accounts.c.email.in_(spellings(email)))
        return self._one(found.order_by(accounts.c.email != email).limit(1))

    def by_id(self, account: str) -> Account | None:
        """The account of an id."""
        return self._one(accounts_with_recovery_codes().where(accounts.c.id == account))

    def listed(self, partner: str | None, limit: int, offset: int = 0) -> tuple[Account, ...]:
        """Accounts in the order of their e-mail addresses; those with a role with a partner, or all."""
        statement = accounts_with_recovery_codes().order_by(accounts.c.email).limit(limit).offset(offset)
        if partner is not None:
            members = select(memberships.c.account_id).where(memberships.c.partner == partner)
            statement = statement.where(accounts.c.id.in_(members))
        with self._database.transaction() as connection:
            rows = connection.execute(statement).all()
            return tuple(as_account(row, memberships_of(connection, row.id)) for row in rows)

    def grant(self, account: Account, membership: Membership) -> None:
        """Give a role, in place of the one that the account has with the same partner. An open link becomes void."""
        with self._database.transaction() as connection:
            connection.execute(delete(memberships).where(_same(account, membership.partner)))
            connection.execute(insert(memberships).values(_values(account.id, membership)))
            connection.execute(delete(invitations).where(invitations.c.account_id == account.id))

    def withdraw(self, account: Account, partner: str) -> bool:
        """Take away the role with a partner; False if there was none. An open link becomes void."""
        with self._database.transaction() as connection:
            if connection.execute(delete(memberships).where(_same(account, partner))).rowcount != 1:
                return False
            connection.execute(delete(invitations).where(invitations.c.account_id == account.id))
        return True

    def confirm(self, account: Account) -> bool:
        """Note that another person knows who signed in.

        False if there is nothing to confirm, if the link was not used yet, or if there is a new link since.
        """
        if not account.can_be_confirmed:
            return False
        with self._database.transaction() as connection:
            same = (accounts.c.id == account.id) & (accounts.c.epoch == account.epoch)
            shown = same & (accounts.c.link_shown_to == account.link_shown_to) & (accounts.c.link_shown_to != "")
            return connection.execute(update(accounts).where(shown).values(link_shown_to="")).rowcount == 1

    def shown(self, account: Account, link_shown_to: str) -> None:
        """Note who is shown the link of an account."""
        with self._database.transaction() as connection:
            own = accounts.c.id == account.id
            connection.execute(update(accounts).where(own).values(link_shown_to=link_shown_to))

    def signed_in(self, account: Account, now: int) -> None:
        """Note that all of signing in is done."""
        with self._database.transaction() as connection:
            connection.execute(update(accounts).where(accounts.c.id == account.id).values(last_sign_in=now))

    def remove(self, account: Account) -> None:
        """Forget an account with its invitation, codes and sessions."""
        with self._database.transaction() as connection:
            connection.execute(delete(invitations).where(invitations.c.account_id == account.id))
            connection.execute(delete(known_devices).where(known_devices.c.account_id == account.id))
            connection.execute(delete(recovery_codes).where(recovery_codes.c.account_id == account.id))
            connection.execute(delete(sessions).where(sessions.c.account_id == account.id))
            connection.execute(delete(memberships).where(memberships.c.account_id == account.id))
            connection.execute(delete(identities).where(identities.c.account_id == account.id))
            connection.execute(delete(accounts).where(accounts.c.id == account.id))

    def set_password(self, account: Account, password_hash: str) -> bool:
        """Set a new password, end every session and the open invitation.

        False if the password was changed, or the account reset, since `account` was read.
        """
        values = {"password_hash": password_hash, "epoch": account.epoch + 1}
        with self._database.transaction() as connection:
            same = (accounts.c.id == account.id) & (accounts.c.epoch == account.epoch)
            if connection.execute(update(accounts).where(same).values(values)).rowcount != 1:
                return False
            connection.execute(delete(invitations).where(invitations.c.account_id == account.id))
            connection.execute(delete(sessions).where(sessions.c.account_id == account.id))
        return True

    def rehash(self, account: Account, password_hash: str) -> None:
        """The same password with a new hash: sessions go on."""
        with self._database.transaction() as connection:
            same = (accounts.c.id == account.id) & (accounts.c.password_hash == account.password_hash)
            connection.execute(update(accounts).where(same).values(password_hash=password_hash))

    def set_codes(self, account: Account, secret: str, step: int, keys: tuple[str, ...]) -> bool:
        """Set up codes in place of those that `account` has; False if they were changed since it was read.

        `step` is the time step of the code that proved it.
        """
        with self._database.transaction() as connection:
            same = (accounts.c.id == account.id) & (accounts.c.code_secret == account.code_secret)
            statement = update(accounts).where(same).values(code_secret=secret, last_step=step)
            if connection.execute(statement).rowcount != 1:
                return False
            _keep_recovery_codes(connection, account, keys)
        return True

    def set_recovery_codes(self, account: Account, keys: tuple[str, ...]) -> None:
        """New recovery codes in place of the old ones."""
        with self._database.transaction() as connection:
            _keep_recovery_codes(connection, account, keys)

    def use_step(self, account: Account, step: int) -> bool:
        """Use the code of a time step; False if it, or a later one, has been used."""
        with self._database.transaction() as connection:
            unused = (accounts.c.id == account.id) & (accounts.c.last_step < step)
            return connection.execute(update(accounts).where(unused).values(last_step=step)).rowcount == 1

    def use_recovery_code(self, account: Account, key: str) -> bool:
        """Use a recovery code; False if there is none of that hash, or no more."""
        with self._database.transaction() as connection:
            there = (recovery_codes.c.account_id == account.id) & (recovery_codes.c.key == key)
            return connection.execute(delete(recovery_codes).where(there)).rowcount == 1

    def reset(self, account: Account) -> Account | None:
        """Take away password, codes and sessions; the account with its new epoch, to make an invitation for."""
        values = {"password_hash": "", "code_secret": "", "last_step": 0, "epoch": accounts.c.epoch + 1}
        with self._database.transaction() as connection:
            connection.execute(update(accounts).where(accounts.c.id == account.id).values(values))
            connection.execute(delete(invitations).where(invitations.c.account_id == account.id))
            connection.execute(delete(known_devices).where(known_devices.c.account_id == account.id))
            connection.execute(delete(recovery_codes).where(recovery_codes.c.account_id == account.id))
            connection.execute(delete(sessions).where(sessions.c.account_id == account.id))
        return self.by_id(account.id)

    def claim(self, account: Account) -> Account:
        """The account of an owner whom the provider knows: nothing is to be confirmed any more.

        The person who was shown its link may have used it, or still may: the link, and a password, codes and sessions
        that were set by it, are taken away.
        """
        self.reset(account)
        self.shown(account, "")
        return self.by_id(account.id) or account

    def _one(self, statement: Select[tuple[object, ...]]) -> Account | None:
        with self._database.transaction() as connection:
            row = connection.execute(statement).one_or_none()
            return as_account(row, memberships_of(connection, row.id)) if row else None


def accounts_with_recovery_codes() -> Select[tuple[object, ...]]:
    """The columns that `as_account` reads."""
    number = select(func.count()).where(recovery_codes.c.account_id == accounts.c.id).scalar_subquery()
    return select(*accounts.c, number.label("recovery_codes"))


def as_account(row: Row[tuple[object, ...]], roles: tuple[Membership, ...]) -> Account:
    """A row of `accounts_with_recovery_codes`, perhaps with more columns."""
    return Account(
        id=row.id,
        email=row.email,
        epoch=row.epoch,
        password_hash=row.password_hash,
        code_secret=row.code_secret,
        last_step=row.last_step,
        recovery_codes=row.recovery_codes,
        link_shown_to=row.link_shown_to,
        last_sign_in=row.last_sign_in,
        memberships=roles,
    )


def memberships_of(connection: Connection, account: str) -> tuple[Membership, ...]:
    """The roles of an account."""
    own = select(memberships).where(memberships.c.account_id == account).order_by(memberships.c.partner)
    return tuple(Membership(Role(row.role), row.partner, row.since) for row in connection.execute(own))


def _same(account: Account, partner: str) -> ColumnElement[bool]:
    return (memberships.c.account_id == account.id) & (memberships.c.partner == partner)


def _values(account: str, membership: Membership) -> dict[str, object]:
    given = {"partner": membership.partner, "role": membership.role.value, "since": membership.since}
    return {"account_id": account, **given}


def _keep_recovery_codes(connection: Connection, account: Account, keys: tuple[str, ...]) -> None:
    connection.execute(delete(recovery_codes).where(recovery_codes.c.account_id == account.id))
    connection.execute(insert(recovery_codes), [{"account_id": account.id, "key": key} for key in keys])


def _new_id() -> str:
    """An id that no account had or will have."""
    return secrets.token_hex(ID_LENGTH // 2)
