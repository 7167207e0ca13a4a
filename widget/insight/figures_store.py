"""Reads the totals for a period, summed up as far as the report needs. Knows SQL."""

from typing import Any

from sqlalchemy import ColumnElement, Table, extract, func, select

from widget.database.database import Database
from widget.insight.report.figures import AnswerTotal, Figures, ItemTotal, Month, PageTotal, Period
from widget.insight.tables import USAGE_ANSWER, USAGE_ITEM, USAGE_PAGE


class FigureStore:
    """The totals of a database, as the report reads them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, period: Period, partner: str | None = None) -> Figures:
        """The figures of a period, of one partner alone unless `partner` is None. Raises `DatabaseUnavailable`.

        Answers and items are those of every month that the period touches: they are not kept by the day. Items are
        counted for all partners together, so a partner's figures have none.
        """
        month = (extract("year", USAGE_PAGE.c.day), extract("month", USAGE_PAGE.c.day))
        page, answer, item = USAGE_PAGE.c, USAGE_ANSWER.c, USAGE_ITEM.c
        days, months = page.day.between(period.first, period.last), (period.first.replace(day=1), period.last)
        pages = self._sums(USAGE_PAGE, days, partner, *month, page.guide, page.partner, page.surface, page.language)
        in_months = answer.month.between(*months)
        answers = self._sums(USAGE_ANSWER, in_months, partner, answer.guide, answer.question, answer.answer)
        shown = item.month.between(*months)
        items = self._sums(USAGE_ITEM, shown, None, item.guide, item.item) if partner is None else []
        return Figures(
            period=period,
            pages=tuple(PageTotal(Month(int(row[0]), int(row[1])), *row[2:]) for row in pages),
            answers=tuple(AnswerTotal(*row) for row in answers),
            items=tuple(ItemTotal(*row) for row in items),
        )

    def _sums(
        self, table: Table, when: ColumnElement[bool], partner: str | None, *keys: ColumnElement[Any]
    ) -> list[list[Any]]:
        statement = select(*keys, func.sum(table.c.count)).where(when)
        if partner is not None:
            statement = statement.where(table.c.partner == partner)
        with self._database.reading() as connection:
            rows = connection.execute(statement.group_by(*keys).order_by(*keys)).all()
        return [[*row[:-1], int(row[-1])] for row in rows]
