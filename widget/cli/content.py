"""The commands `guide-widget content`: editions of the guides as folders, in and out of the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from widget.app import danish_today, utc_now
from widget.cli.terminal import settings_or_stop, stop
from widget.database.database import Database
from widget.database.engine import open_engine
from widget.database.errors import DatabaseUnavailable
from widget.guides.checking import check_library
from widget.guides.loading import read_library
from widget.publishing.content_files import Files, read_content, write_content
from widget.publishing.edition_store import EditionStore
from widget.settings import FOLDER, Settings


@dataclass(frozen=True, slots=True)
class _ContentContext:
    """What every command works with."""

    settings: Settings
    store: EditionStore
    who: str


@click.group()
@click.option("--who", envvar="USER", default="command line", show_default=True, help="Your name, for the log.")
@click.pass_context
def content(context: click.Context, who: str) -> None:
    """Editions of the guides: what was published when, and the same as a folder of files."""
    settings = settings_or_stop()
    database = Database(open_engine(settings.database_url, settings.data_folder))
    context.call_on_close(database.engine.dispose)
    context.obj = _ContentContext(settings, EditionStore(database, utc_now), who)


@content.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--edition", "number", type=int, help="This edition instead of the one that citizens see.")
@click.option(
    "--force", is_flag=True, help="Also into a folder that has files; what is not in the edition is deleted."
)
@click.pass_obj
def export(desk: _ContentContext, folder: Path, number: int | None, *, force: bool) -> None:
    """Write an edition into FOLDER, byte for byte: guides, registers and the translations of their texts."""
    if folder.is_dir() and any(folder.iterdir()) and not force:
        stop(f"There are files in {folder}. Name a new folder, or add --force to have them replaced.", status=2)
    with _database_there():
        files = _files_of(desk, number)
    try:
        write_content(files, folder)
    except OSError as error:
        stop(f"{folder} cannot be written: {error.strerror}.", status=2)
    click.echo(f"{len(files)} files in {folder}. Look at them with: CONTENT_DIR={folder} guide-widget serve")


@content.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--heading", default="", help="What it is about, for the log; the name of the folder if left out.")
@click.pass_obj
def import_content(desk: _ContentContext, folder: Path, heading: str) -> None:
    """Publish the guides in FOLDER: citizens see them within a second, on every server of this database."""
    _check(folder)
    try:
        files = read_content(folder, desk.settings.translation_folder)
    except OSError as error:
        stop(f"{folder} cannot be read: {error.strerror}.", status=2)
    with _database_there():
        before = desk.store.stamp()
        number = desk.store.import_files(files, heading.strip() or folder.resolve().name, desk.who)
    if before and before.number == number:
        click.echo(f"Nothing differs from edition {number}, which citizens see.")
        return
    click.echo(f"Edition {number} is published.")
    if desk.settings.content_source == FOLDER:
        click.echo("CONTENT_DIR is set: a server with that setting shows its folder, and not this edition.")


@content.command("log")
@click.pass_obj
def log(desk: _ContentContext) -> None:
    """All editions, newest first: the number, when it was published, by whom, and what it is about."""
    with _database_there():
        editions = desk.store.editions()
    for edition in editions:
        people = " + ".join(name for name in (edition.submitted_by, edition.published_by) if name) or "package"
        when = edition.published_at.strftime("%Y-%m-%d %H:%M UTC")
        click.echo(f"{edition.number:>4}  {when}  {edition.digest[:12]}  {people}: {edition.heading or '–'}")
    if not editions:
        click.echo("No edition was published yet: citizens see the guides that came with the package.")


def _files_of(desk: _ContentContext, number: int | None) -> Files:
    settings = desk.settings
    edition = desk.store.edition(number) if number is not None else None
    if number is not None and edition is None:
        stop(f"There is no edition {number}. See: guide-widget content log", status=2)
    if number is None and settings.content_source != FOLDER:
        edition = desk.store.current()
    if edition is None:
        return read_content(settings.content_folder, settings.translation_folder)
    return desk.store.files(edition.manifest)


def _check(folder: Path) -> None:
    """Stop where the content of a folder could not be shown to citizens."""
    library, problems = read_library(folder)
    if library is not None and not problems.errors:
        problems.found.extend(check_library(library, danish_today()))
    if problems.errors:
        stop("\n".join(str(problem) for problem in problems.errors) + "\nNothing was published.")


@contextmanager
def _database_there() -> Iterator[None]:
    try:
        yield
    except DatabaseUnavailable as error:
        stop(f"The database does not answer: {error}. Nothing was changed.")
