"""Side by side with what could be fastest: `python -m tests.benchmarks`. Prints a table; asserts nothing.

All servers are up at the same time, each with one worker on the first core; the load comes from the second. They take
turns in short rounds, so that other work of the machine falls on all of them. What counts is processor time per
request: the sum over all threads of a server's processes, by the number of requests.
"""

import gzip
import os
import platform
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from http.client import HTTPConnection
from importlib.metadata import version
from itertools import islice, product
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from urllib.parse import urlencode

import click

from tests.benchmarks.processes import free_port, memory, pinned, processor_seconds, tree
from tests.benchmarks.targets import PAGE, our_page
from widget.guides.loading import load_library
from widget.guides.situations import situations
from widget.settings import read_settings

ROOT = Path(__file__).parents[2]
SERVER, GENERATOR = 0, 1
CONNECTIONS = 16
MANY = 3000
"""Different pages that everybody asks for."""

_NGINX = """
daemon off; pid {folder}/{name}.pid; worker_processes 1; error_log stderr; {user}
events {{ worker_connections 1024; }}
http {{ access_log off; types {{ text/html html; }} charset utf-8; keepalive_requests 1000000;
    client_body_temp_path {folder}/b; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    upstream guides {{ server 127.0.0.1:{behind}; keepalive 32; }}
    server {{ listen 127.0.0.1:{port}; root {folder}/pages; {inside} }} }}
"""
_STATIC = "location / { rewrite ^(.*)$ $1.html break; gzip_static always; }"
_PROXY = 'location / { proxy_pass http://guides; proxy_http_version 1.1; proxy_set_header Connection ""; }'


@dataclass
class Round:
    """What one round gave: microseconds of processor per request, requests per second, latencies in ms."""

    cost: float
    speed: float
    p50: float
    p99: float
    failed: int


@dataclass
class Case:
    """Something to measure. `addresses` is a file, a line each; with `fresh` none of them is asked for twice."""

    name: str
    port: int
    roots: tuple[int, ...]
    addresses: Path
    etag: str = ""
    fresh: bool = False
    offset: int = 0
    rounds: list[Round] = field(default_factory=list)
    megabytes: float = 0.0

    def measure(self, seconds: float) -> Round:
        """One round."""
        processes = [number for root in self.roots for number in tree(root)]
        before = processor_seconds(processes)
        script = str(Path(__file__).with_name("load.lua"))
        run = subprocess.run(
            [
                *("taskset", "-c", str(GENERATOR), "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", script),
                *(f"http://127.0.0.1:{self.port}", "--", str(self.addresses), str(self.offset), self.etag),
            ],
            capture_output=True,
            text=True,
            check=True,
        )
        used = processor_seconds(processes) - before
        found = re.search(r"RESULT (\d+) (\d+) (\d+) (\d+) (\d+)", run.stdout)
        assert found, run.stdout + run.stderr
        requests, duration, failed, p50, p99 = (int(text) for text in found.groups())
        self.offset += requests + CONNECTIONS if self.fresh else 0
        self.megabytes = memory([number for root in self.roots for number in tree(root)])
        return Round(used / requests * 1e6, requests / duration * 1e6, p50 / 1e3, p99 / 1e3, failed)

    def middle(self, what: str) -> float:
        """The median over the rounds."""
        return median(float(getattr(found, what)) for found in self.rounds)


@click.command()
@click.option("--rounds", default=8, show_default=True, help="How often each takes its turn.")
@click.option("--seconds", default=1, show_default=True, help="How long a turn is.")
@click.option("--write", is_flag=True, help="Keep the table in docs/benchmarks.md.")
def main(rounds: int, seconds: int, *, write: bool) -> None:
    """Measure, print the table, and keep it with --write."""
    load = os.getloadavg()[0]
    with TemporaryDirectory(prefix="benchmarks-") as folder, ExitStack() as stack:
        cases = start(Path(folder), stack)
        for case in cases:
            if not case.fresh:
                case.measure(seconds)
        for number in range(rounds):
            for case in cases:
                case.rounds.append(case.measure(seconds))
            click.echo(f"round {number + 1} of {rounds}", err=True)
    text = report(cases, rounds, seconds, load)
    click.echo(text)
    if write:
        (ROOT / "docs" / "benchmarks.md").write_text(text, encoding="utf-8")


