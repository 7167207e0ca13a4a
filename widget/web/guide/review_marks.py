"""What a guide under review has to say about itself: what is new or changed in it, and what is gone. No request."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from widget.guides.answers import Answers, parse_answers
from widget.guides.library import Library
from widget.guides.model import Guide
from widget.guides.personalise import personalise
from widget.proof.edition import ProofEdition
from widget.proof.guides import GuideChange, QuestionChange, compare_guides
from widget.proof.items import HOUSEKEEPING, ChangeKind, Difference, ItemChange, Reworded
from widget.proof.words import ProofWords
from widget.web.http.languages import Language

Parameters = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class ReviewMark:
    """What is said of an item: it is new, or changed in this; `moved_from` is the title of the part that it left."""

    is_new: bool
    moved_from: str
    differences: tuple[Difference, ...]
    words: ProofWords

    @property
    def fields(self) -> str:
        """What of it changed, in words."""
        return ", ".join(dict.fromkeys(self.words.field(one.field).lower() for one in self.differences))

    @staticmethod
    def is_reworded(difference: Difference) -> bool:
        """Whether a difference is one of words, to be marked in the text."""
        return isinstance(difference, Reworded)


@dataclass(frozen=True, slots=True)
class RemovedItem:
    """An item that citizens see now and would not see here any more; `still` if others would."""

    title: str
    part: str
    still: bool


@dataclass(frozen=True, slots=True)
class Review:
    """A guide under review as of `day`, which is in words, against the one that citizens see.

    `marks` are by item. `is_new` says that citizens do not see the guide at all today. `differences` are those of the
    guide's own texts, `questions` those of what it asks. `comments` is where readers say what they think of it, if
    anywhere.
    """

    day: str
    words: ProofWords
    is_new: bool = False
    marks: Mapping[str, ReviewMark] = field(default_factory=dict)
    gone: tuple[RemovedItem, ...] = ()
    differences: tuple[Difference, ...] = ()
    questions: tuple[QuestionChange, ...] = ()
    comments: str = ""

    @staticmethod
    def is_reworded(difference: Difference) -> bool:
        """Whether a difference is one of words, to be marked in the text."""
        return isinstance(difference, Reworded)

    @property
    def nothing(self) -> bool:
        """Whether citizens would see no difference in this guide."""
        return not (self.is_new or self.marks or self.gone or self.differences or self.questions)

    @property
    def new(self) -> int:
        """How many items are new."""
        return sum(mark.is_new for mark in self.marks.values())

    @property
    def changed(self) -> int:
        """How many items are changed."""
        return len(self.marks) - self.new


def review_of(
    served: Library, reviewed: Library, guide: str, day: date, parameters: Parameters, language: Language
) -> Review:
    """The review of a guide of the version `reviewed`, for a reader with the answers among the parameters."""
    words = ProofWords(language.catalogue.ugettext, language.tag)
    before, after = served.guides.get(guide), reviewed.guides[guide]
    in_words = language.medium_date(day)
    if before is None:
        return Review(in_words, words, is_new=True)
    editions = ProofEdition("", served, day, language.tag), ProofEdition("", reviewed, day, language.tag)
    change = compare_guides(before, after, editions)
    return Review(
        day=in_words,
        words=words,
        marks=dict(_marks(change.items, words)),
        gone=tuple(_gone(before, after, editions[0], parameters)),
        differences=tuple(_read_by_citizens(change)),
        questions=change.questions,
    )


def _marks(changes: Iterable[ItemChange], words: ProofWords) -> Iterator[tuple[str, ReviewMark]]:
    for change in changes:
        if change.kind is ChangeKind.REMOVED or change.only_housekeeping:
            continue
        is_new = change.kind is ChangeKind.ADDED
        differences = () if is_new else tuple(one for one in change.differences if one.field not in HOUSEKEEPING)
        yield change.id, ReviewMark(is_new, change.moved_from, differences, words)


def _read_by_citizens(change: GuideChange) -> Iterator[Difference]:
    yield from (one for one in change.differences if one.field not in HOUSEKEEPING)


def _gone(before: Guide, after: Guide, edition: ProofEdition, parameters: Parameters) -> Iterator[RemovedItem]:
    """What stands on the page of these answers now, and not on the one under review."""
    now = _shown(before, _answers(before, parameters), edition.day)
    there = _shown(after, _answers(after, parameters), edition.day)
    titles = {part.id: part.title for part in before.parts}
    left = {item.id for item in after.items()}
    for item in before.items():
        if item.id in now and item.id not in there:
            yield RemovedItem(edition.read(item.title), titles[before.part_of[item.id]], item.id in left)


def _answers(guide: Guide, parameters: Parameters) -> Answers:
    return parse_answers(guide, parameters)[0]


def _shown(guide: Guide, answers: Answers, day: date) -> frozenset[str]:
    personal = personalise(guide, answers, day)
    parts = (*personal.phases, *personal.sections)
    return frozenset(shown.item.id for part in parts for shown in part.items)
