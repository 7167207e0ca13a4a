"""Compression: what a browser takes, no slower than fitting into one round trip needs, and always the same text."""

import gzip
import random

import brotli
import pytest
from flask import Response
from flask.testing import FlaskClient
from minify_html import minify

from widget.web.http.compression import FITS, accepted_encodings, compress, smallest


def text_of(count: int) -> str:
    """So many words of few kinds."""
    words = random.Random(1)  # noqa: S311 (a text, no secret)
    return " ".join(
        words.choice(("ledig", "a-kasse", "jobcenter")) + str(words.randrange(10**6)) for _ in range(count)
    )


SMALL, TIGHT = text_of(1_600), text_of(3_600)


def compressed(text: str, accepted: str, *, asked_by_many: bool = False) -> Response:
    response = Response(text, content_type="text/html; charset=utf-8")
    return compress(response, accepted, asked_by_many=asked_by_many)


def read(response: Response) -> str:
    ways = {"gzip": gzip.decompress, "br": brotli.decompress, None: bytes}
    return bytes(ways[response.headers.get("Content-Encoding")](response.get_data())).decode()


@pytest.mark.parametrize(
    ("header", "accepted"),
    [
        ("gzip, deflate, br, zstd", "br, gzip"),
        ("gzip", "gzip"),
        ("br", "br"),
        ("*", "br, gzip"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0.5, gzip;q=1", "gzip"),
        ("br;q=1, gzip;q=0.5", "br, gzip"),
        ("identity", ""),
        ("", ""),
        ("gzip;q=much, \x00", ""),
    ],
)
def test_what_a_browser_takes_is_read_from_what_it_says(header: str, accepted: str) -> None:
    assert accepted_encodings(header) == accepted


@pytest.mark.parametrize("asked_by_many", [True, False])
@pytest.mark.parametrize("accepted", ["br, gzip", "gzip", "br", ""])
@pytest.mark.parametrize("text", [SMALL, TIGHT, "short", text_of(20_000)])
def test_a_browser_reads_the_same_text_in_an_encoding_that_it_takes(
    text: str, accepted: str, *, asked_by_many: bool
) -> None:
    response = compressed(text, accepted, asked_by_many=asked_by_many)
    assert read(response) == text
    assert response.headers.get("Content-Encoding", "") in {*accepted.split(", "), ""}
    assert "Accept-Encoding" in response.headers["Vary"]
    assert response.headers["Content-Length"] == str(len(response.get_data()))


def test_what_fits_takes_the_quicker_way() -> None:
    assert compressed(SMALL, "br, gzip").headers["Content-Encoding"] == "gzip"


def test_what_would_not_fit_is_made_smaller(client: FlaskClient) -> None:
    """And smaller still, where many ask for it."""
    page = client.get("/guide/hvis-du-bliver-ledig?open=alt&a-kasse=ved-ikke&aarsag=ved-ikke&dato=2027-01-02").text
    text = page + page[:9_000]
    in_gzip = len(compressed(text, "gzip").get_data())
    once, often = (compressed(text, "br, gzip", asked_by_many=many) for many in (False, True))
    assert in_gzip > FITS
    assert once.headers["Content-Encoding"] == often.headers["Content-Encoding"] == "br"
    assert len(often.get_data()) <= len(once.get_data()) < in_gzip
    assert len(compressed(text, "gzip", asked_by_many=True).get_data()) < in_gzip


def test_a_page_of_few_waits_for_the_slow_ways_where_they_may_let_it_fit(client: FlaskClient) -> None:
    page = client.get("/guide/hvis-du-bliver-ledig?open=alt&dato=2027-01-02").text

    def body(words: int, *, may_wait: bool) -> bytes:
        text = (page + text_of(words)).encode()
        return smallest(text, "br", asked_by_many=False, may_wait=may_wait)[1]

    near = next(words for words in range(0, 5_000, 20) if len(body(words, may_wait=False)) > FITS)
    assert len(body(near, may_wait=True)) <= FITS
    assert body(near + 2_000, may_wait=True) == body(near + 2_000, may_wait=False)


def test_a_page_is_minified_only_where_the_quick_ways_do_not_let_it_fit(client: FlaskClient) -> None:
    page = client.get("/guide/hvis-du-bliver-ledig?open=alt").text.encode()
    for many in (False, True):
        assert brotli.decompress(smallest(page, "br", asked_by_many=many, may_wait=True)[1]) == page
    longer = (page + text_of(words).encode() for words in range(0, 5_000, 20))
    near = next(one for one in longer if len(smallest(one, "br", asked_by_many=False)[1]) > FITS)
    for many in (False, True):
        sent = brotli.decompress(smallest(near, "br", asked_by_many=many, may_wait=True)[1])
        assert sent == minify(near.decode(), keep_input_type_text_attr=True).encode()


@pytest.mark.parametrize("content_type", ["image/png", "text/calendar"])
def test_only_text_is_compressed(content_type: str) -> None:
    response = compress(Response(SMALL, content_type=content_type), "gzip")
    assert ("Content-Encoding" in response.headers) == content_type.startswith("text/")
