"""New year comes while a real server runs: the day changes in both of its workers, and their memory with it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from tests.frozen import CONTENT
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
def dated_server(folder: Path, day_file: Path, content: Path = CONTENT) -> Iterator[str]:
    """The server of `tests.servers.dated`; gives its origin."""
    port = free_port()
    environment = ["env", f"PYTHONPATH={ROOT}", f"DATA_DIR={folder / 'data'}", f"CONTENT_DIR={content}"]
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


BENEFIT = "      - id: dagpenge-sats\n"
TITLE = "        title: Først a-kassen, så kommunen\n"
CONFIRMED = "        confirmed_until: 2026-12-31\n        ask: a-kasse\n"
SWITCHES = "        variants: [{from: 2027-01-01, title: Mødernes nye orden}]\n"

LAST_YEAR = ("Først a-kassen, så kommunen", "Nye regler på vej", "22.041 kr. (2026)")
THIS_YEAR = (
    "Mødernes nye orden",
    "22.041 kr. (2026; kendes ikke endnu for 2027)",
    "Reglen er bekræftet til og med 31. december 2026 og kan have ændret sig. Spørg: Din a-kasse.",
)


def switching_content(folder: Path) -> Path:
    """The frozen guides, with a rule that is otherwise from new year on and one that is confirmed until then."""
    content = copytree(CONTENT, folder / "content")
    file = content / GUIDE / "guide.yaml"
    text = file.read_text(encoding="utf-8")
    for old, new in ((TITLE, TITLE + SWITCHES), (BENEFIT, BENEFIT + CONFIRMED)):
        assert text.count(old) == 1
        text = text.replace(old, new)
    file.write_text(text, encoding="utf-8")
    return content


def test_rules_end_begin_and_become_uncertain_at_midnight(tmp_path: Path) -> None:
    """What ended is gone, what was announced is there, and what is not known for the new year says so."""
    day_file = tmp_path / "day"
    set_day(day_file, date(2026, 12, 31))
    with dated_server(tmp_path, day_file, switching_content(tmp_path)) as origin:
        before = [ask(origin + PAGE).text for _ in range(ENOUGH)]
        set_day(day_file, date(2027, 1, 1))
        after = [ask(origin + PAGE).text for _ in range(ENOUGH)]
    for text in before:
        assert all(said in text for said in LAST_YEAR)
        assert not any(said in text for said in THIS_YEAR)
    for text in after:
        assert all(said in text for said in THIS_YEAR)
        assert not any(said in text for said in LAST_YEAR)
