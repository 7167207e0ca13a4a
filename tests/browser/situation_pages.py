"""The pages that citizens of a guide see, in all their situations, each made once. Opens no browser.

Whether an item is shown hangs on the questions of its own condition (`widget.guides.situations`). So the page of a
part is made once for all situations that agree on the questions of its items and have the same parts beside it, and
the page of a task once for those that agree on the questions of its own condition.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from html import escape
from urllib.parse import urlencode

from flask.testing import FlaskClient

from tests.conftest import TODAY
from tests.web.conformance import parameters_in
from tests.web.samples import DAY, WHOLE, address, choices_of, pairwise
from tests.web.two_steps import Block, onward, sentences, unreached
from widget.guides.model import DATE, Guide, Item, Question
from widget.guides.situations import situations

OVERVIEW, PART, LIST, TASK = "overview", "phase or topic", "good ideas, who is who", "task or text"
QUESTION, QUESTIONS, OTHER_DAY = "question", "all questions on one page", "overview on other days"
"""Kinds of pages."""

OTHER_DAYS = (-180, -60, -14, -1, 0, 1, 7, 180)
"""The citizen's date, counted in days from the day on which the pages are made."""

_GAP = "@ANSWERS@"
_UNSEEN = re.compile(r' data-room="\d+"|<input type="hidden"[^>]*>|\?[^"#]*')
"""What differs between pages that look the same."""


@lru_cache(maxsize=10_000)
def _given(where: str) -> Mapping[str, str]:
    return dict(parameters_in(where))


@dataclass
class Pages:
    """The distinct pages of a kind: an address of each, by what is seen of it."""

    found: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)

    def add(self, kind: str, where: str, html: str) -> None:
        """Keep a page, unless one that looks the same is known."""
        self.found.setdefault(kind, {}).setdefault(_UNSEEN.sub("", html), (where, html))


class GuideWalk:
    """The pages of a guide, each made once for all citizens who see the same on it."""

    def __init__(self, client: FlaskClient, guide: Guide) -> None:
        self._client = client
        self.guide = guide
        self._parts = {part.id: part.items for part in guide.parts}
        self._kept: dict[object, str] = {}
        self._told: dict[object, Block] = {}
        self._beside: frozenset[str] = frozenset()
        self.unreached: list[str] = []

    def kind(self, where: str) -> str:
        """Which kind of page an address leads to."""
        opened = _given(where).get("open", "")
        kinds = {"": OVERVIEW, "overblik": OVERVIEW, "svar": QUESTIONS}
        if opened in {*self.guide.questions_by_id, DATE}:
            return QUESTION
        return kinds.get(opened) or (PART if opened in self._parts else TASK if self._items(opened) else LIST)

    def get(self, where: str) -> str:
        """The HTML of a page."""
        key, answers = self._key(where)
        if key is None:
            return self._fetch(where)
        if key not in self._kept:
            self._kept[key] = self._fetch(where).replace(answers, _GAP)
        return self._kept[key].replace(_GAP, answers)

    def told(self, where: str) -> Block:
        """The sentences of a page."""
        key, _ = self._key(where)
        if key is None:
            return sentences(self._fetch(where))
        if key not in self._told:
            self._told[key] = sentences(self.get(where))
        return self._told[key]

    def _key(self, where: str) -> tuple[object, str]:
        """What a page hangs on, None where that is everything; and the answers in the addresses on it."""
        given = {**_given(where)}
        opened = given.pop("open", "")
        items = self._parts.get(opened) or self._items(opened)
        asked = tuple(given.get(question.id) for question in self._asked(items))
        beside = self._beside if opened in self._parts else None
        key = (opened, asked, given.get(DATE), beside) if items else None
        return key, escape(urlencode(given, safe=","))

    def citizen(self, situation: Mapping[str, str], pages: Pages) -> None:
        """Add the overview of a citizen and the pages that it leads to."""
        overview = address("embed", self.guide.id, {**situation, "ui": "fit"})
        html = self._fetch(overview)
        pages.add(OVERVIEW, overview, html)
        for where in self._onward(overview, html):
            key, _ = self._key(where)
            if (key is None or key not in self._kept) and _given(where).get("open") != WHOLE["open"]:
                pages.add(self.kind(where), where, self.get(where))

    def reach(self, situation: Mapping[str, str]) -> None:
        """Look whether all of a citizen's guide is within two links of the overview."""
        overview = address("embed", self.guide.id, {**situation, "ui": "fit"})
        self._onward(overview, self._fetch(overview))
        if unreached(self.get, overview, f"{overview}&{urlencode(WHOLE)}", self.told):
            self.unreached.append(overview)

    def _onward(self, overview: str, html: str) -> tuple[str, ...]:
        leads = tuple(onward(html, overview).values())
        self._beside = frozenset(_given(where).get("open", "") for where in leads).intersection(self._parts)
        return leads

    def overview(self, situation: Mapping[str, str]) -> str:
        """The HTML of a citizen's overview."""
        return self._fetch(address("embed", self.guide.id, {**situation, "ui": "fit"}))

    def tasks(self, pages: Pages) -> None:
        """Add the page of each item in all situations that it hangs on, where it is shown."""
        for item in self.guide.items():
            for situation in situations(self._asked([item])):
                if item.when.value(situation) is not False:
                    where = self._page({**situation, DATE: DAY}, item.id)
                    pages.add(TASK, where, self._fetch(where))

    def questions(self, pages: Pages) -> None:
        """Add the first page, each question in all situations of the first ones and itself, and all on one page."""
        by_id = self.guide.questions_by_id
        first = address("embed", self.guide.id, {"ui": "fit"})
        pages.add(QUESTION, first, self._fetch(first))
        for asked in (*by_id, DATE):
            hanging = [by_id[name] for name in dict.fromkeys((*self.guide.first_questions, asked)) if name in by_id]
            for situation in situations(hanging):
                for dated in ({}, {DATE: DAY}):
                    where = self._page({**situation, **dated}, asked)
                    pages.add(QUESTION, where, self._fetch(where))
        for situation in pairwise({**choices_of(self.guide), DATE: (DAY,)}):
            where = self._page(situation, "svar")
            pages.add(QUESTIONS, where, self._fetch(where))

    def other_days(self, pages: Pages) -> None:
        """Add the overviews of citizens whose date is sooner or later, for every two answers."""
        for days in OTHER_DAYS:
            day = (TODAY + timedelta(days)).isoformat()
            for situation in pairwise(choices_of(self.guide)):
                where = address("embed", self.guide.id, {**situation, DATE: day, "ui": "fit"})
                pages.add(OTHER_DAY, where, self._fetch(where))

    def _page(self, situation: Mapping[str, str], opened: str) -> str:
        return address("embed", self.guide.id, {**situation, "ui": "fit", "open": opened})

    def _items(self, opened: str) -> tuple[Item, ...]:
        return tuple(item for item in self.guide.items() if item.id == opened)

    def _asked(self, items: Iterable[Item]) -> tuple[Question, ...]:
        """The questions on which depends whether and how items are shown."""
        names = frozenset[str]().union(*(item.questions() for item in items))
        return tuple(question for question in self.guide.questions if question.id in names)

    def _fetch(self, where: str) -> str:
        response = self._client.get(where)
        assert response.status_code == 200, where
        return response.text
