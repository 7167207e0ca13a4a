"""The tables of the registry. A test compares them with what the migrations make."""

import re
from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)
from sqlalchemy.types import TypeEngine

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

_UNHELD = re.compile(r"[\x00\ud800-\udfff]")

COUNTER = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite counts up by itself in columns of this very type only."""


class UtcDateTime(TypeDecorator[datetime]):
    """A time in UTC, with its time zone on both databases. SQLite has none."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Into the database."""
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Out of the database."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class SafeText(TypeDecorator[str]):
    """Text of any origin: what a database cannot hold (NUL, half characters) is replaced by a sign for that."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Into the database."""
        return None if value is None else _UNHELD.sub("\N{REPLACEMENT CHARACTER}", value)


class BytewiseText(SafeText):
    """Text in the order of its bytes on both databases: an index finds what begins with some letters."""

    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str]:
        """SQLite has this order anyway."""
        return Text(collation="C" if dialect.name == "postgresql" else None)


METADATA = MetaData(naming_convention=NAMING)

PARTNER = Table(
    "partner",
    METADATA,
    Column("id", BytewiseText, primary_key=True),
    # As in the draft, else as published: what the list shows and sorts by.
    Column("name", SafeText, nullable=False),
    Column("sort_key", BytewiseText, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("kommune_code", String(4), nullable=False),
    Column("created", UtcDateTime, nullable=False),
    Column("draft", SafeText),
    Column("draft_by", SafeText),
    Column("draft_at", UtcDateTime),
    Column("published_version", Integer),
    Column("paused_message", SafeText),
    # The registry's revision at the last change that citizens can see.
    Column("revision", BigInteger, nullable=False),
    Index("ix_partner_sort_key", "sort_key", "id"),
)

PARTNER_WORD = Table(
    "partner_word",
    METADATA,
    Column("word", BytewiseText, primary_key=True),
    Column("partner_id", BytewiseText, ForeignKey("partner.id", ondelete="CASCADE"), primary_key=True, index=True),
)
"""The words that a search finds a partner by."""

PARTNER_VERSION = Table(
    "partner_version",
    METADATA,
    Column("partner_id", BytewiseText, ForeignKey("partner.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("document", SafeText, nullable=False),
    Column("published_by", SafeText, nullable=False),
    Column("published_at", UtcDateTime, nullable=False),
)

CHANGE = Table(
    "change",
    METADATA,
    Column("id", COUNTER, primary_key=True, autoincrement=True),
    Column("at", UtcDateTime, nullable=False),
    Column("who", SafeText, nullable=False),
    # Not a foreign key: the log outlives a partner that was discarded.
    Column("partner_id", BytewiseText, nullable=False),
    Column("what", String(20), nullable=False),
    Column("detail", SafeText, nullable=False),
    Index("ix_change_partner_id", "partner_id", "id"),
)

REGISTRY_STATE = Table(
    "registry_state",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("revision", BigInteger, nullable=False),
)
"""One row. Its lock also puts all changes that citizens can see in one order."""
