"""Text that is made once and filled for each page: what is a person's own is left open as a gap. Knows no page.

A gap is written `<?kind name about?>`. No text from outside can hold one, since `<` is escaped in all of them.
Each kind belongs to a class, and each name to one of its methods, which is found when the text is cut: a template
that leaves a gap that cannot be filled fails when it is rendered first.
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from markupsafe import Markup, escape

_GAP = re.compile(r"<\?([a-z]+) ([a-z_]+)((?: [^ ?<>]+)*)\?>")

Fillers = Mapping[str, type]
"""For each kind of gap the class whose methods fill it."""

FillGap = Callable[..., str | bytes]
"""A method of the class: takes the ids that the gap is about, gives a text, or HTML as `Markup` or bytes."""


class PlaceholderNamespace:
    """What a template writes where something is left open: each method gives the gap of that name.

    `kind` tells which class fills it.
    """

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def __getattr__(self, name: str) -> "NamedPlaceholder":
        return NamedPlaceholder(self._kind, name)


class NamedPlaceholder:
    """A gap of a name, still without what it is about."""

    def __init__(self, kind: str, name: str) -> None:
        self._start = f"{kind} {name}"

    def __call__(self, *about: str) -> Markup:
        """The gap as text."""
        return Markup(f"<?{' '.join((self._start, *about))}?>")  # noqa: S704 (ids and names of our own)


class Placeholder(NamedTuple):
    """A place that is left open: its kind and name, the ids that it is about, and the method that fills it.

    `fill` is None for a gap that only whole texts take the place of, before anything is filled.
    """

    kind: str
    name: str
    about: tuple[str, ...]
    fill: FillGap | None


class PrerenderedPart:
    """A text cut at its gaps, as bytes."""

    __slots__ = ("_filled", "_placeholders", "weight")

    def __init__(self, pieces: Iterable[bytes | Placeholder]) -> None:
        """Of text and gaps in the order of the text."""
        self._filled: list[bytes] = []
        self._placeholders: list[tuple[int, Placeholder]] = []
        for piece in pieces:
            if isinstance(piece, Placeholder):
                self._placeholders.append((len(self._filled), piece))
            self._filled.append(piece if isinstance(piece, bytes) else b"")
        self.weight = 100 + 50 * len(self._filled) + 50 * len(self._placeholders)
        """Bytes that it takes in memory besides its text, roughly."""

    def pieces(self) -> Iterator[bytes | Placeholder]:
        """Text and gaps in the order of the text."""
        gaps = dict(self._placeholders)
        for place, text in enumerate(self._filled):
            yield gaps.get(place, text)

    def inline(self, inside: Callable[[Placeholder], Iterable["PrerenderedPart"] | None]) -> "PrerenderedPart":
        """The text with whole texts in the place of some gaps: of those for which `inside` gives any."""
        pieces: list[bytes | Placeholder] = []
        for piece in self.pieces():
            parts = inside(piece) if isinstance(piece, Placeholder) else None
            if parts is None:
                pieces.append(piece)
            else:
                pieces += (inner for part in parts for inner in part.pieces())
        return PrerenderedPart(pieces)

    def fill(self, owners: Mapping[str, object]) -> bytes:
        """The text with each gap filled by its method, called on the object of its kind among the `owners`.

        What the method gives is escaped, unless it is HTML already: `Markup`, or bytes.
        """
        filled = self._filled.copy()
        for place, gap in self._placeholders:
            if gap.fill is None:
                raise TypeError(f"The gap “{gap.name}” is filled by whole texts alone.")
            value = gap.fill(owners[gap.kind], *gap.about)
            if type(value) is str:  # nearly all; the other way makes an object of each, which takes twice as long
                value = html.escape(value).encode()
            filled[place] = value if type(value) is bytes else escape(value).encode()
        return b"".join(filled)


def parse_placeholders(text: str, fillers: Fillers, inlined: frozenset[str] = frozenset()) -> PrerenderedPart:
    """A text, cut at its gaps. `inlined` are the names of gaps that whole texts take the place of.

    Raises `AttributeError` or `KeyError` for a gap that no method fills.
    """
    pieces: list[bytes | Placeholder] = []
    end = 0
    for found in _GAP.finditer(text):
        kind, name, about = found[1], found[2], tuple(found[3].split())
        pieces.append(text[end : found.start()].encode())
        pieces.append(Placeholder(kind, name, about, None if name in inlined else getattr(fillers[kind], name)))
        end = found.end()
    pieces.append(text[end:].encode())
    made = PrerenderedPart(pieces)
    made.weight += len(text)
    return made
