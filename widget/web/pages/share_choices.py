"""What a webmaster chose on the share page, read from the parameters of an address, and the snippet that it makes."""

from dataclasses import dataclass, replace

from widget.guides.answers import Answers, parse_answers
from widget.guides.model import Guide
from widget.web.guide.addresses import SCHEMES, View
from widget.web.guide.editions import Edition
from widget.web.guide.parameters import Parameters, first, read_view
from widget.web.guide.site import Site
from widget.web.http.languages import Language
from widget.web.pages.embedding_systems import OTHER, SYSTEMS
from widget.web.pages.share_page import ShareOptions
from widget.web.pages.snippets import HEIGHTS, USUAL_HEIGHT, Snippet


@dataclass(frozen=True, slots=True)
class SharedGuide:
    """A guide in an edition, with the choices for its snippet; `named` tells whether the address named the guide."""

    edition: Edition
    guide: Guide
    view: View
    choices: ShareOptions
    language: Language
    named: bool

    def snippet(self, site: Site) -> Snippet:
        """What the templates of snippets get."""
        shown = site.guide_in(self.view.language, self.guide)
        return Snippet(shown, self.view, self.choices.answers, self.choices.height, self.language)

    def parameters(self) -> list[tuple[str, str]]:
        """The choices as parameters of pages that are about the same snippet."""
        carried = self.choices.parameters(self.view)
        return [("guide", self.guide.id), *carried] if self.named else carried


def shared_guide(site: Site, edition: Edition, parameters: Parameters) -> Guide:
    """The guide that the parameters name, or the first one."""
    guides = edition.guides or site.library.guides
    return guides.get(first(parameters, "guide")) or next(iter(guides.values()))


def read_shared(site: Site, edition: Edition, parameters: Parameters, base: str) -> SharedGuide:
    """The guide and choices that the parameters name; `base` is the public address of this server."""
    guide = shared_guide(site, edition, parameters)
    view = replace(read_view(edition, "embed", guide, parameters), base=base, links_only=False, fitted=False)
    if not edition.has_dark:
        view = replace(view, scheme=SCHEMES[0])
    named = first(parameters, "guide") == guide.id
    return SharedGuide(edition, guide, view, _choices(guide, parameters), site.languages[view.language], named)


def whole_number(given: str, allowed: range) -> int | None:
    """The number that was typed, or None where it is none of those `allowed`."""
    number = int(given) if given.isascii() and given.isdecimal() and len(given) < 6 else 0
    return number if number in allowed else None


def _choices(guide: Guide, parameters: Parameters) -> ShareOptions:
    answers, misread = parse_answers(guide, parameters)
    given = first(parameters, "height").strip()
    height = whole_number(given, HEIGHTS) if given else USUAL_HEIGHT
    wrong = "" if height else given[:20]
    system = first(parameters, "system")
    chosen = system if system in SYSTEMS else OTHER
    return ShareOptions(Answers(answers.values), misread, height or USUAL_HEIGHT, wrong, chosen)
