"""What the templates of a page's parts get, each the same for many: items, phases, lists, the outline. No request.

What is a citizen's own is left open, and filled by `widget.web.guide.render`: addresses by `to`, dates by `days`, all
else by `own`. What is rendered for each citizen is a `Step` instead (`widget.web.guide.steps`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from markupsafe import Markup

from widget.guides.answers import Answers
from widget.guides.model import Change, Guide, Part
from widget.guides.personalise import PersonalItem, PersonalQuestion
from widget.guides.registers import Actor
from widget.guides.richtext import Filling, RichText
from widget.web.guide.addresses import View
from widget.web.guide.conditions_in_words import in_words
from widget.web.guide.days_in_words import due_in_words
from widget.web.guide.editions import Edition
from widget.web.guide.placeholders import PlaceholderNamespace
from widget.web.http.language_links import LanguageLink, other_languages
from widget.web.http.languages import Language

TO = PlaceholderNamespace("to")
"""Addresses with the citizen's own answers in them: see `GuideAddresses`."""

DAYS = PlaceholderNamespace("days")
"""The dates of the citizen's tasks in words: see `DaysInWords`."""

OWN = PlaceholderNamespace("own")
"""Everything else that is the citizen's own: see `PageRenderer`."""

_LOWEST_HEADING = 6


@dataclass(frozen=True, slots=True)
class BlockContext:
    """What all parts of a page share.

    `view` says nothing about what is unfolded, nor which version was seen. `links` is where links and forms lead: on
    a fragment, to the guide's own page. `fill_places` gives what fills the gaps in texts, when it is told where the
    guide's places are; `today` is the day.
    """

    guide: Guide
    view: View
    links: View
    language: Language
    edition: Edition
    fill_places: Callable[[Callable[[str], str]], Filling]
    today: date
    has_places: bool = False
    """Whether what links to a place of the guide stays on the page."""

    def leads_to(self, place: str) -> bool:
        """Whether a text of the page, or a card on another site, leads to a place of the guide."""
        return place in (self.guide.anchors if self.has_places else self.guide.jump_targets)


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a page, or its outline."""

    frame: BlockContext

    to: ClassVar[PlaceholderNamespace] = TO
    days: ClassVar[PlaceholderNamespace] = DAYS
    own: ClassVar[PlaceholderNamespace] = OWN

    @property
    def guide(self) -> Guide:
        """The guide in the language of the page."""
        return self.frame.guide

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
        return text.html(self.frame.fill_places(TO.place))

    def due(self, shown: PersonalItem) -> Markup:
        """The date of an item in words, with its days left open."""
        return due_in_words(self.days, shown, self.frame.language)

    def applies_if(self, shown: PersonalItem) -> Markup:
        """The open condition of an item in words."""
        return in_words(shown.condition, self.guide, self.language.catalogue.ugettext)

    def other_languages(self) -> Iterator[LanguageLink]:
        """The same page in the other languages that the guide is offered in."""
        return other_languages(self.edition.offered(self.guide), self.language, self.to.in_language)


@dataclass(frozen=True, slots=True)
class PartBlock(Block):
    """A phase or section, for the template of its kind. `unfolded` is whether it stands open."""

    part: Part
    unfolded: bool
    has_tasks: bool
    has_automatic: bool

    @property
    def is_target(self) -> bool:
        """Whether something leads to it. Phases are targets without it, since calendars lead there."""
        return self.frame.leads_to(self.part.id)


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
    """What is new since the citizen kept the address, for `guide/parts/changes.html`."""

    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class AnswersBlock(Block):
    """The answers given, each with the short name of its question, for `guide/steps/answers.html`."""

    given: tuple[PersonalQuestion, ...]
    has_day: bool

    @property
    def answers(self) -> tuple[tuple[str, str], ...]:
        """Name and answer; the citizen's own date is left open."""
        answers = [(asked.question.short, asked.answer.label) for asked in self.given if asked.answer]
        if self.has_day and self.guide.date_question:
            answers.append((self.guide.date_question.short, self.own.given_day()))
        return tuple(answers)


@dataclass(frozen=True, slots=True)
class HiddenFieldsBlock(Block):
    """Hidden fields by which a form keeps everything else, for `guide/parts/hidden_fields.html`."""

    names: tuple[str, ...]


def look_of(shown: PersonalItem) -> tuple[object, ...]:
    """All that the HTML of an item depends on besides what its whole page does."""
    condition = None if shown.settled else shown.condition
    return (shown.item.id, shown.item.timing, condition, shown.done, shown.dates and shown.dates.shape)


@dataclass(frozen=True, slots=True)
class ItemBlock(Block):
    """One item, for `guide/parts/item.html`."""

    shown: PersonalItem
    alone: bool = False
    """Whether it stands on the page of its part, or on its own, and not in the whole guide."""

    @property
    def ticks_by_link(self) -> bool:
        """Whether it is ticked by a link, which is kept at once, and not by a box in the form of the whole guide."""
        return self.alone or self.links_only

    @property
    def actor(self) -> str:
        """Who does it, as the edition calls them."""
        return self.edition.name_of(self.shown.item.actor) if self.shown.item.actor else ""

    @property
    def note(self) -> Markup | None:
        """What the partner says about it itself."""
        return self.edition.notes.get((self.guide.id, self.shown.item.id))

    @property
    def heading(self) -> int:
        """The level of the item's own heading, where it has one: three below the guide's, or one below its part's."""
        return min(self.view.heading + (1 if self.alone else 3), _LOWEST_HEADING)

    @property
    def is_target(self) -> bool:
        """Whether something on the page links to the item: then it takes focus when jumped to."""
        has_date = self.frame.has_places and self.shown.due is not None
        return has_date or self.frame.leads_to(self.shown.item.id)

    @property
    def source_numbers(self) -> tuple[int, ...]:
        """The numbers of the item's sources in the list of sources."""
        return tuple(self.guide.source_numbers[source.id] for source in self.shown.item.sources)

    @property
    def sources(self) -> str:
        """The address of the first of them in that list."""
        view = self.view.on("sources", base=self.view.base)
        return view.address(Answers(), f"k{self.source_numbers[0]}")
