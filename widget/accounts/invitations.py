"""Links that set a password: random, stored as a hash, valid for two days, used once. Knows SQL, no HTTP."""

import hashlib
import secrets
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import Connection, delete, insert, select

from widget.accounts.tables import invitations
from widget.database.database import Database

LIFETIME = 48 * 60 * 60
"""Seconds that an invitation can be used."""

_BYTES = 32


class LinkPurpose(Enum):
    """Why a link to set a password was made."""

    INVITATION = "invitation"
    RESET = "reset"


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that can be used: the account, and the e-mail address and epoch that the account had when it was made.

    An invitation whose account has another address or another epoch by now opens nothing.
    """

    account_id: str
    email: str
    epoch: int
    purpose: LinkPurpose


class Invitations:
    """The invitations of a database. At most one is open for each account: a new one replaces the one before."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def issue(self, invitation: Invitation, now: int) -> str:
        """Keep an invitation and give its token, 256 random bits that are stored nowhere. Removes expired ones."""
        token = secrets.token_urlsafe(_BYTES)
        with self._database.transaction() as connection:
            connection.execute(delete(invitations).where(invitations.c.ends <= now))
            withdraw(connection, invitation.account_id)
            connection.execute(
                insert(invitations).values(
                    key=_key_of(token),
                    account_id=invitation.account_id,
                    email=invitation.email,
                    epoch=invitation.epoch,
                    purpose=invitation.purpose.value,
                    ends=now + LIFETIME,
                )
            )
        return token

    def read(self, token: str, now: int) -> Invitation | None:
        """The invitation of a token, if it has not ended and was neither used nor replaced."""
        there = (invitations.c.key == _key_of(token)) & (invitations.c.ends > now)
        with self._database.transaction() as connection:
            row = connection.execute(select(invitations).where(there)).one_or_none()
        if row is None:
            return None
        return Invitation(row.account_id, row.email, row.epoch, LinkPurpose(row.purpose))


def withdraw(connection: Connection, account_id: str) -> None:
    """Remove the open invitation of an account, within a transaction."""
    connection.execute(delete(invitations).where(invitations.c.account_id == account_id))


def _key_of(token: str) -> str:
    """What the table holds of a token. The prefix keeps it apart from the hashes of other kinds of tokens."""
    return hashlib.sha256(f"set-password:{token}".encode("utf-8", "surrogatepass")).hexdigest()
