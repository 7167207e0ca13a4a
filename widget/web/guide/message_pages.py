"""Small pages with a message and the way on: nothing here, moved, something went wrong. No page is a dead end."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from flask import Response
from werkzeug.exceptions import HTTPException

from widget.guides.answers import Answers
from widget.guides.library import Retired
from widget.guides.model import Guide
from widget.web.guide.addresses import DEFAULT_HEADINGS, View
from widget.web.guide.editions import Edition
from widget.web.guide.parameters import first, read_frame
from widget.web.guide.site import Site
from widget.web.http.language_links import LanguageLink, by_parameter, chosen, other_languages
from widget.web.http.languages import Language
from widget.web.http.responses import html_response, uncacheable
from widget.web.http.styles import Style

Parameters = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class NextLink:
    """A link out of a dead end, and what one finds there."""

    label: str
    address: str
    teaser: str = ""


@dataclass(frozen=True, slots=True)
class MessagePage:
    """What the template `guide/message.html` gets: a title, a sentence, and where to go from here.

    `frame_origins` are those who may frame it, and be told how high it is. `frame` is the view of the frame that
    it stands in, if any.
    """

    title: str
    text: str
    next_links: tuple[NextLink, ...]
    language: Language
    style: Style
    offered: Mapping[str, Language]
    frame_origins: str
    frame: View | None

    def other_languages(self) -> Iterator[LanguageLink]:
        """The same page in other languages."""
        yield from other_languages(self.offered, self.language, by_parameter)


class Messages:
    """Makes the small pages of a site, in our own language or in the one that is asked for.

    `frame` is the view of the frame that they stand in, where they stand in one: links out of them keep to it.
    """

    def __init__(self, site: Site, language: Language | None = None, frame: View | None = None) -> None:
        self.site = site
        self.language = language or site.language
        self.frame = frame

    def in_requested_language(self, parameters: Parameters, surface: str = "guide") -> "Messages":
        """The same in the language, and for the frame, that the parameters ask for."""
        language = chosen(self.site.languages, first(parameters, "lang"))
        return Messages(self.site, language, read_frame(parameters) if surface == "embed" else None)

    def index(self) -> Response:
        """Which guides there are."""
        text = self._("Answer a few questions and see what to know and do. No answers are stored.")
        return self._page(self._("Guides for life events"), text, self._all_guides("guide"))

    def unknown_guide(self, surface: str) -> Response:
        """There is no such guide."""
        text = self._("The address may be old or mistyped. These guides are here:")
        return uncacheable(self._page(self._("We cannot find that guide"), text, self._all_guides(surface)), 404)

    def unknown_partner(self, guide: Guide, address: str) -> Response:
        """There is no such partner; the guide itself is at `address`."""
        text = self._("The website's own edition of the guide is not here. The common guide says the same.")
        next_links = (NextLink(self._("Go to the guide"), address),)
        return uncacheable(self._page(self._title(guide), text, next_links), 404)

    def not_offered(self, edition: Edition, guide: Guide, address: str) -> Response:
        """The partner does not show this guide; the common one is at `address`."""
        text = self._("%(partner)s does not show this guide. The common guide is here.") % {"partner": edition.name}
        others = tuple(self._next_link(found, "guide", edition.partner) for found in edition.guides.values())
        next_links = (NextLink(self._("Go to the common guide"), address), *others)
        return uncacheable(self._page(self._title(guide), text, next_links, edition), 404)

    def paused(self, edition: Edition, guide: Guide, address: str) -> Response:
        """The partner has taken its edition down for a while and says why; the common guide is at `address`."""
        next_links = (NextLink(self._("Go to the common guide"), address),)
        return uncacheable(
            self._page(self._title(guide), self.language.own(edition.pause_message), next_links, edition), 200
        )

    def draft_over(self, guide: Guide) -> Response:
        """A link to a draft is not ours, or its time is over."""
        text = self._("The link to the draft is no longer valid. Ask for a new one where you got it.")
        return uncacheable(self._page(self._title(guide), text, (self._next_link(guide, "guide"),)), 404)

    def draft_away(self, guide: Guide) -> Response:
        """Drafts cannot be read at the moment."""
        text = self._("Drafts cannot be shown at the moment. Try again in a minute. The guides are not affected.")
        return uncacheable(self._page(self._title(guide), text, (self._next_link(guide, "guide"),)), 503)

    def review_over(self) -> Response:
        """A link to what is under review is not ours, or its time is over."""
        text = self._("The link to the draft is no longer valid. Ask for a new one where you got it.")
        return uncacheable(self._of_review(text), 404)

    def review_away(self) -> Response:
        """What is under review cannot be shown."""
        text = self._("The draft cannot be shown at the moment: its files are being worked on. Try again later.")
        return uncacheable(self._of_review(text), 503)

    def retired(self, retired: Retired, surface: str) -> Response:
        """The guide is no more; here is what took its place."""
        successor = self.site.library.guides.get(retired.successor)
        next_links = (self._next_link(successor, surface),) if successor else self._all_guides(surface)
        retired = self.site.library_in(self.language.tag).retired[retired.id]
        return self._page(retired.title, retired.text, next_links)

    def no_date(self, guide: Guide, address: str) -> Response:
        """A calendar was asked for without a day to count from; the guide is at `address`."""
        text = self._("Give your date in the guide first. Then we can put your deadlines in a calendar.")
        next_links = (NextLink(self._("Go to the guide"), address),)
        return uncacheable(self._page(self._title(guide), text, next_links), 404)

    def error(self, error: HTTPException, surface: str) -> Response:
        """The page of an error of HTTP."""
        title = self._("We cannot find that page") if error.code == 404 else self._("Something went wrong")
        text = self._("The address may be old or mistyped. These guides are here:")
        return uncacheable(self._page(title, text, self._all_guides(surface)), error.code or 500)

    def _page(
        self, title: str, text: str, next_links: tuple[NextLink, ...], edition: Edition | None = None
    ) -> Response:
        edition = edition or self.site.editions.common
        language, style = self.language, edition.style("embed")  # it may stand in a frame
        page = MessagePage(
            title, text, next_links, language, style, self.site.languages, edition.frame_origins, self.frame
        )
        html = self.site.templates.render("guide/message.html", page, language)
        return html_response(html, style, edition.frame_origins)

    def _of_review(self, text: str) -> Response:
        edition = replace(self.site.editions.common, frame_origins="'self'")
        return self._page(self._("Draft for review"), text, self._all_guides("guide"), edition)

    def _all_guides(self, surface: str) -> tuple[NextLink, ...]:
        return tuple(self._next_link(guide, surface) for guide in self.site.library.guides.values())

    def _(self, text: str) -> str:
        return self.language.text(text)

    def _title(self, guide: Guide) -> str:
        return self.site.guide_in(self.language.tag, guide).title

    def _next_link(self, guide: Guide, surface: str, partner: str | None = None) -> NextLink:
        surface = surface if surface == "embed" else "guide"
        offered = self.site.editions.common.offered(guide)
        language = chosen(offered, self.language.tag).tag
        view = View(surface, guide.id, partner, language, heading=DEFAULT_HEADINGS[surface])
        if self.frame and surface == "embed":
            view = replace(self.frame, guide=guide.id, partner=partner, language=language)
        translated = self.site.guide_in(self.language.tag, guide)
        return NextLink(translated.title, view.address(Answers()), translated.teaser)
