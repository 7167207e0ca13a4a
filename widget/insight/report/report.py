"""The report as values: every number in it may be shown. Knows ids and numbers; no word for them, no chart."""

from dataclasses import dataclass

from widget.insight.feedback import StoredFeedback
from widget.insight.report.ageing import Ageing
from widget.insight.report.figures import Month, Period
from widget.insight.report.suppression import Grid, Line


@dataclass(frozen=True, slots=True)
class MonthUse:
    """Uses in a month, and in the month that stands in its place in the period before. None is hidden."""

    month: Month
    uses: int | None
    month_before: Month
    uses_before: int | None


@dataclass(frozen=True, slots=True)
class Crossing:
    """A table with totals: the ids of its rows and columns, and its numbers."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    grid: Grid


@dataclass(frozen=True, slots=True)
class QuestionUse:
    """How often each answer of a question was given; the empty one means that it was left open."""

    guide: str
    question: str
    answers: tuple[str, ...]
    line: Line

    @property
    def open_share(self) -> float | None:
        """Which part of those who answered anything left it open, from 0 to 1; None where it is hidden."""
        left_open = self.line.shown(self.answers.index("")) if "" in self.answers else 0
        return None if left_open is None or not self.line.total else left_open / self.line.total


@dataclass(frozen=True, slots=True)
class ItemUse:
    """About how often an item stood on the screen as applying: rounded, so that no answers follow from it."""

    guide: str
    item: str
    about: int


@dataclass(frozen=True, slots=True)
class Verdicts:
    """How many found a guide of help: yes, partly, no."""

    guide: str
    line: Line


@dataclass(frozen=True, slots=True)
class FeedbackGroup:
    """What people wrote of a guide through a partner, the most urgent first."""

    guide: str
    partner: str
    texts: tuple[StoredFeedback, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A half-year, or any other period. `partner` None means: all.

    `uses` are showings of a guide for reading; None means hidden. `left_out` are guides with so few uses that they
    are in no number. `from_log` says that showings were counted in a proxy's log. `translations` are lines on what is
    behind, as they were given.
    """

    period: Period
    partner: str | None
    from_log: bool
    uses: int | None
    uses_before: int | None
    left_out: tuple[str, ...]
    months: tuple[MonthUse, ...]
    partners: Crossing
    surfaces: Crossing
    downloads: Crossing
    questions: tuple[QuestionUse, ...]
    items: tuple[ItemUse, ...]
    verdicts: tuple[Verdicts, ...]
    feedback: tuple[FeedbackGroup, ...]
    ageing: tuple[Ageing, ...]
    translations: tuple[str, ...]
