"""Where each outbound address is used: in which guides, items, roles and figures. Knows the library; no network."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from widget.guides.library import Library
from widget.guides.registers import Link


@dataclass(frozen=True, slots=True)
class LinkUse:
    """A link, and the places that use it: `guide/item`, `actors/actor`, `funds/fund` or `facts/fact`, each once."""

    link: Link
    places: tuple[str, ...]


def link_uses(library: Library) -> tuple[LinkUse, ...]:
    """Every link of the register in its order, also those that nothing uses."""
    places: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for name, place in _uses(library):
        places[name][place] = None
    return tuple(LinkUse(link, tuple(places[link.id])) for link in library.registers.links.values())


def _uses(library: Library) -> Iterator[tuple[str, str]]:
    """The id of a link and a place, for each time that it is used."""
    for guide in library.guides.values():
        for item in guide.items():
            in_texts = (name for text in item.texts() for name in sorted(text.links))
            beside = (link.id for link in (*item.links, *item.sources))
            yield from ((name, f"{guide.id}/{item.id}") for name in (*in_texts, *beside))
    for actor in library.registers.actors.values():
        names = (*sorted(actor.role.links), *(link.id for link in actor.links))
        yield from ((name, f"actors/{actor.id}") for name in names)
    for fund in library.registers.funds.values():
        yield fund.link.id, f"funds/{fund.id}"
    for fact in library.registers.facts.values():
        yield from ((link.id, f"facts/{fact.id}") for value in fact.values for link in value.sources)
