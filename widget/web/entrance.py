"""From the path of an address to the guide and the edition that it names, or to a message with the way on."""

from dataclasses import dataclass

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


def enter(
    site: Site, messages: Messages, surface: str, guide_id: str, partner: str | None, parameters: Parameters
) -> Entrance | Response:
    """What the path names. It may be gone, not offered, or paused: then the answer says so and leads on."""
    guide = site.library.guides.get(guide_id)
    if guide is None:
        retired = site.library.retired.get(guide_id)
        return messages.retired(retired, surface) if retired else messages.unknown_guide(surface)
    edition = site.editions.find(partner)
    common = _common(site, surface, guide, parameters)
    if edition is None:
        return messages.unknown_partner(guide, common)
    if edition.pause_message:
        return messages.paused(edition, guide, common)
    if guide.id not in edition.guides:
        return messages.not_offered(edition, guide, common)
    return Entrance(guide, edition)


def _common(site: Site, surface: str, guide: Guide, parameters: Parameters) -> str:
    """The address of the common edition with the same answers."""
    view = read_view(site.editions.common, surface, guide, parameters)
    answers, _ = parse_answers(guide, parameters)
    return view.address(answers)
