"""The commands `guide-widget partners`: the registry from a terminal, and as files. Knows the terminal."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import sleep

import click

from widget.app import utc_now
from widget.cli.terminal import settings_or_stop, stop
from widget.database.database import Database
from widget.database.engine import open_engine
from widget.database.errors import DatabaseUnavailable
from widget.database.sqlite_file import ensure_sqlite_file
from widget.guides.loading import read_library
from widget.partners.documents import read_partner
from widget.partners.files import read_partner_file, write_partner_file
from widget.partners.kommuner import Kommune, load_kommuner
from widget.partners.model import Partner, PartnerKind
from widget.partners.name_search import words_of
from widget.partners.published import LEASE
from widget.partners.records import DocumentProblem, PartnerEntry, PartnerSummary, Refusal, RefusalReason
from widget.partners.registry import Registry
from widget.settings import Settings

_PAGE = 500


@dataclass(frozen=True, slots=True)
class _CommandContext:
    """What every command works with."""

    settings: Settings
    registry: Registry
    who: str


@click.group()
@click.option("--who", envvar="USER", default="command line", show_default=True, help="Your name, for the log.")
@click.pass_context
def partners(context: click.Context, who: str) -> None:
    """Partners: who may frame the guides, and how they look there."""
    settings = settings_or_stop()
    library, _ = read_library(settings.content_folder)
    database = Database(open_engine(settings.database_url, settings.data_folder))
    context.call_on_close(database.engine.dispose)
    guides = library.guides if library else ()
    context.obj = _CommandContext(settings, Registry(database, utc_now, guides, lambda: sleep(LEASE)), who)


@partners.command()
@click.argument("partner_id", metavar="ID", required=False)
@click.option("--kommune", help="Code or name of a kommune: gives name and code, and the id if none is named.")
@click.option("--name", help="The name that citizens read.")
@click.option("--kind", type=click.Choice([kind.value for kind in PartnerKind]), help="What sort of body it is.")
@click.option("--origin", "origins", multiple=True, help="A site that may frame the guides, https://www.town.dk.")
@click.option("--publish", is_flag=True, help="Show it to citizens at once.")
@click.pass_obj
def add(
    desk: _CommandContext,
    partner_id: str | None,
    kommune: str | None,
    name: str | None,
    kind: str | None,
    origins: tuple[str, ...],
    *,
    publish: bool,
) -> None:
    """Take in a new partner, as a draft."""
    usual = _usual(_kommune(kommune)) if kommune else {}
    given = {"id": partner_id, "name": name, "kind": kind, "origins": list(origins)}
    partner, problems = read_partner({**usual, **{key: value for key, value in given.items() if value}})
    if partner is None:
        stop("\n".join(str(problem) for problem in problems))
    ensure_sqlite_file(desk.settings.database_url, desk.settings.data_folder)
    with _registry_there():
        _refused(partner.id, desk.registry.create(partner, desk.who), said=False)
        _publish_if(desk, partner.id, publish=publish)


@partners.command("list")
@click.option("--search", default="", help="Only those with words that begin like these.")
@click.pass_obj
def list_partners(desk: _CommandContext, search: str) -> None:
    """List all partners: id, how it stands, name."""
    with _registry_there():
        for row in _all(desk.registry, search):
            click.echo(f"{row.id}\t{_state(row)}\t{row.name}")


@partners.command()
@click.argument("partner_id", metavar="ID")
@click.pass_obj
def publish(desk: _CommandContext, partner_id: str) -> None:
    """Show the draft of a partner to citizens."""
    with _registry_there():
        _publish_if(desk, partner_id, publish=True)


@partners.command()
@click.argument("partner_id", metavar="ID")
@click.argument("message")
@click.pass_obj
def pause(desk: _CommandContext, partner_id: str, message: str) -> None:
    """Show MESSAGE instead of the guides, at once."""
    with _registry_there():
        _refused(partner_id, desk.registry.pause(partner_id, message, desk.who))


@partners.command()
@click.argument("partner_id", metavar="ID")
@click.pass_obj
def resume(desk: _CommandContext, partner_id: str) -> None:
    """Show the guides again."""
    with _registry_there():
        _refused(partner_id, desk.registry.resume(partner_id, desk.who))


@partners.command()
@click.argument("partner_ids", metavar="[ID]...", nargs=-1)
@click.option("--folder", default="partners", show_default=True, type=click.Path(file_okay=False, path_type=Path))
@click.option("--drafts", is_flag=True, help="Write drafts where there are some.")
@click.pass_obj
def export(desk: _CommandContext, partner_ids: tuple[str, ...], folder: Path, *, drafts: bool) -> None:
    """Write a file for each partner: what is published, or else the draft."""
    with _registry_there():
        wanted = partner_ids or tuple(row.id for row in _all(desk.registry, ""))
        for partner_id in wanted:
            entry = desk.registry.entry(partner_id)
            if entry is None:
                stop(f"{partner_id}: {RefusalReason.UNKNOWN.value}")
            partner = _exported(entry, drafts=drafts)
            if partner is None:
                stop("\n".join(f"{partner_id}: {problem}" for problem in entry.problems))
            click.echo(write_partner_file(folder, partner))


@partners.command("import")
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--publish", is_flag=True, help="Show them to citizens at once, or the pause message in the file.")
@click.pass_obj
def import_partners(desk: _CommandContext, files: tuple[Path, ...], *, publish: bool) -> None:
    """Read files as drafts. Nothing is taken from any file if there is a mistake in one."""
    read: list[Partner] = []
    mistakes: list[str] = []
    for file in files:
        partner, problems = read_partner_file(file)
        mistakes.extend(f"{file}: {problem}" for problem in problems)
        read.extend([partner] if partner else [])
    if mistakes:
        stop("\n".join(mistakes))
    ensure_sqlite_file(desk.settings.database_url, desk.settings.data_folder)
    with _registry_there():
        for partner in read:
            _import(desk, partner, publish=publish)


def _import(desk: _CommandContext, partner: Partner, *, publish: bool) -> None:
    known = desk.registry.entry(partner.id)
    write = desk.registry.save_draft if known else desk.registry.create
    _refused(partner.id, write(partner, desk.who), said=False)
    if not publish:
        click.echo(f"{partner.id}: draft")
        return
    if (entry := desk.registry.entry(partner.id)) and entry.draft:
        _publish_if(desk, partner.id, publish=True)
    if partner.pause_message:
        _refused(partner.id, desk.registry.pause(partner.id, partner.pause_message, desk.who))
    elif known and known.pause_message:
        _refused(partner.id, desk.registry.resume(partner.id, desk.who))


def _exported(entry: PartnerEntry, *, drafts: bool) -> Partner | None:
    return entry.working if drafts else entry.published or entry.draft


def _publish_if(desk: _CommandContext, partner_id: str, *, publish: bool) -> None:
    if not publish:
        click.echo(f"{partner_id}: draft")
        return
    number = desk.registry.publish(partner_id, desk.who)
    if isinstance(number, Refusal):
        _refused(partner_id, number)
    click.echo(f"{partner_id}: version {number}")


def _all(registry: Registry, text: str) -> Iterator[PartnerSummary]:
    page = 1
    while rows := registry.search(text, page, _PAGE).rows:
        yield from rows
        page += 1


def _state(row: PartnerSummary) -> str:
    if row.published_version is None:
        return "draft"
    more = [word for word, true in (("paused", row.paused), ("new draft", row.has_draft)) if true]
    return ", ".join([f"version {row.published_version}", *more])


def _usual(kommune: Kommune) -> dict[str, object]:
    """What is known of a kommune before an administrator types."""
    return {"id": kommune.id, "name": kommune.title, "kind": PartnerKind.KOMMUNE.value, "kommune_code": kommune.code}


def _kommune(text: str) -> Kommune:
    kommuner = load_kommuner()
    words = words_of(text) - {"kommune"}
    found = [one for one in kommuner.values() if text == one.code or words in (words_of(one.name), words_of(one.id))]
    if len(found) != 1:
        raise click.BadParameter(f"“{text}” is not one of the {len(kommuner)} kommuner.", param_hint="--kommune")
    return found[0]


def _refused(partner_id: str, refusal: Refusal | None, *, said: bool = True) -> None:
    if refusal is not None:
        stop("\n".join(f"{partner_id}: {line}" for line in _lines(refusal)))
    if said:
        click.echo(f"{partner_id}: done")


def _lines(refusal: Refusal) -> tuple[str | DocumentProblem, ...]:
    return refusal.problems or (refusal.reason.value,)


@contextmanager
def _registry_there() -> Iterator[None]:
    try:
        yield
    except DatabaseUnavailable as error:
        stop(f"The registry cannot be reached: {error}")
