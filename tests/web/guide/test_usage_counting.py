"""What is counted of pages that were shown: the items that applied to their readers, however they are folded."""

from collections import Counter
from collections.abc import Mapping
from itertools import islice

import pytest
from flask.testing import FlaskClient

from tests.conftest import BASE_URL, TODAY, application_of
from tests.web.samples import GUIDES, address
from widget.guides.answers import Answers
from widget.guides.personalise import personalise
from widget.guides.situations import count_situations, situations
from widget.insight.usage import ItemKey, Totals, UsageCounter
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
