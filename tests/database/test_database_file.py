"""The database holds secrets of accounts: its file is for the server's eyes alone."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from tests.database.servers import open_new
from widget.database.engine import migrate, open_engine
from widget.database.sqlite_file import DATABASE_FILE, ensure_sqlite_file, sqlite_file


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def written(folder: Path) -> set[Path]:
    """The files of a database while a connection is writing into it."""
    engine = open_new(folder)
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE registry_state SET revision = 1"))
        files = set(folder.iterdir())
    engine.dispose()
    return files


def test_a_new_database_and_its_folder_are_ours_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    files = written(folder)
    assert {file.name for file in files} == {DATABASE_FILE, f"{DATABASE_FILE}-wal", f"{DATABASE_FILE}-shm"}
    assert mode(folder) == 0o700


def test_the_files_beside_it_are_as_closed_as_it_is(tmp_path: Path) -> None:
    engine = open_new(tmp_path)
    migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE registry_state SET revision = 1"))
        assert {mode(file) for file in tmp_path.iterdir()} == {0o600}
        assert len(list(tmp_path.iterdir())) == 3
    engine.dispose()


def test_a_database_that_was_open_is_closed_and_keeps_what_is_in_it(tmp_path: Path) -> None:
    written(tmp_path)
    file = tmp_path / DATABASE_FILE
    file.chmod(0o644)
    tmp_path.chmod(0o755)
    engine = open_new(tmp_path)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT revision FROM registry_state")).scalar() == 1
    engine.dispose()
    assert mode(file) == 0o600
    assert mode(tmp_path) == 0o755, "a folder that was there is not ours to close"


def test_a_folder_that_is_taken_for_the_file_is_left_as_open_as_it_is(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    opened = open_engine(f"sqlite:///{tmp_path}", tmp_path)
    with pytest.raises(OperationalError):
        migrate(opened)
    assert mode(tmp_path) == 0o755


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A database with a revision of its own."""
    engine = open_new(tmp_path)
    migrate(engine)
    set_revision(engine, 1)
    yield engine
    engine.dispose()


def set_revision(engine: Engine, revision: int) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE registry_state SET revision = :revision"), {"revision": revision})


def revision_by(connection: Connection) -> object:
    return connection.execute(text("SELECT revision FROM registry_state")).scalar()


def test_nothing_is_written_into_a_file_that_was_deleted(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / DATABASE_FILE).unlink()
    for _ in range(3):
        with pytest.raises(OperationalError, match="is missing: stop the server and restore a backup"):
            set_revision(engine, 2)
    assert not (tmp_path / DATABASE_FILE).exists(), "an empty one would hide the loss"


@pytest.mark.parametrize("url", ["", "sqlite:///{}/guides.sqlite3?timeout=1"])
def test_no_connection_makes_a_file(url: str, tmp_path: Path) -> None:
    opened = open_engine(url.format(tmp_path), tmp_path)
    with pytest.raises(OperationalError, match="is missing: stop the server and restore a backup"):
        migrate(opened)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["ude og hjemme?#%41", "blåbær"])
def test_the_file_may_have_any_name(name: str, tmp_path: Path) -> None:
    written(tmp_path / name)
    assert (tmp_path / name / DATABASE_FILE).stat().st_size > 0
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    "url", ["sqlite:///:memory:", "sqlite:///file:x?uri=true", "postgresql://town.example/guides"]
)
def test_what_is_in_no_file_of_ours_needs_none(url: str, tmp_path: Path) -> None:
    assert sqlite_file(url, tmp_path) is None
    ensure_sqlite_file(url, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("empty", [False, True])
def test_a_database_that_begins_empty_is_told_of(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, *, empty: bool
) -> None:
    file = tmp_path / "own.sqlite3"
    if empty:
        file.touch()
    ensure_sqlite_file(f"sqlite:///{file}", tmp_path / "data")
    assert caplog.messages == [f"There was no database at {file}: a new one is begun."]
    assert list(tmp_path.iterdir()) == [file]


def test_a_database_that_is_there_is_left_as_it_is(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    written(tmp_path)
    before = (tmp_path / DATABASE_FILE).read_bytes()
    caplog.clear()
    ensure_sqlite_file("", tmp_path)
    assert caplog.messages == []
    assert (tmp_path / DATABASE_FILE).read_bytes() == before


@pytest.mark.parametrize(("folder", "reason"), [("taken", "File exists"), ("taken/data", "Not a directory")])
def test_a_file_that_cannot_be_made_is_told_of(
    folder: str, reason: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "taken").touch()
    ensure_sqlite_file("", tmp_path / folder)
    file = tmp_path / folder / DATABASE_FILE
    assert caplog.messages == [f"The database {file} cannot be made: {reason}. Mend that, then restart."]


def test_a_connection_that_is_kept_notices_it_too(
    engine: Engine, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as kept:
        assert revision_by(kept) == 1
        (tmp_path / DATABASE_FILE).unlink()
        with pytest.raises(OperationalError, match="deleted or replaced") as raised:
            revision_by(kept)
        assert raised.value.connection_invalidated
    assert caplog.messages == [], "the error says all, and nothing fails beside it"


def test_a_backup_in_its_place_is_used_at_once(engine: Engine, tmp_path: Path) -> None:
    other = open_new(tmp_path / "backup")
    migrate(other)
    set_revision(other, 50)
    other.dispose()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as kept:
        assert revision_by(kept) == 1
        (tmp_path / "backup" / DATABASE_FILE).replace(tmp_path / DATABASE_FILE)
        for file in (f"{DATABASE_FILE}-wal", f"{DATABASE_FILE}-shm"):
            (tmp_path / file).unlink(missing_ok=True)
        with pytest.raises(OperationalError):
            revision_by(kept)
    set_revision(engine, 51)
    with engine.connect() as connection:
        assert revision_by(connection) == 51
