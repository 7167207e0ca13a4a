"""The fields of an entry as a form shows them: labels, choices, ticks. Reads no request."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from widget.guides.model import Guide
from widget.publishing.drafts import CheckedContent
from widget.publishing.entries import Entry, FieldKind, FieldSpec
from widget.publishing.yaml_writing import Plain
from widget.web.admin.guides.context import GuideDesk
from widget.web.admin.guides.form_values import as_lines, name_of, shown_number, ticks_of
from widget.web.admin.guides.labels import HELP

_ORDER = (
    *("id", "title", "label", "name", "in_text", "question", "short", "help", "need", "actor", "timing", "due"),
    *("act_by", "act_on", "opens", "happens_on", "happens", "lost_after", "lost", "repeats", "office"),
    *("unless", "otherwise", "when", "lead", "text", "why", "announced", "role", "phrase", "value", "unit", "url"),
    *("links", "from", "to"),
)
_LAST = ("sources", "owner", "reviewed", "review_by", "checked")
_LONG = frozenset({"text", "why", "role", "lead", "help"})


@dataclass(frozen=True, slots=True)
class FieldOption:
    """Something to choose: a word of the file, what editors call it, and whether it is chosen."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class TickGroup:
    """A question with its answers, for a condition."""

    name: str
    label: str
    options: tuple[FieldOption, ...]


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of a form. `kind` says how it is filled in: line, lines, day, number, choice, words, ticks, fixed."""

    name: str
    label: str
    kind: str
    value: str = ""
    help: str = ""
    required: bool = False
    options: tuple[FieldOption, ...] = ()
    known: tuple[FieldOption, ...] = ()
    """What can be added to a list of words."""
    ticks: tuple[TickGroup, ...] = ()
    rows: int = 1


class EntryFields:
    """Makes the fields of an entry, from what its reader asks for."""

    def __init__(self, desk: GuideDesk, content: CheckedContent) -> None:
        self._desk = desk
        self._content = content
        self._library = desk.library_of(content)

    def of(
        self, specs: Mapping[str, FieldSpec], values: Mapping[str, Plain | None], guide: Guide | None, *, new: bool
    ) -> tuple[FormField, ...]:
        """The fields in the order of a form."""
        shown = (spec for spec in specs.values() if spec.kind is not FieldKind.ENTRIES)
        wanted = (spec for spec in shown if not (new and spec.kind is FieldKind.ID))
        return tuple(self._field(spec, values.get(spec.key), guide) for spec in sorted(wanted, key=_place))

    def _field(self, spec: FieldSpec, value: Plain | None, guide: Guide | None) -> FormField:
        desk, key, name = self._desk, spec.key, name_of(spec.key)
        label, text = desk.label(key), value if isinstance(value, str) else ""
        help_text = desk.text(HELP[key]) if key in HELP else ""
        if spec.kind is FieldKind.ID:
            return FormField(name, label, "fixed", text)
        if spec.kind is FieldKind.CONDITION:
            return self._condition(spec, value, guide, help_text)
        if spec.kind in {FieldKind.WORDS, FieldKind.LINKS}:
            return self._words(spec, value, help_text)
        if known := self._choices(spec, text):
            return FormField(name, label, "choice", text, help_text, spec.required, known)
        if spec.kind is FieldKind.DAY:
            return FormField(name, label, "day", text, help_text, spec.required)
        if spec.kind is FieldKind.NUMBER:
            return FormField(name, label, "number", shown_number(text), help_text, spec.required)
        long = key in _LONG or len(text) > 90 or "\n" in text
        rows = min(max(3, len(text) // 70 + text.count("\n") + 2), 14)
        return FormField(name, label, "lines" if long else "line", text, help_text, spec.required, rows=rows)

    def _choices(self, spec: FieldSpec, value: str) -> tuple[FieldOption, ...]:
        """What a field of one word may hold; empty where that is free."""
        actors = self._library.registers.actors
        known = spec.known or (tuple(actors) if spec.key == "owner" else ())
        if spec.kind is FieldKind.YES_NO:
            known = ("yes", "no")
        if not known:
            return ()
        words = {"yes": self._desk.text("Yes"), "no": self._desk.text("No")}
        named = [
            (word, actors[word].name if word in actors else words.get(word) or self._named(self._desk.word(word)))
            for word in known
        ]
        if not value or not spec.required or value not in known:
            named = [(value if value not in known else "", value if value not in known else "–"), *named]
        return tuple(FieldOption(word, label, word == value) for word, label in named)

    def _words(self, spec: FieldSpec, value: Plain | None, help_text: str) -> FormField:
        words = [value] if isinstance(value, str) else list(value) if isinstance(value, Sequence) else []
        chosen = tuple(FieldOption(str(word), self._named(str(word)), chosen=True) for word in words)
        known = tuple(FieldOption(word, self._named(word)) for word in sorted(spec.known, key=self._named))
        return FormField(
            name_of(spec.key), self._desk.label(spec.key), "words", help=help_text, required=spec.required,
            options=chosen, known=known,
        )  # fmt: skip

    def _named(self, word: str) -> str:
        link = self._library.registers.links.get(word)
        return link.title if link else word

    def _condition(self, spec: FieldSpec, value: Plain | None, guide: Guide | None, help_text: str) -> FormField:
        name, label = name_of(spec.key), self._desk.label(spec.key)
        ticks = ticks_of(value, guide.questions) if guide else None
        if guide is None or ticks is None:
            return FormField(name, label, "line", as_lines(value), help_text)
        groups = tuple(
            TickGroup(
                f"{name}.{question.id}",
                question.label,
                tuple(
                    FieldOption(choice.id, choice.label, choice.id in ticks.get(question.id, ()))
                    for choice in question.choices
                ),
            )
            for question in guide.questions
        )
        return FormField(name, label, "ticks", help=help_text, ticks=groups)


def _place(spec: FieldSpec) -> tuple[int, int]:
    for part, keys in enumerate((_ORDER, (), _LAST)):
        if spec.key in keys:
            return part, keys.index(spec.key)
    return 1, 0


def below(content: CheckedContent, entry: Entry) -> list[tuple[str, list[Entry]]]:
    """The entries below one, by the field that they stand in."""
    found: dict[str, list[Entry]] = {}
    for other in content.entries.within(entry.path):
        found.setdefault(other.path.steps[len(entry.path.steps)], []).append(other)
    return list(found.items())
