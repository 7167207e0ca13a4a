"""Counts how the guides are used, in memory: an increment per page. Knows totals; nothing of any person.

No key joins two answers of a page, and none holds an address, a browser, or a time finer than the day. Answers and
items are totals of a month: on a day with one reader, a day's totals of each question would be that reader's answers.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from widget.database.errors import DatabaseUnavailable

READING = ("embed", "guide", "fragment")
"""The surfaces on which a guide is read: a showing of one of them is a use, and its answers count."""

DOWNLOADS = ("print", "calendar", "data", "snippet")
"""What is made of a guide: reminder lists, calendar files, data, and snippets built on the share page."""

SURFACES = frozenset((*READING, *DOWNLOADS))

UNANSWERED = ""
"""Stands for the answer where a question was left open."""

MAX_KEYS = 100_000
"""How many different totals wait in memory at most, about 30 MB. A day of 100 partners has some 20,000."""

_log = logging.getLogger(__name__)


class PageKey(NamedTuple):
    """Showings of a guide on a surface. `partner` is empty for the common guide."""

    day: date
    guide: str
    partner: str
    surface: str
    language: str


class AnswerKey(NamedTuple):
    """How often a question had an answer when a guide was shown; `UNANSWERED` is one too. `month` is a first day."""

    month: date
    guide: str
    partner: str
    question: str
    answer: str


class ItemKey(NamedTuple):
    """How often an item stood on the screen as one that applies. `month` is a first day."""

    month: date
    guide: str
    item: str


Key = PageKey | AnswerKey | ItemKey
Totals = Mapping[Key, int]


class UsageCounter:
    """Counts for this process. `write` adds totals to those of all processes, or raises `DatabaseUnavailable`.

    Callers hand over ids that exist; what strangers can make up never gets here. Should it, the number of
    keys is bounded: what is there goes on being counted, and new keys are dropped until the next writing.
    """

    def __init__(self, write: Callable[[Totals], None], most_keys: int = MAX_KEYS) -> None:
        self._write = write
        self._most_keys = most_keys
        self._waiting: dict[Key, int] = {}
        self._counting = threading.Lock()
        self._writing = threading.Lock()
        self._dropped = 0

    def count_page(
        self, day: date, surface: str, guide: str, partner: str, language: str, answers: Mapping[str, str | None]
    ) -> None:
        """Count one showing of a guide; `answers` has every question of the guide, None where it is left open."""
        once = {question: {answer: 1} for question, answer in answers.items()}
        self.count_pages(PageKey(day, guide, partner, surface, language), 1, once)

    def count_pages(self, page: PageKey, times: int, answers: Mapping[str, Mapping[str | None, int]]) -> None:
        """Count so many showings on a Danish day; `answers` is how often each question had which answer, or None.

        They count only on surfaces where the guide is read. An unknown surface counts as nothing.
        """
        if page.surface not in SURFACES:
            return
        counted: dict[Key, int] = {page: times}
        if page.surface in READING:
            month = page.day.replace(day=1)
            for question, given in answers.items():
                for answer, number in given.items():
                    counted[AnswerKey(month, page.guide, page.partner, question, answer or UNANSWERED)] = number
        self._count(counted)

    def count_items(self, day: date, guide: str, items: Iterable[str], times: int = 1) -> None:
        """Count so many showings of items on a page where a guide is read: of those that applied."""
        month = day.replace(day=1)
        self._count({ItemKey(month, guide, item): times for item in items})

    def _count(self, totals: Totals) -> None:
        with self._counting:
            for key, times in totals.items():
                self._add(key, times)

    def flush(self) -> bool:
        """Write what has been counted; False where it could not be, and is kept for the next time."""
        with self._writing:
            with self._counting:
                totals, self._waiting = self._waiting, {}
                dropped, self._dropped = self._dropped, 0
            if dropped:
                _log.warning("%s countings were dropped: too many different ones at once.", dropped)
            if not totals:
                return True
            try:
                self._write(totals)
            except DatabaseUnavailable as error:
                _log.warning("The totals of use wait in memory: %s", error)
            except BaseException:
                self._count(totals)
                raise
            else:
                return True
            self._count(totals)
            return False

    @property
    def waiting(self) -> Totals:
        """What has been counted and not written."""
        with self._counting:
            return dict(self._waiting)

    def _add(self, key: Key, times: int) -> None:
        if key in self._waiting:
            self._waiting[key] += times
        elif len(self._waiting) < self._most_keys:
            self._waiting[key] = times
        else:
            self._dropped += times
