"""How far a reader follows one query string through the code: `python -m tests.benchmarks.walk`.

Prints the modules of `.widget` that a page walks through, warm, and how often the walk goes from one to another, by
calls and returns. The page has a date that was not asked for before, so it is built; all that it shares is kept.
"""

import sys
from collections import Counter
from tempfile import TemporaryDirectory
from types import FrameType

import click
from werkzeug.test import Client

from tests.conftest import BASE_URL, TODAY
from widget.app import create_app
from widget.settings import read_settings

PAGE = "/embed/hvis-du-bliver-ledig?a-kasse=ja&dato=2026-12-{day:02}"


def walk() -> tuple[Counter[str], int]:
    """The calls into each module, and how often the walk goes from one module to another."""
    with TemporaryDirectory(prefix="walk-") as folder:
        app = create_app(read_settings({"BASE_URL": BASE_URL, "DATA_DIR": folder}), today=lambda: TODAY)
        client, headers = Client(app), {"Accept-Encoding": "gzip"}
        calls: Counter[str] = Counter()
        here, switches = "", 0

        def follow(frame: FrameType, event: str, _: object) -> None:
            nonlocal here, switches
            place = frame if event == "call" else frame.f_back if event == "return" else None
            module = str(place.f_globals.get("__name__", "")) if place else ""
            if not module.startswith("widget."):
                return
            calls[module] += event == "call"
            switches += module != here
            here = module

        client.get(PAGE.format(day=1), headers=headers)
        sys.setprofile(follow)
        client.get(PAGE.format(day=2), headers=headers)
        sys.setprofile(None)
        return calls, switches


@click.command()
def main() -> None:
    """Walk, and print the modules by their calls."""
    calls, switches = walk()
    for module, number in calls.most_common():
        click.echo(f"{number:5} {module}")
    click.echo(f"{len(calls)} modules, {switches} switches between them")


if __name__ == "__main__":
    main()
