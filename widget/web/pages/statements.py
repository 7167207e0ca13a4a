"""The statements that a webmaster links to: accessibility and privacy. What they say is what the tests show."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from flask import Flask, Response, request

from widget.guides.answers import parse_carried_query
from widget.web.guide.parameters import first
from widget.web.guide.site import Site
from widget.web.http.language_links import LanguageLink, by_parameter, chosen, other_languages
from widget.web.http.languages import Language
from widget.web.http.responses import html_response
from widget.web.http.styles import Style

Sections = tuple[tuple[str, tuple[str, ...]], ...]
Translate = Callable[[str], str]

_ACCESSIBILITY_REVIEWED = date(2026, 11, 24)
"""When the text was last held against the tests; the law wants that once a year."""


@dataclass(frozen=True, slots=True)
class StatementPage:
    """What the template `pages/statement.html` gets: paragraphs under headings; the first may have none."""

    title: str
    sections: Sections
    language: Language
    style: Style
    offered: Mapping[str, Language]

    def other_languages(self) -> Iterator[LanguageLink]:
        """The same page in other languages."""
        yield from other_languages(self.offered, self.language, by_parameter)


class StatementRoutes:
    """The routes `/accessibility` and `/privacy`."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def register(self, app: Flask) -> None:
        """Add the routes to `app`."""
        app.add_url_rule("/accessibility", "accessibility", self.accessibility)
        app.add_url_rule("/privacy", "privacy", self.privacy)

    def accessibility(self) -> Response:
        """What we do so that everybody can use the guides, and how we know."""
        language = self._language()
        _ = language.text
        return self._page(_("Accessibility of the guides"), _accessibility(language), language)

    def privacy(self) -> Response:
        """What happens to answers: nothing but that they are counted."""
        language = self._language()
        _ = language.text
        return self._page(_("Privacy and cookies"), _privacy(_), language)

    def _language(self) -> Language:
        return chosen(self.site.languages, first(parse_carried_query(request.query_string), "lang"))

    def _page(self, title: str, sections: Sections, language: Language) -> Response:
        style = self.site.styles["guide"]
        page = StatementPage(title, sections, language, style, self.site.languages)
        html = self.site.templates.render("pages/statement.html", page, language)
        return html_response(html, style, self.site.settings.frame_ancestors)


def _accessibility(language: Language) -> Sections:
    """What `docs/accessibility.md` shows, in short. The statement that the law asks for is the host's own."""
    _ = language.text
    return (
        (
            "",
            (
                _("The guides are made to meet WCAG 2.2 level AA, which covers EN 301 549 for web pages."),
                _("They need no script, and work by keyboard, at 400 % zoom and on paper."),
                _("We know of no fault in them. Other authorities' pages, which they link to, are not in this text."),
                _("The law asks each website for a statement of its own, at was.digst.dk. It can build on this one."),
            ),
        ),
        (
            _("How it is tested"),
            (
                _("A real browser checks every kind of page with axe: in each language, in light and dark colours."),
                _("It also measures keyboard focus, large and spaced text, forced colours, and what is read aloud."),
                _(
                    "Not tried yet: the screen readers NVDA, JAWS and VoiceOver, Safari itself, real phones. "
                    "No outside expert has tested them."
                ),
                _("Last reviewed %(day)s.") % {"day": language.medium_date(_ACCESSIBILITY_REVIEWED)},
            ),
        ),
        (
            _("If something does not work"),
            (
                _("Tell the website where you met the guide. The municipality helps you by phone or in person."),
                _("If that does not help, turn to Digitaliseringsstyrelsen, which supervises public websites."),
            ),
        ),
    )


def _privacy(_: Translate) -> Sections:
    return (
        (
            "",
            (
                _("The guides set no cookies and store nothing on your device. So there is nothing to consent to."),
                _("Your answers stand only in the address. We neither store nor log them nor pass them on."),
            ),
        ),
        (
            _("What we count"),
            (
                _("We count by the day how often guides are shown, and by the month how often answers are given."),
                _("Each question is counted for itself. We never note who it was, when, or from where."),
                _("If you tell us what you think of a guide, we keep that, and nothing else about you."),
            ),
        ),
        (
            _("Addresses you share"),
            (_("If you send the address of your guide to others, they see your answers in it."),),
        ),
        (
            _("Other websites"),
            (_("Links open other authorities' websites. They are not told which page you came from."),),
        ),
    )
