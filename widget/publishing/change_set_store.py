"""The change sets in the database: edits, who said that they are ready. Knows SQL; no page, no folder."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from widget.publishing.comment_store import IS_OPEN, CommentStore
from widget.publishing.content_files import Files, manifest_digest
from widget.publishing.edition_store import add_edition, find_files, find_stamp, keep_files, moment
from widget.publishing.edits import Edit, edit_from_json, edit_to_json
from widget.publishing.records import ChangeSet, PublishRefusal, RecordedEdit, SetState
from widget.publishing.tables import CHANGE_SET, CHANGE_SET_COMMENT, CHANGE_SET_EDIT

_SET = CHANGE_SET.c
_EDIT = CHANGE_SET_EDIT.c
_NOT_READY: dict[str, Any] = {"submitted_by": "", "submitted_at": 0}
_LARGEST = 2**31 - 1


class ChangeSetStore(CommentStore):
    """All change sets in a database, with what is said of them. `clock` gives UTC with time zone.

    Every method raises `DatabaseUnavailable`; nothing has been changed then. A change names the `revision` that its
    author has seen, and is refused where there is a newer one: so two people never overwrite each other unseen.
    """

    def begin(self, heading: str, who: str, files: Files, base_number: int) -> int:
        """A new change set on the files of an edition; its id."""
        with self.database.transaction() as connection:
            manifest = json.dumps(keep_files(connection, files))
            values = {
                "heading": heading,
                "state": SetState.OPEN.value,
                "revision": 1,
                "base_number": base_number,
                "base_manifest": manifest,
                "manifest": manifest,
                "created_by": who,
                "created_at": self._now(),
                **_NOT_READY,
            }
            made = connection.execute(insert(CHANGE_SET).values(values)).inserted_primary_key
        return int(made[0]) if made else 0

    def find(self, set_id: int) -> ChangeSet | None:
        """A change set by its id."""
        if not 0 < set_id <= _LARGEST:
            return None
        with self.database.reading() as connection:
            row = connection.execute(select(CHANGE_SET).where(_SET.id == set_id)).one_or_none()
        return None if row is None else _change_set(row)

    def open_sets(self) -> tuple[ChangeSet, ...]:
        """Those that are not published or thrown away, newest first."""
        wanted = select(CHANGE_SET).where(_SET.state == SetState.OPEN.value).order_by(_SET.id.desc())
        with self.database.reading() as connection:
            return tuple(_change_set(row) for row in connection.execute(wanted).all())

    def published_with_open_comments(self) -> tuple[ChangeSet, ...]:
        """Those that citizens see or saw, and of which something was said that is not handled; newest first."""
        said = select(CHANGE_SET_COMMENT.c.change_set).where(IS_OPEN)
        wanted = select(CHANGE_SET).where(_SET.state == SetState.PUBLISHED.value, _SET.id.in_(said))
        with self.database.reading() as connection:
            return tuple(_change_set(row) for row in connection.execute(wanted.order_by(_SET.id.desc())).all())

    def edits(self, set_id: int) -> tuple[RecordedEdit, ...]:
        """The edits of a change set, in their order."""
        wanted = select(CHANGE_SET_EDIT).where(_EDIT.change_set == set_id).order_by(_EDIT.number)
        with self.database.reading() as connection:
            rows = connection.execute(wanted).all()
        return tuple(RecordedEdit(row.number, moment(row.at), row.who, edit_from_json(row.edit)) for row in rows)

    def writers(self, change_set: ChangeSet) -> frozenset[str]:
        """The accounts that have begun it, changed something in it, called it ready, or said something of it."""
        changed = {one.who for one in self.edits(change_set.id)}
        said = {one.who for one in self.comments(change_set.id) if not one.by_link}
        return frozenset({change_set.created_by, change_set.submitted_by, *changed, *said} - {""})

    def files(self, manifest: Mapping[str, str]) -> dict[str, bytes]:
        """The files of a manifest."""
        with self.database.reading() as connection:
            return find_files(connection, manifest)

    def save(self, seen: ChangeSet, files: Files, edits: Sequence[Edit], who: str) -> PublishRefusal | None:
        """Add edits, and the files that they lead to."""
        with self.database.transaction() as connection:
            if refusal := _refused(connection, seen):
                return refusal
            manifest = keep_files(connection, files)
            last = connection.execute(select(func.max(_EDIT.number)).where(_EDIT.change_set == seen.id)).scalar() or 0
            rows = [
                {"change_set": seen.id, "number": number, "at": self._now(), "who": who, "edit": edit_to_json(edit)}
                for number, edit in enumerate(edits, start=last + 1)
            ]
            connection.execute(insert(CHANGE_SET_EDIT), rows)
            _change(connection, seen, manifest=json.dumps(manifest), **_NOT_READY)
        return None

    def rebase(
        self, seen: ChangeSet, base: tuple[int, Files], files: Files, left_out: Sequence[int] = ()
    ) -> PublishRefusal | None:
        """Put a change set on a newer edition: its number and files, and the files with the edits done on them.

        The edits numbered in `left_out` are taken out of it.
        """
        with self.database.transaction() as connection:
            if refusal := _refused(connection, seen):
                return refusal
            base_manifest, manifest = (json.dumps(keep_files(connection, one)) for one in (base[1], files))
            gone = CHANGE_SET_EDIT.delete().where(_EDIT.change_set == seen.id, _EDIT.number.in_(left_out))
            connection.execute(gone)
            values = {"base_number": base[0], "base_manifest": base_manifest, "manifest": manifest}
            _change(connection, seen, **values, **_NOT_READY)
        return None

    def submit(self, seen: ChangeSet, who: str) -> PublishRefusal | None:
        """Say that it is ready to be published."""
        with self.database.transaction() as connection:
            if refusal := _refused(connection, seen):
                return refusal
            _change(connection, seen, submitted_by=who, submitted_at=self._now())
        return None

    def withdraw(self, seen: ChangeSet) -> PublishRefusal | None:
        """Say that it is not ready after all."""
        with self.database.transaction() as connection:
            if refusal := _refused(connection, seen):
                return refusal
            _change(connection, seen, **_NOT_READY)
        return None

    def discard(self, seen: ChangeSet) -> PublishRefusal | None:
        """Throw it away: it stays in the history, and is offered to no editor."""
        with self.database.transaction() as connection:
            if refusal := _refused(connection, seen):
                return refusal
            _change(connection, seen, state=SetState.DISCARDED.value)
        return None

    def take_up(self, seen: ChangeSet) -> PublishRefusal | None:
        """Go on with one that was thrown away."""
        with self.database.transaction() as connection:
            if refusal := _refused(connection, seen, SetState.DISCARDED):
                return refusal
            _change(connection, seen, state=SetState.OPEN.value, **_NOT_READY)
        return None

    def publish(self, seen: ChangeSet, who: str) -> int | PublishRefusal:
        """Show it to citizens, all of it in one transaction: the number of the new edition."""
        try:
            with self.database.transaction() as connection:
                refusal = _refused(connection, seen) or _not_publishable(connection, seen, who)
                if refusal:
                    return refusal
                if find_stamp(connection) is None:
                    # What was shown until now is kept too, so that it can be gone back to.
                    add_edition(connection, seen.base_manifest, "", "", "", seen.created_at)
                now = self._clock()
                number = add_edition(connection, seen.manifest, seen.heading, who, seen.submitted_by, now)
                _change(connection, seen, state=SetState.PUBLISHED.value, edition=number)
                return number
        except IntegrityError:
            return PublishRefusal.OUTDATED


def _refused(connection: Connection, seen: ChangeSet, wanted: SetState = SetState.OPEN) -> PublishRefusal | None:
    """Lock the row of a change set, and tell why it cannot be changed."""
    row = connection.execute(
        select(_SET.state, _SET.revision).where(_SET.id == seen.id).with_for_update()
    ).one_or_none()
    if row is None:
        return PublishRefusal.UNKNOWN
    if row.state != wanted.value:
        return PublishRefusal.CLOSED
    return None if row.revision == seen.revision else PublishRefusal.CHANGED


def _not_publishable(connection: Connection, seen: ChangeSet, who: str) -> PublishRefusal | None:
    stamp = find_stamp(connection)
    if (stamp.number if stamp else 0) != seen.base_number:
        return PublishRefusal.OUTDATED
    if manifest_digest(seen.manifest) == manifest_digest(seen.base_manifest):
        return PublishRefusal.EMPTY
    if not seen.submitted_by:
        return PublishRefusal.NOT_SUBMITTED
    return PublishRefusal.SAME_PERSON if seen.submitted_by == who else None


def _change(connection: Connection, seen: ChangeSet, **values: object) -> None:
    changed = update(CHANGE_SET).where(_SET.id == seen.id).values(revision=seen.revision + 1, **values)
    connection.execute(changed)


def _change_set(row: "Row[tuple[object, ...]]") -> ChangeSet:
    return ChangeSet(
        id=row.id,
        heading=row.heading,
        state=SetState(row.state),
        revision=row.revision,
        base_number=row.base_number,
        base_manifest=json.loads(row.base_manifest),
        manifest=json.loads(row.manifest),
        created_by=row.created_by,
        created_at=moment(row.created_at),
        submitted_by=row.submitted_by,
        submitted_at=moment(row.submitted_at) if row.submitted_by else None,
        edition=row.edition,
    )
