"""Whom a provider means: the subject that it gives to one person and never to another. Knows SQL, no HTTP."""

from dataclasses import dataclass

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from widget.accounts.model import Account
from widget.accounts.tables import identities
from widget.database.database import Database

LONGEST_SUBJECT = 255
"""Characters (OpenID Connect Core 1.0, section 2)."""


@dataclass(frozen=True, slots=True)
class ProviderIdentity:
    """A person as a provider vouches for them: `subject` is theirs for ever, the verified `email` may change hands.

    `mfa` says that the provider asked for more than a password.
    """

    issuer: str
    subject: str
    email: str
    mfa: bool


class ProviderIdentities:
    """Which account belongs to which subject: each account has one with an issuer, each subject one account."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def account_id(self, identity: ProviderIdentity) -> str:
        """The id of the account that belongs to the identity's subject; empty if none does yet."""
        own = (identities.c.issuer == identity.issuer) & (identities.c.subject == identity.subject)
        with self._database.transaction() as connection:
            return connection.execute(select(identities.c.account_id).where(own)).scalar_one_or_none() or ""

    def bind(self, account: Account, identity: ProviderIdentity) -> bool:
        """Have the account belong to the identity's subject from now on; False if it belongs to another one."""
        values = {"account_id": account.id, "issuer": identity.issuer, "subject": identity.subject}
        try:
            with self._database.transaction() as connection:
                connection.execute(insert(identities).values(values))
        except IntegrityError:
            return self.account_id(identity) == account.id
        return True

    def forget(self, account: Account) -> None:
        """Have the account belong to no subject: the next person with its e-mail address may bind it."""
        with self._database.transaction() as connection:
            connection.execute(delete(identities).where(identities.c.account_id == account.id))
