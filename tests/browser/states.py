"""The states of a guide that matter to look at, made from the guides themselves: new ones are covered at once."""

from datetime import date
from functools import cache
from urllib.parse import urlencode

import pytest

from tests.frozen import frozen_settings
from widget.guides.answers import Answers
from widget.guides.library import Library
from widget.guides.loading import load_library
from widget.guides.personalise import personalise

DAY_0 = date(2026, 12, 12)
"""The same in every order of day and month: a date field is typed into by keyboard."""

STATES = (
    *("empty", "partly answered", "fully answered", "wrong answers", "links only", "links only, answered"),
    *("all questions", "a phase", "a task", "whole guide"),
)
SURFACES = ("embed", "guide")


@cache
def library() -> Library:
    """The guides that are served."""
    return load_library(frozen_settings({}).content_folder)


GUIDES = tuple(sorted(library().guides))
"""The guides that are published."""

ONE_GUIDE = (GUIDES[0], *(pytest.param(guide, marks=pytest.mark.thorough) for guide in GUIDES[1:]))
"""One of them, and the others in the thorough run."""


@cache
def full_answers(guide_id: str) -> Answers:
    """The first choice for everything, a date, and two ticks."""
    guide = library().guides[guide_id]
    answers = Answers({question.id: question.choices[0].id for question in guide.questions}, DAY_0)
    for shown in personalise(guide, answers, DAY_0).tasks[:2]:
        answers = answers.with_done(shown.item.id, done=True, order=[item.id for item in guide.items()])
    return answers


def query(guide_id: str, state: str, part: str = "") -> str:
    """The query of a state and of a page of the guide (`open`), with its question mark; empty for neither."""
    guide = library().guides[guide_id]
    first, second = guide.questions[:2]
    full = list(full_answers(guide_id).parameters())
    begun = guide.part_of[full_answers(guide_id).done[0]]
    queries = {
        "empty": [],
        "partly answered": [(second.id, second.choices[-1].id)],
        "fully answered": full,
        "wrong answers": [(first.id, "måske-ikke"), (second.id, second.choices[0].id), ("dato", "den 31. i niende")],
        "links only": [("ui", "links")],
        "links only, answered": [*full, ("ui", "links")],
        "all questions": [*full, ("open", "svar")],
        "a phase": [*full, ("open", begun)],
        "a task": [*full, ("open", guide.phases[1].items[0].id)],
        "whole guide": [*full, ("open", "alt")],
    }
    chosen = [*queries[state], *([("open", part)] if part else [])]
    return f"?{urlencode(chosen)}" if chosen else ""


def address(guides: str, surface: str, guide_id: str, state: str, part: str = "") -> str:
    """The address of a guide in a state; `part` is one of its pages, as `alt`."""
    return f"{guides}/{surface}/{guide_id}{query(guide_id, state, part)}"
