"""New year comes while a real server runs: the day changes in both of its workers, and their memory with it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from tests.servers.dated import WORKERS
from tests.servers.hosts import free_port, running
from tests.servers.operating import GUIDE, ROOT, ask

pytestmark = pytest.mark.servers

PAGE = f"/guide/{GUIDE}"
OLD, NEW = "21.092", "22.041"
"""The highest unemployment benefit in 2025 and in 2026, in the frozen guides."""

ENOUGH = 40
"""Requests after which both workers have surely answered: each opens a connection of its own."""


def set_day(file: Path, day: date) -> None:
    """At once: half a date ends the request that reads it."""
    following = file.with_suffix(".following")
    following.write_text(day.isoformat(), encoding="utf-8")
    following.replace(file)


@contextmanager
def dated_server(folder: Path, day_file: Path) -> Iterator[str]:
    """The server of `tests.servers.dated`; gives its origin."""
    port = free_port()
    environment = ["env", f"PYTHONPATH={ROOT}", f"DATA_DIR={folder / 'data'}"]
    with running([*environment, sys.executable, "-m", "tests.servers.dated", str(port), str(day_file)], folder, port):
        yield f"http://127.0.0.1:{port}"


def test_the_first_page_of_a_new_year_has_its_amounts(tmp_path: Path) -> None:
    day_file = tmp_path / "day"
    set_day(day_file, date(2025, 12, 31))
    with dated_server(tmp_path, day_file) as origin:
        before = [ask(origin + PAGE) for _ in range(ENOUGH)]
        assert {answer.status for answer in before} == {200}
        assert all(OLD in answer.text and NEW not in answer.text for answer in before)
        set_day(day_file, date(2026, 1, 1))
        after = [ask(origin + PAGE, If_None_Match=before[0].headers["etag"]) for _ in range(ENOUGH)]
    assert WORKERS > 1
    assert {answer.status for answer in after} == {200}, "who has the old page gets the new one"
    assert all(NEW in answer.text and OLD not in answer.text for answer in after)
