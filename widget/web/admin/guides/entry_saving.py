"""From a form of the desk to the edits of a change set, with all that the checks find wrong. Reads no request."""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from widget.guides.model import Guide
from widget.guides.problems import Problem
from widget.publishing.drafts import CheckedContent, new_errors, with_derived_files
from widget.publishing.edits import AddEntry, Edit, SetFields, StaleEditError, apply_edits, with_old_lines
from widget.publishing.entries import Entry, EntryPath, FieldKind, FieldSpec
from widget.publishing.records import ChangeSet, PublishRefusal
from widget.publishing.yaml_editing import UneditableFile
from widget.publishing.yaml_writing import Plain
from widget.web.admin.guides.context import GuideDesk
from widget.web.admin.guides.field_words import FieldWords
from widget.web.admin.guides.form_values import as_lines, name_of, new_id, typed_value
from widget.web.admin.guides.labels import REFUSALS
from widget.web.admin.pages import FieldProblem
from widget.web.http.languages import translate

LINKS = EntryPath("links.yaml")
_FIELD_OF_RULE = {
    "source": "sources",
    "review-date": "reviewed",
    "owner": "owner",
    "never-shown": "when",
    "idle-condition": "when",
    "unknown": "when",
    "out-of-date": "to",
    "period": "to",
    "deadline": "due",
    "amount": "value",
    "anchor": "text",
    "gap": "text",
}
"""The field that a rule of the checks speaks of, where it names the entry only."""
_NAMED = re.compile(r"[“{#]([^”}“{,\s]+)")
"""What a message puts in quotes, or names as a gap or a place."""


@dataclass(frozen=True, slots=True)
class Saving:
    """What came of saving: `done`, or the problems; `beyond` says that it can be saved in spite of them.

    `conflicts` are the fields of which the problems show what another person has written.
    """

    problems: tuple[FieldProblem, ...] = ()
    done: bool = False
    beyond: bool = False
    conflicts: tuple[str, ...] = ()


class EntrySaver:
    """Saves edits in a change set, unless the checks find something new that is wrong."""

    def __init__(self, desk: GuideDesk, who: str) -> None:
        self._desk = desk
        self._who = who

    def save(self, change_set: ChangeSet, edits: Sequence[Edit], about: EntryPath, *, anyway: bool = False) -> Saving:
        """Do some edits. With `anyway`, what is wrong is kept too; publishing waits until it is put right."""
        content = self._desk.content_of(change_set)
        if not edits:
            return Saving(done=True)
        try:
            edited = apply_edits(content.files, edits)
            after = self._desk.check(with_old_lines(edited, self._desk.base_of(change_set).files))
        except (StaleEditError, UneditableFile) as error:
            return Saving((FieldProblem("form", self._cannot(str(error))),))
        new = new_errors(content, after)
        if new and not (anyway and after.library is not None):
            problems = tuple(self._field_problem(problem, after, about, _changed_fields(edits)) for problem in new)
            return Saving(problems, beyond=after.library is not None)
        all_edits = (*(one.edit for one in self._desk.change_sets.edits(change_set.id)), *edits)
        files = with_derived_files(after, self._desk.base_of(change_set).files, all_edits).files
        refusal = self._desk.change_sets.save(change_set, files, edits, self._who)
        if refusal is PublishRefusal.CHANGED and (newer := self._desk.change_sets.find(change_set.id)):
            return self.save(newer, edits, about, anyway=anyway)
        if refusal is not None:
            return Saving((FieldProblem("form", self._desk.text(REFUSALS[refusal.value])),))
        return Saving(done=True)

    def _field_problem(
        self, problem: Problem, content: CheckedContent, about: EntryPath, changed: Sequence[str]
    ) -> FieldProblem:
        entry = content.entries.at(problem)
        text = f"{problem.message} {problem.advice}".strip()
        if entry is None or entry.path.steps[: len(about.steps)] != about.steps or entry.path.file != about.file:
            where = entry.path if entry else problem.place
            return FieldProblem("form", f"{where}: {text}")
        key = _field_of(problem, entry, changed)
        spec = entry.fields.get(key)
        shown = entry.path == about and spec is not None and spec.kind not in {FieldKind.ENTRIES, FieldKind.ID}
        return FieldProblem(name_of(key) if shown else "form", text)

    def _cannot(self, what: str) -> str:
        words = self._desk.text(translate("It cannot be done here any more: %(what)s. Open the page again."))
        return words % {"what": what}


def _changed_fields(edits: Sequence[Edit]) -> tuple[str, ...]:
    """The fields that edits give values to."""
    sets = [edit.after for edit in edits if isinstance(edit, SetFields)]
    adds = [edit.values for edit in edits if isinstance(edit, AddEntry)]
    return tuple(dict.fromkeys(key for values in (*sets, *adds) for key in values))


