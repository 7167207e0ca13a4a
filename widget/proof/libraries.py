"""The whole proof: two versions of the content, guide by guide and register by register. Knows values; no words."""

from dataclasses import dataclass
from datetime import date

from widget.guides.library import Library, Retired
from widget.guides.model import Guide
from widget.guides.situations import count_situations
from widget.proof.edition import ProofEdition
from widget.proof.guides import GuideChange, compare_guides
from widget.proof.registers import EntryChange, compare_registers


@dataclass(frozen=True, slots=True)
class WholeGuide:
    """A guide that only one version has; `retired` says what stands at its address now."""

    id: str
    title: str
    draft: bool
    items: int
    situations: int
    retired: Retired | None


@dataclass(frozen=True, slots=True)
class Proof:
    """What citizens see differently after a change, as of `day`."""

    before: str
    after: str
    day: date
    added: tuple[WholeGuide, ...]
    removed: tuple[WholeGuide, ...]
    guides: tuple[GuideChange, ...]
    entries: tuple[EntryChange, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.guides or self.entries)


def compare_libraries(before: ProofEdition, after: ProofEdition) -> Proof:
    """Everything that differs between two versions."""
    old, new = before.library, after.library
    compared = (
        compare_guides(old.guides[name], guide, (before, after))
        for name, guide in new.guides.items()
        if name in old.guides
    )
    return Proof(
        before=before.name,
        after=after.name,
        day=after.day,
        added=tuple(_whole(guide, new) for name, guide in new.guides.items() if name not in old.guides),
        removed=tuple(_whole(guide, new) for name, guide in old.guides.items() if name not in new.guides),
        guides=tuple(change for change in compared if change),
        entries=tuple(compare_registers((before, after))),
    )


def _whole(guide: Guide, library: Library) -> WholeGuide:
    items, situations = sum(1 for _ in guide.items()), count_situations(guide)
    retired = library.retired.get(guide.id)
    return WholeGuide(guide.id, guide.title, not guide.published, items, situations, retired)
