"""Totals of use in the database. Every writing adds, so workers and machines sum up. Knows SQL."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Table

from widget.database.database import Database
from widget.insight.tables import USAGE_ANSWER, USAGE_ITEM, USAGE_PAGE
from widget.insight.usage import AnswerKey, ItemKey, Key, PageKey, Totals

_TABLES: dict[type[Key], Table] = {PageKey: USAGE_PAGE, AnswerKey: USAGE_ANSWER, ItemKey: USAGE_ITEM}

_AT_ONCE = 1000


class UsageStore:
    """The totals of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, totals: Totals) -> None:
        """Add to the totals, all or none. Raises `DatabaseUnavailable`."""
        with self._database.transaction() as connection:
            for kind, table in _TABLES.items():
                # In one order, so that two workers that add at once wait for each other instead of locking up.
                rows = sorted((tuple(key), times) for key, times in totals.items() if type(key) is kind)
                for start in range(0, len(rows), _AT_ONCE):
                    connection.execute(self._adding(table), _named(table, rows[start : start + _AT_ONCE]))

    def _adding(self, table: Table) -> Any:
        statement = self._database.insert(table)
        more = {"count": table.c.count + statement.excluded.count}
        return statement.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=more)


def _named(table: Table, rows: Iterable[tuple[tuple[object, ...], int]]) -> list[dict[str, object]]:
    names = [column.name for column in table.columns]
    return [dict(zip(names, (*key, times), strict=True)) for key, times in rows]
