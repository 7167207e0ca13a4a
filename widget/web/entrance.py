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


def find(site: Site, guide_id: str, partner: str | None) -> Entrance | Obstacle:
    """What a path names, or why it cannot be shown."""
    guide = site.library.guides.get(guide_id)
    if guide is None:
        return Obstacle.RETIRED if guide_id in site.library.retired else Obstacle.UNKNOWN_GUIDE
    edition = site.editions.find(partner)
    if edition is None:
        return Obstacle.UNKNOWN_PARTNER
    if edition.pause_message:
        return Obstacle.PAUSED
    return Entrance(guide, edition) if guide.id in edition.guides else Obstacle.NOT_OFFERED


def enter(
    site: Site, messages: Messages, surface: str, guide_id: str, partner: str | None, parameters: Parameters
) -> Entrance | Response:
    """What a path names, or a page that says why it cannot be shown and leads on."""
    found = find(site, guide_id, partner)
    if isinstance(found, Entrance):
        return found
    if found is Obstacle.UNKNOWN_GUIDE:
        return messages.unknown_guide(surface)
    if found is Obstacle.RETIRED:
        return messages.retired(site.library.retired[guide_id], surface)
    guide = site.library.guides[guide_id]
    common = common_address(site, surface, guide, parameters)
    edition = site.editions.find(partner)
    if edition is None:
        return messages.unknown_partner(guide, common)
    if edition.pause_message:
        return messages.paused(edition, guide, common)
    return messages.not_offered(edition, guide, common)


def common_address(site: Site, surface: str, guide: Guide, parameters: Parameters) -> str:
    """The path of the common edition with the same answers."""
    view = read_view(site.editions.common, surface, guide, parameters)
    answers, _ = parse_answers(guide, parameters)
    return view.address(answers)
