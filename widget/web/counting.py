"""From pages that were shown to totals of use: folded together before anything is counted. Reads no request."""

from collections.abc import Callable, Iterable

from widget.guides.personalise import personalise
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
        for wanted, times in self._take_shown():
            self._note(wanted.view.surface, times)
            self._count(wanted, times)
        return self._usage.flush()

    def count_taken(self, surface: str, guide: str, partner: str | None, language: str) -> None:
        """Count something made of a guide: a calendar, data, a snippet."""
        self._usage.count_page(self._site.today(), surface, guide, partner or "", language, {}, ())

    def _count(self, wanted: Wanted, times: int) -> None:
        view = wanted.view
        guide = self._site.library.guides.get(view.guide)
        if guide is None:
            return
        values = wanted.answers.values
        answers = {question: values.get(question) for question in guide.questions_by_id}
        items: tuple[str, ...] = ()
        if view.surface in READING:
            personal = personalise(guide, wanted.answers, wanted.day)
            parts = (*personal.phases, *personal.sections)
            items = tuple(shown.item.id for part in parts for shown in part.items if shown.settled)
        self._usage.count_page(
            wanted.day, view.surface, view.guide, view.partner or "", view.language, answers, items, times
        )
