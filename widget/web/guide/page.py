"""A personal guide in a view: what its pages say and link to. Knows no request.

It is what the templates of paper and sources get; other pages are composed from it (`widget.web.guide.render`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from markupsafe import Markup

from widget.guides.answers import Answers
from widget.guides.model import Change
from widget.guides.personalise import PersonalGuide, PersonalItem
from widget.guides.registers import Fund
from widget.guides.richtext import Filling, RichText
from widget.guides.versions import changes_since
from widget.web.guide.addresses import View
from widget.web.guide.conditions_in_words import in_words
from widget.web.guide.days_in_words import DaysInWords, due_in_words
from widget.web.guide.editions import Edition
from widget.web.guide.page_addresses import GuideAddresses
from widget.web.guide.page_kind import PageKind, ShownPage, shown_page, style_part
from widget.web.http.language_links import LanguageLink, other_languages
from widget.web.http.languages import Language
from widget.web.http.styles import Style

_LETTERS = ("A–C", "D–F", "G–L", "M–Å")
"""The groups of the list of funds, by first letters; figures come before the letters, in the first group."""


def _letters_of(name: str) -> str:
    """The group that a name stands in."""
    return next((letters for letters in _LETTERS[:-1] if name[0].casefold() <= letters[-1].casefold()), _LETTERS[-1])


@dataclass(frozen=True)
class GuidePage:
    """A personal guide in a view.

    `view` is how it is looked at, `links` where its links and forms lead: on a fragment, to the guide's own page.
    `edition` is the partner's, or the common one. `base_url` is the public address of this server, for links that
    people carry away. `fill_places` gives what fills the gaps in texts, when it is told where places are. `funds` are
    the unemployment insurance funds.
    """

    personal: PersonalGuide
    view: View
    links: View
    language: Language
    edition: Edition
    fill_places: Callable[[Callable[[str], str]], Filling]
    base_url: str
    funds: tuple[Fund, ...] = ()

    @cached_property
    def to(self) -> GuideAddresses:
        """Every address with the answers in it."""
        return GuideAddresses(self.personal.guide, self.answers, self.view, self.links, self.base_url, self.shown)

    @cached_property
    def shown(self) -> ShownPage:
        """Which page of the guide it is."""
        return shown_page(self.personal, self.view.surface, self.view.opened)

    @cached_property
    def filling(self) -> Filling:
        """What fills the gaps in texts."""
        return self.fill_places(self.to.place)

    @property
    def style(self) -> Style:
        """The style sheet."""
        asks = not (self.answered or self.view.opened)
        part = style_part(self.shown.kind, asks=asks, by_links=self.view.links_only)
        return self.edition.style(self.view.surface, part, self.view.mode)

    @property
    def answers(self) -> Answers:
        """The answers given."""
        return self.personal.answers

    @cached_property
    def answered(self) -> bool:
        """Whether the citizen has answered anything: then the personal checklist stands open."""
        return bool(self.answers)

    @property
    def step_title(self) -> str:
        """What a short page is called beside the guide; empty for the overview and the whole guide."""
        guide, kind, about = self.personal.guide, self.shown.kind, self.shown.about
        if kind is PageKind.QUESTION:
            question = guide.questions_by_id.get(about) or guide.date_question
            return question.label if question else ""
        if kind is PageKind.PART:
            return next(part.title for part in guide.parts if part.id == about)
        if kind is PageKind.TASK:
            return guide.items_by_id[about].title.plain(self.filling)
        titles = {PageKind.QUESTIONS: "Your answers", PageKind.IDEAS: "Good ideas", PageKind.ACTORS: "Who is who"}
        return self.language.text(titles[kind]) if kind in titles else ""

    @property
    def has_problem(self) -> bool:
        """Whether something in the address could not be read."""
        return bool(self.personal.misread_date) or any(question.misread for question in self.personal.questions)

    @property
    def changes(self) -> tuple[Change, ...]:
        """What was changed after the version under which the address was kept."""
        return changes_since(self.personal.guide, self.view.seen) if self.view.seen else ()

    def funds_by_letter(self) -> Iterator[tuple[str, tuple[Fund, ...]]]:
        """The unemployment insurance funds in alphabetical groups: the letters of a group, and its funds."""
        ordered = sorted(self.funds, key=lambda fund: fund.name.casefold())
        for letters, group in groupby(ordered, key=lambda fund: _letters_of(fund.name)):
            yield letters, tuple(group)

    def note(self, shown: PersonalItem) -> Markup | None:
        """What the partner says about an item itself."""
        return self.edition.notes.get((self.personal.guide.id, shown.item.id))

    def html(self, text: RichText) -> Markup:
        """A text of the guide, with its gaps filled."""
        return text.html(self.filling)

    @cached_property
    def days(self) -> DaysInWords:
        """The dates of the tasks in words."""
        return DaysInWords(self.personal.deadlines, self.language)

    def due(self, shown: PersonalItem) -> Markup:
        """The date of an item in words."""
        return due_in_words(self.days, shown, self.language)

    def part_of(self, shown: PersonalItem) -> str:
        """The id of the phase or section that an item stands in."""
        return self.personal.guide.part_of[shown.item.id]

    def applies_if(self, shown: PersonalItem) -> Markup:
        """The open condition of an item in words."""
        return in_words(shown.condition, self.personal.guide, self.language.catalogue.ugettext)

    def condition(self, shown: PersonalItem) -> str:
        """The same without markup."""
        return self.applies_if(shown).striptags()

    def other_languages(self) -> Iterator[LanguageLink]:
        """The same page in the other languages that the guide is offered in."""
        yield from other_languages(self.edition.offered(self.personal.guide), self.language, self.to.in_language)
