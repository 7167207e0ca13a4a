"""A request's body is read before a thread works on it, and a visitor who sends slowly does not hold others up."""

import io
import threading
from typing import TYPE_CHECKING

import pytest
from werkzeug.test import Client, EnvironBuilder

from tests.web.wsgi import Start
from widget.server.request_bodies import BodyLimits, RequestBodyReader

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

TIMEOUT = 20


class Endless(io.RawIOBase):
    """A body that does not go on until the test says so."""

    def __init__(self) -> None:
        self.asked, self.go_on = threading.Event(), threading.Event()

    def read(self, size: int = -1) -> bytes:
        self.asked.set()
        assert self.go_on.wait(TIMEOUT)
        return b""


def echo(environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["REQUEST_METHOD"].encode(), b" ", environ["wsgi.input"].read()]


def _run(body_reader: RequestBodyReader, environ: "WSGIEnvironment") -> int:
    start = Start()
    b"".join(body_reader(environ, start))
    return int(start.statuses[0][:3])


def test_a_body_arrives_whole() -> None:
    client = Client(RequestBodyReader(echo, BodyLimits()))
    assert client.post("/", data=b"x" * 100_000).data == b"POST " + b"x" * 100_000
    assert client.get("/").data == b"GET "
    assert client.delete("/").data == b"DELETE "


def test_a_chunked_body_arrives_whole() -> None:
    body_reader = RequestBodyReader(echo, BodyLimits())
    environ = EnvironBuilder(method="POST", input_stream=io.BytesIO(b"xyz")).get_environ()
    environ.pop("CONTENT_LENGTH", None)
    environ["HTTP_TRANSFER_ENCODING"] = "chunked"
    assert b"".join(body_reader(environ, Start())) == b"POST xyz"


@pytest.mark.parametrize("length", ["11", None])
def test_a_body_that_is_too_long_is_refused(length: str | None) -> None:
    body_reader = RequestBodyReader(echo, BodyLimits(bytes=10))
    environ = EnvironBuilder(method="POST", input_stream=io.BytesIO(b"x" * 11)).get_environ()
    environ.pop("CONTENT_LENGTH", None)
    environ.update({"CONTENT_LENGTH": length} if length else {"HTTP_TRANSFER_ENCODING": "chunked"})
    assert _run(body_reader, environ) == 413


