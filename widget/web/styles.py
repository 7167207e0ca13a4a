"""The style sheet that travels in each page, and the hash by which browsers accept it. Knows CSS as text only."""

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path

import rcssmin
from markupsafe import Markup

GUIDE_SHEETS = ("tokens", "base", "forms", "guide", "print")
"""The sheets of a citizen's page, in the order of the cascade."""


@dataclass(frozen=True, slots=True)
class Style:
    """A style sheet ready for a `<style>` element, and its source expression for the Content-Security-Policy."""

    css: Markup
    csp_source: str


def load_style(folder: Path, names: tuple[str, ...] = GUIDE_SHEETS) -> Style:
    """Join and shrink the named sheets of `folder`."""
    source = "\n".join((folder / f"{name}.css").read_text(encoding="utf-8") for name in names)
    css = rcssmin.cssmin(source)
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return Style(Markup(css), f"'sha256-{digest}'")  # noqa: S704 (our own sheets, read at start)
