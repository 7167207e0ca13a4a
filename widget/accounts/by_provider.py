"""Signing in by another provider: which account its answer opens. Knows no protocol, no HTTP."""

from widget.accounts.accounts import Accounts
from widget.accounts.audit_log import UNKNOWN, AccountAction
from widget.accounts.emails import is_email, plain_email
from widget.accounts.identities import ProviderIdentity
from widget.accounts.model import Account, AccountRefusal, Client, NewSession, SessionStage


class ProviderSignIn:
    """Lets in whom a provider vouches for.

    The e-mail address finds the account the first time alone, since an operator invites an address. From then on the
    account belongs to the provider's subject: a person who is given the address later is refused.
    """

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def sign_in(self, identity: ProviderIdentity, client: Client | None = None) -> NewSession | AccountRefusal:
        """Begin a session of the identity's account."""
        accounts, account = self._accounts, self._account(identity)
        if account is None:
            return AccountRefusal.WRONG
        if not accounts.identities.bind(account, identity):
            accounts.audit_log.note(AccountAction.OTHER_PERSON, account, UNKNOWN)
            return AccountRefusal.TAKEN
        if account.awaits_confirmation:
            account = accounts.store.claim(account)
            accounts.audit_log.note(AccountAction.CLAIMED, account, account.email)
        if identity.mfa:
            accounts.audit_log.note(AccountAction.SIGNED_IN, account, account.email)
        stage = SessionStage.FULL if identity.mfa else SessionStage.HALF
        return accounts.start_session(account, stage, client or Client())

    def _account(self, identity: ProviderIdentity) -> Account | None:
        store, bound = self._accounts.store, self._accounts.identities.account_id(identity)
        if bound:
            return store.by_id(bound)
        return store.by_email(plain_email(identity.email)) if is_email(identity.email) else None
