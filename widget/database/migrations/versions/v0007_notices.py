"""What was told to whom, and what differs between two editions of the content."""

import sqlalchemy as sa
from alembic import op

revision = "notices_0007"
down_revision = "content_0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "sent_notice",
        sa.Column("topic", sa.String(80), primary_key=True),
        sa.Column("recipient", sa.String(80), primary_key=True),
        sa.Column("claimed_at", sa.BigInteger, nullable=False),
        sa.Column("sent_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "edition_news",
        sa.Column("before", sa.String(64), primary_key=True),
        sa.Column("after", sa.String(64), primary_key=True),
        sa.Column("news", sa.Text, nullable=False),
    )
