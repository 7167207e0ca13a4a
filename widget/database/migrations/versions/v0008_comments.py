"""Comments on change sets by people with the link to them: which are, and the form that each came in."""

import sqlalchemy as sa
from alembic import op

revision = "comments_0008"
down_revision = "notices_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns: what there is was written by accounts."""
    op.add_column("change_set_comment", sa.Column("by_link", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("change_set_comment", sa.Column("fingerprint", sa.String(64)))
    op.create_index("ix_change_set_comment_fingerprint", "change_set_comment", ["fingerprint"], unique=True)
