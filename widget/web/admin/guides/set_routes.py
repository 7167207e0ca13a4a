"""The pages of the desk: all change sets, one of them with its proof, and the editions. Reads no request."""

from collections.abc import Callable
from dataclasses import replace

from flask import Response
from werkzeug.exceptions import NotFound

from widget.publishing.drafts import check_content, new_errors, replayed, with_derived_files
from widget.publishing.edition_store import NewerEditionError
from widget.publishing.records import ChangeSet, PublishRefusal
from widget.web.admin.access import AccessLevel, Confirming
from widget.web.admin.guides.comments import comment_problems
from widget.web.admin.guides.conflicts import ConflictReader
from widget.web.admin.guides.context import HOME, GuideDesk
from widget.web.admin.guides.labels import REFUSALS
from widget.web.admin.guides.set_pages import ChangeSetPages, DeskPage, EditionPage
from widget.web.admin.guides.versions import notes_of
from widget.web.admin.pages import AdminRequest, FieldProblem, whole_number
from widget.web.http.languages import translate

_LONGEST_HEADING = 120


class ChangeSetRoutes:
    """The routes of the desk and its change sets."""

    def __init__(self, desk: GuideDesk) -> None:
        self.desk = desk
        self.pages = ChangeSetPages(desk)

    def register(self) -> None:
        """Register the routes with the access control."""
        add, editor = self.desk.access_control.add, AccessLevel.EDITOR
        add("/guides", "guide_desk", self.home, editor, ("GET", "POST"), keeps=True)
        add("/guides/<change_set>", "guide_set", self.show, editor)
        steps: dict[str, Callable[[AdminRequest, ChangeSet], Response]] = {
            "submit": self.submit,
            "withdraw": self.withdraw,
            "discard": self.discard,
            "take-up": self.take_up,
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
            missing = self.desk.text(translate("Say in a few words what it is about."))
            text = self.desk.too_long(heading, _LONGEST_HEADING) if heading else missing
            problems = (FieldProblem("heading", text),)
        editions, sets = self.desk.editions.editions(), self.desk.change_sets
        open_sets, published_sets = sets.open_sets(), sets.published_with_open_comments()
        page = DeskPage(
            title=self.desk.text("Guides"),
            visit=visit,
            language=self.desk.language,
            style=self.desk.style,
            problems=problems,
            open_sets=open_sets,
            published_sets=published_sets,
            open_comments=sets.open_comments([one.id for one in (*open_sets, *published_sets)]),
            guides=tuple((one.id, one.title, one.published) for one in self.desk.site.library.guides.values()),
            editions=tuple(self.pages.dated(one, current=one is editions[0]) for one in editions),
            heading=heading,
            may_publish=self.desk.may_publish,
        )
        return self.desk.pages.show("guides/desk", page)

    def show(self, visit: AdminRequest, change_set: str) -> Response:
        """A change set: its edits, what is wrong, what citizens would see differently."""
        return self.pages.show(visit, self.desk.find(change_set))

    def submit(self, visit: AdminRequest, found: ChangeSet) -> Response:
        """Say that it is ready."""
        if not self._is_sound(found):
            return self.pages.show(visit, found, (FieldProblem("faults", self.desk.text(_FAULTY)),))
        return self._done(visit, found, self.desk.change_sets.submit(found, visit.account.email), "ready")

    def _is_sound(self, found: ChangeSet) -> bool:
        """Whether it can be shown to citizens."""
        content = self.desk.content_of(found)
        return content.library is not None and not new_errors(self.desk.base_of(found), content)

    def withdraw(self, visit: AdminRequest, found: ChangeSet) -> Response:
        """Say that it is not ready after all."""
        return self._done(visit, found, self.desk.change_sets.withdraw(found), "")

    def discard(self, visit: AdminRequest, found: ChangeSet) -> Response:
        """Throw it away. Its page goes on to be there, with the way back."""
        return self._done(visit, found, self.desk.change_sets.discard(found), "")

    def take_up(self, visit: AdminRequest, found: ChangeSet) -> Response:
        """Go on with it although it was thrown away."""
        return self._done(visit, found, self.desk.change_sets.take_up(found), "")

    def publish(self, visit: AdminRequest, found: ChangeSet) -> Response:
        """Show it to citizens."""
        if not self._is_sound(found):
            return self.pages.show(visit, found, (FieldProblem("faults", self.desk.text(_FAULTY)),))
        if not self.desk.may_publish:
            raise NotFound
        if not visit.typed("untold") and any(not note.told for note in notes_of(self.desk, found)):
            return self.pages.show(visit, found, (FieldProblem("untold", self.desk.text(_UNTOLD)),))
        number = self.desk.change_sets.publish(found, visit.account.email)
        if not isinstance(number, PublishRefusal):
            self.desk.announce()
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
            shown = ConflictReader(self.desk, found, files).read(conflicts, undoing=bool(left_out))
            return self.pages.show(visit, found, (FieldProblem("conflicts", text),), shown)
        content = check_content(files, self.desk.site.today())
        files = dict(with_derived_files(content, base[1], [one.edit for one in kept]).files)
        return self._done(visit, found, self.desk.change_sets.rebase(found, base, files, left_out), "")

    def comment(self, visit: AdminRequest, found: ChangeSet) -> Response:
        """Say something of it."""
        text = visit.typed("comment")
        if problems := tuple(comment_problems(self.desk, text)):
            return self.pages.show(visit, found, problems)
        self.desk.change_sets.comment(found.id, visit.account.email, text)
        self.desk.announce_comment()
        return self.desk.pages.redirect(f"{HOME}/{found.id}#comments")

    def edition(self, visit: AdminRequest, edition: str) -> Response:
        """What an edition has otherwise than the one that citizens see."""
        return self._edition(visit, edition)

    def _edition(
        self, visit: AdminRequest, edition: str, problems: tuple[FieldProblem, ...] = (), status: int = 0
    ) -> Response:
        found = self.desk.editions.edition(whole_number(edition) or 0)
        if found is None:
            raise NotFound
        number, files = self.desk.published()
        before = self.desk.check(self.desk.editions.files(found.manifest))
        after, day = self.desk.check(files), self.desk.site.today()
        proof = self.pages.proof(before.library, after.library, day) if before.library and after.library else None
        page = EditionPage(
            title=found.heading or self.desk.text(translate("The guides that came with the package")),
            visit=visit,
            language=self.desk.language,
            style=self.desk.site.styles["review_admin"],
            problems=problems,
            shown=self.pages.dated(found, current=found.number == number),
            seen=number,
            proof=proof,
        )
        return self.desk.pages.show("guides/edition", page, status)

    def restore(self, visit: AdminRequest, edition: str) -> Response:
        """Show an edition to citizens once more, if they still see what it was compared with."""
        number, seen = whole_number(edition) or 0, whole_number(visit.typed("compared-with"))
        heading = self.desk.text(translate("Back to edition %(number)s")) % {"number": number}
        if not self.desk.may_publish:
            raise NotFound
        try:
            made = self.desk.editions.restore(number, heading, visit.account.email, seen=-1 if seen is None else seen)
        except NewerEditionError:
            return self._edition(visit, edition, (FieldProblem("back", self.desk.text(_NEWER_EDITION)),), 409)
        if made is None:
            raise NotFound
        self.desk.announce()
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
            return self.pages.show(visit, self.desk.find(str(found.id)), (FieldProblem("steps", text),))
        return self.desk.pages.redirect(f"{HOME}/{found.id}{f'?done={done}' if done else ''}")


_FAULTY = translate("There are errors in it. Put them right first; each is listed below.")
_UNTOLD = translate(
    "Write version and what is new first, or tick that it is to be published without telling citizens what is new."
)
_NEWER_EDITION = translate("Citizens see another edition by now. Look at the difference, and decide once more.")
_CONFLICTS = translate(
    "It cannot be done, since others have changed the same, or later edits build on it. Undo these first: %(edits)s."
)
