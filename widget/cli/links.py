"""The command `guide-widget links`: the register with owners and use, and whether each page is still there."""

import sys
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import click

from widget.cli.link_checking import LinkCheck, LinkState, check_addresses
from widget.cli.published_content import published_content
from widget.cli.terminal import settings_or_stop, stop
from widget.guides.link_use import LinkUse, link_uses
from widget.guides.loading import load_library
from widget.guides.problems import ContentError

_COLOURS = {LinkState.GONE: "red", LinkState.MOVED: "yellow", LinkState.UNCLEAR: "yellow", LinkState.SILENT: "yellow"}


@click.command()
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--offline", is_flag=True, help="Do not ask the websites.")
def links(folder: Path | None, *, offline: bool) -> None:
    """List every outbound address of the guides in FOLDER, or of those that are served: by owner, with its use.

    Asks each whether it is still there, where there is a network. Ends with 1 when one is gone.
    """
    with published_content(settings_or_stop(), folder) as settings:
        try:
            library = load_library(settings.content_folder)
        except ContentError as error:
            stop(str(error))
    uses = sorted(link_uses(library), key=lambda use: (use.link.owner, use.link.id))
    found = {} if offline else _ask(uses)
    for owner, group in groupby(uses, key=lambda use: use.link.owner):
        actor = library.registers.actors.get(owner)
        click.echo(f"\n{actor.name if actor else owner}")
        for use in group:
            _show(use, found.get(use.link.url))
    click.echo(f"\n{len(uses)} addresses{_summary(found)}")
    if any(one.state is LinkState.GONE for one in found.values()):
        sys.exit(1)


def _ask(uses: Sequence[LinkUse]) -> dict[str, LinkCheck]:
    """What came of asking; nothing where no website at all answers, since then it is we who have no network."""
    found = dict(check_addresses(dict.fromkeys(use.link.url for use in uses if use.link.url)))
    if found and all(one.state is LinkState.SILENT for one in found.values()):
        click.echo("No website answers: there is no network. The addresses were not checked.", err=True)
        return {}
    return found


def _show(use: LinkUse, found: LinkCheck | None) -> None:
    finding = ""
    if found is not None and found.state is not LinkState.THERE:
        finding = click.style(f"  {found.state.value}: {found.detail}", fg=_COLOURS[found.state])
    click.echo(f"  {use.link.id}  {use.link.url or use.link.page}{finding}")
    read = f"checked {use.link.checked}" if use.link.opened else f"not opened, copy read {use.link.copy_read}"
    read = "a page of this service" if use.link.page else read
    click.echo(f"      {read}; {', '.join(use.places) or 'nothing uses it'}")


def _summary(found: dict[str, LinkCheck]) -> str:
    if not found:
        return ", not asked"
    states = [one.state for one in found.values()]
    return "".join(f", {states.count(state)} {state.value}" for state in LinkState)
