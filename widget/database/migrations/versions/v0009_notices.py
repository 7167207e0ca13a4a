"""The whole proof between two editions of the content, for the page with every changed word."""

import sqlalchemy as sa
from alembic import op

revision = "notices_0009"
down_revision = "comments_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "edition_proof",
        sa.Column("before", sa.String(64), primary_key=True),
        sa.Column("after", sa.String(64), primary_key=True),
        sa.Column("proof", sa.Text, nullable=False),
    )
