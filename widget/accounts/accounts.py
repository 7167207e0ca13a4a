"""Signing in, from the first invitation to the last recovery code. Knows no HTTP, no SQL; puts the parts together."""

import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from widget.accounts import codes
from widget.accounts.invitations import Invitation, Invitations
from widget.accounts.journal import COMMAND_LINE, UNKNOWN, Did, Journal
from widget.accounts.limits import CODES, IN_ALL, PER_ACCOUNT, Limits, Wait
from widget.accounts.model import Account, Role, Session, Stage
from widget.accounts.passwords import PasswordFault, Passwords, fault_in
from widget.accounts.session_store import AttemptStore, SessionStore
from widget.accounts.sessions import Sessions
from widget.accounts.store import AccountStore
from widget.database.database import Database

_EMAIL = re.compile(r"[^@\s\x00-\x1f\x7f]+@[^@\s\x00-\x1f\x7f]+\.[^@\s\x00-\x1f\x7f.]+")
_LONGEST_EMAIL = 254
_EVERYBODY = "everybody"


class Refused(Enum):
    """Why something was not done."""

    WRONG = "wrong"
    VOID = "void"
    """The link, or what it was to do, has been used or is too old."""


@dataclass(frozen=True, slots=True)
class Entered:
    """One step further: the token of the new session. `spare_codes` are shown once, when codes were set up."""

    token: str
    session: Session
    spare_codes: tuple[str, ...] = ()


