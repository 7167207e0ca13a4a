"""The commands `guide-widget translations`: catalogues up to date, and how far they are. Knows the terminal."""

from pathlib import Path

import click
from babel import UnknownLocaleError
from babel.messages.catalog import Catalog

from widget.cli.catalogues import GUIDES, MESSAGES, Folders, message_template, update, write_template
from widget.cli.published_content import published_content, tell_of_edition
from widget.cli.terminal import settings_or_stop, stop
from widget.guides.loading import load_translation, read_library
from widget.guides.translation import OFFERED_FROM, check_translation, is_usable
from widget.publishing.content_files import read_content
from widget.publishing.guide_catalogues import guide_template
from widget.settings import Settings
from widget.web.http.languages import load_languages


@click.group()
def translations() -> None:
    """The guides in other languages: see docs/translating.md."""


@translations.command("update")
@click.argument("languages", nargs=-1)
def update_catalogues(languages: tuple[str, ...]) -> None:
    """Bring the catalogues up to date with the texts, after these have changed.

    LANGUAGES are tags such as “en” for which catalogues are made; those that there are come along by themselves.
    """
    settings = settings_or_stop()
    tell_of_edition(settings)
    own, shared = (
        Folders(settings.content_folder, translations, settings.template_folder)
        for translations in (settings.guide_translations, settings.translation_folder)
    )
    templates = (
        (own, GUIDES, guide_template(read_content(settings.content_folder))),
        (shared, MESSAGES, message_template(settings.template_folder)),
    )
    for folders, domain, template in templates:
        write_template(folders, domain, template)
        for language in sorted({*languages, *folders.languages(GUIDES)}):
            _bring_up_to_date(folders, domain, template, language)


def _bring_up_to_date(folders: Folders, domain: str, template: Catalog, language: str) -> None:
    try:
        catalogue = update(folders, domain, template, language)
    except (UnknownLocaleError, ValueError):
        stop(f"“{language}” is no language. Write a tag such as “en” or “de”.", status=2)
    done = sum(is_usable(message) for message in catalogue)
    click.echo(f"{folders.catalogue(domain, language)}: {done} of {len(catalogue)} texts")


@translations.command("status")
def show_status() -> None:
    """How far each guide is in each language, and what cannot be used."""
    with published_content(settings_or_stop()) as settings:
        _show_status(settings)


def _show_status(settings: Settings) -> None:
    library, _ = read_library(settings.content_folder)
    for language in Folders(settings.content_folder, settings.guide_translations, Path()).languages(GUIDES):
        translation = load_translation(settings.guide_translations, language)
        read_library(settings.content_folder, translation.translate)
        for guide in library.guides.values() if library else ():
            far = translation.coverage(guide)
            offered = "can be offered" if far.enough else f"offered from {OFFERED_FROM} %"
            click.echo(f"{language} {guide.id}: {far.done} of {far.all} texts, {far.percent} % ({offered})")
        for problem in check_translation(translation):
            click.echo(str(problem))
    for interface in load_languages(settings.translation_folder).values():
        click.echo(f"{interface.tag} interface: {interface.coverage}")
        for problem in interface.problems:
            click.echo(str(problem))
