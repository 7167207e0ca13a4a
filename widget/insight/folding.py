"""Brings the ways in which one character can be written down to one, without moving any other. Knows Unicode.

Full-width figures, Arabic figures, a dozen dashes and blanks that cannot be seen: who looks for a number in a text
should not have to know them. The folded text is as long as the text, so what is found in one has its place in both.
"""

import unicodedata
from functools import lru_cache

UNSEEN = "\u200b"
"""What every character that cannot be seen is folded to."""

_DASHES = frozenset("‐‑‒–—―⁃−－﹣﹘")
_UNSEEN_CATEGORIES = frozenset({"Cf", "Cc", "Mn"})
_MAX_ENTRIES = 4_096


def folded(text: str) -> str:
    """The text in lower case, with each character in its plainest form; just as long as `text`."""
    return "".join([_plain(character) for character in text])


@lru_cache(_MAX_ENTRIES)
def _plain(character: str) -> str:
    if character == "\n":
        return character
    if character in _DASHES:
        return "-"
    if character.isspace():
        return " "
    if unicodedata.category(character) in _UNSEEN_CATEGORIES:
        return UNSEEN
    figure = unicodedata.digit(character, None)
    if figure is not None:
        return str(figure)
    for plain in (unicodedata.normalize("NFKC", character).lower(), character.lower()):
        if len(plain) == 1:
            return plain
    return character
