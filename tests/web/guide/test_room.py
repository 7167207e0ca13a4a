"""Frames pasted before: a step must not leave their height as it was, or Chromium may leave them blank."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from tests.web.samples import GUIDES

Get = Callable[[str], str]


@pytest.fixture
def get(client: FlaskClient) -> Get:
    return lambda where: client.get(where.partition("#")[0]).text


def room_and_skip(html: str) -> tuple[int, str]:
    """The least height of a page in pixels, and where its link to skip the question leads; empty for none."""
    page = LexborHTMLParser(html)
    (body,) = page.css("body")
    skip = [link for link in page.css(".send a") if "Spring over" in link.text()]
    return int(body.attributes["data-room"] or ""), str(skip[0].attributes["href"]) if skip else ""


@pytest.mark.parametrize("guide", GUIDES)
def test_each_page_is_higher_than_the_one_before_where_every_question_is_skipped(get: Get, guide: str) -> None:
    room, following = room_and_skip(get(f"/embed/{guide}"))
    rooms = [room]
    while following:
        room, following = room_and_skip(get(following))
        rooms.append(room)
    assert len(rooms) >= 3
    assert rooms == sorted(set(rooms))
    assert rooms[0] > 3_008


@pytest.mark.parametrize("guide", GUIDES)
def test_an_answer_makes_the_next_page_higher(get: Get, guide: str) -> None:
    before, _ = room_and_skip(get(f"/embed/{guide}?open=svar"))
    after, _ = room_and_skip(get(f"/embed/{guide}?a-kasse=ja"))
    assert after > before
