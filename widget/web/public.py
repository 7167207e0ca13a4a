"""The citizens' routes: a guide in a frame and as a page. Here requests end and responses begin."""

from collections.abc import Mapping, Sequence

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from widget.guides.answers import parse_answers, parse_query
from widget.guides.model import Guide
from widget.guides.personalise import personalise
from widget.web.addresses import DEFAULT_HEADINGS, LINKS_ONLY, View
from widget.web.guide_page import GuidePage
from widget.web.languages import DEFAULT_LANGUAGE
from widget.web.message_page import MessagePage, WayOn
from widget.web.security import content_security_policy
from widget.web.site import Site

Parameters = Mapping[str, Sequence[str]]

HTML = "text/html; charset=utf-8"


class PublicRoutes:
    """The routes of citizens' pages."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def register(self, app: Flask) -> None:
        """Add the routes to `app`."""
        for surface in DEFAULT_HEADINGS:
            show = getattr(self, surface)
            app.add_url_rule(f"/{surface}/<guide>", surface, show)
            app.add_url_rule(f"/{surface}/<partner>/<guide>", surface, show)
        app.add_url_rule("/", "index", self.index)
        app.add_url_rule("/healthz", "healthz", _alive)
        app.add_url_rule("/readyz", "readyz", _alive)
        app.register_error_handler(HTTPException, self.error)

    def embed(self, guide: str, partner: str | None = None) -> Response:
        """A guide made for a frame."""
        response = self._guide("embed", guide, partner)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def guide(self, guide: str, partner: str | None = None) -> Response:
        """A guide as a page of its own."""
        return self._guide("guide", guide, partner)

    def index(self) -> Response:
        """Which guides there are."""
        _ = self.site.language.catalogue.ugettext
        page = MessagePage(
            title=_("Guides for life events"),
            text=_("Answer a few questions and see what to know and do. No answers are stored."),
            ways_on=self._all_guides("guide"),
            language=self.site.language,
            style=self.site.style,
        )
        return self._message(page, 200)

    def error(self, error: HTTPException) -> Response:
        """Whatever went wrong, with the way on."""
        if error.code is not None and error.code < 400:
            return Response(error.get_response().get_data(), error.code, headers=error.get_headers())
        _ = self.site.language.catalogue.ugettext
        surface = "embed" if request.path.startswith("/embed/") else "guide"
        missing = error.code == 404
        page = MessagePage(
            title=_("We cannot find that page") if missing else _("Something went wrong"),
            text=_("The address may be old or mistyped. These guides are here:"),
            ways_on=self._all_guides(surface),
            language=self.site.language,
            style=self.site.style,
        )
        return self._message(page, error.code or 500)

    def _guide(self, surface: str, guide_id: str, partner: str | None) -> Response:
        guide = self.site.library.guides.get(guide_id)
        parameters = parse_query(request.query_string)
        if guide is None:
            return self._unknown_guide(surface)
        if partner is not None:
            return self._unknown_partner(self._view(surface, guide_id, parameters), guide, parameters)
        page = self._page(guide, self._view(surface, guide_id, parameters), parameters)
        html = self.site.templates.render(f"{surface}.html", page, page.language)
        return self._html(html, 200)

    def _page(self, guide: Guide, view: View, parameters: Parameters) -> GuidePage:
        today = self.site.today()
        answers, misread = parse_answers(guide, parameters)
        return GuidePage(
            personal=personalise(guide, answers, today, misread),
            view=view,
            language=self.site.languages[view.language],
            style=self.site.style,
            filling=self.site.filling(view, today),
            base_url=self._base_url(),
            frame_origins=self.site.settings.frame_ancestors,
            items=self.site.items,
        )

    def _view(self, surface: str, guide: str, parameters: Parameters) -> View:
        language, heading, ui = (next(iter(parameters.get(name, ())), "") for name in ("lang", "heading", "ui"))
        return View(
            surface=surface,
            guide=guide,
            language=language if language in self.site.languages else DEFAULT_LANGUAGE,
            heading=int(heading) if heading in {"1", "2", "3", "4"} else DEFAULT_HEADINGS[surface],
            links_only=ui == LINKS_ONLY,
        )

    def _unknown_guide(self, surface: str) -> Response:
        _ = self.site.language.catalogue.ugettext
        page = MessagePage(
            title=_("We cannot find that guide"),
            text=_("The address may be old or mistyped. These guides are here:"),
            ways_on=self._all_guides(surface),
            language=self.site.language,
            style=self.site.style,
        )
        return self._message(page, 404)

    def _unknown_partner(self, view: View, guide: Guide, parameters: Parameters) -> Response:
        _ = self.site.language.catalogue.ugettext
        answers, _misread = parse_answers(guide, parameters)
        page = MessagePage(
            title=guide.title,
            text=_("The website's own edition of the guide is not here. The common guide says the same."),
            ways_on=(WayOn(_("Go to the guide"), view.address(answers)),),
            language=self.site.language,
            style=self.site.style,
        )
        return self._message(page, 404)

    def _all_guides(self, surface: str) -> tuple[WayOn, ...]:
        return tuple(WayOn(guide.title, f"/{surface}/{guide.id}") for guide in self.site.library.guides.values())

    def _message(self, page: MessagePage, status: int) -> Response:
        html = self.site.templates.render("message.html", page, page.language)
        response = self._html(html, status)
        if status >= 400:
            response.headers["Cache-Control"] = "no-store"
            response.headers["X-Robots-Tag"] = "noindex"
        return response

    def _html(self, html: str, status: int) -> Response:
        response = Response(html, status, content_type=HTML)
        ancestors = self.site.settings.frame_ancestors
        response.headers["Content-Security-Policy"] = content_security_policy(ancestors, self.site.style.csp_source)
        response.headers["Cache-Control"] = "public, max-age=300"
        return response

    def _base_url(self) -> str:
        return self.site.settings.base_url or request.host_url.rstrip("/")


def _alive() -> Response:
    response = Response("ok\n", content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response
