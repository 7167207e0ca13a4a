"""A request's body is read before a thread works on it, and a visitor who sends slowly does not hold others up."""

import io
import threading
from typing import TYPE_CHECKING

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import HTTPException
from werkzeug.test import Client, EnvironBuilder, encode_multipart
from werkzeug.wrappers import Request

from tests.web.wsgi import Start
from widget.server.request_bodies import BodyLimits, RequestBodyReader
from widget.web.http.incomplete_bodies import require_complete

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


def test_no_body_may_be_longer_than_four_megabytes() -> None:
    for size, answer in ((4 * 1024 * 1024, 200), (4 * 1024 * 1024 + 1, 413)):
        environ = EnvironBuilder(method="POST", input_stream=io.BytesIO(b"x" * size)).get_environ()
        assert _run(RequestBodyReader(echo, BodyLimits()), environ | {"CONTENT_LENGTH": str(size)}) == answer


def explaining(environ: "WSGIEnvironment", start_response: "StartResponse") -> list[bytes]:
    """As the admin does: says why a body did not come whole, and what was typed."""
    try:
        require_complete(environ)
    except HTTPException as error:
        start_response(f"{error.code} {error.name}", [])
        return [repr(sorted(Request(environ).form.items(multi=True))).encode()]
    start_response("200 OK", [])
    return [b"whole"]


def form_with_a_file(size: int) -> "WSGIEnvironment":
    """What a browser sends of a form with two texts around a file."""
    file = FileStorage(io.BytesIO(b"\r\n--x" * (size // 5)), "a.png")
    return sent({"logo-alt": "Ærø Kommune\r\n", "file": file, "base": "7"})


def sent(values: dict[str, str | FileStorage]) -> "WSGIEnvironment":
    """A request with these values as `multipart/form-data`."""
    boundary, body = encode_multipart(values)
    kind = f"multipart/form-data; boundary={boundary}"
    return EnvironBuilder(
        "/admin/x", method="POST", input_stream=io.BytesIO(body), content_type=kind
    ).get_environ() | {"CONTENT_LENGTH": str(len(body))}


@pytest.mark.parametrize("size", [10_001, 1_000_000])
@pytest.mark.parametrize("is_chunked", [False, True])
def test_where_the_application_explains_it_gets_what_was_typed_without_the_files(size: int, is_chunked: bool) -> None:
    body_reader = RequestBodyReader(explaining, BodyLimits(bytes=10_000), explained="/admin/")
    environ = form_with_a_file(size)
    stream = environ["wsgi.input"]
    if is_chunked:
        environ.pop("CONTENT_LENGTH")
        environ["HTTP_TRANSFER_ENCODING"] = "chunked"
    start = Start()
    typed = b"".join(body_reader(environ, start)).decode()
    assert start.statuses == ["413 Request Entity Too Large"]
    beside = "('base', '7'), " if size < 160_000 else ""
    assert typed == f"[{beside}('logo-alt', 'Ærø Kommune\\r\\n')]", "after 16 times the limit none is looked for"
    assert stream.read() == b"", "read to its end, or the browser would not show the answer"


@pytest.mark.parametrize("content_type", ["image/png", "multipart/form-data", "multipart/form-data; boundary=none"])
def test_where_nothing_was_typed_the_application_explains_all_the_same(content_type: str) -> None:
    body_reader = RequestBodyReader(explaining, BodyLimits(bytes=10), explained="/admin/")
    builder = EnvironBuilder("/admin/x", method="POST", data=b"x" * 500, content_type=content_type)
    start = Start()
    assert b"".join(body_reader(builder.get_environ(), start)) == b"[]"
    assert start.statuses == ["413 Request Entity Too Large"]


def test_fields_that_are_too_long_themselves_are_not_kept() -> None:
    body_reader = RequestBodyReader(explaining, BodyLimits(bytes=1_000), explained="/admin/")
    environ = sent({"short": "a", "long": "b" * 5_000})
    assert b"".join(body_reader(environ, Start())) == b"[('short', 'a')]"


def test_the_application_explains_what_is_sent_too_slowly_too() -> None:
    stream, start = Endless(), Start()
    body_reader = RequestBodyReader(explaining, BodyLimits(seconds=0.0), explained="/admin/")
    answer = iter(body_reader(slow(stream) | {"PATH_INFO": "/admin/x"}, start))
    assert (next(answer), start.statuses) == (b"[]", ["408 Request Timeout"])
    stream.go_on.set()
    assert list(answer) == []


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
