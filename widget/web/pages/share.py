"""Del guiden: a page on which a webmaster makes a snippet, sees it, and copies it. By GET: it can be bookmarked."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from urllib.parse import urlencode

from flask import Flask, Response, request

from widget.database.errors import DatabaseUnavailable
from widget.guides.answers import Answers, parse_answers, parse_query
from widget.guides.model import Guide
from widget.web.guide.addresses import View
from widget.web.guide.editions import Edition
from widget.web.guide.message_pages import Messages
from widget.web.guide.parameters import Parameters, first, read_view
from widget.web.guide.routes import base_url
from widget.web.guide.site import Site
from widget.web.guide.usage_counting import CountDownload
from widget.web.http.responses import html_response
from widget.web.pages.embedding_systems import KINDS, OTHER, SYSTEMS
from widget.web.pages.share_page import SEARCH, FoundPartner, PartnerSearch, ShareOptions, SharePage
from widget.web.pages.snippets import HEIGHTS, USUAL_HEIGHT, Snippet, Snippets

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
        """Add the routes to `app`."""
        app.add_url_rule("/share", "share", self.show)
        app.add_url_rule("/share/<partner>", "share", self.show)

    def show(self, partner: str | None = None) -> Response:
        """The page with the choices, the preview and the snippets."""
        parameters = parse_query(request.query_string)
        edition = self.site.editions.find(partner)
        if edition is None:
            guide = self._guide(self.site.editions.common, parameters)
            return self.messages.in_requested_language(parameters).unknown_partner(guide, f"/share?guide={guide.id}")
        guide = self._guide(edition, parameters)
        view = replace(
            read_view(edition, "embed", guide, parameters), base=base_url(self.site), links_only=False, fitted=False
        )
        if "guide" in parameters and SEARCH not in parameters:
            self.count("snippet", guide.id, edition.partner, view.language)
        choices = _choices(guide, parameters)
        search = self._search(parameters, _carried(guide, view, choices, parameters))
        page = self._page(edition, guide, view, choices, search)
        html = self.site.templates.render("pages/share.html", page, page.language)
        return html_response(html, page.style, "'none'", frame_source="'self'")

    def _guide(self, edition: Edition, parameters: Parameters) -> Guide:
        guides = edition.guides or self.site.library.guides
        return guides.get(first(parameters, "guide")) or next(iter(guides.values()))

    def _page(
        self, edition: Edition, guide: Guide, view: View, choices: ShareOptions, search: PartnerSearch
    ) -> SharePage:
        language = self.site.languages[view.language]
        shown = self.site.guide_in(view.language, guide)
        snippet = Snippet(shown, view, choices.answers, choices.height, language)
        return SharePage(
            edition=edition.within(language),
            library=self.site.library_in(view.language),
            snippet=snippet,
            choices=choices,
            texts={kind: self.snippets.text(kind, snippet) for kind in KINDS},
            search=search,
            language=language,
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


def _carried(guide: Guide, view: View, choices: ShareOptions, parameters: Parameters) -> list[tuple[str, str]]:
    """The parameters that choosing a partner keeps: guide, answers, language, heading, height, system."""
    carried = choices.parameters(view)
    return [("guide", guide.id), *carried] if first(parameters, "guide") == guide.id else carried


def _choices(guide: Guide, parameters: Parameters) -> ShareOptions:
    answers, misread = parse_answers(guide, parameters)
    given = first(parameters, "height").strip()
    height = _height(given) if given else USUAL_HEIGHT
    wrong = "" if height else given[:20]
    system = first(parameters, "system")
    chosen = system if system in SYSTEMS else OTHER
    return ShareOptions(Answers(answers.values), misread, height or USUAL_HEIGHT, wrong, chosen)


def _height(given: str) -> int | None:
    """The height in CSS pixels, or None where it is none that a frame should have."""
    number = int(given) if given.isascii() and given.isdecimal() and len(given) < 6 else 0
    return number if number in HEIGHTS else None
