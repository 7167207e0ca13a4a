"""Partners, their published versions, the log of changes, and the revision."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    bytewise = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    _partner(bytewise)
    op.create_table(
        "partner_version",
        sa.Column("partner_id", bytewise, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("published_by", sa.Text, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("partner_id", "number", name="pk_partner_version"),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name="fk_partner_version_partner_id"),
    )
    op.create_table(
        "change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("partner_id", bytewise, nullable=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_change"),
    )
    op.create_index("ix_change_partner_id", "change", ["partner_id", "id"])
    state = op.create_table(
        "registry_state",
        sa.Column("id", sa.Integer, autoincrement=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_registry_state"),
    )
    op.bulk_insert(state, [{"id": 1, "revision": 0}])


def _partner(bytewise: sa.types.TypeEngine[str]) -> None:
    op.create_table(
        "partner",
        sa.Column("id", bytewise, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("sort_key", bytewise, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("kommune_code", sa.String(4), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("draft", sa.Text),
        sa.Column("draft_by", sa.Text),
        sa.Column("draft_at", sa.DateTime(timezone=True)),
        sa.Column("published_version", sa.Integer),
        sa.Column("paused_message", sa.Text),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_partner"),
    )
    op.create_index("ix_partner_sort_key", "partner", ["sort_key", "id"])
    op.create_table(
        "partner_word",
        sa.Column("word", bytewise, nullable=False),
        sa.Column("partner_id", bytewise, nullable=False),
        sa.PrimaryKeyConstraint("word", "partner_id", name="pk_partner_word"),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name="fk_partner_word_partner_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_partner_word_partner_id", "partner_word", ["partner_id"])


def downgrade() -> None:
    """Drop them again."""
    for table in ("registry_state", "change", "partner_version", "partner_word", "partner"):
        op.drop_table(table)
