"""Which account belongs to which subject of a provider."""

import sqlalchemy as sa
from alembic import op

revision = "accounts_0010"
down_revision = "notices_0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table. Each account is bound when its owner next signs in by the provider."""
    op.create_table(
        "account_identity",
        sa.Column("issuer", sa.String(500), primary_key=True),
        sa.Column("subject", sa.String(255), primary_key=True),
        sa.Column("account_id", sa.String(32), sa.ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
        sa.UniqueConstraint("account_id", "issuer"),
    )
