"""Links to drafts and to guides under review: what they open, and until when."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from widget.signing.signer import Signer
from widget.web.previews.draft_links import DRAFT, DraftLink, DraftLinks, draft_link, is_of
from widget.web.previews.review_links import ReviewLinks

KEY = b"a key of the server"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOON_IN_SECONDS = 1_795_348_800
CREATED = datetime(2026, 11, 1, 8, 30, 0, 123, tzinfo=UTC)
DAY = date(2027, 1, 1)


def drafts(now: datetime = NOON, key: bytes = KEY) -> DraftLinks:
    return DraftLinks(key, lambda: now)


def reviews(now: datetime = NOON, key: bytes = KEY) -> ReviewLinks:
    return ReviewLinks(key, lambda: now)


# Drafts


@pytest.mark.parametrize("scheme", ["", "light", "dark"])
@pytest.mark.parametrize("version", [DRAFT, 7])
def test_a_link_says_what_of_whom_it_shows(version: int, scheme: str) -> None:
    link = draft_link("aarhus", CREATED, version=version, scheme=scheme)
    assert drafts().read(drafts().token(link, lifetime=timedelta(days=1))) == link
    assert (link.partner, link.version, link.scheme) == ("aarhus", version, scheme)


def test_a_link_shows_the_draft_in_the_readers_own_scheme_unless_it_says_more() -> None:
    assert draft_link("aarhus", CREATED) == draft_link("aarhus", CREATED, version=0, scheme="")


def test_a_link_is_of_a_partner_that_was_created_just_then() -> None:
    link = draft_link("aarhus", CREATED)
    assert link.created == f"{1_793_521_800:x}0007b", "the second, and 123 microseconds in five digits"
    assert is_of(link, CREATED)
    for other in (timedelta(microseconds=1), timedelta(seconds=1), timedelta(seconds=-1)):
        assert not is_of(link, CREATED + other)


def test_a_link_has_the_address_of_a_guide_on_a_surface() -> None:
    link = draft_link("aarhus", CREATED)
    token = drafts().token(link, lifetime=timedelta(hours=1))
    assert drafts().address(link, "embed", "hund", lifetime=timedelta(hours=1)) == f"/draft/{token}/embed/hund"


@pytest.mark.parametrize(("seconds", "opens"), [(0, True), (3600, True), (3600.5, False), (3601, False)])
def test_a_link_opens_for_its_lifetime(seconds: float, opens: bool) -> None:
    link = draft_link("aarhus", CREATED)
    token = drafts().token(link, lifetime=timedelta(hours=1))
    assert (drafts(NOON + timedelta(seconds=seconds)).read(token) == link) is opens


def test_a_link_of_another_server_or_kind_or_scheme_opens_nothing() -> None:
    link, hour = draft_link("aarhus", CREATED), timedelta(hours=1)
    token = drafts().token(link, lifetime=hour)
    assert drafts(key=b"another key").read(token) is None
    assert drafts().read(drafts().token(replace(link, scheme="blue"), lifetime=hour)) is None
    values = ["aarhus", link.created, 7, "dark", NOON_IN_SECONDS]
    assert drafts().read(Signer(KEY, "draft", None).sign(values)) == DraftLink("aarhus", link.created, 7, "dark")
    assert drafts().read(Signer(KEY, "review", None).sign(values)) is None
    assert drafts().read(Signer(KEY, "draft", None).sign(values[:4])) is None
    assert drafts().read("x") is None


# Guides under review


def token_of(place: str) -> str:
    """What a place has after `review/`."""
    begin, _, token = place.partition("/")
    assert begin == "review"
    return token


@pytest.mark.parametrize(
    ("after", "opens"),
    [
        (timedelta(0), True),
        (timedelta(days=14), True),
        (timedelta(days=14, microseconds=1), False),
        (timedelta(days=15), False),
    ],
)
def test_a_review_can_be_read_for_two_weeks(after: timedelta, opens: bool) -> None:
    later = reviews(NOON + after)
    day, of_set = token_of(reviews().place(DAY)), token_of(reviews().place_of_set(DAY, 7))
    assert later.read(day) == (DAY if opens else None)
    assert later.read_set(of_set) == ((DAY, 7) if opens else None)


def test_the_day_on_which_a_link_ends_is_told() -> None:
    assert reviews().until == date(2026, 12, 6)
    assert reviews(datetime(2026, 11, 22, 23, 59, tzinfo=UTC)).until == date(2026, 12, 6)


def test_a_link_to_a_day_is_none_to_a_change_set_and_the_other_way_round() -> None:
    day, of_set = token_of(reviews().place(DAY)), token_of(reviews().place_of_set(DAY, 7))
    assert reviews().read_set(day) is None
    assert reviews().read(of_set) is None
    draft = drafts().token(draft_link("aarhus", CREATED), lifetime=timedelta(days=1))
    for text in ("", "x", draft):
        assert (reviews().read(text), reviews().read_set(text)) == (None, None)
    stranger = reviews(key=b"another key")
    assert (stranger.read(day), stranger.read_set(of_set)) == (None, None)


def test_links_given_out_before_are_read() -> None:
    """The values as they stand in a link; a change set has a kind of its own, so that a day cannot pass for one."""
    ends = NOON_IN_SECONDS
    assert reviews().read(Signer(KEY, "review", None).sign(["2027-01-01", ends])) == DAY
    assert reviews().read_set(Signer(KEY, "review-set", None).sign(["2027-01-01", ends, 7])) == (DAY, 7)
    assert reviews().read_set(Signer(KEY, "review", None).sign(["2027-01-01", ends, 7])) is None
    assert reviews().read(Signer(KEY, "review-set", None).sign(["2027-01-01", ends])) is None


def test_the_form_for_comments_has_a_token_of_its_own_kind() -> None:
    tokens = reviews().comment_forms
    token = tokens.make(("7",), 100)
    assert tokens.read(token, ("7",), 110).name
    said = Signer(KEY, "review-comment").read(token, 3)
    assert said is not None
    assert (said[0], said[2]) == (100, "7")
