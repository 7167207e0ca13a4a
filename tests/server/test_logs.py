"""The log on a disk with little room: what does not fit is let go of, and what comes later is whole."""

import errno
import logging
import os

import pytest

from widget.server.logs import LogLines


class Disk:
    """A file that takes as many bytes as there is room for."""

    def __init__(self) -> None:
        self.room = 0
        self.text = b""

    def write(self, place: int, data: bytes) -> int:
        """As the system's own: a part where not all fits, an error where nothing does."""
        assert place == 1
        if not self.room:
            raise OSError(errno.ENOSPC, "No space left on device")
        taken = data[: self.room]
        self.room -= len(taken)
        self.text += taken
        return len(taken)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    found = Disk()
    monkeypatch.setattr(os, "write", found.write)
    return found


@pytest.fixture
def log() -> logging.Logger:
    logger = logging.Logger("test")
    logger.addHandler(LogLines())
    return logger


def test_what_does_not_fit_is_let_go_of(disk: Disk, log: logging.Logger) -> None:
    log.error("one")
    disk.room = 100
    log.error("two, “blåbær”")
    assert disk.text.decode() == "two, “blåbær”\n"


def test_after_a_torn_line_the_next_one_begins_on_its_own(disk: Disk, log: logging.Logger) -> None:
    disk.room = 2
    log.error("one")
    log.error("two")
    disk.room = 100
    log.error("three")
    log.error("four")
    assert disk.text.decode() == "on\nthree\nfour\n"


def test_what_cannot_be_written_as_text_is_written_all_the_same(disk: Disk, log: logging.Logger) -> None:
    disk.room = 100
    log.error("a\ud800b")
    assert disk.text == b"a\\ud800b\n"


def test_what_cannot_be_put_into_words_is_told_on_standard_error(
    disk: Disk, log: logging.Logger, capsys: pytest.CaptureFixture[str]
) -> None:
    disk.room = 100
    log.error("%d", "no number")
    assert disk.text == b""
    assert "no number" in capsys.readouterr().err
