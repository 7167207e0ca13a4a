"""Reads the bodies of requests before the application is asked, with limits on size, time and number. Knows no form.

The server hands a request over when its head is there, and would let a worker wait for the rest for ever. A visitor
who sends a body slowly waits here, and only a few can, each with a thread of the server's. Visitors who read pages,
which are nearly all, send no body and never wait.
"""

import io
import socket
import sys
import threading
from collections.abc import Iterable
from concurrent.futures import Future, wait
from dataclasses import dataclass
from http import HTTPStatus
from typing import IO, TYPE_CHECKING

from widget.server.held_responses import hold_open
from widget.server.received_body import ReceivedBody
from widget.server.stalled import end_receiving, stalled
from widget.server.turns import Turns
from widget.web.http.incomplete_bodies import mark_incomplete
from widget.web.http.refusals import refuse

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
    """`app`, with every body read to its end. Requests without one are passed on untouched, as is their input.

    Bodies that are too long or too slow are refused in words of one line; below `explained`, the beginning of a path,
    `app` is asked all the same, told what was wrong (`widget.web.http.incomplete_bodies`), and answers with a page of
    its own. It gets what was typed into a form whose files were too long.
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
        declared_length = _declared_length(environ, sys.maxsize if is_explained else self._limits.bytes)
        if isinstance(declared_length, HTTPStatus):
            return _refuse(declared_length, start_response)
        if declared_length == 0:
            return self._pass_on(b"", environ, start_response)
        if not self._turns.take(environ.get("REMOTE_ADDR", "")):
            return _refuse(HTTPStatus.SERVICE_UNAVAILABLE, start_response)
        return self._listen(declared_length, environ, start_response, is_explained=is_explained)

    def _listen(
        self,
        declared_length: int | None,
        environ: "WSGIEnvironment",
        start_response: "StartResponse",
        *,
        is_explained: bool,
    ) -> Iterable[bytes]:
        """Read the body, whose turn it is; to its end too where `app` explains that it was too long.

        Browsers show no answer that comes while they are still sending.
        """
        address = environ.get("REMOTE_ADDR", "")
        body = ReceivedBody(self._limits.bytes, environ.get("CONTENT_TYPE", "") if is_explained else "")
        reading = self._begin(environ["wsgi.input"], declared_length, address, body, to_the_end=is_explained)
        try:
            refused = reading.result(self._limits.seconds)
        except TimeoutError:
            silent = stalled(address, self._limits.seconds * _SILENT_FOR)
            timeout = self._refused(HTTPStatus.REQUEST_TIMEOUT, environ, start_response, is_explained=is_explained)
            # When an answer ends, the server clears away the stream of its request. While a thread still reads from
            # that, the server would wait, and every other request of this process with it.
            return hold_open(timeout, lambda: _end(reading, silent))
        except OSError:
            refused = HTTPStatus.BAD_REQUEST
        if refused is HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return self._refused(refused, environ, start_response, body.fields, is_explained=is_explained)
        if refused:
            return _refuse(refused, start_response)
        return self._pass_on(body.whole, environ, start_response)

    def _refused(
        self,
        status: HTTPStatus,
        environ: "WSGIEnvironment",
        start_response: "StartResponse",
        fields: bytes = b"",
        *,
        is_explained: bool,
    ) -> Iterable[bytes]:
        """Say why the body was not taken, or let `app` say so, which gets the `fields` of a form."""
        if not is_explained:
            return _refuse(status, start_response)
        mark_incomplete(environ, status)
        if fields:
            environ["CONTENT_TYPE"] = "application/x-www-form-urlencoded"
        return self._pass_on(fields, environ, start_response)

    def _pass_on(self, body: bytes, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        return self._app(environ, start_response)

    def _begin(
        self, stream: IO[bytes], declared_length: int | None, address: str, body: ReceivedBody, *, to_the_end: bool
    ) -> "Future[HTTPStatus | None]":
        """Read in a thread, which ends when all is there or the connection is gone; gives what is wrong, or None."""
        reading: Future[HTTPStatus | None] = Future()
        reading.add_done_callback(lambda _: self._turns.release(address))

        def read() -> None:
            try:
                reading.set_result(_read_into(body, stream, declared_length, to_the_end=to_the_end))
            except BaseException as error:  # of any kind that the server's stream raises: the waiting thread gets it
                reading.set_exception(error)

        threading.Thread(target=read, name="body", daemon=True).start()
        return reading


def _end(reading: "Future[HTTPStatus | None]", silent: list[socket.socket]) -> None:
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


def _read_into(
    body: ReceivedBody, stream: IO[bytes], declared_length: int | None, *, to_the_end: bool
) -> HTTPStatus | None:
    """Read all that is to come; a body that is too long only `to_the_end`. Gives what is wrong, or None."""
    length = 0
    while (declared_length is None or length < declared_length) and (to_the_end or not body.is_too_long):
        piece = stream.read(_CHUNK_SIZE if declared_length is None else min(_CHUNK_SIZE, declared_length - length))
        if not piece and declared_length is not None:
            return HTTPStatus.BAD_REQUEST
        if not piece:
            break
        body.add(piece)
        length += len(piece)
    return HTTPStatus.REQUEST_ENTITY_TOO_LARGE if body.is_too_long else None


def _refuse(status: HTTPStatus, start_response: "StartResponse") -> Iterable[bytes]:
    """Answer with the status as text."""
    text = f"{status.value} {status.phrase}"
    headers = [("Connection", "close")]
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        headers.append(("Retry-After", "5"))
    return refuse(start_response, text, text, *headers)
