"""The Atom feed (RFC 4287) of what editors changed in the guides: for everybody, and without a person's name."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Flask, Response

from widget.database.errors import DatabaseUnavailable
from widget.notices.edition_news import EditionNews, GuideNews
from widget.notices.words import NoticeWords
from widget.settings import DATABASE
from widget.web.guide.addresses import View
from widget.web.guide.routes import base_url
from widget.web.guide.site import Site
from widget.web.http.languages import translate
from widget.web.http.responses import document_response, uncacheable

if TYPE_CHECKING:
    from widget.notices.news_store import EditionNewsStore  # with it comes the database, slow to import

_ATOM = "http://www.w3.org/2005/Atom"
_TYPE = "application/atom+xml; charset=utf-8"
_BEFORE_ANY = datetime(2026, 1, 1, tzinfo=UTC)
"""A feed without entries has to have a moment too."""


class ChangeFeedRoutes:
    """The routes `/changes.atom` for all guides, and `/changes/<guide>.atom` for one.

    What the editors called a change is left out: it was written for colleagues.
    """

    def __init__(self, site: Site, news: "Callable[[], EditionNewsStore]") -> None:
        self.site = site
        self._news = news
        self._editions_are_kept = site.settings.content_source == DATABASE
        self._words = NoticeWords(site.language.text, site.language.medium_date)

    def register(self, app: Flask) -> None:
        """Add the routes to `app`."""
        app.add_url_rule("/changes.atom", "change_feed", self.all_guides)
        app.add_url_rule("/changes/<guide>.atom", "change_feed_of_guide", self.one_guide)

    def all_guides(self) -> Response:
        """The changes of all guides."""
        title = self.site.language.text(translate("Changes in the guides"))
        return self._answer("/changes.atom", title, frozenset())

    def one_guide(self, guide: str) -> Response:
        """The changes of a guide, also of one that is no more."""
        library = self.site.library
        known = library.guides.get(guide) or library.retired.get(guide)
        if known is None:
            return uncacheable(document_response("No guide has this address.\n", "text/plain"), 404)
        title = self.site.language.text(translate("Changes in “%(guide)s”")) % {"guide": known.title}
        return self._answer(f"/changes/{guide}.atom", title, frozenset({guide}))

    def _answer(self, path: str, title: str, guides: frozenset[str]) -> Response:
        try:
            news = self._news().latest() if self._editions_are_kept else ()
        except DatabaseUnavailable:
            text = "The changes cannot be looked up at the moment. Try again in a minute.\n"
            return uncacheable(document_response(text, "text/plain"), 503)
        return document_response(self._feed(path, title, [one.of(guides) for one in news]), _TYPE)

    def _feed(self, path: str, title: str, news: list[EditionNews]) -> bytes:
        base = base_url(self.site)
        told = [one for one in news if one.guides]
        feed = Element("feed", {"xmlns": _ATOM, "xml:lang": self.site.language.tag})
        _text(feed, "id", f"{base}{path}")
        _text(feed, "title", title)
        _text(feed, "updated", _moment(told[0].published_at if told else _BEFORE_ANY))
        _text(SubElement(feed, "author"), "name", self.site.language.text(translate("Guides for life events")))
        SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": f"{base}{path}"})
        for one in told:
            for guide in one.guides:
                feed.append(self._entry(base, one, guide))
        return bytes(tostring(feed, encoding="utf-8", xml_declaration=True))

    def _entry(self, base: str, news: EditionNews, guide: GuideNews) -> Element:
        entry, address = Element("entry"), View("guide", guide.id, base=base).path
        _text(entry, "id", f"{base}/changes/{guide.id}.atom#edition-{news.number}-{news.digest[:16]}")
        _text(entry, "title", self._words.guide(guide).rstrip(":"))
        _text(entry, "updated", _moment(news.published_at))
        SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": address})
        _text(entry, "content", "\n".join(self._lines(news, guide)))
        return entry

    def _lines(self, news: EditionNews, guide: GuideNews) -> Iterator[str]:
        yield self._words.guide(guide)
        yield from (f"- {self._words.item(item, news.published_at.date())}" for item in guide.items)


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _moment(moment: datetime) -> str:
    """A moment as RFC 3339 writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
