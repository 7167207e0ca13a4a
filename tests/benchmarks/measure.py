"""How long the server takes to start, and a page to make: `python -m tests.benchmarks.measure`. Asserts nothing."""

import os
import platform
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from http.client import HTTPConnection
from importlib.metadata import version
from itertools import islice
from statistics import median
from tempfile import TemporaryDirectory

import brotli
import deflate
from flask import Flask

from tests.benchmarks.processes import processor_seconds, tree
from tests.web.samples import GUIDES, address
from widget.app import build_site, create_app
from widget.guides.answers import parse_answers
from widget.guides.loading import load_library
from widget.guides.personalise import personalise
from widget.guides.situations import count_situations, situations
from widget.settings import read_settings
from widget.web.guide.parameters import read_page, read_view
from widget.web.guide.site import Site
from widget.web.http.compression import BROTLI_QUALITY, GZIP_LEVEL

TODAY = date(2026, 11, 22)
SAMPLE = 200
"""Situations per guide, evenly spread."""

STARTS = 7
TIMEOUT = 60.0
"""Seconds that a server may take to answer."""

Parameters = dict[str, list[str]]


def main() -> None:
    """Measure, and print a small table."""
    names = ("flask", "jinja2", "granian", "brotli")
    versions = ", ".join(f"{name} {version(name)}" for name in names)
    print(f"{date.today().isoformat()} · {platform.python_implementation()} {platform.python_version()} · {versions}")  # noqa: DTZ011 (the day where it is measured)
    print(f"{'what':48} {'median':>9} {'most':>9}")
    starts = list(_starts())
    _row("serve, from start to first page (wall, ms)", [wall for wall, _ in starts])
    _row("the same, processor of all its processes", [processor for _, processor in starts])
    site, plain = build_site(read_settings({}), lambda: TODAY), create_app(today=lambda: TODAY)
    cases = [(guide, parameters) for guide in GUIDES for parameters in _sample(guide)]
    _row("personalise (processor, ms)", _timed(partial(_personalise, site), cases))
    _row("render, every item rendered before", _timed(partial(_render, site), cases))
    _row("render, no item rendered before", _timed(lambda *case: _render(_fresh(site), *case), cases[::10]))
    pages = [(_body(plain, *case),) for case in cases[::10]]
    _row(f"compress, gzip {GZIP_LEVEL}", _timed(partial(deflate.gzip_compress, compresslevel=GZIP_LEVEL), pages))
    _row(f"compress, brotli {BROTLI_QUALITY}", _timed(partial(brotli.compress, quality=BROTLI_QUALITY), pages))
    for encoding in ("identity", "gzip", "br"):
        _row(f"whole answer, {encoding}", _timed(partial(_body, plain, encoding=encoding), cases))


def _sample(guide: str) -> Iterator[Parameters]:
    found = load_library(read_settings({}).content_folder).guides[guide]
    step = max(1, count_situations(found) // SAMPLE)
    for situation in islice(situations(found.questions), 0, None, step):
        yield {question: [choice] for question, choice in situation.items()}


def _personalise(site: Site, guide: str, given: Parameters) -> None:
    found = site.library.guides[guide]
    answers, misread = parse_answers(found, given)
    personalise(found, answers, TODAY, misread)


def _render(site: Site, guide: str, given: Parameters) -> None:
    found = site.library.guides[guide]
    edition = site.editions.common
    page = read_page(site, edition, found, read_view(edition, "embed", found, given), given, "https://guides.example")
    site.templates.render("guide/embed.html", page, page.language)


def _fresh(site: Site) -> Site:
    """The site with no item rendered yet."""
    return replace(site, parts=type(site.parts)(site.templates))


def _body(app: Flask, guide: str, given: Parameters, encoding: str = "identity") -> bytes:
    situation = {question: choices[0] for question, choices in given.items()}
    page = address("embed", guide, situation)
    return bytes(app.test_client().get(page, headers={"Accept-Encoding": encoding}).data)


def _timed(work: Callable[..., object], cases: Sequence[tuple[object, ...]]) -> list[float]:
    for case in cases[:: max(1, len(cases) // 20)]:
        work(*case)
    times = []
    for case in cases:
        start = time.process_time()
        work(*case)
        times.append((time.process_time() - start) * 1_000)
    return times


def _starts() -> Iterator[tuple[float, float]]:
    """What each start takes, with all modules compiled as an installation leaves them."""
    with TemporaryDirectory(prefix="compiled-") as folder:
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        environment = {**kept, "PYTHONPYCACHEPREFIX": folder}
        _start(environment)
        for _ in range(STARTS):
            yield _start(environment)


def _start(environment: Mapping[str, str]) -> tuple[float, float]:
    """Milliseconds from the start of the command to its first answer, and of processor until then."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    start = time.perf_counter()
    code = "from widget.cli.main import main; main()"
    command = (sys.executable, "-c", code, "serve", "--port", str(port), "--workers", "1")
    silent = subprocess.DEVNULL
    server = subprocess.Popen(command, stdout=silent, stderr=silent, env=environment)
    try:
        while not _answers(port):
            if server.poll() is not None or time.perf_counter() - start > TIMEOUT:
                raise SystemExit("The server does not answer.")
        taken = time.perf_counter() - start
        return taken * 1_000, processor_seconds(tree(server.pid)) * 1_000
    finally:
        server.terminate()
        server.wait(TIMEOUT)


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    try:
        connection.request("GET", address("embed", GUIDES[0]))
        return connection.getresponse().status == 200
    except OSError:
        time.sleep(0.002)
        return False
    finally:
        connection.close()


def _row(what: str, milliseconds: list[float]) -> None:
    print(f"{what:48} {median(milliseconds):9.2f} {max(milliseconds):9.2f}")


if __name__ == "__main__":
    main()
