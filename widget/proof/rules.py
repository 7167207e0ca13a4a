"""A condition as editors write it: `{a-kasse: nej, alder: [25-29, under-25]}`. The way back from reading one."""

from collections.abc import Iterator

from widget.guides.conditions import All, AnyOf, Condition, Is, Not


def as_written(condition: Condition) -> str:
    """The condition as a `when` on one line; everybody is an empty text."""
    inside = ", ".join(_lines(condition))
    return f"{{{inside}}}" if inside else ""


def _lines(condition: Condition) -> Iterator[str]:
    if isinstance(condition, All):
        for part in condition.parts:
            yield from _lines(part)
    elif isinstance(condition, AnyOf):
        yield f"any: [{', '.join(as_written(part) for part in condition.parts)}]"
    elif isinstance(condition, Not):
        yield f"not: {as_written(condition.part)}"
    elif isinstance(condition, Is):
        choices = ", ".join(sorted(condition.choices))
        yield f"{condition.question}: {choices if len(condition.choices) == 1 else f'[{choices}]'}"