def _field_of(problem: Problem, entry: Entry, changed: Sequence[str]) -> str:
    """The field that a problem of an entry is about: by its line, by a word that it names, by its rule."""
    key = entry.field_at(problem.place.line)
    if key and entry.lines[key] != entry.first_line:
        return key
    named = {word.rpartition(":")[2] for word in _NAMED.findall(problem.message)} - {entry.text("id")}
    if keys := [key for key in entry.fields if key in named]:
        return keys[0]
    for key in (*changed, *entry.fields):
        written = as_lines(entry.values.get(key))
        if key != "id" and any(word and word in written for word in named):
            return key
    usual = _FIELD_OF_RULE.get(problem.rule, "")
    if usual in entry.fields:
        return usual
    return changed[0] if len(changed) == 1 else ""


def typed_fields(
    form: MultiDict[str, str], specs: Mapping[str, FieldSpec], seen: Mapping[str, Plain], guide: Guide | None
) -> dict[str, Plain | None]:
    """What a form says of each field that it has."""
    kept = (FieldKind.ENTRIES, FieldKind.ID)
    return {
        key: typed_value(form, spec, seen.get(key), guide) for key, spec in specs.items() if spec.kind not in kept
    }


def seen_fields(form: MultiDict[str, str], entry: Entry) -> dict[str, Plain]:
    """What stood in the fields when the form was opened; what stands there now where the form does not say."""
    try:
        seen = json.loads(form.get("seen", ""))
    except ValueError:
        return dict(entry.values)
    return seen if isinstance(seen, dict) else dict(entry.values)


def changes_of(
    entry: Entry, seen: Mapping[str, Plain], typed: Mapping[str, Plain | None]
) -> tuple[SetFields | None, tuple[str, ...]]:
    """The edit that a form asks for, and the fields that another person has changed since."""
    after = {key: value for key, value in typed.items() if value != seen.get(key)}
    after = {key: value for key, value in after.items() if value != entry.values.get(key)}
    conflicts = tuple(key for key in after if entry.values.get(key) != seen.get(key))
    if not after:
        return None, ()
    return SetFields(entry.path, {key: entry.values.get(key) for key in after}, after), conflicts


def with_newer_values(
    entry: Entry, seen: Mapping[str, Plain], typed: Mapping[str, Plain | None], told: Collection[str]
) -> tuple[dict[str, Plain | None], dict[str, Plain]]:
    """What a form that is not saved yet shows in its fields, and what it has seen.

    A field that the editor left alone shows what stands there now: another person may have written it since. One that
    the editor changed has seen that only if it is among `told`; else the conflict would be lost.
    """
    changed = {key for key, value in typed.items() if value != seen.get(key)}
    shown = {key: value if key in changed else entry.values.get(key) for key, value in typed.items()}
    known = {key: value for key, value in entry.values.items() if key not in changed or key in told}
    return shown, known | {key: seen[key] for key in changed if key in seen and key not in told}


def removal_conflicts(
    desk: GuideDesk, content: CheckedContent, entry: Entry, seen: Mapping[str, Plain]
) -> Saving | None:
    """What another person has changed since of an entry that is to be removed, beside the fields of its form."""
    library = desk.library_of(content)
    words = FieldWords(desk, library, library.guides.get(entry.path.guide))
    keys = dict.fromkeys((*entry.values, *seen))
    changed = tuple(key for key in keys if entry.values.get(key) != seen.get(key))
    problems = []
    for key in changed:
        spec = entry.fields.get(key)
        if spec is None or spec.kind in {FieldKind.ENTRIES, FieldKind.ID}:
            problems.append(FieldProblem("form", desk.text(_REMOVED_MORE) % {"what": desk.label(key)}))
        else:
            now = words.of(spec, entry.values.get(key))
            problems.append(FieldProblem(name_of(key), desk.text(_REMOVED_CHANGED) % {"now": now}))
    return Saving(tuple(problems), conflicts=changed) if changed else None


def new_link(form: MultiDict[str, str], key: str, content: CheckedContent, owner: str, today: str) -> AddEntry | None:
    """The link that a form asks for beside a list of links; None where it asks for none."""
    name = name_of(key)
    url, title = form.get(f"{name}.url", "").strip(), form.get(f"{name}.title", "").strip()
    if not url and not title:
        return None
    taken = {path.steps[0] for path in content.entries.by_path if path.file == LINKS.file and path.steps}
    values = {"url": url, "title": title or url, "owner": owner, "checked": today}
    return AddEntry(LINKS, new_id(title or url.removeprefix("https://"), taken), values)


def with_link(typed: dict[str, Plain | None], key: str, link: AddEntry) -> dict[str, Plain | None]:
    """The typed fields with a new link in one of them."""
    listed = typed.get(key) or []
    words = [listed] if isinstance(listed, str) else [str(one) for one in listed]
    return {**typed, key: [*words, link.name]}


def without_empty(values: Mapping[str, Plain | None]) -> dict[str, Plain]:
    """The fields that hold something."""
    return {key: value for key, value in values.items() if value is not None}


_REMOVED_CHANGED = translate(
    "Another person has changed this since you opened the page. It says now: “%(now)s”. "
    "Press “Remove it” once more if it is to go all the same."
)
_REMOVED_MORE = translate(
    "Another person has changed “%(what)s” since you opened the page; see below. "
    "Press “Remove it” once more if it is to go all the same."
)
