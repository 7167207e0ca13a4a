"""What is asked of the registry's tables. Reads only; the caller has the connection."""

import hashlib
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func, select, true
from sqlalchemy import Row as SqlRow

from widget.partners.documents import read_stored, stored_form
from widget.partners.model import Partner, PartnerKind
from widget.partners.name_search import words_of
from widget.partners.records import (
    DocumentProblem,
    PartnerAction,
    PartnerChange,
    PartnerEntry,
    PartnerSummary,
    PublishedPartner,
    SearchResult,
    Version,
)
from widget.partners.tables import CHANGE, PARTNER, PARTNER_VERSION, PARTNER_WORD, REGISTRY_STATE

_LONGEST_SEARCH = 200
_MAX_WORDS = 8
_LARGEST = 2**31 - 1
_LAST_SIGN = "\U0010ffff"
"""Comes after every letter: what begins with “aar” lies between “aar” and “aar” with this."""

_LIVE = and_(PARTNER_VERSION.c.partner_id == PARTNER.c.id, PARTNER_VERSION.c.number == PARTNER.c.published_version)
_WANTED = PARTNER.c.id == bindparam("partner_id")
# Made once: making a statement takes four times as long as running it.
_EXISTS = select(PARTNER.c.id).where(_WANTED)
_LATEST_CHANGE = select(CHANGE.c.id, CHANGE.c.at).order_by(CHANGE.c.id.desc()).limit(1).subquery()
_REGISTRY_STAMP = select(REGISTRY_STATE.c.revision, _LATEST_CHANGE.c.id, _LATEST_CHANGE.c.at).join_from(
    REGISTRY_STATE, _LATEST_CHANGE, true(), isouter=True
)
_SHOWN = (
    select(PARTNER.c.id, PARTNER.c.paused_message, PARTNER.c.published_version)
    .add_columns(PARTNER_VERSION.c.document)
    .join(PARTNER_VERSION, _LIVE)
    .where(_WANTED)
)
_ENTRY = select(PARTNER, PARTNER_VERSION.c.document).join(PARTNER_VERSION, _LIVE, isouter=True).where(_WANTED)


class RegistryStamp(NamedTuple):
    """Another one after every change: the registry's revision, and the number and moment (UTC) of the last change.

    The revision alone is given out a second time after a backup was restored.
    """

    revision: int
    change: int | None
    changed: datetime | None


def find_registry_stamp(connection: Connection) -> RegistryStamp:
    """The stamp of the registry at this moment, for a change of any partner."""
    return RegistryStamp(*connection.execute(_REGISTRY_STAMP).one())


def partner_exists(connection: Connection, partner_id: str) -> bool:
    """Whether there is a partner of that id, published or not."""
    return connection.execute(_EXISTS, {"partner_id": partner_id}).scalar() is not None


def find_shown(
    connection: Connection, partner_id: str, known: PublishedPartner | None = None
) -> tuple[PublishedPartner | None, tuple[DocumentProblem, ...]]:
    """A partner as citizens see it: `known` itself where nothing of it has changed.

    With problems, it is the newest version that can still be read.
    """
    row = connection.execute(_SHOWN, {"partner_id": partner_id}).one_or_none()
    if row is None:
        return None, ()
    message = row.paused_message or ""
    if known is not None and known.digest == _digest(row.document, message):
        return known, ()
    partner, problems = _last_readable(connection, row)
    if partner is None:
        return None, problems
    # What an older version is shown for is not what `row` has, and so is never taken for it.
    digest = _digest(stored_form(partner) if problems else row.document, message)
    return PublishedPartner(_paused(partner, message), digest), problems


def _digest(document: str, message: str) -> str:
    """Tells what citizens see of a partner from anything else: its stored document and its pause message."""
    return hashlib.blake2b(f"{document}\0{message}".encode(errors="surrogatepass"), digest_size=16).hexdigest()


def find_entry(connection: Connection, partner_id: str) -> PartnerEntry | None:
    """A partner as its editors see it."""
    row = connection.execute(_ENTRY, {"partner_id": partner_id}).one_or_none()
    if row is None:
        return None
    draft, faults = read_stored(row.draft) if row.draft else (None, ())
    published, problems = _last_readable(connection, row) if row.document else (None, ())
    return PartnerEntry(
        id=row.id,
        created=row.created,
        draft=draft,
        draft_by=row.draft_by or "",
        draft_at=row.draft_at,
        published=_paused(published, row.paused_message) if published else None,
        published_version=row.published_version,
        pause_message=row.paused_message or "",
        problems=faults + problems,
    )


def _last_readable(
    connection: Connection, row: SqlRow[*tuple[object, ...]]
) -> tuple[Partner | None, tuple[DocumentProblem, ...]]:
    partner, problems = read_stored(row.document)
    number = row.published_version - 1
    while partner is None and number > 0:
        partner = find_version(connection, row.id, number)
        number -= 1
    return partner, problems