def start(folder: Path, stack: ExitStack) -> list[Case]:
    """All servers, and what is asked of them."""
    (folder / "pages" / "embed").mkdir(parents=True)
    (folder / "pages" / f"{PAGE[1:]}.html.gz").write_bytes(our_page()[0])
    if os.getuid() == 0:
        folder.chmod(0o755)
    one, many, fresh = (folder / name for name in ("one", "many", "fresh"))
    one.write_text(f"{PAGE}\n")
    pages = list(addresses())
    many.write_text("\n".join(Random(1).sample(pages, min(MANY, len(pages)))))  # noqa: S311 (the same chance each time; it keeps no secret)
    fresh.write_text("\n".join(f"{address}&dato=2027-{m:02}-{d:02}" for m, d in DAYS for address in addresses()))
    command = str(Path(sys.executable).with_name("guide-widget"))
    base = {"BASE_URL": "https://guides.example"}

    def ours(name: str, **more: str) -> tuple[int, int]:
        port = free_port()
        serve = (command, "serve", "--port", str(port), "--workers", "1")
        own = {**base, **more, "DATA_DIR": str(folder / name)}
        return port, stack.enter_context(pinned(serve, SERVER, port, folder / f"{name}.log", **own))

    def other(name: str, *threads: str) -> tuple[int, tuple[int]]:
        port = free_port()
        run = (sys.executable, "-m", "tests.benchmarks.targets", name, str(port), *threads)
        return port, (stack.enter_context(pinned(run, SERVER, port, folder / f"{name}.log")),)

    def nginx(name: str, inside: str, behind: int) -> tuple[int, int]:
        port, config = free_port(), folder / f"{name}.conf"
        values = {"folder": folder, "name": name, "port": port, "behind": behind, "inside": inside}
        config.write_text(_NGINX.format(user="user root;" if os.getuid() == 0 else "", **values))
        run = ("nginx", "-e", "stderr", "-c", str(config))
        return port, stack.enter_context(pinned(run, SERVER, port, folder / f"{name}.log"))

    cache = free_port()
    redis = ("redis-server", "--port", str(cache), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder))
    stack.enter_context(pinned(redis, SERVER, cache, folder / "redis.log"))
    port, root = ours("ours")
    crowd_port, crowd = ours("crowd")
    shared_port, shared = ours("shared", CACHE_URL=f"redis://127.0.0.1:{cache}/0")
    fresh_port, new = ours("fresh-server")
    ask_for(crowd_port, [path for path in many.read_text().split() for _ in range(2)])
    static_port, static = nginx("static", _STATIC, 9)
    proxy_port, proxy = nginx("proxy", _PROXY, port)
    return [
        Case("nginx, a compressed file", static_port, (static,), one),
        Case("bare WSGI callable", *other("bare"), one),
        Case("bare WSGI callable, one thread", *other("bare", "1"), one),
        Case("**ours: one page**", port, (root,), one),
        Case(f"**ours: {MANY:,} pages, at random**", crowd_port, (crowd,), many),
        Case("**ours: 304**", port, (root,), one, etag=etag_of(port)),
        Case("ours: with Redis behind", shared_port, (shared,), one),
        Case("ours: through nginx", proxy_port, (proxy, root), one),
        Case("**ours: never asked for before**", fresh_port, (new,), fresh, fresh=True),
        Case("every template rendered each time, gzip 6", *other("rendered_flask"), fresh, fresh=True),
        Case("Flask, a constant", *other("plain_flask"), one),
        Case("Flask-Caching, `cached(query_string=True)`", *other("cached_flask"), one),
    ]


