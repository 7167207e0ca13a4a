"""Items as HTML: rendered once for each way an item can look, since all pages are made of the same items."""

from dataclasses import dataclass

from markupsafe import Markup

from widget.guides.answers import Answers
from widget.guides.deadlines import Kind
from widget.guides.personalise import PersonalGuide, PersonalItem
from widget.guides.richtext import Filling, RichText
from widget.web.addresses import View
from widget.web.conditions_in_words import in_words
from widget.web.editions import Edition
from widget.web.languages import Language
from widget.web.templating import Templates

_MOST = 8_192
"""Rendered items kept; about 1 KB each. Dates make more of them than anybody asks for twice."""

_LOWEST_HEADING = 6


@dataclass(frozen=True, slots=True)
class ItemBlock:
    """What the template `item.html` gets: an item of a personal guide, and how the page looks at it."""

    shown: PersonalItem
    personal: PersonalGuide
    view: View
    language: Language
    filling: Filling
    edition: Edition

    def html(self, text: RichText) -> Markup:
        """A text of the guide, with its gaps filled."""
        return text.html(self.filling)

    @property
    def actor(self) -> str:
        """Who does it, as the edition calls them."""
        return self.edition.name_of(self.shown.item.actor) if self.shown.item.actor else ""

    @property
    def note(self) -> Markup | None:
        """What the partner says about it itself."""
        return self.edition.notes.get((self.personal.guide.id, self.shown.item.id))

    @property
    def links_only(self) -> bool:
        """Whether the page has no forms."""
        return self.view.links_only

    @property
    def heading(self) -> int:
        """The level of the item's own heading, where it has one: three below the guide's."""
        return min(self.view.heading + 3, _LOWEST_HEADING)

    @property
    def is_target(self) -> bool:
        """Whether something on the page links to the item: then it takes focus when jumped to."""
        return self.shown.due is not None or self.shown.item.id in self.personal.guide.anchors

    @property
    def applies_if(self) -> Markup | str:
        """The open condition in words, or nothing where it is settled."""
        if self.shown.settled:
            return ""
        return in_words(self.shown.condition, self.personal.guide, self.language.catalogue.ugettext)

    @property
    def due(self) -> str:
        """The date in words, or nothing."""
        return self.language.long_date(self.shown.due) if self.shown.due else ""

    @property
    def is_latest(self) -> bool:
        """Whether the date is the last day for it."""
        return self._kind is Kind.BY

    @property
    def is_earliest(self) -> bool:
        """Whether the date is the first day for it."""
        return self._kind is Kind.FROM

    @property
    def _kind(self) -> Kind | None:
        return self.shown.item.due.kind if self.shown.item.due else None

    @property
    def source_numbers(self) -> tuple[int, ...]:
        """The numbers of the item's sources in the list of sources."""
        return tuple(self.personal.guide.source_numbers[source.id] for source in self.shown.item.sources)

    @property
    def sources(self) -> str:
        """The address of the first of them in that list."""
        return self.view.on("sources", base=self.view.base).address(Answers(), f"k{self.source_numbers[0]}")

    @property
    def tick_address(self) -> str:
        """The page with the task ticked, or no longer ticked."""
        order = [item.id for item in self.personal.guide.items()]
        answers = self.personal.answers.with_done(self.shown.item.id, done=not self.shown.done, order=order)
        links = self.view.on("guide", base=self.view.base) if self.view.base else self.view
        return links.address(answers, "progress")

    @property
    def repeats(self) -> bool:
        """Whether the block looks the same on other pages: not where it has an address with all answers in it."""
        if any(text.anchors for text in self.shown.item.texts()):
            return False
        return self.edition.lasting and not (self.links_only and self.shown.item.tickable) and not self.view.base

    @property
    def key(self) -> tuple[object, ...]:
        """All that the block depends on, but for the address of a tick."""
        view, shown = self.view, self.shown
        where = (view.surface, view.guide, view.language, view.heading, view.links_only)
        edition = (self.edition.partner, self.edition.revision)
        return shown.item.id, shown.condition, shown.due, shown.done, where, edition, self.personal.today


class ItemBlocks:
    """Renders items, and remembers them."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates
        self._rendered: dict[tuple[object, ...], Markup] = {}

    def html(self, block: ItemBlock) -> Markup:
        """The block as HTML."""
        if not block.repeats:
            return self._render(block)
        html = self._rendered.get(block.key)
        if html is None:
            html = self._render(block)
            if len(self._rendered) >= _MOST:
                self._rendered.clear()
            self._rendered[block.key] = html
        return html

    def _render(self, block: ItemBlock) -> Markup:
        text = self._templates.render("partials/item.html", block, block.language)
        return Markup(text)  # noqa: S704 (made by a template that escapes)
