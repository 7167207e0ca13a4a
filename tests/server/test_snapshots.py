"""Copies of the content: what is edited after the copy was taken is not in it, and old ones do not pile up."""

from pathlib import Path

import pytest

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


def test_what_cannot_be_copied_leaves_nothing_behind(snapshots: Snapshots, content: Path, tmp_path: Path) -> None:
    (content / "broken").symlink_to(tmp_path / "nowhere")
    with pytest.raises(OSError, match="broken"):
        snapshots.take(content)
    assert list((tmp_path / "copies").iterdir()) == []