def _paused(partner: Partner, message: str | None) -> Partner:
    return replace(partner, pause_message=message) if message else partner


def search(connection: Connection, text: str, page: int, size: int) -> SearchResult:
    """The partners that have, for each word of `text`, a word that begins like it."""
    page, size = min(max(page, 1), _LARGEST), min(max(size, 0), _LARGEST)
    condition = _matching(text)
    if condition is None:
        return SearchResult((), 0)
    total = connection.execute(select(func.count()).select_from(PARTNER).where(condition)).scalar_one()
    columns = (PARTNER.c.id, PARTNER.c.name, PARTNER.c.kind, PARTNER.c.kommune_code, PARTNER.c.published_version)
    rows = connection.execute(
        select(*columns, PARTNER.c.draft_at, PARTNER.c.paused_message)
        .where(condition)
        .order_by(PARTNER.c.sort_key, PARTNER.c.id)
        .limit(size)
        .offset((page - 1) * size)
    )
    return SearchResult(tuple(_row(row) for row in rows), total)


def find_published_ids(connection: Connection, text: str, most: int) -> tuple[str, ...]:
    """The ids of the partners that are published, found and ordered as by `search`."""
    condition = _matching(text)
    if condition is None:
        return ()
    published = select(PARTNER.c.id).where(condition, PARTNER.c.published_version.is_not(None))
    return tuple(connection.execute(published.order_by(PARTNER.c.sort_key, PARTNER.c.id).limit(most)).scalars())


def _matching(text: str) -> ColumnElement[bool] | None:
    """The condition of a search; None where there is something to look for and not a word in it."""
    words = sorted(words_of(text[:_LONGEST_SEARCH]))[:_MAX_WORDS]
    if not words:
        return None if text.strip() else true()
    found = (
        select(PARTNER_WORD.c.partner_id).where(PARTNER_WORD.c.word >= word, PARTNER_WORD.c.word < word + _LAST_SIGN)
        for word in words
    )
    return and_(*(PARTNER.c.id.in_(one) for one in found))


def _row(row: SqlRow[*tuple[object, ...]]) -> PartnerSummary:
    return PartnerSummary(
        id=row.id,
        name=row.name,
        kind=PartnerKind(row.kind),
        kommune_code=row.kommune_code,
        published_version=row.published_version,
        has_draft=row.draft_at is not None,
        paused=row.paused_message is not None,
    )


def list_versions(connection: Connection, partner_id: str) -> tuple[Version, ...]:
    """All published versions, newest first."""
    version = PARTNER_VERSION.c
    rows = connection.execute(
        select(version.number, version.published_by, version.published_at, PARTNER.c.published_version)
        .join(PARTNER, version.partner_id == PARTNER.c.id)
        .where(version.partner_id == partner_id)
        .order_by(version.number.desc())
    )
    return tuple(
        Version(row.number, row.published_by, row.published_at, live=row.number == row.published_version)
        for row in rows
    )


def find_document(connection: Connection, partner_id: str, number: int) -> str | None:
    """The stored text of a version."""
    if not 0 < number <= _LARGEST:
        return None
    wanted = and_(PARTNER_VERSION.c.partner_id == partner_id, PARTNER_VERSION.c.number == number)
    return connection.execute(select(PARTNER_VERSION.c.document).where(wanted)).scalar()


def find_version(connection: Connection, partner_id: str, number: int) -> Partner | None:
    """A version as it was; None if there is none or it can no longer be read."""
    document = find_document(connection, partner_id, number)
    return read_stored(document)[0] if document else None


def find_removed_name(connection: Connection, partner_id: str) -> str | None:
    """The name of the last partner with this id that was removed; None where none was."""
    removed = (CHANGE.c.partner_id == partner_id) & (CHANGE.c.what == PartnerAction.REMOVED.value)
    return connection.execute(select(CHANGE.c.detail).where(removed).order_by(CHANGE.c.id.desc()).limit(1)).scalar()


def list_changes(
    connection: Connection, partner_id: str | None, limit: int, before: int | None
) -> tuple[PartnerChange, ...]:
    """The log, newest first."""
    query = select(CHANGE).order_by(CHANGE.c.id.desc()).limit(min(max(limit, 0), _LARGEST))
    if partner_id is not None:
        query = query.where(CHANGE.c.partner_id == partner_id)
    if before is not None:
        query = query.where(CHANGE.c.id < min(before, _LARGEST))
    return tuple(
        PartnerChange(row.id, row.at, row.who, row.partner_id, PartnerAction(row.what), row.detail)
        for row in connection.execute(query)
    )
