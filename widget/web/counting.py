"""From pages that were shown to totals of use: folded together before anything is counted. Reads no request."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import NamedTuple

from widget.insight.usage import READING, UsageCounter
from widget.web.caching.wanted import Wanted
from widget.web.site import Site

CountTaken = Callable[[str, str, str | None, str], None]
"""Counts something made of a guide: the surface, the guide, the partner, the language."""


class Counting:
    """Counts pages. `take_shown` hands over how often each was shown; asked once in a while, not for every page.

    `note` is told of each surface, for operators' figures.
    """

    def __init__(
        self,
        site: Site,
        usage: UsageCounter,
        take_shown: Callable[[], Iterable[tuple[Wanted, int]]],
        note: Callable[[str, int], object] = lambda surface, times: None,
    ) -> None:
        self._note = note
        self._site = site
        self._usage = usage
        self._take_shown = take_shown

    def flush(self) -> bool:
        """Write down all that was shown since the last time; False where it has to wait."""
        read: Counter[_Read] = Counter()
        for wanted, times in self._take_shown():
            self._note(wanted.view.surface, times)
            self._count(wanted, times)
            for one in self._read(wanted):
                read[one] += times
        for one, times in read.items():
            self._usage.count_items(one.day, one.guide, self._items_of(one), times)
        return self._usage.flush()

    def count_taken(self, surface: str, guide: str, partner: str | None, language: str) -> None:
        """Count something made of a guide: a calendar, data, a snippet."""
        self._usage.count_page(self._site.today(), surface, guide, partner or "", language, {})

    def _count(self, wanted: Wanted, times: int) -> None:
        view = wanted.view
        guide = self._site.library.guides.get(view.guide)
        if guide is not None:
            values = wanted.answers.values
            answers = {question: values.get(question) for question in guide.questions_by_id}
            self._usage.count_page(
                wanted.day, view.surface, view.guide, view.partner or "", view.language, answers, times
            )

    def _read(self, wanted: Wanted) -> Iterator["_Read"]:
        """The parts that were on the screen, each with the answers that it depends on."""
        guide = self._site.library.guides.get(wanted.view.guide)
        if guide is not None and wanted.view.surface in READING:
            values = wanted.answers.values
            for part, questions in guide.questions_of_part.items():
                yield _Read(wanted.day, guide.id, part, tuple([values.get(question) for question in questions]))

    def _items_of(self, read: "_Read") -> Iterator[str]:
        """The items that applied to who read this."""
        guide = self._site.library.guides[read.guide]
        questions = guide.questions_of_part[read.part]
        answers = {question: answer for question, answer in zip(questions, read.answers, strict=True) if answer}
        for item in next(part for part in guide.parts if part.id == read.part).items:
            if item.holds_on(read.day) and item.when.value(answers):
                yield item.id


class _Read(NamedTuple):
    """A part of a guide as it was read: `answers` are those to the part's own questions, in their order."""

    day: date
    guide: str
    part: str
    answers: tuple[str | None, ...]
