"""The report as one page for paper and as a file for spreadsheets. Knows the template; no request and no database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from widget.insight.feedback import StoredFeedback, Verdict
from widget.insight.report.report import FeedbackGroup, Report
from widget.insight.spreadsheet import spreadsheet
from widget.web.http.languages import Language
from widget.web.http.styles import Style
from widget.web.http.templating import Templates
from widget.web.reports.decisions import Decision, decisions
from widget.web.reports.report_words import ReportTable, ReportWords


@dataclass(frozen=True)
class ReportPage:
    """What the template `reports/report.html` gets. `made` is the day on which the report was made."""

    report: Report
    words: ReportWords
    made: date
    language: Language
    style: Style

    @property
    def title(self) -> str:
        """What the report is about."""
        report, words = self.report, self.words
        name = words.partner(report.partner) if report.partner is not None else ""
        period = f"{self.language.medium_date(report.period.first)} – {self.language.medium_date(report.period.last)}"
        return " · ".join(part for part in (name, period) if part)

    @property
    def change(self) -> str:
        """How use has changed against the period before, as percent with its sign; empty where that says nothing."""
        now, before = self.report.uses, self.report.uses_before
        if now is None or not before:
            return ""
        share = now / before - 1
        return ("+" if share > 0 else "") + self.words.share(share)

    @property
    def pressing(self) -> ReportTable:
        """What to look at soon."""
        return self.words.ageing()

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """What to decide."""
        return decisions(self.report, self.words)

    def verdict(self, stored: StoredFeedback) -> str:
        """A verdict in words."""
        _ = self.language.catalogue.ugettext
        return {Verdict.YES: _("Yes"), Verdict.PARTLY: _("Partly"), Verdict.NO: _("No")}[stored.feedback.verdict]

    def heading(self, group: FeedbackGroup) -> str:
        """Of which guide, through which partner."""
        return f"{self.words.guide(group.guide)} – {self.words.partner(group.partner)}"


def report_html(page: ReportPage, templates: Templates) -> str:
    """The report as one page that needs nothing else."""
    return templates.render("reports/report.html", page, page.language)


def report_csv(page: ReportPage) -> bytes:
    """Every table below the other, and what people wrote."""
    return spreadsheet(_lines(page))


def _lines(page: ReportPage) -> Iterator[tuple[str, ...]]:
    _ = page.language.catalogue.ugettext
    yield (_("Report on the guides"), page.title)
    for table in page.words.tables():
        yield ()
        yield (table.title,)
        yield (table.corner, *table.columns)
        for row in table.rows:
            yield (row.label, *row.values)
    yield ()
    yield (_("What people wrote"),)
    yield (_("Guide and partner"), _("Day"), _("Verdict"), _("Text"), _("Handled"))
    for group in page.report.feedback:
        for stored in group.texts:
            handled = _("Yes") if stored.handled else _("No")
            yield (
                page.heading(group),
                stored.feedback.day.isoformat(),
                page.verdict(stored),
                stored.feedback.text,
                handled,
            )
    if page.report.translations:
        yield ()
        yield (_("Translations that are behind"),)
        yield from ((line,) for line in page.report.translations)
