"""What changed in the items of a guide: wording, place, and everything an editor writes about them. Knows no page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from widget.guides.model import Guide, Item
from widget.guides.registers import Link
from widget.guides.richtext import RichText
from widget.proof.edition import ProofEdition
from widget.proof.regions import Axis
from widget.proof.rules import as_written
from widget.proof.visibility import SharedQuestions, same_meaning, where_seen
from widget.proof.wording import WordRun, compare_words


class Field(Enum):
    """What of a guide, item or register entry changed."""

    TITLE = "title"
    LEAD = "lead"
    TEASER = "teaser"
    TEXT = "text"
    WHY = "why"
    ANNOUNCED = "announced"
    TIMING = "timing"
    NEED = "need"
    ACTOR = "actor"
    DUE = "due"
    RULE = "when"
    MARKUP = "markup"
    """Links and emphasis within a text whose words are the same."""
    LINKS = "links"
    SOURCES = "sources"
    FIRST_DAY = "from"
    LAST_DAY = "to"
    SEASON = "season"
    """The days of the year on which it is told."""
    CONFIRMED = "confirmed"
    """Whether it is still confirmed on the day, or citizens are told that it may have changed."""
    CONFIRMED_UNTIL = "confirmed_until"
    OWNER = "owner"
    REVIEWED = "reviewed"
    REVIEW_BY = "review_by"
    LABEL = "label"
    SHORT = "short"
    HELP = "help"
    PHRASE = "phrase"
    TOGETHER = "together"
    JUMPS = "jumps"
    PUBLISHED = "published"
    VERSION = "version"
    CHANGES = "changes"
    VALUES = "values"
    UNIT = "unit"
    ADDRESS = "url"
    NAME = "name"
    IN_TEXT = "in_text"
    ROLE = "role"
    CHECKED = "checked"


HOUSEKEEPING = frozenset({Field.REVIEWED, Field.REVIEW_BY, Field.CHECKED, Field.OWNER})
"""What no citizen reads."""


@dataclass(frozen=True, slots=True)
class Reworded:
    """A text that reads differently; `by_register` when only a figure or a name in it did."""

    field: Field
    runs: tuple[WordRun, ...]
    by_register: bool = False


@dataclass(frozen=True, slots=True)
class Replaced:
    """A value that is another now; empty where there was or is none."""

    field: Field
    before: str
    after: str


Difference = Reworded | Replaced


class ChangeKind(Enum):
    """What became of an item."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class ItemChange:
    """An item that is new, gone or different. `moved_from` is the title of the part that it left.

    `seen_in` is in how many of the situations that both versions have it is (or was) on the page.
    """

    id: str
    title: str
    part: str
    kind: ChangeKind
    moved_from: str
    differences: tuple[Difference, ...]
    seen_in: int

    @property
    def only_housekeeping(self) -> bool:
        """Whether citizens see no difference."""
        changed = self.kind is ChangeKind.CHANGED and not self.moved_from
        return changed and all(difference.field in HOUSEKEEPING for difference in self.differences)


def compare_items(before: Guide, after: Guide, editions: tuple[ProofEdition, ProofEdition]) -> Iterator[ItemChange]:
    """The changed items in the order of the later version, then those that are gone."""
    ground = SharedQuestions.of(before.questions, after.questions)
    earlier = {item.id: item for item in before.items()}
    later = {item.id: item for item in after.items()}
    for item in after.items():
        if item.id not in earlier:
            yield _whole(after, item, ChangeKind.ADDED, editions[1], ground)
        elif change := _changed(before, after, earlier[item.id], item, editions, ground):
            yield change
    for item in before.items():
        if item.id not in later:
            yield _whole(before, item, ChangeKind.REMOVED, editions[0], ground)


def compare_texts(
    field: Field, old: RichText, new: RichText, editions: tuple[ProofEdition, ProofEdition]
) -> Iterator[Difference]:
    """How a text reads differently, if it does."""
    before, after = editions[0].read(old), editions[1].read(new)
    if before != after:
        yield Reworded(field, compare_words(before, after), by_register=old.segments == new.segments)
    elif old.segments != new.segments:
        yield Replaced(Field.MARKUP, ", ".join(sorted(old.links)), ", ".join(sorted(new.links)))


def compare_plain(field: Field, before: str, after: str) -> Iterator[Difference]:
    """The same for a text without gaps."""
    if before != after:
        yield Reworded(field, compare_words(before, after))


def compare_values(field: Field, before: object, after: object) -> Iterator[Difference]:
    """Another value, if it is one."""
    if before != after:
        yield Replaced(field, _shown(before), _shown(after))


