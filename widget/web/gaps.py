"""Text that is made once and filled for each page: what is a person's own is left open as a gap. Knows no page.

A gap is written `<?kind name about?>`. Nobody's words can hold one, since `<` is escaped in all of them.
"""

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

_GAP = re.compile(r"<\?([a-z]+) ([a-z_]+)((?: [^ ?<>]+)*)\?>")


class Gaps:
    """What a template writes where something is left open: each method gives the gap of that name.

    `kind` tells who fills it.
    """

    def __init__(self, kind: str) -> None:
        self._kind = kind

    def __getattr__(self, name: str) -> "Opening":
        return Opening(self._kind, name)


class Opening:
    """A gap of a name, still without what it is about."""

    def __init__(self, kind: str, name: str) -> None:
        self._start = f"{kind} {name}"

    def __call__(self, *about: str) -> Markup:
        """The gap as text."""
        return Markup(f"<?{' '.join((self._start, *about))}?>")  # noqa: S704 (ids and names of our own)


class Cut:
    """A text cut at its gaps, as bytes."""

    __slots__ = ("_gaps", "_pieces", "weight")

    def __init__(self, text: str) -> None:
        self._pieces: list[bytes] = []
        self._gaps: list[tuple[int, str, str, tuple[str, ...]]] = []
        end = 0
        for found in _GAP.finditer(text):
            self._pieces += (text[end : found.start()].encode(), b"")
            self._gaps.append((len(self._pieces) - 1, found[1], found[2], tuple(found[3].split())))
            end = found.end()
        self._pieces.append(text[end:].encode())
        self.weight = len(text) + 200 * len(self._pieces)
        """Bytes that it takes in memory, roughly."""

    def fill(self, fillers: Mapping[str, object]) -> bytes:
        """The text with each gap filled by the method of its name, of the one that fills its kind.

        What the method gives is escaped, unless it is HTML already: `Markup`, or bytes.
        """
        if not self._gaps:
            return self._pieces[0]
        filled = self._pieces.copy()
        for place, kind, name, about in self._gaps:
            value = getattr(fillers[kind], name)(*about)
            filled[place] = value if type(value) is bytes else escape(value).encode()
        return b"".join(filled)
