"""What the overview says under “Nu” of a task’s dates: when it opens, when money comes, after when it is lost."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.frozen import CONTENT, frozen_settings
from widget.app import create_app

GUIDE = "hvis-du-bliver-ledig"
RULE = "        due: by end of month +1 month +10 days\n"
CARD = """        due:
          opens: 5th last weekday of month
          act_by: 4th last weekday of month
          happens_on: last bank day of month
          happens: Pengene er på din konto
          lost_after: end of month +1 month +10 days
          lost: mister du pengene for måneden
"""
ADDRESS = f"/embed/{GUIDE}?a-kasse=ja&dato=2026-12-01"

Now = Callable[..., list[str]]


@pytest.fixture
def now(tmp_path: Path) -> Now:
    """The tasks that are told in full under “Nu” on a day."""
    content = copytree(CONTENT, tmp_path / "content")
    file = content / GUIDE / "guide.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count(RULE) == 1
    file.write_text(text.replace(RULE, CARD), encoding="utf-8")

    def read(day: date, done: str = "") -> list[str]:
        app = create_app(frozen_settings({"CONTENT_DIR": str(content)}), today=lambda: day)
        page = LexborHTMLParser(app.test_client(use_cookies=False).get(ADDRESS + done).text)
        return [" ".join(task.text().split()) for task in page.css("section.now li.task")]

    return read


MONEY = "Pengene er på din konto: onsdag den 30. december 2026"
LIMIT = "Efter onsdag den 10. februar 2027 mister du pengene for måneden."
LATE = "senest mandag den 28. december 2026 (passeret)"


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        # The last weekdays of December 2026 are the 24th, 28th, 29th, 30th and 31st; the 31st is no bank day.
        (
            date(2026, 12, 24),
            ("fra torsdag den 24. december 2026, senest mandag den 28. december 2026", MONEY, LIMIT),
        ),
        (date(2026, 12, 29), (LATE, MONEY, LIMIT)),
        (date(2027, 2, 10), (LATE, MONEY, LIMIT)),
        (
            date(2027, 2, 11),
            (LATE, "Fristen var onsdag den 10. februar 2027. Spørg, om noget stadig kan lade sig gøre."),
        ),
    ],
)
def test_under_now_stands_what_the_dates_of_a_task_mean(now: Now, day: date, expected: tuple[str, ...]) -> None:
    tasks = now(day, "&done=meld-dig-ledig,vaelg-dagpenge,cv-dagpenge")
    card = next(task for task in tasks if task.startswith("Send dit dagpengekort"))
    for words in expected:
        assert words in card, card


def test_what_can_still_be_saved_is_told_though_three_others_were_due_earlier(now: Now) -> None:
    late = [task for task in now(date(2027, 2, 10)) if "(passeret)" in task]
    assert [task.startswith("Send dit dagpengekort") for task in late] == [False, False, True]
    assert late[0].startswith("Meld dig ledig"), "in the order of their days"


def test_what_is_lost_gives_way_to_what_is_not(now: Now) -> None:
    late = [task for task in now(date(2027, 2, 11)) if "(passeret)" in task]
    assert len(late) == 3
    assert not any(task.startswith("Send dit dagpengekort") for task in late)
