"""Promises that hold only where two values of the same thing meet in one object: each beside what it must not be."""

from collections.abc import Iterator
from datetime import date

import pytest

from widget.database.errors import DatabaseUnavailable
from widget.guides.deadlines import parse_deadline
from widget.insight.masking import mask
from widget.insight.usage import ItemKey, Totals, UsageCounter
from widget.web.http.open_forms import SHORTEST, Age, FormTokens

NOW = 1_800_000_000
GUIDE, OTHER_GUIDE, PARTNER, OTHER_PARTNER = "en-guide", "en-anden", "storstad", "lilleoe"


@pytest.mark.parametrize(
    ("guide", "partner", "age"),
    [
        (GUIDE, PARTNER, Age.RIGHT),
        (GUIDE, OTHER_PARTNER, Age.TOO_OLD),
        (OTHER_GUIDE, PARTNER, Age.TOO_OLD),
        (GUIDE, "", Age.TOO_OLD),
        (PARTNER, GUIDE, Age.TOO_OLD),
    ],
)
def test_a_forms_token_is_good_for_its_guide_and_its_partner_alone(guide: str, partner: str, age: Age) -> None:
    tokens = FormTokens(b"k" * 32, "feedback")
    assert tokens.read(tokens.make((GUIDE, PARTNER), NOW), (guide, partner), NOW + SHORTEST).age is age


@pytest.mark.parametrize(
    ("rule", "day_0", "expected"),
    [
        ("by end of month +1 month", date(2026, 2, 3), date(2026, 3, 31)),
        ("by +1 month", date(2026, 2, 28), date(2026, 3, 28)),
        ("by +1 month", date(2026, 4, 30), date(2026, 5, 30)),
        ("by end of month +1 month", date(2026, 4, 30), date(2026, 5, 31)),
        ("by end of month -1 day +1 month", date(2026, 4, 3), date(2026, 5, 29)),
    ],
)
def test_only_a_date_from_the_end_of_a_month_stays_there(rule: str, day_0: date, expected: date) -> None:
    deadline = parse_deadline(rule)
    assert deadline
    assert deadline.day(day_0) == expected


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("den 1.12.2026", "den 1.12.2026"),
        ("2026-2027", "2026-2027"),
        ("1.12.2026 0304", "[cpr-nummer]"),
        ("2026-12-01 12345678", "2026-12-01 [telefonnummer]"),
        ("2026-2027 1234", "[telefonnummer] 1234"),
    ],
)
def test_a_number_that_only_begins_as_a_date_is_masked(text: str, kept: str) -> None:
    assert mask(text) == kept


@pytest.mark.parametrize("error", [DatabaseUnavailable("away"), ZeroDivisionError()])
def test_totals_are_kept_for_any_error_of_a_write(error: Exception) -> None:
    written: list[Totals] = []
    errors: Iterator[Exception | None] = iter([error, None])

    def write(totals: Totals) -> None:
        raised = next(errors)
        if raised:
            raise raised
        written.append(totals)

    counter = UsageCounter(write)
    counter.count_items(date(2026, 11, 22), GUIDE, ["a"], 3)
    if isinstance(error, DatabaseUnavailable):
        assert not counter.flush()
    else:
        with pytest.raises(ZeroDivisionError):
            counter.flush()
    counter.count_items(date(2026, 11, 22), GUIDE, ["a"], 2)
    assert counter.flush()
    assert written == [{ItemKey(date(2026, 11, 1), GUIDE, "a"): 5}]
