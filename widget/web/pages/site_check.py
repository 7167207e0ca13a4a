"""Whether the page that a webmaster names may show a guide in a frame, and why not. Asks no other server."""

from dataclasses import dataclass
from enum import Enum

from widget.partners.framing import host_site, may_frame
from widget.partners.origins import Origin, OriginProblem, parse_origin

_LONGEST_SHOWN = 200


class FramingVerdict(Enum):
    """What is known of a page."""

    NOT_ASKED = "not-asked"
    UNREADABLE = "unreadable"
    """What was typed is no address of a page."""
    ALLOWED = "allowed"
    REFUSED = "refused"
    """The site is not among those that may frame the edition."""
    NOT_ENCRYPTED = "not-encrypted"
    """A page over http; a partner can list sites with https alone."""
    MIXED = "mixed"
    """A page over https, and guides over http: browsers show no such frame."""


@dataclass(frozen=True, slots=True)
class SiteCheck:
    """What was typed, shortened, and what is known of it.

    `site` is the site as people read it, `listing` as it is written on the list of an edition; `similar` are sites on
    that list that differ from it by `www.`, the scheme, the port or a name before the host. Empty where unknown.
    """

    typed: str = ""
    verdict: FramingVerdict = FramingVerdict.NOT_ASKED
    site: str = ""
    listing: str = ""
    similar: tuple[str, ...] = ()


def check_site(typed: str, frame_ancestors: str, own: str) -> SiteCheck:
    """Whether the page at the address `typed` may frame what has these `frame_ancestors`; `own` is our own origin."""
    shown = typed.strip()[:_LONGEST_SHOWN]
    if not shown:
        return SiteCheck()
    site = host_site(typed)
    if isinstance(site, OriginProblem):
        return SiteCheck(shown, FramingVerdict.UNREADABLE)
    similar = tuple(one.in_unicode for one in _listed(frame_ancestors) if _is_similar(one, site))
    return SiteCheck(shown, _verdict(site, frame_ancestors, own), site.in_unicode, _listing(site), similar)


def _verdict(site: Origin, frame_ancestors: str, own: str) -> FramingVerdict:
    if site.scheme == "https" and own.startswith("http://"):
        return FramingVerdict.MIXED
    if may_frame(frame_ancestors, site, own):
        return FramingVerdict.ALLOWED
    return FramingVerdict.NOT_ENCRYPTED if site.scheme == "http" and not site.is_loopback else FramingVerdict.REFUSED


def _listing(site: Origin) -> str:
    """The site as a partner's list has it: with https, where it is not a machine's own."""
    origin = parse_origin(str(site))
    if isinstance(origin, Origin):
        return origin.in_unicode
    better = parse_origin(origin.suggestion)
    return better.in_unicode if isinstance(better, Origin) else ""


def _listed(frame_ancestors: str) -> tuple[Origin, ...]:
    """The sites among the sources; words such as `'self'` are none."""
    origins = (parse_origin(source) for source in frame_ancestors.split())
    return tuple(one for one in origins if isinstance(one, Origin))


def _is_similar(listed: Origin, site: Origin) -> bool:
    mine, other = listed.host.removeprefix("www."), site.host.removeprefix("www.")
    return mine == other or mine.endswith(f".{other}") or other.endswith(f".{mine}")
