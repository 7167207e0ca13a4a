"""Editions of the content, and the change sets that lead to them."""

import sqlalchemy as sa
from alembic import op

revision = "content_0006"
down_revision = "accounts_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "content_blob",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "content_edition",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("manifest", sa.Text, nullable=False),
        sa.Column("heading", sa.Text, nullable=False),
        sa.Column("published_by", sa.Text, nullable=False),
        sa.Column("submitted_by", sa.Text, nullable=False),
        sa.Column("published_at", sa.BigInteger, nullable=False),
    )
    _change_sets(sa.BigInteger().with_variant(sa.Integer(), "sqlite"))


def _change_sets(counter: sa.types.TypeEngine[int]) -> None:
    op.create_table(
        "change_set",
        sa.Column("id", counter, primary_key=True, autoincrement=True),
        sa.Column("heading", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("base_number", sa.Integer, nullable=False),
        sa.Column("base_manifest", sa.Text, nullable=False),
        sa.Column("manifest", sa.Text, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("submitted_by", sa.Text, nullable=False),
        sa.Column("submitted_at", sa.BigInteger, nullable=False),
        sa.Column("edition", sa.Integer),
    )
    op.create_index("ix_change_set_state", "change_set", ["state"])
    belongs = sa.ForeignKey("change_set.id", ondelete="CASCADE")
    op.create_table(
        "change_set_edit",
        sa.Column("change_set", counter, belongs, primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("edit", sa.Text, nullable=False),
    )
    op.create_table(
        "change_set_comment",
        sa.Column("id", counter, primary_key=True, autoincrement=True),
        sa.Column("change_set", counter, sa.ForeignKey("change_set.id", ondelete="CASCADE"), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_index("ix_change_set_comment_change_set", "change_set_comment", ["change_set"])
