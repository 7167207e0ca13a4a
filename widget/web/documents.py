"""Routes of a guide as a file for other programs: iCalendar and JSON."""

import json

from flask import Flask, Response, request

from widget.guides.answers import Answers, parse_query
from widget.guides.calendar import CalendarWords, as_calendar
from widget.guides.personalise import PersonalItem
from widget.web.data import as_data
from widget.web.entrance import enter
from widget.web.guide_page import GuidePage
from widget.web.messages import Messages
from widget.web.public import base_url
from widget.web.reading import read_page, read_view
from widget.web.responses import document_response
from widget.web.site import Site


class DocumentRoutes:
    """The routes `calendar` and `data`."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.messages = Messages(site)

    def register(self, app: Flask) -> None:
        """Add the routes to `app`."""
        for name, ending, show in (("calendar", "ics", self.calendar), ("data", "json", self.data)):
            for rule in (f"/{name}/<guide>.{ending}", f"/{name}/<partner>/<guide>.{ending}"):
                app.add_url_rule(rule, name, show)

    def calendar(self, guide: str, partner: str | None = None) -> Response:
        """The dated tasks as iCalendar."""
        page = self._page(guide, partner)
        if isinstance(page, Response):
            return page
        if not page.personal.deadlines:
            return self.messages.no_date(page.personal.guide, page.view.address(page.answers))
        _ = page.language.catalogue.ugettext
        words = CalendarWords(page.personal.guide.title, _("See the guide:"))
        home = page.view.on("guide", base=page.base_url)

        def address_of(shown: PersonalItem) -> str:
            return home.address(Answers(), page.part_of(shown))

        file = as_calendar(page.personal, page.filling, address_of, words)
        return document_response(file, "text/calendar; charset=utf-8", f"{guide}.ics")

    def data(self, guide: str, partner: str | None = None) -> Response:
        """The guide as JSON."""
        page = self._page(guide, partner)
        if isinstance(page, Response):
            return page
        text = json.dumps(as_data(page), ensure_ascii=False, indent=1)
        return document_response(text, "application/json; charset=utf-8")

    def _page(self, guide_id: str, partner: str | None) -> GuidePage | Response:
        parameters = parse_query(request.query_string)
        found = enter(self.site, self.messages, "guide", guide_id, partner, parameters)
        if isinstance(found, Response):
            return found
        view = read_view(found.edition, "guide", found.guide, parameters)
        return read_page(self.site, found.edition, found.guide, view, parameters, base_url(self.site))
