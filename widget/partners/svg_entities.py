"""Entities that drawing programs declare for their namespaces, replaced by what they stand for."""

import re

_SUBSET = re.compile(r"<!DOCTYPE\s+svg\b[^\[>]*\[(?P<subset>[^\]]*)\]\s*>", re.IGNORECASE)
_DECLARATION = re.compile(
    r"""<!ENTITY\s+(?P<name>[A-Za-z_][\w.-]{0,40})\s+(?P<quote>["'])(?P<text>[^<>&%"']{0,200})(?P=quote)\s*>"""
)
_MOST = 30
_MOST_USES = 200


def without_entities(source: str) -> str | None:
    """The source with each entity replaced once; None where one is declared that stands for more than plain text.

    What an entity stands for has no entity in it, and uses are counted, so nothing grows without end.
    """
    found = _SUBSET.search(source)
    if found is None:
        return source if "<!ENTITY" not in source else None
    entities = {one["name"]: one["text"] for one in _DECLARATION.finditer(found["subset"])}
    if _DECLARATION.sub("", found["subset"]).strip() or len(entities) > _MOST:
        return None
    body = source[: found.start()] + source[found.end() :]
    uses = re.compile("&(" + "|".join(map(re.escape, entities)) + ");") if entities else None
    if uses is None:
        return body
    replaced, number = uses.subn(lambda use: entities[use[1]], body, count=_MOST_USES + 1)
    return replaced if number <= _MOST_USES else None
