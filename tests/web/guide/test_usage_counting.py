"""What is counted of pages that were shown: the items that applied to their readers, however they are folded."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import islice

import pytest
from flask.testing import FlaskClient

from tests.conftest import BASE_URL, TODAY, application_of
from tests.web.samples import GUIDES, address
from widget.guides.answers import Answers
from widget.guides.personalise import personalise
from widget.guides.situations import count_situations, situations
from widget.insight.usage import AnswerKey, ItemKey, PageKey, Totals, UsageCounter
from widget.web.guide.page_request import PageRequest, RequestedAddress
from widget.web.guide.resolve import resolve
from widget.web.guide.site import Site
from widget.web.guide.usage_counting import PageHitCounter


@pytest.fixture(scope="module")
def site(client: FlaskClient) -> Site:
    return application_of(client).site


def page_request(site: Site, surface: str, guide: str, answers: Mapping[str, str]) -> PageRequest:
    path, _, query = address(surface, guide, answers).partition("?")
    found = resolve(site, path)
    assert found is not None
    parsed = PageRequest.parse(found, RequestedAddress(path, query, BASE_URL, "gzip"), site.today())
    assert parsed is not None
    return parsed


@pytest.mark.parametrize("guide", GUIDES)
def test_items_are_counted_that_certainly_apply_to_who_reads_them(site: Site, guide: str) -> None:
    found = site.library.guides[guide]
    few = [*islice(situations(found.questions), 0, None, count_situations(found) // 40)]
    shown = [(page_request(site, surface, guide, one), 3) for one in few for surface in ("embed", "print")]
    expected: Counter[str] = Counter()
    for one in few:
        personal = personalise(found, Answers(one), TODAY)
        for part in (*personal.phases, *personal.sections):
            expected.update({item.item.id: 3 for item in part.items if item.settled})
    written: list[Totals] = []
    assert PageHitCounter(site, UsageCounter(written.append), lambda: shown).flush()
    (totals,) = written
    assert {key.item: times for key, times in totals.items() if isinstance(key, ItemKey)} == dict(expected)


def test_answers_are_counted_of_those_who_gave_any_and_not_what_a_partner_gave_before_them(site: Site) -> None:
    """By hand: six on the first page, four who answered one question, three of a partner with a preset, one of it."""
    guide = site.library.guides[GUIDES[0]]
    first, second = guide.questions[:2]
    one, other = (question.choices[0].id for question in (first, second))
    changed = first.choices[1].id
    request = page_request(site, "embed", guide.id, {})
    preset = {first.id: one}
    shown = [
        (request, 6),
        (replace(request, answers=Answers({second.id: other})), 4),
        (replace(request, answers=Answers(preset, defaults=preset)), 3),
        (replace(request, answers=Answers({**preset, second.id: other}, defaults=preset)), 2),
        (replace(request, answers=Answers({first.id: changed}, defaults=preset)), 1),
    ]
    written: list[Totals] = []
    assert PageHitCounter(site, UsageCounter(written.append), lambda: shown).flush()
    (totals,) = written
    assert sum(times for key, times in totals.items() if isinstance(key, PageKey)) == 6 + 4 + 3 + 2 + 1
    counted = {
        (key.question, key.answer): times
        for key, times in totals.items()
        if isinstance(key, AnswerKey) and key.question in {first.id, second.id}
    }
    assert counted == {
        (first.id, ""): 4,
        (first.id, changed): 1,
        (second.id, other): 4 + 2,
        (second.id, ""): 1,
    }
