"""Text that is made once and filled for each page: what is a person's own is left open as a gap. Knows no page.

A gap is written `<?kind name about?>`. Nobody's words can hold one, since `<` is escaped in all of them.
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from markupsafe import Markup, escape

_GAP = re.compile(r"<\?([a-z]+) ([a-z_]+)((?: [^ ?<>]+)*)\?>")


class PlaceholderNamespace:
    """What a template writes where something is left open: each method gives the gap of that name.

    `kind` tells who fills it.
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
    """A place that is left open: who fills it, by which name, and the ids that it is about."""

    kind: str
    name: str
    about: tuple[str, ...]


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
        """The text with whole cuts in the place of some gaps: of those for which `inside` gives any."""
        pieces: list[bytes | Placeholder] = []
        for piece in self.pieces():
            cuts = inside(piece) if isinstance(piece, Placeholder) else None
            pieces += (
                [piece]
                if cuts is None
                else (inner for parse_placeholders in cuts for inner in parse_placeholders.pieces())
            )
        return PrerenderedPart(pieces)

    def fill(self, fillers: Mapping[str, object]) -> bytes:
        """The text with each gap filled by the method of its name, of the one that fills its kind.

        What the method gives is escaped, unless it is HTML already: `Markup`, or bytes.
        """
        filled = self._filled.copy()
        for place, (kind, name, about) in self._placeholders:
            value = getattr(fillers[kind], name)(*about)
            if type(value) is str:  # nearly all; the other way makes an object of each, which takes twice as long
                value = html.escape(value).encode()
            filled[place] = value if type(value) is bytes else escape(value).encode()
        return b"".join(filled)


def parse_placeholders(text: str) -> PrerenderedPart:
    """A text, cut at its gaps."""
    pieces: list[bytes | Placeholder] = []
    end = 0
    for found in _GAP.finditer(text):
        pieces.append(text[end : found.start()].encode())
        pieces.append(Placeholder(found[1], found[2], tuple(found[3].split())))
        end = found.end()
    pieces.append(text[end:].encode())
    made = PrerenderedPart(pieces)
    made.weight += len(text)
    return made
