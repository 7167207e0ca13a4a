"""Signing in, from the first invitation to the last recovery code. Knows no HTTP, no SQL; puts the parts together."""

from collections.abc import Callable, Iterable
from datetime import datetime

from widget.accounts import codes
from widget.accounts.audit_log import COMMAND_LINE, UNKNOWN, AccountAction, AuditLog
from widget.accounts.devices import KnownDevices
from widget.accounts.emails import is_email, plain_email
from widget.accounts.identities import ProviderIdentities
from widget.accounts.invitations import Invitation, Invitations, LinkPurpose
from widget.accounts.keys import derive_key
from widget.accounts.limits import AttemptLimits, Limit, RateLimited
from widget.accounts.model import Account, AccountRefusal, Client, Membership, NewSession, Role, Session, SessionStage
from widget.accounts.passwords import PasswordFault, Passwords, password_fault
from widget.accounts.session_store import AttemptStore, SessionStore
from widget.accounts.sessions import Sessions
from widget.accounts.store import AccountStore
from widget.database.database import Database

_NO_CLIENT = Client()


class Accounts:
    """Invitations, roles and signing in; what people do with their own account is in `own_account`.

    `key` is the server's secret, `now` gives the time with its zone, `context` are words that are no part of a good
    password here.
    """

    def __init__(
        self,
        database: Database,
        key: bytes,
        now: Callable[[], datetime],
        passwords: Passwords | None = None,
        *,
        context: Iterable[str] = (),
    ) -> None:
        self.store = AccountStore(database)
        self.sessions = Sessions(SessionStore(database))
        self.limits = AttemptLimits(AttemptStore(database), derive_key(key, "limits"))
        self.devices = KnownDevices(database)
        self.identities = ProviderIdentities(database)
        self._invitations = Invitations(database)
        self.audit_log = AuditLog(database, lambda: self.now)
        self._passwords = passwords or Passwords()
        self.context = tuple(context)
        self._now = now
        self._key = key

    def derived_key(self, purpose: str) -> bytes:
        """A key for something else that this server signs."""
        return derive_key(self._key, purpose)

    @property
    def now(self) -> int:
        """The time in seconds since 1970."""
        return int(self._now().timestamp())

    def invite(
        self, email: str, role: Role, partner: str = "", *, by: str = COMMAND_LINE, shown_to: str = ""
    ) -> str | None:
        """A new account; the token to set its password with. None if there is one with this e-mail address.

        `shown_to` is the id of the account that is shown the link; empty where the link is mailed.
        """
        account = self.store.add(plain_email(email), Membership(role, partner, self.now), shown_to)
        if account is None:
            return None
        self.audit_log.note(AccountAction.INVITED, account, by)
        return self.issue_link(account, LinkPurpose.INVITATION)

    def grant(self, account: Account, role: Role, partner: str = "", *, by: str) -> None:
        """Give an account a role, in place of the one that it has with the same partner, or everywhere."""
        self.store.grant(account, Membership(role, partner, self.now))
        self.audit_log.note(AccountAction.ROLE_GIVEN, account, by)

    def withdraw(self, account: Account, partner: str, *, by: str) -> None:
        """Take a role away; an account without any is closed."""
        if not self.store.withdraw(account, partner):
            return
        self.audit_log.note(AccountAction.ROLE_TAKEN, account, by)
        left = self.store.by_id(account.id)
        if left and not left.memberships:
            self.remove(left.email, by=by)

    def confirm(self, account: Account, confirmer: Account) -> bool:
        """Confirm who signed in with a link that another person was shown.

        False before the link is used, and where `confirmer` was shown it, or is the account itself.
        """
        if confirmer.id in {account.id, account.link_shown_to} or not self.store.confirm(account):
            return False
        self.audit_log.note(AccountAction.CONFIRMED, account, confirmer.email)
        return True

    def renew_link(self, account: Account, *, by: str, shown_to: str = "") -> str:
        """A new link for an account whose password was never set; the one before becomes void."""
        self.store.shown(account, shown_to)
        self.audit_log.note(AccountAction.INVITED, account, by)
        return self.issue_link(account, LinkPurpose.INVITATION)

    def reset(self, email: str, *, by: str = COMMAND_LINE, shown_to: str = "") -> str | None:
        """Take away password, codes, sessions and whom the provider means; the token to set a password with.

        None if there is no account.
        """
        found = self.store.by_email(plain_email(email))
        if not (account := found and self.store.reset(found)):
            return None
        self.store.shown(account, shown_to)
        self.identities.forget(account)
        self.audit_log.note(AccountAction.RESET, account, by)
        self.limits.clear(account.email)
        return self.issue_link(account, LinkPurpose.RESET)

    def remove(self, email: str, *, by: str = COMMAND_LINE) -> bool:
        """Close an account: it cannot be signed in with any more, by any way. False if there is none."""
        account = self.store.by_email(plain_email(email))
        if account is None:
            return False
        self.store.remove(account)
        self.audit_log.note(AccountAction.CLOSED, account, by)
        return True

    def read_invitation(self, token: str) -> Account | None:
        """The account whose password a token may set, while account, address and epoch are those it was made for."""
        invitation = self._invitations.read(token, self.now)
        account = self.store.by_id(invitation.account_id) if invitation else None
        if account is None or invitation is None:
            return None
        unchanged = (account.email, account.epoch) == (invitation.email, invitation.epoch)
        return account if unchanged else None

    def accept_invitation(
        self, token: str, password: str, client: Client = _NO_CLIENT
    ) -> NewSession | PasswordFault | AccountRefusal:
        """Set the password of an invited account; the way on is the code."""
        account = self.read_invitation(token)
        if account is None:
            return AccountRefusal.VOID
        if fault := password_fault(password, account.email, self.context):
            return fault
        return self.set_password(account, password, SessionStage.HALF, client)

    def sign_in(
        self, email: str, password: str, next_url: str = "", client: Client = _NO_CLIENT
    ) -> NewSession | AccountRefusal | RateLimited:
        """Try e-mail and password. The answer and the work are the same whether there is such an account or not."""
        email = plain_email(email) if is_email(email) else ""
        notes = self.attempt_password(email, client)
        if isinstance(notes, RateLimited):
            return notes
        account = self.store.by_email(email)
        stored = account.password_hash if account else ""
        if not self._passwords.is_right(password, stored) or account is None:
            self.note_failed(account)
            return AccountRefusal.WRONG
        self.limits.undo(notes)
        if self._passwords.is_outdated(stored):
            self.store.rehash(account, self._passwords.hash(password))
        return self.start_session(account, SessionStage.HALF, client, next_url)

    def verify_code(
        self, session: Session, typed: str, client: Client = _NO_CLIENT
    ) -> NewSession | AccountRefusal | RateLimited:
        """Try a one-time code: the last step of signing in."""
        if not session.account.has_codes:
            return AccountRefusal.WRONG
        return self._try_code(session, lambda: self.is_code(session, typed), AccountAction.SIGNED_IN, client)

    def verify_recovery_code(
        self, session: Session, typed: str, client: Client = _NO_CLIENT
    ) -> NewSession | AccountRefusal | RateLimited:
        """Try a recovery code instead."""
        key = codes.recovery_code_hash(typed)
        return self._try_code(
            session,
            lambda: self.store.use_recovery_code(session.account, key),
            AccountAction.SIGNED_IN_BY_RECOVERY_CODE,
            client,
        )

    def set_up_codes(
        self, session: Session, typed: str, client: Client = _NO_CLIENT
    ) -> NewSession | AccountRefusal | RateLimited:
        """Set codes up with the secret that the session offers, proven by a code; this signs in."""
        recovery_codes = codes.new_recovery_codes()

        def is_right() -> bool:
            return self.take_codes(session, typed, recovery_codes)

        return self._try_code(session, is_right, AccountAction.CODES_SET_UP, client, recovery_codes)

    def take_codes(self, session: Session, typed: str, recovery_codes: tuple[str, ...]) -> bool:
        """Set up codes with the secret that the session offers, if `typed` is one of its codes."""
        step = codes.matching_step(session.new_secret, typed, self.now, 0) if session.new_secret else None
        keys = tuple(codes.recovery_code_hash(code) for code in recovery_codes)
        return step is not None and self.store.set_codes(session.account, session.new_secret, step, keys)

    def is_code(self, session: Session, typed: str) -> bool:
        """Use the one-time code that was typed; False if it is wrong or was used."""
        account = session.account
        step = codes.matching_step(account.code_secret, typed, self.now, account.last_step)
        return step is not None and self.store.use_step(account, step)

    def issue_link(self, account: Account, purpose: LinkPurpose) -> str:
        """The token of a new link that sets the account's password; the one before becomes void."""
        invitation = Invitation(account.id, account.email, account.epoch, purpose)
        return self._invitations.issue(invitation, self.now)

    def attempt_password(self, email: str, client: Client) -> list[int] | RateLimited:
        """Count an attempt at a password; its notes, or how long to wait."""
        return self._attempt(self.limits.for_passwords, email, client)

    def set_password(
        self, account: Account, password: str, stage: SessionStage, client: Client
    ) -> NewSession | AccountRefusal:
        """Keep a new password; every session of the account ends and another begins."""
        changed = self.store.set_password(account, self._passwords.hash(password))
        fresh = self.store.by_id(account.id)
        if not (changed and fresh):
            return AccountRefusal.VOID
        self.audit_log.note(AccountAction.PASSWORD_SET, fresh, fresh.email)
        return self.start_session(fresh, stage, client)

    def is_password(self, account: Account, password: str) -> bool:
        """Whether it is the account's password."""
        return self._passwords.is_right(password, account.password_hash)

    def note_failed(self, account: Account | None) -> None:
        """Log a wrong password."""
        if account:
            self.audit_log.note(AccountAction.PASSWORD_FAILED, account, UNKNOWN)
        else:
            self.audit_log.record_unknown_email()

    def _try_code(
        self,
        session: Session,
        is_right: Callable[[], bool],
        done: AccountAction,
        client: Client,
        recovery_codes: tuple[str, ...] = (),
    ) -> NewSession | AccountRefusal | RateLimited:
        wrong = self.check_code(session, is_right, client)
        if wrong:
            return wrong
        self.audit_log.note(done, session.account, session.account.email)
        self.sessions.end(session)
        return self.start_session(session.account, SessionStage.FULL, client, session.next_url, recovery_codes)

    def check_code(
        self, session: Session, is_right: Callable[[], bool], client: Client
    ) -> AccountRefusal | RateLimited | None:
        """Count an attempt at a code and try it; None if it was right."""
        email = session.account.email
        notes = self._attempt(self.limits.for_codes, email, client)
        if isinstance(notes, RateLimited):
            return notes
        if not is_right():
            self.audit_log.note(AccountAction.CODE_FAILED, session.account, UNKNOWN)
            return AccountRefusal.WRONG
        self.limits.clear(email)
        return None

    def _attempt(
        self, limits: Callable[[str, str, str], dict[str, Limit]], email: str, client: Client
    ) -> list[int] | RateLimited:
        known = client.device if self.devices.knows(client.device, email, self.now) else ""
        notes = self.limits.attempt(limits(email, client.network, known), self.now)
        if isinstance(notes, RateLimited):
            self.audit_log.record_rate_limited(self.store.by_email(email))
        return notes

    def start_session(
        self,
        account: Account,
        stage: SessionStage,
        client: Client,
        next_url: str = "",
        recovery_codes: tuple[str, ...] = (),
    ) -> NewSession | AccountRefusal:
        """Begin a session of an account: half way, or with all of signing in done."""
        token = self.sessions.start(account, stage, self.now, next_url, client.label)
        session = self.sessions.find(token, self.now)
        if session is None:
            return AccountRefusal.VOID
        if stage is SessionStage.HALF:
            return NewSession(token, session, recovery_codes)
        self.store.signed_in(account, self.now)
        return NewSession(token, session, recovery_codes, self.devices.remember(client.device, account, self.now))
