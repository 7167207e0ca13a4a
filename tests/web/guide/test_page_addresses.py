"""Addresses that are put together from parts lead to what they would lead to if each was made by itself."""

from dataclasses import replace
from datetime import date
from random import Random
from urllib.parse import urlencode

import pytest

from tests.frozen import frozen_settings
from tests.web.samples import GUIDES
from widget.guides.answers import Answers
from widget.guides.loading import load_library
from widget.guides.model import Guide
from widget.web.guide.addresses import View
from widget.web.guide.page_addresses import GuideAddresses
from widget.web.guide.page_kind import PageKind, ShownPage


@pytest.fixture(scope="module")
def guides() -> dict[str, Guide]:
    return dict(load_library(frozen_settings({}).content_folder).guides)


def some_answers(guide: Guide, random: Random) -> Answers:
    """Answers to some of the questions, beside some that are filled in, with or without a date and ticks."""
    chosen = {question.id: random.choice([*question.by_id, None, None]) for question in guide.questions}
    filled_in = {question.id: random.choice([*question.by_id, None, None, None]) for question in guide.questions}
    tasks = tuple(item.id for item in guide.items() if item.tickable)
    return Answers(
        {name: choice for name, choice in chosen.items() if choice},
        random.choice([None, date(2026, 12, 1)]),
        random.choice([(), tasks[:2]]),
        {name: choice for name, choice in filled_in.items() if choice},
    )


def expected(view: View, answers: Answers, question: str) -> str:
    """From the page with all questions an answer leads back to it, at its question."""
    parameters = dict((*answers.parameters(), *view.parameters(), ("open", "svar")))
    return f"{view.path}?{urlencode(parameters, safe=',')}#q-{question}"


@pytest.mark.parametrize("guide_id", GUIDES)
def test_an_answer_given_or_taken_back_changes_nothing_else_in_the_address(
    guides: dict[str, Guide], guide_id: str
) -> None:
    guide, random = guides[guide_id], Random(6)  # noqa: S311 (the same chance each time; it keeps no secret)
    usual = View("embed", guide_id)
    for _ in range(200):
        answers = some_answers(guide, random)
        links = random.choice([usual, replace(usual, language="en", links_only=True), replace(usual, partner="x")])
        shown = ShownPage(PageKind.QUESTIONS)
        addresses = GuideAddresses(guide, answers, links, links, "https://guides.example", shown)
        for question in guide.questions:
            for choice in question.choices:
                changed = answers.with_answer(guide, question.id, choice.id)
                assert addresses.answer(question.id, choice.id) == expected(links, changed, question.id)
            taken_back = answers.with_answer(guide, question.id, None)
            assert addresses.without_answer(question.id) == expected(links, taken_back, question.id)
