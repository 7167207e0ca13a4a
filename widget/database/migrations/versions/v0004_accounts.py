"""Browsers that an account knows; what a session's browser is, and when a code last confirmed who it is."""

import sqlalchemy as sa
from alembic import op

revision = "accounts_0004"
down_revision = "accounts_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the columns. Sessions that run have to give a code before they change accounts."""
    op.create_table(
        "account_device",
        sa.Column("account_id", sa.String(32), sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("seen", sa.BigInteger, nullable=False),
    )
    op.add_column("admin_session", sa.Column("device", sa.String(80), nullable=False, server_default=""))
    op.add_column("admin_session", sa.Column("confirmed", sa.BigInteger, nullable=False, server_default="0"))
