"""Browsers that an account has signed in with: strangers cannot use up their attempts. Knows SQL, no cookie."""

import hashlib
import secrets

from sqlalchemy import delete, insert, select, update

from widget.accounts.emails import spellings
from widget.accounts.model import Account
from widget.accounts.tables import accounts, known_devices
from widget.database.database import Database

LIFETIME = 180 * 24 * 60 * 60
"""Seconds after the last sign-in until a browser is no longer known."""


class KnownDevices:
    """The known browsers of a database. A browser has a token of 256 random bits; the table has only its hash."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def knows(self, token: str, email: str, now: int) -> bool:
        """Whether the account with this e-mail address has signed in with the browser that has the token."""
        if not token:
            return False
        there = (known_devices.c.key == _key_of(token)) & (known_devices.c.seen > now - LIFETIME)
        query = select(known_devices.c.seen).join(accounts).where(there & accounts.c.email.in_(spellings(email)))
        with self._database.transaction() as connection:
            return connection.execute(query).first() is not None

    def remember(self, token: str, account: Account, now: int) -> str:
        """Note a sign-in; the token that the browser shall have: its own where the account knows it, or a new one."""
        own = known_devices.c.account_id == account.id
        with self._database.transaction() as connection:
            connection.execute(delete(known_devices).where(known_devices.c.seen <= now - LIFETIME))
            same = own & (known_devices.c.key == _key_of(token))
            if token and connection.execute(update(known_devices).where(same).values(seen=now)).rowcount:
                return token
            token = secrets.token_urlsafe(32)
            connection.execute(insert(known_devices).values(account_id=account.id, key=_key_of(token), seen=now))
        return token

    def forget(self, account: Account, but: str = "") -> None:
        """Forget the browsers of an account, except the one whose token is `but`."""
        own = known_devices.c.account_id == account.id
        with self._database.transaction() as connection:
            connection.execute(delete(known_devices).where(own & (known_devices.c.key != _key_of(but))))


def _key_of(token: str) -> str:
    return hashlib.sha256(f"device:{token}".encode("utf-8", "surrogatepass")).hexdigest()
