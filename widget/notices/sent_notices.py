"""Which notices were sent to whom, so that each is sent once, however many servers try. Knows SQL; no mail."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete, insert, update
from sqlalchemy.exc import IntegrityError

from widget.database.database import Database
from widget.notices.tables import SENT_NOTICE

STALE_AFTER = 15 * 60
"""Seconds after which a mail that was neither sent nor refused is tried again: its process has died."""
KEPT = 400 * 24 * 60 * 60
"""Seconds for which it is kept who was told what."""

_ROW = SENT_NOTICE.c


class SentNotices:
    """The notices of a database. Every method raises `DatabaseUnavailable`. `clock` gives UTC with time zone."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self.database = database
        self._clock = clock

    def claim(self, topic: str, recipient: str) -> bool:
        """Reserve a notice before it is sent. False if it was sent, or another process is sending it."""
        now = int(self._clock().timestamp())
        stale = (_ROW.sent_at == 0) & (_ROW.claimed_at < now - STALE_AFTER)
        old = (_ROW.sent_at > 0) & (_ROW.sent_at < now - KEPT)
        row = {"topic": topic, "recipient": recipient, "claimed_at": now, "sent_at": 0}
        try:
            with self.database.transaction() as connection:
                connection.execute(delete(SENT_NOTICE).where(stale | old))
                connection.execute(insert(SENT_NOTICE).values(row))
        except IntegrityError:
            return False
        return True

    def confirm(self, topic: str, recipient: str) -> None:
        """Note that a notice was sent."""
        now = int(self._clock().timestamp())
        with self.database.transaction() as connection:
            connection.execute(
                update(SENT_NOTICE).where(_ROW.topic == topic, _ROW.recipient == recipient).values(sent_at=now)
            )

    def release(self, topic: str, recipient: str) -> None:
        """Note that a notice could not be sent: the next run tries it again."""
        with self.database.transaction() as connection:
            same = (_ROW.topic == topic) & (_ROW.recipient == recipient) & (_ROW.sent_at == 0)
            connection.execute(delete(SENT_NOTICE).where(same))
