"""Virker det på min side? Whether a page may show the guide, and how its code looks on pages of other sites."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import Flask, Response, request
from markupsafe import Markup

from widget.guides.answers import parse_query
from widget.web.guide.addresses import DEFAULT_HEADING
from widget.web.guide.editions import Edition
from widget.web.guide.message_pages import Messages
from widget.web.guide.parameters import Parameters, first
from widget.web.guide.routes import base_url
from widget.web.guide.site import Site
from widget.web.http.languages import Language
from widget.web.http.responses import html_response
from widget.web.http.styles import Style
from widget.web.pages.embedding_systems import SYSTEMS
from widget.web.pages.oembed import OembedFrame
from widget.web.pages.sample_hosts import (
    COLUMNS,
    HOSTS,
    USUAL_COLUMN,
    SampleHostPage,
    host_style,
    saved_by,
    shown_by,
)
from widget.web.pages.share_choices import SharedGuide, read_shared, shared_guide, whole_number
from widget.web.pages.site_check import SiteCheck, check_site
from widget.web.pages.snippets import USUAL_HEIGHT, Snippet, Snippets

PAGE, COLUMN, HOST = "page", "column", "host"
"""The parameters with the address of the webmaster's page, the width of its column, and the kind of sample page."""

_FRAMES = frozenset({"frame", "frame_plain", "frame_links", "address"})
"""The kinds of snippets that give a frame."""


@dataclass(frozen=True)
class CheckPage:
    """What the template of the page gets. `wrong_column` is what stood in that field and could not be used."""

    edition: Edition
    shared: SharedGuide
    snippet: Snippet
    check: SiteCheck
    column: int
    wrong_column: str
    style: Style

    @property
    def language(self) -> Language:
        """The language of the page."""
        return self.shared.language

    @property
    def carried(self) -> list[tuple[str, str]]:
        """The choices for the snippet."""
        return self.shared.parameters()

    @property
    def path(self) -> str:
        """The address of this page."""
        return self._of_edition("check")

    @property
    def share(self) -> str:
        """The page with the code that is looked at here."""
        carried = self.carried
        return self._of_edition("share") + (f"?{urlencode(carried)}" if carried else "") + "#code"

    @property
    def kind(self) -> str:
        """The kind of snippet for the system that was chosen."""
        return SYSTEMS[self.shared.choices.system]

    @property
    def framed(self) -> bool:
        """Whether the code gives a frame."""
        return self.kind in _FRAMES

    @property
    def styled(self) -> bool:
        """Whether the code has a style of its own."""
        return self.kind == "frame"

    @property
    def columns(self) -> range:
        """The widths of the column that can be asked for."""
        return COLUMNS

    @property
    def usual_column(self) -> int:
        """The width of the column where none is asked for."""
        return USUAL_COLUMN

    @property
    def hosts(self) -> tuple[str, ...]:
        """The kinds of sample pages."""
        return HOSTS

    def sample(self, host: str) -> str:
        """The address of a sample page."""
        own = [*self.carried, (HOST, host), *([(COLUMN, str(self.column))] if self.column != USUAL_COLUMN else [])]
        return f"{self._of_edition('sample-host')}?{urlencode(own)}"

    def _of_edition(self, surface: str) -> str:
        return f"/{surface}/{self.edition.partner}" if self.edition.partner else f"/{surface}"


class CheckRoutes:
    """The routes `/check` and `/sample-host`, each also with a partner. Neither opens the webmaster's page."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.snippets = Snippets(site.templates)
        self.messages = Messages(site)

    def register(self, app: Flask) -> None:
        """Add the routes to `app`."""
        for name, view in (("check", self.show), ("sample-host", self.sample)):
            app.add_url_rule(f"/{name}", name, view)
            app.add_url_rule(f"/{name}/<partner>", name, view)

    def show(self, partner: str | None = None) -> Response:
        """The answer about a page, the line for its supplier, and the sample pages."""
        parameters = parse_query(request.query_string)
        edition = self.site.editions.find(partner)
        if edition is None:
            return self._unknown_partner(parameters)
        base = base_url(self.site)
        shared = read_shared(self.site, edition, parameters, base)
        column, wrong = _column(parameters)
        page = CheckPage(
            edition=edition.within(shared.language),
            shared=shared,
            snippet=shared.snippet(self.site),
            check=check_site(first(parameters, PAGE), edition.frame_origins, base),
            column=column,
            wrong_column=wrong,
            style=self.site.styles["share"],
        )
        html = self.site.templates.render("pages/check.html", page, shared.language)
        return _kept_from_crawlers(html_response(html, page.style, "'none'", frame_source="'self'"))

    def sample(self, partner: str | None = None) -> Response:
        """A sample page with the snippet; only this server frames it."""
        parameters = parse_query(request.query_string)
        edition = self.site.editions.find(partner)
        if edition is None:
            return self._unknown_partner(parameters)
        shared = read_shared(self.site, edition, parameters, base_url(self.site))
        asked = first(parameters, HOST)
        host = asked if asked in HOSTS else HOSTS[0]
        snippet = shown_by(host, self._saved(shared))
        page = SampleHostPage(
            host=host,
            title=shared.snippet(self.site).guide.title,
            snippet=Markup(snippet),  # noqa: S704 (a template of ours, which escapes)
            language=shared.language,
            style=host_style(self.site.styles["sample_host"], snippet, _column(parameters)[0]),
        )
        html = self.site.templates.render("pages/sample_host.html", page, shared.language)
        public = self.site.settings.base_url
        source = f"'self' {public}" if public else "'self'"
        return _kept_from_crawlers(html_response(html, page.style, "'self'", frame_source=source))

    def _saved(self, shared: SharedGuide) -> str:
        """The snippet as the system keeps it; where an address is pasted, the frame that the system makes of it."""
        kind = SYSTEMS[shared.choices.system]
        snippet = shared.snippet(self.site)
        if kind == "address":
            view = replace(snippet.view, heading=DEFAULT_HEADING)
            snippet = OembedFrame(snippet.guide, view, snippet.answers, USUAL_HEIGHT, snippet.language)
            return saved_by(shared.choices.system, self.snippets.text("oembed", snippet))
        return saved_by(shared.choices.system, self.snippets.text(kind, snippet))

    def _unknown_partner(self, parameters: Parameters) -> Response:
        guide = shared_guide(self.site, self.site.editions.common, parameters)
        return self.messages.in_requested_language(parameters).unknown_partner(guide, f"/check?guide={guide.id}")


def _column(parameters: Parameters) -> tuple[int, str]:
    """The width of the column, and what stood in the field where that is none."""
    given = first(parameters, COLUMN).strip()
    column = whole_number(given, COLUMNS) if given else USUAL_COLUMN
    return column or USUAL_COLUMN, "" if column else given[:20]


def _kept_from_crawlers(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex"
    return response
