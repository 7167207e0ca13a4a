"""Editions as folders at the terminal: out, changed, in again, and never over what was published in between."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from click.testing import CliRunner, Result

from tests.guides.guide_examples import MINIMAL
from widget.cli.main import main
from widget.database.database import Database
from widget.database.engine import open_engine
from widget.notices.news_store import EditionNewsStore
from widget.publishing.content_files import read_content
from widget.publishing.edition_store import EditionReader

Content = Callable[..., Result]
GUIDE = "eksempel/guide.yaml"


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Content:
    """The command, on a database with nothing in it and the small guide as the package's."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("CONTENT_DIR", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def run(*words: str | Path, who: str = "anna") -> Result:
        return CliRunner().invoke(main, ["content", "--who", who, *map(str, words)])

    assert run("import", copytree(MINIMAL, tmp_path / "package")).exit_code == 0
    return run


def retitle(folder: Path, title: str) -> None:
    file = folder / GUIDE
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join(f"title: {title}\n" if line.startswith("title: ") else line for line in lines))


def test_a_folder_goes_out_and_in_byte_for_byte_and_can_be_used_again(content: Content, tmp_path: Path) -> None:
    folder, again = tmp_path / "min-kopi", tmp_path / "igen"
    assert content("export", folder).exit_code == 0
    assert "Intet er anderledes end udgave 1" in content("import", folder).stdout
    for number, title in ((2, "Nyt navn"), (3, "Et nyere navn")):
        retitle(folder, title)
        assert f"Udgave {number} er udgivet" in content("import", folder).stdout
    content("export", again)
    assert read_content(again) == read_content(folder)


def test_an_import_has_a_heading_of_its_own_or_the_day_and_partners_read_at_once_what_it_changed(
    content: Content, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("widget.cli.content.danish_today", lambda: date(2026, 11, 29))
    monkeypatch.setenv("SMTP_URL", "smtp://mail.example:25")
    monkeypatch.setenv("MAIL_FROM", "guider@guides.example")
    monkeypatch.setenv("BASE_URL", "https://guides.example")
    folder = tmp_path / "min-kopi"
    content("export", folder)
    retitle(folder, "Nyt navn")
    said = content("import", folder).stdout
    assert said == "Udgave 2 er udgivet.\nPartnernes mails sendes af guide-widget notices.\n"
    retitle(folder, "Et nyere navn")
    content("import", folder, "--heading", "Satser 2027")
    log = content("log").stdout
    assert "anna: Ny udgave 29. november 2026" in log
    assert "min-kopi" not in log

    news = EditionNewsStore(EditionReader(Database(open_engine("", tmp_path / "data"))))
    found = news.latest()
    news.editions.database.engine.dispose()
    assert [(one.heading, [guide.title for guide in one.guides]) for one in found] == [
        ("Satser 2027", ["Et nyere navn"]),
        ("Ny udgave 29. november 2026", ["Nyt navn"]),
    ]


def test_a_folder_of_an_older_edition_is_refused_with_what_it_would_take_back(
    content: Content, tmp_path: Path
) -> None:
    mine, theirs = tmp_path / "mine", tmp_path / "theirs"
    content("export", mine)
    content("export", theirs)
    retitle(theirs, "Bos navn")
    content("import", theirs, "--heading", "Satser 2027", who="bo")
    retitle(mine, "Mit navn")
    (mine / "links.yaml").write_text((mine / "links.yaml").read_text() + "\n")

    refused = content("import", mine)
    assert refused.exit_code == 1
    assert (
        "Der er udgivet en nyere udgave, siden mappen blev hentet (udgave 1). Intet blev udgivet." in refused.stderr
    )
    assert "Udgave 2: Satser 2027 (bo)" in refused.stderr
    assert f"Også ændret i din mappe: {GUIDE}\n" in refused.stderr
    assert "content export NY-MAPPE" in refused.stderr
    assert "Mit navn" in (mine / GUIDE).read_text()
    assert content("log").stdout.startswith("   2  ")

    assert "Udgave 3 er udgivet" in content("import", mine, "--replace-newer").stdout
    retitle(mine, "Igen")
    assert "Udgave 4 er udgivet" in content("import", mine).stdout


def test_a_folder_that_was_never_exported_is_refused_where_an_edition_is_published(
    content: Content, tmp_path: Path
) -> None:
    folder = tmp_path / "fra-git"
    content("export", folder)
    for hidden in folder.glob(".*"):
        hidden.unlink()
    retitle(folder, "Fra git")
    refused = content("import", folder)
    assert refused.exit_code == 1
    assert "Mappen siger ikke, at den begyndte på udgave 1, som borgerne ser" in refused.stderr
    assert "Udgave 2 er udgivet" in content("import", folder, "--replace-newer").stdout


def test_a_folder_of_an_edition_that_was_gone_back_to_is_no_older_one(content: Content, tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    content("export", first)
    content("export", second)
    retitle(second, "Fejl")
    content("import", second)
    content("export", tmp_path / "gammel", "--edition", "1")
    content("import", tmp_path / "gammel", "--replace-newer")
    retitle(first, "Rettelse")
    assert "Udgave 4 er udgivet" in content("import", first).stdout
