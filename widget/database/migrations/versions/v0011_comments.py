"""Comments on change sets: which answer others, and which are done."""

import sqlalchemy as sa
from alembic import op

revision = "comments_0011"
down_revision = "accounts_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns: what there is answers none, and is open."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("change_set_comment", sa.Column("answers", number))
    op.add_column("change_set_comment", sa.Column("done_by", sa.Text, nullable=False, server_default=""))
