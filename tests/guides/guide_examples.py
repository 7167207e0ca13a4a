"""The content that the tests of the domain share: where it stands, and shorthands to read it."""

from datetime import date
from pathlib import Path

from widget.guides.answers import Answers, parse_answers
from widget.guides.library import Library
from widget.guides.loading import load_library
from widget.guides.model import Guide, Item
from widget.guides.personalise import PersonalGuide, personalise
from widget.guides.richtext import Filling

HERE = Path(__file__).parent
THIRD = HERE / "third"
MINIMAL = HERE / "minimal"
INVALID = HERE / "invalid"
SHIPPED = HERE.parents[1] / "widget" / "content"

TODAY = date(2026, 11, 22)
"""The day that the tests take for today. Never the clock."""

SHIPPED_DAY = date(2026, 11, 30)
"""The day on which the shipped guides were last read against their sources: tests of them take it for today."""

DOG = "naar-du-faar-hund"


def third_library() -> Library:
    """The content of the third guide."""
    return load_library(THIRD)


def dog_guide() -> Guide:
    """The third guide: Når du får hund."""
    return third_library().guides[DOG]


def item_of(guide: Guide, item_id: str) -> Item:
    """One item of a guide."""
    return next(item for item in guide.items() if item.id == item_id)


def answers_of(guide: Guide, **parameters: str) -> Answers:
    """Answers as they are read from an address."""
    answers, misread = parse_answers(guide, {name: [value] for name, value in parameters.items()})
    assert not misread
    return answers


def page_of(guide: Guide, today: date = TODAY, /, **parameters: str) -> PersonalGuide:
    """What a citizen sees who comes with these parameters."""
    return personalise(guide, answers_of(guide, **parameters), today)


def filling_of(library: Library, today: date = TODAY) -> Filling:
    """What goes into the gaps of texts, as the pages do it in Danish."""
    registers = library.registers
    return Filling(
        facts={name: fact.in_words(today, "da") for name, fact in registers.facts.items()},
        actors={name: actor.in_text for name, actor in registers.actors.items()},
        guide_address=lambda guide: f"/guide/{guide}",
        place=lambda anchor: f"#{anchor}",
    )
