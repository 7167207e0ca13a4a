"""The tables of notices. The migrations `notices_…` make them; a test compares. Times are seconds since 1970."""

from sqlalchemy import BigInteger, Column, MetaData, String, Table, Text

METADATA = MetaData()

SENT_NOTICE = Table(
    "sent_notice",
    METADATA,
    Column("topic", String(80), primary_key=True),
    Column("recipient", String(80), primary_key=True),
    Column("claimed_at", BigInteger, nullable=False),
    Column("sent_at", BigInteger, nullable=False),
)
"""Who was told what: `recipient` is the id of an account or an actor, and no address. `sent_at` is 0 while a mail is
on its way."""


def _between_editions(name: str, value: str) -> Table:
    """A table of what was worked out between two editions, by their digests."""
    keys = (Column(key, String(64), primary_key=True) for key in ("before", "after"))
    return Table(name, METADATA, *keys, Column(value, Text, nullable=False))


EDITION_NEWS = _between_editions("edition_news", "news")
"""What differs between two editions, by their digests: worked out once and kept, since neither ever changes."""

EDITION_PROOF = _between_editions("edition_proof", "proof")
"""The whole proof between two editions, as `EDITION_NEWS`; of its own, since the news are read by more pages."""
