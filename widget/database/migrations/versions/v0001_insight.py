"""Usage as totals per day, and feedback."""

import sqlalchemy as sa
from alembic import op

revision = "insight_0001"
down_revision = "accounts_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _totals("usage_page", "guide", "partner", "surface", "language")
    _totals("usage_answer", "guide", "partner", "question", "answer")
    _totals("usage_item", "guide", "item")
    op.create_table(
        "feedback",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("fingerprint", sa.Text, nullable=False, unique=True),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("guide", sa.Text, nullable=False),
        sa.Column("partner", sa.Text, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("verdict", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("handled", sa.Boolean, nullable=False),
    )
    op.create_index("ix_feedback_partner_id", "feedback", ["partner", "id"])


def _totals(name: str, *keys: str) -> None:
    columns = [sa.Column(key, sa.Text, primary_key=True) for key in keys]
    count = sa.Column("count", sa.BigInteger, nullable=False)
    op.create_table(name, sa.Column("day", sa.Date, primary_key=True), *columns, count)