def _whole(guide: Guide, item: Item, kind: ChangeKind, edition: ProofEdition, ground: SharedQuestions) -> ItemChange:
    texts = ((Field.TEXT, item.text), (Field.WHY, item.why), (Field.ANNOUNCED, item.announced))
    reads = tuple(_new_text(field, edition.read(text), kind) for field, text in texts if text)
    title, part = edition.read(item.title), _part_title(guide, item)
    return ItemChange(item.id, title, part, kind, "", reads, _seen_in(item, ground))


def _new_text(field: Field, text: str, kind: ChangeKind) -> Reworded:
    return Reworded(field, compare_words(*(("", text) if kind is ChangeKind.ADDED else (text, ""))))


def _changed(
    before: Guide,
    after: Guide,
    old: Item,
    new: Item,
    editions: tuple[ProofEdition, ProofEdition],
    ground: SharedQuestions,
) -> ItemChange | None:
    moved = before.part_of[old.id] != after.part_of[new.id]
    differences = (
        *_texts(old, new, editions),
        *_facets(old, new),
        *_confirmed(old, new, editions),
        *_rule(old, new, ground),
    )
    if not differences and not moved:
        return None
    moved_from = _part_title(before, old) if moved else ""
    title, part = editions[1].read(new.title), _part_title(after, new)
    return ItemChange(new.id, title, part, ChangeKind.CHANGED, moved_from, differences, _seen_in(new, ground))


def _texts(old: Item, new: Item, editions: tuple[ProofEdition, ProofEdition]) -> Iterator[Difference]:
    yield from compare_texts(Field.TITLE, old.title, new.title, editions)
    yield from compare_plain(Field.TIMING, old.timing, new.timing)
    yield from compare_plain(Field.TIMING, _otherwise(old), _otherwise(new))
    yield from compare_texts(Field.TEXT, old.text, new.text, editions)
    yield from compare_texts(Field.WHY, old.why, new.why, editions)
    yield from compare_texts(Field.ANNOUNCED, old.announced, new.announced, editions)


def _facets(old: Item, new: Item) -> Iterator[Difference]:
    pairs = (
        (Field.NEED, old.need.value, new.need.value),
        (Field.ACTOR, old.actor.id if old.actor else "", new.actor.id if new.actor else ""),
        (Field.DUE, _dates(old), _dates(new)),
        (Field.LINKS, _ids(old.links), _ids(new.links)),
        (Field.SOURCES, _ids(old.sources), _ids(new.sources)),
        (Field.FIRST_DAY, old.first_day, new.first_day),
        (Field.LAST_DAY, old.last_day, new.last_day),
        (Field.SEASON, old.season, new.season),
        (Field.CONFIRMED_UNTIL, old.confirmed_until, new.confirmed_until),
        (Field.OWNER, old.owner, new.owner),
        (Field.REVIEWED, old.reviewed, new.reviewed),
        (Field.REVIEW_BY, old.review_by, new.review_by),
    )
    for field, before, after in pairs:
        yield from compare_values(field, before, after)


def _dates(item: Item) -> str:
    """The rules of its dates as editors write them, and for whom they do not hold."""
    unless = f", unless {as_written(item.dates.unless)}" if item.dates and item.dates.unless else ""
    return f"{item.dates}{unless}" if item.dates else ""


def _otherwise(item: Item) -> str:
    return item.dates.otherwise if item.dates else ""


def _confirmed(old: Item, new: Item, editions: tuple[ProofEdition, ProofEdition]) -> Iterator[Difference]:
    before, after = (
        "no" if item.is_unconfirmed_on(edition.day) else "yes"
        for item, edition in zip((old, new), editions, strict=True)
    )
    yield from compare_values(Field.CONFIRMED, before, after)


def _rule(old: Item, new: Item, ground: SharedQuestions) -> Iterator[Difference]:
    """A rule that only is written otherwise is no difference."""
    if old.when != new.when and not same_meaning(old.when, new.when, ground):
        yield Replaced(Field.RULE, as_written(old.when), as_written(new.when))


def _seen_in(item: Item, ground: SharedQuestions) -> int:
    space: tuple[Axis, ...] = ground.axes
    return where_seen(item.when, ground).size(space)


def _part_title(guide: Guide, item: Item) -> str:
    return next(part.title for part in guide.parts if part.id == guide.part_of[item.id])


def _ids(links: Iterable[Link]) -> str:
    return ", ".join(link.id for link in links)


def _shown(value: object) -> str:
    return "" if value is None else str(value)
