"""From the path of an address to the guide and the edition that it names, or to what stands in the way."""

from dataclasses import dataclass
from enum import Enum

from flask import Response

from widget.guides.answers import parse_answers
from widget.guides.model import Guide
from widget.web.editions import Edition
from widget.web.messages import Messages
from widget.web.reading import Parameters, read_view
from widget.web.site import Site


@dataclass(frozen=True, slots=True)
class Entrance:
    """A guide in an edition: what somebody came for."""

    guide: Guide
    edition: Edition


class Obstacle(Enum):
    """Why there is no guide to show."""

    UNKNOWN_GUIDE = "unknown-guide"
    RETIRED = "retired"
    UNKNOWN_PARTNER = "unknown-partner"
    PAUSED = "paused"
    NOT_OFFERED = "not-offered"


@dataclass(frozen=True, slots=True)
class Barred:
    """A guide that cannot be shown, and why; `guide` and `edition` are what was found of it."""

    why: Obstacle
    guide: Guide | None = None
    edition: Edition | None = None


def find(site: Site, guide_id: str, partner: str | None) -> Entrance | Barred:
    """What a path names, or why it cannot be shown."""
    guide = site.library.guides.get(guide_id)
    if guide is None:
        return Barred(Obstacle.RETIRED if guide_id in site.library.retired else Obstacle.UNKNOWN_GUIDE)
    edition = site.editions.find(partner)
    if edition is None:
        return Barred(Obstacle.UNKNOWN_PARTNER, guide)
    if edition.pause_message:
        return Barred(Obstacle.PAUSED, guide, edition)
    return Entrance(guide, edition) if guide.id in edition.guides else Barred(Obstacle.NOT_OFFERED, guide, edition)


def enter(
    site: Site, messages: Messages, surface: str, guide_id: str, partner: str | None, parameters: Parameters
) -> Entrance | Response:
    """What a path names, or a page that says why it cannot be shown and leads on."""
    found = find(site, guide_id, partner)
    if isinstance(found, Entrance):
        return found
    if found.guide is None:
        retired = site.library.retired.get(guide_id)
        return messages.retired(retired, surface) if retired else messages.unknown_guide(surface)
    common = common_address(site, surface, found.guide, parameters)
    if found.edition is None:
        return messages.unknown_partner(found.guide, common)
    show = messages.paused if found.why is Obstacle.PAUSED else messages.not_offered
    return show(found.edition, found.guide, common)


def common_address(site: Site, surface: str, guide: Guide, parameters: Parameters) -> str:
    """The path of the common edition with the same answers."""
    view = read_view(site.editions.common, surface, guide, parameters)
    answers, _ = parse_answers(guide, parameters)
    return view.address(answers)
