"""Sends mail to administrators by SMTP. Knows no account and no text of a mail."""

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

_TIMEOUT = 10
"""Seconds for each answer of the server."""

_TLS_PORT = 465
_PORT = 25


class MailNotSent(Exception):
    """The server did not take the mail; the text says why, for the log."""


@dataclass(frozen=True, slots=True)
class Mailer:
    """A server and the address that mail comes from.

    `url` is smtps://user:password@host:port, with TLS from the start, or smtp://, which goes over to TLS where the
    server offers it, and has to where there is a password.
    """

    url: str = field(repr=False)
    sender: str

    def send(self, to: str, subject: str, text: str) -> None:
        """Send a mail in plain text. Raises `MailNotSent`."""
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self.sender, to, subject
        message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=self.sender.rpartition("@")[2])
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        try:
            self._deliver(message)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise MailNotSent(repr(error)) from error

    def _deliver(self, message: EmailMessage) -> None:
        parts = urlsplit(self.url)
        host, context = parts.hostname or "", ssl.create_default_context()
        if parts.scheme == "smtps":
            with smtplib.SMTP_SSL(host, parts.port or _TLS_PORT, timeout=_TIMEOUT, context=context) as server:
                _send(server, message, parts.username, parts.password)
            return
        with smtplib.SMTP(host, parts.port or _PORT, timeout=_TIMEOUT) as server:
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=context)
                server.ehlo()
            elif parts.password:
                raise smtplib.SMTPNotSupportedError("The server offers no TLS, so it is not given the password.")
            _send(server, message, parts.username, parts.password)


def _send(server: smtplib.SMTP, message: EmailMessage, user: str | None, password: str | None) -> None:
    if user and password:
        server.login(unquote(user), unquote(password))
    server.send_message(message)
