"""The database holds secrets of accounts: its file is for nobody's eyes but the server's."""

import stat
from pathlib import Path

from sqlalchemy import text

from widget.database.engine import DATABASE_FILE, migrate, open_engine


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def written(folder: Path) -> set[Path]:
    """The files of a database while somebody is writing into it."""
    engine = open_engine("", folder)
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
    engine = open_engine("", tmp_path)
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
    engine = open_engine("", tmp_path)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT revision FROM registry_state")).scalar() == 1
    engine.dispose()
    assert mode(file) == 0o600
    assert mode(tmp_path) == 0o755, "a folder that was there is not ours to close"
