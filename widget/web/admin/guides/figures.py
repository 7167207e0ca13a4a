"""New values of figures from a day, all of them in one form. Reads no request."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from widget.guides.day_reading import parse_day
from widget.guides.registers import Fact, with_unit
from widget.publishing.drafts import CheckedContent
from widget.publishing.edits import AddEntry, Edit, SetFields
from widget.publishing.entries import Entry, EntryPath
from widget.publishing.records import ChangeSet
from widget.publishing.yaml_writing import Plain
from widget.web.admin.guides.context import GuideDesk
from widget.web.admin.guides.entry_saving import EntrySaver
from widget.web.admin.guides.form_values import plain_number
from widget.web.admin.guides.places import entry_address, entry_label
from widget.web.admin.pages import AdminRequest, FieldProblem
from widget.web.http.languages import translate

FACTS = "facts.yaml"
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure in the list: its value in words and until when it is known, and what is typed for the new one.

    `due` says that it ends before the day from which new values are typed; `address` is its own form; `seen` is what
    the last value was when the form was opened, for the form to bring back.
    """

    name: str
    label: str
    now: str
    until: str
    typed: str
    due: bool
    address: str
    sources: str
    seen: str


class FigureForm:
    """The form of new values."""

    def __init__(self, desk: GuideDesk, content: CheckedContent) -> None:
        self._desk = desk
        self._facts = desk.library_of(content).registers.facts
        self._last = _last_values(content)

    def first_day(self, visit: AdminRequest) -> tuple[str, date | None]:
        """The day from which the new values hold, as it was typed and as it is read; else the next New Year."""
        asked = (visit.form.get("from") or visit.query.get("from") or "").strip()
        usual = date(self._desk.site.today().year + 1, 1, 1)
        day = parse_day(asked) if asked else usual
        return (day.isoformat() if day else asked), day

    def rows(self, visit: AdminRequest, change_set: ChangeSet, first: date | None) -> tuple[FigureRow, ...]:
        """All figures, those first that end before the new values begin."""
        rows = [self._row(visit, change_set, fact, first) for fact in self._facts.values() if fact.values]
        return tuple(sorted(rows, key=lambda row: not row.due))

    def _row(self, visit: AdminRequest, change_set: ChangeSet, fact: Fact, first: date | None) -> FigureRow:
        last, tag = fact.values[-1], self._desk.language.tag
        due = first is not None and last.last_day is not None and last.last_day < first
        return FigureRow(
            name=f"value.{fact.id}",
            label=fact.label,
            now=with_unit(last.value, fact.unit, tag),
            until=self._desk.day(last.last_day) if last.last_day else "",
            typed=visit.form.get(f"value.{fact.id}", ""),
            due=due,
            address=entry_address(change_set, EntryPath(FACTS, (fact.id,))),
            sources=", ".join(source.title for source in last.sources),
            seen=_state(self._last.get(fact.id)),
        )

    def conflicts(self, visit: AdminRequest, first: date | None) -> tuple[FieldProblem, ...]:
        """The figures for which a value was typed and that another person has changed since the form was opened."""
        problems = []
        for fact in self._facts.values():
            typed, last = visit.form.get(f"value.{fact.id}", "").strip(), self._last.get(fact.id)
            if not typed or last is None or visit.form.get(f"seen.{fact.id}") == _state(last):
                continue
            if first and (last.text("from"), last.text("value")) == (first.isoformat(), plain_number(typed)):
                continue
            words = self._desk.text(_CHANGED) % {"now": entry_label(self._desk, last)}
            problems.append(FieldProblem(f"value.{fact.id}", words))
        return tuple(problems)

    def save(self, visit: AdminRequest, change_set: ChangeSet, first: date) -> tuple[FieldProblem, ...]:
        """Save what was typed; the problems, none of it where there are some."""
        edits: list[Edit] = []
        for fact in self._facts.values():
            typed = visit.form.get(f"value.{fact.id}", "").strip()
            if typed and (last := self._last.get(fact.id)):
                edits += self._edits(last, plain_number(typed), first)
        saved = EntrySaver(self._desk, visit.account.email).save(change_set, edits, EntryPath(FACTS))
        return tuple(self._beside(problem, edits) for problem in saved.problems)

    def _edits(self, last: Entry, value: str, first: date) -> Iterator[Edit]:
        """The new value after the last one, which ends the day before; a value that begins that day is changed."""
        path = EntryPath(FACTS, last.path.steps[:-1])
        today = self._desk.site.today().isoformat()
        if last.text("from") == first.isoformat():
            wanted = {"value": value, "reviewed": today}
            after: dict[str, Plain | None] = {key: new for key, new in wanted.items() if last.values.get(key) != new}
            if after:
                yield SetFields(last.path, {key: last.values.get(key) for key in after}, after)
            return
        ends = (first - _DAY).isoformat()
        if last.text("to") != ends:
            yield SetFields(last.path, {"to": last.values.get("to")}, {"to": ends})
        yearly = last.text("to").endswith("-12-31")
        until = {"to": date(first.year, 12, 31).isoformat()} if yearly else {}
        sources = {"sources": last.values["sources"]} if "sources" in last.values else {}
        yield AddEntry(path, "", {"from": first.isoformat(), **until, "value": value, **sources, "reviewed": today})

    @staticmethod
    def _beside(problem: FieldProblem, edits: list[Edit]) -> FieldProblem:
        """A problem beside the figure that it names."""
        names = {edit.path.steps[0] for edit in edits}
        named = next(
            (name for name in sorted(names) if f"/{name}/" in problem.text or f"“{name}”" in problem.text), ""
        )
        return FieldProblem(f"value.{named}", problem.text) if named else problem


def _last_values(content: CheckedContent) -> dict[str, Entry]:
    """The last value of each figure as it stands in the file."""
    found: dict[str, Entry] = {}
    for path, entry in content.entries.by_path.items():
        if path.file == FACTS and path.steps[1:-1] == ("values",):
            fact = path.steps[0]
            found[fact] = max(found.get(fact, entry), entry, key=lambda one: one.text("from"))
    return found


def _state(last: Entry | None) -> str:
    """What tells whether another editor has written of a figure since a form was opened."""
    return " ".join(last.text(key) for key in ("from", "to", "value")) if last else ""


_CHANGED = translate(
    "Another person has changed the figure since you opened the page. It says now: %(now)s. "
    "Save again if it is to be what you have written."
)
