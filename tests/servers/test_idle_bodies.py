"""Connections that begin to send a form and fall silent: everybody else can still send theirs."""

import http.client
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing
from urllib.parse import urlencode

import pytest

from tests.servers.operating import GUIDE, Guides, guides, until

pytestmark = pytest.mark.servers

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
HALF = (
    f"POST /feedback/{GUIDE} HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM['Content-Type']}\r\n"
    "Content-Length: 100\r\n\r\nverdict="
).encode()
OTHER = "127.0.0.2"
"""Also this machine: for the server, another visitor."""

READ = 422
"""The status of a form that was read whole, and whose token is none."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guides]:
    with guides(tmp_path_factory.mktemp("idle") / "guides", workers=1) as running:
        yield running


def send_form(server: Guides) -> int:
    """The status of a whole form."""
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)) as connection:
        form = urlencode({"verdict": "nej", "text": "Jeg ved ikke, hvornår.", "token": "none"})
        connection.request("POST", f"/feedback/{GUIDE}", form, FORM)
        return connection.getresponse().status


def begin_forms(server: Guides, number: int, stack: ExitStack, address: str = "127.0.0.1") -> list[socket.socket]:
    """Connections on which half a form was sent, and which stay open."""
    begun = []
    for _ in range(number):
        place = ("127.0.0.1", server.port)
        connection = stack.enter_context(socket.create_connection(place, timeout=30, source_address=(address, 0)))
        connection.sendall(HALF)
        begun.append(connection)
    return begun


@pytest.mark.parametrize("number", [4, 12, 100])
def test_idle_connections_keep_no_other_address_from_sending(server: Guides, number: int) -> None:
    with ExitStack() as stack:
        begin_forms(server, number, stack, OTHER)
        for _ in range(20):
            assert send_form(server) == READ
            assert server.get().status == 200


@pytest.mark.parametrize("number", [4, 12, 100])
def test_idle_connections_do_not_keep_their_own_address_from_sending_for_long(server: Guides, number: int) -> None:
    assert send_form(server) == READ
    with ExitStack() as stack:
        begun = begin_forms(server, number, stack)
        for _ in range(20):  # the idle ones are answered in turn, so a form may still meet one of them
            until(lambda: send_form(server) == READ, "a form is taken, though none of the idle ones has gone")
            assert server.get().status == 200
        for connection in begun[:4]:
            assert connection.recv(100).split(b" ")[1] in {b"408", b"503"}


def test_idle_connections_are_ended_though_no_visitor_needs_their_place(server: Guides) -> None:
    with ExitStack() as stack:
        begun = begin_forms(server, 3, stack)
        for connection in begun:
            with connection.makefile("rb") as answer:
                assert answer.read().split(b" ")[1] == b"408", "the answer, and then the end of the connection"
        assert send_form(server) == READ
