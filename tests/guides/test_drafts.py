"""Drafts and lists of changes: what is checked and compared, and not shown unless a caller asks for it."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.conftest import TODAY
from tests.guides.guide_examples import MINIMAL
from widget.app import create_app
from widget.cli.main import main
from widget.guides.loading import load_library, read_library
from widget.guides.problems import ContentError
from widget.guides.versions import SeenVersion, changes_since, version_of
from widget.settings import read_settings

DRAFT = "kladde"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A content folder with a draft beside the guide."""
    folder = Path(shutil.copytree(MINIMAL, tmp_path / "content"))
    text = (folder / "eksempel" / "guide.yaml").read_text(encoding="utf-8")
    (folder / DRAFT).mkdir()
    text = text.replace("title: Eksempel\n", "title: Kladde\npublished: no\n")
    (folder / DRAFT / "guide.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_draft_is_read_and_not_loaded_unless_it_is_named(content: Path) -> None:
    library, _ = read_library(content)
    assert library is not None
    assert set(library.guides) == {"eksempel", DRAFT}
    assert set(load_library(content).guides) == {"eksempel"}
    assert set(load_library(content, [DRAFT]).guides) == {"eksempel", DRAFT}


def test_a_draft_that_there_is_not_is_said(content: Path) -> None:
    with pytest.raises(ContentError, match=r"DRAFT_GUIDES nævner “klade”.*Mente du “kladde”"):
        load_library(content, ["klade"])


@pytest.mark.parametrize(("named", "status"), [("", 404), (DRAFT, 200), (f"{DRAFT}, eksempel", 200)])
def test_citizens_see_a_draft_only_where_the_operator_shows_it(content: Path, named: str, status: int) -> None:
    settings = read_settings({"CONTENT_DIR": str(content), "DRAFT_GUIDES": named})
    client = create_app(settings, today=lambda: TODAY).test_client()
    for surface in ("guide", "embed", "print", "fragment"):
        assert client.get(f"/{surface}/{DRAFT}").status_code == status
    assert client.get(f"/data/{DRAFT}.json").status_code == status
    assert client.get(f"/calendar/{DRAFT}.ics?dato=2026-12-01").status_code == status
    for page in ("/", "/share"):
        assert ("Kladde" in client.get(page).text) is (status == 200)


def test_the_server_does_not_start_with_a_draft_that_there_is_not(content: Path) -> None:
    environment = {"CONTENT_DIR": str(content), "DRAFT_GUIDES": "klade"}
    result = CliRunner().invoke(main, ["serve"], env=environment)
    assert result.exit_code == 1
    assert "DRAFT_GUIDES nævner “klade”" in result.output


def test_the_check_reads_drafts_and_says_so(content: Path) -> None:
    CliRunner().invoke(main, ["check", "--write", "--date", "2026-11-22", str(content)])
    result = CliRunner().invoke(main, ["check", "--date", "2026-11-22", str(content)])
    assert result.exit_code == 0, result.output
    assert "kladde/guide.yaml: 3 punkter, 4 situationer (kladde: ikke offentliggjort)\n" in result.output


def test_as_reviewed_is_the_same_on_every_day(content: Path) -> None:
    facts = content / "facts.yaml"
    text = facts.read_text(encoding="utf-8")
    facts.write_text(text.replace("from: 2026-01-01,", "from: 2026-01-01, to: 2026-11-30,"), encoding="utf-8")
    CliRunner().invoke(main, ["check", "--write", str(content)])
    over = CliRunner().invoke(main, ["check", "--date", "2026-12-01", str(content)])
    assert over.exit_code == 1
    always = [
        CliRunner().invoke(main, ["check", "--as-reviewed", *day, str(content)])
        for day in ((), ("--date", "2026-12-01"), ("--date", "2040-01-01"))
    ]
    assert {run.exit_code for run in always} == {0}
    assert len({run.output for run in always}) == 1
    assert "udløber 2026-11-30" in always[0].output


def test_what_was_changed_since_a_version_is_told_newest_first(content: Path) -> None:
    file = content / "eksempel" / "guide.yaml"
    changes = "changes:\n  - {date: 2026-11-01, text: Ny.}\n  - {date: 2026-10-01, text: Ældre.}\n"
    file.write_text(file.read_text(encoding="utf-8").replace("lead:", f"{changes}lead:"), encoding="utf-8")
    guide = load_library(content).guides["eksempel"]
    assert [change.text for change in changes_since(guide, SeenVersion(date(2026, 9, 1)))] == ["Ny.", "Ældre."]
    assert [change.text for change in changes_since(guide, SeenVersion(date(2026, 10, 1)))] == ["Ny."]
    assert changes_since(guide, version_of(guide)) == ()
