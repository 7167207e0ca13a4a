"""From a personal guide to the bytes of its page: parts that many share, filled with what is a person's own.

A part is rendered by its template once for each way it can look, with gaps, and kept. So a page that nobody has asked
for before costs little more than joining what is there. Knows templates by their names; no request.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property

from widget.guides.answers import DATE, DONE, Answers
from widget.guides.personalise import PersonalItem, PersonalPart
from widget.web.addresses import SEEN
from widget.web.blocks import (
    ActorsBlock,
    Block,
    ChangesBlock,
    DateBlock,
    DatesBlock,
    Frame,
    ItemBlock,
    KeptBlock,
    PartBlock,
    QuestionBlock,
)
from widget.web.caching.segmented import SegmentedMap
from widget.web.gaps import Cut
from widget.web.guide_page import GuidePage
from widget.web.languages import Language
from widget.web.outline import TO, Outline, State
from widget.web.templating import Templates

ROOM = 12 * 1024 * 1024
"""Bytes of parts in the memory of a worker: what a dozen editions of both guides are made of."""

Key = tuple[object, ...]


class Parts:
    """Parts of pages, cut at their gaps. `room` is how many bytes of them are kept."""

    def __init__(self, templates: Templates, room: int = ROOM) -> None:
        self._templates = templates
        self._kept: SegmentedMap[Key, Cut] = SegmentedMap(room)

    def get(self, key: Key, template: str, page: Callable[[], object], language: Language, *, keep: bool) -> Cut:
        """The part that `template` makes of `page`, which is asked for where it is not kept yet."""
        cut = self._kept.get(key) if keep else None
        if cut is None:
            cut = Cut(self._templates.render(template, page(), language))
            if keep:
                self._kept.put(key, cut, cut.weight)
        return cut


class Composition:
    """One page in the making. Its methods fill the gaps that templates leave by `own`."""

    def __init__(self, page: GuidePage, parts: Parts) -> None:
        view, edition, personal = page.view, page.edition, page.personal
        self._page = page
        self._parts = parts
        self._fillers: Mapping[str, object] = {"to": page.to, "own": self}
        self._keep = edition.lasting
        where = f"{view.surface} {view.guide} {edition.partner} {edition.revision} {view.language} {view.heading}"
        self._scope = f"{where} {view.links_only} {view.base} {personal.today}"
        """All that every part of the page depends on."""
        self._shown = {part.part.id: part for part in (*personal.phases, *personal.sections)}

    def html(self) -> bytes:
        """The page."""
        page = self._page
        state = State(
            answered=page.answered,
            filled_in=bool(page.answers.values) and not page.answered,
            has_problem=page.has_problem,
            has_dates=bool(page.answers.day_0) and bool(page.personal.deadlines),
            has_changed=bool(page.changes),
        )
        key = (self._scope, page.base_url, state)
        template = f"{page.view.surface}.html"
        cut = self._parts.get(key, template, lambda: self._outline(state), page.language, keep=self._keep)
        return cut.fill(self._fillers)

    def question(self, question: str) -> bytes:
        """A question with its answer."""
        asked = next(one for one in self._page.personal.questions if one.question.id == question)
        about = (question, asked.answer and asked.answer.id)
        keep = not asked.misread
        return self._filled("partials/answer.html", about, lambda: QuestionBlock(self._frame, asked), keep=keep)

    def date_answer(self) -> bytes:
        """The question for the citizen's own date, with its answer."""
        personal, given = self._page.personal, bool(self._page.answers.day_0)
        question, misread = personal.guide.date_question, personal.misread_date
        if question is None:
            return b""
        block = lambda: DateBlock(self._frame, question, given, misread)  # noqa: E731 (made only where it is not kept)
        return self._filled("partials/date_answer.html", (given,), block, keep=not misread)

    def phases(self) -> bytes:
        """The checklist."""
        return b"".join(self._part("partials/phase.html", shown) for shown in self._page.personal.phases)

    def sections(self) -> bytes:
        """The texts to read."""
        return b"".join(self._part("partials/section.html", shown) for shown in self._page.personal.sections)

    def tasks(self, part: str) -> bytes:
        """The tasks of a phase."""
        return self._items(self._shown[part].tasks)

    def automatic(self, part: str) -> bytes:
        """What happens by itself in a phase."""
        return self._items(self._shown[part].automatic)

    def items(self, part: str) -> bytes:
        """The texts of a section."""
        return self._items(self._shown[part].items)

    def dates(self) -> bytes:
        """The tasks with a date, earliest first."""
        dated = self._page.personal.deadlines
        about = tuple(shown.item.id for shown in dated)
        return self._filled("partials/dates.html", about, lambda: DatesBlock(self._frame, dated))

    def actors(self) -> bytes:
        """Who is who."""
        actors = self._page.personal.actors
        about = tuple(actor.id for actor in actors)
        return self._filled("partials/actors.html", about, lambda: ActorsBlock(self._frame, actors))

    def changes(self) -> bytes:
        """What is new since the address was kept."""
        changes = self._page.changes
        return self._filled("partials/changes.html", (len(changes),), lambda: ChangesBlock(self._frame, changes))

    def kept_beside_answers(self) -> bytes:
        """Hidden fields of the form with all questions, by which it keeps everything else."""
        return self._kept_fields(DATE, *self._page.personal.guide.questions_by_id)

    def kept_beside_ticks(self) -> bytes:
        """Hidden fields of the form with the tick boxes, whose address people keep."""
        return self._kept_fields(DONE, and_also=(SEEN,))

    def kept_beside_date(self) -> bytes:
        """Hidden fields of the form with the date alone."""
        return self._kept_fields(DATE)

    def kept(self, name: str) -> str:
        """What a hidden field keeps."""
        return self._parameters[name] if name != SEEN else self._page.personal.guide.version.isoformat()

    def due(self, item: str) -> str:
        """The date of an item in words."""
        return self._page.language.long_date(self._dues[item])

    def day_in_words(self) -> str:
        """The citizen's own date."""
        return self._page.language.medium_date(self._day_0)

    def day(self) -> str:
        """The same as ISO 8601 has it."""
        return self._day_0.isoformat()

    def task_count(self) -> str:
        """How many tasks there are."""
        return str(len(self._page.personal.tasks))

    def done_count(self) -> str:
        """How many of them are ticked."""
        return str(len(self._page.answers.done))

    @cached_property
    def _dues(self) -> dict[str, date]:
        return {shown.item.id: shown.due for shown in self._page.personal.deadlines if shown.due}

    @cached_property
    def _day_0(self) -> date:
        day = self._page.answers.day_0
        assert day is not None, "asked for only where it is given"  # noqa: S101 (the types cannot say so)
        return day

    @cached_property
    def _parameters(self) -> dict[str, str]:
        return dict((*self._page.answers.parameters(), *self._page.links.parameters()))

    @cached_property
    def _frame(self) -> Frame:
        page = self._page
        view = replace(page.view, opened="", seen=None)
        filling = page.fill_places(TO.place)
        return Frame(page.personal.guide, view, page.links, page.language, page.edition, filling, page.personal.today)

    def _outline(self, state: State) -> Outline:
        page, frame = self._page, self._frame
        defaults = Answers(page.answers.defaults)
        return Outline(
            frame.guide, frame.view, page.links, page.language, page.edition, page.base_url, state, defaults
        )

    def _part(self, template: str, shown: PersonalPart) -> bytes:
        unfolded, tasks, automatic = self._is_unfolded(shown), bool(shown.tasks), bool(shown.automatic)
        return self._filled(
            template,
            (shown.part.id, unfolded, tasks, automatic),
            lambda: PartBlock(self._frame, shown.part, unfolded, tasks, automatic),
        )

    def _is_unfolded(self, shown: PersonalPart) -> bool:
        """Whether a part stands open: the checklist of who has answered, and what a jump leads to."""
        page, part = self._page, shown.part
        review = page.edition.review
        if review and any(one.item.id in review.marks for one in shown.items):
            return True
        return part.id == page.view.opened or (page.answered and part in page.personal.guide.phases)

    def _items(self, items: Iterable[PersonalItem]) -> bytes:
        return b"".join(self._item(shown) for shown in items)

    def _item(self, shown: PersonalItem) -> bytes:
        about = (shown.item.id, None if shown.settled else shown.condition, shown.done, shown.due is not None)
        return self._filled("partials/item.html", about, lambda: ItemBlock(self._frame, shown))

    def _kept_fields(self, *without: str, and_also: tuple[str, ...] = ()) -> bytes:
        names = (*(name for name in self._parameters if name not in without), *and_also)
        return self._filled("partials/kept_fields.html", names, lambda: KeptBlock(self._frame, names))

    def _filled(self, template: str, about: Key, block: Callable[[], Block], *, keep: bool = True) -> bytes:
        """A part of the page; `about` is all that it depends on besides what the whole page does."""
        key = (self._scope, template, *about)
        cut = self._parts.get(key, template, block, self._page.language, keep=self._keep and keep)
        return cut.fill(self._fillers)