DAYS = tuple(islice(product(range(1, 13), range(1, 29)), 40))


def addresses() -> Iterator[str]:
    """Every situation of both guides."""
    library = load_library(read_settings({}).content_folder)
    for guide in library.guides.values():
        for situation in situations(guide.questions):
            if situation:
                yield f"/embed/{guide.id}?{urlencode(situation)}"


def ask_for(port: int, paths: list[str]) -> None:
    """One after another, so that all are ready."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    for path in paths:
        connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        connection.getresponse().read()
    connection.close()


def etag_of(port: int) -> str:
    """The validator of the page."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", PAGE, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    assert gzip.decompress(response.read())
    connection.close()
    return response.headers["ETag"]


def report(cases: list[Case], rounds: int, seconds: int, load: float) -> str:
    """The table, with what is needed to read it."""
    static = cases[0].middle("cost")
    bare = min(case.middle("cost") for case in cases if case.name.startswith("bare"))
    names = ("granian", "flask", "flask-caching", "werkzeug", "brotli")
    nginx = (
        subprocess.run(["nginx", "-v"], capture_output=True, text=True, check=True).stderr.partition("/")[2].strip()
    )
    text = _REPORT.format(
        day=date.today().isoformat(),  # noqa: DTZ011 (the day where it is measured)
        rounds=rounds,
        seconds=seconds,
        python=platform.python_version(),
        nginx=nginx,
        versions=", ".join(f"{name} {version(name)}" for name in names),
        load=load,
        rows="\n".join(_row(case, bare, static) for case in cases),
        size=len(our_page()[0]),
    )
    return text.lstrip()


def _row(case: Case, bare: float, static: float) -> str:
    cost = case.middle("cost")
    weight = f"{case.megabytes:.0f}" if "ours" in case.name else ""
    cells = (
        *(case.name, f"{cost:.1f}", f"{bare / cost:.3g}", f"{static / cost:.3g}", f"{case.middle('speed'):,.0f}"),
        *(f"{case.middle('p50'):.2f}", f"{case.middle('p99'):.2f}", weight, str(sum(r.failed for r in case.rounds))),
    )
    return f"| {' | '.join(cells)} |"


_REPORT = """
# Benchmarks

`python -m tests.benchmarks --write`, {day}: {rounds} rounds of {seconds} s each, in turn; medians. Python {python},
nginx {nginx}, {versions}.
One worker on one core, the load (wrk, 16 connections kept open) on another; over loopback, without TLS. The load of
the machine before the start was {load:.1f} on two cores: where that is not near nought, other programs shared them,
so that requests per second and latencies are worth less than processor time, and ratios more than both.

| what | µs of processor per request | of bare | of nginx | requests/s | p50 ms | p99 ms | memory MB | failed |
|---|---|---|---|---|---|---|---|---|
{rows}

*of bare*, *of nginx*: how many requests for the processor time of one there; more is better; of the two bare ones
the cheaper counts. Ours have eight threads, the others four, or one, which a slow request would hold up. All but
*304* answer with a page compressed by gzip, the one page with {size:,} bytes. Memory is of
both processes of `guide-widget serve`: the worker, and the one that watches over it. *Through nginx* counts both
servers. *Every template rendered each time* is our own pages by Flask alone, with nothing kept. *Never asked for
before* has a date in each address, and is an overview, put together from lines that were rendered before; until
28 November 2026 it was the whole guide. Both versions one after the other on one machine, on 30 November: 880 µs
then and 1,053 µs since; one page 21.5 and 22.2 µs, the bare one 21.4 and 20.2.

What a request costs is mostly the server's threads waking each other on one core, and how often they do depends on
the machine and on what else runs: ratios to bare differ between machines by a quarter.
"""


if __name__ == "__main__":
    main()
