"""Routes of a guide as a file for other programs: iCalendar and JSON."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Flask, Response, request

from widget.guides.answers import Answers, parse_carried_query
from widget.guides.library import Retired
from widget.guides.personalise import PersonalItem
from widget.web.guide.addresses import View
from widget.web.guide.data import as_data, retired_as_data
from widget.web.guide.message_pages import Messages
from widget.web.guide.page import GuidePage
from widget.web.guide.parameters import Parameters, read_page, read_view
from widget.web.guide.resolve import ResolvedGuide, Unavailable, common_address, find_guide, resolve_guide
from widget.web.guide.routes import base_url
from widget.web.guide.site import Site
from widget.web.guide.usage_counting import CountDownload
from widget.web.http.responses import document_response, preflight_response, uncacheable

CALENDAR = "text/calendar; charset=utf-8"


class DocumentRoutes:
    """The routes `calendar` and `data`. `now` is the clock: a calendar says when it was made."""

    def __init__(self, site: Site, count: CountDownload, now: Callable[[], datetime]) -> None:
        self.site = site
        self.now = now
        self.count = count
        self.messages = Messages(site)

    def register(self, app: Flask) -> None:
        """Add the routes to `app`."""
        for name, ending, show in (("calendar", "ics", self.calendar), ("data", "json", self.data)):
            for rule in (f"/{name}/<guide>.{ending}", f"/{name}/<partner>/<guide>.{ending}"):
                app.add_url_rule(rule, name, show, methods=["GET"], provide_automatic_options=False)
                app.add_url_rule(rule, f"{name}_preflight", self.preflight, methods=["OPTIONS"])

    def preflight(self, **_: str) -> Response:
        """Any site may read them, with any header."""
        return preflight_response()

    def calendar(self, guide: str, partner: str | None = None) -> Response:
        """The dated tasks as iCalendar."""
        from widget.guides.calendar import CalendarWords, as_calendar, as_notice  # few ask for it, and it is heavy

        if retired := self.site.library.retired.get(guide):
            successor = self._address_of(retired)
            text = f"{retired.text} {successor}".strip()
            return document_response(as_notice(retired.title, text, self.site.today()), CALENDAR, f"{guide}.ics")
        parameters = parse_carried_query(request.query_string)
        found = resolve_guide(
            self.site, self.messages.in_requested_language(parameters), "guide", guide, partner, parameters
        )
        if isinstance(found, Response):
            return found
        page = self._page(found, parameters)
        if not page.personal.deadlines:
            return self.messages.in_requested_language(parameters).no_date(
                page.personal.guide, page.view.address(page.answers)
            )
        _ = page.language.catalogue.ugettext
        words = CalendarWords(
            name=page.personal.guide.title,
            see_guide=_("See the guide:"),
            latest=_("At the latest: %(title)s"),
            earliest=_("At the earliest: %(title)s"),
            further_dates=page.days.further,
            applies_if=lambda shown: _("Applies if %(condition)s.") % {"condition": page.condition(shown)},
        )
        home = page.view.on("guide", base=page.base_url)

        def address_of(shown: PersonalItem) -> str:
            return home.address(Answers(), page.part_of(shown))

        self.count("calendar", guide, partner, page.language.tag)
        file = as_calendar(page.personal, page.filling, address_of, words, self.now())
        return document_response(file, CALENDAR, f"{guide}.ics")

    def data(self, guide: str, partner: str | None = None) -> Response:
        """The guide as JSON."""
        if retired := self.site.library.retired.get(guide):
            successor = self.site.library.guides.get(retired.successor)
            return _json_response(retired_as_data(retired, successor, self._address_of(retired)))
        parameters = parse_carried_query(request.query_string)
        found = find_guide(self.site, guide, partner)
        if isinstance(found, Unavailable):
            return uncacheable(_json_response(self._in_the_way(found, parameters)), 404)
        page = self._page(found, parameters)
        self.count("data", guide, partner, page.language.tag)
        return _json_response(as_data(page))

    def _in_the_way(self, found: Unavailable, parameters: Parameters) -> dict[str, Any]:
        """Why there is no data, and where there is some."""
        if found.guide is None:
            return {"error": found.reason.value, "guides": [*self.site.library.guides]}
        common = common_address(self.site, "guide", found.guide, parameters)
        return {"error": found.reason.value, "guide": found.guide.id, "address": base_url(self.site) + common}

    def _address_of(self, retired: Retired) -> str:
        """The page of the guide that took the place of another, or nothing."""
        successor = self.site.library.guides.get(retired.successor)
        return f"{base_url(self.site)}{View('guide', successor.id).path}" if successor else ""

    def _page(self, found: ResolvedGuide, parameters: Parameters) -> GuidePage:
        view = read_view(found.edition, "guide", found.guide, parameters)
        return read_page(self.site, found.edition, found.guide, view, parameters, base_url(self.site))


def _json_response(data: dict[str, Any]) -> Response:
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return document_response(text, "application/json; charset=utf-8")
