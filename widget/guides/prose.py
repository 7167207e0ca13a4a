"""Texts that citizens read, and their way into another language. Knows texts and places; no file, no catalogue."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from widget.guides.problems import Place


@dataclass(frozen=True, slots=True)
class Prose:
    """A text of a guide or register as its file has it. `where` is the way to it, by ids and keys."""

    text: str
    place: Place
    where: tuple[str, ...]


class Untranslated(str):
    """A text that stands in the guides' own language on a page in another: it has to be marked as such."""

    __slots__ = ()


OPENING_MARKS, CLOSING_MARKS = "“„‘", "”“’"
"""Quotation marks of the languages, between which a text gives words as they are. Brackets do the same."""


class Quoting(str):
    """A translation with words of the guides' own language in it, such as “Min plan” or (kontanthjælp)."""

    words: frozenset[str]

    def __new__(cls, text: str, words: frozenset[str]) -> Self:
        """The `text` and the `words` in it, without their quotation marks or brackets."""
        made = super().__new__(cls, text)
        made.words = words
        return made


Translate = Callable[[Prose], str]
"""The text in the reader's language, or `Untranslated`."""


def as_written(prose: Prose) -> str:
    """The text as it is: for pages in the guides' own language."""
    return prose.text
