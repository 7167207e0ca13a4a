"""Feedback in the admin: read it, mark it as handled, take it along; partners their own. Reads no request."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Response

from widget.database.errors import DatabaseUnavailable
from widget.insight.feedback import FeedbackFilter, FeedbackRepository, StoredFeedback, Verdict
from widget.insight.spreadsheet import CSV, spreadsheet
from widget.web.admin.access import AccessLevel
from widget.web.admin.pages import AdminPage, AdminRequest, whole_number
from widget.web.admin.partners.desk import PartnerContext
from widget.web.admin.partners.pages import PartnerPage
from widget.web.http.security_headers import content_security_policy

PAGE = 50
"""Answers on a page."""

_ALL = "all"


@dataclass(frozen=True, kw_only=True)
class FeedbackListPage(AdminPage):
    """What the template `admin/feedback.html` gets; `found` is how much there is in all."""

    address: str
    everything: bool
    stored: tuple[StoredFeedback, ...]
    found: int
    number: int
    guides: dict[str, str]

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(-(-self.found // PAGE), 1)

    def here(self, number: int = 1, *, everything: bool | None = None) -> str:
        """The address of a page of this list."""
        show = _ALL if (self.everything if everything is None else everything) else ""
        query = [f"show={show}" if show else "", f"page={number}" if number > 1 else ""]
        return f"{self.address}?{'&'.join(part for part in query if part)}".rstrip("?")

    def guide(self, stored: StoredFeedback) -> str:
        """The title of a guide, or its id where it is no more."""
        return self.guides.get(stored.feedback.guide, stored.feedback.guide)

    def verdict(self, stored: StoredFeedback) -> str:
        """A verdict in words."""
        _ = self.language.catalogue.ugettext
        return {Verdict.YES: _("Yes"), Verdict.PARTLY: _("Partly"), Verdict.NO: _("No")}[stored.feedback.verdict]


@dataclass(frozen=True, kw_only=True)
class PartnerFeedbackPage(PartnerPage, FeedbackListPage):
    """What the template `admin/partner_feedback.html` gets."""


class FeedbackAdminRoutes:
    """The routes under `/admin/feedback` for operators, and `/admin/partners/<partner>/feedback` for partners.

    `keeper` is asked for at the first request.
    """

    def __init__(self, desk: PartnerContext, keeper: Callable[[], FeedbackRepository]) -> None:
        self._desk = desk
        self._access_control = desk.access_control
        self._keeper = keeper

    def register(self) -> None:
        """Register the routes with the access control."""
        both = ("GET", "POST")
        add = self._access_control.add
        add("/feedback", "feedback", self.show, AccessLevel.OPERATOR, both)
        add("/feedback.csv", "feedback_file", self.file, AccessLevel.OPERATOR)
        add("/partners/<partner>/feedback", "partner_feedback", self.show, AccessLevel.PARTNER, both)
        add("/partners/<partner>/feedback.csv", "partner_feedback_file", self.file, AccessLevel.PARTNER)

    def show(self, visit: AdminRequest, partner: str | None = None) -> Response:
        """The list; with a form that was sent, first mark what it names."""
        everything = visit.query.get("show") == _ALL
        try:
            if visit.sent:
                handled = visit.typed("handled") != "no"
                self._keeper().handle(_numbers(visit.form.getlist("number")), handled=handled, partner=partner)
                return self._access_control.pages.redirect(f"{_address(partner)}{'?show=all' if everything else ''}")
            return self._list(visit, partner, everything)
        except DatabaseUnavailable:
            return self._unavailable(visit)

    def file(self, visit: AdminRequest, partner: str | None = None) -> Response:
        """All of it for a spreadsheet."""
        _ = self._access_control.site.language.catalogue.ugettext
        head = (
            _("Day"),
            _("Guide"),
            _("Version"),
            _("Partner"),
            _("Language"),
            _("Verdict"),
            _("Text"),
            _("Handled"),
        )
        try:
            found = self._keeper().read(FeedbackFilter(partner))
        except DatabaseUnavailable:
            return self._unavailable(visit)
        rows = (self._row(stored) for stored in found)
        response = Response(spreadsheet([head, *rows]), content_type=CSV)
        response.headers["Content-Disposition"] = 'attachment; filename="feedback.csv"'
        response.headers["Content-Security-Policy"] = content_security_policy("'none'")
        return response

    def _row(self, stored: StoredFeedback) -> tuple[str, ...]:
        _ = self._access_control.site.language.catalogue.ugettext
        said, handled = stored.feedback, _("Yes") if stored.handled else _("No")
        place = (said.guide, said.version, said.partner, said.language)
        return (said.day.isoformat(), *place, said.verdict.value, said.text, handled)

    def _list(self, visit: AdminRequest, partner: str | None, everything: bool) -> Response:
        pick = FeedbackFilter(partner, handled=None if everything else False)
        number = visit.page_number
        language, style = self._access_control.pages.look
        shown: dict[str, Any] = {
            "title": self._("Feedback"),
            "visit": visit,
            "language": language,
            "style": style,
            "address": _address(partner),
            "everything": everything,
            "stored": self._keeper().read(pick, limit=PAGE, skip=(number - 1) * PAGE),
            "found": self._keeper().count(pick),
            "number": number,
            "guides": {guide.id: guide.title for guide in self._access_control.site.library.guides.values()},
        }
        if partner is None:
            return self._access_control.pages.show("feedback", FeedbackListPage(**shown))
        entry = self._desk.registry.entry(partner)
        whose = PartnerFeedbackPage(
            **shown,
            partner_id=partner,
            partner_name=entry.working.name if entry and entry.working else partner,
            section="feedback",
            has_draft=bool(entry and entry.draft),
        )
        return self._access_control.pages.show("partner_feedback", whose)

    def _unavailable(self, visit: AdminRequest) -> Response:
        text = self._("Feedback cannot be read at the moment. Try again in a minute. Nothing is lost.")
        return self._access_control.pages.message(visit, self._("Something went wrong"), text, status=503)

    def _(self, text: str) -> str:
        return self._access_control.site.language.catalogue.ugettext(text)


def _address(partner: str | None) -> str:
    return f"/admin/partners/{partner}/feedback" if partner is not None else "/admin/feedback"


def _numbers(given: list[str]) -> tuple[int, ...]:
    """The numbers among what was given."""
    numbers = (whole_number(text) for text in given)
    return tuple(number for number in numbers if number is not None)
