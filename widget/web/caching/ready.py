"""An answer made ready: its bytes with all headers, sent again and again. Knows HTTP; not what is in it."""

from collections.abc import Iterable
from dataclasses import dataclass

from widget.web.caching.wanted import Wanted

Headers = list[tuple[str, str]]

_OF_A_BODY = frozenset({"Content-Type", "Content-Length", "Content-Encoding"})
"""Headers that an answer without a body leaves out."""

_MOST_COMMON = 4_096
_common: dict[tuple[str, str], tuple[str, str]] = {}
"""Headers that answers share, so that each is in memory once; a few are of one answer alone."""


@dataclass(slots=True, eq=False, weakref_slot=True)
class Ready:
    """An answer to all who want the same in the same encoding. `shown` counts how often it was sent."""

    wanted: Wanted
    headers: Headers
    body: bytes
    etag: str
    _unchanged: Headers | None = None
    shown: int = 0
    asked: bool = False
    """Whether it was asked for again since somebody last looked, for who decides what is kept."""

    def __post_init__(self) -> None:
        self.headers = _slim(self.headers)

    @property
    def unchanged(self) -> Headers:
        """The headers for who has it already. Made when somebody first has."""
        if self._unchanged is None:
            self._unchanged = [header for header in self.headers if header[0] not in _OF_A_BODY]
        return self._unchanged

    @property
    def weight(self) -> int:
        """The bytes that it takes in memory, roughly."""
        return len(self.body) + 1_600

    def take_asked(self) -> bool:
        """Whether it was asked for again since this was last called."""
        asked, self.asked = self.asked, False
        return asked

    def is_known(self, if_none_match: str) -> bool:
        """Whether who asks has it already, by the header of that name: weak comparison, as RFC 9110 has it."""
        if if_none_match == self.etag:
            return True
        return "*" in if_none_match or self.etag in (
            mark.strip().removeprefix("W/") for mark in if_none_match.split(",")
        )


def _slim(headers: Iterable[tuple[str, str]]) -> Headers:
    """The same headers in as little memory as can be."""
    if len(_common) > _MOST_COMMON:
        _common.clear()
    shared = tuple(_common.setdefault(header, header) for header in headers)
    return list(shared)  # which takes no room to grow, as one would that was appended to
