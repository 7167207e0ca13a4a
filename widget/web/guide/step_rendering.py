"""From a personal guide to the HTML of a short page: a question, a part, a task. No request."""

from collections.abc import Callable
from typing import Protocol

from markupsafe import Markup

from widget.guides.model import DATE, Obligation
from widget.guides.personalise import PersonalItem, PersonalPart
from widget.web.guide.lines import task_lines
from widget.web.guide.page import GuidePage
from widget.web.guide.page_kind import PageKind, asked_first
from widget.web.guide.steps import (
    TEMPLATES,
    ActorsStep,
    IdeasStep,
    PartStep,
    QuestionsStep,
    QuestionStep,
    Step,
    TaskStep,
)
from widget.web.http.templating import Templates


class RenderItem(Protocol):
    """Renders an item on the page of its part, by its usual template or another one."""

    def __call__(self, shown: PersonalItem, template: str = ...) -> Markup:
        """The item as HTML."""


class StepRenderer:
    """Renders the short pages of a guide. `item` renders an item of one."""

    def __init__(self, page: GuidePage, templates: Templates, item: RenderItem) -> None:
        self._page = page
        self._templates = templates
        self._item = item

    def html(self) -> Markup:
        """The page that is shown."""
        kind = self._page.shown.kind
        return self._render(TEMPLATES[kind], self._steps[kind]())

    def first_question(self) -> Markup:
        """What stands above the whole guide as long as nothing is answered."""
        return self._render("ask", self._first_question())

    def misread(self) -> Markup:
        """What in the address could not be read."""
        return self._render("wrong", Step(self._page)) if self._page.has_problem else Markup()

    def _render(self, name: str, step: Step) -> Markup:
        text = self._templates.render(f"guide/steps/{name}.html", step, self._page.language)
        return Markup(text)  # noqa: S704 (from a template)

    @property
    def _steps(self) -> dict[PageKind, Callable[[], Step]]:
        page = self._page
        return {
            PageKind.START: self._first_question,
            PageKind.QUESTION: lambda: self._question(page.shown.about),
            PageKind.QUESTIONS: lambda: QuestionsStep(page),
            PageKind.PART: self._part,
            PageKind.TASK: self._task,
            PageKind.IDEAS: self._ideas,
            PageKind.ACTORS: lambda: ActorsStep(page, page.personal.actors),
        }

    def _first_question(self) -> QuestionStep:
        guide, answers = self._page.personal.guide, self._page.answers
        first = asked_first(guide, answers) or guide.first_questions or (DATE,)
        return self._question(first[0])

    def _question(self, question: str) -> QuestionStep:
        asked = next((one for one in self._page.personal.questions if one.question.id == question), None)
        return QuestionStep(self._page, asked)

    @property
    def _parts(self) -> tuple[PersonalPart, ...]:
        return (*self._page.personal.phases, *self._page.personal.sections)

    def _part(self) -> PartStep:
        parts = self._parts
        place = next(number for number, part in enumerate(parts) if part.part.id == self._page.shown.about)
        part = parts[place]

        def items(need: Obligation) -> tuple[Markup, ...]:
            is_task = need in {Obligation.MUST, Obligation.GOOD_IDEA}
            return tuple(self._item(shown) for shown in part.of(need) if shown.settled or not is_task)

        return PartStep(
            self._page,
            part=part,
            tasks=items(Obligation.MUST),
            ideas=items(Obligation.GOOD_IDEA),
            automatic=items(Obligation.AUTOMATIC),
            texts=items(Obligation.INFORMATION),
            maybe=task_lines(self._page, (shown for shown in part.tasks if not shown.settled)),
            previous=parts[place - 1] if place else None,
            following=parts[place + 1] if place + 1 < len(parts) else None,
        )

    def _task(self) -> TaskStep:
        name = self._page.shown.about
        part, shown = next((part, item) for part in self._parts for item in part.items if item.item.id == name)
        return TaskStep(self._page, shown, self._item(shown, "guide/parts/item_details.html"), part)

    def _ideas(self) -> IdeasStep:
        phases = ((phase, phase.of(Obligation.GOOD_IDEA)) for phase in self._page.personal.phases)
        return IdeasStep(
            self._page, tuple((phase, task_lines(self._page, ideas)) for phase, ideas in phases if ideas)
        )
