"""Pages shared by several workers in a real Redis, which may be killed, hang or be full at any time."""

import os
import pickle
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.conftest import BASE_URL, TODAY
from tests.frozen import frozen_settings
from tests.web.partner_site import partner_site
from widget.app import Application, create_app
from widget.web.caching.page_cache import CachedPage
from widget.web.caching.shared_cache import SharedCache
from widget.web.guide.page_request import PageRequest, RequestedAddress
from widget.web.guide.resolve import ResolvedGuide

pytestmark = pytest.mark.servers

GUIDE = "hvis-du-bliver-ledig"
ADDRESS = f"/embed/{GUIDE}?alder=25-29"


@dataclass
class Redis:
    """A Redis of our own on a port of loopback."""

    port: int
    folder: Path
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self, *options: str) -> None:
        program = shutil.which("redis-server")
        assert program, "Install Redis (on Debian: apt-get install redis-server)."
        self.process = subprocess.Popen(
            [
                program,
                "--port",
                str(self.port),
                "--bind",
                "127.0.0.1",
                "--dir",
                str(self.folder),
                "--save",
                "",
                *options,
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if b"Ready to accept connections" in line:
                return
        raise RuntimeError("Redis did not start.")

    def tell(self, sign: signal.Signals) -> None:
        assert self.process is not None
        os.kill(self.process.pid, sign)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.process = None


@contextmanager
def running(folder: Path, *options: str) -> Iterator[Redis]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        redis = Redis(free.getsockname()[1], folder)
    redis.start(*options)
    try:
        yield redis
    finally:
        redis.kill()


@pytest.fixture(autouse=True)
def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Redis that runs is waited for, however busy the machine."""
    monkeypatch.setattr("widget.web.caching.shared_cache.TIMEOUT", 30.0)


@pytest.fixture
def redis(tmp_path: Path) -> Iterator[Redis]:
    with running(tmp_path) as server:
        yield server


@dataclass
class Worker:
    """An application with memory of its own; `made` are the addresses that it had to make."""

    client: FlaskClient
    made: list[str]
    shared: SharedCache

    def why_not_shared(self) -> str:
        return self.shared.breaker.reason

    def get(self, address: str = ADDRESS) -> bytes:
        response = self.client.get(address, headers={"Accept-Encoding": "br"})
        assert response.status_code == 200
        return bytes(response.data)


def worker(redis: Redis, folder: Path, **environment: str) -> Worker:
    own = {"BASE_URL": BASE_URL, "DATA_DIR": str(folder), "CACHE_URL": redis.url}
    settings = frozen_settings({**own, **environment})
    app = create_app(settings, today=lambda: TODAY)
    made: list[str] = []
    make = app.pipeline.make

    def make_and_note(found: ResolvedGuide, page_request: PageRequest, address: RequestedAddress) -> CachedPage:
        made.append(page_request.view.address(page_request.answers).partition("#")[0])
        return make(found, page_request, address)

    app.pipeline.make = make_and_note  # type: ignore[method-assign, assignment]  # to see what is made
    return Worker(app.test_client(), made, shared_cache_of(app))


def shared_cache_of(app: Application) -> SharedCache:
    """The shared cache of an application that must have one."""
    assert app.pages.shared
    return app.pages.shared


def test_a_page_that_one_worker_made_is_not_made_by_another(redis: Redis, tmp_path: Path) -> None:
    first, second = worker(redis, tmp_path), worker(redis, tmp_path)
    assert first.get() == second.get()
    assert (first.made, second.made) == ([ADDRESS], [])


def test_pages_with_a_date_or_ticks_stay_with_their_worker(redis: Redis, tmp_path: Path) -> None:
    first, second = worker(redis, tmp_path), worker(redis, tmp_path)
    for address in (f"{ADDRESS}&dato=2026-12-01", f"{ADDRESS}&done=meld-dig-ledig"):
        assert first.get(address) == second.get(address)
        assert address in second.made


def test_a_check_of_readiness_finds_the_cache_where_it_is(redis: Redis, tmp_path: Path) -> None:
    one = worker(redis, tmp_path)
    assert one.client.get("/readyz").json == {"status": "ready", "missing": {}, "degraded": {}}


def test_pages_go_on_while_redis_is_gone_and_are_shared_again_when_it_is_back(redis: Redis, tmp_path: Path) -> None:
    first = worker(redis, tmp_path)
    page = first.get()
    redis.kill()
    alone = worker(redis, tmp_path)
    assert alone.get() == page
    assert alone.why_not_shared()
    redis.start()
    now = [0.0]
    alone.shared.breaker._clock = lambda: now[0]
    now[0] += 1e9
    alone.get(f"/guide/{GUIDE}?alder=30-59")
    assert alone.why_not_shared() == ""
    other = worker(redis, tmp_path)
    other.get(f"/guide/{GUIDE}?alder=30-59")
    assert other.made == []


def test_a_redis_that_hangs_keeps_only_the_first_request_waiting(
    redis: Redis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("widget.web.caching.shared_cache.TIMEOUT", 0.1)
    one = worker(redis, tmp_path)
    page = one.get()
    hung = worker(redis, tmp_path)
    asked: list[str] = []
    redis.tell(signal.SIGSTOP)
    try:
        assert hung.get() == page
        assert hung.why_not_shared()
        hung.shared._cache.get = asked.append  # type: ignore[assignment,method-assign]  # to see that it is not called
        hung.get(f"/guide/{GUIDE}")
        assert asked == []
    finally:
        redis.tell(signal.SIGCONT)


def test_readyz_tells_how_redis_is(redis: Redis, tmp_path: Path) -> None:
    one = worker(redis, tmp_path)
    assert one.client.get("/readyz").json == {"status": "ready", "missing": {}, "degraded": {}}
    redis.kill()
    gone = worker(redis, tmp_path).client.get("/readyz").json
    assert gone is not None
    assert gone["status"] == "degraded"
    assert "Connection refused" in gone["degraded"]["cache"]


def test_a_redis_that_is_full_loses_no_visitor_a_page(tmp_path: Path) -> None:
    with running(tmp_path, "--maxmemory", "100kb", "--maxmemory-policy", "noeviction") as full:
        crowded = worker(full, tmp_path)
        for age in ("under-25", "25-29", "30-59", "60-plus"):
            crowded.get(f"/embed/{GUIDE}?alder={age}")
        assert crowded.why_not_shared()


def test_what_lies_in_redis_and_is_no_page_is_rendered_again(redis: Redis, tmp_path: Path) -> None:
    first = worker(redis, tmp_path)
    page = first.get()
    cache: Any = first.shared._cache
    client = cache._write_client
    for key in client.keys("*"):
        client.set(key, b"\x80rubbish")
    second = worker(redis, tmp_path)
    assert second.get() == page
    assert second.made == [ADDRESS]


class Break:
    """What runs something when it is unpickled."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.file),)


@pytest.mark.parametrize("head", [b"", b"!", b"\0" * 32])
def test_who_can_write_into_redis_runs_nothing_in_a_server(redis: Redis, tmp_path: Path, head: bytes) -> None:
    first = worker(redis, tmp_path)
    page = first.get()
    cache: Any = first.shared._cache
    client = cache._write_client
    broken_in = tmp_path / "broken-in"
    for key in client.keys("*"):
        client.set(key, head + pickle.dumps(Break(broken_in)))
    second = worker(redis, tmp_path)
    assert (second.get(), second.made) == (page, [ADDRESS])
    assert not broken_in.exists()


def test_servers_with_another_key_do_not_read_each_others_pages(redis: Redis, tmp_path: Path) -> None:
    ours, theirs = worker(redis, tmp_path / "ours"), worker(redis, tmp_path / "theirs")
    assert ours.get() == theirs.get()
    assert theirs.made == [ADDRESS]
    assert theirs.why_not_shared() == ""


def entries(redis_of: Worker) -> tuple[Any, list[bytes]]:
    """A client of the Redis, and the names of all that is kept there."""
    cache: Any = redis_of.shared._cache
    client = cache._write_client
    return client, sorted(client.keys("*"))


def test_an_entry_that_was_moved_to_another_name_is_refused(redis: Redis, tmp_path: Path) -> None:
    addresses = [f"/embed/{GUIDE}?alder={age}" for age in ("25-29", "30-59")]
    first = worker(redis, tmp_path)
    pages = [first.get(address) for address in addresses]
    client, (one, other) = entries(first)
    one_entry, other_entry = client.get(one), client.get(other)
    client.set(one, other_entry)
    client.set(other, one_entry)
    second = worker(redis, tmp_path)
    assert [second.get(address) for address in addresses] == pages
    assert sorted(second.made) == addresses


def test_what_lies_in_redis_is_the_bytes_that_are_sent(redis: Redis, tmp_path: Path) -> None:
    first = worker(redis, tmp_path)
    page = first.get()
    client, (name,) = entries(first)
    assert client.get(name).endswith(page)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FRAME_ANCESTORS", "https://town.example"),
        ("BASE_URL", "https://other.example"),
        ("LANGUAGES", "en"),
        ("DRAFT_LANGUAGES", "de"),
    ],
)
def test_a_server_with_another_setting_makes_its_own_pages(
    redis: Redis, tmp_path: Path, name: str, value: str
) -> None:
    address = f"/guide/{GUIDE}?alder=25-29"
    before = worker(redis, tmp_path)
    before.get(address)
    after, alone = (worker(redis, tmp_path, **{name: value}) for _ in range(2))
    answer = after.client.get(address, headers={"Accept-Encoding": "br"})
    assert after.made == [address]
    if name == "FRAME_ANCESTORS":
        assert "frame-ancestors https://town.example" in answer.headers["Content-Security-Policy"]
    alone.get(address)
    assert alone.made == [], "servers with the same setting share them"


def test_the_text_of_a_partner_that_was_withdrawn_by_a_restored_backup_is_not_shown(
    redis: Redis, tmp_path: Path
) -> None:
    """Two databases that went different ways from the same backup, with the same number of publications."""
    address = f"/embed/storstad/{GUIDE}"
    key = "k" * 40
    for name in ("Withdrawn Kommune", "Restored Kommune"):
        site = partner_site(tmp_path / name, CACHE_URL=redis.url, SECRET_KEY=key)
        site.publish("storstad", name=name)
        for number in range(2):
            assert name in site.page(address, number)
        site.close()
