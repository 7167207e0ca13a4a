"""An answer made ready: its bytes with all headers, sent again and again. Knows HTTP; not what is in it."""

from dataclasses import dataclass, field

from widget.web.caching.wanted import Wanted

Headers = list[tuple[str, str]]

_OF_A_BODY = frozenset({"content-type", "content-length", "content-encoding"})
"""Headers that an answer without a body leaves out."""

_OF_ONE_REQUEST = "x-request-id"


@dataclass(slots=True, eq=False)
class Ready:
    """An answer to all who want the same in the same encoding. `shown` counts how often it was sent."""

    wanted: Wanted
    headers: Headers
    body: bytes
    etag: str
    unchanged: Headers = field(default_factory=list)
    shown: int = 0

    def __post_init__(self) -> None:
        self.headers = [(name, value) for name, value in self.headers if name.lower() != _OF_ONE_REQUEST]
        self.unchanged = [(name, value) for name, value in self.headers if name.lower() not in _OF_A_BODY]

    @property
    def weight(self) -> int:
        """The bytes that it takes in memory, roughly."""
        return len(self.body) + 1_500

    def is_known(self, if_none_match: str) -> bool:
        """Whether who asks has it already, by the header of that name: weak comparison, as RFC 9110 has it."""
        if if_none_match == self.etag:
            return True
        return "*" in if_none_match or self.etag in (
            mark.strip().removeprefix("W/") for mark in if_none_match.split(",")
        )
