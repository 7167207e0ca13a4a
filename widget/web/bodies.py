"""Reads what visitors send before anybody works on it, with limits on size, time and number. Knows WSGI; no form.

The server hands a request over when its head is there, and would let a worker wait for the rest for ever. Whoever
sends a body slowly waits here, and only a few can: all that read, which is nearly everybody, never do.
"""

import io
import threading
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from http import HTTPStatus
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_WITHOUT_BODY = frozenset({"GET", "HEAD", "OPTIONS"})
_PIECE = 64 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """`bytes` a body may have, `seconds` it may take, `at_once` that a process waits for.

    `given_up` are the bodies that nobody waits for any more, but whose senders keep the connection. Few, since a
    server that has not started its other threads yet lets pages wait behind each of them.
    """

    bytes: int = 4 * 1024 * 1024
    seconds: float = 5.0
    at_once: int = 2
    given_up: int = 2


class Bodies:
    """`app`, with every body read to its end. Requests without one are passed on untouched, as is their input."""

    def __init__(self, app: "WSGIApplication", limits: Limits) -> None:
        self._app = app
        self._limits = limits
        self._turns = threading.BoundedSemaphore(limits.at_once)
        self._readers = threading.BoundedSemaphore(limits.at_once + limits.given_up)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """A WSGI application."""
        if environ["REQUEST_METHOD"] in _WITHOUT_BODY:
            return self._app(environ, start_response)
        body = self._read(environ)
        if isinstance(body, HTTPStatus):
            return _refuse(body, start_response)
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        return self._app(environ, start_response)

    def _read(self, environ: "WSGIEnvironment") -> bytes | HTTPStatus:
        told = environ.get("CONTENT_LENGTH") or ""
        if told == "0" or not (told or environ.get("HTTP_TRANSFER_ENCODING")):
            return b""
        if told and not (told.isascii() and told.isdecimal()):
            return HTTPStatus.BAD_REQUEST
        if int(told or 0) > self._limits.bytes:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        if not self._turns.acquire(blocking=False):
            return HTTPStatus.SERVICE_UNAVAILABLE
        try:
            if not self._readers.acquire(blocking=False):
                return HTTPStatus.SERVICE_UNAVAILABLE
            return self._wait(environ["wsgi.input"], int(told) if told else None)
        finally:
            self._turns.release()

    def _wait(self, stream: IO[bytes], told: int | None) -> bytes | HTTPStatus:
        """The body; the thread that reads it ends with the connection, at the latest."""
        answer: Future[bytes | HTTPStatus] = Future()

        def read() -> None:
            try:
                answer.set_result(_read_all(stream, told, self._limits.bytes))
            except BaseException as error:  # whatever the server's stream raises: who waits gets it
                answer.set_exception(error)
            finally:
                self._readers.release()

        threading.Thread(target=read, name="body", daemon=True).start()
        try:
            return answer.result(self._limits.seconds)
        except TimeoutError:
            return HTTPStatus.REQUEST_TIMEOUT
        except OSError:
            return HTTPStatus.BAD_REQUEST


def _read_all(stream: IO[bytes], told: int | None, most: int) -> bytes | HTTPStatus:
    body = bytearray()
    while told is None or len(body) < told:
        piece = stream.read(_PIECE if told is None else min(_PIECE, told - len(body)))
        if not piece:
            return bytes(body) if told is None else HTTPStatus.BAD_REQUEST
        body += piece
        if len(body) > most:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    return bytes(body)


def _refuse(status: HTTPStatus, start_response: "StartResponse") -> Iterable[bytes]:
    text = f"{status.value} {status.phrase}\n".encode()
    headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(text))),
        ("Cache-Control", "no-store"),
        ("Connection", "close"),
    ]
    if status is HTTPStatus.SERVICE_UNAVAILABLE:
        headers.append(("Retry-After", "5"))
    start_response(f"{status.value} {status.phrase}", headers)
    return [text]
