"""New year comes: a real server whose clock is moved, by the library that Debian has for it.

One asks after another: that library has a lock of its own, which many threads at once can be caught in.
"""

from pathlib import Path

import pytest

from tests.servers.operating import GUIDE, guides

pytestmark = pytest.mark.servers

PAGE = f"/guide/{GUIDE}"
OLD, NEW = "21.092", "22.041"
"""The highest unemployment benefit in 2025 and in 2026."""

ENOUGH = 40
"""Requests after which both workers have surely answered: each opens a connection of its own."""


@pytest.fixture
def library() -> str:
    """What moves the clock of a process that loads it."""
    found = [str(file) for file in Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1")]
    if not found:
        pytest.skip("Debian's package faketime is not here")
    return found[0]


def set_clock(file: Path, moment: str) -> None:
    """At once: half a moment ends whoever reads it."""
    following = file.with_suffix(".following")
    following.write_text(moment, encoding="utf-8")
    following.replace(file)


def test_the_first_page_of_a_new_year_has_its_amounts(library: str, tmp_path: Path) -> None:
    clock = tmp_path / "clock"
    set_clock(clock, "@2025-12-31 23:00:00")
    own = {
        "LD_PRELOAD": library,
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "DONT_FAKE_MONOTONIC": "1",
        "TZ": "Europe/Copenhagen",
    }
    with guides(tmp_path / "guides", 2, **own) as server:
        before = [server.get(PAGE) for _ in range(ENOUGH)]
        assert {answer.status for answer in before} == {200}
        assert all(OLD in answer.text and NEW not in answer.text for answer in before)
        set_clock(clock, "@2026-01-01 00:00:01")
        after = [server.get(PAGE, If_None_Match=before[0].headers["etag"]) for _ in range(ENOUGH)]
    assert {answer.status for answer in after} == {200}, "who has the old page gets the new one"
    assert all(NEW in answer.text and OLD not in answer.text for answer in after)
