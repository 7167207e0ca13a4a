"""The routes of a partner's draft, for its editors and for whom they send a link. Requests end here."""

from collections.abc import Callable

from flask import Flask, Response, request

from widget.database.errors import DatabaseUnavailable
from widget.guides.answers import parse_carried_query
from widget.partners.model import Partner
from widget.web.guide.addresses import DEFAULT_HEADINGS
from widget.web.guide.message_pages import Messages
from widget.web.guide.routes import base_url
from widget.web.guide.site import Site
from widget.web.guide.surfaces import guide_response
from widget.web.previews.draft_links import DraftLinks


class DraftRoutes:
    """The routes under `/draft`. `draft_of` finds what a partner's editors work on; None where there is no partner.

    Both are asked for when somebody comes, so that guides are served without a database.
    """

    def __init__(
        self, site: Site, links: Callable[[], DraftLinks], draft_of: Callable[[str], Partner | None]
    ) -> None:
        self.site = site
        self.links = links
        self.draft_of = draft_of
        self.messages = Messages(site)

    def register(self, app: Flask) -> None:
        """Add the routes to `app`."""
        for surface in DEFAULT_HEADINGS:
            rule = f"/draft/<token>/{surface}/<guide>"
            app.add_url_rule(rule, f"draft_{surface}", self.show, defaults={"surface": surface})

    def show(self, token: str, surface: str, guide: str) -> Response:
        """A guide as the draft has it."""
        found, link = self.site.library.guides.get(guide), self.links().read(token)
        if found is None:
            return self.messages.unknown_guide(surface)
        try:
            partner = self.draft_of(link.partner) if link else None
        except DatabaseUnavailable:
            return self.messages.draft_away(found)
        if link is None or partner is None:
            return self.messages.draft_over(found)
        edition = self.site.editions.of_draft(partner, link.scheme)
        parameters = parse_carried_query(request.query_string)
        return guide_response(
            self.site, edition, surface, found, parameters, base_url=base_url(self.site), draft=f"draft/{token}"
        )
