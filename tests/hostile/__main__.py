"""Sends hostile requests to a real server and judges each answer: `python -m tests.hostile [NUMBER] [--seed SEED]`.

What is broken is printed with the request that shows it, and the run ends with 1. The counts are printed at the end.
"""

import argparse
import socket
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from tests.hostile.inputs import MARK, PLANTED, Hostile, requests
from tests.servers.operating import Guides, guides, stores_of
from widget.demo.example_partners import publish_examples

MEANT = {b"501", b"503", b"505"}
"""The statuses above 499 that say what they mean: a method that is none, too many at once, another HTTP."""

PROMISED = (
    *(b"referrer-policy: no-referrer", b"x-content-type-options: nosniff"),
    *(b"cross-origin-embedder-policy: require-corp", b"cross-origin-resource-policy: cross-origin"),
)
"""What stands in every answer to citizens."""

OF_ADMINISTRATION = (b"referrer-policy: ", b"x-content-type-options: nosniff")
"""What stands in every answer below /admin."""

OF_PAGES = (b"content-security-policy: ",)
"""What stands in every answer that a browser shows as a page."""

OF_THE_SERVER = {b"400", b"431", b"414"}
"""Statuses of heads that are no HTTP, which the server answers with no body before the application is asked."""

TIMEOUT = 20.0
_NO_ANSWER = f"no answer within {TIMEOUT:.0f} seconds"
MOST_SHOWN = 20


@dataclass
class Verdicts:
    """What was counted, and the first of the requests that broke a promise, by promise."""

    statuses: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    examples: dict[str, bytes] = field(default_factory=dict)

    def judge(self, sent: Hostile, answer: bytes) -> None:
        """Count an answer, and each promise that it breaks."""
        head, _, body = answer.partition(b"\r\n\r\n")
        status = head[9:12]
        self.statuses[status.decode("latin-1") or "closed"] += 1
        for promise in _broken(sent, status, head.lower(), body):
            self.broken[promise] += 1
            self.examples.setdefault(f"{promise}: {status.decode()}", sent.raw[:400])

    def miss(self, sent: Hostile) -> None:
        """Count a request that the server did not answer in time."""
        self.statuses["none"] += 1
        self.broken[_NO_ANSWER] += 1
        self.examples.setdefault(_NO_ANSWER, sent.raw[:400])


def _broken(sent: Hostile, status: bytes, head: bytes, body: bytes) -> Iterator[str]:
    if not status:
        return
    if status >= b"500" and status not in MEANT:
        yield "an unintended 5xx"
    if MARK.encode() in body and b"text/html" in head:
        yield "markup that was sent comes back unescaped"
    if b"set-cookie" in head and b"\r\nset-cookie: a=b" in head:
        yield "a header that was sent comes back"
    if status in OF_THE_SERVER and not body:
        return
    promised: tuple[bytes, ...] = OF_ADMINISTRATION if sent.raw.split(b" ")[1].startswith(b"/admin") else PROMISED
    promised += OF_PAGES if body and b"text/html" in head else ()
    missing = [name for name in promised if b"\r\n" + name not in head]
    if missing:
        yield f"without {missing[0].decode().partition(':')[0]}"


def exchange(port: int, sent: Hostile) -> bytes:
    """The whole answer; nothing where the server closed the connection. Raises `TimeoutError` where none came."""
    head, _, rest = sent.raw.partition(b"\r\n\r\n")
    raw = head + b"\r\nConnection: close\r\n\r\n" + rest
    answer = bytearray()
    with socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT) as connection:
        try:
            connection.sendall(raw)
            while piece := connection.recv(65536):
                answer += piece
        except ConnectionError:
            pass
    return bytes(answer)


def planted_in(server: Guides) -> list[str]:
    """The lines of the log and the database that hold a planted word."""
    kept = server.log.splitlines()
    with closing(sqlite3.connect(server.folder / "data" / "guides.sqlite3")) as connection:
        kept += connection.iterdump()
    return [line for line in kept if any(word in line for word in PLANTED)]


def run(number: int, seed: int, folder: Path) -> tuple[Verdicts, list[str]]:
    """Send so many requests; gives the verdicts, and the lines with planted words that were found afterwards."""
    verdicts = Verdicts()
    stores = stores_of({"DATA_DIR": str(folder / "guides" / "data")})
    publish_examples(stores.registry)
    stores.close()
    with guides(folder / "guides", 2, BASE_URL="https://guides.example", ADMIN="on") as server:
        for count, sent in enumerate(requests(seed), 1):
            try:
                verdicts.judge(sent, exchange(server.port, sent))
            except TimeoutError:
                verdicts.miss(sent)
            if count == number:
                break
        server.stop()
        return verdicts, planted_in(server)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("number", type=int, nargs="?", default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        verdicts, planted = run(given.number, given.seed, Path(folder))
    print(f"{verdicts.statuses.total()} requests with seed {given.seed}: {dict(verdicts.statuses.most_common())}")
    for promise, times in verdicts.broken.most_common():
        print(f"{times} × {promise}")
    for what, raw in list(verdicts.examples.items())[:MOST_SHOWN]:
        print(f"\n{what}\n{raw!r}")
    in_log = sum(line.startswith("{") for line in planted)
    print(f"lines with planted words afterwards: {in_log} in the log, {len(planted) - in_log} in the database")
    print(*planted[:MOST_SHOWN], sep="\n")
    return 1 if verdicts.broken or planted else 0


if __name__ == "__main__":
    sys.exit(main())
