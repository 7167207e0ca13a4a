"""A change is told ahead, from a day that the editor names until it is there; on a page, on paper and in the data."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from flask.testing import FlaskClient

from tests.frozen import CONTENT, frozen_settings
from widget.app import create_app

GUIDE = "hvis-du-bliver-ledig"
TEXT = "Fra 1. januar 2027 åbner kortet en uge tidligere."
CARD = "      - id: dagpengekort\n        need: must\n        title: Send dit dagpengekort\n"
IN_A_VARIANT = f"""        variants:
          - {{from: 2026-12-01, to: 2026-12-31, announced: {TEXT}}}
          - {{from: 2027-01-01, title: Send dit nye dagpengekort}}
"""
ON_THE_ITEM = f"""        announced: {TEXT}
        variants: [{{from: 2027-01-01, title: Send dit nye dagpengekort}}]
"""

On = Callable[[date], FlaskClient]


@pytest.fixture
def on(tmp_path: Path, announcement: str) -> On:
    """A client of the guides as they are on a day."""
    content = copytree(CONTENT, tmp_path / "content")
    file = content / GUIDE / "guide.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count(CARD) == 1
    file.write_text(text.replace(CARD, CARD + announcement), encoding="utf-8")
    settings = frozen_settings({"CONTENT_DIR": str(content)})
    return lambda day: create_app(settings, today=lambda: day).test_client(use_cookies=False)


@pytest.mark.parametrize(
    ("announcement", "day", "told", "changed"),
    [
        (IN_A_VARIANT, date(2026, 11, 30), False, False),
        (IN_A_VARIANT, date(2026, 12, 1), True, False),
        (IN_A_VARIANT, date(2026, 12, 31), True, False),
        (IN_A_VARIANT, date(2027, 1, 1), False, True),
        (ON_THE_ITEM, date(2026, 11, 30), True, False),
        (ON_THE_ITEM, date(2027, 1, 1), False, True),
    ],
)
def test_a_change_is_announced_until_it_is_there(on: On, day: date, told: bool, changed: bool) -> None:
    client = on(day)
    for address in (f"/embed/{GUIDE}?a-kasse=ja&open=dagpengekort", f"/print/{GUIDE}?a-kasse=ja"):
        page = client.get(address).text
        assert (TEXT in page) == told, address
        assert ("Send dit nye dagpengekort" in page) == changed, address
    data = client.get(f"/data/{GUIDE}.json?a-kasse=ja").get_json()
    card = next(item for item in data["items"] if item["id"] == "dagpengekort")
    assert card["announced"] == (TEXT if told else None)
