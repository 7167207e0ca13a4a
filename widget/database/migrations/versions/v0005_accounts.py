"""Several roles for one account, each with a partner or everywhere; and who was shown the link to an account."""

import sqlalchemy as sa
from alembic import op

revision = "accounts_0005"
down_revision = "accounts_0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, fill it with the role that each account has, and drop the columns that had it."""
    made = op.create_table(
        "account_membership",
        sa.Column("account_id", sa.String(32), sa.ForeignKey("account.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("partner", sa.String(64), primary_key=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_account_membership_partner", "account_membership", ["partner"])
    account = sa.table("account", *(sa.column(name) for name in ("id", "role", "partner")))
    old = sa.select(account.c.id, account.c.partner, account.c.role, sa.literal(0))
    op.execute(sa.insert(made).from_select(["account_id", "partner", "role", "since"], old))
    op.drop_column("account", "role")
    op.drop_column("account", "partner")
    op.add_column("account", sa.Column("link_shown_to", sa.String(32), nullable=False, server_default=""))
    op.add_column("account", sa.Column("last_sign_in", sa.BigInteger, nullable=False, server_default="0"))
