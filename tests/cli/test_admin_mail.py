"""The command `guide-widget admin` where the server sends mail: owners are told, by a real server for mail."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.accounts.people import EMAIL, PASSWORD
from tests.cli.test_admin import run as run_without_mail
from tests.web.admin.test_identity import Postbox, postbox
from widget.accounts.accounts import Accounts
from widget.accounts.model import NewSession, Role
from widget.admin_app import build_accounts
from widget.app import utc_now
from widget.cli.main import main
from widget.database.sqlite_file import ensure_sqlite_file
from widget.settings import read_settings

__all__ = ["postbox"]

BASE_URL = "https://guides.example"
SENDER = "guides@kommune.example"


def run(folder: Path, smtp_url: str, *arguments: str) -> Result:
    environment = {
        "DATA_DIR": str(folder),
        "BASE_URL": BASE_URL,
        "DATABASE_URL": "",
        "SECRET_KEY": "",
        "SMTP_URL": smtp_url,
        "MAIL_FROM": SENDER,
    }
    return CliRunner().invoke(main, ["admin", *arguments], env=environment, catch_exceptions=False)


def accounts_in(folder: Path) -> Accounts:
    ensure_sqlite_file("", folder)
    return build_accounts(read_settings({"DATA_DIR": str(folder)}), utc_now)


def token_in(text: str) -> str:
    found = re.search(r"https://guides\.example/admin/set-password\?token=(\S+)", text)
    assert found, text
    return found[1]


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("create", "Driften af serveren har inviteret dig"),
        ("reset", "Driften af serveren har nulstillet din konto"),
    ],
)
def test_a_link_goes_to_its_owner_alone_and_stands_on_no_terminal(
    tmp_path: Path, postbox: tuple[Postbox, str], command: str, told: str
) -> None:
    box, url = postbox
    if command == "reset":
        accounts_in(tmp_path).invite(EMAIL, Role.OPERATOR)
    result = run(tmp_path, url, command, f" {EMAIL.upper()} ")
    assert result.exit_code == 0
    assert "token=" not in result.output
    assert EMAIL in result.output
    (mail,) = box.mails
    assert (mail["To"], mail["From"]) == (EMAIL, SENDER)
    text = box.last(EMAIL)
    assert told in text
    account = accounts_in(tmp_path).read_invitation(token_in(text))
    assert account
    assert account.email == EMAIL


def test_the_owner_is_mailed_what_a_command_has_changed(tmp_path: Path, postbox: tuple[Postbox, str]) -> None:
    box, url = postbox
    accounts = accounts_in(tmp_path)
    accounts.invite("dorte@kommune.example", Role.OPERATOR)
    dorte = accounts.store.by_email("dorte@kommune.example")
    assert dorte
    token = accounts.invite(EMAIL, Role.EDITOR, shown_to=dorte.id)
    assert token
    assert isinstance(accounts.accept_invitation(token, PASSWORD), NewSession)
    assert run(tmp_path, url, "confirm", EMAIL).exit_code == 0
    assert [mail["To"] for mail in box.mails] == [EMAIL]
    text = box.last(EMAIL)
    assert "Din konto er bekræftet" in text
    assert "dem, der driver serveren" in text
    assert run(tmp_path, url, "confirm", EMAIL).exit_code == 1
    assert len(box.mails) == 1, "nothing was changed"


@pytest.mark.parametrize("command", ["create", "reset"])
def test_a_link_that_cannot_be_mailed_is_printed(tmp_path: Path, command: str) -> None:
    if command == "reset":
        accounts_in(tmp_path).invite(EMAIL, Role.OPERATOR)
    result = run(tmp_path, "smtp://127.0.0.1:9", command, EMAIL)
    assert result.exit_code == 0
    assert "could not be sent" in result.output
    assert accounts_in(tmp_path).read_invitation(token_in(result.output))


def test_without_mail_the_link_is_printed(tmp_path: Path) -> None:
    assert accounts_in(tmp_path).read_invitation(token_in(run_without_mail(tmp_path, "create", EMAIL).output))
