"""Two values of everything a page depends on, in one running application: each gets its own answer, kept or not."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.conftest import TODAY, application_of
from tests.web.partner_site import PartnerSite, partner_site
from widget.guides.model import Change
from widget.guides.problems import Place
from widget.settings import Settings, read_settings
from widget.web.guide.page_request import ResponseKey

GUIDE = "hvis-du-bliver-ledig"
OTHER_GUIDE = "naar-du-faar-nyt-job"

KEY = ResponseKey(
    release="a", edition="b", day=TODAY, base_url="https://c", encoding="br", address="/d", opened="e", changes=1
)

OTHER_VALUES = {
    **dict.fromkeys(("release", "edition", "base_url", "encoding", "address", "opened"), "other"),
    "day": date(2026, 11, 23),
    "changes": 2,
}

PLAIN = f"/embed/{GUIDE}?a-kasse=ja"

DIMENSIONS = {
    "surface": f"/guide/{GUIDE}?a-kasse=ja",
    "guide": f"/embed/{OTHER_GUIDE}?a-kasse=ja",
    "partner": f"/embed/storstad/{GUIDE}?a-kasse=ja",
    "another partner": f"/embed/lilleoe/{GUIDE}?a-kasse=ja",
    "answer": f"/embed/{GUIDE}?a-kasse=nej",
    "another question": f"/embed/{GUIDE}?alder=25-29",
    "date": f"{PLAIN}&dato=2026-12-01",
    "another date": f"{PLAIN}&dato=2026-12-02",
    "tick": f"{PLAIN}&done=meld-dig-ledig",
    "language": f"{PLAIN}&lang=en",
    "heading": f"{PLAIN}&heading=3",
    "links only": f"{PLAIN}&ui=links",
    "opened": f"{PLAIN}&open=ferie",
    "kept version": f"{PLAIN}&v=2026-11-01",
}


Answer = tuple[str, list[tuple[str, str]], bytes]
"""Status, headers, body."""


class Site:
    """The application of a partner site whose host name and day tests choose."""

    def __init__(self, folder: Path) -> None:
        self.site: PartnerSite = partner_site(folder, LANGUAGES="en", BASE_URL="")
        self.app = application_of(self.site.workers[0])
        guides = self.app.site.library.guides
        guides[GUIDE] = replace(guides[GUIDE], changes=(Change(date(2026, 11, 15), "News.", Place("guide.yaml", 1)),))
        self.day = TODAY
        self.app.pages._today = lambda: self.day
        object.__setattr__(self.app.site, "today", lambda: self.day)

    def forget(self) -> None:
        """Make the next answer as if it were the first one."""
        for kept in (self.app.pages._pages, self.app.pages._addresses, self.app.site.parts._cache):
            kept.clear()

    def get(self, address: str, host: str = "one.example", encoding: str = "gzip") -> Answer:
        """The whole answer: status, headers, bytes."""
        response = self.app.test_client().get(address, headers={"Host": host, "Accept-Encoding": encoding})
        headers = sorted((name, value) for name, value in response.headers if name not in {"Date", "X-Request-Id"})
        return response.status, headers, response.data


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = Site(tmp_path_factory.mktemp("keys"))
    yield made
    made.site.close()


@pytest.mark.parametrize("field", [field.name for field in fields(ResponseKey)])
def test_each_field_is_in_the_digest(field: str) -> None:
    other = replace(KEY, **{field: OTHER_VALUES[field]})  # type: ignore[arg-type]  # each has the type of its field
    assert other.digest != KEY.digest
    assert replace(other, **{field: getattr(KEY, field)}).digest == KEY.digest


def test_values_do_not_run_into_each_other() -> None:
    assert replace(KEY, address="/d", opened="ee").digest != replace(KEY, address="/de", opened="e").digest


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_two_addresses_get_each_their_own_answer(site: Site, dimension: str) -> None:
    other = DIMENSIONS[dimension]
    expected = {}
    for address in (PLAIN, other):
        site.forget()
        expected[address] = site.get(address)
    assert expected[PLAIN] != expected[other]
    for address in (PLAIN, other, PLAIN, other):
        assert site.get(address) == expected[address]


def test_two_hosts_get_each_their_own_links(site: Site) -> None:
    site.forget()
    for _ in range(2):
        for host, stranger in (("one.example", "two.example"), ("two.example", "one.example")):
            body = str(site.get(f"/guide/{GUIDE}", host=host, encoding="identity")[2])
            assert f"http://{host}/guide/{GUIDE}" in body
            assert stranger not in body


def test_two_browsers_get_each_their_encoding(site: Site) -> None:
    site.forget()
    for _ in range(2):
        for encoding in ("gzip", "br"):
            assert ("Content-Encoding", encoding) in site.get(PLAIN, encoding=encoding)[1]


def test_two_days_get_each_their_own_page(site: Site) -> None:
    try:
        for day, words in ((date(2026, 12, 31), "31. december 2026"), (date(2027, 1, 1), "1. januar 2027")) * 2:
            site.day = day
            assert words in site.get(f"/print/{GUIDE}", encoding="identity")[2].decode()
    finally:
        site.day = TODAY


def test_every_setting_is_in_the_key_or_known_not_to_reach_a_page() -> None:
    """A new setting is in the key by itself."""
    in_pages = {text.partition("=")[0] for text in Settings().in_pages()}
    assert in_pages == {"base_url", "frame_ancestors", "draft_guides", "languages", "draft_languages"}


@pytest.mark.parametrize(
    "other",
    [{"FRAME_ANCESTORS": "https://a.example"}, {"BASE_URL": "https://b.example"}, {"LANGUAGES": "en"}],
    ids=lambda other: next(iter(other)),
)
def test_another_setting_gives_another_key(other: dict[str, str]) -> None:
    assert read_settings(other).in_pages() != read_settings({}).in_pages()


def test_after_a_restored_backup_the_text_that_is_published_is_shown(tmp_path: Path) -> None:
    """Two publications have the same number then, and the server has seen the one that is gone."""
    hours = iter(range(1_000_000))
    start = datetime(2026, 11, 22, tzinfo=UTC)
    made = partner_site(tmp_path / "live", now=lambda: start + timedelta(hours=next(hours)))
    database, backup = next((tmp_path / "live").glob("*.sqlite3")), tmp_path / "backup.sqlite3"
    address = f"/embed/storstad/{GUIDE}"
    try:
        with closing(sqlite3.connect(database)) as live, closing(sqlite3.connect(backup)) as copy:
            live.backup(copy)
        made.publish("storstad", name="Withdrawn Kommune")
        assert "Withdrawn Kommune" in made.page(address)
        with closing(sqlite3.connect(database)) as live, closing(sqlite3.connect(backup)) as copy:
            copy.backup(live)
        made.publish("storstad", name="Restored Kommune")
        page = made.page(address)
        assert "Restored Kommune" in page
        assert "Withdrawn Kommune" not in page
    finally:
        made.close()
