"""Reads what visitors send before anybody works on it, with limits on size, time and number. Knows WSGI; no form.

The server hands a request over when its head is there, and would let a worker wait for the rest for ever. Whoever
sends a body slowly waits here, and only a few can, each with a thread of the server's: all that read, which is nearly
everybody, never do.
"""

import io
import socket
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, wait
from dataclasses import dataclass
from http import HTTPStatus
from typing import IO, TYPE_CHECKING

from widget.server.lingering import hold_open
from widget.server.stalled import end_receiving, stalled
from widget.server.turns import Turns
from widget.web.http.security_headers import DEFAULT_HEADERS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS"})
_CHUNK_SIZE = 64 * 1024
_SILENT_FOR = 0.9
"""The part of the time for a body after which its connection is taken for the one that is to be cut."""
_SHUTDOWN_TIMEOUT = 0.5
"""Seconds in which a visitor can take the answer and go before the connection is cut."""


@dataclass(frozen=True, slots=True)
class BodyLimits:
    """`bytes` a body may have, `seconds` it may take, `max_reading` that a process waits for.

    Requests that come while all turns are taken wait for one for up to `patience` seconds, unless as many as
    `max_waiting` do already.
    """

    bytes: int = 4 * 1024 * 1024
    seconds: float = 5.0
    max_reading: int = 4
    max_waiting: int = 2
    patience: float = 1.0


class RequestBodyReader:
    """`app`, with every body read to its end. Requests without one are passed on untouched, as is their input."""

    def __init__(self, app: "WSGIApplication", limits: BodyLimits) -> None:
        self._app = app
        self._limits = limits
        self._turns = Turns(limits.max_reading, limits.max_waiting, limits.patience)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """A WSGI application."""
        if environ["REQUEST_METHOD"] in _WITHOUT_BODY:
            return self._app(environ, start_response)
        declared_length = _declared_length(environ, self._limits.bytes)
        if isinstance(declared_length, HTTPStatus):
            return _refuse(declared_length, start_response)
        if declared_length == 0:
            return self._pass_on(b"", environ, start_response)
        if not self._turns.take(environ.get("REMOTE_ADDR", "")):
            return _refuse(HTTPStatus.SERVICE_UNAVAILABLE, start_response)
        return self._listen(declared_length, environ, start_response)

    def _listen(
        self, declared_length: int | None, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Read the body, whose turn it is."""
        address = environ.get("REMOTE_ADDR", "")
        reading = self._begin(environ["wsgi.input"], declared_length, address)
        try:
            body = reading.result(self._limits.seconds)
        except TimeoutError:
            silent = stalled(address, self._limits.seconds * _SILENT_FOR)
            return _refuse(HTTPStatus.REQUEST_TIMEOUT, start_response, lambda: _end(reading, silent))
        except OSError:
            body = HTTPStatus.BAD_REQUEST
        if isinstance(body, HTTPStatus):
            return _refuse(body, start_response)
        return self._pass_on(body, environ, start_response)

    def _pass_on(self, body: bytes, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        return self._app(environ, start_response)

    def _begin(self, stream: IO[bytes], declared_length: int | None, address: str) -> "Future[bytes | HTTPStatus]":
        """Read in a thread, which ends when all is there or the connection is gone."""
        reading: Future[bytes | HTTPStatus] = Future()
        reading.add_done_callback(lambda _: self._turns.release(address))

        def read() -> None:
            try:
                reading.set_result(_read_all(stream, declared_length, self._limits.bytes))
            except BaseException as error:  # whatever the server's stream raises: who waits gets it
                reading.set_exception(error)

        threading.Thread(target=read, name="body", daemon=True).start()
        return reading


def _end(reading: "Future[bytes | HTTPStatus]", silent: list[socket.socket]) -> None:
    """Wait for the end of a reading whose request has its answer: for a moment politely, then by cutting it off."""
    wait([reading], _SHUTDOWN_TIMEOUT)
    end_receiving(silent)
    wait([reading])


def _declared_length(environ: "WSGIEnvironment", most: int) -> int | HTTPStatus | None:
    """The bytes that are to come, or why they may not; None where they come in pieces until they end."""
    declared_length = environ.get("CONTENT_LENGTH") or ""
    if declared_length.isascii() and declared_length.isdecimal():
        return int(declared_length) if int(declared_length) <= most else HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    if declared_length:
        return HTTPStatus.BAD_REQUEST
    return None if environ.get("HTTP_TRANSFER_ENCODING") else 0


def _read_all(stream: IO[bytes], declared_length: int | None, most: int) -> bytes | HTTPStatus:
    body = bytearray()
    while declared_length is None or len(body) < declared_length:
        piece = stream.read(_CHUNK_SIZE if declared_length is None else min(_CHUNK_SIZE, declared_length - len(body)))
        if not piece:
            return bytes(body) if declared_length is None else HTTPStatus.BAD_REQUEST
        body += piece
        if len(body) > most:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return bytes(body)


def _refuse(
    status: HTTPStatus, start_response: "StartResponse", end: Callable[[], object] | None = None
) -> Iterable[bytes]:
    """Say why not; `end` waits after that for what is still being read."""
    text = f"{status.value} {status.phrase}\n".encode()
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(text))),
        ("Cache-Control", "no-store"),
        ("Connection", "close"),
        ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
        *DEFAULT_HEADERS.items(),
    ]
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        headers.append(("Retry-After", "5"))
    start_response(f"{status.value} {status.phrase}", headers)
    if end is None:
        return [text]
    # When an answer ends, the server clears away the stream of its request. While somebody still reads from that, it
    # would wait, and everybody else in this process with it.
    return hold_open([text], end)
