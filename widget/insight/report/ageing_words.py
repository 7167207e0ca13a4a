"""What ends or is to be read again, in words: for the report, the desk and mails. Knows labels; no page."""

from collections.abc import Callable

from markupsafe import Markup

from widget.guides.library import Library
from widget.insight.report.ageing import Ageing


def ageing_kind(one: Ageing, translate: Callable[[str], str]) -> str:
    """What has to be done with it."""
    kinds = {
        "rule": translate("Rule ends"),
        "confirmed": translate("Rule is confirmed until this day only"),
        "item": translate("Text to be reviewed"),
        "figure": translate("Figure ends") if one.ends else translate("Figure to be reviewed"),
        "link": translate("Link to be checked"),
    }
    return kinds[one.kind]


def ageing_name(one: Ageing, library: Library) -> str:
    """What citizens or editors call it; an item with its guide."""
    registers = library.registers
    if one.where:
        guide = library.guides.get(one.where)
        title = next((item.title for item in guide.items() if item.id == one.id), None) if guide else None
        parts = title.segments if title else (Markup.escape(one.id),)
        name = "".join(part.striptags() if isinstance(part, Markup) else "…" for part in parts)
        return f"{name} ({guide.title if guide else one.where})"
    if one.kind == "link" and one.id in registers.links:
        return registers.links[one.id].title
    return registers.facts[one.id].label if one.id in registers.facts else one.id


def owner_name(owner: str, library: Library) -> str:
    """Who answers for it, by name."""
    actor = library.registers.actors.get(owner)
    return actor.name if actor else owner
