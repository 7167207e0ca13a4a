"""The command `guide-widget notices`, as a timer runs it."""

from pathlib import Path

from click.testing import CliRunner, Result

from tests.frozen import CONTENT
from widget.cli.main import main
from widget.database.sqlite_file import DATABASE_FILE, ensure_sqlite_file


def run(folder: Path, *arguments: str) -> Result:
    environment = {"CONTENT_DIR": str(CONTENT), "DATA_DIR": str(folder), "BASE_URL": "https://guides.example"}
    return CliRunner().invoke(main, ["notices", *arguments], env={**environment, "SMTP_URL": "", "MAIL_FROM": ""})


def test_without_a_server_for_mail_it_says_which_setting_is_missing(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert result.exit_code != 0
    assert "SMTP_URL is not set" in result.output


def test_looking_needs_no_server_for_mail_and_says_when_nothing_is_due(tmp_path: Path) -> None:
    ensure_sqlite_file("", tmp_path)
    result = run(tmp_path, "--dry-run")
    assert (result.exit_code, result.stdout.strip()) == (0, "No mail is due.")


def test_a_timer_makes_no_database_in_the_place_of_one_that_was_deleted(tmp_path: Path) -> None:
    result = run(tmp_path, "--dry-run")
    assert result.exit_code == 1
    assert "is missing: stop the server and restore a backup" in result.output
    assert not (tmp_path / DATABASE_FILE).exists()
