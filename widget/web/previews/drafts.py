"""The routes of a partner's draft and its versions, for those who have a link. Requests end here."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from flask import Flask, Response, request

from widget.database.errors import DatabaseUnavailable
from widget.guides.answers import parse_carried_query
from widget.partners.model import Partner
from widget.web.guide.addresses import DEFAULT_HEADINGS
from widget.web.guide.message_pages import Messages
from widget.web.guide.routes import base_url
from widget.web.guide.site import Site
from widget.web.guide.surfaces import guide_response
from widget.web.previews.draft_links import DRAFT, DraftLink, DraftLinks, is_of

if TYPE_CHECKING:
    from widget.partners.registry import Registry


class DraftRoutes:
    """The routes under `/draft`.

    `links` and `registry` are asked for by the first request, so that guides are served without a database.
    """

    def __init__(self, site: Site, links: Callable[[], DraftLinks], registry: "Callable[[], Registry]") -> None:
        self.site = site
        self.links = links
        self.registry = registry
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
            partner = self._linked(link) if link else None
        except DatabaseUnavailable:
            return self.messages.draft_away(found)
        if link is None or partner is None:
            return self.messages.draft_over(found)
        edition = self.site.editions.of_draft(partner, link.scheme, link.version)
        parameters = parse_carried_query(request.query_string)
        return guide_response(
            self.site, edition, surface, found, parameters, base_url=base_url(self.site), draft=f"draft/{token}"
        )

    def _linked(self, link: DraftLink) -> Partner | None:
        """The draft or version that a link shows; None where the partner or the version is gone."""
        entry = self.registry().entry(link.partner)
        if entry is None or not is_of(link, entry.created):
            return None
        return entry.working if link.version == DRAFT else self.registry().version(link.partner, link.version)
