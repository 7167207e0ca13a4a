"""When workers start again after they died, and what is said where no server can listen."""

import logging
import socket

import pytest

from widget.server.supervision import LONGEST_PAUSE, STABLE_AFTER, Restarts, listening_fault


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def restarts(clock: Clock) -> Restarts:
    found = Restarts(clock)
    for index in range(2):
        found.note_start(index)
    return found


def test_the_first_death_is_followed_by_a_start_at_once(restarts: Restarts) -> None:
    assert restarts.wait_for() is None
    assert restarts.note_death(0) == 0
    assert restarts.due() == [0]
    assert restarts.wait_for() == 0
    restarts.note_start(0)
    assert restarts.due() == []


def test_a_worker_that_dies_again_and_again_rests_longer_each_time(
    restarts: Restarts, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    pauses = []
    for _ in range(10):
        pauses.append(restarts.note_death(1))
        clock.now += pauses[-1]
        assert restarts.due() == [1], "and only that one"
        restarts.note_start(1)
    assert pauses == [0, 1, 2, 4, 8, 16, 32, 60, 60, LONGEST_PAUSE]
    assert [record.levelno for record in caplog.records] == [logging.ERROR] * 9
    assert "worker-2 has died 2 times in a row; it rests for 1 seconds" in caplog.messages[0]


def test_the_pause_is_waited_for(restarts: Restarts, clock: Clock) -> None:
    restarts.note_death(0)
    restarts.note_start(0)
    assert restarts.note_death(0) == 1
    assert restarts.due() == []
    assert restarts.wait_for() == 1
    clock.now += 0.75
    assert restarts.wait_for() == 0.25
    clock.now += 0.25
    assert restarts.due() == [0]


@pytest.mark.parametrize(("lived", "pause"), [(STABLE_AFTER - 1, 1), (STABLE_AFTER, 0)])
def test_a_worker_that_ran_for_long_starts_at_once_again(
    restarts: Restarts, clock: Clock, lived: float, pause: float
) -> None:
    restarts.note_death(0)
    restarts.note_start(0)
    clock.now += lived
    assert restarts.note_death(0) == pause


@pytest.mark.parametrize("listens_at", ["127.0.0.1", "0.0.0.0"])  # noqa: S104 (a test, for a moment)
def test_a_taken_port_is_said_in_a_sentence(listens_at: str) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind((listens_at, 0))
        other.listen()
        port = other.getsockname()[1]
        fault = listening_fault("127.0.0.1", port)
    assert fault == f"Another program listens at port {port}. Choose another one, such as --port {port + 100}."
    assert listening_fault("127.0.0.1", port) == ""


@pytest.mark.parametrize(
    ("host", "port", "fault"),
    [
        ("no-such-host.invalid", 8000, "This machine does not know the address no-such-host.invalid."),
        ("127.0.0.1", 70000, "There is no port 70000: ports go from 0 to 65535."),
        ("192.0.2.1", 8000, "Port 8000 of 192.0.2.1 cannot be used: Cannot assign requested address."),
    ],
)
def test_what_else_keeps_a_server_from_listening_is_said_in_a_sentence(host: str, port: int, fault: str) -> None:
    assert listening_fault(host, port) == fault
