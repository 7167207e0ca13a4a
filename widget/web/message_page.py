"""What the template of a small page gets: a message and the way on."""

from dataclasses import dataclass

from widget.web.languages import Language
from widget.web.styles import Style


@dataclass(frozen=True, slots=True)
class WayOn:
    """A link out of a dead end."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class MessagePage:
    """A title, a sentence, and where to go from here."""

    title: str
    text: str
    ways_on: tuple[WayOn, ...]
    language: Language
    style: Style
