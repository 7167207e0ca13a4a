"""The style sheet that travels in each page, and the hash by which browsers accept it. Knows CSS as text only."""

import base64
import hashlib
import re
from collections.abc import Collection
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
    "framed_links": (*_PAGE, "guide/guide", "guide/whole", "guide/frame", "guide/print"),
    "own_page": (*_QUESTION, "guide/guide", "guide/steps", "guide/print"),
    "own_whole": (*_PAGE, "guide/guide", "guide/whole", "guide/print"),
    "own_first": (*_QUESTION, "guide/guide", "guide/whole", "guide/print"),
    "own_links": (*_QUESTION, "guide/guide", "guide/whole", "guide/print"),
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

_SHORT_PAGES = ("ways", "lines", "topics", "on", "past", "go", "sources")
_QUESTIONS = ("choices", "skip")
_TICKS_BY_LINK = ("actions", "tick", "state", "bare")
_ONCE_ANSWERED = ("crumb", "deadlines", "due", "told")
_WITH_BOXES = ("keep", "secondary", "count")
_FRAME = ("root", "main", "page")
_OWN = ("root", "main", "light", "dark")

NEVER_THERE = {
    "framed_whole": (*_FRAME, "address", "step", *_QUESTIONS, *_SHORT_PAGES, *_TICKS_BY_LINK),
    "framed_links": (*_FRAME, "tall", "help", *_WITH_BOXES, *_QUESTIONS, *_SHORT_PAGES),
    "own_whole": (*_OWN, "step", *_QUESTIONS, *_SHORT_PAGES, *_TICKS_BY_LINK),
    "own_first": (*_OWN, "skip", "[aria-current]", "[aria-invalid]", *_ONCE_ANSWERED, *_SHORT_PAGES, *_TICKS_BY_LINK),
    "own_links": (*_OWN, *_WITH_BOXES, *_SHORT_PAGES),
}
"""Classes that no page of a kind has, and attributes in brackets: the rules for them stay away from its sheet, 200 to
500 bytes on the wire."""

WHOLE, FIRST, LINKS = "whole", "first", "links"
"""A whole guide on one page; one that asks its first question above; and one that is answered and ticked by links:
each has its own sheet of a surface."""

SHEET_OF_SURFACE = {
    "embed": "guide",
    f"embed {WHOLE}": "framed_whole",
    f"embed {LINKS}": "framed_links",
    "guide": "own_page",
    f"guide {WHOLE}": "own_whole",
    f"guide {FIRST}": "own_first",
    f"guide {LINKS}": "own_links",
    "print": "paper",
    "fragment": "fragment",
    "feedback": "feedback",
}
"""The kind of page, for surfaces of a guide that are not of the kind “guide”, and for those of their pages that
have a sheet of their own."""

_REM = re.compile(r"(?<![\w.])(\d*\.?\d+)rem\b")
_PIXELS_OF_A_REM = 16

_RULE = re.compile(r"([^{}@]+)\{([^{}]*)\}")
_LIGHT_DARK = re.compile(r"light-dark\(([^,()]*),(?:[^()]|\([^()]*\))*\)")
_FOR_OLD_BROWSERS = re.compile(r"@supports not \(color:light-dark\(#000,#000\)\)\{(?:[^{}]*\{[^{}]*\})*\}")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_COMMA_BETWEEN_SELECTORS = re.compile(r",(?![^()]*\))")


@dataclass(frozen=True, slots=True)
class Style:
    """A style sheet ready for a `<style>` element, and its source expression for the Content-Security-Policy."""

    css: Markup
    csp_source: str


def load_style(folder: Path, kind: str) -> Style:
    """Join and shrink the sheets of a kind of page."""
    source = "\n".join((folder / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS[kind])
    css = without(rcssmin.cssmin(source), NEVER_THERE.get(kind, ()))
    if kind == "fragment":
        css = _REM.sub(_in_pixels, css)
    return _ready(css)


def without(css: str, classes: Collection[str]) -> str:
    """A shrunk sheet without the selectors that no element matches where these classes are never there."""
    if not classes:
        return css
    named = "|".join(re.escape(one) if one.startswith("[") else rf"\.{one}(?![\w-])" for one in classes)
    css = re.sub(rf":is\((\w+),(?:{named})\)", r"\1", css)
    css = re.sub(rf":is\((?:{named}),", ":is(", css)

    def needed(rule: re.Match[str]) -> str:
        all_of = _COMMA_BETWEEN_SELECTORS.split(rule[1])
        selectors = [one for one in all_of if not re.search(named, _IN_BRACKETS.sub("", one))]
        return f"{','.join(selectors)}{{{rule[2]}}}" if selectors else ""

    return _RULE.sub(needed, css)


def with_rules(style: Style, *rules: str) -> Style:
    """The same sheet with more rules after it, made of values by us; never of text that was typed."""
    added = "".join(rules)
    return _ready(style.css + added) if added else style


def light_only(style: Style) -> Style:
    """The same sheet for a page that is light for every visitor, some 150 bytes less on the wire.

    It has no dark colours, and so nothing that old browsers get in the place of `light-dark()` either.
    """
    return _ready(_LIGHT_DARK.sub(r"\1", _FOR_OLD_BROWSERS.sub("", without(style.css, ("dark",)))))


def _ready(css: str) -> Style:
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return Style(Markup(css), f"'sha256-{digest}'")  # noqa: S704 (our own sheets, and rules made of parsed values)


def _in_pixels(length: re.Match[str]) -> str:
    """For a fragment: a rem is the host's to choose, also from within a shadow root, and many set it to 10 pixels."""
    return f"{float(length[1]) * _PIXELS_OF_A_REM:g}px"
