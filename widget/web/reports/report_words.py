"""The tables and charts of a report in words, for page and spreadsheet alike. Knows the names of ids; no template."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from markupsafe import Markup

from widget.guides.library import Library
from widget.insight.report.ageing import Ageing
from widget.insight.report.ageing_words import ageing_kind, ageing_name, item_title, owner_name
from widget.insight.report.charts import bars, columns
from widget.insight.report.figures import Month
from widget.insight.report.report import Crossing, QuestionUse, Report
from widget.web.http.languages import Language

MAX_BARS = 15
"""Partners drawn; the table has them all."""


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A row of a table: what it is about, and its numbers in words."""

    label: str
    values: tuple[str, ...]
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table as people read it; `corner` stands above the labels of its rows. One `in_words` has no numbers."""

    title: str
    corner: str
    columns: tuple[str, ...]
    rows: tuple[ReportRow, ...]
    in_words: bool = False


class ReportWords:
    """Puts a report into words. `names` of partners are by id; `plain` numbers are for machines to read."""

    def __init__(
        self, report: Report, library: Library, language: Language, names: dict[str, str], *, plain: bool = False
    ) -> None:
        self._plain = plain
        self.report = report
        self.library = library
        self.language = language
        self._names = names
        self._surfaces = {
            "embed": self._("In a frame on a website"),
            "guide": self._("On its own page"),
            "fragment": self._("As a part of a website's page"),
            "print": self._("Reminder lists"),
            "calendar": self._("Calendar files"),
            "data": self._("Data for other systems"),
            "snippet": self._("Snippets built"),
        }

    def months(self) -> ReportTable:
        """Use over time."""
        report, now, before = self.report, self._("Now"), self._("The period before")
        rows = [
            ReportRow(self.month(use.month), (self.number(use.uses), self.number(use.uses_before)))
            for use in report.months
        ]
        rows.append(ReportRow(self._("In all"), (self.number(report.uses), self.number(report.uses_before)), True))
        return ReportTable(self._("Use by month"), self._("Month"), (now, before), tuple(rows))

    def months_chart(self) -> Markup:
        """The same as columns."""
        uses = self.report.months
        series = [
            (self._("Now"), [use.uses for use in uses]),
            (self._("The period before"), [use.uses_before for use in uses]),
        ]
        return columns([self.month(use.month) for use in uses], series, self._("Use by month"), self.number)

    def partners(self) -> ReportTable:
        """Use per partner and guide."""
        crossing = self.report.partners
        names = tuple(self.partner(id) for id in crossing.rows), tuple(self.guide(id) for id in crossing.columns)
        return self._crossing(self._("Use by partner and guide"), self._("Partner"), crossing, *names)

    def partners_chart(self) -> Markup:
        """The partners with the most use."""
        crossing = self.report.partners
        last = len(crossing.columns)
        shown = [(id, crossing.grid.shown(index, last)) for index, id in enumerate(crossing.rows[:MAX_BARS])]
        found = [(self.partner(id), number) for id, number in shown if number is not None]
        labels, numbers = [label for label, _ in found], [number for _, number in found]
        return bars(labels, numbers, self._("Use by partner"), self.number) if found else Markup("")

    def surfaces(self) -> ReportTable:
        """Use per surface and language."""
        crossing = self.report.surfaces
        languages = tuple(self.language_name(id) for id in crossing.columns)
        names = tuple(self._surfaces[id] for id in crossing.rows), languages
        return self._crossing(self._("Use by place and language"), self._("Place"), crossing, *names)

    def downloads(self) -> ReportTable:
        """Printouts, calendars, data and snippets."""
        crossing = self.report.downloads
        names = tuple(self._surfaces[id] for id in crossing.rows), tuple(self.guide(id) for id in crossing.columns)
        return self._crossing(self._("Taken along"), self._("What"), crossing, *names)

    def guides(self) -> tuple[str, ...]:
        """The ids of the guides that have answers or items."""
        found = [*(use.guide for use in self.report.questions), *(use.guide for use in self.report.items)]
        return tuple(dict.fromkeys(found))

    def answers(self, guide: str) -> Iterator[ReportTable]:
        """A table for each question of a guide."""
        for use in self._questions(guide):
            rows = [
                ReportRow(self._answer(use, answer), (self.number(use.line.shown(index)), self._share(use, index)))
                for index, answer in enumerate(use.answers)
            ]
            rows.append(ReportRow(self._("In all"), (self.number(use.line.total), ""), True))
            head = (self._("Times"), self._("Share"))
            yield ReportTable(self.question(use), self._("Answer"), head, tuple(rows))

    def open_chart(self, guide: str) -> Markup:
        """Where people leave questions of a guide open."""
        uses = [use for use in self._questions(guide) if use.open_share is not None]
        labels, shares = [self.question(use) for use in uses], [use.open_share for use in uses]
        return bars(labels, shares, self._("Left open"), self.share) if uses else Markup("")

    def items(self, guide: str) -> ReportTable:
        """The items of a guide most often on screen."""
        rows = [
            ReportRow(item_title(use.guide, use.item, self.library), (self._about(use.about),))
            for use in self.report.items
            if use.guide == guide
        ]
        return ReportTable(self._("Most often on screen"), self._("Item"), (self._("Times"),), tuple(rows))

    def verdicts(self) -> ReportTable:
        """What people thought of the guides."""
        head = (self._("Yes"), self._("Partly"), self._("No"), self._("In all"))
        rows = [
            ReportRow(
                self.guide(verdicts.guide),
                (*(self.number(verdicts.line.shown(index)) for index in range(3)), self.number(verdicts.line.total)),
            )
            for verdicts in self.report.verdicts
        ]
        return ReportTable(self._("Was the guide of help?"), self._("Guide"), head, tuple(rows))

    def ageing(self) -> ReportTable:
        """What to look at soon."""
        head = (self._("What"), self._("Who answers for it"), self._("Day"))
        rows = [ReportRow(ageing_name(one, self.library), self._ageing_values(one)) for one in self.report.ageing]
        return ReportTable(self._("Near their end or review"), self._("Name"), head, tuple(rows), in_words=True)

    def owner(self, one: Ageing) -> str:
        """Who answers for something, by name."""
        return owner_name(one.owner, self.library)

    def tables(self) -> Iterator[ReportTable]:
        """Every table, in the order of the page."""
        yield from (self.months(), self.partners(), self.surfaces(), self.downloads())
        for guide in self.guides():
            for table in (*self.answers(guide), self.items(guide)):
                title = f"{self.guide(guide)}: {table.title}"
                yield ReportTable(title, table.corner, table.columns, table.rows)
        yield from (self.verdicts(), self.ageing())

    def month(self, month: Month) -> str:
        """A month as jan. 2026."""
        return format_date(date(month.year, month.number, 1), "LLL y", locale=self.language.tag)

    def number(self, number: float | None) -> str:
        """A number, or the word for one that is hidden."""
        if number is None:
            return self._("hidden")
        return str(number) if self._plain else format_decimal(number, locale=self.language.tag)

    def share(self, share: float | None) -> str:
        """A part as percent, in whole ones."""
        return "" if share is None else format_percent(share, "#,##0 %", locale=self.language.tag)

    def guide(self, id: str) -> str:
        """The title of a guide."""
        found = self.library.guides.get(id)
        return found.title if found else id

    def partner(self, id: str) -> str:
        """The name of a partner."""
        return self._names.get(id, id) if id else self._("The common guide")

    def language_name(self, tag: str) -> str:
        """The name of a language."""
        if not tag:
            return self._("Not counted")
        name = Locale.parse(tag).get_display_name(self.language.tag)
        return name or tag

    def _crossing(
        self, title: str, corner: str, crossing: Crossing, rows: tuple[str, ...], columns: tuple[str, ...]
    ) -> ReportTable:
        if not crossing.rows:
            return ReportTable(title, corner, (), ())
        width, total = len(columns) + 1, self._("In all")
        made = [
            ReportRow(
                label,
                tuple(self.number(crossing.grid.shown(row, column)) for column in range(width)),
                row == len(rows),
            )
            for row, label in enumerate((*rows, total))
        ]
        return ReportTable(title, corner, (*columns, total), tuple(made))

    def _questions(self, guide: str) -> list[QuestionUse]:
        return [use for use in self.report.questions if use.guide == guide]

    def question(self, use: QuestionUse) -> str:
        """A question as it is asked, or its id where it is no more."""
        found = self.library.guides.get(use.guide)
        asked = found.questions_by_id.get(use.question) if found else None
        return asked.label if asked else use.question

    def _answer(self, use: QuestionUse, answer: str) -> str:
        if not answer:
            return self._("Left open")
        found = self.library.guides.get(use.guide)
        asked = found.questions_by_id.get(use.question) if found else None
        choice = asked.by_id.get(answer) if asked else None
        return choice.label if choice else answer

    def _share(self, use: QuestionUse, index: int) -> str:
        number, total = use.line.shown(index), use.line.total
        return self.share(number / total) if number is not None and total else ""

    def _about(self, number: int) -> str:
        words = self.number(number)
        return words if self._plain else self._("about %(number)s") % {"number": words}

    def _ageing_values(self, one: Ageing) -> tuple[str, ...]:
        day = format_date(one.day, "medium", locale=self.language.tag)
        return ageing_kind(one, self._), self.owner(one), day

    def _(self, text: str) -> str:
        return self.language.catalogue.ugettext(text)
