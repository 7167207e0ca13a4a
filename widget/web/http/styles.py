"""The style sheet that travels in each page, and the hash by which browsers accept it. Knows CSS as text only."""

import base64
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import rcssmin
from markupsafe import Markup

_PAGE = ("shared/tokens", "shared/base", "shared/controls")
_ASKS = (*_PAGE, "shared/forms")
_QUESTION = (*_ASKS, "guide/question")

SHEETS = {
    "guide": (*_QUESTION, "guide/guide", "guide/steps", "guide/frame", "guide/print"),
    "framed_whole": (*_PAGE, "guide/guide", "guide/whole", "guide/frame", "guide/print"),
    "own_page": (*_QUESTION, "guide/guide", "guide/steps", "guide/print"),
    "own_whole": (*_PAGE, "guide/guide", "guide/whole", "guide/print"),
    "own_first": (*_QUESTION, "guide/guide", "guide/whole", "guide/print"),
    "fragment": ("guide/fragment", *_QUESTION, "guide/guide", "guide/whole", "guide/print"),
    "paper": ("shared/tokens", "shared/base", "guide/paper"),
    "share": (*_ASKS, "guide/guide", "guide/whole", "pages/share"),
    "feedback": (*_ASKS, "guide/guide", "guide/frame", "pages/feedback"),
    "admin": (*_ASKS, "admin/admin"),
    "report": ("reports/report",),
    "sample_host": ("pages/sample_host",),
    "host": ("demo/host",),
    "edition": ("guide/edition",),
    "proof": ("shared/tokens", "shared/base", "reports/proof"),
    "review": ("previews/review",),
    "comments": (*_ASKS, "pages/feedback", "previews/comments"),
    "review_admin": (*_ASKS, "reports/proof", "admin/admin"),
}
"""The sheets of each kind of page, in the order of the cascade. A page has to fit one round trip with its own."""

WHOLE, FIRST = "whole", "first"
"""A whole guide on one page, and one that asks its first question above it: their own sheets of a surface."""

SHEET_OF_SURFACE = {
    "embed": "guide",
    f"embed {WHOLE}": "framed_whole",
    "guide": "own_page",
    f"guide {WHOLE}": "own_whole",
    f"guide {FIRST}": "own_first",
    "print": "paper",
    "fragment": "fragment",
    "feedback": "feedback",
}
"""The kind of page, for surfaces of a guide that are not of the kind “guide”, and for those of their pages that
have a sheet of their own."""

_REM = re.compile(r"(?<![\w.])(\d*\.?\d+)rem\b")
_PIXELS_OF_A_REM = 16


@dataclass(frozen=True, slots=True)
class Style:
    """A style sheet ready for a `<style>` element, and its source expression for the Content-Security-Policy."""

    css: Markup
    csp_source: str


def load_style(folder: Path, kind: str) -> Style:
    """Join and shrink the sheets of a kind of page."""
    source = "\n".join((folder / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS[kind])
    css = rcssmin.cssmin(source)
    if kind == "fragment":
        css = _REM.sub(_in_pixels, css)
    return _ready(css)


def with_rules(style: Style, *rules: str) -> Style:
    """The same sheet with more rules after it, made of values by us; never of text that was typed."""
    added = "".join(rules)
    return _ready(style.css + added) if added else style


def _ready(css: str) -> Style:
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return Style(Markup(css), f"'sha256-{digest}'")  # noqa: S704 (our own sheets, and rules made of parsed values)


def _in_pixels(length: re.Match[str]) -> str:
    """For a fragment: a rem is the host's to choose, also from within a shadow root, and many set it to 10 pixels."""
    return f"{float(length[1]) * _PIXELS_OF_A_REM:g}px"
