"""The command `guide-widget`: serve the guides, check them. Knows the terminal; the work is done elsewhere."""

import os
import signal
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from importlib import import_module
from pathlib import Path

import click

from widget.app import danish_today
from widget.cli.published_content import published_content, tell_of_edition
from widget.cli.terminal import DAY, settings_or_stop, stop
from widget.guides.checking import check_library
from widget.guides.freshness import last_review
from widget.guides.library import Library
from widget.guides.loading import CATALOGUE, GUIDE_FILE, load_library, load_translation, read_library
from widget.guides.problems import ContentError, Place, Problem, Problems
from widget.guides.situations import count_situations, situations_table
from widget.guides.translation import check_translation
from widget.settings import Settings
from widget.web.http.languages import load_languages

TABLE_FILE = "situations.txt"
"""Who sees what, beside each guide: read its differences after changing a rule."""


class _Commands(click.Group):
    """Commands whose modules are imported when they are asked for: the server starts without those of the others."""

    elsewhere: Mapping[str, str] = {
        "admin": "widget.cli.admin",
        "content": "widget.cli.content",
        "diff": "widget.cli.diff",
        "links": "widget.cli.links",
        "notices": "widget.cli.notices",
        "partners": "widget.cli.partners",
        "report": "widget.cli.report",
        "translations": "widget.cli.translations",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the alphabet."""
        return sorted([*super().list_commands(ctx), *self.elsewhere])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, which is also its name in the module."""
        if cmd_name not in self.elsewhere:
            return super().get_command(ctx, cmd_name)
        command: click.Command = getattr(import_module(self.elsewhere[cmd_name]), cmd_name)
        return command


@click.group(cls=_Commands)
@click.version_option(package_name="guide-widget")
def main() -> None:
    """Life-event guides that any website can embed, without JavaScript."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
@click.option(
    "--workers", default=None, type=click.IntRange(1, 256), help="Processes; one per processor if left out."
)
@click.option(
    "--demo", is_flag=True, help="Also show the guides inside a made-up municipality's site, on the next port."
)
def serve(host: str, port: int, workers: int | None, *, demo: bool) -> None:
    """Serve the guides with a production server."""
    if not hasattr(signal, "SIGHUP"):
        stop("The server runs on Linux and macOS; on Windows run it in WSL. The commands for editors run here too.")
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # what is there now is read anyway; it would end this process
    # Imported late: the server is heavy, and only this command needs it.
    from widget.server.addresses import web_origin
    from widget.server.serving import serve as run_server

    settings = settings_or_stop()
    try:
        load_library(settings.content_folder, settings.draft_guides)
    except ContentError as error:
        stop(f"{error}\nThe guides cannot be served before this is mended.")
    host = _listening_address(host, port, settings.metrics_port, demo=demo)
    origin = web_origin(host, port)
    click.echo(f"Guides: {origin}/")
    click.echo(f"Share a guide on your own site: {origin}/share")
    if demo:
        from widget.demo.seed import prepare_demo  # the database is heavy to import, and only the demo needs it here

        os.environ.update(DATA_DIR=str(settings.data_folder / "demo"), DATABASE_URL="")  # nothing of the real one
        way_in = prepare_demo(settings_or_stop(), port)
        click.echo(f"Administration: http://localhost:{port}{way_in}")
        click.echo(f"Made-up websites with the guides in a frame: http://localhost:{port + 1}/")
    click.echo("Stop with Ctrl+C.")
    run_server(host, port, workers or os.cpu_count() or 1, demo_port=port + 1 if demo else None)


def _listening_address(host: str, port: int, metrics_port: int, *, demo: bool) -> str:
    """The IP address that `host` stands for; stops where the server cannot have all its ports."""
    from widget.server.addresses import LOOPBACK, AddressError, ListeningPlace, listening_address, listening_faults

    try:
        address = listening_address(host)
    except AddressError as error:
        stop(str(error))
    places = [ListeningPlace("the guides", "--port", address, port)]
    if demo:
        places.append(ListeningPlace("the demo", "--port", LOOPBACK, port + 1))
    if metrics_port:
        places.append(ListeningPlace("the figures", "METRICS_PORT", LOOPBACK, metrics_port))
    if faults := listening_faults(places):
        stop("\n".join(faults))
    return address


@main.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--date", "day", type=DAY, help="Check as of this day instead of today.")
@click.option("--as-reviewed", is_flag=True, help="Check as of the newest review: the same result on every day.")
@click.option("--write", is_flag=True, help=f"Write {TABLE_FILE}, the table of who sees what, beside each guide.")
def check(folder: Path | None, day: click.DateTime | None, *, as_reviewed: bool, write: bool) -> None:
    """Check all guides and registers in FOLDER, or in what is served.

    Walks every situation of every guide. Ends with 1 when something must be mended before publishing.
    """
    settings = settings_or_stop()
    if write and folder is None:
        tell_of_edition(settings)
        folder = settings.content_folder
    as_of = day.date() if day else danish_today()  # type: ignore[attr-defined]  # click hands over a datetime
    with published_content(settings, folder) as found:
        library, problems = _check(found, None if as_reviewed else as_of, write=write)
    _report(library, problems)
    if problems.errors:
        sys.exit(1)


def _check(settings: Settings, today: date | None, *, write: bool) -> tuple[Library | None, Problems]:
    """The content with all problems as of `today`, or of the newest review."""
    library, problems = read_library(settings.content_folder)
    if library is not None and not problems.errors:
        problems.found.extend(check_library(library, today or last_review(library)))
        problems.found.extend(_check_tables(library, settings.content_folder, write=write))
        problems.found.extend(_check_translations(settings))
    return library, problems


def _check_translations(settings: Settings) -> Iterator[Problem]:
    """What cannot be used in the catalogues of the guides and the interface; pages say it in Danish."""
    for language in load_languages(settings.translation_folder).values():
        yield from language.problems
    for file in sorted(settings.guide_translations.glob(f"*/{CATALOGUE}")):
        translation = load_translation(settings.guide_translations, file.parents[1].name)
        read_library(settings.content_folder, translation.translate)
        yield from check_translation(translation)


def _check_tables(library: Library, folder: Path, *, write: bool) -> Problems:
    """Compare each guide's table of who sees what with its file, or write the file."""
    problems = Problems()
    for guide in library.guides.values():
        file, table = folder / guide.id / TABLE_FILE, situations_table(guide)
        place = Place(f"{guide.id}/{TABLE_FILE}", 1)
        try:
            if write:
                file.write_text(table, encoding="utf-8")
            elif not file.exists() or file.read_text(encoding="utf-8", errors="replace") != table:
                message = "Hvem der ser hvad, er ikke længere det, der står i denne fil."
                problems.add(place, message, "Kør samme kommando med --write, og læs forskellen.", rule="table")
        except OSError as error:
            message = f"Filen kan ikke læses eller skrives: {error.strerror}."
            problems.add(place, message, "Giv lov til det, eller fjern det, der står i vejen.", rule="table")
    return problems


def _report(library: Library | None, problems: Problems) -> None:
    for problem in problems:
        click.echo(_in_colour(problem))
    for guide in library.guides.values() if library else ():
        items, situations = sum(1 for _ in guide.items()), count_situations(guide)
        draft = "" if guide.published else " (kladde: ikke offentliggjort)"
        click.echo(f"{guide.id}/{GUIDE_FILE}: {items} punkter, {situations} situationer{draft}")
    errors = len(problems.errors)
    click.echo(f"{_counted(errors, 'fejl', 'fejl')}, {_counted(len(problems) - errors, 'advarsel', 'advarsler')}")


def _counted(number: int, one: str, several: str) -> str:
    return f"{number} {one if number == 1 else several}"


def _in_colour(problem: Problem) -> str:
    return click.style(str(problem), fg="red" if problem.severity.value == "error" else "yellow")
