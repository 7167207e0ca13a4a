"""What was done with accounts, for operators."""

import sqlalchemy as sa
from alembic import op

revision = "accounts_0002"
down_revision = "insight_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "account_event",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("by", sa.String(254), nullable=False),
    )
    op.create_index("ix_account_event_at", "account_event", ["at"])
