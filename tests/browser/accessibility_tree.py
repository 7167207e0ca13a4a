"""The accessibility tree as Chromium gives it to a screen reader, as nodes and as an outline that people can read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Frame, Page

CONTROLS = {"link", "button", "radio", "checkbox", "textbox", "combobox", "listbox", "Date", "DisclosureTriangle"}
LANDMARKS = {"main", "navigation", "contentinfo", "banner", "region", "complementary", "search"}
_TOLD = CONTROLS | LANDMARKS | {"heading", "group", "status", "alert", "image", "listitem", "definition", "term"}
_WITHOUT_PARTS = {"Date", "link", "button", "textbox", "combobox", "heading", "image"}
"""What is told by its name alone. What is in a date field is the browser's own, in the machine's language."""

_TOLD_IN_FULL = {"status", "alert", "listitem", "term"}
"""What is told with its text, unless there is something in it to act on."""

_STATES = ("checked", "expanded", "invalid", "level")


@dataclass(frozen=True)
class Node:
    """What a screen reader meets; `inside` is everything around it from the outside in."""

    role: str
    name: str
    description: str
    states: dict[str, Any]
    inside: tuple["Node", ...]
    text: str

    def __str__(self) -> str:
        words = [self.role, f"“{self.name}”"] if self.name else [self.role]
        states = [f"{name} {self.states[name]}" for name in _STATES if self.states.get(name) not in (None, "false")]
        line = " ".join([*words, *(f"[{state}]" for state in states)])
        line += f" ({self.description})" if self.description else ""
        return f"{line}: {self.text}" if self.text else line


def nodes(page: Page, document: Frame) -> list[Node]:
    """What a screen reader meets in a document, in its order."""
    session = page.context.new_cdp_session(page if document == page.main_frame else document)
    try:
        raw = {node["nodeId"]: node for node in session.send("Accessibility.getFullAXTree")["nodes"]}
    finally:
        session.detach()
    root = next(node for node in raw.values() if "parentId" not in node)
    return list(_below(raw, root, ()))


def outline(found: list[Node]) -> str:
    """The nodes as indented lines."""
    return "".join(f"{'  ' * len(node.inside)}{node}\n" for node in found)


def _below(raw: dict[str, Any], node: dict[str, Any], inside: tuple[Node, ...]) -> Iterator[Node]:
    role = _value(node, "role")
    if role in _TOLD and not node.get("ignored"):
        states = {one["name"]: one["value"].get("value") for one in node.get("properties", ())}
        text = (
            _text(raw, node) if role in ("status", "alert", "listitem", "term") and not _controls(raw, node) else ""
        )
        spoken = Node(role, _value(node, "name"), _value(node, "description"), states, inside, text)
        yield spoken
        inside = (*inside, spoken)
        if role in _WITHOUT_PARTS:
            return
    for child in node.get("childIds", ()):
        if child in raw:
            yield from _below(raw, raw[child], inside)


def _value(node: dict[str, Any], field: str) -> str:
    return str(node.get(field, {}).get("value", ""))


def _text(raw: dict[str, Any], node: dict[str, Any]) -> str:
    if _value(node, "role") == "StaticText":
        return _value(node, "name")
    return "".join(_text(raw, raw[child]) for child in node.get("childIds", ()) if child in raw)


def _controls(raw: dict[str, Any], node: dict[str, Any]) -> bool:
    return any(
        _value(raw[child], "role") in CONTROLS or _controls(raw, raw[child])
        for child in node.get("childIds", ())
        if child in raw
    )
