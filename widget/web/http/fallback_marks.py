"""Interface texts that a page in another language says in Danish, marked as Danish. Knows HTML; no catalogue file.

Templates say a text between tags or in an attribute, and cannot know which texts fall back. So a text that does is
put between two marks, and the finished page has them replaced by an element where one may stand.
"""

import re

from babel.support import NullTranslations

from widget.guides.richtext import FOREIGN

_BEGINNING, _END = "\ufdd0", "\ufdd1"
"""Noncharacters: no text has them."""

_MARKED = re.compile(f"{_BEGINNING}([^{_BEGINNING}{_END}]*){_END}")
_NO_ELEMENTS_WITHIN = re.compile(r"(?s)<(title|option|textarea|style)\b.*?</\1>|<[^<>]*>")
_MARKS = re.compile(f"[{_BEGINNING}{_END}]")


class MarkedFallback(NullTranslations):
    """The last place where a template looks for a text: `danish`, between marks."""

    def __init__(self, danish: NullTranslations) -> None:
        super().__init__()
        self._danish = danish

    def gettext(self, message: str) -> str:
        """The text in Danish, marked."""
        return f"{_BEGINNING}{self._danish.ugettext(message)}{_END}"

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The text for a number in Danish, marked."""
        return f"{_BEGINNING}{self._danish.ungettext(msgid1, msgid2, n)}{_END}"


def replace_marks(html: str) -> str:
    """The page with an element that says “Danish” around each marked text; in attributes the text alone."""
    if _BEGINNING not in html:
        return html
    without = _NO_ELEMENTS_WITHIN.sub(lambda found: _MARKS.sub("", found.group()), html)
    return _MARKS.sub("", _MARKED.sub(rf"<span {FOREIGN}>\1</span>", without))
