"""Accounts of administrators: their recovery codes, their sessions, and tries to sign in."""

import sqlalchemy as sa
from alembic import op

revision = "accounts_0001"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _account()
    op.create_table(
        "admin_session",
        sa.Column("key", sa.String(64), primary_key=True),
        _account_id(),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("stage", sa.String(8), nullable=False),
        sa.Column("started", sa.BigInteger, nullable=False),
        sa.Column("seen", sa.BigInteger, nullable=False),
        sa.Column("new_secret", sa.String(64), nullable=False),
        sa.Column("way_on", sa.String(500), nullable=False),
    )
    op.create_index("ix_admin_session_account_id", "admin_session", ["account_id"])
    op.create_index("ix_admin_session_started", "admin_session", ["started"])
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("bucket", sa.String(64), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_sign_in_attempt_bucket_at", "sign_in_attempt", ["bucket", "at"])


def _account() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("email", sa.String(254), nullable=False, unique=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("partner", sa.String(64), nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("password_hash", sa.String(255), nullable=False),
        sa.Column("code_secret", sa.String(64), nullable=False),
        sa.Column("last_step", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "account_spare_code",
        _account_id(primary_key=True),
        sa.Column("key", sa.String(64), primary_key=True),
    )


def _account_id(*, primary_key: bool = False) -> sa.Column[int]:
    target = sa.ForeignKey("account.id", ondelete="CASCADE")
    return sa.Column("account_id", sa.Integer, target, nullable=False, primary_key=primary_key)
