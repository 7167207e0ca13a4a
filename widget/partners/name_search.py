"""How names are found and ordered: by the beginnings of their words, in the Danish alphabet. Pure."""

import re
import unicodedata

_SPELT_OUT = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss"})
_LAST_LETTERS = str.maketrans({"æ": "{", "ø": "|", "å": "}"})
"""The three signs that follow z, for the three letters that do."""


def words_of(text: str) -> frozenset[str]:
    """The words of a text as they are compared: small, letters without accents, å written aa."""
    return frozenset(re.findall(r"[^\W_]+", _plain(_small(text).translate(_SPELT_OUT))))


def danish_order(name: str) -> str:
    """A key that sorts by bytes as Danes sort names: æ, ø, å last, and Aa as Å."""
    return _plain(_small(name).replace("aa", "å").translate(_LAST_LETTERS))


def _small(text: str) -> str:
    """In small letters, each one sign: some keyboards send å as an a and a ring."""
    return unicodedata.normalize("NFC", text).casefold()


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
