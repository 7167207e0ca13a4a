"""New content in a worker: what answers when, by applications that are stood in for."""

import threading
from collections.abc import Callable, Iterator
from itertools import count
from types import SimpleNamespace
from typing import Any, cast

import pytest
from werkzeug.test import Client

from widget.app import Application
from widget.server.reload import WARM_AFTER, ReloadableApplication
from widget.server.serving import Reloader
from widget.server.snapshots import Snapshots


class _Applications:
    """Applications that answer by their number: the first is 1."""

    def __init__(self) -> None:
        self.made = count(1)
        self.warm_after: list[float] = []
        self.writes_for_long = threading.Event()
        self.is_closing = threading.Event()

    def make(self) -> Application:
        number = str(next(self.made)).encode()

        def answer(_environ: object, start_response: Callable[..., object]) -> Iterator[bytes]:
            start_response("200 OK", [])
            yield number

        batches = SimpleNamespace(stop=lambda: None)
        made = SimpleNamespace(wsgi_app=answer, start=self._start, close=self._close, batches=batches)
        return cast("Application", made)

    def _start(self, warm_after: float = 0.0) -> None:
        self.warm_after.append(warm_after)

    def _close(self) -> None:
        self.is_closing.set()
        assert self.writes_for_long.wait(60)


@pytest.fixture
def made() -> Iterator[_Applications]:
    applications = _Applications()
    yield applications
    applications.writes_for_long.set()


def shown(application: ReloadableApplication) -> str:
    return Client(application).get("/").text


def test_the_next_edition_does_not_wait_until_the_figures_of_the_one_before_are_written(made: _Applications) -> None:
    worker = ReloadableApplication(made.make)
    writing = threading.Thread(target=worker.replace, daemon=True)
    writing.start()
    assert made.is_closing.wait(60)
    assert shown(worker) == "2"
    following = threading.Thread(target=worker.replace, daemon=True)
    made.is_closing.clear()
    following.start()
    assert made.is_closing.wait(60), "the third one waits for the first one's figures"
    assert shown(worker) == "3"


def test_common_pages_are_made_at_once_at_the_start_and_later_when_other_workers_read_the_content_too(
    made: _Applications,
) -> None:
    made.writes_for_long.set()
    worker = ReloadableApplication(made.make)
    assert made.warm_after == [], "nothing runs before the start"
    worker.start()
    worker.replace()
    assert made.warm_after == [0.0, WARM_AFTER]
    assert WARM_AFTER > 0


def test_a_worker_that_has_just_been_started_holds_no_other_one_up(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three workers by the second of their start, and how late it is: who is told first, and who is waited for."""
    done: list[str] = []
    workers = [
        SimpleNamespace(birth=birth, inner=SimpleNamespace(pid=pid, is_alive=lambda: True))
        for pid, birth in ((1, 100.0), (2, 20.0), (3, 30.0))
    ]
    monkeypatch.setattr("widget.server.serving.time.monotonic", lambda: 101.0)
    monkeypatch.setattr("widget.server.serving.time.sleep", lambda seconds: done.append(f"wait {seconds:g}"))
    monkeypatch.setattr("widget.server.serving.os.kill", lambda pid, _: done.append(f"tell {pid}"))
    edition = tmp_path / "edition"
    edition.mkdir()
    (tmp_path / "copies").mkdir()
    Reloader(Snapshots(tmp_path / "copies"), tmp_path, cast("Any", SimpleNamespace(wrks=workers))).show(edition)
    assert done == ["wait 0", "tell 2", "wait 0", "tell 3", "wait 2", "tell 1"]
