"""The command `guide-widget diff`: the editors' proof. Knows the terminal; the work is done elsewhere."""

import sys
from contextlib import nullcontext
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from widget.app import danish_today
from widget.cli.published_content import published_content
from widget.cli.revisions import RevisionError, unpack_revision
from widget.cli.terminal import DAY, settings_or_stop, stop
from widget.guides.library import Library
from widget.guides.loading import read_library
from widget.proof.as_text import proof_as_text
from widget.proof.edition import ProofEdition, editions_on_two_days
from widget.proof.libraries import Proof, compare_libraries
from widget.proof.words import ProofWords
from widget.settings import Settings
from widget.web.http.languages import DEFAULT_LANGUAGE, Language, load_languages
from widget.web.reports.proof_page import proof_html


@click.command()
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option("--date", "day", type=DAY, help="As citizens read it on this day; today if left out.")
@click.option("--from", "first", type=DAY, help="Show what switches by itself: after this day …")
@click.option("--to", "last", type=DAY, help="… and until this day.")
@click.option(
    "--html", "file", type=click.Path(dir_okay=False, path_type=Path), help="Also write it as a page to FILE."
)
@click.option("--exit-code", is_flag=True, help="End with 1 when anything differs, as `git diff --exit-code` does.")
def diff(
    old: str | None,
    new: str | None,
    day: datetime | None,
    first: datetime | None,
    last: datetime | None,
    file: Path | None,
    *,
    exit_code: bool,
) -> None:
    """Show what citizens see differently in NEW, and who: the editors' proof.

    OLD and NEW are folders of content, or git revisions of the content that is served. Drafts are compared too. With
    --from and --to one content is compared with itself on two days: OLD if it is named, or what is served.
    """
    settings = settings_or_stop()
    language = load_languages(settings.translation_folder)[DEFAULT_LANGUAGE]
    with TemporaryDirectory(prefix="guide-widget-") as scratch:
        read = partial(_library, settings=settings)
        if first and last and not (new or day):
            with nullcontext(settings) if old else published_content(settings) as found:
                library = read(old or str(found.content_folder), scratch=Path(scratch, "old"))
            editions = editions_on_two_days(library, first.date(), last.date(), language.tag)
        elif old and new and not (first or last):
            as_of = day.date() if day else danish_today()
            libraries = (read(name, scratch=Path(scratch, place)) for name, place in ((old, "old"), (new, "new")))
            before, after = (library.on(as_of) for library in libraries)
            editions = (
                ProofEdition(old, before, as_of, language.tag),
                ProofEdition(new, after, as_of, language.tag),
            )
        else:
            stop("Name two versions, OLD and NEW, or two days of one version: --from DAY --to DAY.", status=2)
    proof = compare_libraries(*editions)
    click.echo(proof_as_text(proof, ProofWords(language.catalogue.ugettext, language.tag)), nl=False)
    if file is not None:
        _write(proof, file, settings, language)
    if exit_code and proof:
        sys.exit(1)


def _library(name: str, *, settings: Settings, scratch: Path) -> Library:
    """The content of a folder or revision, or the end of the command with what is wrong."""
    folder = Path(name)
    if not folder.is_dir():
        try:
            folder = unpack_revision(name, settings.content_folder, scratch)
        except RevisionError as error:
            stop(str(error), status=2)
    library, problems = read_library(folder)
    if library is None or problems.errors:
        found = "\n".join(str(problem) for problem in problems.errors)
        advice = "Mend it there, or compare with another version."
        stop(f"The content of “{name}” cannot be read:\n{found}\n{advice}", status=2)
    return library


def _write(proof: Proof, file: Path, settings: Settings, language: Language) -> None:
    html = proof_html(proof, settings.template_folder, settings.static_folder, language)
    try:
        file.write_text(html, encoding="utf-8")
    except OSError as error:
        stop(f"The page cannot be written to {file}: {error.strerror}. Choose another place.", status=2)
    click.echo(f"\n{file}")
