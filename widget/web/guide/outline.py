"""What the template of a guide's page gets: all that is the same for everybody who sees it in this way. No request.

What is a person's own is left open, and filled by `widget.web.guide.render`: addresses by `to`, dates by `days`, all
else by `own`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from widget.guides.answers import Answers
from widget.guides.model import Guide
from widget.web.guide.addresses import View
from widget.web.guide.editions import Edition
from widget.web.guide.page_addresses import GuideAddresses
from widget.web.guide.page_kind import PageKind
from widget.web.guide.placeholders import PlaceholderNamespace
from widget.web.http.language_links import LanguageLink, other_languages
from widget.web.http.languages import DEFAULT_LANGUAGE, Language
from widget.web.http.styles import Style

TO = PlaceholderNamespace("to")
"""Addresses with the citizen's own answers in them: see `GuideAddresses`."""

OWN = PlaceholderNamespace("own")
"""Everything else that is the citizen's own: see `PageRenderer`."""

DAYS = PlaceholderNamespace("days")
"""The dates of the citizen's tasks in words: see `DaysInWords`."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a citizen has come, as far as it changes the outline of the page.

    `answered` is whether the citizen has said anything, `filled_in` whether only the partner has. `has_problem` is
    whether something in the address could not be read, `has_dates` whether there are deadlines, `has_changed` whether
    there is news since the address was kept. `kind` is the page of the guide that is shown, `title` what it is called
    beside the guide, and `opened` whether its address names it.
    """

    answered: bool
    filled_in: bool
    has_problem: bool
    has_dates: bool
    has_changed: bool
    kind: PageKind = PageKind.WHOLE
    title: str = ""
    opened: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether all of the guide is shown."""
        return self.kind is PageKind.WHOLE

    @property
    def asks(self) -> bool:
        """Whether the page is a question, and little else."""
        return self.kind in {PageKind.START, PageKind.QUESTION, PageKind.QUESTIONS}


@dataclass(frozen=True, slots=True)
class Outline:
    """The page of a guide with gaps. `view` says nothing about what is unfolded, nor which version was seen.

    `links` is where its links and forms lead: on a fragment, to the guide's own page. `base_url` is the public
    address of this server. `defaults` are the answers that the partner has filled in.
    """

    guide: Guide
    view: View
    links: View
    language: Language
    edition: Edition
    base_url: str
    state: Progress
    defaults: Answers

    to: ClassVar[PlaceholderNamespace] = TO
    own: ClassVar[PlaceholderNamespace] = OWN

    @property
    def style(self) -> Style:
        """The style sheet."""
        return self.edition.style(self.view.surface)

    @property
    def is_short(self) -> bool:
        """Whether the page is one question in a frame: without a footer, so that all of it is seen at once."""
        is_one_question = self.state.kind in {PageKind.START, PageKind.QUESTION}
        return is_one_question and self.view.in_frame and not self.view.links_only

    @property
    def dial(self) -> str:
        """The partner's telephone number as a telephone wants it."""
        return "".join(sign for sign in self.edition.contact.phone if sign.isdigit() or sign == "+")

    def canonical(self) -> str:
        """The address that search engines keep: the guide without answers."""
        return self._common.canonical()

    def sources(self) -> str:
        """Where the guide knows it from."""
        return self._common.sources()

    @property
    def _common(self) -> GuideAddresses:
        """The addresses that are the same for all answers."""
        return GuideAddresses(self.guide, Answers(), self.view, self.links, self.base_url)

    def form_action(self, anchor: str) -> str:
        """Where a form of this page goes; its fields make the query."""
        return f"{self.links.path}#{anchor}"

    def other_languages(self) -> Iterator[LanguageLink]:
        """The same page in the other languages that the guide is offered in."""
        return other_languages(self.edition.offered(self.guide), self.language, TO.in_language)

    def alternates(self) -> Iterator[tuple[str, str]]:
        """For search engines, which see no answers: the guide in each of its languages; tag and address."""
        home = self.view.on("guide", base=self.base_url)
        offered = self.edition.offered(self.guide)
        if len(offered) > 1 and not (self.state.answered or self.view.draft):
            for tag in offered:
                yield tag, replace(home, language=tag).address(Answers())
            yield "x-default", replace(home, language=DEFAULT_LANGUAGE).address(Answers())
