"""What an address asks for, and everything that the answer depends on. Takes the parts of a request as values."""

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from widget.guides.answers import Answers, parse_answers, parse_carried_query
from widget.web.guide.addresses import DEFAULT_HEADINGS, View
from widget.web.guide.parameters import read_view
from widget.web.guide.resolve import ResolvedGuide, find_guide
from widget.web.guide.site import Site


@dataclass(frozen=True, slots=True)
class ResponseKey:
    """All that the bytes and headers of a guide's page depend on; its `digest` is the page's key in every cache.

    Two requests with equal keys get the same answer; whatever makes another answer is a field here.
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
    """The id of the part that stands unfolded."""
    changes: int
    """How many changes of the guide are shown as new: those since the version that the address was kept under."""

    @property
    def digest(self) -> str:
        """32 hexadecimal digits. The fields are parted by a character that none of them can hold."""
        text = "\0".join([str(getattr(self, name)) for name in self.__slots__])
        return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=16).hexdigest()


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A page of a guide that can be kept: the answer is the same for all requests with the same `key`.

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
        cls, site: Site, path: str, query: str, base_url: str, encoding: str, release: str = ""
    ) -> "PageRequest | None":
        """The page that a path and a query ask for; None where the answer is not to be kept, for whatever reason.

        `base_url`, `encoding` and `release` are those of `ResponseKey`.
        """
        found = _resolve(site, path)
        if found is None or not found.edition.lasting:
            return None
        guide, edition, parameters = (
            found.guide,
            found.edition,
            parse_carried_query(query.encode("latin-1", "replace")),
        )
        view = read_view(edition, path.split("/", 2)[1], guide, parameters)
        answers, misread = parse_answers(guide, parameters, edition.defaults(guide))
        if misread:
            return None
        day = site.today()
        changes = len(guide.changes_since(view.seen)) if view.seen else 0
        address = view.address(answers)
        key = ResponseKey(release, edition.digest, day, base_url, encoding, address, view.opened, changes)
        common = not (answers.day_0 or answers.done or view.opened or changes)
        return cls(key.digest, _shared(view), answers, day, edition.digest, common)


def _resolve(site: Site, path: str) -> ResolvedGuide | None:
    """The guide and edition that a path names; None where it names none that can be shown."""
    match path.split("/"):
        case ["", surface, guide_id] if surface in DEFAULT_HEADINGS:
            found = find_guide(site, guide_id, None)
        case ["", surface, partner, guide_id] if surface in DEFAULT_HEADINGS:
            found = find_guide(site, guide_id, partner)
        case _:
            return None
    return found if isinstance(found, ResolvedGuide) else None


@lru_cache(maxsize=2_048)
def _shared(view: View) -> View:
    """The same view, once in memory for all pages that are looked at in this way."""
    return view
