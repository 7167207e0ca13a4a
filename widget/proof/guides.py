"""What changed in a guide: its items, its questions, and who sees what. Knows values; no words, no page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import prod

from widget.guides.conditions import Condition
from widget.guides.model import Guide, Item, Question
from widget.proof.edition import ProofEdition
from widget.proof.items import (
    ChangeKind,
    Difference,
    Field,
    ItemChange,
    Reworded,
    compare_items,
    compare_plain,
    compare_values,
)
from widget.proof.regions import Region, count_union
from widget.proof.visibility import SharedQuestions, Visibility, visibility_changes


@dataclass(frozen=True, slots=True)
class SituationGroup:
    """Situations in which the same happens to the same items (their titles)."""

    before: Visibility
    after: Visibility
    where: Region
    size: int
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """A question that is new, gone or different; choices by their labels."""

    id: str
    label: str
    kind: ChangeKind
    added: tuple[str, ...]
    removed: tuple[str, ...]
    differences: tuple[Difference, ...]

    @property
    def narrows_the_proof(self) -> bool:
        """Whether some situations exist in one version only, so that they cannot be compared."""
        return self.kind is not ChangeKind.CHANGED or bool(self.added or self.removed)


@dataclass(frozen=True, slots=True)
class GuideChange:
    """Everything that differs between two versions of a guide.

    `situations` is the number of situations that both have, `touched` in how many of them anything appears,
    disappears, or becomes certain or uncertain. `later` are days after the day of the proof on which something that
    changed begins or ends.
    """

    id: str
    title: str
    draft: bool
    differences: tuple[Difference, ...]
    questions: tuple[QuestionChange, ...]
    items: tuple[ItemChange, ...]
    groups: tuple[SituationGroup, ...]
    situations: int
    touched: int
    later: tuple[date, ...]
    by_itself: bool
    """Whether two days of one content are compared: then no version has to change."""
    asked: tuple[Question, ...]
    """The questions of the later version, whose labels the situations are said with."""

    @property
    def keeps_its_version(self) -> bool:
        """Whether citizens read something else under the same version: then no citizen learns of the change."""
        read = any(not item.only_housekeeping and not _by_register(item) for item in self.items)
        dated = any(difference.field is Field.VERSION for difference in self.differences)
        return bool(read or self.questions or self.groups) and not dated and not self.by_itself

    def __bool__(self) -> bool:
        return bool(self.differences or self.questions or self.items or self.groups)


def compare_guides(before: Guide, after: Guide, editions: tuple[ProofEdition, ProofEdition]) -> GuideChange:
    """The proof of one guide that both versions have."""
    ground = SharedQuestions.of(before.questions, after.questions)
    items = tuple(compare_items(before, after, editions))
    groups = tuple(_groups(before, after, editions, ground))
    return GuideChange(
        id=after.id,
        title=after.title,
        draft=not after.published,
        differences=tuple(_own_texts(before, after)),
        questions=tuple(_questions(before, after)),
        items=items,
        groups=groups,
        situations=prod(len(axis.answers) for axis in ground.axes),
        touched=count_union((group.where for group in groups), ground.axes),
        by_itself=editions[0].day != editions[1].day,
        later=tuple(_later_days(before, after, items, editions[1].day)),
        asked=after.questions,
    )


def _by_register(item: ItemChange) -> bool:
    """Whether an item reads otherwise only because a figure or a name did."""
    changes = item.differences
    return bool(changes) and all(isinstance(change, Reworded) and change.by_register for change in changes)


def _groups(
    before: Guide, after: Guide, editions: tuple[ProofEdition, ProofEdition], ground: SharedQuestions
) -> Iterator[SituationGroup]:
    """Items that change alike in the same situations together: what comes and goes first, and the largest first."""
    found: dict[tuple[Visibility, Visibility, Region], list[str]] = {}
    earlier, later = ({item.id: item for item in guide.items()} for guide in (before, after))
    for name in (*later, *(name for name in earlier if name not in later)):
        old, new = earlier.get(name), later.get(name)
        rules = _rule(old, editions[0].day), _rule(new, editions[1].day)
        title = editions[1].read(new.title) if new else editions[0].read(old.title) if old else ""
        for shift in visibility_changes(*rules, ground):
            found.setdefault((shift.before, shift.after, shift.where), []).append(title)
    groups = (
        SituationGroup(was, now, where, where.size(ground.axes), tuple(titles))
        for (was, now, where), titles in found.items()
    )
    yield from sorted(groups, key=lambda group: (group.before is group.after, -group.size))


def _rule(item: Item | None, day: date) -> Condition | None:
    return item.when if item and item.holds_on(day) else None


def _own_texts(before: Guide, after: Guide) -> Iterator[Difference]:
    yield from compare_plain(Field.TITLE, before.title, after.title)
    yield from compare_plain(Field.LEAD, before.lead, after.lead)
    yield from compare_plain(Field.TEASER, before.teaser, after.teaser)
    for field, read in (
        (Field.PUBLISHED, lambda guide: "yes" if guide.published else "no"),
        (Field.VERSION, lambda guide: guide.version),
        (Field.REVIEWED, lambda guide: guide.reviewed),
        (Field.OWNER, lambda guide: guide.owner),
        (Field.CHANGES, lambda guide: "; ".join(f"{change.day}: {change.text}" for change in guide.changes)),
        (Field.JUMPS, lambda guide: "; ".join(f"{jump.question} → {jump.target}" for jump in guide.jumps)),
    ):
        yield from compare_values(field, read(before), read(after))
    yield from _date_question(before, after)
    old_titles, new_titles = ({part.id: part.title for part in guide.parts} for guide in (before, after))
    for name in dict.fromkeys((*new_titles, *old_titles)):
        yield from compare_plain(Field.TITLE, old_titles.get(name, ""), new_titles.get(name, ""))


def _date_question(before: Guide, after: Guide) -> Iterator[Difference]:
    old, new = before.date_question, after.date_question
    yield from compare_plain(Field.LABEL, old.label if old else "", new.label if new else "")
    yield from compare_plain(Field.SHORT, old.short if old else "", new.short if new else "")
    yield from compare_plain(Field.HELP, old.help if old else "", new.help if new else "")


def _questions(before: Guide, after: Guide) -> Iterator[QuestionChange]:
    earlier, later = before.questions_by_id, after.questions_by_id
    for name, question in later.items():
        if name not in earlier:
            labels = tuple(choice.label for choice in question.choices)
            yield QuestionChange(name, question.label, ChangeKind.ADDED, labels, (), ())
        elif (change := _question(earlier[name], question)) is not None:
            yield change
    for name, question in earlier.items():
        if name not in later:
            labels = tuple(choice.label for choice in question.choices)
            yield QuestionChange(name, question.label, ChangeKind.REMOVED, (), labels, ())


def _question(old: Question, new: Question) -> QuestionChange | None:
    added = tuple(choice.label for choice in new.choices if choice.id not in old.by_id)
    removed = tuple(choice.label for choice in old.choices if choice.id not in new.by_id)
    differences = (
        *compare_plain(Field.LABEL, old.label, new.label),
        *compare_plain(Field.SHORT, old.short, new.short),
        *compare_plain(Field.HELP, old.help, new.help),
        *(
            difference
            for choice in new.choices
            if (earlier := old.by_id.get(choice.id))
            for difference in (
                *compare_plain(Field.LABEL, earlier.label, choice.label),
                *compare_plain(Field.PHRASE, earlier.phrase, choice.phrase),
            )
        ),
        *compare_plain(Field.TOGETHER, "; ".join(old.together.values()), "; ".join(new.together.values())),
    )
    if not (added or removed or differences):
        return None
    return QuestionChange(new.id, new.label, ChangeKind.CHANGED, added, removed, differences)


def _later_days(before: Guide, after: Guide, items: tuple[ItemChange, ...], day: date) -> list[date]:
    changed = {item.id for item in items if not item.only_housekeeping}
    days: set[date] = set()
    for item in (*before.items(), *after.items()):
        if item.id in changed:
            days |= {item.first_day} if item.first_day else set()
            days |= {item.last_day + timedelta(days=1)} if item.last_day else set()
    return sorted(found for found in days if found > day)
