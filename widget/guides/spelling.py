"""Reads over how programs and people write an id or a query on its way. Knows characters; no guide, no request.

Word processors turn hyphens into other dashes, mail programs take the mark at the end of a sentence along, editors
escape what is escaped already, and people type capitals.
"""

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote, unquote_plus

MOST_ESCAPES = 4
"""How many times over an address may have been escaped."""

_HYPHENS = re.compile(r"[\s_\u00ad\u2010-\u2015\u2212]+")
_UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060\ufeff]")
_SPELT_OUT = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})
_MARKS = " .,:;!?*_~()[]{}<>|'\"`´’‘”“„»«…/\\-"
"""What sentences, lists and mail programs put around an address; no id begins or ends with one of them."""

_PLAIN_QUERY = re.compile(r"[a-z0-9=&,.-]*")
_AMPERSAND = re.compile(r"&(?:amp|#0{0,5}38|#x0{0,5}26);", re.IGNORECASE)
_AMPERSAND_REST = re.compile(r"(?:amp;|#0{0,5}38;|#x0{0,5}26;){1,4}", re.IGNORECASE)
_SEPARATOR = re.compile("[&;?]")


def tidy_id(text: str) -> str:
    """The id that was meant: in lower case, with plain hyphens, æ, ø and å spelt out, without marks around it."""
    if text.isascii() and text.replace("-", "").isalnum() and text.islower():
        return text.strip("-")
    text = _UNSEEN.sub("", unicodedata.normalize("NFKC", text)).lower()
    return _HYPHENS.sub("-", text).translate(_SPELT_OUT).strip(_MARKS)


def parameters_of(text: str) -> Iterator[tuple[str, str]]:
    """The parameters of a query, by the names that were meant; values as they were given, without their escapes.

    Read over are `&amp;` and its like, a `;` or a second `?` instead of an `&`, a place at the end (`#…`), a query
    that was escaped as a whole or in part, and names in capitals.
    """
    if _PLAIN_QUERY.fullmatch(text):
        for pair in text.split("&"):
            if pair:
                name, _, value = pair.partition("=")
                yield name, value
        return
    yield from _parameters_of(text, MOST_ESCAPES)


def _parameters_of(text: str, escapes: int) -> Iterator[tuple[str, str]]:
    text = _AMPERSAND.sub("&", text)
    for pair in _SEPARATOR.split(text.partition("#")[0]):
        name, equals, value = pair.partition("=")
        if escapes and "%" in name and not equals and unquote(name) != name:
            yield from _parameters_of(unquote(name), escapes - 1)
            continue
        name, value = _AMPERSAND_REST.sub("", _unescaped(name)), _unescaped(value)
        head = _SEPARATOR.search(value)
        if escapes and head and "=" in value[head.end() :] and "/" not in value[: head.start()]:
            # Not for an address in a parameter of another program, whose query is none of ours.
            yield tidy_id(name), value[: head.start()]
            yield from _parameters_of(value[head.end() :], escapes - 1)
        elif pair:
            yield tidy_id(name), value.partition("#")[0]


def _unescaped(text: str) -> str:
    text = unquote_plus(text, errors="replace")
    for _ in range(MOST_ESCAPES - 1):
        if "%" not in text:
            break
        text = unquote(text, errors="replace")
    return text
