"""The style sheet that travels in each page, and the hash by which browsers accept it. Knows CSS as text only."""

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path

import rcssmin
from markupsafe import Markup

SHEETS = {
    "guide": ("tokens", "base", "forms", "guide", "print"),
    "paper": ("tokens", "base", "paper"),
    "share": ("tokens", "base", "forms", "guide", "share"),
    "host": ("host",),
}
"""The sheets of each kind of page, in the order of the cascade."""


@dataclass(frozen=True, slots=True)
class Style:
    """A style sheet ready for a `<style>` element, and its source expression for the Content-Security-Policy."""

    css: Markup
    csp_source: str


def load_style(folder: Path, kind: str) -> Style:
    """Join and shrink the sheets of a kind of page."""
    source = "\n".join((folder / f"{name}.css").read_text(encoding="utf-8") for name in SHEETS[kind])
    css = rcssmin.cssmin(source)
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return Style(Markup(css), f"'sha256-{digest}'")  # noqa: S704 (our own sheets, read at start)
