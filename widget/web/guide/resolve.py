"""From the path of an address to the guide and the edition that it names, or to what stands in the way."""

from dataclasses import dataclass
from enum import Enum

from flask import Response

from widget.guides.answers import parse_answers
from widget.guides.model import Guide
from widget.web.guide.addresses import DEFAULT_HEADINGS
from widget.web.guide.editions import Edition
from widget.web.guide.message_pages import Messages
from widget.web.guide.parameters import Parameters, read_view
from widget.web.guide.site import Site


@dataclass(frozen=True, slots=True)
class ResolvedGuide:
    """A guide in an edition."""

    guide: Guide
    edition: Edition


class UnavailableReason(Enum):
    """Why there is no guide to show."""

    UNKNOWN_GUIDE = "unknown-guide"
    RETIRED = "retired"
    UNKNOWN_PARTNER = "unknown-partner"
    PAUSED = "paused"
    NOT_OFFERED = "not-offered"


@dataclass(frozen=True, slots=True)
class Unavailable:
    """A guide that cannot be shown, and why; `guide` and `edition` are what was found of it."""

    reason: UnavailableReason
    guide: Guide | None = None
    edition: Edition | None = None


def resolve(site: Site, path: str) -> ResolvedGuide | None:
    """The guide and edition that the path of a page names; None where it names none that can be shown."""
    match path.split("/"):
        case ["", surface, guide_id] if surface in DEFAULT_HEADINGS:
            found = find_guide(site, guide_id, None)
        case ["", surface, partner, guide_id] if surface in DEFAULT_HEADINGS:
            found = find_guide(site, guide_id, partner)
        case _:
            return None
    return found if isinstance(found, ResolvedGuide) else None


def find_guide(site: Site, guide_id: str, partner: str | None) -> ResolvedGuide | Unavailable:
    """What a path names, or why it cannot be shown."""
    guide = site.library.guides.get(guide_id)
    if guide is None:
        return Unavailable(
            UnavailableReason.RETIRED if guide_id in site.library.retired else UnavailableReason.UNKNOWN_GUIDE
        )
    edition = site.editions.find(partner)
    if edition is None:
        return Unavailable(UnavailableReason.UNKNOWN_PARTNER, guide)
    if edition.pause_message:
        return Unavailable(UnavailableReason.PAUSED, guide, edition)
    return (
        ResolvedGuide(guide, edition)
        if guide.id in edition.guides
        else Unavailable(UnavailableReason.NOT_OFFERED, guide, edition)
    )


def resolve_guide(
    site: Site, messages: Messages, surface: str, guide_id: str, partner: str | None, parameters: Parameters
) -> ResolvedGuide | Response:
    """What a path names, or a page that says why it cannot be shown and leads on."""
    found = find_guide(site, guide_id, partner)
    if isinstance(found, ResolvedGuide):
        return found
    if found.guide is None:
        retired = site.library.retired.get(guide_id)
        return messages.retired(retired, surface) if retired else messages.unknown_guide(surface)
    common = common_address(site, surface, found.guide, parameters)
    if found.edition is None:
        return messages.unknown_partner(found.guide, common)
    show = messages.paused if found.reason is UnavailableReason.PAUSED else messages.not_offered
    return show(found.edition, found.guide, common)


def common_address(site: Site, surface: str, guide: Guide, parameters: Parameters) -> str:
    """The path of the common edition with the same answers."""
    view = read_view(site.editions.common, surface, guide, parameters)
    answers, _ = parse_answers(guide, parameters)
    return view.address(answers)