class Accounts:
    """All that can be done with accounts. `key` is the server's secret, `now` gives the time with its zone."""

    def __init__(
        self, database: Database, key: bytes, now: Callable[[], datetime], passwords: Passwords | None = None
    ) -> None:
        self.store = AccountStore(database)
        self.sessions = Sessions(SessionStore(database))
        self.limits = Limits(AttemptStore(database), purpose_key(key, "limits"))
        self._invitations = Invitations(purpose_key(key, "invitations"))
        self.journal = Journal(database, lambda: self.now)
        self._passwords = passwords or Passwords()
        self._now = now
        self._key = key

    def key_for(self, purpose: str) -> bytes:
        """A key for something else that this server signs."""
        return purpose_key(self._key, purpose)

    @property
    def now(self) -> int:
        """The time in seconds since 1970."""
        return int(self._now().timestamp())

    # Invitations

    def invite(self, email: str, role: Role, partner: str = "", *, by: str = COMMAND_LINE) -> str | None:
        """A new account; the token to set its password with. None if there is one with this e-mail address."""
        account = self.store.add(plain_email(email), role, partner)
        if account is None:
            return None
        self.journal.note(Did.INVITED, account.email, by)
        return self._token(account)

    def reset(self, email: str, *, by: str = COMMAND_LINE) -> str | None:
        """Take away password, codes and sessions; the token to set a password with. None if there is no account."""
        account = self.store.by_email(plain_email(email))
        account = account and self.store.reset(account)
        if account is None:
            return None
        self.journal.note(Did.RESET, account.email, by)
        for kind in ("password", "code"):
            self.limits.clear(self.limits.bucket(kind, account.email))
        return self._token(account)

    def remove(self, email: str, *, by: str = COMMAND_LINE) -> bool:
        """Close an account: nobody signs in with it any more, by any way. False if there is none."""
        account = self.store.by_email(plain_email(email))
        if account is None:
            return False
        self.store.remove(account)
        self.journal.note(Did.CLOSED, account.email, by)
        return True

    def invited(self, token: str) -> Account | None:
        """Who is invited by a token that still holds."""
        invitation = self._invitations.read(token, self.now)
        account = self.store.by_id(invitation.account) if invitation else None
        return account if account and invitation and account.epoch == invitation.epoch else None

    def accept(self, token: str, password: str) -> Entered | PasswordFault | Refused:
        """Set the password of an invited account; the way on is the code."""
        account = self.invited(token)
        if account is None:
            return Refused.VOID
        fault = fault_in(password, account.email)
        if fault:
            return fault
        return self._set_password(account, password, Stage.HALF)

    # Signing in

    def enter(self, email: str, password: str, way_on: str = "") -> Entered | Refused | Wait:
        """Try e-mail and password. The answer and the work are the same whether there is such an account or not."""
        email = plain_email(email)
        limits = {self.limits.bucket("password", email): PER_ACCOUNT, _EVERYBODY: IN_ALL}
        notes = self.limits.attempt(limits, self.now)
        if isinstance(notes, Wait):
            return notes
        account = self.store.by_email(email)
        stored = account.password_hash if account else ""
        if not self._passwords.is_right(password, stored) or account is None:
            self._note_failed(account)
            return Refused.WRONG
        self.limits.take_back(notes)
        if self._passwords.is_outdated(stored):
            self.store.rehash(account, self._passwords.hash(password))
        return self._start(account, Stage.HALF, way_on)

    def enter_by_provider(self, email: str, *, mfa: bool) -> Entered | Refused:
        """Let in whom another provider vouches for; `mfa`: it has asked for more than a password."""
        account = self.store.by_email(plain_email(email))
        if account is None:
            return Refused.WRONG
        if mfa:
            self.journal.note(Did.SIGNED_IN, account.email, account.email)
        return self._start(account, Stage.FULL if mfa else Stage.HALF)

    def give_code(self, session: Session, typed: str) -> Entered | Refused | Wait:
        """Try a one-time code: the last step of signing in."""
        account = session.account
        if not account.has_codes:
            return Refused.WRONG

        def is_right() -> bool:
            step = codes.matching_step(account.code_secret, typed, self.now, account.last_step)
            return step is not None and self.store.use_step(account, step)

        return self._try_code(session, is_right, Did.SIGNED_IN)

    def give_spare_code(self, session: Session, typed: str) -> Entered | Refused | Wait:
        """Try a recovery code instead."""
        key = codes.spare_key(typed)
        return self._try_code(
            session, lambda: self.store.use_spare(session.account, key), Did.SIGNED_IN_BY_SPARE_CODE
        )

    def set_up_codes(self, session: Session, typed: str) -> Entered | Refused | Wait:
        """Set codes up with the secret that the session offers, proven by a code; then somebody is signed in."""
        spare = codes.new_spare_codes()

        def is_right() -> bool:
            step = codes.matching_step(session.new_secret, typed, self.now, 0) if session.new_secret else None
            keys = tuple(codes.spare_key(code) for code in spare)
            return step is not None and self.store.set_codes(session.account, session.new_secret, step, keys)

        return self._try_code(session, is_right, Did.CODES_SET_UP, spare)

    def change_password(self, session: Session, old: str, new: str) -> Entered | PasswordFault | Refused | Wait:
        """Change the password of somebody signed in: every session ends, and this browser gets a new one."""
        account = session.account
        notes = self.limits.attempt({self.limits.bucket("password", account.email): PER_ACCOUNT}, self.now)
        if isinstance(notes, Wait):
            return notes
        if not self._passwords.is_right(old, account.password_hash):
            self._note_failed(account)
            return Refused.WRONG
        self.limits.take_back(notes)
        return fault_in(new, account.email) or self._set_password(account, new, Stage.FULL)

    def _token(self, account: Account) -> str:
        return self._invitations.token(Invitation(account.id, account.epoch), self.now)

    def _set_password(self, account: Account, password: str, stage: Stage) -> Entered | Refused:
        changed = self.store.set_password(account, self._passwords.hash(password))
        fresh = self.store.by_id(account.id)
        if not (changed and fresh):
            return Refused.VOID
        self.journal.note(Did.PASSWORD_SET, fresh.email, fresh.email)
        return self._start(fresh, stage)

    def _note_failed(self, account: Account | None) -> None:
        if account:
            self.journal.note(Did.PASSWORD_FAILED, account.email, UNKNOWN)
        else:
            self.journal.note_stranger()

    def _try_code(
        self, session: Session, is_right: Callable[[], bool], done: Did, spare: tuple[str, ...] = ()
    ) -> Entered | Refused | Wait:
        bucket = self.limits.bucket("code", session.account.email)
        notes = self.limits.attempt({bucket: CODES}, self.now)
        if isinstance(notes, Wait):
            return notes
        email = session.account.email
        if not is_right():
            self.journal.note(Did.CODE_FAILED, email, UNKNOWN)
            return Refused.WRONG
        self.limits.clear(bucket)
        self.limits.clear(self.limits.bucket("password", email))
        self.journal.note(done, email, email)
        self.sessions.end(session)
        return self._start(session.account, Stage.FULL, session.way_on, spare)

    def _start(
        self, account: Account, stage: Stage, way_on: str = "", spare: tuple[str, ...] = ()
    ) -> Entered | Refused:
        token = self.sessions.start(account, stage, self.now, way_on)
        session = self.sessions.find(token, self.now)
        return Entered(token, session, spare) if session else Refused.VOID


def purpose_key(key: bytes, purpose: str) -> bytes:
    """A key of its own for each purpose, so that what is made for one is worth nothing for another."""
    return hmac.new(key, purpose.encode(), hashlib.sha256).digest()


def plain_email(email: str) -> str:
    """An e-mail address as it is kept: without spaces around it, in small letters."""
    return email.strip().lower()


def is_email(email: str) -> bool:
    """Whether the text can be an e-mail address."""
    return len(email) <= _LONGEST_EMAIL and bool(_EMAIL.fullmatch(plain_email(email)))
