"""The content that commands read where no folder is named: what the server shows. Knows database and terminal."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click

from widget.cli.terminal import stop
from widget.server.edition_watcher import database_exists
from widget.settings import DATABASE, Settings


@contextmanager
def published_content(settings: Settings, folder: Path | None = None) -> Iterator[Settings]:
    """The settings with `folder` as their content, or else with what the server shows: for the time of a `with`.

    That is the edition that was published in the database, unless `CONTENT_DIR` is set or no edition was published
    yet. Says on stderr what is read, and ends the command where the database does not answer.
    """
    if folder is not None:
        yield replace(settings, content_folder=folder.resolve())
        return
    number, files = _edition(settings)
    if not number:
        click.echo(f"Content: the folder {settings.content_folder}", err=True)
        yield settings
        return
    from widget.publishing.content_files import unpacked

    click.echo(f"Content: edition {number}, published in the database", err=True)
    with unpacked(files) as unfolded:
        yield replace(settings, content_folder=Path(unfolded))


def tell_of_edition(settings: Settings) -> None:
    """Say on stderr that a command writes into a folder, where citizens see an edition of the database."""
    number, _ = _edition(settings)
    if number:
        click.echo(
            f"Citizens see edition {number} of the database, which is not changed: this writes into "
            f"{settings.content_folder}. To work on the edition: guide-widget content export FOLDER, "
            "then the same command with CONTENT_DIR=FOLDER.",
            err=True,
        )


def _edition(settings: Settings) -> tuple[int, Mapping[str, bytes]]:
    """The number and files of the published edition; 0 where the server shows a folder."""
    if settings.content_source != DATABASE or not database_exists(settings):
        return 0, {}
    # Imported late: most commands have no database, and it is slow to load.
    from widget.database.database import Database
    from widget.database.engine import open_engine
    from widget.database.errors import DatabaseUnavailable
    from widget.publishing.edition_store import EditionReader

    reader = EditionReader(Database(open_engine(settings.database_url, settings.data_folder)))
    try:
        edition = reader.current()
        return (edition.number, reader.files(edition.manifest)) if edition else (0, {})
    except DatabaseUnavailable as error:
        stop(f"The database does not answer: {error}. To read a folder, name it in CONTENT_DIR.")
    finally:
        reader.database.engine.dispose()
