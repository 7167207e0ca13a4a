"""From totals to a report in which every number may be shown. Pure; knows what hides what.

Numbers that stand in several tables (all uses, the uses of a guide) are hidden nowhere or everywhere: a guide with
few uses is left out of all counting, so that it is in no total either. Items are rounded: answers follow from them.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from widget.guides.conditions import EVERYBODY
from widget.guides.library import Library
from widget.insight.feedback import StoredFeedback, Verdict
from widget.insight.report.ageing import Ageing
from widget.insight.report.figures import Figures, ItemTotal, PageTotal, Period
from widget.insight.report.report import Crossing, FeedbackGroup, ItemUse, MonthUse, QuestionUse, Report, Verdicts
from widget.insight.report.suppression import SMALLEST, Grid, Line, hide_in_grid, hide_in_line
from widget.insight.usage import DOWNLOADS, READING

MAX_ITEMS = 15
"""Items shown of each guide."""

ROUNDED_TO = 10

_VERDICTS = (Verdict.YES, Verdict.PARTLY, Verdict.NO)
_URGENT = {Verdict.NO: 0, Verdict.PARTLY: 1, Verdict.YES: 2}
_WORD = re.compile(r"\w+")


def build_report(
    now: Figures,
    before: Figures,
    *,
    library: Library,
    feedback: Sequence[StoredFeedback] = (),
    ageing: tuple[Ageing, ...] = (),
    translations: tuple[str, ...] = (),
    partner: str | None = None,
    from_log: bool = False,
) -> Report:
    """The report on the figures `now`, against those `before`."""
    now, left_out = _without_small_guides(now)
    before, _ = _without_small_guides(before)
    reading = [total for total in now.pages if total.surface in READING]
    taken = [total for total in now.pages if total.surface in DOWNLOADS]
    months = _by_month(now), _by_month(before)
    return Report(
        period=now.period,
        partner=partner,
        from_log=from_log,
        uses=months[0].total,
        uses_before=months[1].total,
        left_out=left_out,
        months=tuple(_months(now.period, *months)),
        partners=_crossing(reading, lambda total: (total.partner, total.guide), keep_column_totals=True),
        surfaces=_crossing(reading, lambda total: (total.surface, total.language)),
        downloads=_crossing(taken, lambda total: (total.surface, total.guide)),
        questions=tuple(_questions(now, library)),
        items=tuple(_items(now.items, library)),
        verdicts=tuple(_verdicts(feedback)),
        feedback=tuple(_feedback(feedback)),
        ageing=ageing,
        translations=translations,
    )


def _without_small_guides(figures: Figures) -> tuple[Figures, tuple[str, ...]]:
    """The figures without the guides that were used less often than may be shown, and their ids.

    What is taken along is counted for itself: a guide may have few calendars and many readers.
    """
    uses = Counter[str]()
    for total in figures.pages:
        uses[total.guide] += total.times if total.surface in READING else 0
    small = {guide for guide, count in uses.items() if count < SMALLEST}
    return (
        Figures(
            figures.period,
            tuple(total for total in figures.pages if total.guide not in small),
            tuple(total for total in figures.answers if total.guide not in small),
            tuple(total for total in figures.items if total.guide not in small),
        ),
        tuple(sorted(small)),
    )


def _by_month(figures: Figures) -> Line:
    uses = Counter[object]()
    for total in figures.pages:
        if total.surface in READING:
            uses[total.month] += total.times
    return hide_in_line([uses[month] for month in figures.period.months])


def _months(period: Period, now: Line, before: Line) -> Iterable[MonthUse]:
    """The months beside each other; the period before has as many, counted back from its end, but for odd periods."""
    months, months_before = period.months, period.before.months
    shift = len(months_before) - len(months)
    for index, month in enumerate(months):
        place = index + shift
        there = 0 <= place < len(months_before)
        month_before = months_before[place] if there else month.add_months(-len(months))
        yield MonthUse(month, now.shown(index), month_before, before.shown(place) if there else 0)


def _crossing(
    totals: Iterable[PageTotal], place: Callable[[PageTotal], tuple[str, str]], *, keep_column_totals: bool = False
) -> Crossing:
    """A table by two ids, the larger rows and columns first; empty where nothing was counted."""
    cells = Counter[tuple[str, str]]()
    for total in totals:
        cells[place(total)] += total.times
    rows, columns = _by_size(cells, 0), _by_size(cells, 1)
    if not cells:
        return Crossing((), (), Grid((), frozenset()))
    numbers = [[cells[row, column] for column in columns] for row in rows]
    return Crossing(rows, columns, hide_in_grid(numbers, keep_column_totals=keep_column_totals))


def _by_size(cells: Mapping[tuple[str, str], int], side: int) -> tuple[str, ...]:
    """The ids of one side in the order of their totals; small ones by name, so that the order tells nothing."""
    sums = Counter[str]()
    for place, count in cells.items():
        sums[place[side]] += count
    return tuple(sorted(sums, key=lambda id: (-sums[id] if sums[id] >= SMALLEST else 0, id)))


def _questions(figures: Figures, library: Library) -> Iterable[QuestionUse]:
    """The questions in the order of the guides, then those that are no longer asked."""
    counted: dict[tuple[str, str], Counter[str]] = {}
    for total in figures.answers:
        counted.setdefault((total.guide, total.question), Counter())[total.answer] += total.times
    asked = [(guide.id, question.id) for guide in library.guides.values() for question in guide.questions]
    for guide, question in dict.fromkeys((*asked, *sorted(counted))):
        if (guide, question) not in counted:
            continue
        answers = counted[guide, question]
        ordered = tuple(dict.fromkeys((*_choices(library, guide, question), *sorted(answers.keys() - {""}), "")))
        yield QuestionUse(guide, question, ordered, hide_in_line([answers[answer] for answer in ordered]))


def _choices(library: Library, guide: str, question: str) -> Sequence[str]:
    found = library.guides.get(guide)
    asked = found.questions_by_id.get(question) if found else None
    return [choice.id for choice in asked.choices] if asked else []


def _items(totals: Iterable[ItemTotal], library: Library) -> Iterable[ItemUse]:
    """The items most often on screen, guide by guide; those that everybody sees say nothing, and are left out."""
    everywhere = {
        (guide.id, item.id) for guide in library.guides.values() for item in guide.items() if item.when == EVERYBODY
    }
    some = (total for total in totals if (total.guide, total.item) not in everywhere)
    by_guide: dict[str, list[ItemUse]] = {}
    for total in sorted(some, key=lambda total: (-_rounded(total.times), total.item)):
        if about := _rounded(total.times):
            by_guide.setdefault(total.guide, []).append(ItemUse(total.guide, total.item, about))
    for guide in sorted(by_guide):
        yield from by_guide[guide][:MAX_ITEMS]


def _rounded(count: int) -> int:
    """To tens, and nothing where the number is small."""
    return (count + ROUNDED_TO // 2) // ROUNDED_TO * ROUNDED_TO if count >= SMALLEST else 0


def _verdicts(stored: Sequence[StoredFeedback]) -> Iterable[Verdicts]:
    for guide in sorted({one.feedback.guide for one in stored}):
        found = Counter(one.feedback.verdict for one in stored if one.feedback.guide == guide)
        yield Verdicts(guide, hide_in_line([found[verdict] for verdict in _VERDICTS]))


def _feedback(stored: Sequence[StoredFeedback]) -> Iterable[FeedbackGroup]:
    """What was written, guide by guide: first what is open, of it first what was of no help, alike ones together."""
    groups: dict[tuple[str, str], list[StoredFeedback]] = {}
    for one in stored:
        if one.feedback.text:
            groups.setdefault((one.feedback.guide, one.feedback.partner), []).append(one)
    for (guide, partner), found in sorted(groups.items()):
        yield FeedbackGroup(guide, partner, tuple(_alike_together(found)))


def _alike_together(found: Sequence[StoredFeedback]) -> Iterable[StoredFeedback]:
    newest: dict[str, int] = {}
    for place, one in enumerate(found):
        newest.setdefault(_in_words(one), place)
    return sorted(
        found,
        key=lambda one: (one.handled, _URGENT[one.feedback.verdict], newest[_in_words(one)]),
    )


def _in_words(stored: StoredFeedback) -> str:
    """The words of a text without case, signs and order of mention: by this, texts are alike."""
    return " ".join(sorted(set(_WORD.findall(stored.feedback.text.casefold()))))
