"""From the parameters of a request to the page they ask for. Knows parameters; takes them as values."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from widget.guides.answers import Answers, InvalidParameter, parse_answers
from widget.guides.day_reading import parse_day
from widget.guides.model import Guide
from widget.guides.personalise import personalise
from widget.guides.spelling import tidy_id
from widget.web.guide.addresses import DEFAULT_HEADINGS, FITTED, LINKS_ONLY, OPEN, SCHEMES, SEEN, View
from widget.web.guide.editions import Edition
from widget.web.guide.page import GuidePage
from widget.web.guide.site import Site
from widget.web.http.language_links import asked_language

Parameters = Mapping[str, Sequence[str]]


def read_view(edition: Edition, surface: str, guide: Guide, parameters: Parameters, draft: str = "") -> View:
    """How the parameters ask to look at a guide; what is wrong is as if it were not there.

    `draft` is what addresses begin with, where a draft is looked at.
    """
    heading, opened = (tidy_id(first(parameters, name)) for name in ("heading", OPEN))
    heading = heading.removeprefix("h")
    return replace(
        read_frame(parameters),
        surface=surface,
        guide=guide.id,
        partner=edition.partner,
        draft=draft,
        language=asked_language(edition.offered(guide), first(parameters, "lang")),
        heading=int(heading) if heading in {"1", "2", "3", "4"} else DEFAULT_HEADINGS[surface],
        opened=guide.part_of.get(opened, ""),
        seen=parse_day(first(parameters, SEEN)),
    )


def read_frame(parameters: Parameters) -> View:
    """What the parameters say of the frame alone, for pages that are about no guide in particular."""
    ui, scheme = (tidy_id(first(parameters, name)) for name in ("ui", "scheme"))
    return View(
        surface="embed",
        guide="",
        links_only=ui == LINKS_ONLY,
        fitted=ui == FITTED,
        scheme=scheme if scheme in SCHEMES else SCHEMES[0],
    )


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
    edition, guide = edition.within(language), site.guide_in(view.language, guide)
    return GuidePage(
        personal=personalise(guide, answers, today, misread),
        view=view,
        links=links,
        language=language,
        edition=edition,
        fill_places=partial(site.filling, edition, links, today),
        base_url=base_url,
    )


def first(parameters: Parameters, name: str) -> str:
    """The first value of a parameter, or nothing."""
    return next(iter(parameters.get(name, ())), "")
