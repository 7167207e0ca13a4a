"""The commands `guide-widget translations`: catalogues up to date, and how far they are. Knows the terminal."""

import os
import sys

import click
from babel import UnknownLocaleError

from widget.catalogues import GUIDES, Folders, guide_template, update, write_template
from widget.settings import SettingsError, read_settings


@click.group()
def translations() -> None:
    """The guides in other languages: see docs/translating.md."""


@translations.command("update")
@click.argument("languages", nargs=-1)
def update_catalogues(languages: tuple[str, ...]) -> None:
    """Bring the catalogues up to date with the texts, after these have changed.

    LANGUAGES are tags such as “en” for which catalogues are made; those that there are come along by themselves.
    """
    folders = _folders()
    template = guide_template(folders.content)
    write_template(folders, GUIDES, template)
    for language in sorted({*languages, *folders.languages(GUIDES)}):
        try:
            catalogue = update(folders, GUIDES, template, language)
        except (UnknownLocaleError, ValueError):
            click.echo(f"“{language}” is no language. Write a tag such as “en” or “de”.", err=True)
            sys.exit(2)
        done = sum(1 for message in catalogue if message.id and message.string and not message.fuzzy)
        click.echo(f"{folders.catalogue(GUIDES, language)}: {done} of {len(catalogue)} texts")


def _folders() -> Folders:
    try:
        settings = read_settings(os.environ)
    except SettingsError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
    return Folders(settings.content_folder, settings.translation_folder)
