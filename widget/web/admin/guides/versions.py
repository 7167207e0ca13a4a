"""The page where the guides of a change set get their version and what is new in them. Reads no request.

Both are proposed: today, and a draft of what the change set does. Nothing is proposed over what is written already.
"""

from dataclasses import dataclass

from flask import Response

from widget.guides.day_reading import parse_day
from widget.guides.model import Guide
from widget.publishing.change_notes import GuideNote, guide_notes
from widget.publishing.edits import AddEntry, Edit, SetFields
from widget.publishing.entries import EntryPath
from widget.publishing.records import ChangeSet
from widget.web.admin.access import AccessLevel
from widget.web.admin.guides.context import HOME, GuideDesk
from widget.web.admin.guides.entry_saving import EntrySaver
from widget.web.admin.guides.labels import CHANGED
from widget.web.admin.guides.places import EntryLink, entry_address
from widget.web.admin.pages import AdminPage, AdminRequest, FieldProblem
from widget.web.http.languages import translate


@dataclass(frozen=True, slots=True)
class ProposedVersion:
    """A guide with what stands in its two fields. `now` is its version in words, `seen` what was written
    when the form was opened."""

    id: str
    title: str
    seen: str
    now: str
    version: str
    text: str


@dataclass(frozen=True, slots=True)
class WrittenVersion:
    """A guide that has got another version in the change set, and where its newest change is mended."""

    link: EntryLink
    version: str
    text: str


@dataclass(frozen=True, kw_only=True)
class VersionsPage(AdminPage):
    """What the template `admin/guides/versions.html` gets."""

    change_set: ChangeSet
    proposed: tuple[ProposedVersion, ...]
    written: tuple[WrittenVersion, ...]


def notes_of(desk: GuideDesk, change_set: ChangeSet) -> tuple[GuideNote, ...]:
    """The guides that the change set makes read otherwise; none where its content cannot be read."""
    before, after = desk.base_of(change_set).library, desk.content_of(change_set).library
    if before is None or after is None or before is after:
        return ()
    filling = desk.filling(after, None, desk.site.today())
    return guide_notes(before, after, lambda text: text.plain(filling))


def versions_address(change_set: ChangeSet) -> str:
    """Where the page is."""
    return f"{HOME}/{change_set.id}/versions"


class GuideVersionRoutes:
    """The route of the page."""

    def __init__(self, desk: GuideDesk) -> None:
        self.desk = desk

    def register(self) -> None:
        """Register the route with the access control."""
        both = ("GET", "POST")
        add = self.desk.access_control.add
        add("/guides/<change_set>/versions", "guide_versions", self.versions, AccessLevel.EDITOR, both, keeps=True)

    def versions(self, visit: AdminRequest, change_set: str) -> Response:
        """Propose, and save what is left standing; then back to the change set."""
        found = self.desk.find(change_set)
        problems = self._save(visit, found) if visit.sent else ()
        if visit.sent and not problems:
            return self.desk.pages.redirect(f"{HOME}/{found.id}?done=versions")
        notes = {note.guide.id: note for note in notes_of(self.desk, found)}
        typed = self._typed(visit, found)
        open_ones = {name: note.guide for name, note in notes.items() if not note.told} | typed
        page = VersionsPage(
            title=self.desk.text(translate("Version and what is new")),
            visit=visit,
            language=self.desk.language,
            style=self.desk.style,
            problems=problems,
            change_set=found,
            proposed=tuple(self._proposed(visit, guide, notes.get(name)) for name, guide in open_ones.items()),
            written=tuple(self._written(found, note.guide) for name, note in notes.items() if name not in open_ones),
        )
        return self.desk.pages.show("guides/versions", page)

    def _typed(self, visit: AdminRequest, change_set: ChangeSet) -> dict[str, Guide]:
        """The guides that a form has fields of."""
        guides = self.desk.library_of(self.desk.content_of(change_set)).guides
        return {name: guide for name, guide in guides.items() if f"text.{name}" in visit.form}

    def _proposed(self, visit: AdminRequest, guide: Guide, note: GuideNote | None) -> ProposedVersion:
        today, draft = self.desk.site.today().isoformat(), note.text if note else ""
        return ProposedVersion(
            id=guide.id,
            title=guide.title,
            seen=_state(guide),
            now=self.desk.day(guide.version),
            version=visit.form.get(f"version.{guide.id}", today),
            text=visit.form.get(f"text.{guide.id}", draft),
        )

    def _written(self, change_set: ChangeSet, guide: Guide) -> WrittenVersion:
        newest = next((one for one in guide.changes if one.day == guide.version), None)
        file = EntryPath(f"{guide.id}/guide.yaml")
        path = file.below("changes", "#0") if newest else file
        link = EntryLink(guide.title, entry_address(change_set, path))
        return WrittenVersion(link, self.desk.day(guide.version), newest.text if newest else "")

    def _save(self, visit: AdminRequest, found: ChangeSet) -> tuple[FieldProblem, ...]:
        """Save both fields of each guide whose text is not left empty, unless something is wrong with one of them."""
        edits, problems = list[Edit](), list[FieldProblem]()
        names = list[str]()
        for name, guide in self._typed(visit, found).items():
            text = " ".join(visit.form[f"text.{name}"].split())
            day = parse_day(visit.form.get(f"version.{name}", "").strip())
            if not text:
                continue
            if visit.form.get(f"seen.{name}") != _state(guide):
                problems.append(FieldProblem(f"text.{name}", self._changed(guide)))
            elif day is None or day < guide.version:
                words = self.desk.text(_NO_VERSION) % {"now": self.desk.day(guide.version)}
                problems.append(FieldProblem(f"version.{name}", words))
            else:
                edits += _edits(guide, day.isoformat(), text)
                names.append(name)
        if problems or not edits:
            return tuple(problems)
        saving = EntrySaver(self.desk, visit.account.email).save(found, edits, EntryPath(f"{names[0]}/guide.yaml"))
        return tuple(FieldProblem(f"text.{_about(problem, names)}", problem.text) for problem in saving.problems)

    def _changed(self, guide: Guide) -> str:
        newest = guide.changes[0].text if guide.changes else ""
        return self.desk.text(CHANGED) % {"now": f"{self.desk.day(guide.version)}: {newest}"}


def _about(problem: FieldProblem, names: list[str]) -> str:
    """The guide that a problem names; the first where it names none."""
    return next((name for name in names if problem.text.startswith(f"{name}/")), names[0])


def _edits(guide: Guide, version: str, text: str) -> list[Edit]:
    """The version, and the change as the first of the list."""
    file = EntryPath(f"{guide.id}/guide.yaml")
    before = {"version": guide.version.isoformat()}
    added = AddEntry(file.below("changes"), "", {"date": version, "text": text}, after="")
    dated = [] if before["version"] == version else [SetFields(file, before, {"version": version})]
    return [*dated, added]


def _state(guide: Guide) -> str:
    """What tells whether another editor has written of a guide since a form was opened."""
    return f"{guide.version} {len(guide.changes)}"


_NO_VERSION = translate("Write a day that is not before the version that citizens know: %(now)s.")
