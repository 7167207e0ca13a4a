"""What the templates of a page's parts get, each the same for many: questions, items, phases, lists. No request.

What is a person's own is left open, as in the outline of the page.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from markupsafe import Markup

from widget.guides.answers import Answers
from widget.guides.deadlines import DeadlineKind, nearby_days
from widget.guides.model import Change, DateQuestion, Guide, Part
from widget.guides.personalise import PersonalItem, PersonalQuestion
from widget.guides.registers import Actor
from widget.guides.richtext import Filling, RichText
from widget.web.guide.addresses import View
from widget.web.guide.conditions_in_words import in_words
from widget.web.guide.editions import Edition
from widget.web.guide.outline import OWN, TO
from widget.web.guide.placeholders import PlaceholderNamespace
from widget.web.http.languages import Language

_LOWEST_HEADING = 6


@dataclass(frozen=True, slots=True)
class BlockContext:
    """What all parts of a page share. `filling` leaves places of the guide open; `today` is the day."""

    guide: Guide
    view: View
    links: View
    language: Language
    edition: Edition
    filling: Filling
    today: date


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a page."""

    frame: BlockContext

    to: ClassVar[PlaceholderNamespace] = TO
    own: ClassVar[PlaceholderNamespace] = OWN

    @property
    def view(self) -> View:
        """How the guide is looked at."""
        return self.frame.view

    @property
    def language(self) -> Language:
        """The language of the page."""
        return self.frame.language

    @property
    def edition(self) -> Edition:
        """The partner's edition, or the common one."""
        return self.frame.edition

    @property
    def links_only(self) -> bool:
        """Whether the page has no forms."""
        return self.frame.view.links_only

    def html(self, text: RichText) -> Markup:
        """A text of the guide, with its gaps filled but for places in it."""
        return text.html(self.frame.filling)


@dataclass(frozen=True, slots=True)
class QuestionBlock(Block):
    """A question with the answer given, for `guide/parts/answer.html`."""

    asked: PersonalQuestion


@dataclass(frozen=True, slots=True)
class DateBlock(Block):
    """The citizen's own date among the answers, for `guide/parts/date_answer.html`; `misread` is what was no date."""

    question: DateQuestion
    given: bool
    misread: str

    def form_action(self, anchor: str) -> str:
        """Where the form with the date goes."""
        return f"{self.frame.links.path}#{anchor}"

    @property
    def days(self) -> list[tuple[str, str]]:
        """Days to choose by link, where a date cannot be typed: label, and the day as ISO 8601 has it."""
        return [(self.language.long_date(day), day.isoformat()) for day in nearby_days(self.frame.today)]


@dataclass(frozen=True, slots=True)
class PartBlock(Block):
    """A phase or section, for the template of its kind. `unfolded` is whether it stands open."""

    part: Part
    unfolded: bool
    has_tasks: bool
    has_automatic: bool


@dataclass(frozen=True, slots=True)
class DatesBlock(Block):
    """The tasks with a date, earliest first, for `guide/parts/dates.html`."""

    dated: tuple[PersonalItem, ...]


@dataclass(frozen=True, slots=True)
class ActorsBlock(Block):
    """Who is who, for `guide/parts/actors.html`."""

    actors: tuple[Actor, ...]


@dataclass(frozen=True, slots=True)
class ChangesBlock(Block):
    """What is new since somebody kept the address, for `guide/parts/changes.html`."""

    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class HiddenFieldsBlock(Block):
    """Hidden fields by which a form keeps everything else, for `guide/parts/hidden_fields.html`."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemBlock(Block):
    """One item, for `guide/parts/item.html`."""

    shown: PersonalItem

    @property
    def actor(self) -> str:
        """Who does it, as the edition calls them."""
        return self.edition.name_of(self.shown.item.actor) if self.shown.item.actor else ""

    @property
    def note(self) -> Markup | None:
        """What the partner says about it itself."""
        return self.edition.notes.get((self.frame.guide.id, self.shown.item.id))

    @property
    def heading(self) -> int:
        """The level of the item's own heading, where it has one: three below the guide's."""
        return min(self.view.heading + 3, _LOWEST_HEADING)

    @property
    def is_target(self) -> bool:
        """Whether something on the page links to the item: then it takes focus when jumped to."""
        return self.shown.due is not None or self.shown.item.id in self.frame.guide.anchors

    @property
    def applies_if(self) -> Markup | str:
        """The open condition in words, or nothing where it is settled."""
        if self.shown.settled:
            return ""
        return in_words(self.shown.condition, self.frame.guide, self.language.catalogue.ugettext)

    @property
    def due(self) -> Markup | str:
        """The date in words, or nothing."""
        return OWN.due(self.shown.item.id) if self.shown.due else ""

    @property
    def is_latest(self) -> bool:
        """Whether the date is the last day for it."""
        return self._kind is DeadlineKind.BY

    @property
    def is_earliest(self) -> bool:
        """Whether the date is the first day for it."""
        return self._kind is DeadlineKind.FROM

    @property
    def _kind(self) -> DeadlineKind | None:
        return self.shown.item.due.kind if self.shown.item.due else None

    @property
    def source_numbers(self) -> tuple[int, ...]:
        """The numbers of the item's sources in the list of sources."""
        return tuple(self.frame.guide.source_numbers[source.id] for source in self.shown.item.sources)

    @property
    def sources(self) -> str:
        """The address of the first of them in that list."""
        view = self.view.on("sources", base=self.view.base)
        return view.address(Answers(), f"k{self.source_numbers[0]}")
