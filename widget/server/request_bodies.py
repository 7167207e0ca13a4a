"""Reads the bodies of requests before the application is asked, with limits on size, time and number. Knows no form.

The server hands a request over when its head is there, and would let a worker wait for the rest for ever. A visitor
who sends a body slowly waits here, and only a few can, each with a thread of the server's. Visitors who read pages,
which are nearly all, send no body and never wait.
"""

import io
import socket
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future, wait
from dataclasses import dataclass
from http import HTTPStatus
from typing import IO, TYPE_CHECKING

from widget.server.held_responses import hold_open
from widget.server.stalled import end_receiving, stalled
from widget.server.turns import Turns
from widget.web.http.refusals import refuse

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS"})
_CHUNK_SIZE = 64 * 1024
_SILENT_FOR = 0.9
"""The part of the time for a body after which its connection is taken for the one that is to be cut."""
_DISCARDED_MOST = 6
"""How many times longer than allowed a body may be that is read for the sake of an answer in words."""
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
    """`app`, with every body read to its end. Requests without one are passed on untouched, as is their input.

    Bodies that are too long are refused in words of one line; below `explained`, the beginning of a path, `app` is
    asked without the body, and answers with a page of its own.
    """

    def __init__(self, app: "WSGIApplication", limits: BodyLimits, explained: str = "") -> None:
        self._app = app
        self._limits = limits
        self._explained = explained
        self._turns = Turns(limits.max_reading, limits.max_waiting, limits.patience)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """A WSGI application."""
        if environ["REQUEST_METHOD"] in _WITHOUT_BODY:
            return self._app(environ, start_response)
        is_explained = bool(self._explained) and environ.get("PATH_INFO", "").startswith(self._explained)
        longest = self._limits.bytes * (_DISCARDED_MOST if is_explained else 1)
        declared_length = _declared_length(environ, longest)
        if isinstance(declared_length, HTTPStatus):
            return _refuse(declared_length, start_response)
        if declared_length == 0:
            return self._pass_on(b"", environ, start_response)
        if not self._turns.take(environ.get("REMOTE_ADDR", "")):
            return _refuse(HTTPStatus.SERVICE_UNAVAILABLE, start_response)
        if not is_explained:
            return self._listen(declared_length, environ, start_response)
        # Read to its end too: browsers show no answer that comes while they are still sending.
        return self._listen(declared_length, environ, start_response, longest)

    def _listen(
        self,
        declared_length: int | None,
        environ: "WSGIEnvironment",
        start_response: "StartResponse",
        longest: int = 0,
    ) -> Iterable[bytes]:
        """Read the body, whose turn it is; `longest` bytes where that is more than a body may have."""
        address = environ.get("REMOTE_ADDR", "")
        reading = self._begin(environ["wsgi.input"], declared_length, address, longest or self._limits.bytes)
        try:
            body = reading.result(self._limits.seconds)
        except TimeoutError:
            silent = stalled(address, self._limits.seconds * _SILENT_FOR)
            return _refuse(HTTPStatus.REQUEST_TIMEOUT, start_response, lambda: _end(reading, silent))
        except OSError:
            body = HTTPStatus.BAD_REQUEST
        if isinstance(body, HTTPStatus):
            return _refuse(body, start_response)
        if len(body) > self._limits.bytes:
            # The application refuses what is declared to be longer than it takes, and never looks at the body.
            environ["wsgi.input"], environ["CONTENT_LENGTH"] = io.BytesIO(), str(len(body))
            environ.pop("HTTP_TRANSFER_ENCODING", None)
            return self._app(environ, start_response)
        return self._pass_on(body, environ, start_response)

    def _pass_on(self, body: bytes, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        return self._app(environ, start_response)

    def _begin(
        self, stream: IO[bytes], declared_length: int | None, address: str, longest: int
    ) -> "Future[bytes | HTTPStatus]":
        """Read in a thread, which ends when all is there or the connection is gone."""
        reading: Future[bytes | HTTPStatus] = Future()
        reading.add_done_callback(lambda _: self._turns.release(address))

        def read() -> None:
            try:
                reading.set_result(_read_all(stream, declared_length, longest))
            except BaseException as error:  # of any kind that the server's stream raises: the waiting thread gets it
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
    """Answer with the status as text; `end` waits after that for a body that is still being read."""
    text = f"{status.value} {status.phrase}"
    headers = [("Connection", "close")]
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        headers.append(("Retry-After", "5"))
    body = refuse(start_response, text, text, *headers)
    if end is None:
        return body
    # When an answer ends, the server clears away the stream of its request. While a thread still reads from that, the
    # server would wait, and every other request of this process with it.
    return hold_open(body, end)
