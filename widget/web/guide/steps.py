"""What the templates of a guide's short pages get: a question, a part, a task, a list. No request.

They are rendered for each citizen, unlike the parts of the whole guide and the overview: what stands on them is that
citizen's own.
"""

from dataclasses import dataclass, field

from markupsafe import Markup

from widget.guides.answers import DAY_FIELDS
from widget.guides.deadlines import nearby_days
from widget.guides.model import DATE, DateQuestion
from widget.guides.personalise import PersonalItem, PersonalPart, PersonalQuestion
from widget.guides.registers import Actor
from widget.web.guide.addresses import OPEN
from widget.web.guide.lines import TaskLine
from widget.web.guide.page import GuidePage
from widget.web.guide.page_kind import OVERVIEW, PageKind, asked_first, is_answered, page_after
from widget.web.http.languages import Language


@dataclass(frozen=True, slots=True)
class Step:
    """A short page of a guide, or the beginning of the whole one."""

    page: GuidePage

    @property
    def language(self) -> Language:
        """The language of the page."""
        return self.page.language

    @property
    def level(self) -> int:
        """The level of the page's first heading, as the host's page chooses it."""
        return self.page.view.heading

    @property
    def wrong(self) -> tuple[PersonalQuestion, ...]:
        """The questions whose answer in the address was none."""
        return tuple(asked for asked in self.page.personal.questions if asked.misread)

    @property
    def filled_in(self) -> bool:
        """Whether there are answers, and all of them are the partner's."""
        return bool(self.page.answers.values) and not self.page.answered


@dataclass(frozen=True, slots=True)
class QuestionStep(Step):
    """One question; `asked` is None for the citizen's own date."""

    asked: PersonalQuestion | None

    @property
    def id(self) -> str:
        """The id of the question."""
        return self.asked.question.id if self.asked else DATE

    @property
    def is_answered(self) -> bool:
        """Whether it has an answer already."""
        return is_answered(self.page.answers, self.id)

    @property
    def place(self) -> tuple[int, int] | None:
        """Its number among the first questions, and how many these are; None for what is changed or asked later."""
        first = asked_first(self.page.personal.guide, self.page.answers)
        if self.is_answered or self.id not in first:
            return None
        return first.index(self.id) + 1, len(first)

    @property
    def before(self) -> str:
        """The question before it among the first ones; empty for the first."""
        place = self.place
        first = asked_first(self.page.personal.guide, self.page.answers)
        return first[place[0] - 2] if place and place[0] > 1 else ""

    @property
    def hidden_fields(self) -> tuple[tuple[str, str], ...]:
        """Hidden fields by which the form keeps the other answers, and names the page after it."""
        kept = (*self.page.answers.parameters(), *self.page.links.parameters())
        own = (*((name, value) for name, value in kept if name != self.id), *self._following())
        return tuple(own)

    def _following(self) -> tuple[tuple[str, str], ...]:
        following = page_after(self.page.personal.guide, self.page.answers, self.id)
        if following:
            return ((OPEN, following),)
        return () if self.page.answered and not self._is_only_answer else ((OPEN, OVERVIEW),)

    @property
    def _is_only_answer(self) -> bool:
        """Whether nothing is left when this answer is taken back."""
        answers, guide = self.page.answers, self.page.personal.guide
        return not (answers.with_day(None) if self.asked is None else answers.with_answer(guide, self.id, None))

    @property
    def day(self) -> "DayFields | None":
        """The fields for a date; None for the other questions."""
        return None if self.asked else day_fields(self.page)


@dataclass(frozen=True, slots=True)
class DayFields:
    """The three fields of a date: what stands in each, and what is wrong with it."""

    question: DateQuestion
    fields: tuple[tuple[str, str], ...]
    """Name and value of day, month and year."""
    misread: str
    missing: tuple[bool, ...]
    """Whether nothing is typed as day, as month, as year, where something is typed in another field."""
    days: tuple[tuple[str, str], ...]
    """Days to choose by link where none can be typed: label, and the day as ISO 8601 has it."""


def day_fields(page: GuidePage) -> DayFields | None:
    """The fields for the citizen's own date; None in a guide that does not ask for it."""
    personal, day_0 = page.personal, page.answers.day_0
    question = personal.guide.date_question
    if question is None:
        return None
    values = personal.typed_day or ("", "", "")
    if day_0:
        values = (str(day_0.day), str(day_0.month), str(day_0.year))
    return DayFields(
        question=question,
        fields=tuple(zip(DAY_FIELDS, values, strict=True)),
        misread=personal.misread_date,
        missing=tuple(not value for value in values) if any(values) and sum(map(bool, values)) > 1 else (False,) * 3,
        days=tuple((page.language.long_date(day), day.isoformat()) for day in nearby_days(personal.today)),
    )


@dataclass(frozen=True, slots=True)
class QuestionsStep(Step):
    """All questions on one page."""

    @property
    def asked(self) -> tuple[PersonalQuestion, ...]:
        """The questions with their answers."""
        return self.page.personal.questions

    @property
    def day(self) -> DayFields | None:
        """The fields for the date, where the guide asks for it."""
        return day_fields(self.page)

    @property
    def hidden_fields(self) -> tuple[tuple[str, str], ...]:
        """Hidden fields by which the form keeps what it does not ask."""
        kept = (*self.page.answers.parameters(), *self.page.links.parameters())
        asked = {DATE, *self.page.personal.guide.questions_by_id}
        return (*((name, value) for name, value in kept if name not in asked), (OPEN, OVERVIEW))


@dataclass(frozen=True, slots=True)
class PartStep(Step):
    """A phase or section; the items are HTML already, in the order of the page.

    `maybe` are tasks of which it is not settled whether they concern the citizen: told in a line each, with what they
    hang on.
    """

    part: PersonalPart
    tasks: tuple[Markup, ...]
    ideas: tuple[Markup, ...]
    automatic: tuple[Markup, ...]
    texts: tuple[Markup, ...]
    maybe: tuple[TaskLine, ...]
    previous: PersonalPart | None
    following: PersonalPart | None


@dataclass(frozen=True, slots=True)
class TaskStep(Step):
    """One item; `details` is what stands below its title."""

    shown: PersonalItem
    details: Markup
    part: PersonalPart


@dataclass(frozen=True, slots=True)
class IdeasStep(Step):
    """What is good to do but need not be done, phase by phase."""

    phases: tuple[tuple[PersonalPart, tuple[TaskLine, ...]], ...]


@dataclass(frozen=True, slots=True)
class ActorsStep(Step):
    """Who takes part."""

    actors: tuple[Actor, ...] = field(default=())


TEMPLATES = {
    PageKind.START: "start",
    PageKind.QUESTION: "question",
    PageKind.QUESTIONS: "questions",
    PageKind.PART: "part",
    PageKind.TASK: "task",
    PageKind.IDEAS: "ideas",
    PageKind.ACTORS: "actors",
}
"""The template of each kind of page, in `guide/steps`."""
