"""What is said of change sets, in the database: comments, answers, which are done. Knows SQL; no page."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import Row, delete, func, insert, or_, select, update

from widget.database.database import Database
from widget.publishing.edition_store import moment
from widget.publishing.records import Comment
from widget.publishing.tables import CHANGE_SET_COMMENT

_SAID = CHANGE_SET_COMMENT.c
IS_OPEN = _SAID.answers.is_(None) & (_SAID.done_by == "")
"""Whether a comment is neither done nor an answer."""


class CommentStore:
    """The comments in a database. `clock` gives UTC with time zone. Every method raises `DatabaseUnavailable`."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self.database = database
        self._clock = clock

    def comment(self, set_id: int, who: str, text: str) -> None:
        """Say something of a change set."""
        row = self._row(set_id, who, text)
        with self.database.transaction() as connection:
            connection.execute(insert(CHANGE_SET_COMMENT).values(row))

    def comment_by_link(self, set_id: int, name: str, text: str, fingerprint: str) -> None:
        """The same by a person with the link to it; kept once per fingerprint."""
        row = self._row(set_id, name, text) | {"by_link": True, "fingerprint": fingerprint}
        statement = self.database.insert(CHANGE_SET_COMMENT).values(row)
        once = statement.on_conflict_do_nothing(index_elements=[_SAID.fingerprint])
        with self.database.transaction() as connection:
            connection.execute(once)

    def answer(self, comment: Comment, set_id: int, who: str, text: str) -> bool:
        """Answer a comment. False where it has been deleted."""
        row = self._row(set_id, who, text) | {"answers": comment.id}
        found = select(_SAID.id).where(_SAID.id == comment.id, _SAID.change_set == set_id).with_for_update()
        with self.database.transaction() as connection:
            if connection.execute(found).one_or_none() is None:
                return False
            connection.execute(insert(CHANGE_SET_COMMENT).values(row))
        return True

    def mark(self, comment: Comment, done_by: str) -> None:
        """Note which account has marked a comment as done; empty for one that is open again."""
        with self.database.transaction() as connection:
            connection.execute(update(CHANGE_SET_COMMENT).where(_SAID.id == comment.id).values(done_by=done_by))

    def delete_comment(self, comment: Comment) -> None:
        """Delete a comment with its answers, for good."""
        gone = or_(_SAID.id == comment.id, _SAID.answers == comment.id)
        with self.database.transaction() as connection:
            locked = select(_SAID.id).where(_SAID.id == comment.id).with_for_update()
            connection.execute(locked)  # an answer that is being written is there before, or refused
            connection.execute(delete(CHANGE_SET_COMMENT).where(gone))

    def comments(self, set_id: int) -> tuple[Comment, ...]:
        """What was said of a change set, in its order."""
        wanted = select(CHANGE_SET_COMMENT).where(_SAID.change_set == set_id).order_by(_SAID.id)
        with self.database.reading() as connection:
            return tuple(_comment(row) for row in connection.execute(wanted).all())

    def open_comments(self, sets: Sequence[int]) -> dict[int, int]:
        """How many comments on each of some change sets are neither done nor answers; only where there are any."""
        wanted = select(_SAID.change_set, func.count()).where(_SAID.change_set.in_(sets), IS_OPEN)
        with self.database.reading() as connection:
            rows = connection.execute(wanted.group_by(_SAID.change_set)).all()
        return {row[0]: row[1] for row in rows}

    def commented_since(self, day: datetime) -> tuple[int, ...]:
        """The change sets of which something was said since a moment."""
        wanted = (
            select(_SAID.change_set).where(_SAID.at >= int(day.timestamp())).distinct().order_by(_SAID.change_set)
        )
        with self.database.reading() as connection:
            return tuple(connection.execute(wanted).scalars())

    def _row(self, set_id: int, who: str, text: str) -> dict[str, object]:
        return {"change_set": set_id, "at": self._now(), "who": who, "text": text}

    def _now(self) -> int:
        return int(self._clock().timestamp())


def _comment(row: "Row[tuple[object, ...]]") -> Comment:
    return Comment(
        id=row.id,
        at=moment(row.at),
        who=row.who,
        text=row.text,
        by_link=row.by_link,
        answers=row.answers or 0,
        done_by=row.done_by,
    )
