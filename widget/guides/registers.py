"""The registers that all guides share: who (actors), where (links), how much (facts). Knows values; reads no file."""

from dataclasses import dataclass
from datetime import date

from babel import Locale
from babel.numbers import format_decimal, format_percent
from babel.units import format_unit

from widget.guides.as_of import ValidityPeriod
from widget.guides.problems import Place
from widget.guides.richtext import RichText


@dataclass(frozen=True, slots=True)
class Link:
    """An outbound address, or a `page` of this service. `owner` is the id of the actor who answers for the page."""

    id: str
    url: str
    """Empty for a page of this service."""
    page: str
    """The name of a page of this service (one of `OWN_PAGES`), whose address depends on who reads; else empty."""
    title: str
    owner: str
    checked: date
    """The day on which an editor last opened the page; `date.min` where none has."""
    copy_read: date | None
    """The day on which a stored copy of the page was read, where no editor has opened the page itself."""
    review_by: date | None
    """The day by which it is to be looked at again, where that is not a year after `checked`."""
    place: Place

    @property
    def opened(self) -> bool:
        """Whether an editor has opened the page itself; a page of this service needs no opening."""
        return bool(self.page) or self.checked != date.min


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or office that does something for the citizen: `name` as a heading, `in_text` in a sentence.

    `mail` is the mailbox of the office, where editors write to those who answer for texts; no page shows it.
    """

    id: str
    name: str
    in_text: str
    role: RichText
    links: tuple[Link, ...]
    place: Place
    mail: str = ""


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

    def switches(self) -> set[date]:
        """The days on which another value begins, or the last one known ends."""
        return {day for value in self.values for day in ValidityPeriod(value.first_day, value.last_day).switches()}

    def in_words(self, day: date, language: str, not_yet: str = "%(known)s; %(wanted)s kendes ikke endnu") -> str:
        """The value on `day` with its unit, and with its year where it is known to end.

        `not_yet` is what stands behind a value that is over on `day`: its year is `known`, that of the day `wanted`.
        """
        value = self.on(day)
        words = with_unit(value.value, self.unit, language)
        if value.last_day is None:
            return words
        known = value.last_day.year
        return f"{words} ({not_yet % {'known': known, 'wanted': day.year} if day.year > known else known})"


@dataclass(frozen=True, slots=True)
class Fund:
    """An unemployment insurance fund (a-kasse): its own website, and its phone number where a source gives it."""

    id: str
    link: Link
    phone: str
    place: Place

    @property
    def name(self) -> str:
        """What the fund is called: the title of its link."""
        return self.link.title


@dataclass(frozen=True, slots=True)
class Registers:
    """All actors, links, facts and unemployment insurance funds by id. A content folder need not have funds."""

    actors: dict[str, Actor]
    links: dict[str, Link]
    facts: dict[str, Fact]
    funds: dict[str, Fund]


OWN_PAGES = ("a-kasser",)
"""The pages of this service that content can link to by `page`: the list of unemployment insurance funds."""

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
