"""Ready answers: the same bytes as made anew, never old ones, made once, and bounded whatever strangers ask for."""

import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask, request
from werkzeug.test import Client, TestResponse

from tests.conftest import BASE_URL, TODAY
from tests.web.partner_site import PartnerSite, partner_site
from widget.app import create_app
from widget.settings import Settings, read_settings
from widget.web.caching.ready_pages import ReadyPages
from widget.web.caching.segmented import SegmentedMap

GUIDE = "hvis-du-bliver-ledig"


class Day:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.today = TODAY

    def __call__(self) -> date:
        return self.today


class Made:
    """An application that tells which pages had to be made."""

    def __init__(self, settings: Settings, today: Callable[[], date] = lambda: TODAY) -> None:
        self.app = create_app(settings, today=today)
        self.pages: ReadyPages = self.app.extensions["pages"]
        self.asked: list[str] = []
        self.app.before_request(lambda: self.asked.append(request.full_path.rstrip("?")))
        self.client = self.app.test_client(use_cookies=False)

    def get(self, address: str, **headers: str) -> TestResponse:
        """The answer, and `asked` tells whether it was made for it."""
        self.asked.clear()
        return self.client.get(address, headers={name.replace("_", "-"): value for name, value in headers.items()})


@pytest.fixture
def day() -> Day:
    return Day()


@pytest.fixture
def made(tmp_path: Path, day: Day) -> Made:
    return Made(read_settings({"BASE_URL": BASE_URL, "DATA_DIR": str(tmp_path)}), day)


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
def test_whatever_makes_another_page_is_made(made: Made, other: str) -> None:
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
    made = Made(read_settings({"DATA_DIR": str(tmp_path)}))
    for host in ("one.example", "two.example", "one.example"):
        assert f"http://{host}/guide/{GUIDE}" in made.get(f"/embed/{GUIDE}", Host=host).text


def test_a_published_change_makes_new_pages_of_that_partner_alone(tmp_path: Path) -> None:
    site: PartnerSite = partner_site(tmp_path)
    asked: list[str] = []
    site.app.before_request(lambda: asked.append(request.path))
    for partner in ("storstad", "lilleoe"):
        site.page(f"/embed/{partner}/{GUIDE}")
    site.publish("storstad", name="Nystad Kommune")
    asked.clear()
    assert "Nystad Kommune" in site.page(f"/embed/storstad/{GUIDE}")
    site.page(f"/embed/lilleoe/{GUIDE}")
    assert asked == [f"/embed/storstad/{GUIDE}"]
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
    assert made.asked == [f"/embed/{GUIDE}?alder=under-25"]


def test_a_flood_of_addresses_neither_grows_nor_pushes_out_what_many_ask_for(settings: Settings) -> None:
    made = Made(settings)
    pages = ReadyPages(
        made.app.wsgi_app._application,  # type: ignore[attr-defined]  # Flask behind the ready pages
        made.pages._read_wanted,
        made.pages._revision_of,
        lambda: TODAY,
        lambda environ: BASE_URL,
        room=200_000,
    )
    client = Client(pages)
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

    def test_what_is_too_heavy_is_not_kept(self) -> None:
        kept: SegmentedMap[int, str] = SegmentedMap(100)
        kept.put(1, "heavy", weight=21)
        assert kept.get(1) is None
        kept.put(2, "light", weight=20)
        assert kept.get(2) == "light"
        kept.clear()
        assert (len(kept), kept.weight) == (0, 0)


def test_an_application_that_fails_is_asked_again(settings: Settings) -> None:
    answers: Iterator[bool] = iter((False, True))
    made = Made(settings)

    def failing(environ: dict[str, object], start: Callable[..., object]) -> Iterable[bytes]:
        if not next(answers):
            raise OSError("gone")
        answer: Iterable[bytes] = made.app.wsgi_app._application(environ, start)  # type: ignore[attr-defined]  # as above
        return answer

    pages = ReadyPages(
        failing, made.pages._read_wanted, made.pages._revision_of, lambda: TODAY, lambda environ: BASE_URL
    )
    client = Client(pages)
    with pytest.raises(OSError, match="gone"):
        client.get(f"/embed/{GUIDE}")
    assert client.get(f"/embed/{GUIDE}").status_code == 200


def test_flask_itself_answers_the_same_as_what_stands_before_it(made: Made) -> None:
    behind = Client(made.app.wsgi_app._application)  # type: ignore[attr-defined]  # as above
    for address in (f"/embed/{GUIDE}", f"/guide/{GUIDE}?alder=25-29", f"/embed/{GUIDE}?a-kasse=x", "/embed/nothing"):
        plain, ready = behind.get(address, base_url=BASE_URL), made.get(address)
        assert (plain.status, plain.data) == (ready.status, ready.data)


def test_the_application_is_flask(made: Made) -> None:
    assert isinstance(made.app, Flask)


def test_what_was_shown_is_told_once_also_of_answers_that_are_no_longer_kept(settings: Settings) -> None:
    made = Made(settings)
    pages = ReadyPages(
        made.app.wsgi_app._application,  # type: ignore[attr-defined]  # Flask behind the ready pages
        made.pages._read_wanted,
        made.pages._revision_of,
        lambda: TODAY,
        lambda environ: BASE_URL,
        room=60_000,
    )
    client = Client(pages)
    addresses = [f"/sources/{GUIDE}?dato=2026-12-{day:02}" for day in range(1, 29)]
    for address in addresses:
        client.get(address, headers={"Accept-Encoding": "br"})
    assert len(pages) < len(addresses)
    told = sorted((str(wanted.answers.day_0), times) for wanted, times in pages.take_shown())
    assert told == [(f"2026-12-{day:02}", 1) for day in range(1, 29)]
    assert list(pages.take_shown()) == []
