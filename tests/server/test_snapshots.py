"""Copies of the content: what is edited after the copy was taken is not in it, and old ones do not pile up."""

import os
from pathlib import Path
from typing import Any, cast

import pytest

from widget.server.serving import Reloader
from widget.server.snapshots import Snapshots


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    (folder / "guide").mkdir(parents=True)
    (folder / "guide" / "guide.yaml").write_text("first")
    return folder


@pytest.fixture
def snapshots(tmp_path: Path) -> Snapshots:
    folder = tmp_path / "copies"
    folder.mkdir()
    return Snapshots(folder)


def test_a_copy_stays_as_it_was_taken(snapshots: Snapshots, content: Path) -> None:
    current = snapshots.activate(snapshots.take(content))
    (content / "guide" / "guide.yaml").write_text("second")
    assert (current / "guide" / "guide.yaml").read_text() == "first"
    taken = snapshots.take(content)
    assert (current / "guide" / "guide.yaml").read_text() == "first", "taken, but not put in place"
    assert snapshots.activate(taken) == current
    assert (current / "guide" / "guide.yaml").read_text() == "second"


def test_the_copy_before_is_kept_for_who_is_still_reading_it_and_no_other(
    snapshots: Snapshots, content: Path
) -> None:
    copies = []
    for _ in range(4):
        copies.append(snapshots.take(content))
        snapshots.activate(copies[-1])
    assert [copy.exists() for copy in copies] == [False, False, True, True]


def test_what_editors_leave_beside_the_content_is_not_copied(
    snapshots: Snapshots, content: Path, tmp_path: Path
) -> None:
    """Emacs locks a file by a link to what is no file; a pipe would never end, and a checkout has its history."""
    (content / "guide" / ".#guide.yaml").symlink_to("anne@pc.1234:99")
    (content / "guide" / "lost").symlink_to(tmp_path / "nowhere")
    (content / ".git").mkdir()
    (content / ".git" / "config").touch()
    os.mkfifo(content / "pipe")
    copy = snapshots.take(content)
    assert sorted(str(path.relative_to(copy)) for path in copy.rglob("*")) == ["guide", "guide/guide.yaml"]


def test_files_behind_links_are_copied(snapshots: Snapshots, content: Path, tmp_path: Path) -> None:
    (tmp_path / "links.yaml").write_text("links")
    (content / "links.yaml").symlink_to(tmp_path / "links.yaml")
    assert (snapshots.take(content) / "links.yaml").read_text() == "links"


def test_what_cannot_be_copied_leaves_nothing_behind_and_is_said_in_a_sentence(
    snapshots: Snapshots, content: Path, tmp_path: Path
) -> None:
    broken = content / "guide" / "broken"
    broken.symlink_to("/proc/self/mem")  # which is a file, and nothing can be read from its beginning
    with pytest.raises(OSError, match=f"^{broken} cannot be copied: Input/output error\\.$"):
        snapshots.take(content)
    assert list((tmp_path / "copies").iterdir()) == []


def test_a_folder_that_is_gone_is_said_in_a_sentence(snapshots: Snapshots, tmp_path: Path) -> None:
    with pytest.raises(OSError, match=f"^{tmp_path}/gone cannot be copied: No such file or directory\\.$"):
        snapshots.take(tmp_path / "gone")


def test_a_server_whose_content_cannot_be_copied_ends_with_a_sentence(snapshots: Snapshots, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"cannot be served.*gone cannot be copied: No such file or directory"):
        Reloader(snapshots, tmp_path / "gone", cast("Any", None)).begin()
