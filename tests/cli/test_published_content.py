"""Which content the commands read: the edition that citizens see, or the folder of CONTENT_DIR."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.database.servers import open_new
from tests.guides.guide_examples import MINIMAL
from widget.cli.main import main
from widget.database.database import Database
from widget.publishing.content_files import read_content
from widget.publishing.edition_store import EditionStore

GUIDE = "eksempel/guide.yaml"
TITLE = "Udgaven i databasen"


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database with an edition of the small guide, whose title and link differ from every folder."""
    files = read_content(MINIMAL)
    guide = files[GUIDE].decode().splitlines(keepends=True)
    titled = [f"title: {TITLE}\n" if line.startswith("title: ") else line for line in guide]
    files[GUIDE] = "".join(titled).encode()
    files["links.yaml"] = files["links.yaml"].replace(b"https://", b"https://udgave.", 1)
    database = Database(open_new(tmp_path))
    EditionStore(database, lambda: datetime(2026, 11, 28, tzinfo=UTC)).import_files(files, "Satser", "anna")
    database.engine.dispose()
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.delenv("CONTENT_DIR", raising=False)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


PERIOD = ("--from", "2026-07-01", "--to", "2026-12-31")


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (("check", "--as-reviewed"), GUIDE),
        (("links", "--offline"), "https://udgave."),
        (("diff", *PERIOD), ""),
        (("report", *PERIOD), TITLE),
        (("translations", "status"), ""),
    ],
)
def test_the_published_edition_is_read_where_there_is_one(
    published: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], shown: str
) -> None:
    result = run(*words)
    assert "Content: edition 1, published in the database" in result.stderr, result.output
    assert shown in result.stdout
    assert "hvis-du-bliver-ledig" not in result.stdout
    monkeypatch.setenv("CONTENT_DIR", str(MINIMAL))
    result = run(*words)
    assert f"Content: the folder {MINIMAL}" in result.stderr
    assert TITLE not in result.stdout
    assert "udgave." not in result.stdout


def test_a_folder_is_read_where_no_edition_was_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.delenv("CONTENT_DIR", raising=False)
    result = run("links", "--offline")
    assert "Content: the folder" in result.stderr
    assert not list(tmp_path.iterdir()), "a question must make no database"


def test_a_database_that_does_not_answer_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.delenv("CONTENT_DIR", raising=False)
    monkeypatch.setenv("DATABASE_URL", "postgresql://stranger:word@127.0.0.1:1/none")
    monkeypatch.setenv("SECRET_KEY", "0" * 64)
    result = run("links", "--offline")
    assert result.exit_code == 1
    assert "The database does not answer" in result.stderr
    assert "CONTENT_DIR" in result.stderr
