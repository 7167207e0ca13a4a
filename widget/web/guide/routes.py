"""The citizens' routes: a guide in a frame, as a page, on paper, as a fragment. Requests end here."""

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from widget.guides.answers import parse_carried_query
from widget.web.guide.addresses import DEFAULT_HEADINGS
from widget.web.guide.message_pages import Messages
from widget.web.guide.resolve import resolve_guide
from widget.web.guide.site import Site
from widget.web.guide.surfaces import guide_response
from widget.web.http.host_validation import request_origin
from widget.web.http.path_tidying import tidy_address
from widget.web.http.responses import redirect_response

_READING = frozenset({"GET", "HEAD"})


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
        app.before_request(self.lead_to_tidy_path)

    def lead_to_tidy_path(self) -> Response | None:
        """To the address that was meant, where the path of this one has marks or spellings that are not ours."""
        if request.method not in _READING:
            return None
        tidy = tidy_address(request.path, request.query_string.decode("latin-1"))
        return redirect_response(tidy) if tidy is not None and self._is_of_a_guide(tidy) else None

    def _is_of_a_guide(self, address: str) -> bool:
        """Whether an address names a guide that there is or was, or none at all."""
        parts = address.partition("?")[0].split("/")[2:]
        guide = parts[-1].partition(".")[0] if parts else ""
        return not parts or guide in self.site.library.guides or guide in self.site.library.retired

    def show(self, surface: str, guide: str, partner: str | None = None) -> Response:
        """A guide on one of its surfaces."""
        parameters = parse_carried_query(request.query_string)
        found = resolve_guide(
            self.site, self.messages.in_requested_language(parameters, surface), surface, guide, partner, parameters
        )
        if isinstance(found, Response):
            return found
        base = base_url(self.site)
        return guide_response(self.site, found.edition, surface, found.guide, parameters, base_url=base)

    def index(self) -> Response:
        """Which guides there are."""
        return self.messages.in_requested_language(parse_carried_query(request.query_string)).index()

    def error(self, error: HTTPException) -> Response:
        """The page of an error of HTTP, with links that lead on."""
        surface = "embed" if request.path.startswith("/embed/") else "guide"
        response = self.messages.in_requested_language(parse_carried_query(request.query_string), surface).error(
            error, surface
        )
        if isinstance(error, MethodNotAllowed) and error.valid_methods:
            response.allow.update(error.valid_methods)
        return response


def base_url(site: Site) -> str:
    """The public address of this server: as set, or else as the visitor reached us."""
    return site.settings.base_url or request_origin(request.environ) or ""
