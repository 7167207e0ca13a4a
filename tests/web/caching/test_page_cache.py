"""Cached pages: the same bytes as rendered ones, never old ones, made once, and bounded for any addresses asked."""

import threading
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from flask import Flask, request
from werkzeug.datastructures import Accept
from werkzeug.http import parse_accept_header
from werkzeug.test import Client, TestResponse

from tests.conftest import BASE_URL, TODAY
from tests.frozen import frozen_settings
from tests.web.partner_site import PartnerSite, partner_site
from widget.app import Application, create_app
from widget.settings import Settings
from widget.web.caching.page_cache import ROOM, CachedPage, PageCache
from widget.web.guide.page_request import PageRequest, RequestedAddress
from widget.web.guide.resolve import ResolvedGuide
from widget.web.guide.segmented_cache import SegmentedMap
from widget.web.http import compression
from widget.web.pipeline import GuidePipeline

GUIDE = "hvis-du-bliver-ledig"

Make = Callable[[ResolvedGuide, PageRequest, RequestedAddress], CachedPage]


class Day:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.today = TODAY

    def __call__(self) -> date:
        return self.today


class Made:
    """An application that tells which pages had to be made."""

    def __init__(self, app: Application) -> None:
        self.app = app
        self.pages: PageCache = self.app.pages
        self.asked: list[str] = []
        self.app.before_request(lambda: self.asked.append(request.full_path.rstrip("?")))
        self._make: Make = self.app.pipeline.make
        self.app.pipeline.make = self.note_and_make  # type: ignore[method-assign, assignment]  # to see what is made
        self.client = self.app.test_client(use_cookies=False)

    def note_and_make(self, found: ResolvedGuide, page_request: PageRequest, address: RequestedAddress) -> CachedPage:
        """Make a page, and note it."""
        self.asked.append(page_request.view.address(page_request.answers))
        return self._make(found, page_request, address)

    def standing_alone(self, make: "Make | None" = None, room: int = ROOM) -> GuidePipeline:
        """Another pipeline of the same site, with a cache of its own, which makes its pages by `make`."""
        pipeline = GuidePipeline(self.app.site, PageCache(self.pages._digest_of, lambda: TODAY, room=room))
        pipeline.make = make or self._make  # type: ignore[method-assign, assignment]  # to see what is made
        return pipeline

    def client_of(self, pipeline: GuidePipeline) -> Client:
        """A client of this pipeline, with Flask alone behind it."""
        return Client(pipeline.before(partial(Flask.wsgi_app, self.app)))

    def get(self, address: str, **headers: str) -> TestResponse:
        """The answer, and `asked` tells whether it was made for it."""
        self.asked.clear()
        return self.client.get(address, headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.fixture
def day() -> Day:
    return Day()


@pytest.fixture
def made(tmp_path: Path, day: Day) -> Made:
    return Made(create_app(frozen_settings({"BASE_URL": BASE_URL, "DATA_DIR": str(tmp_path)}), today=day))


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity", "br;q=0.5, gzip;q=0.4", ""])
@pytest.mark.parametrize("surface", ["embed", "guide", "print", "fragment", "sources"])
def test_a_ready_answer_is_the_same_as_one_that_is_made(made: Made, surface: str, encoding: str) -> None:
    address = f"/{surface}/{GUIDE}?alder=25-29&dato=2026-12-01"
    first = made.get(address, Accept_Encoding=encoding)
    assert made.asked
    second = made.get(address, Accept_Encoding=encoding)
    assert not made.asked
    assert (first.status, first.data) == (second.status, second.data)
    assert list(first.headers) == list(second.headers)


def test_rubbish_as_encodings_does_not_stop_those_of_browsers_from_being_remembered(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def note(header: str, kind: type[Accept]) -> Accept:
        read.append(header)
        return parse_accept_header(header, kind)

    monkeypatch.setattr(compression, "parse_accept_header", note)
    of_browser = "gzip, deflate, br, zstd;q=0.123"
    for number in range(1_000):
        made.get(f"/embed/{GUIDE}", Accept_Encoding=f"rubbish-{number}")
    for _ in range(3):
        assert made.get(f"/embed/{GUIDE}", Accept_Encoding=of_browser).headers["Content-Encoding"] == "gzip"
    assert read.count(of_browser) == 1


def test_every_spelling_of_a_situation_is_the_same_page(made: Made) -> None:
    made.get(f"/embed/{GUIDE}?a-kasse=ja&alder=25-29")
    for other in (
        "alder=25-29&a-kasse=ja",
        "utm_source=x&a-kasse=ja&alder=25-29&alder=zz",
        "a-kasse=ja&alder=25-29&",
    ):
        made.get(f"/embed/{GUIDE}?{other}")
        assert not made.asked, other
    assert len(made.pages) == 1


@pytest.mark.parametrize(
    "other",
    [
        f"/embed/{GUIDE}?a-kasse=nej",
        f"/embed/{GUIDE}?a-kasse=ja&heading=3",
        f"/embed/{GUIDE}?a-kasse=ja&ui=links",
        f"/embed/{GUIDE}?a-kasse=ja&dato=2026-12-01",
        f"/embed/{GUIDE}?a-kasse=ja&done=meld-dig-ledig",
        f"/embed/{GUIDE}?a-kasse=ja&open=ferie",
        f"/guide/{GUIDE}?a-kasse=ja",
        "/embed/naar-du-faar-nyt-job?a-kasse=ja",
    ],
)
def test_every_request_for_another_page_is_rendered(made: Made, other: str) -> None:
    first = made.get(f"/embed/{GUIDE}?a-kasse=ja")
    second = made.get(other)
    assert made.asked
    assert first.data != second.data


def test_a_wrong_answer_is_told_and_not_kept(made: Made) -> None:
    for _ in range(2):
        assert "maaske" in made.get(f"/embed/{GUIDE}?a-kasse=maaske").text
        assert made.asked
    assert len(made.pages) == 0


def test_who_has_the_page_already_gets_no_body(made: Made) -> None:
    first = made.get(f"/embed/{GUIDE}", Accept_Encoding="br")
    etag = first.headers["ETag"]
    for mark in (etag, f"W/{etag}", f'"x", {etag}', "*"):
        again = made.get(f"/embed/{GUIDE}", Accept_Encoding="br", If_None_Match=mark)
        assert again.status_code == 304, mark
        assert again.data == b""
        for name in ("ETag", "Cache-Control", "Vary", "Content-Security-Policy"):
            assert again.headers[name] == first.headers[name]
    assert made.get(f"/embed/{GUIDE}", Accept_Encoding="br", If_None_Match='"other"').status_code == 200
    assert made.get(f"/embed/{GUIDE}", Accept_Encoding="gzip", If_None_Match=etag).status_code == 200


def test_a_head_request_gets_the_headers_alone(made: Made) -> None:
    for _ in range(2):
        head = made.client.head(f"/embed/{GUIDE}?alder=25-29")
        full = made.get(f"/embed/{GUIDE}?alder=25-29")
        assert head.data == b""
        assert head.headers["Content-Length"] == full.headers["Content-Length"]


def test_a_new_day_makes_new_pages(made: Made, day: Day) -> None:
    address = "/print/hvis-du-bliver-ledig"
    assert "22. november 2026" in made.get(address).text
    day.today = date(2027, 1, 1)
    assert "1. januar 2027" in made.get(address).text
    made.get(address)
    assert not made.asked


def test_a_form_and_other_methods_go_past(made: Made) -> None:
    assert made.client.post(f"/embed/{GUIDE}").status_code == 405
    assert made.asked


def test_without_a_public_address_each_host_has_its_own_links(tmp_path: Path) -> None:
    made = Made(create_app(frozen_settings({"DATA_DIR": str(tmp_path)}), today=lambda: TODAY))
    for host in ("one.example", "two.example", "one.example"):
        assert f"http://{host}/guide/{GUIDE}" in made.get(f"/embed/{GUIDE}", Host=host).text


def test_a_published_change_makes_new_pages_of_that_partner_alone(tmp_path: Path) -> None:
    site: PartnerSite = partner_site(tmp_path)
    made = Made(site.app)
    for partner in ("storstad", "lilleoe"):
        site.page(f"/embed/{partner}/{GUIDE}")
    site.publish("storstad", name="Nystad Kommune")
    made.asked.clear()
    assert "Nystad Kommune" in site.page(f"/embed/storstad/{GUIDE}")
    site.page(f"/embed/lilleoe/{GUIDE}")
    assert [f"/embed/storstad/{GUIDE}" in key for key in made.asked] == [True]
    site.registry.pause("storstad", "Pause", "test")
    assert "Pause" in site.page(f"/embed/storstad/{GUIDE}")


def test_a_page_that_many_ask_for_at_once_is_made_once(made: Made) -> None:
    together = threading.Barrier(8)

    def ask() -> None:
        client = Client(made.app)
        together.wait()
        client.get(f"/embed/{GUIDE}?alder=under-25")

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made.asked) == 1


def test_a_flood_of_addresses_neither_grows_nor_pushes_out_what_many_ask_for(settings: Settings) -> None:
    made = Made(create_app(settings, today=lambda: TODAY))
    pipeline = made.standing_alone(made.note_and_make, room=200_000)
    client, pages = made.client_of(pipeline), pipeline.cache
    for _ in range(2):
        client.get(f"/sources/{GUIDE}")
    for number in range(120):
        client.get(f"/sources/naar-du-faar-nyt-job?dato=2026-{number % 12 + 1:02}-{number % 28 + 1:02}")
    assert pages.weight <= 200_000
    made.asked.clear()
    client.get(f"/sources/{GUIDE}")
    assert made.asked == []


class TestSegmentedMap:
    """The bounded map itself."""

    def test_what_is_asked_for_again_outlives_what_is_not(self) -> None:
        kept: SegmentedMap[int, str] = SegmentedMap(10)
        kept.put(0, "often")
        kept.get(0)
        for number in range(1, 100):
            kept.put(number, "once")
        assert kept.get(0) == "often"
        assert len(kept) <= 10

    def test_its_weight_is_bounded_and_told(self) -> None:
        left: list[str] = []
        kept: SegmentedMap[int, str] = SegmentedMap(100, left.append)
        for number in range(50):
            kept.put(number, f"value {number}", weight=7)
            if number % 3 == 0:
                kept.get(number)
            assert kept.weight <= 100
        assert len(left) + len(kept) == 50
        assert sorted(left + kept.values()) == sorted(f"value {number}" for number in range(50))

    def test_what_is_no_longer_asked_for_makes_room_for_what_is(self) -> None:
        kept: SegmentedMap[int, str] = SegmentedMap(10)
        for number in range(200):
            kept.put(number, f"value {number}")
            kept.get(number)
            assert kept.weight <= 10
        assert kept.get(0) is None
        assert kept.get(199) == "value 199"

    def test_what_is_too_heavy_is_not_kept(self) -> None:
        kept: SegmentedMap[int, str] = SegmentedMap(100)
        kept.put(1, "heavy", weight=21)
        assert kept.get(1) is None
        kept.put(2, "light", weight=20)
        assert kept.get(2) == "light"
        kept.clear()
        assert (len(kept), kept.weight) == (0, 0)


def test_a_page_that_cannot_be_made_is_left_to_the_application(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    made = Made(create_app(settings, today=lambda: TODAY))
    fails = iter((True, False))

    def make(found: ResolvedGuide, page_request: PageRequest, address: RequestedAddress) -> CachedPage:
        if next(fails):
            raise OSError("gone")
        return made.note_and_make(found, page_request, address)

    pipeline = made.standing_alone(make)
    client, pages = made.client_of(pipeline), pipeline.cache
    assert client.get(f"/embed/{GUIDE}").status_code == 200
    assert len(pages) == 0
    assert "could not be made" in caplog.text
    assert client.get(f"/embed/{GUIDE}").status_code == 200
    assert len(pages) == 1


def test_flask_itself_answers_the_same_as_what_stands_before_it(made: Made) -> None:
    behind = Client(partial(Flask.wsgi_app, made.app))
    for address in (f"/embed/{GUIDE}", f"/guide/{GUIDE}?alder=25-29", f"/embed/{GUIDE}?a-kasse=x", "/embed/nothing"):
        plain, ready = behind.get(address, base_url=BASE_URL), made.get(address)
        assert (plain.status, plain.data) == (ready.status, ready.data)
        assert _of_the_page(plain) == _of_the_page(ready)


def _of_the_page(response: TestResponse) -> set[tuple[str, str]]:
    """Its headers, but for the number and the moment of the request."""
    return {(name, value) for name, value in response.headers if name not in {"X-Request-Id", "Date"}}


def test_the_application_is_flask(made: Made) -> None:
    assert isinstance(made.app, Flask)


def test_what_was_shown_is_told_once_also_of_answers_that_are_no_longer_kept(settings: Settings) -> None:
    made = Made(create_app(settings, today=lambda: TODAY))
    pipeline = made.standing_alone(room=60_000)
    client, pages = made.client_of(pipeline), pipeline.cache
    addresses = [f"/sources/{GUIDE}?dato=2026-12-{day:02}" for day in range(1, 29)]
    for address in addresses:
        client.get(address, headers={"Accept-Encoding": "br"})
    assert len(pages) < len(addresses)
    counted = sorted((str(page_request.answers.day_0), times) for page_request, times in pages.drain_hits())
    assert counted == [(f"2026-12-{day:02}", 1) for day in range(1, 29)]
    assert list(pages.drain_hits()) == []
