"""Every address on the page of a guide that has somebody's answers in it. Knows no template, no request."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from urllib.parse import quote, urlencode

from markupsafe import Markup

from widget.guides.answers import Answers
from widget.guides.model import Guide
from widget.web.guide.addresses import OPEN, View, query_of
from widget.web.guide.qr_code import qr_code

_PLAIN = "/:?=,"
"""Characters that an address within an address may keep: legible, and small once compressed."""

_ANY = "\n"
"""Stands for whichever choice, where an address is cut in two around it. No address can have one."""


@dataclass(frozen=True)
class GuideAddresses:
    """The addresses of a guide with these answers.

    `view` is how it is looked at, `links` where its links and forms lead: on a fragment, to the guide's own page.
    `base_url` is the public address of this server, for addresses that people carry away.
    """

    guide: Guide
    answers: Answers
    view: View
    links: View
    base_url: str

    def own_window(self) -> str:
        """The same guide as a page of its own, in full."""
        return self._home.at(self._query)

    def permalink(self) -> str:
        """The same, for people to keep or pass on: who comes back by it is told what has changed since."""
        return self._home.permalink(self._query, self.guide.version)

    def canonical(self) -> str:
        """The address that search engines keep: the guide without anybody's answers."""
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
        address = self._home.permalink(self._query_without_ticks, self.guide.version)
        fields = {"subject": self.guide.title, "body": address}
        return f"mailto:?{urlencode(fields, safe=_PLAIN, quote_via=quote)}"

    def qr_code(self) -> Markup:
        """The guide's address as a picture that a phone can read, in the fewest words, which make it least fine."""
        return qr_code(self._home.address(self.answers.shortest()))

    def sources(self) -> str:
        """Where the guide knows it from."""
        return self.view.on("sources", base=self.links.base).address(Answers())

    def back(self) -> str:
        """The guide in the same state, from its reminder list."""
        return self.view.on(self._whole).at(self._query)

    def feedback(self) -> str:
        """Where people say whether the guide was of help."""
        address = self.links.on("feedback", base=self.links.base).at(self._query_without_ticks)
        if self.view.surface != "embed":
            return address
        return f"{address}{'&' if '?' in address else '?'}from=embed"

    def in_language(self, tag: str) -> str:
        """The same page in another language."""
        return replace(self.links, language=tag).at(self._query)

    def without_answers(self) -> str:
        """The guide from the beginning."""
        return self.links.address(Answers(), "answers")

    def by_links(self) -> str:
        """The page without forms, for hosts that forbid them in frames."""
        return replace(self.links, links_only=True).at(self._query, "answers")

    def answer(self, question: str, choice: str) -> str:
        """The page with one answer changed."""
        before, after = self._around_answers[question]
        return f"{before}{choice}{after}"

    def without_answer(self, question: str) -> str:
        """The page with one answer taken back."""
        return self.links.address(self.answers.with_answer(self.guide, question, None), "answers")

    def day(self, day: str) -> str:
        """The page with another date, as ISO 8601 has it."""
        return self.links.address(self.answers.with_day(date.fromisoformat(day)), "answers")

    def without_day(self) -> str:
        """The page with the date taken back."""
        return self.links.address(self.answers.with_day(None), "answers")

    def tick(self, item: str) -> str:
        """The page with a task ticked, or no longer ticked."""
        order = [one.id for one in self.guide.items()]
        answers = self.answers.with_done(item, done=item not in self.answers.done, order=order)
        return self.links.address(answers, "progress")

    def place(self, anchor: str) -> str:
        """A place in the guide: on this page, or on the page where it can be seen."""
        part = self.guide.part_of.get(anchor)
        if part is not None and part not in self._unfolded:
            return f"{self._to_place}{part}#{anchor}"
        return self._page.at(self._query, anchor) if self._is_elsewhere else f"#{anchor}"

    @property
    def _whole(self) -> str:
        """The surface with the whole guide, for pages that show a part.

        Beside a frame by links that is the frame, which can open no window; a fragment leads to the guide's own page.
        """
        return "embed" if self.view.links_only and self.view.surface != "fragment" else "guide"

    @cached_property
    def _home(self) -> View:
        return self.view.on("guide", base=self.base_url)

    @cached_property
    def _query(self) -> str:
        return query_of(self.answers)

    @cached_property
    def _query_without_ticks(self) -> str:
        return query_of(self.answers.with_ticks(())) if self.answers.done else self._query

    @cached_property
    def _is_elsewhere(self) -> bool:
        """Whether the guide's own page is another one than this."""
        return bool(self.links.base) or self.links.surface == "print"

    @cached_property
    def _page(self) -> View:
        return self.links.on(self._whole, base=self.links.base) if self._is_elsewhere else self.links

    @cached_property
    def _to_place(self) -> str:
        """The address of a place in a part that may be folded, but for the part and the place.

        The page comes again with the part unfolded. A jump within the page would unfold it too, but not in older
        Safari, and a frame that is sized by its content would not be measured again.
        """
        return self._page.at(self._query, "", (OPEN, ""))

    @cached_property
    def _unfolded(self) -> frozenset[str]:
        """The parts that stand open on the page: the whole checklist once something is answered."""
        phases = (part.id for part in self.guide.phases) if self.answers else ()
        return frozenset((*phases, self.links.opened))

    @cached_property
    def _around_answers(self) -> dict[str, tuple[str, str]]:
        """For each question what stands before and after a choice: all else is the same for all its answers."""
        told = [f"{name}={value}" for name, value in self.answers.parameters()]
        start, _, end = self.links.at(_ANY, "answers").partition(_ANY)
        around, place = {}, 0
        for question in self.guide.questions_by_id:
            is_answered = question in self.answers.values
            after = [f"&{one}" for one in told[place + is_answered :] if one != f"{question}="]
            around[question] = start + "&".join([*told[:place], f"{question}="]), "".join([*after, end])
            place += is_answered
        return around
