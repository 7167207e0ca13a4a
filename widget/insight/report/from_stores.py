"""A report from the stores: reads the figures and the feedback of a period. Knows where to ask; no database."""

from collections.abc import Callable
from datetime import date
from typing import Protocol

from widget.guides.library import Library
from widget.insight.feedback import FeedbackFilter, FeedbackRepository
from widget.insight.report.ageing import ageing
from widget.insight.report.building import build_report
from widget.insight.report.figures import Figures, Period
from widget.insight.report.report import Report


class TotalsRepository(Protocol):
    """Where totals are stored."""

    def read(self, period: Period, partner: str | None = None) -> Figures:
        """The figures of a period, of one partner alone unless `partner` is None. Raises `DatabaseUnavailable`."""


def make_report(
    figures: TotalsRepository,
    feedback: FeedbackRepository,
    library: Library,
    period: Period,
    partner: str | None,
    today: date,
    recount: Callable[[Figures], Figures] | None = None,
) -> Report:
    """The report on a period, of one partner alone unless `partner` is None. Raises `DatabaseUnavailable`.

    `recount` puts figures from elsewhere, such as a log, in place of those that were counted.
    """
    now, before = (figures.read(span, partner) for span in (period, period.before))
    if recount is not None:
        now, before = recount(now), recount(before)
    return build_report(
        now,
        before,
        library=library,
        feedback=feedback.read(FeedbackFilter(partner=partner, first=period.first, last=period.last)),
        ageing=ageing(library, today),
        partner=partner,
        from_log=recount is not None,
    )
