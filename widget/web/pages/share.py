"""Del guiden: a page on which a webmaster makes a snippet, sees it, and copies it. By GET: it can be bookmarked."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from flask import Flask, Response, request

from widget.database.errors import DatabaseUnavailable
from widget.guides.answers import parse_query
from widget.settings import DATABASE
from widget.web.guide.message_pages import Messages
from widget.web.guide.parameters import Parameters, first
from widget.web.guide.routes import base_url
from widget.web.guide.site import Site
from widget.web.guide.usage_counting import CountDownload
from widget.web.http.responses import html_response
from widget.web.pages.check import CheckRoutes
from widget.web.pages.embedding_systems import KINDS
from widget.web.pages.share_choices import SharedGuide, read_shared, shared_guide
from widget.web.pages.share_page import SEARCH, FoundPartner, PartnerSearch, SharePage
from widget.web.pages.snippets import Snippets

FindPartners = Callable[[str, int], Sequence[str]]
"""The ids of at most so many published partners whose names begin like words. May raise `DatabaseUnavailable`."""

MAX_FOUND = 30
_LONGEST_SEARCH = 100


class ShareRoutes:
    """The routes `/share` and `/share/<partner>`. `find_partners` gives ids of published partners for words typed."""

    def __init__(self, site: Site, count: CountDownload, find_partners: FindPartners) -> None:
        self.site = site
        self.count = count
        self.find_partners = find_partners
        self.snippets = Snippets(site.templates)
        self.messages = Messages(site)

    def register(self, app: Flask) -> None:
        """Add the routes to `app`, with those of the check that belongs to them."""
        CheckRoutes(self.site).register(app)
        app.add_url_rule("/share", "share", self.show)
        app.add_url_rule("/share/<partner>", "share", self.show)

    def show(self, partner: str | None = None) -> Response:
        """The page with the choices, the preview and the snippets."""
        parameters = parse_query(request.query_string)
        edition = self.site.editions.find(partner)
        if edition is None:
            guide = shared_guide(self.site, self.site.editions.common, parameters)
            return self.messages.in_requested_language(parameters).unknown_partner(guide, f"/share?guide={guide.id}")
        shared = read_shared(self.site, edition, parameters, base_url(self.site))
        if "guide" in parameters and SEARCH not in parameters:
            self.count("snippet", shared.guide.id, edition.partner, shared.view.language)
        page = self._page(shared, self._search(parameters, shared.parameters()))
        html = self.site.templates.render("pages/share.html", page, page.language)
        return html_response(html, page.style, "'none'", frame_source="'self'")

    def _page(self, shared: SharedGuide, search: PartnerSearch) -> SharePage:
        snippet = shared.snippet(self.site)
        return SharePage(
            edition=shared.edition.within(shared.language),
            library=self.site.library_in(shared.view.language),
            snippet=snippet,
            choices=shared.choices,
            texts={kind: self.snippets.text(kind, snippet) for kind in KINDS},
            feed=f"/changes/{shared.guide.id}.atom" if self.site.settings.content_source == DATABASE else "",
            search=search,
            carried=tuple(shared.parameters()),
            language=shared.language,
            style=self.site.styles["share"],
        )

    def _search(self, parameters: Parameters, carried: Sequence[tuple[str, str]]) -> PartnerSearch:
        """The partners that were looked for, by the names that citizens see; `carried` stays in every link."""
        search = PartnerSearch(carried=tuple(carried))
        if SEARCH not in parameters:
            return search
        text = first(parameters, SEARCH).strip()[:_LONGEST_SEARCH]
        search = replace(search, text=text, asked=True)
        try:
            ids = self.find_partners(text, MAX_FOUND + 1)
        except DatabaseUnavailable:
            return replace(search, away=True)
        query = f"?{urlencode(carried)}" if carried else ""
        editions = (self.site.editions.find(id) for id in ids[:MAX_FOUND])
        found = (FoundPartner(one.name, f"/share/{one.partner}{query}") for one in editions if one and one.name)
        return replace(search, found=tuple(found), more=len(ids) > MAX_FOUND)
