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
        return f"{item_title(one.where, one.id, library)} ({guide.title if guide else one.where})"
    if one.kind == "link" and one.id in registers.links:
        return registers.links[one.id].title
    return registers.facts[one.id].label if one.id in registers.facts else one.id


def item_title(guide: str, item: str, library: Library) -> str:
    """The title of an item, with “…” for what is a citizen's own; its id where it is no more."""
    found = library.guides.get(guide)
    title = next((one.title for one in found.items() if one.id == item), None) if found else None
    parts = title.segments if title else (Markup.escape(item),)
    return "".join(part.striptags() if isinstance(part, Markup) else "…" for part in parts)


def owner_name(owner: str, library: Library) -> str:
    """Who answers for it, by name."""
    actor = library.registers.actors.get(owner)
    return actor.name if actor else owner
