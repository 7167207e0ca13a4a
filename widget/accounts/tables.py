"""The tables of accounts. The migrations `accounts_…` make them; a test compares them. Times are seconds."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, MetaData, String, Table, UniqueConstraint

metadata = MetaData()

NEXT_URL_LENGTH = 500

ID_LENGTH = 32
"""Characters of an account's id: 128 random bits in hexadecimal. An id is never used for a second account."""

accounts = Table(
    "account",
    metadata,
    Column("id", String(ID_LENGTH), primary_key=True),
    Column("email", String(254), nullable=False, unique=True),
    Column("epoch", Integer, nullable=False),
    Column("password_hash", String(255), nullable=False),
    Column("code_secret", String(64), nullable=False),
    Column("last_step", BigInteger, nullable=False),
    Column("link_shown_to", String(ID_LENGTH), nullable=False, server_default=""),
    Column("last_sign_in", BigInteger, nullable=False, server_default="0"),
)

memberships = Table(
    "account_membership",
    metadata,
    Column("account_id", ForeignKey("account.id", ondelete="CASCADE"), primary_key=True),
    Column("partner", String(64), primary_key=True),
    Column("role", String(16), nullable=False),
    Column("since", BigInteger, nullable=False),
    Index("ix_account_membership_partner", "partner"),
)

recovery_codes = Table(
    "account_spare_code",
    metadata,
    Column("account_id", ForeignKey("account.id", ondelete="CASCADE"), primary_key=True),
    Column("key", String(64), primary_key=True),
)

invitations = Table(
    "account_invitation",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("account_id", ForeignKey("account.id", ondelete="CASCADE"), nullable=False, unique=True),
    Column("email", String(254), nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("purpose", String(16), nullable=False),
    Column("ends", BigInteger, nullable=False),
)

sessions = Table(
    "admin_session",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("account_id", ForeignKey("account.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("epoch", Integer, nullable=False),
    Column("stage", String(8), nullable=False),
    Column("started", BigInteger, nullable=False, index=True),
    Column("seen", BigInteger, nullable=False),
    Column("new_secret", String(64), nullable=False),
    Column("way_on", String(NEXT_URL_LENGTH), nullable=False),
    Column("device", String(80), nullable=False, server_default=""),
    Column("confirmed", BigInteger, nullable=False, server_default="0"),
)

known_devices = Table(
    "account_device",
    metadata,
    Column("account_id", ForeignKey("account.id", ondelete="CASCADE"), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("seen", BigInteger, nullable=False),
)

identities = Table(
    "account_identity",
    metadata,
    Column("issuer", String(500), primary_key=True),
    Column("subject", String(255), primary_key=True),
    Column("account_id", ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
    UniqueConstraint("account_id", "issuer"),
)

attempts = Table(
    "sign_in_attempt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("bucket", String(64), nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("ix_sign_in_attempt_bucket_at", "bucket", "at"),
)

events = Table(
    "account_event",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False, index=True),
    Column("what", String(32), nullable=False),
    Column("email", String(254), nullable=False),
    Column("by", String(254), nullable=False),
    Column("account_id", String(ID_LENGTH), nullable=False, server_default="", index=True),
)
