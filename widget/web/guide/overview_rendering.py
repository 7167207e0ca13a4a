"""From a personal guide to the HTML of its overview: a frame and lines that many share, filled for each."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol

from widget.guides.overview import PhaseProgress, Refinement, overview
from widget.guides.personalise import PersonalItem
from widget.web.guide.blocks import Block, BlockContext, ItemBlock, look_of
from widget.web.guide.lines import PageLine, TaskLine, page_line, task_line
from widget.web.guide.page import GuidePage

TASK, LINE, DAY, PHASE, REFINEMENT = (
    f"guide/steps/{name}.html" for name in ("overview_task", "line", "overview_day", "overview_phase", "refinement")
)
"""The templates of what stands in the lists: a task in full, a task in a line, a day, a phase, a question."""


class RenderBlock(Protocol):
    """Renders a block by its template, or takes it from the cache; `about` is all that it depends on."""

    def __call__(self, template: str, about: tuple[object, ...], block: Callable[[], Block]) -> bytes:
        """The block as HTML, with the citizen's own filled in."""


class OverviewShape(NamedTuple):
    """What the frame of an overview depends on: which lists it has, and what it counts."""

    has_changed: bool
    done: int
    has_now: bool
    has_left: bool
    current: str
    has_also: bool
    maybe: int
    has_upcoming: bool
    ideas: int
    sections: tuple[str, ...]
    has_refinements: bool


@dataclass(frozen=True, slots=True)
class OverviewBlock(Block):
    """The overview with gaps for its lists, for `guide/steps/overview.html`."""

    shape: OverviewShape

    @property
    def current_title(self) -> str:
        """What the phase that is on is called."""
        return next(part.title for part in self.guide.parts if part.id == self.shape.current)

    @property
    def sections(self) -> tuple[PageLine, ...]:
        """The texts to read."""
        parts = self.guide.parts
        return tuple(page_line(self, part.id, part.title) for part in parts if part.id in self.shape.sections)


@dataclass(frozen=True, slots=True)
class TaskBlock(ItemBlock):
    """A task in one of the lists."""

    @property
    def task(self) -> TaskLine:
        """Its line."""
        return task_line(self, self.shown)


@dataclass(frozen=True, slots=True)
class PhaseBlock(Block):
    """A phase in a line."""

    progress: PhaseProgress

    @property
    def line(self) -> PageLine:
        """Its page."""
        part = self.progress.shown.part
        return page_line(self, part.id, part.title)


@dataclass(frozen=True, slots=True)
class RefinementBlock(Block):
    """A question whose answer would make the guide more precise."""

    refinement: Refinement

    @property
    def line(self) -> PageLine:
        """Its page."""
        return page_line(self, self.refinement.id, self.refinement.question.short)


class OverviewRenderer:
    """Renders the overview of a page. `frame` is what all of its blocks share."""

    def __init__(self, page: GuidePage, frame: BlockContext, render: RenderBlock) -> None:
        self._page = page
        self._frame = frame
        self._render = render
        self._seen = overview(page.personal)

    def html(self) -> bytes:
        """The overview. Its frame asks for its lists by name."""
        seen, sections = self._seen, self._page.personal.sections
        shape = OverviewShape(
            has_changed=bool(self._page.changes),
            done=sum(phase.done for phase in seen.phases),
            has_now=bool(seen.overdue or seen.now),
            has_left=bool(seen.left),
            current=seen.current.shown.part.id if seen.current else "",
            has_also=bool(seen.also),
            maybe=seen.maybe,
            has_upcoming=bool(seen.upcoming),
            ideas=len(seen.ideas),
            sections=tuple(shown.part.id for shown in sections),
            has_refinements=bool(seen.refinements),
        )
        return self._render("guide/steps/overview.html", shape, lambda: OverviewBlock(self._frame, shape))

    def lines(self, name: str) -> bytes:
        """What stands in a list."""
        return b"\n".join(self._lists[name]())

    @cached_property
    def _lists(self) -> dict[str, Callable[[], Iterable[bytes]]]:
        seen = self._seen
        return {
            "now": lambda: self._tasks(TASK, (*seen.overdue, *seen.now)),
            "left": lambda: self._tasks(LINE, seen.left),
            "also": lambda: self._tasks(LINE, seen.also),
            "upcoming": lambda: self._tasks(DAY, seen.upcoming),
            "phases": lambda: map(self._phase, seen.phases),
            "refinements": lambda: map(self._refinement, seen.refinements),
        }

    def _tasks(self, template: str, tasks: Iterable[PersonalItem]) -> Iterator[bytes]:
        return (self._task(template, shown) for shown in tasks)

    def _task(self, template: str, shown: PersonalItem) -> bytes:
        return self._render(template, look_of(shown), lambda: TaskBlock(self._frame, shown))

    def _phase(self, phase: PhaseProgress) -> bytes:
        about = (phase.shown.part.id, phase.tasks, phase.done, phase.passed, phase.is_on)
        return self._render(PHASE, about, lambda: PhaseBlock(self._frame, phase))

    def _refinement(self, refinement: Refinement) -> bytes:
        about = (refinement.id, len(refinement.settles))
        return self._render(REFINEMENT, about, lambda: RefinementBlock(self._frame, refinement))
