"""The day changes at midnight in Denmark, in winter, in summer, and at new year: and pages change with it."""

from datetime import UTC, date, datetime, timedelta, tzinfo

import pytest

from widget import app
from widget.app import DanishDay


class Clock:
    """Stands in for both ways in which the day is asked for."""

    moment = datetime(2026, 1, 1, tzinfo=UTC)
    looks = 0

    def time(self) -> float:
        return self.moment.timestamp()

    def datetime(self) -> type[datetime]:
        clock = self

        class Now(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> "Now":
                clock.looks += 1
                return cls.fromtimestamp(clock.moment.timestamp(), tz)

        return Now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(app, "time", clock.time)
    monkeypatch.setattr(app, "datetime", clock.datetime())
    return clock


@pytest.mark.parametrize(
    ("midnight", "day"),
    [
        (datetime(2026, 12, 31, 23, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 6, 30, 22, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 3, 28, 23, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 22, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 25, 23, tzinfo=UTC), date(2026, 10, 26)),
    ],
)
def test_the_day_changes_at_midnight_in_denmark_and_not_before(clock: Clock, midnight: datetime, day: date) -> None:
    today = DanishDay()
    clock.moment = midnight - timedelta(hours=20)
    assert today() == day - timedelta(days=1)
    clock.moment = midnight - timedelta(milliseconds=1)
    assert today() == day - timedelta(days=1)
    clock.moment = midnight
    assert today() == day


def test_a_clock_that_is_set_back_is_believed(clock: Clock) -> None:
    today = DanishDay()
    clock.moment = datetime(2027, 1, 5, 12, tzinfo=UTC)
    assert today() == date(2027, 1, 5)
    clock.moment = datetime(2026, 12, 5, 12, tzinfo=UTC)
    assert today() == date(2026, 12, 5)


def test_the_calendar_is_looked_at_once_a_day(clock: Clock) -> None:
    today = DanishDay()
    for hour in range(10):
        clock.moment = datetime(2027, 1, 5, 8 + hour, tzinfo=UTC)
        today()
    assert clock.looks == 1
