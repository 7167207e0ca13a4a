"""What an address asks for: what of it is in the key of its page, and which answers are kept at all."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from tests.conftest import BASE_URL, TODAY, application_of
from tests.web.partner_site import PartnerSite, partner_site
from widget.guides.answers import Answers
from widget.guides.model import Change
from widget.guides.problems import Place
from widget.web.guide.page_request import PageRequest, RequestedAddress, ResponseKey
from widget.web.guide.resolve import ResolvedGuide, resolve

GUIDE = "hvis-du-bliver-ledig"
PLACE = Place("guide.yaml", 1)
CHANGES = tuple(Change(date(2026, 11, day), "News.", PLACE) for day in (15, 10))


@pytest.fixture(scope="module")
def partners(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PartnerSite]:
    made = partner_site(tmp_path_factory.mktemp("requests"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def found(partners: PartnerSite) -> ResolvedGuide:
    """The guide in the common edition, with news of two days."""
    resolved = resolve(application_of(partners.workers[0]).site, f"/embed/{GUIDE}")
    assert resolved
    return replace(resolved, guide=replace(resolved.guide, changes=CHANGES))


def ask(found: ResolvedGuide, query: str, path: str = f"/embed/{GUIDE}", release: str = "") -> PageRequest | None:
    return PageRequest.parse(found, RequestedAddress(path, query, BASE_URL, "br"), TODAY, release)


def asked(found: ResolvedGuide, query: str, path: str = f"/embed/{GUIDE}", release: str = "") -> PageRequest:
    page_request = ask(found, query, path, release)
    assert page_request
    return page_request


COMMON = ResponseKey("", "", TODAY, BASE_URL, "br", f"/embed/{GUIDE}", "", 0)


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("", COMMON),
        ("a-kasse=ja", replace(COMMON, address=f"/embed/{GUIDE}?a-kasse=ja")),
        ("utm_source=x&alder=&a-kasse=JA", replace(COMMON, address=f"/embed/{GUIDE}?a-kasse=ja")),
        ("done=meld-dig-ledig", replace(COMMON, address=f"/embed/{GUIDE}?done=meld-dig-ledig")),
        ("dato=1.12.2026", replace(COMMON, address=f"/embed/{GUIDE}?dato=2026-12-01")),
        ("v=2026-11-15", COMMON),
        ("v=2026-11-14", replace(COMMON, changes=1)),
        ("v=2026-11-01", replace(COMMON, changes=2)),
        ("\u0100=1", COMMON),
    ],
)
def test_the_key_has_what_the_page_depends_on_and_nothing_else(
    found: ResolvedGuide, query: str, key: ResponseKey
) -> None:
    assert asked(found, query).key == key.digest
    assert asked(found, query, release="r").key == replace(key, release="r").digest


def test_a_process_that_shares_no_pages_names_no_release(found: ResolvedGuide) -> None:
    page_request = PageRequest.parse(found, RequestedAddress(f"/embed/{GUIDE}", "", BASE_URL, "br"), TODAY)
    assert page_request
    assert page_request.key == COMMON.digest


def test_a_key_has_32_hexadecimal_digits_whatever_stands_in_an_address() -> None:
    odd = replace(COMMON, address="/embed/\ud800")
    assert re.fullmatch("[0-9a-f]{32}", COMMON.digest)
    assert re.fullmatch("[0-9a-f]{32}", odd.digest)
    assert odd.digest != COMMON.digest


def test_answers_that_a_partner_fills_in_are_in_the_key(found: ResolvedGuide) -> None:
    edition = replace(found.edition, default_answers={GUIDE: {"a-kasse": "ja"}})
    filled_in = replace(found, edition=edition)
    assert asked(filled_in, "").answers == Answers({"a-kasse": "ja"}, defaults={"a-kasse": "ja"})
    assert asked(filled_in, "").key == replace(COMMON, address=f"/embed/{GUIDE}?a-kasse=ja").digest


def test_an_opened_page_and_the_surface_are_in_the_key(found: ResolvedGuide) -> None:
    opened = asked(found, "open=ferie")
    assert opened.view.opened == "ferie"
    assert opened.key == replace(COMMON, address=opened.view.address(Answers()), opened="ferie").digest
    printed = asked(found, "", path=f"/print/{GUIDE}")
    assert printed.view.surface == "print"
    assert printed.key == replace(COMMON, address=f"/print/{GUIDE}").digest


def test_a_request_says_what_it_is_about(found: ResolvedGuide) -> None:
    page_request = asked(found, "a-kasse=ja&dato=2026-12-01")
    assert page_request.answers == Answers({"a-kasse": "ja"}, date(2026, 12, 1))
    assert (page_request.day, page_request.edition) == (TODAY, "")
    assert (page_request.view.surface, page_request.view.guide) == ("embed", GUIDE)


def test_a_partners_edition_is_in_the_key(partners: PartnerSite) -> None:
    path = f"/embed/storstad/{GUIDE}"
    of_partner = resolve(application_of(partners.workers[0]).site, path)
    assert of_partner
    assert of_partner.edition.digest
    page_request = asked(of_partner, "", path=path)
    assert page_request.edition == of_partner.edition.digest
    assert page_request.key == replace(COMMON, edition=of_partner.edition.digest, address=path).digest


@pytest.mark.parametrize(
    ("query", "common"),
    [
        ("", True),
        ("a-kasse=ja", True),
        ("v=2026-11-15", True),
        ("v=2026-11-14", False),
        ("dato=2026-12-01", False),
        ("done=meld-dig-ledig", False),
    ],
)
def test_a_page_that_many_ask_for_has_no_date_no_ticks_and_no_news(
    found: ResolvedGuide, query: str, common: bool
) -> None:
    assert asked(found, query).common is common


def test_what_is_told_to_be_wrong_is_not_kept_and_neither_is_an_edition_for_once(found: ResolvedGuide) -> None:
    assert ask(found, "a-kasse=slot") is None
    assert ask(found, "dato=snart") is None
    for_once = replace(found, edition=replace(found.edition, lasting=False))
    assert ask(for_once, "a-kasse=ja") is None


def test_pages_that_are_looked_at_in_one_way_share_it_in_memory(found: ResolvedGuide) -> None:
    assert asked(found, "a-kasse=ja").view is asked(found, "a-kasse=nej").view


@pytest.mark.parametrize(
    ("path", "query", "base_url", "too_long"),
    [
        (500, 2_000, 0, False),
        (500, 2_001, 0, True),
        (501, 2_000, 0, True),
        (500, 1_900, 100, False),
        (500, 1_900, 101, True),
    ],
)
def test_an_address_is_too_long_from_2501_characters_on(path: int, query: int, base_url: int, too_long: bool) -> None:
    address = RequestedAddress("p" * path, "q" * query, "b" * base_url, "gzip" * 1_000)
    assert address.is_too_long is too_long
