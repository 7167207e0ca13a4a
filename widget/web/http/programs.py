"""Tells programs that name themselves, such as crawlers and link previews, from people. Knows no request.

The names are those of the list “crawler-user-agents”, which its contributors keep up to date. A program that calls
itself a browser counts as one: totals are no proof of people.
"""

import re
from functools import cache, lru_cache

_MOST_KEPT = 4_096
_LONGEST = 400
"""Characters of a name that are looked at; browsers have some 150."""
_LIBRARY = "http-library"
"""The tag of names such as curl and python-requests."""


def is_person(surface: str, user_agent: str) -> bool:
    """Whether a page is shown to a person, as far as the `User-Agent` says.

    A fragment is fetched by the host's server for its visitors, perhaps with a library: those count there.
    """
    return not _is_program(user_agent[:_LONGEST], with_libraries=surface != "fragment")


@lru_cache(_MOST_KEPT)
def _is_program(user_agent: str, *, with_libraries: bool) -> bool:
    crawlers, libraries = _patterns()
    return bool(crawlers.search(user_agent) or (with_libraries and libraries.search(user_agent)))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The names of crawlers and the like, and of libraries. Reading the list takes a fifth of a second, once."""
    from crawleruseragents import CRAWLER_USER_AGENTS_DATA  # type: ignore[import-untyped]  # the library has no types

    crawlers, libraries = list[str](), list[str]()
    for entry in CRAWLER_USER_AGENTS_DATA:
        (libraries if _LIBRARY in entry.get("tags", ()) else crawlers).append(entry["pattern"])
    return re.compile("|".join(crawlers)), re.compile("|".join(libraries))


def load_names() -> None:
    """Read the list now, so that no visitor waits for it."""
    _patterns()
