"""What changed in the registers, and which items say it. Knows facts, links and actors; no words, no page."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from widget.guides.model import Item
from widget.guides.registers import Actor, Fact, Link
from widget.proof.edition import ProofEdition
from widget.proof.items import (
    HOUSEKEEPING,
    ChangeKind,
    Difference,
    Field,
    compare_plain,
    compare_texts,
    compare_values,
)

Entry = TypeVar("Entry", Fact, Link, Actor)
EditionPair = tuple[ProofEdition, ProofEdition]
Compare = Callable[[Entry, Entry, EditionPair], Iterator[Difference]]


class Register(Enum):
    """Which register."""

    FACT = "fact"
    LINK = "link"
    ACTOR = "actor"


@dataclass(frozen=True, slots=True)
class RegisterUse:
    """An item that names an entry."""

    guide: str
    item: str


@dataclass(frozen=True, slots=True)
class EntryChange:
    """An entry that is new, gone or different, and the items of the later version that name it."""

    register: Register
    id: str
    label: str
    kind: ChangeKind
    differences: tuple[Difference, ...]
    used_by: tuple[RegisterUse, ...]

    @property
    def only_housekeeping(self) -> bool:
        """Whether citizens see no difference."""
        return self.kind is ChangeKind.CHANGED and all(change.field in HOUSEKEEPING for change in self.differences)


def compare_registers(editions: EditionPair) -> Iterator[EntryChange]:
    """All changed entries: figures, addresses, actors."""
    old, new = (edition.library.registers for edition in editions)
    uses = _uses(editions[1])
    yield from _compare(Register.FACT, old.facts, new.facts, _fact, lambda fact: fact.label, editions, uses)
    yield from _compare(Register.LINK, old.links, new.links, _link, lambda link: link.title, editions, uses)
    yield from _compare(Register.ACTOR, old.actors, new.actors, _actor, lambda actor: actor.name, editions, uses)


def _compare(
    register: Register,
    earlier: Mapping[str, Entry],
    later: Mapping[str, Entry],
    compare: Compare[Entry],
    label: Callable[[Entry], str],
    editions: EditionPair,
    uses: Mapping[tuple[Register, str], tuple[RegisterUse, ...]],
) -> Iterator[EntryChange]:
    for name, entry in later.items():
        used_by = uses.get((register, name), ())
        if name not in earlier:
            yield EntryChange(register, name, label(entry), ChangeKind.ADDED, (), used_by)
        elif differences := tuple(compare(earlier[name], entry, editions)):
            yield EntryChange(register, name, label(entry), ChangeKind.CHANGED, differences, used_by)
    for name, entry in earlier.items():
        if name not in later:
            yield EntryChange(register, name, label(entry), ChangeKind.REMOVED, (), ())


def _fact(old: Fact, new: Fact, editions: EditionPair) -> Iterator[Difference]:
    yield from compare_plain(Field.LABEL, old.label, new.label)
    yield from compare_plain(Field.VALUES, editions[0].figures(old), editions[1].figures(new))
    yield from compare_values(Field.OWNER, old.owner, new.owner)
    for before, after in zip(old.values, new.values, strict=False):
        yield from compare_values(Field.REVIEWED, before.reviewed, after.reviewed)


def _link(old: Link, new: Link, _editions: EditionPair) -> Iterator[Difference]:
    yield from compare_values(Field.ADDRESS, old.url or old.page, new.url or new.page)
    yield from compare_plain(Field.TITLE, old.title, new.title)
    yield from compare_values(Field.OWNER, old.owner, new.owner)
    yield from compare_values(Field.CHECKED, _opened(old), _opened(new))


def _opened(link: Link) -> str:
    """The day on which an editor opened the page; empty where none has."""
    return link.checked.isoformat() if link.opened else ""


def _actor(old: Actor, new: Actor, editions: EditionPair) -> Iterator[Difference]:
    yield from compare_plain(Field.NAME, old.name, new.name)
    yield from compare_plain(Field.IN_TEXT, old.in_text, new.in_text)
    yield from compare_texts(Field.ROLE, old.role, new.role, editions)
    yield from compare_values(
        Field.LINKS, ", ".join(link.id for link in old.links), ", ".join(link.id for link in new.links)
    )


def _uses(edition: ProofEdition) -> dict[tuple[Register, str], tuple[RegisterUse, ...]]:
    """Which items name which entry, in the order of the pages."""
    found: dict[tuple[Register, str], dict[RegisterUse, None]] = {}
    for guide in edition.library.guides.values():
        for item in guide.items():
            use = RegisterUse(guide.title, edition.read(item.title))
            for name in _named(item):
                found.setdefault(name, {})[use] = None
    return {name: tuple(uses) for name, uses in found.items()}


def _named(item: Item) -> Iterator[tuple[Register, str]]:
    for text in item.texts():
        yield from ((Register(gap.kind), gap.id) for gap in text.placeholders if gap.kind in {"fact", "actor"})
        yield from ((Register.LINK, name) for name in text.links)
    yield from ((Register.LINK, link.id) for link in (*item.links, *item.sources))
    if item.actor:
        yield Register.ACTOR, item.actor.id
