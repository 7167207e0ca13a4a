"""The citizens' routes: a guide in a frame, as a page, on paper, as a fragment. Requests end here."""

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from widget.guides.answers import parse_query
from widget.web.guide.addresses import DEFAULT_HEADINGS
from widget.web.guide.message_pages import Messages
from widget.web.guide.resolve import resolve_guide
from widget.web.guide.site import Site
from widget.web.guide.surfaces import guide_response


class PublicRoutes:
    """The routes of citizens' pages."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.messages = Messages(site)

    def register(self, app: Flask) -> None:
        """Add the routes to `app`."""
        for surface in DEFAULT_HEADINGS:
            for rule in (f"/{surface}/<guide>", f"/{surface}/<partner>/<guide>"):
                app.add_url_rule(rule, surface, self.show, defaults={"surface": surface})
        app.add_url_rule("/", "index", self.index)
        app.register_error_handler(HTTPException, self.error)

    def show(self, surface: str, guide: str, partner: str | None = None) -> Response:
        """A guide on one of its surfaces."""
        parameters = parse_query(request.query_string)
        found = resolve_guide(
            self.site, self.messages.in_requested_language(parameters, surface), surface, guide, partner, parameters
        )
        if isinstance(found, Response):
            return found
        base = base_url(self.site)
        return guide_response(self.site, found.edition, surface, found.guide, parameters, base_url=base)

    def index(self) -> Response:
        """Which guides there are."""
        return self.messages.in_requested_language(parse_query(request.query_string)).index()

    def error(self, error: HTTPException) -> Response:
        """Whatever went wrong, with the way on."""
        surface = "embed" if request.path.startswith("/embed/") else "guide"
        response = self.messages.in_requested_language(parse_query(request.query_string), surface).error(
            error, surface
        )
        if isinstance(error, MethodNotAllowed) and error.valid_methods:
            response.allow.update(error.valid_methods)
        return response


def base_url(site: Site) -> str:
    """The public address of this server: as set, or else as the visitor reached us."""
    return site.settings.base_url or request.host_url.rstrip("/")
