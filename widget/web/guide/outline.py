"""What the template of a guide's page gets: all that is the same for all citizens who see it so. No request."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from widget.guides.answers import Answers
from widget.web.guide.blocks import Block
from widget.web.guide.page_addresses import GuideAddresses
from widget.web.guide.page_kind import PageKind, style_part
from widget.web.http.languages import DEFAULT_LANGUAGE
from widget.web.http.styles import Style


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
class Outline(Block):
    """The page of a guide with gaps for its parts. `base_url` is the public address of this server."""

    base_url: str
    state: Progress

    @property
    def style(self) -> Style:
        """The style sheet."""
        return self.edition.style(self.view.surface, self._style_part, self.view.mode)

    @property
    def _style_part(self) -> str:
        asks = not (self.state.answered or self.state.opened)
        return style_part(self.state.kind, asks=asks, by_links=self.view.links_only)

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
        return GuideAddresses(self.guide, Answers(), self.view, self.frame.links, self.base_url)

    def form_action(self, anchor: str) -> str:
        """Where a form of this page goes; its fields make the query."""
        return f"{self.frame.links.path}#{anchor}"

    def alternates(self) -> Iterator[tuple[str, str]]:
        """For search engines, which see no answers: the guide in each of its languages; tag and address."""
        home = self.view.on("guide", base=self.base_url)
        offered = self.edition.offered(self.guide)
        if len(offered) > 1 and not (self.state.answered or self.view.draft):
            for tag in offered:
                yield tag, replace(home, language=tag).address(Answers())
            yield "x-default", replace(home, language=DEFAULT_LANGUAGE).address(Answers())
