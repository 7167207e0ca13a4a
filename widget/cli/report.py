"""The command `guide-widget report`: the half-year report as a file. Knows the terminal."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

import click

from widget.app import build_site, danish_today, utc_now
from widget.cli.published_content import published_content
from widget.cli.terminal import DAY, settings_or_stop, stop
from widget.database.errors import DatabaseUnavailable
from widget.guides.library import Library
from widget.insight.report.access_log import count_log
from widget.insight.report.figures import Figures, Period
from widget.insight.report.from_stores import make_report
from widget.stores import Stores
from widget.web.guide.translated_guides import translations_behind
from widget.web.reports.report_page import ReportPage, report_csv, report_html
from widget.web.reports.report_words import ReportWords


@click.command()
@click.option("--from", "first", type=DAY, required=True, help="The first day.")
@click.option("--to", "last", type=DAY, required=True, help="The last day.")
@click.option("--partner", help="Only this partner's own numbers, by its id.")
@click.option("--csv", "as_csv", is_flag=True, help="A file for spreadsheets instead of a page.")
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="The file to write; else it is printed."
)
@click.option(
    "--access-log",
    "log",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Count showings in the log of the server in front, whose lines hold paths only.",
)
def report(
    first: datetime, last: datetime, partner: str | None, as_csv: bool, output: Path | None, log: Path | None
) -> None:
    """How the guides were used, what people said of them, and what grows old.

    What caches in front answered is not counted, unless their log is given.
    """
    period = Period(first.date(), last.date())
    if period.last < period.first:
        raise click.UsageError("The period ends before it begins.")
    with published_content(settings_or_stop()) as settings:
        site = build_site(settings)
        behind = tuple(translations_behind(settings, site.library))
    stores = Stores(settings, site.library, utc_now)
    recount = partial(_from_log, log, site.library, partner) if log else None
    try:
        made = make_report(stores.figures, stores.feedback, site.library, period, partner, danish_today(), recount)
        made = replace(made, translations=behind)
        names = stores.partner_names()
    except DatabaseUnavailable as error:
        stop(f"The database cannot be read: {error}")
    stores.engine.dispose()
    words = ReportWords(made, site.library, site.language, names, plain=as_csv)
    page = ReportPage(made, words, danish_today(), site.language, site.styles["report"])
    data = report_csv(page) if as_csv else report_html(page, site.templates).encode()
    if output:
        output.write_bytes(data)
        click.echo(str(output))
    else:
        click.echo(data, nl=False)


def _from_log(log: Path, library: Library, partner: str | None, figures: Figures) -> Figures:
    """The figures with the showings of a log in place of those that were counted."""
    with log.open(encoding="utf-8", errors="replace") as lines:
        counted = count_log(lines, figures.period, library.guides, partner)
    if counted.with_query:
        click.echo(
            f"{counted.with_query} of {counted.lines} lines hold query strings, that is people's answers. They are "
            "not looked at here. Have the server log paths only, and delete such logs.",
            err=True,
        )
    if counted.unread:
        click.echo(f"{counted.unread} of {counted.lines} lines are not understood.", err=True)
    return Figures(figures.period, counted.pages, figures.answers, figures.items)
