"""Two texts word by word: what stays, what goes, what is new. Knows words only."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum


class WordChange(Enum):
    """What happened to a run of words."""

    SAME = "same"
    DELETED = "deleted"
    INSERTED = "inserted"


@dataclass(frozen=True, slots=True)
class WordRun:
    """Words that follow each other and are alike new, gone or the same."""

    mark: WordChange
    text: str


def compare_words(before: str, after: str) -> tuple[WordRun, ...]:
    """The runs of words that lead from one text to the other."""
    return tuple(_runs(before.split(), after.split()))


def _runs(before: list[str], after: list[str]) -> Iterator[WordRun]:
    for kind, begin, end, begin_after, end_after in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            yield WordRun(WordChange.SAME, " ".join(before[begin:end]))
            continue
        if end > begin:
            yield WordRun(WordChange.DELETED, " ".join(before[begin:end]))
        if end_after > begin_after:
            yield WordRun(WordChange.INSERTED, " ".join(after[begin_after:end_after]))
