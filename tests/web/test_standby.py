"""One thread of the server answers, the others stand by, and none of them is missing when it is needed."""

import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web.wsgi import Start
from widget.web.standby import AWAY_AFTER, Standby

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PATIENCE = 20
THREADS = 4


def at_once(environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes] | None:
    if "begun" in environ:
        return None
    start_response("200 OK", [])
    return [] if environ.get("empty") else [b"page"]


def slowly(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
    environ["begun"].set()
    assert environ["go_on"].wait(PATIENCE)
    start_response("200 OK", [])
    return [b"slow"]


class Server:
    """A pool like that of the server: its threads wait for the same requests, and follow an answer to its end."""

    def __init__(self, threads: int = THREADS, clock: Callable[[], float] = lambda: 0.0) -> None:
        self.standby = Standby(at_once, slowly, clock)
        self._requests: queue.Queue[dict[str, Any] | None] = queue.Queue()
        self._threads = [threading.Thread(target=self._work, daemon=True) for _ in range(threads)]
        for thread in self._threads:
            thread.start()

    def _work(self) -> None:
        while (environ := self._requests.get()) is not None:
            answer = iter(self.standby(environ, Start()))
            environ["said"].put(next(answer, b""))
            list(answer)

    def ask(self, **environ: Any) -> "queue.Queue[bytes]":
        said: queue.Queue[bytes] = queue.Queue()
        self._requests.put({"said": said, **environ})
        return said

    def be_slow(self) -> threading.Event:
        """Ask for something that takes until the event is set; it has begun when this comes back."""
        begun, go_on = threading.Event(), threading.Event()
        self.ask(begun=begun, go_on=go_on)
        assert begun.wait(PATIENCE)
        return go_on

    def stop(self) -> None:
        self.standby.wake_all()
        for _ in self._threads:
            self._requests.put(None)
        for thread in self._threads:
            thread.join(PATIENCE)
            assert not thread.is_alive()


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.stop()


def in_thread(work: Callable[[], Any]) -> Any:
    """What it gives in a thread of its own."""
    result: queue.Queue[Any] = queue.Queue()
    threading.Thread(target=lambda: result.put(work()), daemon=True).start()
    return result.get(timeout=PATIENCE)


def test_every_page_is_complete_and_never_do_all_threads_rest_with_theirs(server: Server) -> None:
    for _ in range(200):
        assert server.ask().get(timeout=PATIENCE) == b"page"
    assert len(server.standby._resting) <= THREADS - 1


def test_a_second_thread_says_all_and_rests_until_the_first_begins_something_slow() -> None:
    standby = Standby(at_once, slowly)
    assert list(standby({}, Start())) == [b"page"]
    second = in_thread(lambda: iter(standby({}, Start())))
    assert next(second) == b"page"
    rests = threading.Thread(target=list, args=(second,), daemon=True)
    rests.start()
    assert rests.is_alive()
    go_on = threading.Event()
    go_on.set()
    assert list(standby({"begun": threading.Event(), "go_on": go_on}, Start())) == [b"slow"]
    rests.join(PATIENCE)
    assert not rests.is_alive()


def test_while_all_but_one_are_slow_that_one_answers(server: Server) -> None:
    for _ in range(50):
        server.ask().get(timeout=PATIENCE)
    slow = [server.be_slow() for _ in range(THREADS - 1)]
    for _ in range(50):
        assert server.ask().get(timeout=PATIENCE) == b"page"
    for go_on in slow:
        go_on.set()
    assert server.ask().get(timeout=PATIENCE) == b"page"


@given(st.lists(st.sampled_from(["page", "empty", "slow", "go on"]), max_size=60))
@settings(deadline=None, max_examples=60)
def test_whatever_comes_in_whatever_order_nobody_waits_while_a_thread_could_answer(steps: list[str]) -> None:
    server, slow = Server(), list[threading.Event]()
    for step in steps:
        if step == "slow" and len(slow) < THREADS - 1:
            slow.append(server.be_slow())
        elif step == "go on" and slow:
            slow.pop(0).set()
        else:
            assert server.ask(empty=step == "empty").get(timeout=PATIENCE) == (b"" if step == "empty" else b"page")
    for go_on in slow:
        go_on.set()
    server.stop()


def test_a_thread_that_was_not_heard_of_for_long_is_not_relied_on() -> None:
    """The server may have ended it; if nobody took its place, everybody would rest."""
    now = [0.0]
    standby = Standby(at_once, slowly, lambda: now[0])
    assert in_thread(lambda: list(standby({}, Start()))) == [b"page"]
    now[0] += AWAY_AFTER + 1
    assert list(standby({}, Start())) == [b"page"]


def test_at_the_end_nobody_rests_any_more() -> None:
    standby = Standby(at_once, slowly)
    list(standby({}, Start()))
    second = in_thread(lambda: iter(standby({}, Start())))
    standby.wake_all()
    assert list(second) == [b"page"]
    assert in_thread(lambda: list(standby({}, Start()))) == [b"page"]
