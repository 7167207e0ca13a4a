"""Accounts get random ids that are never used again, and links to set a password are rows instead of signatures.

The accounts, their codes, their sessions and their events are kept. Links that were open are void, because they name
an account by a number that another account may have by now: their accounts need a new one.
"""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "accounts_0003"
down_revision = "accounts_0002"
branch_labels = None
depends_on = None

Rows = list[dict[str, Any]]

_CHILDREN = ("account_spare_code", "admin_session")


def upgrade() -> None:
    """Make the tables again with random ids, and fill them with the rows that were there."""
    accounts, codes, sessions = (_rows(name) for name in ("account", *_CHILDREN))
    ids = {row["id"]: secrets.token_hex(16) for row in accounts}
    for name in (*_CHILDREN, "account"):
        op.drop_table(name)
    _fill(_account(), [row | {"id": ids[row["id"]]} for row in accounts])
    _fill(_spare_code(), _renamed(codes, ids))
    _fill(_session(), _renamed(sessions, ids))
    _invitation()
    op.add_column("account_event", sa.Column("account_id", sa.String(32), nullable=False, server_default=""))
    op.create_index("ix_account_event_account_id", "account_event", ["account_id"])
    for row in accounts:
        _name_events(row["email"], ids[row["id"]])


def _rows(name: str) -> Rows:
    read = op.get_bind().execute(sa.text(f'SELECT * FROM "{name}"'))  # noqa: S608 (names of tables above)
    return [dict(row) for row in read.mappings()]


def _renamed(rows: Rows, ids: Mapping[int, str]) -> Rows:
    """The rows with the new id of their account. SQLite may hold rows whose account is gone: they open nothing."""
    return [row | {"account_id": ids[row["account_id"]]} for row in rows if row["account_id"] in ids]


def _fill(table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
    if rows:
        op.get_bind().execute(sa.insert(table), rows)


def _account() -> sa.Table:
    return op.create_table(
        "account",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("email", sa.String(254), nullable=False, unique=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("partner", sa.String(64), nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("password_hash", sa.String(255), nullable=False),
        sa.Column("code_secret", sa.String(64), nullable=False),
        sa.Column("last_step", sa.BigInteger, nullable=False),
    )


def _spare_code() -> sa.Table:
    return op.create_table(
        "account_spare_code",
        _account_id(primary_key=True),
        sa.Column("key", sa.String(64), primary_key=True),
    )


def _session() -> sa.Table:
    made = op.create_table(
        "admin_session",
        sa.Column("key", sa.String(64), primary_key=True),
        _account_id(),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("stage", sa.String(8), nullable=False),
        sa.Column("started", sa.BigInteger, nullable=False),
        sa.Column("seen", sa.BigInteger, nullable=False),
        sa.Column("new_secret", sa.String(64), nullable=False),
        sa.Column("way_on", sa.String(500), nullable=False),
    )
    op.create_index("ix_admin_session_account_id", "admin_session", ["account_id"])
    op.create_index("ix_admin_session_started", "admin_session", ["started"])
    return made


def _invitation() -> None:
    op.create_table(
        "account_invitation",
        sa.Column("key", sa.String(64), primary_key=True),
        _account_id(unique=True),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("purpose", sa.String(16), nullable=False),
        sa.Column("ends", sa.BigInteger, nullable=False),
    )


def _account_id(*, primary_key: bool = False, unique: bool = False) -> sa.Column[str]:
    target = sa.ForeignKey("account.id", ondelete="CASCADE")
    once = True if unique else None
    return sa.Column("account_id", sa.String(32), target, nullable=False, primary_key=primary_key, unique=once)


def _name_events(email: str, account: str) -> None:
    """Give the account the events of its address since it was last made: earlier ones are of a closed account."""
    connection = op.get_bind()
    event = sa.table("account_event", *(sa.column(name) for name in ("id", "what", "email", "account_id")))
    first = sa.select(sa.func.max(event.c.id)).where((event.c.email == email) & (event.c.what == "invited"))
    since = connection.execute(first).scalar() or 0
    own = (event.c.email == email) & (event.c.id >= since)
    connection.execute(sa.update(event).where(own).values(account_id=account))
