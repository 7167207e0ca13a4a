"""Feedback in the database. Knows SQL."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, true, update

from widget.database.database import Database
from widget.insight.feedback import Feedback, FeedbackFilter, StoredFeedback, Verdict
from widget.insight.tables import FEEDBACK


class FeedbackStore:
    """The feedback of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, feedback: Feedback, fingerprint: str) -> None:
        """Keep it, once per fingerprint. It is on the disk when this returns. Raises `DatabaseUnavailable`."""
        statement = self._database.insert(FEEDBACK).values(
            fingerprint=fingerprint,
            day=feedback.day,
            guide=feedback.guide,
            partner=feedback.partner,
            language=feedback.language,
            version=feedback.version,
            verdict=feedback.verdict.value,
            text=feedback.text,
            handled=False,
        )
        with self._database.transaction() as connection:
            connection.execute(statement.on_conflict_do_nothing(index_elements=[FEEDBACK.c.fingerprint]))

    def read(self, pick: FeedbackFilter, *, limit: int | None = None, skip: int = 0) -> tuple[StoredFeedback, ...]:
        """What was picked, newest first. Raises `DatabaseUnavailable`."""
        statement: Select[Any] = select(FEEDBACK).where(_filtered(pick)).order_by(FEEDBACK.c.id.desc())
        with self._database.reading() as connection:
            rows = connection.execute(statement.limit(limit).offset(skip)).all()
        return tuple(
            StoredFeedback(
                row.id,
                Feedback(row.day, row.guide, row.partner, row.language, row.version, Verdict(row.verdict), row.text),
                row.handled,
            )
            for row in rows
        )

    def count(self, pick: FeedbackFilter) -> int:
        """How much was picked. Raises `DatabaseUnavailable`."""
        with self._database.reading() as connection:
            statement = select(func.count()).select_from(FEEDBACK).where(_filtered(pick))
            return int(connection.execute(statement).scalar_one())

    def handle(self, numbers: tuple[int, ...], *, handled: bool, partner: str | None) -> int:
        """Mark as handled or not, of one partner alone unless `partner` is None. Raises `DatabaseUnavailable`."""
        these = FEEDBACK.c.id.in_(numbers) & _filtered(FeedbackFilter(partner))
        with self._database.transaction() as connection:
            return connection.execute(update(FEEDBACK).where(these).values(handled=handled)).rowcount


def _filtered(pick: FeedbackFilter) -> ColumnElement[bool]:
    picked: ColumnElement[bool] = true()
    if pick.partner is not None:
        picked &= FEEDBACK.c.partner == pick.partner
    if pick.handled is not None:
        picked &= FEEDBACK.c.handled.is_(pick.handled)
    if pick.first is not None:
        picked &= FEEDBACK.c.day >= pick.first
    if pick.last is not None:
        picked &= FEEDBACK.c.day <= pick.last
    return picked
