"""Mixed traffic for as long as one likes: `python -m tests.benchmarks.soak`. Prints a table; asserts nothing.

What is looked for is what grows: the memory of each process every minute, failures, and how long answers take. The
load is held at so many requests a second, as many as a country has on its worst day.
"""

import gzip
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from http.client import HTTPConnection, HTTPException
from itertools import count
from pathlib import Path
from random import Random
from statistics import quantiles
from tempfile import TemporaryDirectory
from threading import Thread
from urllib.parse import urlencode

import click
from selectolax.lexbor import LexborHTMLParser

from tests.benchmarks.__main__ import ROOT, SERVER, addresses
from tests.benchmarks.processes import free_port, memory, pinned, tree
from tests.servers.operating import stores_of
from tests.web.samples import GUIDES
from widget.demo.example_partners import example_partners, publish_examples
from widget.guides.loading import load_library
from widget.settings import read_settings
from widget.web.http.open_forms import SHORTEST

THREADS = 4
FILE = ROOT / "docs" / "soak.md"


@dataclass(frozen=True)
class Asked:
    """A request: `fine` are the statuses that are no failure."""

    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""
    fine: frozenset[int] = frozenset({200})


class Crowd:
    """What people ask for, at random but the same in every run."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)  # noqa: S311 (the same chance each time; it keeps no secret)
        self._everything = list(addresses())
        self._tasks = {
            guide.id: [item.id for item in guide.items() if item.tickable]
            for guide in load_library(read_settings({}).content_folder).guides.values()
        }
        self._partners = [partner.id for partner in example_partners()]
        self._numbers = count(seed * 1_000_000)
        self.etags: dict[str, str] = {}
        """Of what was answered last, compressed by gzip."""
        self.forms: dict[str, str] = {}
        """What each guide's form for feedback has hidden in it."""
        kinds: tuple[tuple[int, Callable[[], Asked]], ...] = (
            *((40, self._common), (20, self._situation), (10, self._known), (10, self._dated)),
            *((8, self._partner), (6, self._junk), (2, self._nowhere), (2, self._file), (2, self._feedback)),
        )
        self._weights, self._kinds = zip(*kinds, strict=True)

    def next(self) -> Asked:
        """The next request."""
        (kind,) = self._random.choices(self._kinds, self._weights)
        asked: Asked = kind()
        encoding = self._random.choice(("br, gzip", "br, gzip", "gzip", "identity"))
        return Asked(asked.path, {"Accept-Encoding": encoding, **asked.headers}, asked.body, asked.fine)

    def _guide(self) -> str:
        return self._random.choice(GUIDES)

    def _common(self) -> Asked:
        return Asked(f"/{self._random.choice(('embed', 'guide'))}/{self._guide()}")

    def _situation(self) -> Asked:
        return Asked(self._random.choice(self._everything))

    def _known(self) -> Asked:
        path = f"/embed/{self._guide()}"
        known = {"Accept-Encoding": "gzip", "If-None-Match": self.etags.get(path, '"none"')}
        return Asked(path, known, fine=frozenset({200, 304}))

    def _dated(self) -> Asked:
        path = self._random.choice(self._everything)
        tasks = self._tasks[path.partition("?")[0].rpartition("/")[2]]
        ticked = ",".join(self._random.sample(tasks, self._random.randrange(4)))
        day = date(2026, 1, 1) + timedelta(self._random.randrange(700))
        return Asked(f"{path}&dato={day}&done={ticked}")

    def _partner(self) -> Asked:
        surface = self._random.choice(("embed", "guide", "fragment"))
        return Asked(f"/{surface}/{self._random.choice(self._partners)}/{self._guide()}")

    def _junk(self) -> Asked:
        return Asked(f"/embed/{self._guide()}?utm_source={next(self._numbers)}{'x' * self._random.randrange(1500)}")

    def _nowhere(self) -> Asked:
        return Asked(f"/embed/nothing-{next(self._numbers)}", fine=frozenset({404}))

    def _file(self) -> Asked:
        kind = self._random.choice(("data/{}.json", "calendar/{}.ics?dato=2026-12-01", "print/{}"))
        name, _, query = kind.format(self._guide()).partition("?")
        return Asked(f"/{name}?{query}" if query else f"/{name}")

    def _feedback(self) -> Asked:
        guide = self._guide()
        said = {
            "verdict": "ja",
            "text": f"Tak for hjælpen, nummer {next(self._numbers)}",
            "token": self.forms[guide],
        }
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return Asked(f"/feedback/{guide}", kind, urlencode(said), frozenset({303, 429}))


@dataclass
class Minute:
    """What one minute gave."""

    took: list[float] = field(default_factory=list)
    failed: Counter[str] = field(default_factory=Counter)


