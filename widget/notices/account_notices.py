"""What is mailed to the owners of accounts: links, new roles, and what was changed. Reads no request."""

import logging
from collections.abc import Callable

from widget.accounts.audit_log import COMMAND_LINE, AccountAction
from widget.accounts.mail import Mailer, MailNotSent
from widget.accounts.model import Account

SendLink = Callable[[str, str, str], bool]
"""Mails a link: to an e-mail address, the link, who has made it. False if the mail could not be sent."""

_log = logging.getLogger(__name__)


class AccountNotices:
    """Writes the mails. Without a `mailer` nothing is sent.

    `translate` gives a text in the language of the administration; `base_url` is the public address.
    """

    def __init__(self, translate: Callable[[str], str], base_url: str, mailer: Mailer | None) -> None:
        self._ = translate
        self._base_url = base_url
        self._mailer = mailer

    @property
    def are_sent(self) -> bool:
        """Whether there is a server for mail."""
        return self._mailer is not None

    @property
    def operations(self) -> str:
        """Who has made a link that a command made, in words."""
        return self._("The operations of the server")

    def send_link(self, to: str, address: str, inviter: str) -> bool:
        """Mail a link to set a password with. False if the mail could not be sent."""
        text = self._("%(inviter)s has invited you to the administration of the guides.") % {"inviter": inviter}
        how = self._("Choose your password here, within two days. The link can be used once:")
        warning = self._("If you do not know what this is about, you need not do anything.")
        return self._send(to, self._("Your link to the guides"), f"{text}\n\n{how}\n{address}\n\n{warning}\n")

    def send_link_after_reset(self, to: str, address: str, operator: str) -> bool:
        """Mail that an operator has reset the account, with the link to begin again. False if it was not sent."""
        text = self._("%(operator)s has reset your account: password and one-time codes are taken away.")
        how = self._("Choose your password here, within two days. The link can be used once:")
        warning = self._("Did you not ask for this? Then ask the operator before you use the link.")
        told = text % {"operator": operator}
        return self._send(to, self._("Your account was reset"), f"{told}\n\n{how}\n{address}\n\n{warning}\n")

    def send_reset(self, to: str, address: str) -> bool:
        """Mail a link to an account whose password is forgotten. False if the mail could not be sent."""
        text = self._("A link was asked for, most likely by you, because the password is forgotten.")
        how = self._("Choose a new password here, within two days. The link can be used once:")
        warning = self._("If it was not you, you need not do anything: your password still holds.")
        return self._send(to, self._("A new password for the guides"), f"{text}\n\n{how}\n{address}\n\n{warning}\n")

    def send_role(self, to: str, inviter: str) -> bool:
        """Mail that the account has a new role. False if the mail could not be sent."""
        text = self._("%(inviter)s has invited you to the administration of the guides.") % {"inviter": inviter}
        how = self._("Sign in with the account that you have:")
        address = f"{self._base_url}/admin/"
        return self._send(to, self._("You have a new role"), f"{text}\n\n{how}\n{address}\n")

    def tell(self, what: AccountAction, account: Account, by: str) -> None:
        """Mail the owner what was done with the account, where it matters and was not expected."""
        told = self._changed(what)
        if not told:
            return
        named = self._("It was done by %(who)s.") % {"who": by} if by else ""
        who = self._("It was done by those who run the server.") if by == COMMAND_LINE else named
        advice = self._("If this was not you, ask an operator at once to reset your account.")
        text = f"{told} {who}\n\n{advice}\n"
        self._send(account.email, self._("Something was changed in your account"), text)

    def _changed(self, what: AccountAction) -> str:
        """What was done, where its owner is told of it."""
        texts = {
            AccountAction.PASSWORD_SET: self._("The password of your account was set."),
            AccountAction.CODES_SET_UP: self._("One-time codes were set up for your account."),
            AccountAction.CODES_RENEWED: self._("One-time codes were set up on another phone for your account."),
            AccountAction.RECOVERY_CODES_RENEWED: self._("Your account has new recovery codes."),
            AccountAction.SIGNED_IN_BY_RECOVERY_CODE: self._("Your account was signed in to with a recovery code."),
            AccountAction.CODE_FAILED: self._(
                "The right password of your account was typed, and a wrong one-time code."
            ),
            AccountAction.ROLE_GIVEN: self._("Your account has got a new role."),
            AccountAction.ROLE_TAKEN: self._("A role of your account was taken away."),
            AccountAction.CONFIRMED: self._("Your account is confirmed: you can go on in the administration."),
            AccountAction.CLOSED: self._("Your account was closed."),
        }
        return texts.get(what, "")

    def _send(self, to: str, subject: str, text: str) -> bool:
        if self._mailer is None:
            return False
        try:
            self._mailer.send(to, subject, text)
        except MailNotSent as error:
            _log.warning("A mail could not be sent: %s", error)
            return False
        return True
