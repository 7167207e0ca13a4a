"""Which page of a guide an address shows: a question, the overview, a part, a task, or all of it. No request."""

from dataclasses import dataclass
from enum import Enum

from widget.guides.answers import Answers
from widget.guides.model import DATE, Guide
from widget.guides.personalise import PersonalGuide
from widget.web.http.styles import FIRST, LINKS, WHOLE

WHOLE_GUIDE = "alt"
"""The value of `open` for all of a guide on one page."""

OVERVIEW = "overblik"
"""The value of `open` for the overview of a guide where nothing is answered; with answers it needs none."""

ALL_QUESTIONS = "svar"
"""The value of `open` for all questions on one page."""

GOOD_IDEAS = "gode-ideer"
"""The value of `open` for the list of what is good to do but need not be done."""

ACTORS = "hvem-er-hvem"
"""The value of `open` for the list of who takes part."""

OWN_PAGES = frozenset({WHOLE_GUIDE, OVERVIEW, ALL_QUESTIONS, GOOD_IDEAS, ACTORS})


class PageKind(Enum):
    """What a page of a guide is about."""

    WHOLE = "whole"
    """All of the guide. On the guide's own page without answers, below the first question."""
    START = "start"
    """The first question, where nothing is answered."""
    OVERVIEW = "overview"
    """What to do now, what comes next, and the rest as one line each."""
    QUESTION = "question"
    QUESTIONS = "questions"
    PART = "part"
    TASK = "task"
    IDEAS = "ideas"
    ACTORS = "actors"


@dataclass(frozen=True, slots=True)
class ShownPage:
    """A page of a guide: its kind, and the id of the question, part or item that it is about."""

    kind: PageKind
    about: str = ""


def style_part(kind: PageKind, *, asks: bool, by_links: bool) -> str:
    """Which pages of a surface share a style sheet.

    `asks` is whether the first question may stand on it, `by_links` whether what is ticked elsewhere is a link.
    """
    if kind is not PageKind.WHOLE:
        return ""
    if by_links:
        return LINKS
    return FIRST if asks else WHOLE


def readable(guide: Guide, opened: str) -> str:
    """The value of `open` as far as it names a page of the guide; empty where it does not."""
    known = opened in OWN_PAGES or opened in guide.part_of or is_question(guide, opened)
    return opened if known else ""


def is_question(guide: Guide, name: str) -> bool:
    """Whether it is the id of a question of the guide, or of the one for the citizen's own date."""
    return name in guide.questions_by_id or (name == DATE and guide.date_question is not None)


def shown_page(personal: PersonalGuide, surface: str, opened: str) -> ShownPage:
    """The page that an address shows on a surface, by its value of `open`."""
    if surface == "fragment":
        return ShownPage(PageKind.WHOLE)
    if personal.misread_date and opened != WHOLE_GUIDE:
        return ShownPage(PageKind.QUESTION, DATE)
    if not opened:
        return _first_page(personal.answers, surface)
    kinds = {
        WHOLE_GUIDE: PageKind.WHOLE,
        OVERVIEW: PageKind.OVERVIEW,
        ALL_QUESTIONS: PageKind.QUESTIONS,
        GOOD_IDEAS: PageKind.IDEAS,
        ACTORS: PageKind.ACTORS,
    }
    if opened in kinds:
        return ShownPage(kinds[opened])
    if is_question(personal.guide, opened):
        return ShownPage(PageKind.QUESTION, opened)
    return _part_or_task(personal, opened)


def _first_page(answers: Answers, surface: str) -> ShownPage:
    """The overview, as soon as anything is the citizen's own. On its own page a guide is whole until then."""
    if answers or (answers.done and surface == "guide"):
        return ShownPage(PageKind.OVERVIEW)
    return ShownPage(PageKind.WHOLE if surface == "guide" else PageKind.START)


def _part_or_task(personal: PersonalGuide, opened: str) -> ShownPage:
    """A place that is not there for this citizen leads to the part it stands in, and else to the overview."""
    part = personal.guide.part_of[opened]
    shown = next((one for one in (*personal.phases, *personal.sections) if one.part.id == part), None)
    if shown is None:
        return ShownPage(PageKind.OVERVIEW)
    is_shown = opened != part and any(item.item.id == opened for item in shown.items)
    return ShownPage(PageKind.TASK, opened) if is_shown else ShownPage(PageKind.PART, part)


def page_after(guide: Guide, answers: Answers, question: str) -> str:
    """The value of `open` for the page after a question: the next of the first ones that is open, or the overview."""
    first = guide.first_questions
    if question in first:
        for following in first[first.index(question) + 1 :]:
            if not is_answered(answers, following):
                return following
    return ""


def is_answered(answers: Answers, question: str) -> bool:
    """Whether there is an answer to a question, or to the one for the citizen's own date."""
    return answers.day_0 is not None if question == DATE else question in answers.values


def asked_first(guide: Guide, answers: Answers) -> tuple[str, ...]:
    """What this citizen is asked one at a time: the first questions, but for what the partner has filled in."""
    return tuple(question for question in guide.first_questions if question not in answers.defaults)
