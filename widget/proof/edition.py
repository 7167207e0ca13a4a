"""One of the two versions that a proof compares: its content with the gaps of texts filled for a day."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from babel.dates import format_date

from widget.guides.library import Library
from widget.guides.registers import Fact, FactValue, with_unit
from widget.guides.richtext import Filling, RichText


@dataclass(frozen=True)
class ProofEdition:
    """A library as it reads on a `day` in a `language`; `name` is what the editor called it."""

    name: str
    library: Library
    day: date
    language: str

    @cached_property
    def filling(self) -> Filling:
        """What fills the gaps of its texts; addresses do not show in plain text."""
        registers = self.library.registers
        return Filling(
            facts={fact.id: fact.in_words(self.day, self.language) for fact in registers.facts.values()},
            actors={actor.id: actor.in_text for actor in registers.actors.values()},
            guide_address=lambda guide: guide,
            place=lambda anchor: f"#{anchor}",
        )

    def read(self, text: RichText) -> str:
        """A text as citizens read it, without markup."""
        return text.plain(self.filling)

    def figures(self, fact: Fact) -> str:
        """All values of a fact with their days."""
        return "; ".join(self._figure(value, fact.unit) for value in fact.values)

    def _figure(self, value: FactValue, unit: str) -> str:
        days = (format_date(day, "long", self.language) if day else "" for day in (value.first_day, value.last_day))
        return f"{with_unit(value.value, unit, self.language)} ({' – '.join(days)})"


def editions_on_two_days(
    library: Library, first: date, last: date, language: str
) -> tuple[ProofEdition, ProofEdition]:
    """One content on two days: what differs switches by itself in between."""
    before, after = (ProofEdition(day.isoformat(), library.on(day), day, language) for day in (first, last))
    return before, after
