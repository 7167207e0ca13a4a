"""The registers: the right figure for the day, in the words of the language."""

from datetime import date

import pytest

from widget.guides.problems import Place
from widget.guides.registers import UNITS, Fact, FactValue

NOWHERE = Place("facts.yaml", 1)
NO_BREAK = "\u00a0"


def value(first: str, last: str | None, number: float) -> FactValue:
    last_day = date.fromisoformat(last) if last else None
    return FactValue(date.fromisoformat(first), last_day, number, (), date(2026, 11, 22), None, NOWHERE)


def fact(unit: str, *values: FactValue) -> Fact:
    return Fact("sats", "Sats", unit, "star", values, NOWHERE)


RATE = fact("kr", value("2025-01-01", "2025-12-31", 21092), value("2026-01-01", "2026-12-31", 22041))


@pytest.mark.parametrize(
    ("day", "number"),
    [
        ("2025-01-01", 21092),
        ("2025-12-31", 21092),
        ("2026-01-01", 22041),
        ("2026-12-31", 22041),
    ],
)
def test_the_figure_of_the_day_is_used_from_its_first_to_its_last_day(day: str, number: float) -> None:
    assert RATE.on(date.fromisoformat(day)).value == number


def test_after_the_last_day_the_last_known_figure_is_shown_with_its_year_and_that_it_is_old() -> None:
    assert RATE.in_words(date(2027, 1, 1), "da") == "22.041 kr. (2026; 2027 kendes ikke endnu)"
    assert RATE.in_words(date(2031, 6, 1), "da") == "22.041 kr. (2026; 2031 kendes ikke endnu)"
    assert RATE.in_words(date(2027, 1, 1), "en", "%(known)s, not %(wanted)s") == "DKK\u00a022,041 (2026, not 2027)"


def test_before_the_first_day_the_first_known_figure_is_shown_with_its_year() -> None:
    assert RATE.in_words(date(2024, 12, 31), "da") == "21.092 kr. (2025)"


def test_between_two_figures_that_do_not_join_the_earlier_one_is_the_last_known() -> None:
    gappy = fact("number", value("2025-01-01", "2025-06-30", 1), value("2026-01-01", "2026-12-31", 2))
    assert gappy.on(date(2025, 9, 1)).value == 1


def test_a_figure_without_a_known_end_has_no_year() -> None:
    assert fact("weeks", value("2020-01-01", None, 8)).in_words(date(2026, 11, 22), "da") == "8 uger"


@pytest.mark.parametrize(
    ("unit", "number", "danish", "english"),
    [
        ("kr", 22041, "22.041 kr.", "DKK 22,041"),
        ("kr", 100, "100 kr.", "DKK 100"),
        ("kr", 1234567.5, "1.234.567,5 kr.", "DKK 1,234,567.5"),
        ("kr-decimal", 2.28, "2,28 kr.", "DKK 2.28"),
        ("kr-decimal", 137, "137,00 kr.", "DKK 137.00"),
        ("percent", 8, "8 %", "8%"),
        ("percent", 12.5, "12,5 %", "12.5%"),
        ("days", 1, "1 dag", "1 day"),
        ("days", 14, "14 dage", "14 days"),
        ("weeks", 3, "3 uger", "3 weeks"),
        ("months", 1, "1 måned", "1 month"),
        ("months", 12, "12 måneder", "12 months"),
        ("hours", 37, "37 timer", "37 hours"),
        ("hours", 1924, "1.924 timer", "1,924 hours"),
        ("number", 1924, "1.924", "1,924"),
    ],
)
def test_a_figure_is_written_as_the_language_writes_it(unit: str, number: float, danish: str, english: str) -> None:
    day = date(2026, 11, 22)
    written = fact(unit, value("2026-01-01", None, number))
    assert written.in_words(day, "da").replace(NO_BREAK, " ") == danish
    assert written.in_words(day, "en").replace(NO_BREAK, " ") == english


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_of_the_format_can_be_written(unit: str) -> None:
    assert "7" in fact(unit, value("2026-01-01", None, 7)).in_words(date(2026, 11, 22), "da")
