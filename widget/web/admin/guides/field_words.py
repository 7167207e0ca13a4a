"""What stands in a field of an entry, in the words of its form, for pages that show it beside another value."""

from collections.abc import Sequence

from widget.guides.day_reading import parse_day
from widget.guides.library import Library
from widget.guides.model import Guide
from widget.publishing.entries import FieldKind, FieldSpec
from widget.publishing.yaml_writing import Plain
from widget.web.admin.guides.context import GuideDesk
from widget.web.admin.guides.form_values import as_lines, shown_number, ticks_of

_NOTHING = "–"


class FieldWords:
    """Puts values of a library's entries into words."""

    def __init__(self, desk: GuideDesk, library: Library, guide: Guide | None) -> None:
        self._desk = desk
        self._registers = library.registers
        self._guide = guide

    def of(self, spec: FieldSpec | None, value: Plain | None) -> str:
        """A value as its form shows it, a text as it is typed; a dash where there is none."""
        kind = spec.kind if spec else FieldKind.TEXT
        if not value:
            return _NOTHING
        if kind is FieldKind.CONDITION:
            return self._condition(value)
        if isinstance(value, str):
            return self._text(kind, value)
        if isinstance(value, Sequence) and all(isinstance(one, str) for one in value):
            return ", ".join(self._word(str(one)) for one in value)
        return as_lines(value)

    def _text(self, kind: FieldKind, value: str) -> str:
        if kind is FieldKind.DAY:
            day = parse_day(value)
            return self._desk.day(day) if day else value
        if kind is FieldKind.NUMBER:
            return shown_number(value)
        if kind is FieldKind.YES_NO:
            return self._desk.text({"yes": "Yes", "no": "No"}.get(value, value))
        return value if kind in {FieldKind.PROSE, FieldKind.ID} else self._word(value)

    def _word(self, word: str) -> str:
        """A word of the files: a link by its title, with the id that its form asks for."""
        if link := self._registers.links.get(word):
            return f"{link.title} ({word})"
        actor = self._registers.actors.get(word)
        return actor.name if actor else self._desk.word(word)

    def _condition(self, value: Plain) -> str:
        """The answers that are ticked, by question."""
        ticks = ticks_of(value, self._guide.questions) if self._guide else None
        if self._guide is None or ticks is None:
            return as_lines(value)
        return "; ".join(
            f"{question.label}: {', '.join(question.by_id[name].label for name in ticks[question.id])}"
            for question in self._guide.questions
            if question.id in ticks
        )