@pytest.mark.parametrize("length", ["11", None])
def test_where_the_application_explains_it_is_asked_without_the_body(length: str | None) -> None:
    asked: list[tuple[str, bytes]] = []

    def app(environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
        asked.append((environ["CONTENT_LENGTH"], environ["wsgi.input"].read()))
        start_response("413 Request Entity Too Large", [])
        return [b"for stort"]

    body_reader = RequestBodyReader(app, BodyLimits(bytes=10), explained="/admin/")
    stream = io.BytesIO(b"x" * 11)
    environ = EnvironBuilder("/admin/partners/x/logo", method="POST", input_stream=stream).get_environ()
    environ.pop("CONTENT_LENGTH", None)
    environ.update({"CONTENT_LENGTH": length} if length else {"HTTP_TRANSFER_ENCODING": "chunked"})
    assert b"".join(body_reader(environ, Start())) == b"for stort"
    assert asked == [("11", b"")]
    assert stream.read() == b"", "read to its end, or the browser would not show the answer"
    environ = EnvironBuilder("/admin/x", method="POST").get_environ() | {"CONTENT_LENGTH": "61"}
    assert _run(body_reader, environ) == 413
    assert len(asked) == 1, "far too long"


@pytest.mark.parametrize("length", ["-1", "٣", "1e3", "x"])
def test_a_length_that_is_none_is_refused(length: str) -> None:
    environ = EnvironBuilder(method="POST", input_stream=io.BytesIO(b"x")).get_environ()
    environ["CONTENT_LENGTH"] = length
    assert _run(RequestBodyReader(echo, BodyLimits()), environ) == 400


def test_a_body_that_ends_too_soon_is_refused() -> None:
    environ = EnvironBuilder(method="POST", input_stream=io.BytesIO(b"abc")).get_environ()
    environ["CONTENT_LENGTH"] = "50"
    assert _run(RequestBodyReader(echo, BodyLimits()), environ) == 400


@pytest.mark.parametrize(
    ("length", "limits", "refused"),
    [
        ("50", BodyLimits(bytes=10), "413 Request Entity Too Large"),
        ("x", BodyLimits(), "400 Bad Request"),
        ("50", BodyLimits(), "400 Bad Request"),
        ("50", BodyLimits(max_reading=0, max_waiting=0), "503 Service Unavailable"),
    ],
)
def test_a_refusal_has_the_headers_of_every_answer(length: str, limits: BodyLimits, refused: str) -> None:
    environ = EnvironBuilder(method="POST", input_stream=io.BytesIO(b"abc")).get_environ()
    environ["CONTENT_LENGTH"] = length
    start = Start()
    b"".join(RequestBodyReader(echo, limits)(environ, start))
    assert start.statuses == [refused]
    check_headers(start)


def check_headers(start: Start) -> None:
    """A page framed by a host that isolates itself (COEP) shows an answer only with these."""
    sent = {name.lower(): value for name, value in start.headers[0]}
    assert sent["referrer-policy"] == "no-referrer"
    assert sent["x-content-type-options"] == "nosniff"
    assert sent["cross-origin-embedder-policy"] == "require-corp"
    assert sent["cross-origin-resource-policy"] == "cross-origin"
    assert "default-src 'none'" in sent["content-security-policy"]
    assert sent["cache-control"] == "no-store"


def slow(stream: Endless) -> "WSGIEnvironment":
    environ = EnvironBuilder(method="POST").get_environ()
    environ.update({"CONTENT_LENGTH": "50", "wsgi.input": stream})
    return environ


def test_who_sends_too_slowly_is_answered_at_once_and_read_until_they_go() -> None:
    """An answer that ended while a reader still waits would let the server wait with all its threads."""
    stream, start = Endless(), Start()
    answer = iter(RequestBodyReader(echo, BodyLimits(seconds=0.0))(slow(stream), start))
    assert (next(answer), start.statuses) == (b"408 Request Timeout\n", ["408 Request Timeout"])
    check_headers(start)
    ended = threading.Thread(target=list, args=(answer,))
    ended.start()
    assert ended.is_alive()
    stream.go_on.set()
    ended.join(TIMEOUT)
    assert not ended.is_alive()


def test_while_some_send_slowly_others_are_told_to_come_back_and_readers_notice_nothing() -> None:
    body_reader, stream = (
        RequestBodyReader(echo, BodyLimits(seconds=TIMEOUT, max_reading=1, max_waiting=0)),
        Endless(),
    )
    first = threading.Thread(target=_run, args=(body_reader, slow(stream)))
    first.start()
    assert stream.asked.wait(TIMEOUT)
    assert Client(body_reader).post("/", data=b"abc").status_code == 503
    assert Client(body_reader).get("/").status_code == 200
    stream.go_on.set()
    first.join(TIMEOUT)
    assert Client(body_reader).post("/", data=b"abc").data == b"POST abc"


def test_those_who_keep_their_connection_after_all_are_not_without_number() -> None:
    body_reader, stream = RequestBodyReader(echo, BodyLimits(seconds=0.0, max_reading=1, max_waiting=0)), Endless()
    stays = iter(body_reader(slow(stream), Start()))
    assert next(stays).startswith(b"408")
    assert Client(body_reader).post("/", data=b"abc").status_code == 503
    stream.go_on.set()
    assert list(stays) == []


def test_who_comes_while_others_are_listened_to_waits_for_a_turn() -> None:
    limits = BodyLimits(seconds=TIMEOUT, max_reading=1, max_waiting=1, patience=TIMEOUT)
    body_reader, stream = RequestBodyReader(echo, limits), Endless()
    first = threading.Thread(target=_run, args=(body_reader, slow(stream)))
    first.start()
    assert stream.asked.wait(TIMEOUT)
    heard: list[bytes] = []
    second = threading.Thread(target=lambda: heard.append(Client(body_reader).post("/", data=b"abc").data))
    second.start()
    while not body_reader._turns.waiting:
        pass
    stream.go_on.set()
    second.join(TIMEOUT)
    assert heard == [b"POST abc"]
    first.join(TIMEOUT)


def test_who_waits_in_vain_is_told_to_come_back() -> None:
    body_reader, stream = (
        RequestBodyReader(echo, BodyLimits(seconds=TIMEOUT, max_reading=1, max_waiting=1, patience=0.0)),
        Endless(),
    )
    first = threading.Thread(target=_run, args=(body_reader, slow(stream)))
    first.start()
    assert stream.asked.wait(TIMEOUT)
    assert Client(body_reader).post("/", data=b"abc").status_code == 503
    stream.go_on.set()
    first.join(TIMEOUT)
