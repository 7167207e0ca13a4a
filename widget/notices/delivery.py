"""Sends notices by mail, each once to each recipient. A mail that fails stops nothing. Knows no text."""

import logging
from dataclasses import dataclass

from widget.accounts.mail import Mailer, MailNotSent
from widget.notices.sent_notices import SentNotices

_MOST_FAILURES = 3
"""Mails in a row that the server does not take, after which it is left alone until the next run."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Notice:
    """A mail about a `topic` to a `recipient` (the id of an account or an actor) at an `address`."""

    topic: str
    recipient: str
    address: str
    subject: str
    text: str


@dataclass(slots=True)
class Deliveries:
    """How many mails were sent and how many were not."""

    sent: int = 0
    failed: int = 0


class NoticeDelivery:
    """Sends notices. One is reserved before it is sent, so that two servers do not both send it."""

    def __init__(self, mailer: Mailer, sent_notices: SentNotices) -> None:
        self._mailer = mailer
        self._sent = sent_notices

    def send(self, notices: "tuple[Notice, ...]") -> Deliveries:
        """Send those that were not sent before. Raises `DatabaseUnavailable`; then the next run goes on."""
        made, in_a_row = Deliveries(), 0
        for notice in notices:
            if not self._sent.claim(notice.topic, notice.recipient):
                continue
            try:
                self._mailer.send(notice.address, notice.subject, notice.text)
            except MailNotSent as error:
                self._sent.release(notice.topic, notice.recipient)
                _log.warning("A notice could not be mailed: %s", error)
                made.failed, in_a_row = made.failed + 1, in_a_row + 1
                if in_a_row == _MOST_FAILURES:
                    break
                continue
            self._sent.confirm(notice.topic, notice.recipient)
            made.sent, in_a_row = made.sent + 1, 0
        return made
