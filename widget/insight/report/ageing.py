"""What the editors have to look at soon: rules and figures that run out, and reviews that grow old. Knows days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from widget.guides.freshness import AHEAD, REVIEW_EVERY
from widget.guides.library import Library


@dataclass(frozen=True, slots=True)
class Ageing:
    """Something that ends, or is to be reviewed by a day. `kind` is rule, confirmed, item, figure or link.

    `where` is the id of a guide.
    """

    kind: str
    id: str
    where: str
    owner: str
    day: date
    ends: bool
    """Whether it ends on that day, rather than being due for a review."""


def ageing(library: Library, today: date) -> tuple[Ageing, ...]:
    """Everything whose day has come or comes soon, the most pressing first."""
    found = (*_items(library), *_facts(library), *_links(library))
    return tuple(sorted((one for one in found if one.day <= today + AHEAD), key=lambda one: (one.day, one.id)))


def _items(library: Library) -> Iterator[Ageing]:
    for guide in library.guides.values():
        for item in guide.items():
            owner = item.owner
            if item.last_day:
                yield Ageing("rule", item.id, guide.id, owner, item.last_day, ends=True)
            if item.confirmed_until:
                yield Ageing("confirmed", item.id, guide.id, owner, item.confirmed_until, ends=True)
            if item.reviewed != date.min:
                yield Ageing(
                    "item", item.id, guide.id, owner, item.review_by or item.reviewed + REVIEW_EVERY, ends=False
                )


def _facts(library: Library) -> Iterator[Ageing]:
    for fact in library.registers.facts.values():
        newest = fact.values[-1] if fact.values else None
        if newest and newest.last_day:
            yield Ageing("figure", fact.id, "", fact.owner, newest.last_day, ends=True)
        if newest and newest.reviewed != date.min:
            yield Ageing(
                "figure", fact.id, "", fact.owner, newest.review_by or newest.reviewed + REVIEW_EVERY, ends=False
            )


def _links(library: Library) -> Iterator[Ageing]:
    for link in library.registers.links.values():
        if link.opened and not link.page:
            yield Ageing("link", link.id, "", link.owner, link.review_by or link.checked + REVIEW_EVERY, ends=False)
