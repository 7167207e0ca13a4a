"""The command `guide-widget`, as an operator at a terminal meets it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.servers.hosts import free_port
from widget.cli.main import TABLE_FILE, main
from widget.database.sqlite_file import ensure_sqlite_file
from widget.server import serving
from widget.settings import Settings

MINIMAL = Path(__file__).parents[1] / "guides" / "minimal"
DAY = "2026-11-22"


def run(*arguments: str, **environment: str) -> Result:
    empty = dict.fromkeys(("CONTENT_DIR", "BASE_URL"), "")
    return CliRunner().invoke(main, arguments, env={**empty, "FRAME_ANCESTORS": "*", **environment})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the smallest guide, with its table written."""
    copy = tmp_path / "guides"
    shutil.copytree(MINIMAL, copy)
    assert run("check", str(copy), "--date", DAY, "--write").exit_code == 0
    return copy


def replace_in(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_guides_that_are_served_pass_the_check(settings: Settings) -> None:
    result = run("check", "--as-reviewed")
    assert result.exit_code == 0, result.output
    assert "hvis-du-bliver-ledig/guide.yaml" in result.output
    assert "7200 situationer" in result.output
    assert "480 situationer" in result.output
    assert "\n0 fejl" in "\n" + result.output


def test_a_folder_can_be_named_to_be_checked(folder: Path) -> None:
    result = run("check", str(folder), "--date", DAY)
    assert result.exit_code == 0, result.output
    assert "eksempel/guide.yaml: " in result.output


def test_the_check_reads_the_folder_that_would_be_served(folder: Path) -> None:
    result = run("check", "--date", DAY, CONTENT_DIR=str(folder))
    assert result.exit_code == 0, result.output
    assert "eksempel/guide.yaml: " in result.output


def test_a_mistake_ends_with_1_and_is_named_with_file_and_line(folder: Path) -> None:
    guide = folder / "eksempel" / "guide.yaml"
    lines = guide.read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(lines, start=1) if "sources:" in text)
    replace_in(guide, "sources: [", "sources: [findes-ikke, ")
    result = run("check", str(folder), "--date", DAY)
    assert result.exit_code == 1
    assert re.search(rf"eksempel/guide\.yaml:{line}\b.*findes-ikke", result.output), result.output
    assert "Traceback" not in result.output


def test_several_mistakes_are_named_at_once(folder: Path) -> None:
    replace_in(folder / "eksempel" / "guide.yaml", "sources: [", "sources: [findes-ikke, ")
    replace_in(folder / "links.yaml", "url: https:", "url: ftp:")
    result = run("check", str(folder), "--date", DAY)
    assert result.exit_code == 1
    assert "eksempel/guide.yaml:" in result.output
    assert "links.yaml:" in result.output


@pytest.mark.parametrize("text", ["title: [", "", "\x00", "- a\n- b\n", "title: &a [*a]\n", "{{{{"])
def test_a_file_that_is_no_guide_is_a_mistake_like_others(folder: Path, text: str) -> None:
    (folder / "eksempel" / "guide.yaml").write_text(text, encoding="utf-8")
    result = run("check", str(folder), "--date", DAY)
    assert result.exit_code == 1, result.output
    assert "eksempel/guide.yaml" in result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_an_empty_folder_is_a_mistake(tmp_path: Path) -> None:
    result = run("check", str(tmp_path), "--date", DAY)
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)


def test_a_table_that_no_longer_holds_fails_until_it_is_written_again(folder: Path) -> None:
    table = folder / "eksempel" / TABLE_FILE
    right = table.read_text(encoding="utf-8")
    table.write_text(right + "old\n", encoding="utf-8")
    before = run("check", str(folder), "--date", DAY)
    assert before.exit_code == 1
    assert f"eksempel/{TABLE_FILE}:1" in before.output
    assert "Kør samme kommando med --write" in before.output
    assert run("check", str(folder), "--date", DAY, "--write").exit_code == 0
    assert table.read_text(encoding="utf-8") == right


def test_a_missing_table_fails_and_a_check_alone_writes_nothing(folder: Path) -> None:
    (folder / "eksempel" / TABLE_FILE).unlink()
    assert run("check", str(folder), "--date", DAY).exit_code == 1
    assert not (folder / "eksempel" / TABLE_FILE).exists()


def test_no_table_is_written_for_a_guide_with_mistakes(folder: Path) -> None:
    (folder / "eksempel" / TABLE_FILE).unlink()
    replace_in(folder / "eksempel" / "guide.yaml", "sources: [", "sources: [findes-ikke, ")
    assert run("check", str(folder), "--date", DAY, "--write").exit_code == 1
    assert not (folder / "eksempel" / TABLE_FILE).exists()


@pytest.mark.parametrize("command", ["check", "serve"])
def test_wrong_settings_end_with_2_and_are_all_named(command: str) -> None:
    result = run(command, BASE_URL="nowhere", CONTENT_DIR="/nowhere/at/all")
    assert result.exit_code == 2
    assert "BASE_URL" in result.stderr
    assert "CONTENT_DIR" in result.stderr


