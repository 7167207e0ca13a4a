"""What remains of the snippets in editors and filters: a frame that works or a link; never source to be seen."""

import json
import re
from collections.abc import Callable
from typing import Any

import bleach
import nh3
import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.web.pages.editors.snippets import FILE, KINDS, handed_out

GUIDE = "https://guides.example/guide/hvis-du-bliver-ledig?alder=under-25"
FRAME, BY_LINKS, DEAD, LINK, ADDRESS, SOURCE = "frame", "by links", "dead form", "link", "address", "source"

RECOMMENDED = {
    "TinyMCE": "frame_links",
    "CKEditor": "frame",
    "CKEditor, all HTML": "frame",
    "CKEditor, HTML embed": "frame",
    "DOMPurify": "frame",
    "DOMPurify, frames": "frame",
    "sanitize-html": "frame",
    "sanitize-html, frames": "frame_plain",
    "markdown-it": "address",
    "markdown-it, HTML": "frame",
    "nh3": "frame",
    "nh3, frames": "frame_plain",
    "bleach": "address",
    "bleach, stripping": "frame",
}
"""What /share gives for systems with these: `frame_plain` where a style is removed, and the address where markup is
printed, as its paragraph for other systems tells."""

_MARKUP = ("frame", "frame_plain", "frame_links")
_KEPT = {"frame": {FRAME, LINK}, "frame_plain": {FRAME, LINK}, "frame_links": {BY_LINKS, LINK}}
_WITHOUT_FRAMES = {kind: {LINK} for kind in _MARKUP}

REMAINS = {
    "TinyMCE": {"frame": {DEAD, LINK}, "frame_plain": {DEAD, LINK}, "frame_links": {BY_LINKS, LINK}},
    "CKEditor": _WITHOUT_FRAMES,
    "CKEditor, all HTML": _KEPT,
    "CKEditor, HTML embed": _KEPT,
    "DOMPurify": _WITHOUT_FRAMES,
    "DOMPurify, frames": _KEPT,
    "sanitize-html": _WITHOUT_FRAMES,
    "sanitize-html, frames": _KEPT,
    "markdown-it": {kind: {SOURCE} for kind in _MARKUP},
    "markdown-it, HTML": _KEPT,
    "nh3": _WITHOUT_FRAMES,
    "nh3, frames": _KEPT,
    "bleach": {kind: {LINK, SOURCE} for kind in _MARKUP},
    "bleach, stripping": _WITHOUT_FRAMES,
}
"""Read by hand in what was recorded, and tried in a browser by `browser/test_editors.py`."""

_WIDTH = "Bad value “100%” for attribute “width” on element “iframe”: Expected a digit but saw “%” instead."
FAULTS = {
    "frame": ["CSS: “frame-sizing”: Property “frame-sizing” doesn't exist."],
    "frame_plain": [_WIDTH],
    "frame_links": [_WIDTH],
    "card": [],
}
"""Chromium has `frame-sizing` since version 154, and the checker does not know it. Without `width="100%"` a frame
without style would be 300 pixels wide, or wider than a phone."""


@pytest.fixture(scope="module")
def recorded() -> dict[str, Any]:
    """What was recorded."""
    record: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return record


@pytest.fixture(scope="module")
def sanitised(recorded: dict[str, Any]) -> dict[str, dict[str, str]]:
    """By program and kind: what was recorded, and what the filters make that can be asked here."""
    return what_is_kept(recorded)


def what_is_kept(recorded: dict[str, Any]) -> dict[str, dict[str, str]]:
    """By program and kind of snippet."""
    asked_here = (name for name in REMAINS if name not in recorded["kept"])
    return {**recorded["kept"], **{name: _filtered(name, recorded["snippets"]) for name in asked_here}}


def _filtered(name: str, snippets: dict[str, str]) -> dict[str, str]:
    frames = {*nh3.ALLOWED_TAGS, "iframe"}
    attributes = {**nh3.ALLOWED_ATTRIBUTES, "iframe": {"src", "title", "width", "height"}}
    programs: dict[str, Callable[[str], str]] = {
        "nh3": nh3.clean,
        "nh3, frames": lambda text: nh3.clean(text, tags=frames, attributes=attributes),
        "bleach": bleach.clean,
        "bleach, stripping": lambda text: bleach.clean(text, strip=True),
    }
    return {kind: programs[name](text) for kind, text in snippets.items()}


def remains(html: str) -> set[str]:
    """What a visitor meets in `html`."""
    page = LexborHTMLParser(html)
    found = {LINK for link in page.css("a") if str(link.attributes.get("href")).startswith(GUIDE)}
    for frame in page.css("iframe[src^='https://guides.example/embed/']"):
        allowed = frame.attributes.get("sandbox")
        forms = "sandbox" not in frame.attributes or "allow-forms" in (allowed or "").split()
        by_links = "ui=links" in str(frame.attributes["src"])
        found.add(BY_LINKS if by_links else FRAME if forms else DEAD)
    text = page.root.text() if page.root else ""
    if re.search(r"</?[a-z]+[\s>]|&lt;", text):
        found.add(SOURCE)
    elif GUIDE in text.split():
        found.add(ADDRESS)
    return found


def test_the_record_is_of_the_bytes_that_are_handed_out_today(recorded: dict[str, Any]) -> None:
    assert recorded["snippets"] == handed_out(), "record again: python -m tests.web.pages.editors"
    assert set(recorded["snippets"]) == set(KINDS)


@pytest.mark.parametrize("program", REMAINS)
def test_frames_remain_or_leave_a_link_in(sanitised: dict[str, dict[str, str]], program: str) -> None:
    for kind, wanted in REMAINS[program].items():
        assert remains(sanitised[program][kind]) == wanted, kind


@pytest.mark.parametrize("program", RECOMMENDED)
def test_what_is_recommended_works_or_leaves_a_link_or_the_address_in(
    sanitised: dict[str, dict[str, str]], program: str
) -> None:
    left = remains(sanitised[program][RECOMMENDED[program]])
    assert not left & {DEAD, SOURCE}
    assert left & {FRAME, BY_LINKS, LINK, ADDRESS}


@pytest.mark.parametrize("program", [name for name in REMAINS if name not in {"markdown-it", "bleach"}])
def test_the_card_keeps_its_heading_and_links_in(
    recorded: dict[str, Any], sanitised: dict[str, dict[str, str]], program: str
) -> None:
    card = LexborHTMLParser(sanitised[program]["card"])
    assert SOURCE not in remains(sanitised[program]["card"])
    heading = "h2" if program != "bleach, stripping" else "a"
    assert card.css(heading)
    assert all(str(link.attributes["href"]).startswith(GUIDE) for link in card.css("a"))
    assert len(card.css("a")) == len(LexborHTMLParser(recorded["snippets"]["card"]).css("a"))


@pytest.mark.parametrize("program", REMAINS)
def test_the_address_stays_as_it_is_in(sanitised: dict[str, dict[str, str]], program: str) -> None:
    assert remains(sanitised[program]["address"]) & {LINK, ADDRESS}


def test_the_checker_of_html_finds_nothing_but_what_is_known(recorded: dict[str, Any]) -> None:
    assert recorded["faults"] == FAULTS
