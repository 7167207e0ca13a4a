"""The commands `guide-widget content`: editions of the guides as folders, in and out of the database."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

import click
from babel.dates import format_date

from widget.app import danish_today, utc_now
from widget.cli.terminal import settings_or_stop, stop
from widget.database.database import Database
from widget.database.engine import open_engine
from widget.database.errors import DatabaseUnavailable
from widget.database.sqlite_file import ensure_sqlite_file
from widget.guides.checking import check_library
from widget.guides.loading import read_library
from widget.notices.news_store import EditionNewsStore
from widget.publishing.content_files import (
    Files,
    manifest_of,
    mark_folder,
    marked_digest,
    read_content,
    write_content,
)
from widget.publishing.edition_store import EditionStore, NewerEditionError
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
        stop(f"Der er filer i {folder}. Vælg en ny mappe, eller tilføj --force, så bliver de erstattet.", status=2)
    with _database_there():
        files = _files_of(desk, number)
    try:
        write_content(files, folder)
        mark_folder(folder, files)
    except OSError as error:
        stop(f"{folder} kan ikke skrives: {error.strerror}.", status=2)
    click.echo(f"{len(files)} filer i {folder}. Se dem med: CONTENT_DIR={folder} guide-widget serve")


@content.command("import")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--heading", default="", help="What it is about, for editors and partners: “Satser 2027”. The day if left out."
)
@click.option(
    "--replace-newer", is_flag=True, help="Also where an edition was published since the export: it is taken back."
)
@click.pass_obj
def import_content(desk: _ContentContext, folder: Path, heading: str, *, replace_newer: bool) -> None:
    """Publish the guides in FOLDER: citizens see them within a second, on every server of this database.

    It is refused where an edition was published that FOLDER was not exported from, since it would be taken back.
    """
    _check(folder)
    try:
        files = read_content(folder, desk.settings.translation_folder)
    except OSError as error:
        stop(f"{folder} kan ikke læses: {error.strerror}.", status=2)
    base = None if replace_newer else marked_digest(folder)
    ensure_sqlite_file(desk.settings.database_url, desk.settings.data_folder)
    with _database_there():
        before = desk.store.stamp()
        try:
            number = desk.store.import_files(files, heading.strip() or _plain_heading(), desk.who, base=base)
        except NewerEditionError as newer:
            stop(_refusal(desk, folder, files, newer.number))
    with suppress(OSError):  # a folder that cannot be written is named at the next import
        mark_folder(folder, files)
    if before and before.number == number:
        click.echo(f"Intet er anderledes end udgave {number}, som borgerne ser.")
        _work_out_news(desk)  # where an import before this one was interrupted
        return
    click.echo(f"Udgave {number} er udgivet.")
    _work_out_news(desk)
    if desk.settings.smtp_url:
        click.echo("Partnernes mails sendes af guide-widget notices.")
    if desk.settings.content_source == FOLDER:
        click.echo("CONTENT_DIR er sat: En server med den indstilling viser sin mappe og ikke denne udgave.")


def _plain_heading() -> str:
    """What an edition is called where its editor does not say."""
    return f"Ny udgave {format_date(danish_today(), 'long', 'da')}"


def _work_out_news(desk: _ContentContext) -> None:
    """Keep what the edition changed, for the partners' page and the feed: no request has to work it out."""
    try:
        EditionNewsStore(desk.store).complete()
    except DatabaseUnavailable as error:
        click.echo(f"Partnernes side og feedet mangler udgaven: {error}. Kør guide-widget notices.", err=True)


def _refusal(desk: _ContentContext, folder: Path, files: Files, number: int) -> str:
    """Why a folder is not published: who has published what since it was exported, and how to go on."""
    base = marked_digest(folder)
    editions = desk.store.editions()
    since = list(takewhile(lambda edition: edition.digest != base, editions))
    known = next((edition for edition in editions if edition.digest == base), None)
    if known is None:
        lines = [f"Mappen siger ikke, at den begyndte på udgave {number}, som borgerne ser. Intet blev udgivet."]
        since = since[:1]
    else:
        lines = [
            f"Der er udgivet en nyere udgave, siden mappen blev hentet (udgave {known.number}). Intet blev udgivet."
        ]
    lines += [f"  Udgave {one.number}: {one.heading or '–'} ({one.published_by or 'pakken'})" for one in since]
    if known is not None:
        theirs, ours = (_changed(known.manifest, side) for side in (editions[0].manifest, manifest_of(files)))
        lines.append(f"  Ændret dér: {', '.join(sorted(theirs))}")
        if both := sorted(theirs & ours):
            lines.append(f"  Også ændret i din mappe: {', '.join(both)}")
    lines += [
        f"Hent udgave {number} i en ny mappe, og lav dine rettelser i den: guide-widget content export NY-MAPPE",
        f"Skal udgave {number} alligevel erstattes af din mappe, så tilføj --replace-newer.",
    ]
    return "\n".join(lines)


def _changed(before: Mapping[str, str], after: Mapping[str, str]) -> set[str]:
    return {name for name in {*before, *after} if before.get(name) != after.get(name)}


@content.command("log")
@click.pass_obj
def log(desk: _ContentContext) -> None:
    """All editions, newest first: the number, when it was published, by whom, and what it is about."""
    with _database_there():
        editions = desk.store.editions()
    for edition in editions:
        people = " + ".join(name for name in (edition.submitted_by, edition.published_by) if name) or "pakken"
        when = edition.published_at.strftime("%Y-%m-%d %H:%M UTC")
        click.echo(f"{edition.number:>4}  {when}  {edition.digest[:12]}  {people}: {edition.heading or '–'}")
    if not editions:
        click.echo("Der er ikke udgivet nogen udgave endnu: Borgerne ser de guider, der følger med pakken.")


def _files_of(desk: _ContentContext, number: int | None) -> Files:
    settings = desk.settings
    edition = desk.store.edition(number) if number is not None else None
    if number is not None and edition is None:
        stop(f"Der er ingen udgave {number}. Se: guide-widget content log", status=2)
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
        stop("\n".join(str(problem) for problem in problems.errors) + "\nIntet blev udgivet.")


@contextmanager
def _database_there() -> Iterator[None]:
    try:
        yield
    except DatabaseUnavailable as error:
        stop(f"Databasen svarer ikke: {error}. Intet blev ændret.")
