"""Links for people who have forgotten their password. Knows no mail, no HTTP."""

from widget.accounts.accounts import Accounts
from widget.accounts.audit_log import UNKNOWN, AccountAction
from widget.accounts.emails import plain_email
from widget.accounts.invitations import LinkPurpose
from widget.accounts.limits import RateLimited
from widget.accounts.model import Client


class ForgottenPasswords:
    """Makes the links.

    Nothing of the account changes before a link is used: a stranger who asks for one neither signs its owner out nor
    takes the password away. The one-time code is asked for afterwards as always, so a mailbox alone opens nothing.
    """

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts

    def is_allowed(self, email: str, client: Client) -> bool:
        """Count that a link was asked for; False if that was too often. The same whether there is an account."""
        limits = self._accounts.limits.for_mails(plain_email(email), client.network)
        return not isinstance(self._accounts.limits.attempt(limits, self._accounts.now), RateLimited)

    def token(self, email: str) -> tuple[str, str] | None:
        """The address that is stored and a link's token, for an account with a password; None for any other.

        Mail goes to the stored address alone: the one that was typed may only look like it.
        """
        account = self._accounts.store.by_email(plain_email(email))
        if account is None or not account.password_hash:
            return None
        self._accounts.audit_log.note(AccountAction.LINK_ASKED, account, UNKNOWN)
        return account.email, self._accounts.issue_link(account, LinkPurpose.RESET)
