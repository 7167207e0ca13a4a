"""What every route needs, put together once at start. Knows the parts; answers no request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from widget.guides.answers import Answers
from widget.guides.library import Library
from widget.guides.model import Guide
from widget.guides.registers import Registers
from widget.guides.richtext import Filling
from widget.settings import Settings
from widget.web.guide.addresses import View
from widget.web.guide.editions import Edition, Editions
from widget.web.guide.render import PartCache
from widget.web.http.languages import DEFAULT_LANGUAGE, Language
from widget.web.http.styles import Style
from widget.web.http.templating import Templates


@dataclass(frozen=True, slots=True)
class Site:
    """The guides and everything to show them with. `today` is the clock, which only the edge reads."""

    settings: Settings
    content: Library
    languages: dict[str, Language]
    templates: Templates
    styles: dict[str, Style]
    parts: PartCache
    editions: Editions
    today: Callable[[], date]
    libraries: Mapping[str, Library]
    """The guides by language; in our own it is `content`."""

    @property
    def library(self) -> Library:
        """The guides as of today."""
        return self.content.on(self.today())

    def library_in(self, language: str, day: date | None = None) -> Library:
        """The guides in a language, or in our own where there is no other, as of a `day` or of today."""
        return self.libraries.get(language, self.content).on(day or self.today())

    def guide_in(self, language: str, guide: Guide, day: date | None = None) -> Guide:
        """The same guide in a language, as of a `day` or of today."""
        return self.library_in(language, day).guides.get(guide.id, guide)

    @property
    def language(self) -> Language:
        """The language where none is asked for."""
        return self.languages[DEFAULT_LANGUAGE]

    def filling(self, edition: Edition, view: View, day: date, place: Callable[[str], str]) -> Filling:
        """What fills the gaps in texts: the figures and actors as of a day, and addresses in the same view.

        `place` tells the address of a place in the guide.
        """

        def address(guide: str) -> str:
            return view.of(guide).address(Answers())

        def words(tag: str) -> tuple[dict[str, str], dict[str, str]]:
            registers = self.library_in(tag, day).registers
            actors = {actor.id: actor.in_text for actor in registers.actors.values()}
            _ = self.languages[tag].catalogue.ugettext
            not_yet = _("%(known)s; not known yet for %(wanted)s")
            return _facts_in_words(_Identity(registers), day, tag, not_yet), {**actors, **edition.names_in_text}

        original = Filling(*words(DEFAULT_LANGUAGE), address, place)
        if view.language == DEFAULT_LANGUAGE:
            return original
        return Filling(*words(view.language), address, place, original)


class _Identity:
    """Registers as a key of a cache: the same object, the same key."""

    def __init__(self, registers: Registers) -> None:
        self.registers = registers

    def __hash__(self) -> int:
        return id(self.registers)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and other.registers is self.registers


@lru_cache(maxsize=16)
def _facts_in_words(key: _Identity, day: date, language: str, not_yet: str) -> dict[str, str]:
    return {fact.id: fact.in_words(day, language, not_yet) for fact in key.registers.facts.values()}
