"""Which version of a guide a citizen has seen: also where editors published twice on one day."""

from dataclasses import replace
from datetime import date

import pytest

from tests.frozen import CONTENT
from widget.guides.loading import load_library
from widget.guides.model import Change, Guide
from widget.guides.problems import Place
from widget.guides.versions import SeenVersion, changes_since, parse_version, version_of

DAY = date(2026, 11, 29)


def guide(*changes: tuple[date, str]) -> Guide:
    """A guide of 29 November with these changes, newest first."""
    made = tuple(Change(day, text, Place("guide.yaml", 1)) for day, text in changes)
    return replace(load_library(CONTENT).guides["hvis-du-bliver-ledig"], version=DAY, changes=made)


OLD = (date(2026, 10, 1), "Ældre.")
MORNING = guide((DAY, "Om morgenen."), OLD)
AFTERNOON = guide((DAY, "Om eftermiddagen."), (DAY, "Om morgenen."), OLD)
NEW = guide()


@pytest.mark.parametrize(
    ("seen", "now", "told"),
    [
        (MORNING, AFTERNOON, ["Om eftermiddagen."]),
        (AFTERNOON, AFTERNOON, []),
        (NEW, MORNING, ["Om morgenen."]),
        (AFTERNOON, MORNING, []),
    ],
)
def test_who_kept_an_edition_is_told_of_the_later_one_of_the_same_day(
    seen: Guide, now: Guide, told: list[str]
) -> None:
    address = parse_version(str(version_of(seen)))
    assert address == version_of(seen)
    assert [change.text for change in changes_since(now, address)] == told


def test_an_address_names_the_day_alone_where_one_change_bears_it() -> None:
    assert [str(version_of(one)) for one in (NEW, MORNING, AFTERNOON)] == [
        "2026-11-29.0",
        "2026-11-29",
        "2026-11-29.2",
    ]


@pytest.mark.parametrize("text", ["x", "", "2026-13-45", "2026-13-45.2", "2026-11-29.x", "2026-11-29.1234"])
def test_what_is_no_version_is_none(text: str) -> None:
    assert parse_version(text) is None


def test_a_day_alone_is_read_as_before() -> None:
    assert parse_version("2026-11-29") == SeenVersion(DAY)