class Load:
    """Threads that ask, each on a connection that it keeps, `rate` times a second in all."""

    def __init__(self, port: int, rate: float) -> None:
        self._port = port
        self._between = THREADS / rate
        self.minute = Minute()
        self.ends = False
        self._threads = [Thread(target=self._ask, args=(Crowd(seed),), daemon=True) for seed in range(THREADS)]

    def begin(self) -> None:
        """Start asking."""
        for thread in self._threads:
            thread.start()

    def _ask(self, crowd: Crowd) -> None:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=30)
        for guide in GUIDES:
            connection.request("GET", f"/feedback/{guide}")
            form = LexborHTMLParser(connection.getresponse().read()).css_first("input[name=token]")
            crowd.forms[guide] = str(form.attributes["value"]) if form else ""
        time.sleep(SHORTEST + 1)
        due = time.monotonic()
        while not self.ends:
            due = max(due + self._between, time.monotonic() - 1)
            time.sleep(max(due - time.monotonic(), 0))
            asked, minute = crowd.next(), self.minute
            begun = time.perf_counter()
            try:
                status = self._answer(connection, crowd, asked)
            except (OSError, HTTPException) as error:
                connection.close()
                minute.failed[type(error).__name__] += 1
                continue
            minute.took.append((time.perf_counter() - begun) * 1_000)
            if status not in asked.fine:
                minute.failed[f"{status} {asked.path.split('?')[0][:60]}"] += 1

    @staticmethod
    def _answer(connection: HTTPConnection, crowd: Crowd, asked: Asked) -> int:
        connection.request("POST" if asked.body else "GET", asked.path, asked.body or None, asked.headers)
        response = connection.getresponse()
        body = response.read()
        if response.status == 200 and asked.headers.get("Accept-Encoding") == "gzip":
            crowd.etags[asked.path] = response.headers.get("ETag", "")
            if response.headers.get("Content-Encoding") == "gzip":
                gzip.decompress(body)
        return response.status


def watch(port: int, root: int, minutes: int, rate: float) -> Iterator[str]:
    """A row for each minute: memory of the worker and of its parent in MB, requests, failures, ms."""
    load, asked, failed = Load(port, rate), 0, Counter[str]()
    load.begin()
    for number in range(1, minutes + 1):
        time.sleep(60)
        minute, load.minute = load.minute, Minute()
        asked, failed = asked + len(minute.took), failed + minute.failed
        cuts = quantiles(minute.took, n=100)
        parent, *workers = tree(root)
        yield (
            f"| {number} | {memory(workers):.1f} | {memory([parent]):.1f} | {len(minute.took):,} | "
            f"{minute.failed.total()} | {cuts[49]:.2f} | {cuts[98]:.2f} |"
        )
    load.ends = True
    yield f"\n{asked:,} requests, {failed.total()} failed{f': {dict(failed)}' if failed else ''}."


@click.command()
@click.option("--minutes", default=60, show_default=True, help="How long.")
@click.option("--rate", default=50.0, show_default=True, help="Requests a second.")
@click.option("--write", is_flag=True, help="Keep the table in docs/soak.md.")
def main(minutes: int, rate: float, *, write: bool) -> None:
    """Serve with one worker, ask, and watch what grows."""
    port, lines = free_port(), []
    with TemporaryDirectory(prefix="soak-") as folder:
        own = {"DATA_DIR": folder, "BASE_URL": "https://guides.example"}
        stores = stores_of(own)
        publish_examples(stores.registry)
        stores.close()
        command = str(Path(sys.executable).with_name("guide-widget"))
        serve = (command, "serve", "--port", str(port), "--workers", "1")
        with pinned(serve, SERVER, port, Path(folder, "log"), **own) as root:
            for line in watch(port, root, minutes, rate):
                click.echo(line)
                lines.append(line)
    day = date.today().isoformat()  # noqa: DTZ011 (the day where it is measured)
    if write:
        text = _REPORT.format(minutes=minutes, rate=rate, day=day, rows="\n".join(lines))
        FILE.write_text(text.lstrip(), encoding="utf-8")


_REPORT = """
# Soak

`python -m tests.benchmarks.soak --minutes {minutes} --rate {rate:g} --write`, {day}: one worker on one of two
processors that other programs used too; mixed traffic on kept connections. 40 % common pages, 20 % situations at
random, 10 % conditional requests, 10 % with dates and ticks, 8 % of partners, 6 % junk addresses, none of them twice,
2 % pages that do not exist, 2 % files and lists for paper, 2 % feedback; in brotli, gzip and uncompressed. Memory is
proportional (PSS).

| minute | worker MB | parent MB | requests | failed | p50 ms | p99 ms |
|---|---|---|---|---|---|---|
{rows}
"""


if __name__ == "__main__":
    main()
