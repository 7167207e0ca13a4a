"""A short slice of the hostile requests, for every run of the tests; docs/contributing.md says how to run more."""

from itertools import islice
from pathlib import Path

import pytest

from tests.hostile.__main__ import Verdicts, run
from tests.hostile.inputs import PLANTED, Hostile, requests

SLICE = 500
ANY = Hostile("GET", b"GET / HTTP/1.1\r\n\r\n")
HEAD = (
    b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    b"Referrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff\r\n"
    b"Content-Security-Policy: x\r\nCross-Origin-Embedder-Policy: require-corp\r\n"
    b"Cross-Origin-Resource-Policy: cross-origin\r\n\r\n"
)


@pytest.mark.servers
def test_hostile_requests_break_no_promise(tmp_path: Path) -> None:
    verdicts, planted = run(SLICE, 7, tmp_path)
    assert verdicts.statuses.total() == SLICE
    assert not verdicts.broken, verdicts.examples
    assert planted == []


def test_the_same_seed_gives_the_same_requests() -> None:
    first, second, other = (list(islice(requests(seed), 300)) for seed in (3, 3, 4))
    assert first == second != other
    sent = b"".join(one.raw for one in first)
    assert b"%3Chostile-" in sent
    assert any(word.encode() in sent for word in PLANTED)


@pytest.mark.parametrize(
    ("answer", "promise"),
    [
        (HEAD.replace(b"200 OK", b"500 Oops"), "an unintended 5xx"),
        (HEAD + b"<p><hostile-3>", "markup that was sent comes back unescaped"),
        (HEAD.replace(b"Referrer-Policy: no-referrer\r\n", b""), "without referrer-policy"),
        (HEAD.replace(b"200 OK", b"408 Request Timeout").replace(b"nosniff", b""), "without x-content-type-options"),
    ],
)
def test_each_promise_that_is_broken_is_seen(answer: bytes, promise: str) -> None:
    verdicts = Verdicts()
    verdicts.judge(ANY, HEAD + b"<p>&lt;hostile-3&gt;")
    assert not verdicts.broken
    verdicts.judge(ANY, answer)
    assert list(verdicts.broken) == [promise]
