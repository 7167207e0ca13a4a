"""What is mailed to the owners of accounts: links, new roles, and what was changed. Reads no request."""

import logging

from widget.accounts.audit_log import AccountAction
from widget.accounts.mail import Mailer, MailNotSent
from widget.accounts.model import Account
from widget.web.guide.site import Site
from widget.web.http.languages import translate

_CHANGED = {
    AccountAction.PASSWORD_SET: translate("The password of your account was set."),
    AccountAction.CODES_SET_UP: translate("One-time codes were set up for your account."),
    AccountAction.CODES_RENEWED: translate("One-time codes were set up on another phone for your account."),
    AccountAction.RECOVERY_CODES_RENEWED: translate("Your account has new recovery codes."),
    AccountAction.SIGNED_IN_BY_RECOVERY_CODE: translate("Your account was signed in to with a recovery code."),
    AccountAction.CODE_FAILED: translate("The right password of your account was typed, and a wrong one-time code."),
    AccountAction.ROLE_GIVEN: translate("Your account has got a new role."),
    AccountAction.ROLE_TAKEN: translate("A role of your account was taken away."),
    AccountAction.CLOSED: translate("Your account was closed."),
}

_log = logging.getLogger(__name__)


class Notices:
    """Writes the mails. Without a `mailer` nothing is sent."""

    def __init__(self, site: Site, mailer: Mailer | None) -> None:
        self._site = site
        self._mailer = mailer

    @property
    def are_sent(self) -> bool:
        """Whether there is a server for mail."""
        return self._mailer is not None

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
        address = f"{self._site.settings.base_url}/admin/"
        return self._send(to, self._("You have a new role"), f"{text}\n\n{how}\n{address}\n")

    def tell(self, what: AccountAction, account: Account, by: str) -> None:
        """Mail the owner what was done with the account, where it matters and was not expected."""
        if what not in _CHANGED:
            return
        who = self._("It was done by %(who)s.") % {"who": by} if by else ""
        advice = self._("If this was not you, ask an operator at once to reset your account.")
        text = f"{self._(_CHANGED[what])} {who}\n\n{advice}\n"
        self._send(account.email, self._("Something was changed in your account"), text)

    def _send(self, to: str, subject: str, text: str) -> bool:
        if self._mailer is None:
            return False
        try:
            self._mailer.send(to, subject, text)
        except MailNotSent as error:
            _log.warning("A mail could not be sent: %s", error)
            return False
        return True

    def _(self, text: str) -> str:
        return self._site.language.catalogue.ugettext(text)
