"""From a personal guide to the bytes of its page: parts that many share, filled with what is a person's own.

A part is rendered by its template once for each way it can look, with gaps, and cached. So a page that was not asked
for before costs little more than joining what is there. Knows templates by their names; no request.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property

from markupsafe import Markup

from widget.guides.answers import DONE
from widget.guides.personalise import PersonalItem, PersonalPart
from widget.guides.versions import version_of
from widget.web.guide.addresses import OPEN, SEEN
from widget.web.guide.blocks import (
    ActorsBlock,
    AnswersBlock,
    Block,
    BlockContext,
    ChangesBlock,
    DatesBlock,
    HiddenFieldsBlock,
    ItemBlock,
    PartBlock,
    look_of,
)
from widget.web.guide.days_in_words import DaysInWords
from widget.web.guide.outline import Outline, Progress
from widget.web.guide.overview_rendering import OverviewRenderer
from widget.web.guide.page import GuidePage
from widget.web.guide.page_addresses import GuideAddresses
from widget.web.guide.page_kind import WHOLE_GUIDE, PageKind
from widget.web.guide.placeholders import Placeholder, PrerenderedPart, parse_placeholders
from widget.web.guide.segmented_cache import SegmentedMap
from widget.web.guide.step_rendering import StepRenderer
from widget.web.http.languages import Language
from widget.web.http.templating import Templates

ROOM = 12 * 1024 * 1024
"""Bytes of parts in the memory of a worker: what a dozen editions of both guides are made of."""

Key = tuple[object, ...]

ITEM_LISTS = frozenset({"tasks", "automatic", "items"})
"""The gaps that the items of a part take the place of, before anything is filled."""


class PartCache:
    """Parts of pages, cut at their gaps. `room` is how many bytes of them are cached."""

    def __init__(self, templates: Templates, room: int = ROOM) -> None:
        self.templates = templates
        self._cache: SegmentedMap[Key, PrerenderedPart] = SegmentedMap(room)

    def get(self, key: Key, make: Callable[[], PrerenderedPart], *, keep: bool) -> PrerenderedPart:
        """The part that is cached under `key`, or else is made; with `keep` it is cached from now on."""
        found = self._cache.get(key) if keep else None
        if found is None:
            found = make()
            if keep:
                self._cache.put(key, found, found.weight)
        return found

    def render(self, template: str, page: object, language: Language) -> PrerenderedPart:
        """What `template` makes of `page`, cut at its gaps."""
        text = self.templates.render(template, page, language)
        return parse_placeholders(text, {"to": GuideAddresses, "days": DaysInWords, "own": PageRenderer}, ITEM_LISTS)


class PageRenderer:
    """One page in the making. Its methods fill the gaps that templates leave by `own`."""

    def __init__(self, page: GuidePage, parts: PartCache) -> None:
        view, edition, personal = page.view, page.edition, page.personal
        self._page = page
        self._parts = parts
        self._keep = edition.lasting
        where = f"{view.surface} {view.guide} {edition.partner} {edition.digest} {view.language} {view.heading}"
        when = f"{personal.today} {personal.day}"
        self._scope = f"{where} {view.links_only} {view.fitted} {view.scheme} {view.base} {page.to.has_places} {when}"
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
            kind=page.shown.kind,
            title=page.step_title,
            opened=bool(page.view.opened),
        )
        key = (self._scope, page.base_url, state)
        outline = self._parts.get(key, lambda: self._render_outline(state), keep=self._keep)
        return self._fill(outline)

    def step(self) -> Markup | bytes:
        """What stands on a short page of the guide."""
        return self._overview.html() if self._page.shown.kind is PageKind.OVERVIEW else self._steps.html()

    def misread(self) -> Markup:
        """What in the address could not be read."""
        return self._steps.misread()

    def answers(self) -> bytes:
        """The answers given in one line."""
        given = tuple([asked for asked in self._page.personal.questions if asked.answer])
        has_day = self._page.answers.day_0 is not None
        about = (has_day, *((asked.question.id, asked.answer and asked.answer.id) for asked in given))
        return self._filled("guide/steps/answers.html", about, lambda: AnswersBlock(self._frame, given, has_day))

    def given_day(self) -> str:
        """The citizen's own date."""
        day_0 = self._page.answers.day_0
        return self._page.language.medium_date(day_0) if day_0 else ""

    def lines(self, name: str) -> bytes:
        """A list of the overview."""
        return self._overview.lines(name)

    def beginning(self) -> Markup | bytes:
        """What stands above the whole guide: the first question, or the answers given."""
        if self._page.answered or self._page.view.opened:
            return self.misread().encode() + self.answers()
        return self._steps.first_question()

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
        about = tuple((shown.item.id, shown.dates and shown.dates.shape) for shown in dated)
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

    def hidden_fields_for_ticks(self) -> bytes:
        """Hidden fields of the form with the tick boxes, whose address people keep."""
        names = (*(name for name in self._parameters if name != DONE), OPEN, SEEN)
        return self._filled("guide/parts/hidden_fields.html", names, lambda: HiddenFieldsBlock(self._frame, names))

    def hidden_value(self, name: str) -> str:
        """What a hidden field keeps."""
        own = {OPEN: WHOLE_GUIDE, SEEN: str(version_of(self._page.personal.guide))}
        return own.get(name) or self._parameters[name]

    def task_count(self) -> str:
        """How many tasks there are."""
        return str(self._page.personal.task_count)

    def done_count(self) -> str:
        """How many of them are ticked."""
        return str(len(self._page.answers.done))

    @cached_property
    def _steps(self) -> StepRenderer:
        return StepRenderer(self._page, self._parts.templates, self.item_alone)

    @cached_property
    def _overview(self) -> OverviewRenderer:
        return OverviewRenderer(self._page, self._frame, self._filled)

    @cached_property
    def _deadlines(self) -> tuple[PersonalItem, ...]:
        return self._page.personal.deadlines if self._page.answers.day_0 else ()

    @cached_property
    def _parameters(self) -> dict[str, str]:
        return dict((*self._page.answers.parameters(), *self._page.links.parameters()))

    @cached_property
    def _frame(self) -> BlockContext:
        page = self._page
        view = replace(page.view, opened="", seen=None)
        return BlockContext(
            page.personal.guide,
            view,
            page.links,
            page.language,
            page.edition,
            page.fill_places,
            page.personal.today,
            page.to.has_places,
        )

    @cached_property
    def _ticked_parts(self) -> frozenset[str]:
        part_of = self._page.personal.guide.part_of
        return frozenset(part_of[item] for item in self._page.answers.done)

    def _render_outline(self, state: Progress) -> PrerenderedPart:
        page = self._page
        outline = Outline(self._frame, page.base_url, state)
        return self._parts.render(f"guide/{page.view.surface}.html", outline, page.language)

    def _part(self, template: str, shown: PersonalPart, *, open_too: bool = False) -> bytes:
        """A phase or section with its items: the same for all who give the same answers to its questions.

        Where tasks are ticked it is made of its items each time: there are too many ways to tick. With `open_too` it
        stands open whether a jump leads to it or not.
        """
        part, answers = shown.part, self._page.answers
        unfolded = open_too or self._page.view.opened == WHOLE_GUIDE or self._is_led_to(shown)
        shapes = tuple(one.dates.shape for one in shown.items if one.dates)
        key = (self._scope, "with items", part.id, unfolded, answers.day_0 is not None, shapes, shown.given)
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
        return shown.part.id == self._page.personal.guide.part_of.get(self._page.view.opened)

    def item_alone(self, shown: PersonalItem, template: str = "guide/parts/item.html") -> Markup:
        """An item on the page of its part, or what stands below its title on its own page."""
        return Markup(self._fill(self._item(shown, template, alone=True)).decode())  # noqa: S704 (from a template)

    def _item(
        self, shown: PersonalItem, template: str = "guide/parts/item.html", *, alone: bool = False
    ) -> PrerenderedPart:
        about = (*look_of(shown), alone)
        return self._prerendered(template, about, lambda: ItemBlock(self._frame, shown, alone))

    def _filled(self, template: str, about: Key, block: Callable[[], Block], *, keep: bool = True) -> bytes:
        return self._fill(self._prerendered(template, about, block, keep=keep))

    def _fill(self, text: PrerenderedPart) -> bytes:
        # Made for each text: kept, it would hold this object, which would then wait for the garbage collection.
        return text.fill({"to": self._page.to, "days": self._page.days, "own": self})

    def _prerendered(
        self, template: str, about: Key, block: Callable[[], Block], *, keep: bool = True
    ) -> PrerenderedPart:
        """A part of the page; `about` is all that it depends on besides what the whole page does."""
        key = (self._scope, template, *about)
        return self._parts.get(
            key, lambda: self._parts.render(template, block(), self._page.language), keep=self._keep and keep
        )
