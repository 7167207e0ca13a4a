"""The commands `guide-widget admin`: the first administrator, and a way in again. Knows the terminal.

Where the server sends mail, a link goes to its owner, who is told of what a command has changed too.
"""

from collections.abc import Callable
from typing import TypeVar

import click

from widget.accounts.accounts import Accounts
from widget.accounts.audit_log import COMMAND_LINE, AccountAction
from widget.accounts.emails import is_email, plain_email
from widget.accounts.model import Role
from widget.admin_app import build_accounts, knows_partner, notices_of
from widget.app import utc_now
from widget.cli.terminal import settings_or_stop, stop
from widget.database.errors import DatabaseUnavailable
from widget.database.sqlite_file import ensure_sqlite_file
from widget.notices.account_notices import AccountNotices, SendLink
from widget.settings import Settings
from widget.web.http.languages import DEFAULT_LANGUAGE, load_languages

Answer = TypeVar("Answer")

_AT_HOME = "http://localhost:8000"


@click.group()
def admin() -> None:
    """Accounts of administrators. Passwords are set by a link, never here."""


@admin.command()
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in Role]), default="operator", show_default=True)
@click.option("--partner", default="", help="Id of the partner, for --role partner and --role reader.")
def create(email: str, role: str, partner: str) -> None:
    """Make an account for EMAIL, and mail or print a link for setting its password."""
    if not is_email(email):
        raise click.BadParameter(f"“{email}” is not an e-mail address.", param_hint="EMAIL")
    if Role(role).is_for_one_partner != bool(partner):
        raise click.UsageError("Give --partner ID with --role partner or --role reader, and only then.")
    settings = settings_or_stop()
    ensure_sqlite_file(settings.database_url, settings.data_folder)
    accounts, notices = _open(settings)
    if partner and not _ask(lambda: knows_partner(settings, partner)):
        stop(f"There is no partner “{partner}”. See them all: guide-widget partners list")
    token = _ask(lambda: accounts.invite(email, Role(role), partner))
    if token is None:
        stop(f"There is an account for {email} already. A new link: guide-widget admin reset {email}")
    _pass_on(settings, notices, email, token, notices.send_link)


@admin.command()
@click.argument("email")
def reset(email: str) -> None:
    """Take away EMAIL's password, one-time codes and sessions, and mail or print a new link."""
    settings = settings_or_stop()
    accounts, notices = _open(settings)
    token = _ask(lambda: accounts.reset(email))
    if token is None:
        stop(f"There is no account for {email}. Make one: guide-widget admin create {email}")
    _pass_on(settings, notices, email, token, notices.send_link_after_reset)


@admin.command()
@click.argument("email")
def confirm(email: str) -> None:
    """Confirm that EMAIL's owner signed in with the link that an operator was shown."""
    accounts, _ = _open(settings_or_stop())
    account = accounts.store.by_email(plain_email(email)) if is_email(email) else None
    if account is None or not _ask(lambda: accounts.store.confirm(account)):
        stop(f"There is nothing to confirm for {email}.")
    accounts.audit_log.note(AccountAction.CONFIRMED, account, COMMAND_LINE)
    click.echo(f"{email} is confirmed.")


def _open(settings: Settings) -> tuple[Accounts, AccountNotices]:
    language = load_languages(settings.translation_folder)[DEFAULT_LANGUAGE]
    accounts, notices = _ask(lambda: build_accounts(settings, utc_now)), notices_of(settings, language.text)
    accounts.audit_log.listeners.append(notices.tell)
    return accounts, notices


def _ask(question: Callable[[], Answer]) -> Answer:
    try:
        return question()
    except DatabaseUnavailable as error:
        stop(f"The accounts cannot be reached: {error}")


def _pass_on(settings: Settings, notices: AccountNotices, email: str, token: str, send: SendLink) -> None:
    """Mail the link to its owner; print it where there is no mail, or where it could not be sent."""
    link = f"{settings.base_url or _AT_HOME}/admin/set-password?token={token}"
    if notices.are_sent:
        to = plain_email(email)
        if send(to, link, notices.operations):
            click.echo(f"A mail to {to} has a link for setting the password. It works once, within 48 hours.")
            return
        click.echo(f"The mail to {to} could not be sent.", err=True)
    click.echo("Set the password here, within 48 hours. The link works once, and is as good as a password:")
    click.echo(link)
    if not settings.base_url:
        click.echo(f"(BASE_URL is not set; change {_AT_HOME} if the server is elsewhere.)", err=True)
