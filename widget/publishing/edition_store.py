"""The published editions in the database, each kept for good. Knows SQL; no page, no folder."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection, Row, insert, select
from sqlalchemy.exc import IntegrityError

from widget.database.database import Database
from widget.publishing.content_files import Files, file_digest, manifest_digest, manifest_of
from widget.publishing.records import PublishedEdition
from widget.publishing.tables import CONTENT_BLOB, CONTENT_EDITION

_EDITION = CONTENT_EDITION.c
_LATEST = select(_EDITION.number, _EDITION.digest).order_by(_EDITION.number.desc()).limit(1)


class EditionStamp(NamedTuple):
    """What tells one published edition from another: a database that is restored counts a number a second time."""

    number: int
    digest: str


class NewerEditionError(Exception):
    """An edition was published that a folder or a person does not know of. `number` is the one that citizens see."""

    def __init__(self, number: int) -> None:
        super().__init__(str(number))
        self.number = number


class EditionReader:
    """The editions in a database, for reading. Every method raises `DatabaseUnavailable`."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def stamp(self) -> EditionStamp | None:
        """The edition that citizens see; None while none was published."""
        with self.database.reading() as connection:
            return find_stamp(connection)

    def edition(self, number: int) -> PublishedEdition | None:
        """An edition by its number."""
        with self.database.reading() as connection:
            row = connection.execute(select(CONTENT_EDITION).where(_EDITION.number == number)).one_or_none()
        return None if row is None else _edition(row)

    def current(self) -> PublishedEdition | None:
        """The edition that citizens see; None while none was published."""
        stamp = self.stamp()
        return self.edition(stamp.number) if stamp else None

    def editions(self, most: int | None = None) -> tuple[PublishedEdition, ...]:
        """All editions, or the newest of them, newest first."""
        with self.database.reading() as connection:
            rows = connection.execute(select(CONTENT_EDITION).order_by(_EDITION.number.desc()).limit(most)).all()
        return tuple(_edition(row) for row in rows)

    def files(self, manifest: Mapping[str, str]) -> dict[str, bytes]:
        """The files of a manifest. Raises `LookupError` where a content is gone."""
        with self.database.reading() as connection:
            return find_files(connection, manifest)


class EditionStore(EditionReader):
    """All editions in a database. Every method raises `DatabaseUnavailable`. `clock` gives UTC with time zone."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        super().__init__(database)
        self._clock = clock

    def import_files(self, files: Files, heading: str, who: str, *, base: str | None = None) -> int:
        """Publish a folder as it is: the number of the edition, or of the current one where nothing differs.

        `base` is the digest of the edition that the folder was made from, and None where it does not matter. Raises
        `NewerEditionError` where citizens see another one, which the folder would take back.
        """
        with self.database.transaction() as connection:
            manifest = keep_files(connection, files)
            stamp = find_stamp(connection)
            if stamp and stamp.digest == manifest_digest(manifest):
                return stamp.number
            if stamp and base is not None and stamp.digest != base:
                raise NewerEditionError(stamp.number)
            return add_edition(connection, manifest, heading, who, "", self._clock())

    def restore(self, number: int, heading: str, who: str, *, seen: int | None = None) -> int | None:
        """Publish an edition once more, as a new one; None where there is none of that number.

        It was approved by two people when it was published, so that one may go back to it. `seen` is the edition that
        it was compared with, 0 where none was published, and None where it does not matter. Raises
        `NewerEditionError` where citizens see another one by now.
        """
        try:
            return self._restore(number, heading, who, seen)
        except IntegrityError as error:
            stamp = self.stamp()
            raise NewerEditionError(stamp.number if stamp else 0) from error

    def _restore(self, number: int, heading: str, who: str, seen: int | None) -> int | None:
        with self.database.transaction() as connection:
            row = connection.execute(select(CONTENT_EDITION).where(_EDITION.number == number)).one_or_none()
            if row is None:
                return None
            stamp = find_stamp(connection)
            if stamp and stamp.digest == row.digest:
                return stamp.number
            made = add_edition(connection, json.loads(row.manifest), heading, who, "", self._clock())
            if seen is not None and made != seen + 1:  # another process can publish within this transaction too
                raise NewerEditionError(made - 1)
            return made


def find_stamp(connection: Connection) -> EditionStamp | None:
    """The newest edition."""
    row = connection.execute(_LATEST).one_or_none()
    return None if row is None else EditionStamp(*row)


def find_files(connection: Connection, manifest: Mapping[str, str]) -> dict[str, bytes]:
    """The files of a manifest. Raises `LookupError` where a content is gone."""
    blob = CONTENT_BLOB.c
    rows = connection.execute(select(blob.digest, blob.content).where(blob.digest.in_(set(manifest.values()))))
    contents = {row.digest: bytes(row.content) for row in rows}
    return {name: contents[digest] for name, digest in sorted(manifest.items())}


def keep_files(connection: Connection, files: Files) -> dict[str, str]:
    """Keep the contents of files that are not kept yet, and give their manifest."""
    manifest, blob = manifest_of(files), CONTENT_BLOB.c
    known = set(connection.execute(select(blob.digest).where(blob.digest.in_(set(manifest.values())))).scalars())
    new = {digest: files[name] for name, digest in manifest.items() if digest not in known}
    if new:
        rows = [{"digest": digest, "content": content} for digest, content in sorted(new.items())]
        connection.execute(insert(CONTENT_BLOB), rows)
    return manifest


def add_edition(
    connection: Connection, manifest: Mapping[str, str], heading: str, who: str, submitted_by: str, now: datetime
) -> int:
    """Add the next edition. Raises `IntegrityError` where another process has just done so."""
    stamp = find_stamp(connection)
    number = stamp.number + 1 if stamp else 1
    connection.execute(
        insert(CONTENT_EDITION).values(
            number=number,
            digest=manifest_digest(manifest),
            manifest=json.dumps(dict(manifest)),
            heading=heading,
            published_by=who,
            submitted_by=submitted_by,
            published_at=int(now.timestamp()),
        )
    )
    return number


def moment(seconds: int) -> datetime:
    """A time as it is kept, in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def is_intact(files: Files, manifest: Mapping[str, str]) -> bool:
    """Whether files are what a manifest says."""
    return {name: file_digest(content) for name, content in files.items()} == dict(manifest)


def _edition(row: "Row[tuple[object, ...]]") -> PublishedEdition:
    return PublishedEdition(
        number=row.number,
        digest=row.digest,
        manifest=json.loads(row.manifest),
        heading=row.heading,
        published_by=row.published_by,
        submitted_by=row.submitted_by,
        published_at=moment(row.published_at),
    )
