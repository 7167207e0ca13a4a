"""The tables of usage and feedback. The migrations `insight_…` make them; a test compares them."""

from sqlalchemy import BigInteger, Boolean, Column, Date, Index, Integer, MetaData, Table, Text

METADATA = MetaData()

USAGE_PAGE = Table(
    "usage_page",
    METADATA,
    Column("day", Date, primary_key=True),
    Column("guide", Text, primary_key=True),
    Column("partner", Text, primary_key=True),
    Column("surface", Text, primary_key=True),
    Column("language", Text, primary_key=True),
    Column("count", BigInteger, nullable=False),
)

USAGE_ANSWER = Table(
    "usage_answer",
    METADATA,
    Column("month", Date, primary_key=True),
    Column("guide", Text, primary_key=True),
    Column("partner", Text, primary_key=True),
    Column("question", Text, primary_key=True),
    Column("answer", Text, primary_key=True),
    Column("count", BigInteger, nullable=False),
)

USAGE_ITEM = Table(
    "usage_item",
    METADATA,
    Column("month", Date, primary_key=True),
    Column("guide", Text, primary_key=True),
    Column("item", Text, primary_key=True),
    Column("count", BigInteger, nullable=False),
)

FEEDBACK = Table(
    "feedback",
    METADATA,
    Column("id", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, autoincrement=True),
    # Of the form and what was typed: the same form sent again, as after a broken connection, is kept once.
    Column("fingerprint", Text, nullable=False, unique=True),
    Column("day", Date, nullable=False),
    Column("guide", Text, nullable=False),
    Column("partner", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("handled", Boolean, nullable=False),
    Index("ix_feedback_partner_id", "partner", "id"),
)
