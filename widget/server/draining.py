"""Lets go of the connections of a worker before it ends. Knows sockets and WSGI; no page.

A worker that ends closes what it has: a connection that is kept, on which a visitor asks in that very moment, and one
that it has just taken. So it takes no new ones first, and asks everybody whom it answers to come back on another
connection, which another worker takes.
"""

import os
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def close_connections(app: "WSGIApplication") -> "WSGIApplication":
    """The application, each of whose answers is the last one on its connection."""

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Callable[[bytes], object]:
            return start_response(status, [*headers, ("Connection", "close")], *more)

        return app(environ, start)

    return answer


def stop_accepting() -> None:
    """Take no more connections: each socket that this process listens at is exchanged for one that no visitor knows.

    The server goes on waiting there. Those who knock at the old one are left to the other processes that have it.
    """
    with socket.socket(socket.AF_UNIX) as unknown:
        unknown.bind("")  # the kernel gives it a name
        unknown.listen()
        unknown.setblocking(False)  # or the server would wait in it
        for number in list(_listening_sockets()):
            os.dup2(unknown.fileno(), number)


def _listening_sockets() -> Iterator[int]:
    """The descriptors of this process that take connections."""
    for name in os.listdir("/dev/fd"):
        with suppress(OSError), closing(socket.socket(fileno=os.dup(int(name)))) as found:
            if found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN):
                yield int(name)
