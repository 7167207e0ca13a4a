"""The pages of the desk: all change sets, one of them with its proof, and the editions. Reads no request."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from flask import Response
from werkzeug.exceptions import NotFound

from widget.guides.day_reading import parse_day
from widget.guides.model import Library
from widget.proof.edition import ProofEdition
from widget.proof.libraries import Proof, compare_libraries
from widget.proof.words import ProofWords
from widget.publishing.drafts import check_content, replayed, with_tables
from widget.publishing.records import ChangeSet, Comment, PublishedEdition, PublishRefusal, RecordedEdit
from widget.web.admin.access import AccessLevel, Confirming
from widget.web.admin.guides.context import HOME, GuideDesk
from widget.web.admin.guides.labels import REFUSALS
from widget.web.admin.guides.places import EntryLink, entry_address, entry_label, page_of
from widget.web.admin.pages import AdminPage, AdminRequest, FieldProblem, whole_number
from widget.web.http.languages import translate
from widget.web.reports.proof_page import ProofPage

_LONGEST_HEADING = 120
_LONGEST_COMMENT = 4_000


@dataclass(frozen=True, slots=True)
class DatedEdition:
    """An edition with its moment in words; `current` marks the one that citizens see."""

    edition: PublishedEdition
    when: str
    current: bool


@dataclass(frozen=True, kw_only=True)
class DeskPage(AdminPage):
    """What the template `admin/guides/desk.html` gets."""

    open_sets: tuple[ChangeSet, ...]
    guides: tuple[tuple[str, str, bool], ...]
    editions: tuple[DatedEdition, ...]
    heading: str
    may_publish: bool


@dataclass(frozen=True, slots=True)
class ListedEdit:
    """An edit of a change set in words: what was done to which entry, by whom."""

    number: int
    what: str
    link: EntryLink
    who: str
    when: str


@dataclass(frozen=True, kw_only=True)
class ChangeSetPage(AdminPage):
    """What the template `admin/guides/change_set.html` gets.

    `errors` are what `check` finds that has to be put right before it is published; `proof` is None where the content
    cannot be read. `days` are those on which something in it switches, for the proof.
    """

    change_set: ChangeSet
    links: tuple[EntryLink, ...]
    edits: tuple[ListedEdit, ...]
    errors: tuple[EntryLink, ...]
    warnings: int
    comments: tuple[tuple[Comment, str], ...]
    comment: str
    proof: ProofPage | None
    day: str
    days: tuple[tuple[str, str], ...]
    outdated: bool
    mine: bool
    may_publish: bool
    done: str


class ChangeSetRoutes:
    """The routes of the desk and its change sets."""

    def __init__(self, desk: GuideDesk) -> None:
        self.desk = desk

    def register(self) -> None:
        """Add the routes to the door."""
        add, editor = self.desk.door.add, AccessLevel.EDITOR
        add("/guides", "guide_desk", self.home, editor, ("GET", "POST"), keeps=True)
        add("/guides/<change_set>", "guide_set", self.show, editor)
        steps: dict[str, Callable[[AdminRequest, ChangeSet], Response]] = {
            "submit": self.submit,
            "withdraw": self.withdraw,
            "discard": self.discard,
            "update": self.update,
            "undo": self.undo,
            "comment": self.comment,
        }
        for name, step in steps.items():
            add(f"/guides/<change_set>/{name}", f"guide_{name}", self._on_set(step), editor, ("POST",), keeps=True)
        sending = Confirming.SENDING
        publish, restore = self._on_set(self.publish), self.restore
        add(
            "/guides/<change_set>/publish",
            "guide_publish",
            publish,
            editor,
            ("POST",),
            keeps=True,
            confirming=sending,
        )
        add("/guides/editions/<edition>", "guide_edition", self.edition, editor)
        rule = "/guides/editions/<edition>/restore"
        add(rule, "guide_restore", restore, editor, ("POST",), keeps=True, confirming=sending)

    def home(self, visit: AdminRequest) -> Response:
        """The change sets that are open, the guides, the editions; and a new change set."""
        heading = visit.typed("heading")
        problems: tuple[FieldProblem, ...] = ()
        if visit.sent:
            if heading and len(heading) <= _LONGEST_HEADING:
                number, files = self.desk.published()
                made = self.desk.change_sets.begin(heading, visit.account.email, files, number)
                return self.desk.pages.redirect(f"{HOME}/{made}")
            problems = (FieldProblem("heading", self.desk.text("Say in a few words what it is about.")),)
        editions = self.desk.editions.editions()
        page = DeskPage(
            title=self.desk.text("Guides"),
            visit=visit,
            language=self.desk.language,
            style=self.desk.style,
            problems=problems,
            open_sets=self.desk.change_sets.open_sets(),
            guides=tuple((one.id, one.title, one.published) for one in self.desk.site.library.guides.values()),
            editions=tuple(self._dated(one, current=one is editions[0]) for one in editions),
            heading=heading,
            may_publish=self.desk.may_publish,
        )
        return self.desk.pages.show("guides/desk", page)

    def show(self, visit: AdminRequest, change_set: str) -> Response:
        """A change set: its edits, what is wrong, what citizens would see differently."""
        return self._page(visit, self.desk.find(change_set))

    def submit(self, visit: AdminRequest, found: ChangeSet) -> Response:
        """Say that it is ready."""
        if self.desk.content_of(found).errors:
            return self._page(visit, found, (FieldProblem("faults", self.desk.text(_FAULTY)),))
        return self._done(visit, found, self.desk.change_sets.submit(found, visit.account.email), "ready")

    def withdraw(self, visit: AdminRequest, found: ChangeSet) -> Response:
        """Say that it is not ready after all."""
        return self._done(visit, found, self.desk.change_sets.withdraw(found), "")

    def discard(self, visit: AdminRequest, found: ChangeSet) -> Response:
        """Throw it away."""
        refusal = self.desk.change_sets.discard(found)
        return self._done(visit, found, refusal, "") if refusal else self.desk.pages.redirect(HOME)

    def publish(self, visit: AdminRequest, found: ChangeSet) -> Response:
        """Show it to citizens."""
        content = self.desk.content_of(found)
        if content.errors or content.library is None:
            return self._page(visit, found, (FieldProblem("faults", self.desk.text(_FAULTY)),))
        if not self.desk.may_publish:
            raise NotFound
        number = self.desk.change_sets.publish(found, visit.account.email)
        return self._done(visit, found, number if isinstance(number, PublishRefusal) else None, "published")

    def update(self, visit: AdminRequest, found: ChangeSet) -> Response:
        """Put it on the edition that citizens see now."""
        number, files = self.desk.published()
        return self._replay(visit, found, (number, files), ())

    def undo(self, visit: AdminRequest, found: ChangeSet) -> Response:
        """Take an edit out of it, and leave the others."""
        left_out = whole_number(visit.typed("number")) or 0
        base = self.desk.change_sets.files(found.base_manifest)
        return self._replay(visit, found, (found.base_number, base), (left_out,))

    def _replay(
        self, visit: AdminRequest, found: ChangeSet, base: tuple[int, dict[str, bytes]], left_out: tuple[int, ...]
    ) -> Response:
        kept = tuple(one for one in self.desk.change_sets.edits(found.id) if one.number not in left_out)
        files, conflicts = replayed(base[1], kept)
        if conflicts:
            text = self.desk.text(_CONFLICTS) % {"edits": ", ".join(str(one.number) for one in conflicts)}
            return self._page(visit, found, (FieldProblem("edits", text),))
        files = dict(with_tables(check_content(files, self.desk.site.today())).files)
        return self._done(visit, found, self.desk.change_sets.rebase(found, base, files, left_out), "")

    def comment(self, visit: AdminRequest, found: ChangeSet) -> Response:
        """Say something of it."""
        text = visit.typed("comment")
        if not text or len(text) > _LONGEST_COMMENT:
            problem = FieldProblem("comment", self.desk.text("Write at least a word, and at most 4,000 signs."))
            return self._page(visit, found, (problem,))
        self.desk.change_sets.comment(found.id, visit.account.email, text)
        return self.desk.pages.redirect(f"{HOME}/{found.id}#comments")

    def edition(self, visit: AdminRequest, edition: str) -> Response:
        """What an edition has otherwise than the one that citizens see."""
        found = self.desk.editions.edition(whole_number(edition) or 0)
        if found is None:
            raise NotFound
        number, files = self.desk.published()
        before = self.desk.check(self.desk.editions.files(found.manifest))
        after, day = self.desk.check(files), self.desk.site.today()
        proof = self._proof(before.library, after.library, day) if before.library and after.library else None
        page = EditionPage(
            title=found.heading or self.desk.text("The guides that came with the package"),
            visit=visit,
            language=self.desk.language,
            style=self.desk.site.styles["review_admin"],
            shown=self._dated(found, current=found.number == number),
            proof=proof,
        )
        return self.desk.pages.show("guides/edition", page)

    def restore(self, visit: AdminRequest, edition: str) -> Response:
        """Show an edition to citizens once more."""
        number = whole_number(edition) or 0
        heading = self.desk.text("Back to edition %(number)s") % {"number": number}
        if not self.desk.may_publish or self.desk.editions.restore(number, heading, visit.account.email) is None:
            raise NotFound
        return self.desk.pages.redirect(HOME)

    def _on_set(self, step: Callable[[AdminRequest, ChangeSet], Response]) -> Callable[..., Response]:
        """A step on the change set of the address, in the revision that the form has seen."""

        def do(visit: AdminRequest, change_set: str) -> Response:
            found = self.desk.find(change_set)
            seen = whole_number(visit.form.get("revision", ""))
            return step(visit, replace(found, revision=seen) if seen is not None else found)

        return do

    def _done(self, visit: AdminRequest, found: ChangeSet, refusal: PublishRefusal | None, done: str) -> Response:
        if refusal is not None:
            text = self.desk.text(REFUSALS[refusal.value])
            return self._page(visit, self.desk.find(str(found.id)), (FieldProblem("steps", text),))
        return self.desk.pages.redirect(f"{HOME}/{found.id}{f'?done={done}' if done else ''}")

    def _page(self, visit: AdminRequest, found: ChangeSet, problems: tuple[FieldProblem, ...] = ()) -> Response:
        desk, content = self.desk, self.desk.content_of(found)
        edits = desk.change_sets.edits(found.id)
        typed = visit.query.get("date", "").strip()
        day = (parse_day(typed) if typed else None) or desk.site.today()
        base = desk.base_of(found)
        readable = content.library is not None and base.library is not None
        entries = content.entries
        page = ChangeSetPage(
            title=found.heading,
            visit=visit,
            language=desk.language,
            style=desk.site.styles["review_admin"],
            problems=problems,
            change_set=found,
            links=self._links(found),
            edits=tuple(self._listed(found, one) for one in edits),
            errors=tuple(
                EntryLink(
                    f"{problem.message} {problem.advice}",
                    entry_address(found, entry.path) if (entry := entries.at(problem)) else "",
                )
                for problem in content.errors
            ),
            warnings=len(content.problems) - len(content.errors),
            comments=tuple((one, self._when(one)) for one in desk.change_sets.comments(found.id)),
            comment=visit.typed("comment"),
            proof=self._proof(base.library, content.library, day) if readable and edits else None,
            day=day.isoformat(),
            days=self._days(edits),
            outdated=found.is_open and desk.published().number != found.base_number,
            mine=found.submitted_by == visit.account.email,
            may_publish=desk.may_publish,
            done=visit.query.get("done", ""),
        )
        return desk.pages.show("guides/change_set", page)

    def _links(self, found: ChangeSet) -> tuple[EntryLink, ...]:
        library = self.desk.library_of(self.desk.content_of(found))
        guides = [EntryLink(one.title, f"{HOME}/{found.id}/guide?id={one.id}") for one in library.guides.values()]
        names = (("figures", "Figures"), ("register?id=links", "Links"), ("register?id=actors", "Authorities"))
        return (*guides, *(EntryLink(self.desk.text(label), f"{HOME}/{found.id}/{name}") for name, label in names))

    def _listed(self, found: ChangeSet, recorded: RecordedEdit) -> ListedEdit:
        edit, content = recorded.edit, self.desk.content_of(found)
        entry = content.entries.get(edit.path) or self.desk.base_of(found).entries.get(edit.path)
        label = entry_label(self.desk, entry) if entry else str(edit.path)
        address = entry_address(found, edit.path) if content.entries.get(edit.path) else ""
        kind = type(edit).__name__
        fields = (
            ", ".join(self.desk.label(key) for key in getattr(edit, "after", None) or ())
            if kind == "SetFields"
            else ""
        )
        if kind == "AddEntry":
            values = getattr(edit, "values", {})
            label = str(values.get("title") or values.get("label") or values.get("value") or label)
            address = page_of(self.desk, found, edit.path).address
        what = self.desk.text(_DONE[kind])
        return ListedEdit(
            recorded.number, f"{what}: {fields}" if fields else what, EntryLink(label, address), recorded.who,
            self.desk.day(recorded.at.date()),
        )  # fmt: skip

    def _days(self, edits: tuple[RecordedEdit, ...]) -> tuple[tuple[str, str], ...]:
        """The days that the edits name and that are to come: on them something switches by itself."""
        today, found = self.desk.site.today(), set()
        for recorded in edits:
            values = getattr(recorded.edit, "values", None) or getattr(recorded.edit, "after", None) or {}
            named = values.get("from") if isinstance(values, dict) else None
            day = parse_day(named) if isinstance(named, str) else None
            if day and day > today:
                found.add(day)
        return tuple((day.isoformat(), self.desk.day(day)) for day in sorted(found))

    def _proof(self, before: Library | None, after: Library | None, day: date) -> ProofPage | None:
        if before is None or after is None:
            return None
        language = self.desk.language
        names = (self.desk.text("what citizens see"), self.desk.text("what is under review"))
        sides = [ProofEdition(*side, day, language.tag) for side in zip(names, (before, after), strict=True)]
        proof: Proof = compare_libraries(*sides)
        words = ProofWords(language.catalogue.ugettext, language.tag)
        return ProofPage(proof, words, language, self.desk.site.styles["review_admin"])

    def _dated(self, edition: PublishedEdition, *, current: bool) -> DatedEdition:
        return DatedEdition(edition, self.desk.day(edition.published_at.date()), current)

    def _when(self, comment: Comment) -> str:
        return self.desk.day(comment.at.date())


@dataclass(frozen=True, kw_only=True)
class EditionPage(AdminPage):
    """What the template `admin/guides/edition.html` gets."""

    shown: DatedEdition
    proof: ProofPage | None


_DONE = {
    "SetFields": translate("Changed"),
    "AddEntry": translate("Added"),
    "RemoveEntry": translate("Removed"),
    "MoveEntry": translate("Moved"),
}
_FAULTY = translate("There are errors in it. Put them right first; each is listed below.")
_CONFLICTS = translate(
    "It cannot be done, since others have changed the same, or later edits build on it. Undo these first: %(edits)s."
)
