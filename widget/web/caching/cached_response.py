"""An answer made ready: its bytes with all headers, sent again and again. Knows HTTP; not what is in it."""

from dataclasses import dataclass
from functools import lru_cache

from widget.web.guide.page_request import PageRequest

Headers = list[tuple[str, str]]

_BODY_HEADERS = frozenset({"Content-Type", "Content-Encoding"})
"""Headers that an answer without a body leaves out, besides its length."""

_MAX_COMMON = 4_096


@dataclass(frozen=True, slots=True)
class CommonHeaders:
    """The headers that an answer has in common with many, with a body and, `unchanged`, without one.

    Kept once for all of them, also for those that come from another worker: see `common_headers`.
    """

    answer: tuple[tuple[str, str], ...]
    unchanged: tuple[tuple[str, str], ...]


@lru_cache(maxsize=_MAX_COMMON)
def common_headers(headers: tuple[tuple[str, str], ...]) -> CommonHeaders:
    """These headers, the same object each time."""
    return CommonHeaders(headers, tuple(header for header in headers if header[0] not in _BODY_HEADERS))


@dataclass(slots=True, eq=False)
class CachedPage:
    """The answer to all requests with the same key. `hits` counts how often it was sent.

    It keeps as little as can be beside its bytes: a worker has thousands of them.
    """

    request: PageRequest
    common: CommonHeaders
    body: bytes
    etag: str
    hits: int = 0

    @property
    def headers(self) -> Headers:
        """All headers."""
        return [*self.common.answer, ("Content-Length", str(len(self.body))), ("ETag", self.etag)]

    @property
    def unchanged(self) -> Headers:
        """The headers for who has it already."""
        return [*self.common.unchanged, ("ETag", self.etag)]

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
