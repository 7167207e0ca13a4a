"""Names below which websites of different owners are, such as dk, co.uk and github.io. Knows the list alone."""

from functools import cache

from publicsuffixlist import PublicSuffixList


def is_public_suffix(host: str) -> bool:
    """Whether the public may register names right below `host`, by the Public Suffix List, private part too."""
    return bool(_list().is_public(host))


@cache
def _list() -> PublicSuffixList:
    """The list, which takes a quarter of a second to read, when it is first asked."""
    return PublicSuffixList()
