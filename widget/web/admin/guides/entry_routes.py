"""The forms of the desk: an entry that is there, and a new one. Reads no request."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from flask import Response
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from widget.guides.day_reading import parse_day
from widget.guides.model import Guide
from widget.guides.richtext import TextCompiler
from widget.publishing.drafts import CheckedContent
from widget.publishing.edits import AddEntry, Edit, MoveEntry, RemoveEntry
from widget.publishing.entries import Entry, EntryPath, FieldKind, FieldSpec
from widget.publishing.records import ChangeSet
from widget.publishing.yaml_writing import Plain
from widget.web.admin.access import AccessLevel
from widget.web.admin.guides.context import HOME, GuideDesk
from widget.web.admin.guides.entry_fields import EntryFields, FormField, below
from widget.web.admin.guides.entry_saving import (
    EntrySaver,
    Saving,
    changes_of,
    new_link,
    removal_conflicts,
    seen_fields,
    typed_fields,
    with_link,
    with_newer_values,
    without_empty,
)
from widget.web.admin.guides.form_values import name_of, new_id
from widget.web.admin.guides.labels import CHANGED
from widget.web.admin.guides.places import EntryLink, back_to, entry_heading, entry_link, move_targets, spec_for_new
from widget.web.admin.pages import AdminPage, AdminRequest, FieldProblem

_READ = ("text", "why", "role")
"""The fields that are Markdown."""


@dataclass(frozen=True, kw_only=True)
class EntryPage(AdminPage):
    """What the template `admin/guides/entry.html` gets.

    `seen` is what the entry was when the form was opened, for the form to bring back. `below` are the entries that
    it has. `anyway` offers to save what is wrong; `shown` is how the typed texts are read.
    """

    change_set: ChangeSet
    action: str
    path: EntryPath
    new: bool
    back: EntryLink
    fields: tuple[FormField, ...]
    seen: str = ""
    below: tuple[tuple[str, str, tuple[EntryLink, ...]], ...] = ()
    places: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    removable: bool = False
    anyway: bool = False
    shown: tuple[tuple[str, Markup], ...] = ()
    owners: tuple[tuple[str, str], ...] = ()


class EntryRoutes:
    """The routes of the forms."""

    def __init__(self, desk: GuideDesk) -> None:
        self.desk = desk

    def register(self) -> None:
        """Register the routes with the access control."""
        both = ("GET", "POST")
        add = self.desk.access_control.add
        add("/guides/<change_set>/entry", "guide_entry", self.entry, AccessLevel.EDITOR, both, keeps=True)
        add("/guides/<change_set>/new", "guide_new_entry", self.new, AccessLevel.EDITOR, both, keeps=True)

    def entry(self, visit: AdminRequest, change_set: str) -> Response:
        """The form of an entry that is there."""
        found = self.desk.find(change_set)
        content = self.desk.content_of(found)
        entry = content.entries.get(_path(visit, "at"))
        if entry is None:
            raise NotFound
        guide = self.desk.library_of(content).guides.get(entry.path.guide)
        typed, seen, saving = dict[str, Plain | None](entry.values), dict(entry.values), Saving()
        if visit.sent:
            before = seen_fields(visit.form, entry)
            typed = typed_fields(visit.form, entry.fields, before, guide)
            typed = {"id": entry.values["id"], **typed} if "id" in entry.values else typed
            saving = self._save(visit, found, content, entry, before, typed)
            if saving.done and "show" not in visit.form:
                return self.desk.pages.redirect(f"{back_to(self.desk, found, content, entry.path).address}&saved=1")
            typed, seen = with_newer_values(entry, before, typed, saving.conflicts)
        return self._page(visit, found, content, entry, guide, typed, seen, saving)

    def _save(
        self, visit: AdminRequest, change_set: ChangeSet, content: CheckedContent, entry: Entry,
        before: Mapping[str, Plain], typed: dict[str, Plain | None],
    ) -> Saving:  # fmt: skip
        saver, form = EntrySaver(self.desk, visit.account.email), visit.form
        if "show" in form:
            return Saving()
        if "remove" in form:
            if refused := removal_conflicts(self.desk, content, entry, before):
                return refused
            return saver.save(change_set, [RemoveEntry(entry.path, dict(entry.values))], entry.path, anyway=True)
        edits: list[Edit] = []
        for key, spec in entry.fields.items():
            owner = form.get(f"{name_of(key)}.owner") or entry.text("owner")
            link = new_link(form, key, content, owner, self._today()) if spec.kind is FieldKind.LINKS else None
            if link:
                edits.append(link)
                typed = with_link(typed, key, link)
        edit, conflicts = changes_of(entry, before, typed)
        if conflicts:
            return Saving(tuple(self._conflict(key, entry) for key in conflicts), conflicts=conflicts)
        edits += [edit] if edit else []
        if place := form.get("place", ""):
            part, _, after = place.partition("|")
            into = EntryPath(entry.path.file, (*part.split("/"), "items"))
            edits.append(MoveEntry(entry.path, into, after))
        return saver.save(change_set, edits, entry.path, anyway="anyway" in form)

    def new(self, visit: AdminRequest, change_set: str) -> Response:
        """The form of a new entry of a list or register."""
        found = self.desk.find(change_set)
        content = self.desk.content_of(found)
        into = _path(visit, "in")
        specs = spec_for_new(content, into)
        if specs is None:
            raise NotFound
        guide = self.desk.library_of(content).guides.get(into.guide)
        typed: dict[str, Plain | None] = {"reviewed": self._today(), "checked": self._today()}
        saving = Saving()
        if visit.sent:
            typed = typed_fields(visit.form, specs, {}, guide)
            saving = self._add(visit, found, content, into, specs, typed)
            if saving.done and "show" not in visit.form:
                return self.desk.pages.redirect(f"{back_to(self.desk, found, content, into).address}&saved=1")
        made = Entry(into, 0, 0, dict(specs))
        return self._page(visit, found, content, made, guide, typed, None, saving)

    def _add(
        self, visit: AdminRequest, change_set: ChangeSet, content: CheckedContent, into: EntryPath,
        specs: Mapping[str, FieldSpec], typed: dict[str, Plain | None],
    ) -> Saving:  # fmt: skip
        if "show" in visit.form:
            return Saving()
        edits: list[Edit] = []
        for key, spec in specs.items():
            owner = visit.form.get(f"{name_of(key)}.owner", "")
            link = new_link(visit.form, key, content, owner, self._today()) if spec.kind is FieldKind.LINKS else None
            if link:
                edits.append(link)
                typed = with_link(typed, key, link)
        values = without_empty(typed)
        called = next((str(values[key]) for key in ("title", "label", "name", "link") if key in values), "")
        named = "id" in specs or not into.steps
        taken = {step for path in content.entries.by_path if path.file == into.file for step in path.steps}
        name = new_id(called, taken) if named else ""
        if "id" in specs:
            values = {"id": name, **values}
        first = into.steps[-1:] == ("changes",)  # the list has the newest first
        edits.append(AddEntry(into, name, values, after="" if first else None))
        about = EntryPath(into.file, (*into.steps, name)) if named else into
        return EntrySaver(self.desk, visit.account.email).save(
            change_set, edits, about, anyway="anyway" in visit.form
        )

    def _page(
        self, visit: AdminRequest, change_set: ChangeSet, content: CheckedContent, entry: Entry, guide: Guide | None,
        typed: Mapping[str, Plain | None], seen: Mapping[str, Plain] | None, saving: Saving,
    ) -> Response:  # fmt: skip
        desk, new = self.desk, seen is None
        at = quote(str(entry.path), safe="")
        actors = desk.library_of(content).registers.actors
        page = EntryPage(
            title=desk.text("New") if new else entry_heading(desk, content, entry),
            visit=visit,
            language=desk.language,
            style=desk.style,
            problems=saving.problems,
            change_set=change_set,
            action=f"{HOME}/{change_set.id}/{'new?in' if new else 'entry?at'}={at}",
            path=entry.path,
            new=new,
            back=back_to(desk, change_set, content, entry.path),
            fields=EntryFields(desk, content).of(entry.fields, typed, guide, new=new),
            seen="" if seen is None else json.dumps(dict(seen)),
            below=() if new else self._below(content, change_set, entry),
            places=() if new else move_targets(desk, content, entry),
            removable=not new and bool(entry.path.steps),
            anyway=saving.beyond,
            shown=self._shown(typed, content, guide) if "show" in visit.form else (),
            owners=tuple((actor.id, actor.name) for actor in actors.values()),
        )
        return desk.pages.show("guides/entry", page)

    def _below(
        self, content: CheckedContent, change_set: ChangeSet, entry: Entry
    ) -> tuple[tuple[str, str, tuple[EntryLink, ...]], ...]:
        """The entries below this one, by field, each with where a new one is made."""
        base, listed = f"{HOME}/{change_set.id}/new?in=", []
        for key, entries in below(content, entry):
            links = tuple(entry_link(self.desk, content, change_set, other) for other in entries)
            more = bool(entries[0].path.steps[len(entry.path.steps) + 1 :])
            new = f"{base}{quote(str(entry.path.below(key)), safe='')}" if more else ""
            listed.append((self.desk.label(key), new, links))
        return tuple(listed)

    def _shown(
        self, typed: Mapping[str, Plain | None], content: CheckedContent, guide: Guide | None
    ) -> tuple[tuple[str, Markup], ...]:
        """The typed texts as citizens would read them."""
        library = self.desk.library_of(content)
        texts = TextCompiler(library.registers.links, self.desk.text("new window"))
        filling = self.desk.filling(library, guide, self.desk.site.today())
        shown = []
        for key in _READ:
            source = typed.get(key)
            if isinstance(source, str) and source:
                try:
                    shown.append((self.desk.label(key), texts.markdown(source).html(filling)))
                except KeyError as unknown:  # a figure or name that is not there; saving says so beside the field
                    shown.append((self.desk.label(key), Markup("{}").format(str(unknown))))
        return tuple(shown)

    def _conflict(self, key: str, entry: Entry) -> FieldProblem:
        now = entry.values.get(key)
        day = parse_day(now) if isinstance(now, str) and entry.fields[key].kind is FieldKind.DAY else None
        now = self.desk.day(day) if day else now
        words = self.desk.text(CHANGED) % {"now": now if isinstance(now, str) and now else str(now or "–")}
        return FieldProblem(name_of(key), words)

    def _today(self) -> str:
        return self.desk.site.today().isoformat()


def _path(visit: AdminRequest, name: str) -> EntryPath:
    """The entry that an address names. Raises `NotFound`."""
    path = EntryPath.read(visit.form.get(name) or visit.query.get(name, ""))
    if path is None:
        raise NotFound
    return path
