"""The registry of partners: drafts, published versions, and who changed what. Knows SQL; no page, no file."""

from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import IntegrityError

from widget.database.database import Database
from widget.partners import queries
from widget.partners.documents import (
    PARTNER_ID,
    RESERVED_IDS,
    changed_parts,
    partner_document,
    read_partner,
    read_stored,
    stored_form,
    text_fault,
)
from widget.partners.model import Partner
from widget.partners.records import (
    DocumentProblem,
    PartnerAction,
    PartnerChange,
    PartnerEntry,
    Refusal,
    RefusalReason,
    SearchResult,
    Version,
)
from widget.partners.tables import CHANGE, PARTNER, PARTNER_VERSION
from widget.partners.writing import (
    change_partner,
    delete_partner,
    listed_values,
    lock_partner,
    next_revision,
    published_text,
    write_words,
)


def _at_once() -> None:
    """For a registry whose workers look at it for every page."""


_NO_DRAFT = {"draft": None, "draft_by": None, "draft_at": None}


class Registry:
    """All partners in a database. `who` is the name of the editor, for the log.

    Every method raises `DatabaseUnavailable` when the database does not answer; nothing has been changed then. What
    an editor may get wrong comes back as a `Refusal`. `clock` gives UTC with time zone. `guide_ids` are refused as
    ids. `settle` is called after each change that citizens can see: it returns when every worker shows it.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        guide_ids: Collection[str] = (),
        settle: Callable[[], None] = _at_once,
    ) -> None:
        self._settle = settle
        self.database = database
        self._clock = clock
        self._guide_ids = frozenset(guide_ids)

    def prepare(self) -> None:
        """Bring the database up to date. Called at start; if the database was away then, every method does it first.

        No connection stays open after it, so that a server may fork.
        """
        self.database.prepare()

    def create(self, partner: Partner, who: str) -> Refusal | None:
        """Take in a new partner as a draft. The id of one that was removed is only for a partner of the same name."""
        if not PARTNER_ID.fullmatch(partner.id) or partner.id in RESERVED_IDS:
            return Refusal(RefusalReason.BAD_ID)
        if partner.id in self._guide_ids:
            return Refusal(RefusalReason.GUIDE_ID)
        problems = _problems(partner)
        if problems:
            return Refusal(RefusalReason.UNREADABLE, problems)
        now = self._clock()
        draft = {"draft": stored_form(partner), "draft_by": who, "draft_at": now}
        try:
            with self.database.transaction() as connection:
                if queries.find_removed_name(connection, partner.id) not in {None, partner.name}:
                    return Refusal(RefusalReason.REMOVED)
                row = {"id": partner.id, "created": now, "revision": 0, **listed_values(partner), **draft}
                connection.execute(insert(PARTNER).values(row))
                write_words(connection, partner)
                self._log(connection, who, partner.id, PartnerAction.CREATED)
        except IntegrityError:
            return Refusal(RefusalReason.IN_USE)
        return None

    def save_draft(self, partner: Partner, who: str, *, onto: Partner | None = None) -> Refusal | None:
        """Keep `partner` as the draft; citizens see no difference. Its `pause_message` is not kept: see `pause`.

        A draft that is as what is published is none. With `onto`, only if that is still what editors go on from.
        """
        problems = _problems(partner)
        if problems:
            return Refusal(RefusalReason.UNREADABLE, problems)
        text = stored_form(partner)
        with self.database.transaction() as connection:
            row = lock_partner(connection, partner.id)
            if row is None:
                return Refusal(RefusalReason.UNKNOWN)
            published = published_text(connection, partner.id, row.published_version)
            before = row.draft or published
            if onto and not _is_still(before, onto):
                return Refusal(RefusalReason.CHANGED)
            if text == before:
                return None
            changes = {"draft": text, "draft_by": who, "draft_at": self._clock()}
            change_partner(
                connection, partner.id, **(_NO_DRAFT if text == published else changes), **listed_values(partner)
            )
            write_words(connection, partner)
            self._log(connection, who, partner.id, PartnerAction.DRAFTED, ", ".join(changed_parts(before, text)))
        return None

    def discard_draft(self, partner_id: str, who: str, *, seen: Partner | None = None) -> Refusal | None:
        """Throw the draft away; with `seen`, only if it is still that one.

        A partner that was never published is gone with it, and its id is free.
        """
        with self.database.transaction() as connection:
            row = lock_partner(connection, partner_id)
            if row is None or row.draft is None:
                return Refusal(RefusalReason.UNKNOWN if row is None else RefusalReason.NO_DRAFT)
            if seen and not _is_still(row.draft, seen):
                return Refusal(RefusalReason.CHANGED)
            if row.published_version is None:
                delete_partner(connection, partner_id)
            else:
                published, _ = read_stored(published_text(connection, partner_id, row.published_version))
                change_partner(connection, partner_id, **_NO_DRAFT, **(listed_values(published) if published else {}))
                if published:
                    write_words(connection, published)
            self._log(connection, who, partner_id, PartnerAction.DISCARDED)
        return None

    def publish(self, partner_id: str, who: str, *, seen: Partner | None = None) -> int | Refusal:
        """Show the draft to citizens, at once and on every worker; the number of the new version.

        With `seen`, only if it is still that one.
        """
        with self.database.transaction() as connection:
            row = lock_partner(connection, partner_id)
            if row is None or row.draft is None:
                return Refusal(RefusalReason.UNKNOWN if row is None else RefusalReason.NO_DRAFT)
            if seen and not _is_still(row.draft, seen):
                return Refusal(RefusalReason.CHANGED)
            _, problems = read_stored(row.draft)
            if problems:
                return Refusal(RefusalReason.UNREADABLE, problems)
            number = self._publish(connection, partner_id, row.draft, who)
            change_partner(connection, partner_id, **_NO_DRAFT)
            self._log(connection, who, partner_id, PartnerAction.PUBLISHED, str(number))
        self._settle()
        return number

    def restore_version(self, partner_id: str, number: int, who: str, *, seen: int | None = None) -> int | Refusal:
        """Publish an old version again, as the newest; its number. A draft stays as it is.

        With `seen`, only if that is still the version that citizens see.
        """
        with self.database.transaction() as connection:
            row = lock_partner(connection, partner_id)
            document = queries.find_document(connection, partner_id, number)
            if row is None or document is None:
                return Refusal(RefusalReason.UNKNOWN if row is None else RefusalReason.NO_SUCH_VERSION)
            if seen is not None and row.published_version != seen:
                return Refusal(RefusalReason.CHANGED)
            partner, problems = read_stored(document)
            if partner is None:
                return Refusal(RefusalReason.UNREADABLE, problems)
            newest = self._publish(connection, partner_id, document, who)
            if row.draft is None:
                change_partner(connection, partner_id, **listed_values(partner))
                write_words(connection, partner)
            self._log(connection, who, partner_id, PartnerAction.RESTORED, f"{number} → {newest}")
        self._settle()
        return newest

    def remove(self, partner_id: str, who: str) -> Refusal | None:
        """Delete a partner with its draft and versions: citizens are led to the common guides, at once.

        What was done to it stays in the log.
        """
        with self.database.transaction() as connection:
            row = lock_partner(connection, partner_id)
            if row is None:
                return Refusal(RefusalReason.UNKNOWN)
            next_revision(connection)
            delete_partner(connection, partner_id)
            self._log(connection, who, partner_id, PartnerAction.REMOVED, row.name)
        self._settle()
        return None

    def pause(self, partner_id: str, message: str, who: str) -> Refusal | None:
        """Show `message` instead of the guides, at once."""
        if not message.strip():
            return Refusal(RefusalReason.NO_MESSAGE)
        fault = text_fault(message)
        if fault:
            return Refusal(RefusalReason.UNREADABLE, (DocumentProblem("pause_message", fault),))
        return self._set_pause(partner_id, message, who, PartnerAction.PAUSED)

    def resume(self, partner_id: str, who: str) -> Refusal | None:
        """Show the guides again."""
        return self._set_pause(partner_id, None, who, PartnerAction.RESUMED)

    def entry(self, partner_id: str) -> PartnerEntry | None:
        """A partner as its editors see it."""
        with self.database.reading() as connection:
            return queries.find_entry(connection, partner_id)

    def search(self, text: str = "", page: int = 1, size: int = 50) -> SearchResult:
        """The partners whose name, id or code has words that begin like those of `text`; in alphabetical order."""
        with self.database.reading() as connection:
            return queries.search(connection, text, page, size)

    def published_ids(self, text: str, most: int) -> tuple[str, ...]:
        """The ids of at most so many partners that citizens can see, found and ordered as by `search`."""
        with self.database.reading() as connection:
            return queries.find_published_ids(connection, text, most)

    def versions(self, partner_id: str) -> tuple[Version, ...]:
        """All published versions, newest first."""
        with self.database.reading() as connection:
            return queries.list_versions(connection, partner_id)

    def version(self, partner_id: str, number: int) -> Partner | None:
        """A published version as it was, for a preview; None if there is none or it can no longer be read."""
        with self.database.reading() as connection:
            return queries.find_version(connection, partner_id, number)

    def changes(
        self, partner_id: str | None = None, limit: int = 50, before: int | None = None
    ) -> tuple[PartnerChange, ...]:
        """Who did what, newest first; of one partner or of all; `before` a change's id for the next page."""
        with self.database.reading() as connection:
            return queries.list_changes(connection, partner_id, limit, before)

    def _publish(self, connection: Connection, partner_id: str, document: str, who: str) -> int:
        highest = select(func.max(PARTNER_VERSION.c.number)).where(PARTNER_VERSION.c.partner_id == partner_id)
        number = (connection.execute(highest).scalar() or 0) + 1
        version = {"partner_id": partner_id, "number": number, "document": document}
        signed = {"published_by": who, "published_at": self._clock()}
        connection.execute(insert(PARTNER_VERSION).values(version | signed))
        change_partner(connection, partner_id, published_version=number, revision=next_revision(connection))
        return number

    def _set_pause(self, partner_id: str, message: str | None, who: str, what: PartnerAction) -> Refusal | None:
        with self.database.transaction() as connection:
            row = lock_partner(connection, partner_id)
            if row is None or row.published_version is None:
                return Refusal(RefusalReason.UNKNOWN if row is None else RefusalReason.NOT_PUBLISHED)
            if row.paused_message != message:
                change_partner(connection, partner_id, paused_message=message, revision=next_revision(connection))
                self._log(connection, who, partner_id, what, message or "")
        self._settle()
        return None

    def _log(self, connection: Connection, who: str, partner_id: str, what: PartnerAction, detail: str = "") -> None:
        entry = {"at": self._clock(), "who": who, "partner_id": partner_id, "what": what.value, "detail": detail}
        connection.execute(insert(CHANGE).values(entry))


def _problems(partner: Partner) -> tuple[DocumentProblem, ...]:
    """What would keep a partner from being read again."""
    return read_partner(partner_document(partner))[1]


def _is_still(text: str, partner: Partner) -> bool:
    """Whether a stored text says what `partner` says."""
    stored, _ = read_stored(text)
    return stored is not None and stored_form(stored) == stored_form(partner)
