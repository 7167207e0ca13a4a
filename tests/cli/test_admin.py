"""The command `guide-widget admin`, and the server's secret key that it shares with the server."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner, Result

from widget.admin_app import build_accounts
from widget.app import utc_now
from widget.cli.main import main
from widget.settings import read_settings
from widget.signing.secret_key import KEY_FILE, secret_key

EMAIL = "anne@kommune.example"


def run(folder: Path, *arguments: str) -> Result:
    environment = {
        "DATA_DIR": str(folder),
        "BASE_URL": "https://guides.example",
        "DATABASE_URL": "",
        "SECRET_KEY": "",
    }
    return CliRunner().invoke(main, ["admin", *arguments], env=environment)


def token_in(result: Result) -> str:
    found = re.search(r"^https://guides\.example/admin/set-password\?token=(\S+)$", result.output, re.MULTILINE)
    assert found, result.output
    return found[1]


def test_create_prints_a_link_that_the_server_takes(tmp_path: Path) -> None:
    token = token_in(run(tmp_path, "create", EMAIL))
    account = build_accounts(read_settings({"DATA_DIR": str(tmp_path)}), utc_now).read_invitation(token)
    assert account
    assert account.email == EMAIL
    assert account.is_operator


def test_a_partners_administrator_is_for_one_partner(tmp_path: Path) -> None:
    for_aarhus = ("create", EMAIL, "--role", "partner", "--partner", "aarhus")
    assert "There is no partner “aarhus”" in run(tmp_path, *for_aarhus).output
    environment = {"DATA_DIR": str(tmp_path), "DATABASE_URL": ""}
    CliRunner().invoke(main, ["partners", "add", "--kommune", "Aarhus"], env=environment, catch_exceptions=False)
    token = token_in(run(tmp_path, *for_aarhus))
    account = build_accounts(read_settings({"DATA_DIR": str(tmp_path)}), utc_now).read_invitation(token)
    assert account
    assert account.may_manage("aarhus")
    assert not account.is_operator
    assert run(tmp_path, "create", "b@x.example", "--role", "partner").exit_code == 2
    assert run(tmp_path, "create", "b@x.example", "--partner", "aarhus").exit_code == 2
    assert run(tmp_path, "create", "no address").exit_code == 2


def test_reset_makes_the_old_link_void_and_prints_a_new_one(tmp_path: Path) -> None:
    old = token_in(run(tmp_path, "create", EMAIL))
    assert run(tmp_path, "create", EMAIL).exit_code == 1
    new = token_in(run(tmp_path, "reset", EMAIL))
    accounts = build_accounts(read_settings({"DATA_DIR": str(tmp_path)}), utc_now)
    assert accounts.read_invitation(old) is None
    assert accounts.read_invitation(new)
    assert run(tmp_path, "reset", "stranger@x.example").exit_code == 1


def test_the_key_is_made_once_for_all_workers_and_for_our_eyes_only(tmp_path: Path) -> None:
    settings = read_settings({"DATA_DIR": str(tmp_path / "new")})
    with ThreadPoolExecutor(8) as workers:
        keys = set(workers.map(lambda _: secret_key(settings), range(8)))
    assert len(keys) == 1
    assert len(keys.pop()) == 64
    assert (tmp_path / "new" / KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert [file.name for file in (tmp_path / "new").iterdir()] == [KEY_FILE], "no drafts are left"
    assert secret_key(replace(settings, secret_key="s" * 32)) == b"s" * 32
    assert "s" * 32 not in repr(replace(settings, secret_key="s" * 32))
