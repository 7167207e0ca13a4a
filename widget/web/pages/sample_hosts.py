"""Pages of other people's sites, made up, on which a webmaster sees a snippet. Knows markup that we wrote ourselves.

Their names and what to look for stand in `embed_templates/pages/check.html`.
"""

import base64
import hashlib
import re
from dataclasses import dataclass, replace

from markupsafe import Markup

from widget.web.http.languages import Language
from widget.web.http.styles import Style, with_rules

HOSTS = ("light", "dark", "consent", "ratio", "height-auto")
"""A light and a dark page; a consent tool that withholds frames; a box that themes put videos in, as Bootstrap's
`.ratio`; and a theme that takes the height of frames away."""

COLUMNS = range(240, 1601)
"""Widths of the column with the guide, in CSS pixels."""

USUAL_COLUMN = 700

_FRAME = "<iframe "
_SOURCE = re.compile(r"(<iframe\b[^>]*?\s)src=")
_STYLE = re.compile(r'<iframe[^>]* style="([^"]*)"')
_ADDED_BY_SYSTEM = {"tinymce": 'sandbox="" ', "wordpress-author": 'sandbox="allow-scripts" security="restricted" '}
"""What a system writes into frames when it saves them; tests with the real programs hold it."""


@dataclass(frozen=True, slots=True)
class SampleHostPage:
    """What the template of such a page gets; `snippet` is what stands in it once the system has saved it."""

    host: str
    title: str
    snippet: Markup
    language: Language
    style: Style


def saved_by(system: str, snippet: str) -> str:
    """The snippet as a system keeps it."""
    return snippet.replace(_FRAME, f"{_FRAME}{_ADDED_BY_SYSTEM[system]}") if system in _ADDED_BY_SYSTEM else snippet


def shown_by(host: str, snippet: str) -> str:
    """The snippet as a site's theme or tool shows it."""
    if host == "consent":
        return _SOURCE.sub(r"\1data-src=", snippet, count=1)
    if host == "ratio":
        framed = snippet.replace(_FRAME, f'<div class="ratio">{_FRAME}', 1)
        return framed.replace("</iframe>", "</iframe></div>", 1)
    return snippet


def host_style(style: Style, snippet: str, column: int) -> Style:
    """The style of such a page, with its column; its policy also allows the one style attribute of the snippet."""
    sized = with_rules(style, f"main{{width:{column}px}}")
    attribute = _STYLE.search(snippet)
    if attribute is None:
        return sized
    digest = base64.b64encode(hashlib.sha256(attribute[1].encode()).digest()).decode()
    return replace(sized, csp_source=f"{sized.csp_source} 'unsafe-hashes' 'sha256-{digest}'")
