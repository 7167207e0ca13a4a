"""Reads over what programs and people add to the path of an address. Knows our paths; no request, no guide."""

import re
from urllib.parse import quote, unquote

from widget.guides.spelling import MOST_ESCAPES, tidy_id

_SURFACES = frozenset(
    {
        *("embed", "guide", "print", "fragment", "sources", "a-kasser", "calendar", "data", "feedback"),
        *("share", "check", "oembed", "accessibility", "privacy"),
    }
)
"""What public addresses begin with. Signed addresses and those of the administration are taken as they are."""

_LONGEST = 2_000
"""Characters of a path that are looked at."""
_QUERY_BEGINS = re.compile(r"[?&;#]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_IN_QUERY = "=&,;:%+-._~/"


def tidy_address(path: str, query: str) -> str | None:
    """The path and query that were meant, as they stand in an address; None where they are tidy already.

    Read over are slashes too many, capitals, marks of a sentence around a part, blanks and underscores for hyphens,
    letters that ids spell out (å, æ, ø), escapes escaped again, and a query whose question mark was escaped.
    """
    text = path[:_LONGEST]
    for _ in range(MOST_ESCAPES):
        text = unquote(text)
    if "%" in text or _CONTROL.search(text):
        return None
    begin = _QUERY_BEGINS.search(text)
    place, rest = (text[: begin.start()], text[begin.start() :]) if begin else (text, "")
    given = place.split("/")
    parts = [tidy for part in given if (tidy := tidy_id(part))]
    if ".." in given or (parts and parts[0] not in _SURFACES):
        return None
    tidy_path = f"/{'/'.join(parts)}"
    if tidy_path == path or tidy_path == path.removesuffix("/"):
        return None
    own = quote(rest.partition("#")[0].lstrip("?&;"), safe=_IN_QUERY)
    whole = "&".join(one for one in (own, query) if one)
    return quote(tidy_path) + (f"?{whole}" if whole else "")
