"""The tables of editions and change sets. The migrations `content_…` make them; a test compares.

Times are seconds since 1970.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    false,
)

METADATA = MetaData()

COUNTER = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite counts up by itself in columns of this very type only."""

CONTENT_BLOB = Table(
    "content_blob",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
"""The contents of files, each once, by their SHA-256."""

CONTENT_EDITION = Table(
    "content_edition",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("digest", String(64), nullable=False),
    Column("manifest", Text, nullable=False),
    Column("heading", Text, nullable=False),
    Column("published_by", Text, nullable=False),
    Column("submitted_by", Text, nullable=False),
    Column("published_at", BigInteger, nullable=False),
)
"""Every edition that was published; the one with the highest number is what citizens see."""

CHANGE_SET = Table(
    "change_set",
    METADATA,
    Column("id", COUNTER, primary_key=True, autoincrement=True),
    Column("heading", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("base_number", Integer, nullable=False),
    Column("base_manifest", Text, nullable=False),
    Column("manifest", Text, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("submitted_by", Text, nullable=False),
    Column("submitted_at", BigInteger, nullable=False),
    Column("edition", Integer),
    Index("ix_change_set_state", "state"),
)

CHANGE_SET_EDIT = Table(
    "change_set_edit",
    METADATA,
    Column("change_set", COUNTER, ForeignKey("change_set.id", ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("who", Text, nullable=False),
    Column("edit", Text, nullable=False),
)

CHANGE_SET_COMMENT = Table(
    "change_set_comment",
    METADATA,
    Column("id", COUNTER, primary_key=True, autoincrement=True),
    Column("change_set", COUNTER, ForeignKey("change_set.id", ondelete="CASCADE"), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("who", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("by_link", Boolean, nullable=False, server_default=false()),
    Column("fingerprint", String(64)),
    Column("answers", COUNTER),
    Column("done_by", Text, nullable=False, server_default=""),
    Index("ix_change_set_comment_change_set", "change_set"),
    Index("ix_change_set_comment_fingerprint", "fingerprint", unique=True),
)
"""`by_link` says that no account wrote it: `who` is the name that was typed, `fingerprint` that of its form.

`answers` is the comment that it answers, which is of the same change set and answers none. `done_by` is the account
that has marked it as done; empty while it is open."""
