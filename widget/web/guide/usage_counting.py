"""From pages that were shown to totals of use: folded together before anything is counted. Reads no request."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from widget.guides.model import Guide
from widget.insight.usage import READING, PageKey, UsageCounter
from widget.web.guide.page_kind import OVERVIEW, WHOLE_GUIDE
from widget.web.guide.page_request import PageRequest
from widget.web.guide.site import Site

CountDownload = Callable[[str, str, str | None, str], None]
"""Counts something made of a guide: the surface, the guide, the partner, the language."""

_SHOWINGS = frozenset({"", OVERVIEW, WHOLE_GUIDE})
"""The pages of a guide that count as showing it. Each question and part on the way would count its answers again."""

Given = tuple[str | None, ...]
"""Answers, in the order of the questions."""

_PRESET = ""
"""Stands in place of an answer that the partner has given beforehand, and that its reader has left as it was."""


class PageHitCounter:
    """Counts pages. `drain_hits` hands over how often each was shown; asked once in a while, not for every page.

    `note` is told of each surface, for operators' figures.
    """

    def __init__(
        self,
        site: Site,
        usage: UsageCounter,
        drain_hits: Callable[[], Iterable[tuple[PageRequest, int]]],
        note: Callable[[str, int], object] = lambda surface, times: None,
    ) -> None:
        self._note = note
        self._site = site
        self._usage = usage
        self._drain_hits = drain_hits

    def flush(self) -> bool:
        """Write down all that was shown since the last time; False where it has to wait."""
        for page, situations in self._fold().items():
            times = situations.total()
            self._note(page.surface, times)
            guide = self._site.library.guides[page.guide]
            questions = tuple(guide.questions_by_id)
            self._usage.count_pages(page, times, _by_question(questions, situations))
            if page.surface in READING:
                read: Counter[Given] = Counter()
                for (values, _given), number in situations.items():
                    read[values] += number
                self._count_items(page.day, guide, read)
        return self._usage.flush()

    def count_download(self, surface: str, guide: str, partner: str | None, language: str) -> None:
        """Count something made of a guide: a calendar, data, a snippet."""
        self._usage.count_page(self._site.today(), surface, guide, partner or "", language, {})

    def _fold(self) -> dict[PageKey, Counter[tuple[Given, Given]]]:
        """How often each page was shown, by the answers that held, and by those that its reader gave."""
        folded: defaultdict[PageKey, Counter[tuple[Given, Given]]] = defaultdict(Counter)
        for request, times in self._drain_hits():
            view, values, presets = request.view, request.answers.values, request.answers.defaults
            if view.opened not in _SHOWINGS:
                self._note(view.surface, times)
                continue
            guide = self._site.library.guides.get(view.guide)
            if guide is not None:
                page = PageKey(request.day, view.guide, view.partner or "", view.surface, view.language)
                held = tuple([values.get(question) for question in guide.questions_by_id])
                given = held
                if presets:
                    usual = [presets.get(question) for question in guide.questions_by_id]
                    given = tuple(
                        [_PRESET if one and one == own else one for one, own in zip(held, usual, strict=True)]
                    )
                folded[page][held, given] += times
        return folded

    def _count_items(self, day: date, guide: Guide, situations: Counter[Given]) -> None:
        """Count the items of each part for all who gave the same answers to its questions."""
        places = {question: place for place, question in enumerate(guide.questions_by_id)}
        for part in guide.parts:
            questions = guide.questions_of_part[part.id]
            its_own = [places[question] for question in questions]
            read: Counter[Given] = Counter()
            for given, times in situations.items():
                read[tuple([given[place] for place in its_own])] += times
            for given, times in read.items():
                answers = {question: answer for question, answer in zip(questions, given, strict=True) if answer}
                items = [item.id for item in part.items if item.holds_on(day) and item.when.value(answers)]
                self._usage.count_items(day, guide.id, items, times)


def _by_question(
    questions: Sequence[str], situations: Counter[tuple[Given, Given]]
) -> dict[str, Counter[str | None]]:
    """How often each question had which answer, by those who answered anything; None where they left it open.

    The first page has nothing answered yet: it says nothing of a question. What a partner preset was not given.
    """
    counted: dict[str, Counter[str | None]] = {question: Counter() for question in questions}
    for (_held, given), times in situations.items():
        if any(given):
            for question, answer in zip(questions, given, strict=True):
                if answer != _PRESET:
                    counted[question][answer] += times
    return counted
