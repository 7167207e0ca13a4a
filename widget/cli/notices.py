"""The command `guide-widget notices`: mails what is due, for a timer. Knows the terminal."""

import click

from widget.accounts.mail import Mailer
from widget.app import build_site, danish_today, utc_now
from widget.cli.published_content import published_content
from widget.cli.terminal import settings_or_stop, stop
from widget.database.errors import DatabaseUnavailable
from widget.notices.delivery import NoticeDelivery
from widget.notices.notices import due_notices
from widget.notices.sent_notices import SentNotices
from widget.notices.words import NoticeWords
from widget.stores import Stores


@click.command()
@click.option("--dry-run", is_flag=True, help="Print the mails that are due, sent or not, and send nothing.")
def notices(*, dry_run: bool) -> None:
    """Mail what is due: editions to partners' accounts, comments to editors, what runs out to who answers for it.

    Each is sent once, however often this runs: an edition once to each account, what runs out once a month. Run it by
    a timer. Ends with 1 when a mail could not be sent; the next run tries it again.
    """
    given = settings_or_stop()
    if not (given.smtp_url or dry_run):
        stop("SMTP_URL is not set, so there is no mail. See docs/operations.md.")
    with published_content(given) as settings:
        site = build_site(settings)
    stores = Stores(given, site.library, utc_now)
    words = NoticeWords(site.language.text, site.language.medium_date)
    due = due_notices(stores.edition_news, stores.registry, words, given.base_url, utc_now)
    try:
        found = (*due.editions(), *due.comments(), *due.running_out(site.library, danish_today()))
        if dry_run:
            for one in found:
                click.echo(f"To: {one.address}\nSubject: {one.subject}\n\n{one.text}")
            if not found:
                click.echo("No mail is due.")
            return
        mailer = Mailer(given.smtp_url, given.mail_from)
        made = NoticeDelivery(mailer, SentNotices(stores.database, utc_now)).send(found)
    except DatabaseUnavailable as error:
        stop(f"The database does not answer: {error}")
    finally:
        stores.engine.dispose()
    click.echo(f"{made.sent} mails sent, {made.failed} not sent.")
    if made.failed:
        raise SystemExit(1)