def test_a_broken_guide_is_not_served(folder: Path) -> None:
    replace_in(folder / "eksempel" / "guide.yaml", "sources: [", "sources: [findes-ikke, ")
    result = run("serve", CONTENT_DIR=str(folder))
    assert result.exit_code == 1
    assert "eksempel/guide.yaml:" in result.stderr
    assert "cannot be served" in result.stderr


@pytest.mark.parametrize("wrong", [["--date", "tomorrow"], ["/nowhere/at/all"], ["--frobnicate"]])
def test_a_wrong_argument_is_explained(wrong: list[str]) -> None:
    result = run("check", *wrong)
    assert result.exit_code == 2
    assert "Usage:" in result.stderr


@pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2201-01-01", "9999-12-31"])
@pytest.mark.parametrize(
    "command",
    [
        ("check", "--date"),
        ("diff", "--date"),
        ("diff", "--to", "2026-01-01", "--from"),
        ("report", "--from", "2026-01-01", "--to"),
        ("report", "--to", "2026-01-01", "--from"),
    ],
)
def test_a_day_beyond_what_can_be_reckoned_with_is_explained(command: tuple[str, ...], day: str) -> None:
    result = run(*command, day)
    assert result.exit_code == 2
    assert f"{day} is too far away; write a day from 2000-01-01 to 2200-12-31." in result.stderr


@pytest.mark.parametrize("day", ["2000-01-01", "2200-12-31"])
def test_the_first_and_the_last_day_can_be_reckoned_with(folder: Path, day: str, tmp_path: Path) -> None:
    data = {"DATA_DIR": str(tmp_path / "data"), "CONTENT_DIR": str(folder)}
    for command in (["check", "--date", day], ["diff", str(folder), str(folder), "--date", day]):
        assert isinstance(run(*command, **data).exception, SystemExit | None)
    ensure_sqlite_file("", tmp_path / "data")
    reported = run("report", "--from", "2000-01-01", "--to", day, "--csv", **data)
    assert reported.exit_code == 0, reported.output


def test_the_command_tells_its_version_and_what_it_can_do() -> None:
    assert re.search(r"\d+\.\d+\.\d+", run("--version").output)
    for command in ("serve", "check"):
        assert command in run("--help").output


def test_a_demo_whose_ports_are_taken_says_so_instead_of_sharing_them() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        for asked in (port, port - 1):
            result = run("serve", "--demo", "--port", str(asked))
            assert result.exit_code == 1
            assert "Another program listens at port" in result.output
            assert str(port) in result.output, "others of this machine may listen beside it"
            assert "--port" in result.output


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """The addresses and ports at which a server would have been started."""
    found: list[tuple[str, int]] = []
    monkeypatch.setattr(serving, "serve", lambda host, port, *_, **__: found.append((host, port)))
    return found


@pytest.mark.parametrize(
    ("host", "address", "link"),
    [
        ("localhost", "127.0.0.1", "127.0.0.1"),
        ("0", "0.0.0.0", "127.0.0.1"),  # noqa: S104 (a test)
        ("::1", "::1", "[::1]"),
        ("::", "::", "localhost"),
    ],
)
def test_the_server_gets_an_address_and_the_operator_a_link(
    served: list[tuple[str, int]], host: str, address: str, link: str
) -> None:
    port = free_port()
    result = run("serve", "--host", host, "--port", str(port))
    assert result.exit_code == 0, result.output
    assert served == [(address, port)]
    assert f"Guides: http://{link}:{port}/\n" in result.output
    assert f"http://{link}:{port}/share\n" in result.output


def test_a_host_that_is_none_is_said_before_any_link(served: list[tuple[str, int]]) -> None:
    result = run("serve", "--host", "no-such-host.invalid")
    assert (result.exit_code, result.output) == (
        1,
        "This machine does not know the address no-such-host.invalid.\n",
    )
    assert served == []


@pytest.mark.parametrize(("demo", "above", "whose"), [([], 0, "The guides"), (["--demo"], 1, "The demo")])
def test_figures_at_a_port_that_is_taken_by_the_server_itself_are_refused_before_anything_is_made(
    served: list[tuple[str, int]], tmp_path: Path, demo: list[str], above: int, whose: str
) -> None:
    port, data = free_port(), tmp_path / "data"
    taken = str(port + above)
    result = run("serve", "--port", str(port), *demo, METRICS_PORT=taken, DATA_DIR=str(data))
    assert result.exit_code == 1
    assert f"{whose} and the figures cannot both have port {taken}. Choose another METRICS_PORT." in result.output
    assert served == []
    assert not data.exists()


ON_WINDOWS = """
import sys
for name in ("fcntl", "resource", "pwd", "grp", "termios"):
    sys.modules[name] = None
from widget.cli.main import main
main()
"""
"""The program without the modules that Python has on Unix only."""


@pytest.mark.parametrize(
    "command", [("check", "guides"), ("diff", "guides", "guides"), ("content", "export", "copy")]
)
def test_the_commands_for_editors_need_nothing_that_windows_lacks(folder: Path, command: tuple[str, ...]) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(folder.parent / "data"),
        "BASE_URL": "http://localhost",
    }
    done = subprocess.run(
        [sys.executable, "-c", ON_WINDOWS, *command],
        cwd=folder.parent, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr


def test_serve_says_where_it_runs_if_not_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(signal, "SIGHUP")
    result = run("serve")
    assert result.exit_code != 0
    assert "WSL" in result.output
