"""What partners are told of an edition: the guides and items that read otherwise, and from which day. Pure."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime

from widget.guides.library import Library
from widget.proof.edition import ProofEdition
from widget.proof.items import ChangeKind, Field
from widget.proof.libraries import Proof, compare_libraries

_LANGUAGE = "da"
"""That of the guides, and of those who are told."""
_OWN_TEXTS = frozenset({Field.TITLE, Field.LEAD, Field.TEASER, Field.LABEL, Field.SHORT, Field.HELP})
"""Texts of a guide that belong to no item: its title, introduction and headings, and the question for a date."""


@dataclass(frozen=True, slots=True)
class ItemNews:
    """An item or question that is new, gone or reads otherwise from `since` on: a day as 2027-01-01.

    `kind` is added, removed or changed. Without a `title` it stands for the guide's title, introduction and headings.
    """

    title: str
    kind: str
    since: str


@dataclass(frozen=True, slots=True)
class GuideNews:
    """A guide in which something is otherwise. `kind` is new, gone or changed; only a changed one has `items`."""

    id: str
    title: str
    kind: str
    items: tuple[ItemNews, ...] = ()


@dataclass(frozen=True, slots=True)
class EditionNews:
    """A published edition, and what citizens read otherwise since the one before it, of the guides they can read.

    `digest` is that of its files. `heading` is what the editors called the change, for people with an account.
    """

    number: int
    digest: str
    heading: str
    published_at: datetime
    guides: tuple[GuideNews, ...]

    def of(self, guides: frozenset[str]) -> "EditionNews":
        """The same with some of the guides; all where none is named."""
        kept = tuple(one for one in self.guides if not guides or one.id in guides)
        return EditionNews(self.number, self.digest, self.heading, self.published_at, kept)


def news_between(before: Library, after: Library, day: date) -> tuple[GuideNews, ...]:
    """What citizens read otherwise in `after`, on `day` and on each later day on which something switches."""
    days = sorted({day, *(one for library in (before, after) for one in library.known_switches if one > day)})
    whole: dict[str, GuideNews] = {}
    found: dict[str, dict[str, ItemNews]] = {}
    titles: dict[str, str] = {}
    for one in days:
        proof = proof_between(before.on(one), after.on(one), one)
        if one == day:
            whole = {news.id: news for news in _whole_guides(proof)}
        for guide in proof.guides:
            if guide.draft or guide.id in whole:
                continue
            titles.setdefault(guide.id, guide.title)
            items = found.setdefault(guide.id, {})
            told = [("", "", ChangeKind.CHANGED)] if any(one.field in _OWN_TEXTS for one in guide.differences) else []
            told += [(item.id, item.title, item.kind) for item in guide.items if not item.only_housekeeping]
            told += [(question.id, question.label, question.kind) for question in guide.questions]
            for name, title, kind in told:
                items.setdefault(name, ItemNews(title, kind.value, one.isoformat()))
    changed = (GuideNews(name, titles[name], "changed", tuple(items.values())) for name, items in found.items())
    return (*whole.values(), *(news for news in changed if news.items))


def proof_between(before: Library, after: Library, day: date) -> Proof:
    """The proof of two contents as of a day, in the language of those who are told."""
    return compare_libraries(*(ProofEdition("", side, day, _LANGUAGE) for side in (before, after)))


def _whole_guides(proof: Proof) -> Iterator[GuideNews]:
    """The guides that citizens can read for the first time, or no more."""
    yield from (GuideNews(one.id, one.title, "new") for one in proof.added if not one.draft)
    yield from (GuideNews(one.id, one.title, "gone") for one in proof.removed if not one.draft)
    for guide in proof.guides:
        for difference in guide.differences:
            if difference.field.value == "published":
                yield GuideNews(guide.id, guide.title, "gone" if guide.draft else "new")


def news_to_json(news: tuple[GuideNews, ...]) -> str:
    """As it is kept."""
    return json.dumps([asdict(one) for one in news], ensure_ascii=False)


def news_from_json(text: str) -> tuple[GuideNews, ...]:
    """As it was kept."""
    return tuple(
        GuideNews(**{**one, "items": tuple(ItemNews(**item) for item in one["items"])}) for one in json.loads(text)
    )
