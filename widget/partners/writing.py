"""What the registry writes into its tables, one step at a time. The caller has the transaction."""

from typing import Any

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy import Row as SqlRow

from widget.partners import queries
from widget.partners.model import Partner
from widget.partners.name_search import danish_order, words_of
from widget.partners.tables import PARTNER, PARTNER_VERSION, PARTNER_WORD, REGISTRY_STATE


def lock_partner(connection: Connection, partner_id: str) -> SqlRow[*tuple[Any, ...]] | None:
    """The partner's row, which no other transaction changes until this one ends."""
    query = select(PARTNER.c.name, PARTNER.c.draft, PARTNER.c.published_version, PARTNER.c.paused_message)
    return connection.execute(query.where(PARTNER.c.id == partner_id).with_for_update()).one_or_none()


def change_partner(connection: Connection, partner_id: str, **values: object) -> None:
    """Give columns of a partner's row other values."""
    connection.execute(update(PARTNER).where(PARTNER.c.id == partner_id).values(values))


def next_revision(connection: Connection) -> int:
    """The next revision of the registry; who asks next waits until this transaction has ended."""
    raised = update(REGISTRY_STATE).values(revision=REGISTRY_STATE.c.revision + 1)
    revision: int = connection.execute(raised.returning(REGISTRY_STATE.c.revision)).scalar_one()
    return revision


def listed_values(partner: Partner) -> dict[str, object]:
    """What the list shows and sorts by."""
    return {
        "name": partner.name,
        "sort_key": danish_order(partner.name),
        "kind": partner.kind.value,
        "kommune_code": partner.kommune_code,
    }


def write_words(connection: Connection, partner: Partner) -> None:
    """Write down the words that a search finds a partner by."""
    words = words_of(f"{partner.name} {partner.id} {partner.kommune_code}")
    connection.execute(delete(PARTNER_WORD).where(PARTNER_WORD.c.partner_id == partner.id))
    connection.execute(insert(PARTNER_WORD), [{"word": word, "partner_id": partner.id} for word in sorted(words)])


def delete_partner(connection: Connection, partner_id: str) -> None:
    """Delete a partner with its versions, and the words that it is found by."""
    for table in (PARTNER_VERSION, PARTNER_WORD):
        connection.execute(delete(table).where(table.c.partner_id == partner_id))
    connection.execute(delete(PARTNER).where(PARTNER.c.id == partner_id))


def published_text(connection: Connection, partner_id: str, number: int | None) -> str:
    """The document that citizens see; empty if there is none."""
    return (number and queries.find_document(connection, partner_id, number)) or ""
