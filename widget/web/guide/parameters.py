"""From the parameters of a request to the page they ask for. Knows parameters; takes them as values."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from widget.guides.answers import Answers, InvalidParameter, parse_answers
from widget.guides.model import Guide
from widget.guides.personalise import personalise
from widget.guides.spelling import tidy_id
from widget.guides.versions import parse_version
from widget.web.guide.addresses import FITTED, FROM, FUNDS, LINKS_ONLY, OPEN, SCHEMES, SEEN, View, usual_heading
from widget.web.guide.editions import Edition
from widget.web.guide.page import GuidePage
from widget.web.guide.page_kind import readable
from widget.web.guide.site import Site
from widget.web.http.language_links import asked_language
from widget.web.http.languages import DEFAULT_LANGUAGE

Parameters = Mapping[str, Sequence[str]]

_HEADINGS = frozenset({"1", "2", "3", "4"})
"""The levels that a guide's heading may have, so that the lowest on the page is 6."""


def read_view(edition: Edition, surface: str, guide: Guide, parameters: Parameters, draft: str = "") -> View:
    """How the parameters ask to look at a guide; what is wrong is as if it were not there.

    `draft` is what addresses begin with, where a draft is looked at.
    """
    framed = surface == FUNDS and _word(parameters, FROM) == "embed"
    heading, opened = _word(parameters, "heading").removeprefix("h"), _word(parameters, OPEN)
    asked, seen = first(parameters, "lang"), first(parameters, SEEN)
    links_only, fitted, scheme = _frame(parameters)
    return View(
        surface=surface,
        guide=guide.id,
        partner=edition.partner,
        language=asked_language(edition.offered(guide), asked) if asked else DEFAULT_LANGUAGE,
        heading=int(heading) if heading in _HEADINGS else usual_heading(surface, framed=framed),
        links_only=links_only,
        fitted=fitted,
        scheme=scheme,
        opened=readable(guide, opened),
        seen=parse_version(seen) if seen else None,
        draft=draft,
        framed=framed,
    )


def read_frame(parameters: Parameters) -> View:
    """What the parameters say of the frame alone, for pages that are about no guide in particular."""
    links_only, fitted, scheme = _frame(parameters)
    return View(surface="embed", guide="", links_only=links_only, fitted=fitted, scheme=scheme)


def _frame(parameters: Parameters) -> tuple[bool, bool, str]:
    """Whether the frame has links only, whether its height follows the page, and its colour scheme."""
    ui, scheme = _word(parameters, "ui"), _word(parameters, "scheme")
    return ui == LINKS_ONLY, ui == FITTED, scheme if scheme in SCHEMES else SCHEMES[0]


def read_page(
    site: Site, edition: Edition, guide: Guide, view: View, parameters: Parameters, base_url: str
) -> GuidePage:
    """The page of a guide in a view, with the answers among the parameters."""
    answers, misread = parse_answers(guide, parameters, edition.defaults(guide))
    return page_of(site, edition, guide, view, answers, base_url, misread)


def page_of(
    site: Site,
    edition: Edition,
    guide: Guide,
    view: View,
    answers: Answers,
    base_url: str,
    misread: Sequence[InvalidParameter] = (),
) -> GuidePage:
    """The page of a guide in a view, with these answers; `misread` is what could not be used."""
    today = site.today()
    if view.surface == "fragment":
        view = replace(view, base=base_url)
    links = view.on("guide", base=base_url) if view.base else view
    language = site.languages[view.language]
    if view.language != DEFAULT_LANGUAGE:
        edition = edition.within(language)
    day = site.content.day_of_rules(today, answers.day_0)
    if day != today or view.language != DEFAULT_LANGUAGE:
        guide = site.guide_in(view.language, guide, day)
    return GuidePage(
        personal=personalise(guide, answers, today, misread, day),
        view=view,
        links=links,
        language=language,
        edition=edition,
        fill_places=partial(site.filling, edition, links, day),
        base_url=base_url,
        funds=tuple(site.library_in(view.language).registers.funds.values()),
    )


def first(parameters: Parameters, name: str) -> str:
    """The first value of a parameter, or nothing."""
    return next(iter(parameters.get(name, ())), "")


def _word(parameters: Parameters, name: str) -> str:
    """The first value of a parameter as the id that was meant, or nothing."""
    value = first(parameters, name)
    return tidy_id(value) if value else ""
