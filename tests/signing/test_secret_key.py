"""The server's secret key: where it comes from, and that all who need it at once get the same."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from widget.settings import Settings, read_settings
from widget.signing.secret_key import KEY_FILE, secret_key

SET = "a secret of thirty-two characters or more"


def settings_in(folder: Path, **more: str) -> Settings:
    return read_settings({"DATA_DIR": str(folder), **more})


def test_a_key_that_is_set_is_used_and_none_is_stored(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_bytes(b"stored")
    assert secret_key(settings_in(tmp_path, SECRET_KEY=SET)) == SET.encode()
    assert secret_key(settings_in(tmp_path / "none", SECRET_KEY=SET)) == SET.encode()
    assert not (tmp_path / "none").exists()


def test_a_key_that_is_stored_is_used_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_bytes(b"\x00stored\n")
    assert secret_key(settings_in(tmp_path)) == b"\x00stored\n"
    assert (tmp_path / KEY_FILE).read_bytes() == b"\x00stored\n"


def test_a_key_is_made_once_in_a_folder_for_our_eyes_only(tmp_path: Path) -> None:
    umask = os.umask(0)
    try:
        key = secret_key(settings_in(tmp_path / "new" / "data"))
    finally:
        os.umask(umask)
    data = tmp_path / "new" / "data"
    assert len(bytes.fromhex(key.decode())) == 32, "256 bits"
    assert secret_key(settings_in(data)) == key == (data / KEY_FILE).read_bytes()
    assert [file.name for file in data.iterdir()] == [KEY_FILE], "no draft is left"
    assert (data / KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert data.stat().st_mode & 0o777 == 0o700
    assert secret_key(settings_in(tmp_path / "other")) != key


def test_of_two_workers_that_make_a_key_at_once_both_have_the_first_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []

    def overtaken(path: Path, *how: Any) -> int:
        """Opens the draft of this worker just after another one has stored its key."""
        (tmp_path / KEY_FILE).write_bytes(b"the first one's")
        opened.append(path)
        return real(path, *how)

    real = os.open
    monkeypatch.setattr("widget.signing.secret_key.os.open", overtaken)
    assert secret_key(settings_in(tmp_path)) == b"the first one's"
    monkeypatch.undo()
    (draft,) = opened
    assert draft.name != KEY_FILE
    assert [file.name for file in tmp_path.iterdir()] == [KEY_FILE]


def test_a_draft_is_never_written_over_what_is_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two drafts have the same name only if the names can be guessed."""
    monkeypatch.setattr("widget.signing.secret_key.secrets.token_hex", lambda count: "0" * 2 * count)
    other = tmp_path / f"{KEY_FILE}.{'0' * 16}"
    other.write_bytes(b"of a stranger")
    with pytest.raises(FileExistsError):
        secret_key(settings_in(tmp_path))
    assert other.read_bytes() == b"of a stranger"
    assert not (tmp_path / KEY_FILE).exists()


def test_a_key_that_cannot_be_stored_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(OSError, match="file"):
            secret_key(replace(Settings(), data_folder=folder))
