"""The registers that all guides share: who (actors), where (links), how much (facts). Knows values; reads no file."""

from dataclasses import dataclass
from datetime import date

from babel import Locale
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

from widget.guides.problems import Place
from widget.guides.richtext import RichText


@dataclass(frozen=True, slots=True)
class Link:
    """An outbound address. `owner` is the id of the actor who answers for the page."""

    id: str
    url: str
    title: str
    owner: str
    checked: date
    review_by: date | None
    """The day by which it is to be looked at again, where that is not a year after `checked`."""
    place: Place


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who does something for the citizen: `name` as a heading, `in_text` in a sentence."""

    id: str
    name: str
    in_text: str
    role: RichText
    links: tuple[Link, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class FactValue:
    """What a fact is from one day to another; `last_day` is None where no end is known."""

    first_day: date
    last_day: date | None
    value: float
    sources: tuple[Link, ...]
    reviewed: date
    review_by: date | None
    """The day by which it is to be held against its sources again, where that is not a year after `reviewed`."""
    place: Place


@dataclass(frozen=True, slots=True)
class Fact:
    """An amount, rate or limit with the values it had and has, oldest first."""

    id: str
    label: str
    unit: str
    owner: str
    values: tuple[FactValue, ...]
    place: Place

    def on(self, day: date) -> FactValue:
        """The value that holds on `day`, or the last one known before it."""
        begun = [value for value in self.values if value.first_day <= day]
        return begun[-1] if begun else self.values[0]

    def in_words(self, day: date, language: str) -> str:
        """The value on `day` with its unit, and with its year where it is known to end."""
        value = self.on(day)
        words = with_unit(value.value, self.unit, language)
        return f"{words} ({value.last_day.year})" if value.last_day else words


@dataclass(frozen=True, slots=True)
class Registers:
    """All actors, links and facts by id."""

    actors: dict[str, Actor]
    links: dict[str, Link]
    facts: dict[str, Fact]


UNITS = ("kr", "kr-decimal", "percent", "days", "weeks", "months", "hours", "number")


def with_unit(value: float, unit: str, language: str) -> str:
    """A figure as it is written in a text: “22.041 kr.”, “30 uger”; “DKK 22,041” in English."""
    number = format_decimal(value, "#,##0.00" if unit == "kr-decimal" else "#,##0.##", locale=language)
    if unit in {"kr", "kr-decimal"}:
        return _kroner(number, language)
    if unit == "percent" and language != "da":
        return format_percent(value / 100, locale=language, decimal_quantization=False)
    if unit == "percent":
        return f"{number} %"
    if unit == "number":
        return number
    return format_unit(value, f"duration-{unit.removesuffix('s')}", locale=language)


def _kroner(number: str, language: str) -> str:
    if language == "da":
        return f"{number} kr."
    first = Locale.parse(language).currency_formats["standard"].pattern.startswith("¤")
    return f"DKK\u00a0{number}" if first else f"{number}\u00a0DKK"
