"""The command `guide-widget check`: what an editor runs before publishing."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.guides.guide_examples import MINIMAL, THIRD
from widget.cli.main import main

GUIDE, TABLE = "eksempel/guide.yaml", "eksempel/situations.txt"


def check(folder: Path, *options: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["check", "--date", "2026-11-22", *options, str(folder)])
    return result.exit_code, result.output


def change(content: Path, old: str, new: str) -> None:
    text = (content / GUIDE).read_text(encoding="utf-8")
    assert text.count(old) == 1
    (content / GUIDE).write_text(text.replace(old, new), encoding="utf-8")


def test_the_third_guide_is_ready_to_publish() -> None:
    code, output = check(THIRD)
    assert code == 0, output
    assert output.endswith("naar-du-faar-hund/guide.yaml: 8 punkter, 20 situationer\n0 fejl, 0 advarsler\n")


def test_a_guide_without_its_table_of_who_sees_what_is_not(tmp_path: Path) -> None:
    content = shutil.copytree(MINIMAL, tmp_path / "content")
    code, output = check(content)
    assert code == 1
    assert f"{TABLE}:1: fejl [table]" in output


def test_the_table_is_written_once_and_holds_until_a_rule_changes(tmp_path: Path) -> None:
    content = shutil.copytree(MINIMAL, tmp_path / "content")
    assert check(content, "--write")[0] == 0
    assert check(content)[0] == 0
    change(content, "title: Slib", "title: Puds")
    assert check(content)[0] == 0
    change(content, "{farve: roed}", "{farve: blaa}")
    code, output = check(content)
    assert code == 1
    assert f"{TABLE}:1: fejl [table]" in output


def test_an_error_stops_and_a_warning_does_not(tmp_path: Path) -> None:
    content = shutil.copytree(MINIMAL, tmp_path / "content")
    check(content, "--write")
    change(content, "text: Mere at læse.", "text: Mere.\n        to: 2026-12-31")
    check(content, "--write")
    code, output = check(content)
    assert code == 0
    assert "advarsel [out-of-date]" in output
    assert output.endswith("0 fejl, 1 advarsel\n")
    change(content, "to: 2026-12-31", "to: 2025-12-31")
    code, output = check(content, "--write")
    assert code == 1
    assert "fejl [out-of-date]" in output


def test_problems_of_the_format_are_said_with_file_and_line(tmp_path: Path) -> None:
    content = shutil.copytree(MINIMAL, tmp_path / "content")
    change(content, "need: must", "need: mist")
    code, output = check(content)
    assert code == 1
    assert f"{GUIDE}:23: fejl [unknown-id] “mist” kendes ikke her. Mente du “must”?" in output


@pytest.mark.parametrize("options", [(), ("--write",)])
def test_a_folder_in_the_place_of_a_table_is_said(tmp_path: Path, options: tuple[str, ...]) -> None:
    content = shutil.copytree(MINIMAL, tmp_path / "content")
    (content / TABLE).unlink(missing_ok=True)
    (content / TABLE).mkdir()
    code, output = check(content, *options)
    assert code == 1
    assert f"{TABLE}:1: fejl [table] Filen kan ikke læses eller skrives: Is a directory." in output


def test_a_table_in_another_encoding_is_one_that_no_longer_holds(tmp_path: Path) -> None:
    content = shutil.copytree(MINIMAL, tmp_path / "content")
    (content / TABLE).write_bytes("rød".encode("latin-1"))
    code, output = check(content)
    assert code == 1
    assert f"{TABLE}:1: fejl [table] Hvem der ser hvad" in output
