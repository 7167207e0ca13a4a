"""Every address on the page of a guide that has a citizen's answers in it. Knows no template, no request."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from urllib.parse import quote, urlencode
from zlib import crc32

from markupsafe import Markup

from widget.guides.answers import Answers
from widget.guides.model import DATE, Guide
from widget.guides.versions import version_of
from widget.web.guide.addresses import FUNDS, OPEN, View
from widget.web.guide.page_kind import ALL_QUESTIONS, OVERVIEW, WHOLE_GUIDE, PageKind, ShownPage, page_after
from widget.web.guide.qr_code import qr_code

_PLAIN = "/:?=,"
"""Characters that an address within an address may keep: legible, and small once compressed."""

_WHOLE = ShownPage(PageKind.WHOLE)

_ANY = "\n"
"""Stands for the name of any page, where an address is cut in two around it. No address can have one."""

_LOWEST_ROOM = 3_009
"""Pixels: more than the frames of before are high, and than the pages beside the guide are in them (188 rem)."""

_ROOM_STEP = 64
"""Pixels that a page is higher for each answer, for the date, and for each tick."""

MAIN = "guide"
"""The anchor of what a page is about: every page of a guide has it."""


@dataclass(frozen=True)
class GuideAddresses:
    """The addresses of a guide with these answers.

    `view` is how it is looked at, `links` where its links and forms lead: on a fragment, to the guide's own page.
    `base_url` is the public address of this server, for addresses that people carry away. `shown` is the page that
    they stand on.
    """

    guide: Guide
    answers: Answers
    view: View
    links: View
    base_url: str
    shown: ShownPage = _WHOLE

    def own_window(self) -> str:
        """The same guide as a page of its own, in full."""
        return self._home.at(self._query)

    def permalink(self) -> str:
        """The same, for people to keep or pass on: who comes back by it is told what has changed since."""
        return self._home.permalink(self._query, version_of(self.guide))

    def room(self) -> str:
        """Pixels that the page is high at least in a frame of before, see `View.room_needed`.

        Where a step leaves the height of such a frame as it was, Chromium 156 may leave it blank, and it does not
        always make a frame lower. So the height rises with what the citizen has said, and on the way from the
        first question to the overview and its parts. Two parts may have the same one.
        """
        said = len(self.answers.values) + len(self.answers.done) + (self.answers.day_0 is not None)
        return str(_LOWEST_ROOM + min(said, 20) * _ROOM_STEP + self._place_on_the_way)

    @property
    def _place_on_the_way(self) -> int:
        """Where a page stands among those of the same answers; less than the step from answer to answer."""
        questions = [*dict.fromkeys((*self.guide.first_questions, *self.guide.questions_by_id, DATE))]
        kind, after = self.shown.kind, len(questions) + 1
        if kind is PageKind.START:
            return 0
        if kind is PageKind.QUESTION:
            return 1 + questions.index(self.shown.about)
        in_order = {PageKind.QUESTIONS: after, PageKind.OVERVIEW: after + 1}
        others = _ROOM_STEP - after - 2
        return in_order.get(kind, after + 2 + crc32(self.view.opened.encode()) % others)

    def canonical(self) -> str:
        """The address that search engines keep: the guide without answers."""
        return self._home.address(Answers())

    def oembed(self, form: str) -> str:
        """Where systems ask how to embed this page; `form` is json or xml."""
        view = replace(self.view, base=self.base_url, links_only=False, fitted=False, scheme="light")
        page = quote(view.at(self._query_without_ticks), safe=_PLAIN)
        return f"{self.base_url}/oembed?url={page}&format={form}"

    def print_page(self) -> str:
        """The reminder list for the same answers and ticks."""
        return self.view.on("print", base=self.links.base).at(self._query)

    def print_permalink(self) -> str:
        """The same with the whole address, for paper."""
        return self.view.on("print", base=self.base_url).at(self._query)

    def calendar(self) -> str:
        """The deadlines as a calendar file."""
        view = self.view.on("calendar", base=self.links.base)
        return replace(view, guide=f"{view.guide}.ics").at(self._query_without_ticks)

    def mail(self) -> str:
        """A letter with the guide's address, for the citizen's own mail program."""
        address = self._home.permalink(self._query_without_ticks, version_of(self.guide))
        fields = {"subject": self.guide.title, "body": address}
        return f"mailto:?{urlencode(fields, safe=_PLAIN, quote_via=quote)}"

    def qr_code(self) -> Markup:
        """The guide's address as a picture that a phone can read, in the fewest words, which make it least fine."""
        return qr_code(self._home.address(self.answers.shortest()))

    def sources(self) -> str:
        """Where the guide knows it from."""
        return self.view.on("sources", base=self.links.base).address(Answers())

    def funds(self) -> str:
        """The list of unemployment insurance funds, in the same frame or window."""
        return self.view.on(FUNDS, base=self.links.base).at(self._query, "top")

    def funds_permalink(self) -> str:
        """The same with the whole address, for paper and other programs, without answers."""
        return self.view.on("guide").on(FUNDS, base=self.base_url).address(Answers())

    def back(self) -> str:
        """The guide in the same state, from its reminder list or another page beside it."""
        return self.view.on(self._whole).at(self._query)

    def feedback(self) -> str:
        """Where people say whether the guide was of help."""
        address = self.links.on("feedback", base=self.links.base).at(self._query_without_ticks)
        if self.view.surface != "embed":
            return address
        return f"{address}{'&' if '?' in address else '?'}from=embed"

    def in_language(self, tag: str) -> str:
        """The same page in another language."""
        return replace(self.links, language=tag).at(self._query, "", *self._opened)

    def overview(self) -> str:
        """What to do now, and the rest as one line each."""
        return self._overview_of(self.answers)

    def whole(self) -> str:
        """All of the guide on one page."""
        return self.opened(WHOLE_GUIDE)

    def questions(self) -> str:
        """All questions on one page, with the answers given."""
        return self.opened(ALL_QUESTIONS)

    def opened(self, name: str) -> str:
        """A page of the guide by its value of `open`."""
        before, after = self._around_name
        return f"{before}{name}{after}"

    def without_answers(self) -> str:
        """The guide from the beginning."""
        return self.links.address(Answers(), "answers")

    def by_links(self) -> str:
        """The page without forms, for hosts that forbid them in frames."""
        return replace(self.links, links_only=True).at(self._query, MAIN, *self._opened)

    def answer(self, question: str, choice: str) -> str:
        """The page after a question, with this answer to it."""
        return self._after(question, self.answers.with_answer(self.guide, question, choice))

    def without_answer(self, question: str) -> str:
        """The page after a question, with its answer taken back."""
        return self._after(question, self.answers.with_answer(self.guide, question, None))

    def day(self, day: str) -> str:
        """The page after the question for the date, with this date, as ISO 8601 has it."""
        return self._after(DATE, self.answers.with_day(date.fromisoformat(day)))

    def without_day(self) -> str:
        """The page after the question for the date, with the date taken back."""
        return self._after(DATE, self.answers.with_day(None))

    def skip(self, question: str) -> str:
        """The page after a question, with nothing changed."""
        return self._after(question, self.answers)

    def tick(self, item: str) -> str:
        """The page with a task ticked, or no longer ticked."""
        answers = self.answers.with_done(item, done=item not in self.answers.done, order=self.guide.order)
        if self.shown.kind is PageKind.OVERVIEW:
            return self._overview_of(answers)
        if self.shown.kind is PageKind.WHOLE:
            return self.links.at(answers.query, "progress", (OPEN, WHOLE_GUIDE))
        anchor = item if self.shown.kind is PageKind.PART else MAIN
        return self.links.at(answers.query, anchor, *self._opened)

    @property
    def has_places(self) -> bool:
        """Whether links to places of the guide stay on the page that they stand on."""
        return self.shown.kind is PageKind.WHOLE and self.view.opened == WHOLE_GUIDE

    def place(self, anchor: str) -> str:
        """A place in the guide: on this page, or on the page of its own."""
        if self.has_places or self.guide.part_of.get(anchor) == self._part_shown != anchor:
            return f"#{anchor}"
        return self.opened(anchor)

    @property
    def _whole(self) -> str:
        """The surface with the whole guide, for pages that show a part.

        Beside a frame by links that is the frame, which can open no window; a fragment leads to the guide's own page.
        """
        in_frame = self.view.framed or (self.view.links_only and self.view.surface != "fragment")
        return "embed" if in_frame else "guide"

    @cached_property
    def _home(self) -> View:
        return self.view.on("guide", base=self.base_url)

    @cached_property
    def _query(self) -> str:
        return self.answers.query

    @cached_property
    def _query_without_ticks(self) -> str:
        return self.answers.with_ticks(()).query if self.answers.done else self._query

    @cached_property
    def _is_elsewhere(self) -> bool:
        """Whether the guide's own page is another one than this."""
        return bool(self.links.base) or self.links.surface == "print"

    @cached_property
    def _page(self) -> View:
        return self.links.on(self._whole, base=self.links.base) if self._is_elsewhere else self.links

    @cached_property
    def _around_name(self) -> tuple[str, str]:
        """What stands before and after the name of a page in its address: the same for all pages of the guide."""
        before, _, after = self._page.at(self._query, MAIN, (OPEN, _ANY)).partition(_ANY)
        return before, after

    @property
    def _part_shown(self) -> str:
        return self.shown.about if self.shown.kind is PageKind.PART else ""

    @property
    def _opened(self) -> tuple[tuple[str, str], ...]:
        """What names this page in its own address."""
        return ((OPEN, self.view.opened),) if self.view.opened else ()

    def _overview_of(self, answers: Answers) -> str:
        """The overview with these answers: where there are none, its address has to say that it is meant."""
        return self._page.at(answers.query, MAIN, *(() if answers else ((OPEN, OVERVIEW),)))

    def _after(self, question: str, answers: Answers) -> str:
        """Where a changed answer leads: to the next page, or back to the page with all questions."""
        if self.shown.kind is PageKind.QUESTIONS:
            return self.links.at(answers.query, f"q-{question}", (OPEN, ALL_QUESTIONS))
        following = page_after(self.guide, answers, question)
        if following:
            return self.links.at(answers.query, MAIN, (OPEN, following))
        return self._overview_of(answers)
