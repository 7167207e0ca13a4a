"""The half-year report in the admin: operators and editors all of it, partners their own part. Reads no request."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial

from flask import Response

from widget.database.errors import DatabaseUnavailable
from widget.guides.day_reading import parse_day
from widget.insight.feedback import FeedbackRepository
from widget.insight.report.figures import Period
from widget.insight.report.from_stores import TotalsRepository, make_report
from widget.insight.spreadsheet import CSV
from widget.web.admin.access import AccessLevel
from widget.web.admin.pages import AdminPage, AdminRequest, FieldProblem
from widget.web.admin.partners.desk import PartnerContext
from widget.web.admin.partners.pages import PartnerPage
from widget.web.http.languages import translate
from widget.web.http.responses import html_response
from widget.web.http.security_headers import content_security_policy
from widget.web.reports.report_page import ReportPage, report_csv, report_html
from widget.web.reports.report_words import ReportWords

_LONGEST_SHOWN = 40
_MID_YEAR = 7


@dataclass(frozen=True, slots=True)
class PeriodForm:
    """The form that asks for a period: where it goes, and the two days as they were typed.

    `since` is the day of the last edition, `since_in_words` the same for people; empty where there is none.
    """

    address: str
    first: str
    last: str
    since: str = ""
    since_in_words: str = ""
    today: str = ""


@dataclass(frozen=True, kw_only=True)
class ReportFormPage(AdminPage):
    """What the template `admin/report.html` gets."""

    form: PeriodForm


@dataclass(frozen=True, kw_only=True)
class PartnerReportFormPage(PartnerPage):
    """What the template `admin/partner_report.html` gets."""

    form: PeriodForm


@dataclass(frozen=True)
class ReportSources:
    """What a report is made of; each is asked for at the first request. `names` of partners are by id."""

    figures: Callable[[], TotalsRepository]
    feedback: Callable[[], FeedbackRepository]
    names: Callable[[], dict[str, str]]
    last_edition: Callable[[], datetime | None]


class ReportAdminRoutes:
    """The routes `/admin/report` for operators and editors, and `/admin/partners/<partner>/report` for partners."""

    def __init__(self, desk: PartnerContext, keepers: ReportSources) -> None:
        self._desk = desk
        self._keepers = keepers

    def register(self) -> None:
        """Register the routes with the access control."""
        add = self._desk.access_control.add
        for place, name, access in (
            ("/report", "report", AccessLevel.EDITOR),
            ("/partners/<partner>/report", "partner_report", AccessLevel.PARTNER),
        ):
            add(place, name, self.ask, access)
            add(f"{place}/page", f"{name}_page", self.page, access)
            add(f"{place}.csv", f"{name}_file", self.file, access)

    def ask(self, visit: AdminRequest, partner: str | None = None) -> Response:
        """The form, with the last finished half-year in it."""
        usual = last_half_year(self._desk.site.today())
        typed = (visit.query.get("from", usual.first.isoformat()), visit.query.get("to", usual.last.isoformat()))
        return self._form(visit, partner, typed)

    def page(self, visit: AdminRequest, partner: str | None = None) -> Response:
        """The report, to be read and printed."""
        made = self._made(visit, partner, plain=False)
        if isinstance(made, Response):
            return made
        return html_response(report_html(made, self._desk.site.templates), made.style, "'none'")

    def file(self, visit: AdminRequest, partner: str | None = None) -> Response:
        """The report for spreadsheets."""
        made = self._made(visit, partner, plain=True)
        if isinstance(made, Response):
            return made
        period = made.report.period
        name = "-".join(("report", *([partner] if partner else []), str(period.first), str(period.last)))
        response = Response(report_csv(made), content_type=CSV)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        response.headers["Content-Security-Policy"] = content_security_policy("'none'")
        return response

    def _made(self, visit: AdminRequest, partner: str | None, *, plain: bool) -> ReportPage | Response:
        """The report that the query asks for, or the form again with what is wrong."""
        typed = tuple(visit.query.get(name, "") for name in ("from", "to"))
        again = partial(self._form, visit, partner, typed)
        first, last = (parse_day(text) for text in typed)
        problems = [
            FieldProblem(name, self._unread(text))
            for name, text, day in zip(("from", "to"), typed, (first, last), strict=True)
            if day is None
        ]
        if first is None or last is None:
            return again(tuple(problems))
        if last < first:
            return again((FieldProblem("to", self._(_BACKWARDS)),))
        site = self._desk.site
        try:
            name = self._partner(partner)[0] if partner is not None else ""
            names = self._keepers.names() if partner is None else {partner: name}
            keepers = self._keepers.figures(), self._keepers.feedback()
            made = make_report(*keepers, site.library, Period(first, last), partner, site.today())
        except DatabaseUnavailable:
            return again((FieldProblem("period", self._(_AWAY)),), 503)
        words = ReportWords(made, site.library, site.language, names, plain=plain)
        return ReportPage(made, words, site.today(), site.language, site.styles["report"])

    def _form(
        self,
        visit: AdminRequest,
        partner: str | None,
        typed: tuple[str, ...],
        problems: tuple[FieldProblem, ...] = (),
        status: int = 0,
    ) -> Response:
        address = "/admin/report" if partner is None else f"/admin/partners/{partner}/report"
        first, last = (_as_field(text) for text in typed)
        form = self._since_the_last_edition(PeriodForm(address, first, last))
        language, style, title = self._desk.language, self._desk.style, self._("Report on the guides")
        page: AdminPage
        if partner is None:
            page = ReportFormPage(
                title=title, visit=visit, problems=problems, language=language, style=style, form=form
            )
            return self._desk.pages.show("report", page, status)
        try:
            name, has_draft = self._partner(partner)
        except DatabaseUnavailable:
            name, has_draft = partner, False
        page = PartnerReportFormPage(
            title=title,
            visit=visit,
            problems=problems,
            language=language,
            style=style,
            partner_id=partner,
            partner_name=name,
            section="report",
            has_draft=has_draft,
            form=form,
        )
        return self._desk.pages.show("partner_report", page, status)

    def _since_the_last_edition(self, form: PeriodForm) -> PeriodForm:
        """The form with the day of the last edition, where one was published and the database answers."""
        try:
            published = self._keepers.last_edition()
        except DatabaseUnavailable:
            return form
        if published is None:
            return form
        day, today = published.date(), self._desk.site.today()
        words = self._desk.language.medium_date(day)
        return replace(form, since=day.isoformat(), since_in_words=words, today=today.isoformat())

    def _partner(self, partner: str) -> tuple[str, bool]:
        """What a partner is called, and whether it has a draft. Raises `NotFound` and `DatabaseUnavailable`."""
        entry = self._desk.entry(partner)
        return entry.working.name if entry.working else partner, entry.draft is not None

    def _unread(self, text: str) -> str:
        words = self._("“%(given)s” is not a date we can read. Choose a day, or write it as 2026-12-31.")
        return words % {"given": text[:_LONGEST_SHOWN]} if text.strip() else self._("Choose a day.")

    def _(self, text: str) -> str:
        return self._desk.language.catalogue.ugettext(text)


def last_half_year(today: date) -> Period:
    """The half-year that ended last."""
    if today.month >= _MID_YEAR:
        return Period(date(today.year, 1, 1), date(today.year, _MID_YEAR, 1) - timedelta(days=1))
    return Period(date(today.year - 1, _MID_YEAR, 1), date(today.year - 1, 12, 31))


def _as_field(text: str) -> str:
    """A day as its field holds it; what is none stays as it was typed."""
    day = parse_day(text)
    return day.isoformat() if day else text


_BACKWARDS = translate("The last day is before the first one.")
_AWAY = translate("The report cannot be made at the moment: the database does not answer. Try again in a minute.")
