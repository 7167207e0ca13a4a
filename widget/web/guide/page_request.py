"""What an address asks for, and everything that the answer depends on. Takes the parts of a request as values."""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from widget.guides.answers import Answers, parse_answers, parse_carried_query
from widget.guides.versions import changes_since
from widget.web.guide.addresses import View
from widget.web.guide.parameters import read_view
from widget.web.guide.resolve import ResolvedGuide

_LONGEST_ADDRESS = 2_500
"""Characters. What is longer is made for each request: no link of ours is."""


class RequestedAddress(NamedTuple):
    """An address as a request spells it; `encoding` are the content codings that the browser takes."""

    path: str
    query: str
    base_url: str
    """The public address of this server, for links that people carry away."""
    encoding: str

    @property
    def is_too_long(self) -> bool:
        """Whether it is longer than any address that this server hands out, so that nothing is cached for it."""
        return len(self.path) + len(self.query) + len(self.base_url) > _LONGEST_ADDRESS


@dataclass(frozen=True, slots=True)
class ResponseKey:
    """All that the bytes and headers of a guide's page depend on; its `digest` is the page's key in every cache.

    Two requests with equal keys get the same answer; all that makes another answer is a field here.
    """

    release: str
    """The digest of code, content, templates, styles, libraries and settings (`widget.web.caching.release`).

    Empty in a process that shares its pages with no other one, where these cannot differ.
    """
    edition: str
    """The digest of the partner's published document; empty for the common edition."""
    day: date
    """The day whose rules and figures are shown."""
    base_url: str
    """The public address of this server, for links that people carry away."""
    encoding: str
    """The content codings that the browser takes, as `accepted_encodings` writes them."""
    address: str
    """The canonical address: surface, partner, guide, answers, and view (language, headings, forms or links)."""
    opened: str
    """The page of the guide that is shown: a part, a task, a question; empty for the overview."""
    changes: int
    """How many changes of the guide are shown as new: those since the version that the address was kept under."""

    @property
    def digest(self) -> str:
        """32 hexadecimal digits. The fields are parted by a character that none of them can hold."""
        text = "\0".join([str(getattr(self, name)) for name in self.__slots__])
        return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A page of a guide that can be cached: the answer is the same for all requests with the same `key`.

    It may be sent as long as `day` is today and `edition` is the digest of what the partner has published. A `common`
    page is one of those that many ask for: without a date and ticks.
    """

    key: str
    view: View
    answers: Answers
    day: date
    edition: str
    common: bool

    @classmethod
    def parse(
        cls, found: ResolvedGuide, address: RequestedAddress, day: date, release: str = ""
    ) -> "PageRequest | None":
        """What a query asks of the guide that its path names; None where the answer is not to be cached.

        `day` is the day whose rules hold, `release` that of `ResponseKey`.
        """
        guide, edition = found.guide, found.edition
        if not edition.lasting:
            return None
        parameters = parse_carried_query(address.query.encode("latin-1", "replace"))
        view = read_view(edition, address.path.split("/", 2)[1], guide, parameters)
        answers, misread = parse_answers(guide, parameters, edition.defaults(guide))
        if misread:
            return None
        changes = len(changes_since(guide, view.seen)) if view.seen else 0
        canonical, base_url, encoding = view.address(answers), address.base_url, address.encoding
        key = ResponseKey(release, edition.digest, day, base_url, encoding, canonical, view.opened, changes)
        common = not (answers.day_0 or answers.done or changes)
        return cls(key.digest, _shared(view), answers, day, edition.digest, common)


@lru_cache(maxsize=2_048)
def _shared(view: View) -> View:
    """The same view, once in memory for all pages that are looked at in this way."""
    return view
