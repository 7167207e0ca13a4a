"""Answers and items as totals of a month: what was kept by the day is added up, and the days are forgotten."""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "insight_0002"
down_revision = "insight_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables again, with the sums."""
    _by_month("usage_answer", "guide", "partner", "question", "answer")
    _by_month("usage_item", "guide", "item")


def _by_month(name: str, *keys: str) -> None:
    columns = [sa.Column(key, sa.Text, primary_key=True) for key in keys]
    count = sa.Column("count", sa.BigInteger, nullable=False)
    by_day = f"{name}_by_day"
    op.rename_table(name, by_day)
    by_month = op.create_table(name, sa.Column("month", sa.Date, primary_key=True), *columns, count)
    old = sa.table(by_day, sa.column("day", sa.Date), *(sa.column(key) for key in (*keys, "count")))
    month = _first_day(old.c.day)
    kept = [old.c[key] for key in keys]
    read = sa.select(month, *kept, sa.func.sum(old.c.count)).group_by(month, *kept)
    op.execute(sa.insert(by_month).from_select(["month", *keys, "count"], read))
    op.drop_table(by_day)


def _first_day(day: sa.ColumnClause[date]) -> sa.ColumnElement[date]:
    if op.get_bind().dialect.name == "postgresql":
        return sa.cast(sa.func.date_trunc("month", day), sa.Date)
    return sa.func.date(day, "start of month")
