"""From the parameters of a request to the page they ask for. Knows parameters; takes them as values."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from widget.guides.answers import Answers, parse_answers
from widget.guides.model import Guide
from widget.guides.personalise import personalise
from widget.web.addresses import DEFAULT_HEADINGS, LINKS_ONLY, View
from widget.web.guide_page import GuidePage
from widget.web.languages import DEFAULT_LANGUAGE
from widget.web.site import Site

Parameters = Mapping[str, Sequence[str]]


def read_view(site: Site, surface: str, guide: Guide, parameters: Parameters) -> View:
    """How the parameters ask to look at a guide; what is wrong is as if it were not there."""
    language, heading, ui = (first(parameters, name) for name in ("lang", "heading", "ui"))
    return View(
        surface=surface,
        guide=guide.id,
        language=language if language in site.languages else DEFAULT_LANGUAGE,
        heading=int(heading) if heading in {"1", "2", "3", "4"} else DEFAULT_HEADINGS[surface],
        links_only=ui == LINKS_ONLY,
    )


def read_page(site: Site, guide: Guide, view: View, parameters: Parameters, base_url: str) -> GuidePage:
    """The page of a guide in a view, with the answers among the parameters."""
    today = site.today()
    answers, misread = parse_answers(guide, parameters)
    if view.surface == "fragment":
        view = replace(view, base=base_url)
    links = view.on("guide", base=base_url) if view.base else view
    return GuidePage(
        personal=personalise(guide, answers, today, misread),
        view=view,
        links=links,
        language=site.languages[view.language],
        style=site.styles["paper" if view.surface == "print" else "guide"],
        filling=site.filling(links, today, _places(links, answers)),
        items=site.items,
        base_url=base_url,
        frame_origins=site.settings.frame_ancestors,
    )


def first(parameters: Parameters, name: str) -> str:
    """The first value of a parameter, or nothing."""
    return next(iter(parameters.get(name, ())), "")


def _places(links: View, answers: Answers) -> str:
    """What stands before “#” in a link to a place in the guide: nothing, or the page that the place is on."""
    if links.surface == "print":
        links = links.on("guide")
    elif not links.base:
        return ""
    return links.address(answers)
