"""Del guiden: a page on which a webmaster makes a snippet, sees it, and copies it. By GET: it can be bookmarked."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import Flask, Response, request

from widget.database.errors import DatabaseUnavailable
from widget.guides.answers import Answers, InvalidParameter, parse_answers, parse_query
from widget.guides.model import Guide, Library, Question
from widget.web.guide.addresses import View
from widget.web.guide.editions import Edition
from widget.web.guide.message_pages import Messages
from widget.web.guide.parameters import Parameters, first, read_view
from widget.web.guide.routes import base_url
from widget.web.guide.site import Site
from widget.web.guide.usage_counting import CountDownload
from widget.web.http.language_links import LanguageLink, other_languages
from widget.web.http.languages import Language
from widget.web.http.responses import html_response
from widget.web.http.styles import Style
from widget.web.pages.snippets import HEIGHTS, USUAL_HEIGHT, Snippet, Snippets

_KINDS = ("frame", "frame_plain", "card", "ssi", "esi")
"""The snippets that are markup; the address is text, in which “&” is no “&amp;”."""

FindPartners = Callable[[str, int], Sequence[str]]
"""The ids of at most so many published partners whose names begin like words. May raise `DatabaseUnavailable`."""

SEARCH = "find"
MAX_FOUND = 30
_LONGEST_SEARCH = 100

_PREVIEW_WIDTHS = (360, 768)


@dataclass(frozen=True, slots=True)
class ShareOptions:
    """What was chosen, with what could not be used: `wrong_height` is what stood in the field, shortened."""

    answers: Answers
    misread: tuple[InvalidParameter, ...]
    height: int
    wrong_height: str

    def wrong(self, name: str) -> str:
        """What stood in the field `name` and could not be used."""
        return next((problem.given for problem in self.misread if problem.parameter == name), "")


@dataclass(frozen=True, slots=True)
class FoundPartner:
    """A partner that a search found, and the address of its page."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class PartnerSearch:
    """What was looked for, and what was found; `more` that there is more than is shown, `away` that nobody knows."""

    text: str = ""
    found: tuple[FoundPartner, ...] = ()
    asked: bool = False
    more: bool = False
    away: bool = False
    carried: tuple[tuple[str, str], ...] = ()
    """The parameters of what is chosen already; the search and its links carry them."""

    @property
    def address(self) -> str:
        """An empty search for another partner, which keeps what is chosen."""
        return f"/share?{urlencode([(SEARCH, ''), *self.carried])}#partners"


@dataclass(frozen=True)
class SharePage:
    """What the template of the page gets."""

    edition: Edition
    library: Library
    snippet: Snippet
    choices: ShareOptions
    texts: dict[str, str]
    search: PartnerSearch
    language: Language
    style: Style

    @property
    def guides(self) -> tuple[Guide, ...]:
        """The guides that can be shared."""
        return tuple(guide for guide in self.library.guides.values() if guide.id in self.edition.guides)

    def other_languages(self) -> Iterator[LanguageLink]:
        """The same page in the other languages that the guide is offered in: snippets are in that language too."""
        yield from other_languages(self.edition.offered(self.guide), self.language, self._in_language)

    def _in_language(self, tag: str) -> str:
        view, height = replace(self.snippet.view, language=tag), self.choices.height
        chosen = [("guide", self.guide.id), *self.snippet.answers.parameters(), *view.parameters()]
        if height != self.usual_height:
            chosen.append(("height", str(height)))
        return f"{self.path}?{urlencode(chosen)}"

    @property
    def sites(self) -> tuple[str, ...]:
        """Who may frame a partner's edition, as people read it."""
        return self.edition.sites

    @property
    def path(self) -> str:
        """The address of this page."""
        return f"/share/{self.edition.partner}" if self.edition.partner else "/share"

    @property
    def guide(self) -> Guide:
        """The guide that is shared."""
        return self.snippet.guide

    @property
    def preview(self) -> str:
        """The address of the frame as on the host's page, on this server."""
        return replace(self.snippet.view, base="", fitted=True).address(self.snippet.answers)

    @property
    def preview_widths(self) -> tuple[int, ...]:
        """A phone and a page's column, in CSS pixels."""
        return _PREVIEW_WIDTHS

    @property
    def usual_height(self) -> int:
        """The height of the frame when none is asked for."""
        return USUAL_HEIGHT

    @property
    def heights(self) -> range:
        """The heights that can be asked for, in CSS pixels."""
        return HEIGHTS

    @property
    def wrong_questions(self) -> tuple[Question, ...]:
        """The questions whose answer could not be used."""
        return tuple(question for question in self.guide.questions if self.choices.wrong(question.id))

    @property
    def has_problem(self) -> bool:
        """Whether anything that was filled in could not be used."""
        return bool(self.choices.wrong_height or self.wrong_questions)

    def given(self, question: Question) -> str:
        """The id of the answer that is filled in beforehand."""
        return self.snippet.answers.values.get(question.id, "")


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
            texts={"address": snippet.page} | {kind: self.snippets.text(kind, snippet) for kind in _KINDS},
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
    """The parameters that choosing a partner keeps: guide, answers, language, heading and height, where given."""
    carried = [*choices.answers.parameters(), *view.parameters()]
    if choices.height != USUAL_HEIGHT:
        carried.append(("height", str(choices.height)))
    return [("guide", guide.id), *carried] if first(parameters, "guide") == guide.id else carried


def _choices(guide: Guide, parameters: Parameters) -> ShareOptions:
    answers, misread = parse_answers(guide, parameters)
    given = first(parameters, "height").strip()
    height = _height(given) if given else USUAL_HEIGHT
    wrong = "" if height else given[:20]
    return ShareOptions(Answers(answers.values), misread, height or USUAL_HEIGHT, wrong)


def _height(given: str) -> int | None:
    """The height in CSS pixels, or None where it is none that a frame should have."""
    number = int(given) if given.isascii() and given.isdecimal() and len(given) < 6 else 0
    return number if number in HEIGHTS else None
