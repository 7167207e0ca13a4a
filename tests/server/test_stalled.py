"""Which connections have fallen silent in the middle of a request: real ones, over loopback."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count

import pytest

from widget.server.stalled import end_receiving, stalled

OTHER = "127.0.0.2"
"""Also this machine, under an address that nothing else in these tests has."""


class Connection:
    """Both ends of a connection that comes from `OTHER`."""

    def __init__(self, stack: ExitStack) -> None:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        address = (OTHER, 0)
        self.visitor = stack.enter_context(
            socket.create_connection(listener.getsockname(), timeout=20, source_address=address)
        )
        self.server, _ = listener.accept()
        stack.enter_context(self.server)
        self.server.settimeout(20)

    def ask(self) -> None:
        self.visitor.sendall(b"POST / HTTP/1.1\r\n")
        assert self.server.recv(100)

    def answer(self) -> None:
        self.server.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        assert self.visitor.recv(100)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def found(seconds: float) -> list[int]:
    """The local ports of the connections that are found."""
    connections = stalled(OTHER, seconds)
    ports = [connection.getpeername()[1] for connection in connections]
    for connection in connections:
        connection.close()
    return ports


def wait_until_found(port: int, seconds: float) -> None:
    for _ in count():
        if port in found(seconds):
            return


def test_who_began_a_request_and_fell_silent_is_found_and_ended(stack: ExitStack) -> None:
    connection = Connection(stack)
    connection.ask()
    port = connection.visitor.getsockname()[1]
    wait_until_found(port, 0.05)
    end_receiving(stalled(OTHER, 0.05))
    assert connection.server.recv(100) == b"", "a reader finds the end"
    connection.answer()


def test_who_has_an_answer_waits_as_long_as_they_like(stack: ExitStack) -> None:
    answered, silent = Connection(stack), Connection(stack)
    answered.ask()
    wait_until_found(answered.visitor.getsockname()[1], 0.02)
    answered.answer()
    silent.ask()
    wait_until_found(silent.visitor.getsockname()[1], 0.05)
    assert found(0.05) == [silent.visitor.getsockname()[1]]


def test_no_other_connection_is_found(stack: ExitStack) -> None:
    connection = Connection(stack)
    connection.ask()
    wait_until_found(connection.visitor.getsockname()[1], 0.05)
    assert stalled("127.0.0.3", 0.05) == []
    assert stalled(OTHER, 3600) == []
    assert stalled("", 0.0) == []
    assert stalled("unix:", 0.0) == []
