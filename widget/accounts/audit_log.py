"""Who did what with accounts, and when: in the log, and in a table for operators. Knows no password, no browser."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import delete, insert, select

from widget.accounts.model import Account
from widget.accounts.tables import events
from widget.database.database import Database

RETENTION = 365 * 24 * 60 * 60
"""Seconds after which an event is forgotten."""

COMMAND_LINE = "command line"
"""Stands for the actor where it was done at the terminal of the server."""

UNKNOWN = ""
"""Stands for the actor of a failed sign-in."""

_LARGEST = 2**31 - 1

_log = logging.getLogger(__name__)


class AccountAction(Enum):
    """What was done with an account."""

    SIGNED_IN = "signed-in"
    SIGNED_IN_BY_RECOVERY_CODE = "signed-in-by-recovery-code"
    PASSWORD_FAILED = "password-failed"  # noqa: S105 (what happened, not a password)
    CODE_FAILED = "code-failed"
    INVITED = "invited"
    PASSWORD_SET = "password-set"  # noqa: S105 (what happened, not a password)
    CODES_SET_UP = "codes-set-up"
    RESET = "reset"
    """Password, codes and sessions were taken away, and a new link was made."""
    LINK_ASKED = "link-asked"
    """A link for a forgotten password was asked for, and mailed to the owner."""
    CLOSED = "closed"
    ROLE_GIVEN = "role-given"
    ROLE_TAKEN = "role-taken"
    CONFIRMED = "confirmed"
    """Another person has confirmed who signed in with a link that another person was shown."""
    CLAIMED = "claimed"
    """The owner has signed in by the provider: what was set by a link that another person was shown is taken away."""
    OTHER_PERSON = "other-person"
    """The provider vouched for another person than before, with the account's e-mail address: refused."""
    CODES_RENEWED = "codes-renewed"
    RECOVERY_CODES_RENEWED = "recovery-codes-renewed"
    SESSION_ENDED = "session-ended"


@dataclass(frozen=True, slots=True)
class AccountEvent:
    """An entry: `email` names the account, `by` the actor. `id` grows with time, `at` is seconds since 1970."""

    id: int
    at: int
    what: AccountAction
    email: str
    by: str


class AuditLog:
    """The events of a database, for all workers together."""

    def __init__(self, database: Database, now: Callable[[], int]) -> None:
        self._database = database
        self._now = now
        self.listeners: list[Callable[[AccountAction, Account, str], None]] = []
        """Called after each event is stored, with what was done, the account, and who did it."""

    def note(self, what: AccountAction, account: Account, by: str) -> None:
        """Log an event and keep it; those that are too old are forgotten. Raises `DatabaseUnavailable`."""
        now, email = self._now(), account.email
        _log.info("account", extra={"event": what.value, "account": email, "by": by})
        with self._database.transaction() as connection:
            connection.execute(delete(events).where(events.c.at < now - RETENTION))
            values = {"at": now, "what": what.value, "email": email, "by": by, "account_id": account.id}
            connection.execute(insert(events).values(values))
        for listener in self.listeners:
            listener(what, account, by)

    def record_unknown_email(self) -> None:
        """Log a sign-in with an e-mail address that has no account. It is not told: it may be a password."""
        _log.info("account", extra={"event": AccountAction.PASSWORD_FAILED.value, "account": UNKNOWN, "by": UNKNOWN})

    def record_rate_limited(self, account: Account | None) -> None:
        """Log an attempt that was refused unread. Not in the table, which strangers could fill so."""
        _log.info(
            "account", extra={"event": "rate-limited", "account": account.email if account else "", "by": UNKNOWN}
        )

    def of_account(self, account: Account, limit: int) -> tuple[AccountEvent, ...]:
        """The newest events of one account. Raises `DatabaseUnavailable`."""
        own = select(events).where(events.c.account_id == account.id).order_by(events.c.id.desc()).limit(limit)
        with self._database.transaction() as connection:
            rows = connection.execute(own).all()
        return tuple(AccountEvent(row.id, row.at, AccountAction(row.what), row.email, row.by) for row in rows)

    def listed(self, limit: int, before: int | None = None) -> tuple[AccountEvent, ...]:
        """The newest events, or those before the event with an id. Raises `DatabaseUnavailable`."""
        query = select(events).order_by(events.c.id.desc()).limit(limit)
        if before is not None:
            query = query.where(events.c.id < min(before, _LARGEST))
        with self._database.transaction() as connection:
            rows = connection.execute(query).all()
        return tuple(AccountEvent(row.id, row.at, AccountAction(row.what), row.email, row.by) for row in rows)
