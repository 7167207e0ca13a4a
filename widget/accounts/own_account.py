"""What people do with their own account: password, codes, sessions, and confirming that it is them. Knows no HTTP."""

from dataclasses import replace

from widget.accounts import codes
from widget.accounts.accounts import Accounts
from widget.accounts.audit_log import AccountAction
from widget.accounts.limits import RateLimited
from widget.accounts.model import AccountRefusal, Client, NewSession, Session, SessionStage
from widget.accounts.passwords import PasswordFault, password_fault

CONFIRMED_FOR = 10 * 60
"""Seconds after a code in which accounts can be changed without another one."""


class OwnAccount:
    """The changes that the owner of a session makes."""

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def is_confirmed(self, session: Session) -> bool:
        """Whether a code has confirmed lately who it is."""
        return session.confirmed > self._accounts.now - CONFIRMED_FOR

    def has_just_signed_in(self, session: Session) -> bool:
        """Whether the session began lately, so that all of signing in was done lately."""
        return session.started > self._accounts.now - CONFIRMED_FOR

    def confirm(self, session: Session, typed: str, client: Client) -> NewSession | AccountRefusal | RateLimited:
        """Confirm by a one-time code who it is: the session goes on under a new token."""
        accounts = self._accounts
        wrong = accounts.check_code(session, lambda: accounts.is_code(session, typed), client)
        if wrong:
            return wrong
        accounts.sessions.store.confirm(session.key, accounts.now)
        return accounts.sessions.renew(session, accounts.now) or AccountRefusal.VOID

    def change_password(
        self, session: Session, old: str, new: str, client: Client | None = None
    ) -> NewSession | PasswordFault | AccountRefusal | RateLimited:
        """Change the password of a session's account: every session ends, and this browser gets a new one."""
        accounts, account, client = self._accounts, session.account, client or Client()
        if wrong := self.check_password(session, old, client):
            return wrong
        fault = password_fault(new, account.email, accounts.context)
        if fault:
            return fault
        accounts.devices.forget(account)
        return accounts.set_password(account, new, SessionStage.FULL, client)

    def check_password(self, session: Session, typed: str, client: Client) -> AccountRefusal | RateLimited | None:
        """Count an attempt at the password of a session's account; None if it was right."""
        accounts, account = self._accounts, session.account
        notes = accounts.attempt_password(account.email, client)
        if isinstance(notes, RateLimited):
            return notes
        if not accounts.is_password(account, typed):
            accounts.note_failed(account)
            return AccountRefusal.WRONG
        accounts.limits.undo(notes)
        return None

    def reauthenticate(self, session: Session, password: str, client: Client) -> AccountRefusal | RateLimited | None:
        """Check the password before codes are changed; an account without one must have signed in just now."""
        if session.account.password_hash:
            return self.check_password(session, password, client)
        return None if self.has_just_signed_in(session) else AccountRefusal.VOID

    def offer_codes(self, session: Session) -> Session:
        """Offer a new secret, for another phone; the old codes hold until one of the new ones was given."""
        secret = codes.new_secret()
        self._accounts.sessions.store.offer(session.key, secret)
        return replace(session, new_secret=secret)

    def renew_codes(
        self, session: Session, typed: str, client: Client
    ) -> tuple[str, ...] | AccountRefusal | RateLimited:
        """Take the codes of the offered secret instead of the old ones; the new recovery codes.

        Every other session of the account ends.
        """
        accounts, recovery_codes = self._accounts, codes.new_recovery_codes()
        wrong = accounts.check_code(session, lambda: accounts.take_codes(session, typed, recovery_codes), client)
        if wrong:
            return wrong
        accounts.sessions.store.offer(session.key, "")
        accounts.sessions.store.end_others(session.account, session.key)
        accounts.audit_log.note(AccountAction.CODES_RENEWED, session.account, session.account.email)
        return recovery_codes

    def renew_recovery_codes(self, session: Session) -> tuple[str, ...]:
        """New recovery codes; the old ones are void."""
        accounts, recovery_codes = self._accounts, codes.new_recovery_codes()
        accounts.store.set_recovery_codes(
            session.account, tuple(codes.recovery_code_hash(code) for code in recovery_codes)
        )
        accounts.audit_log.note(AccountAction.RECOVERY_CODES_RENEWED, session.account, session.account.email)
        return recovery_codes

    def sessions(self, session: Session) -> tuple[Session, ...]:
        """All sessions of the account that hold, the one that was used last first."""
        found = self._accounts.sessions.store.of_account(session.account)
        return tuple(one for one in found if self._accounts.sessions.holds(one, self._accounts.now))

    def end_session(self, session: Session, key: str) -> bool:
        """End one of the account's sessions. False if it has ended already."""
        ended = self._accounts.sessions.store.end_one(session.account, key)
        if ended:
            self._accounts.audit_log.note(AccountAction.SESSION_ENDED, session.account, session.account.email)
        return ended

    def end_other_sessions(self, session: Session, client: Client) -> None:
        """End every session but this one, and forget all other browsers."""
        self._accounts.sessions.store.end_others(session.account, session.key)
        self._accounts.devices.forget(session.account, but=client.device)
        self._accounts.audit_log.note(AccountAction.SESSION_ENDED, session.account, session.account.email)
