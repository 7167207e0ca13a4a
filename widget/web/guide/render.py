"""From a personal guide to the bytes of its page: parts that many share, filled with what is a person's own.

A part is rendered by its template once for each way it can look, with gaps, and kept. So a page that nobody has asked
for before costs little more than joining what is there. Knows templates by their names; no request.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cached_property

from widget.guides.answers import DATE, DONE, Answers
from widget.guides.personalise import PersonalItem, PersonalPart
from widget.web.guide.addresses import SEEN
from widget.web.guide.blocks import (
    ActorsBlock,
    Block,
    BlockContext,
    ChangesBlock,
    DateBlock,
    DatesBlock,
    HiddenFieldsBlock,
    ItemBlock,
    PartBlock,
    QuestionBlock,
)
from widget.web.guide.outline import TO, Outline, Progress
from widget.web.guide.page import GuidePage
from widget.web.guide.placeholders import Placeholder, PrerenderedPart, parse_placeholders
from widget.web.guide.segmented_cache import SegmentedMap
from widget.web.http.languages import Language
from widget.web.http.templating import Templates

ROOM = 12 * 1024 * 1024
"""Bytes of parts in the memory of a worker: what a dozen editions of both guides are made of."""

Key = tuple[object, ...]


class PartCache:
    """Parts of pages, cut at their gaps. `room` is how many bytes of them are kept."""

    def __init__(self, templates: Templates, room: int = ROOM) -> None:
        self._templates = templates
        self._kept: SegmentedMap[Key, PrerenderedPart] = SegmentedMap(room)

    def get(self, key: Key, make: Callable[[], PrerenderedPart], *, keep: bool) -> PrerenderedPart:
        """What is kept under `key`, or else made; and from now on kept, if `keep`."""
        found = self._kept.get(key) if keep else None
        if found is None:
            found = make()
            if keep:
                self._kept.put(key, found, found.weight)
        return found

    def render(self, template: str, page: object, language: Language) -> PrerenderedPart:
        """What `template` makes of `page`."""
        return parse_placeholders(self._templates.render(template, page, language))


class PageRenderer:
    """One page in the making. Its methods fill the gaps that templates leave by `own`."""

    def __init__(self, page: GuidePage, parts: PartCache) -> None:
        view, edition, personal = page.view, page.edition, page.personal
        self._page = page
        self._parts = parts
        self._keep = edition.lasting
        where = f"{view.surface} {view.guide} {edition.partner} {edition.digest} {view.language} {view.heading}"
        self._scope = f"{where} {view.links_only} {view.fitted} {view.scheme} {view.base} {personal.today}"
        """All that every part of the page depends on."""

    def html(self) -> bytes:
        """The page."""
        page = self._page
        state = Progress(
            answered=page.answered,
            filled_in=bool(page.answers.values) and not page.answered,
            has_problem=page.has_problem,
            has_dates=bool(self._deadlines),
            has_changed=bool(page.changes),
        )
        key = (self._scope, page.base_url, state)
        outline = self._parts.get(key, lambda: self._render_outline(state), keep=self._keep)
        return self._fill(outline)

    def question(self, question: str) -> bytes:
        """A question with its answer."""
        asked = next(one for one in self._page.personal.questions if one.question.id == question)
        about = (question, asked.answer and asked.answer.id)
        keep = not asked.misread
        return self._filled("guide/parts/answer.html", about, lambda: QuestionBlock(self._frame, asked), keep=keep)

    def date_answer(self) -> bytes:
        """The question for the citizen's own date, with its answer."""
        personal, given = self._page.personal, bool(self._page.answers.day_0)
        question, misread = personal.guide.date_question, personal.misread_date
        if question is None:
            return b""
        block = lambda: DateBlock(self._frame, question, given, misread)  # noqa: E731 (made only where it is not kept)
        return self._filled("guide/parts/date_answer.html", (given,), block, keep=not misread)

    def phases(self) -> bytes:
        """The checklist."""
        page = self._page
        return b"".join(
            [self._part("guide/parts/phase.html", shown, open_too=page.answered) for shown in page.personal.phases]
        )

    def sections(self) -> bytes:
        """The texts to read."""
        return b"".join([self._part("guide/parts/section.html", shown) for shown in self._page.personal.sections])

    def dates(self) -> bytes:
        """The tasks with a date, earliest first."""
        dated = self._deadlines
        about = tuple(shown.item.id for shown in dated)
        return self._filled("guide/parts/dates.html", about, lambda: DatesBlock(self._frame, dated))

    def actors(self) -> bytes:
        """Who is who."""
        actors = self._page.personal.actors
        about = tuple(actor.id for actor in actors)
        return self._filled("guide/parts/actors.html", about, lambda: ActorsBlock(self._frame, actors))

    def changes(self) -> bytes:
        """What is new since the address was kept."""
        changes = self._page.changes
        return self._filled("guide/parts/changes.html", (len(changes),), lambda: ChangesBlock(self._frame, changes))

    def hidden_fields_for_answers(self) -> bytes:
        """Hidden fields of the form with all questions, by which it keeps everything else."""
        return self._hidden_fields(DATE, *self._page.personal.guide.questions_by_id)

    def hidden_fields_for_ticks(self) -> bytes:
        """Hidden fields of the form with the tick boxes, whose address people keep."""
        return self._hidden_fields(DONE, and_also=(SEEN,))

    def hidden_fields_for_date(self) -> bytes:
        """Hidden fields of the form with the date alone."""
        return self._hidden_fields(DATE)

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
        return str(self._page.personal.task_count)

    def done_count(self) -> str:
        """How many of them are ticked."""
        return str(len(self._page.answers.done))

    @cached_property
    def _deadlines(self) -> tuple[PersonalItem, ...]:
        return self._page.personal.deadlines if self._page.answers.day_0 else ()

    @cached_property
    def _dues(self) -> dict[str, date]:
        return {shown.item.id: shown.due for shown in self._deadlines if shown.due}

    @cached_property
    def _day_0(self) -> date:
        day = self._page.answers.day_0
        assert day is not None, "asked for only where it is given"  # noqa: S101 (the types cannot say so)
        return day

    @cached_property
    def _parameters(self) -> dict[str, str]:
        return dict((*self._page.answers.parameters(), *self._page.links.parameters()))

    @cached_property
    def _frame(self) -> BlockContext:
        page = self._page
        view = replace(page.view, opened="", seen=None)
        filling = page.fill_places(TO.place)
        return BlockContext(
            page.personal.guide, view, page.links, page.language, page.edition, filling, page.personal.today
        )

    @cached_property
    def _ticked_parts(self) -> frozenset[str]:
        part_of = self._page.personal.guide.part_of
        return frozenset(part_of[item] for item in self._page.answers.done)

    def _render_outline(self, state: Progress) -> PrerenderedPart:
        page, frame = self._page, self._frame
        outline = Outline(
            guide=frame.guide,
            view=frame.view,
            links=page.links,
            language=page.language,
            edition=page.edition,
            base_url=page.base_url,
            state=state,
            defaults=Answers(page.answers.defaults),
        )
        return self._parts.render(f"guide/{page.view.surface}.html", outline, page.language)

    def _part(self, template: str, shown: PersonalPart, *, open_too: bool = False) -> bytes:
        """A phase or section with its items: the same for all who give the same answers to its questions.

        Where tasks are ticked it is made of its items anew: there are too many ways to tick. With `open_too` it
        stands open whether a jump leads to it or not.
        """
        part, answers = shown.part, self._page.answers
        unfolded = open_too or self._is_led_to(shown)
        key = (self._scope, "with items", part.id, unfolded, answers.day_0 is not None, shown.given)
        keep = self._keep and part.id not in self._ticked_parts
        whole = self._parts.get(key, lambda: self._with_items(template, shown, unfolded=unfolded), keep=keep)
        return self._fill(whole)

    def _with_items(self, template: str, shown: PersonalPart, *, unfolded: bool) -> PrerenderedPart:
        needs = {"tasks": shown.tasks, "automatic": shown.automatic, "items": shown.items}

        def inside(gap: Placeholder) -> list[PrerenderedPart] | None:
            return [self._item(one) for one in needs[gap.name]] if gap.name in needs else None

        has_tasks, has_automatic = bool(shown.tasks), bool(shown.automatic)
        return self._prerendered(
            template,
            (shown.part.id, unfolded, has_tasks, has_automatic),
            lambda: PartBlock(self._frame, shown.part, unfolded, has_tasks, has_automatic),
        ).inline(inside)

    def _is_led_to(self, shown: PersonalPart) -> bool:
        """Whether a jump leads into a part, or reviewers have to see something there."""
        review = self._page.edition.review
        if review and any(one.item.id in review.marks for one in shown.items):
            return True
        return shown.part.id == self._page.view.opened

    def _item(self, shown: PersonalItem) -> PrerenderedPart:
        about = (shown.item.id, None if shown.settled else shown.condition, shown.done, shown.due is not None)
        return self._prerendered("guide/parts/item.html", about, lambda: ItemBlock(self._frame, shown))

    def _hidden_fields(self, *without: str, and_also: tuple[str, ...] = ()) -> bytes:
        names = (*(name for name in self._parameters if name not in without), *and_also)
        return self._filled("guide/parts/hidden_fields.html", names, lambda: HiddenFieldsBlock(self._frame, names))

    def _filled(self, template: str, about: Key, block: Callable[[], Block], *, keep: bool = True) -> bytes:
        return self._fill(self._prerendered(template, about, block, keep=keep))

    def _fill(self, text: PrerenderedPart) -> bytes:
        # Made for each text: kept, it would hold this object, which would then wait for the garbage collection.
        return text.fill({"to": self._page.to, "own": self})

    def _prerendered(
        self, template: str, about: Key, block: Callable[[], Block], *, keep: bool = True
    ) -> PrerenderedPart:
        """A part of the page; `about` is all that it depends on besides what the whole page does."""
        key = (self._scope, template, *about)
        return self._parts.get(
            key, lambda: self._parts.render(template, block(), self._page.language), keep=self._keep and keep
        )
