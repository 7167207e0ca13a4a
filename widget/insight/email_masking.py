"""Finds e-mail addresses in a text, however people spell the @ and the dots. Knows how such things are written.

Every pattern here looks at a bounded number of characters from where it begins, and every walk ends where the one
before it ended: the time is linear in the length of the text.
"""

import re
from collections.abc import Iterator

_BLANK = "[ \u200b]{0,3}"
_OPEN, _CLOSE = r"[(\[{<*_|/-]", r"[)\]}>*_|/-]"
_AT_WORD = "(?:at|a|ad|snabel-?a|snabel a|alfakrølle|krølle-?a)"
_DOT_WORD = "(?:dot|punktum|prik|punkt|point)"

_AT = re.compile(
    rf"{_BLANK}(?:@|&#0?64;|&commat;|%40|{_OPEN}{_BLANK}(?:{_AT_WORD}|@){_BLANK}{_CLOSE}){_BLANK}"
    rf"|{_BLANK} (?P<word>at|ad|snabel-?a|snabel a|alfakrølle) {_BLANK}"
)
"""Between a name and its server. A bare “at” is a common Danish word: what follows must look like a server then."""

_DOT = re.compile(
    rf"{_BLANK}{_OPEN}{_BLANK}(?:{_DOT_WORD}|\.){_BLANK}{_CLOSE}{_BLANK}|{_BLANK} {_DOT_WORD} {_BLANK}"
    r"|\u200b{0,3}[.,·。]\u200b{0,3}|[ ]{1,3}\.[ ]{1,3}"
)
_DOT_BEFORE = re.compile(
    rf"{_BLANK}{_OPEN}{_BLANK}(?:{_DOT_WORD}|\.){_BLANK}{_CLOSE}{_BLANK}| {_DOT_WORD} {_BLANK}|[ ]{{1,3}}\.[ ]{{1,3}}"
)
_LONGEST_DOT = 21
"""Characters of the longest spelling of a dot."""

_ENDINGS = frozenset(
    {
        *("dk", "com", "net", "org", "eu", "se", "no", "de", "uk", "nu", "info", "me", "io", "dev", "co", "name"),
        *("fi", "is", "nl", "fr", "pl", "es", "it", "email", "live", "example", "test"),
    }
)
"""The ends of servers' names that are believed after a bare “at”."""

_OF_NAME = frozenset("._%+'-~!#$&=^`\u200b")
"""What stands in the name of a mailbox, besides letters and figures."""


def email_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where e-mail addresses stand in a `text` that was folded, in order and apart from each other."""
    end = place = 0
    while at := _AT.search(text, place):
        place = at.end()
        begin = _begin_of_name(text, at.start(), end)
        stop, labels = _end_of_server(text, at.end())
        if begin == at.start() or not labels or not _is_server(at, text[at.end() : stop], labels):
            continue
        yield begin, stop
        end = place = stop


def _is_server(at: re.Match[str], written: str, labels: list[str]) -> bool:
    if at["word"]:
        return len(labels) > 1 and labels[-1] in _ENDINGS
    # “5 stk. @ 20 kr.” is a price.
    return len(labels) > 1 or (" " not in at[0] and not written.isdecimal())


def _begin_of_name(text: str, place: int, barrier: int) -> int:
    """Where the name that ends at `place` begins; at `barrier` or after it."""
    begin = _word_before(text, place, barrier)
    while begin < place:
        dot = max(begin - _LONGEST_DOT, barrier)
        found = next((one for one in _DOT_BEFORE.finditer(text, dot, begin) if one.end() == begin), None)
        if found is None:
            break
        before = _word_before(text, found.start(), barrier)
        if before == found.start():
            break
        begin = before
    return begin


def _word_before(text: str, place: int, barrier: int) -> int:
    while place > barrier and (text[place - 1].isalnum() or text[place - 1] in _OF_NAME):
        place -= 1
    return place


def _end_of_server(text: str, place: int) -> tuple[int, list[str]]:
    """Where the server's name that begins at `place` ends, and its parts."""
    labels: list[str] = []
    end = stop = place
    while (stop := _label_after(text, place)) > place:
        label = text[place:stop].rstrip("-_\u200b")
        if not label:
            break
        labels.append(label.replace("\u200b", ""))
        end = place + len(label)
        dot = _DOT.match(text, end)
        if dot is None:
            break
        place = dot.end()
    return end, labels


def _label_after(text: str, place: int) -> int:
    while place < len(text) and (text[place].isalnum() or text[place] in "-_\u200b"):
        place += 1
    return place
