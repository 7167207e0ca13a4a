"""Takes the mails of a test in place of a server."""

from widget.accounts.mail import Mailer, MailNotSent


class Letterbox:
    """Takes mails, but not those to an address that is `refused`."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, str, str]] = []
        self.refused: set[str] = set()

    def send(self, _mailer: Mailer, to: str, subject: str, text: str) -> None:
        if to in self.refused:
            raise MailNotSent(to)
        self.mails.append((to, subject, text))

    @property
    def addresses(self) -> list[str]:
        return sorted(to for to, _, _ in self.mails)
