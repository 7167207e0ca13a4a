"""What is said of a change set, and the page of a comment: answer it, mark it, delete it. Reads no request."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Response
from werkzeug.exceptions import NotFound

from widget.publishing.records import ChangeSet, Comment
from widget.web.admin.access import AccessLevel
from widget.web.admin.guides.context import HOME, GuideDesk
from widget.web.admin.pages import AdminPage, AdminRequest, FieldProblem, whole_number
from widget.web.http.languages import translate

_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class DeskComment:
    """A comment with its day in words, the address of its page, and its answers."""

    comment: Comment
    when: str
    address: str
    answers: tuple["DeskComment", ...] = ()


@dataclass(frozen=True, kw_only=True)
class DeskCommentPage(AdminPage):
    """What the template `admin/guides/comment.html` gets; `text` is the answer as it was typed."""

    change_set: ChangeSet
    shown: DeskComment
    text: str


def shown_comments(desk: GuideDesk, change_set: ChangeSet) -> tuple[DeskComment, ...]:
    """The comments on a change set, each with its answers: those that are open first."""
    said = desk.change_sets.comments(change_set.id)

    def shown(comment: Comment) -> DeskComment:
        answers = tuple(shown(one) for one in said if one.answers == comment.id)
        address = f"{HOME}/{change_set.id}/comments/{comment.id}"
        return DeskComment(comment, desk.day(comment.at.date()), address, answers)

    return tuple(sorted((shown(one) for one in said if not one.answers), key=lambda one: bool(one.comment.done_by)))


def comment_problems(desk: GuideDesk, text: str) -> Iterator[FieldProblem]:
    """Why a text is no comment."""
    if not text:
        yield FieldProblem("comment", desk.text(translate("Write at least a word, and at most 4,000 signs.")))
    elif len(text) > _LONGEST:
        yield FieldProblem("comment", desk.too_long(text, _LONGEST))


class CommentRoutes:
    """The routes of one comment."""

    def __init__(self, desk: GuideDesk) -> None:
        self.desk = desk

    def register(self) -> None:
        """Register the routes with the access control."""
        add, editor = self.desk.access_control.add, AccessLevel.EDITOR
        place = "/guides/<change_set>/comments/<comment>"
        add(place, "guide_comment_page", self.show, editor, ("GET", "POST"), keeps=True)
        add(f"{place}/mark", "guide_comment_mark", self.mark, editor, ("POST",))
        add(f"{place}/delete", "guide_comment_delete", self.delete, editor, ("POST",))

    def show(self, visit: AdminRequest, change_set: str, comment: str) -> Response:
        """A comment with its answers; with a form that was sent, first one more."""
        found, shown = self._find(change_set, comment)
        text = visit.typed("comment")
        problems = tuple(comment_problems(self.desk, text)) if visit.sent else ()
        if visit.sent and not problems:
            store = self.desk.change_sets
            if shown.comment.answers or not store.answer(shown.comment, found.id, visit.account.email, text):
                raise NotFound
            if visit.typed("done"):
                store.mark(shown.comment, visit.account.email)
            return self._back(found)
        page = DeskCommentPage(
            title=self.desk.text(translate("An answer") if shown.comment.answers else translate("A comment")),
            visit=visit,
            language=self.desk.language,
            style=self.desk.style,
            problems=problems,
            change_set=found,
            shown=shown,
            text=text,
        )
        return self.desk.pages.show("guides/comment", page)

    def mark(self, visit: AdminRequest, change_set: str, comment: str) -> Response:
        """Mark a comment as done, or as open once more."""
        found, shown = self._find(change_set, comment)
        if shown.comment.answers:
            raise NotFound
        self.desk.change_sets.mark(shown.comment, visit.account.email if visit.typed("done") else "")
        return self._back(found)

    def delete(self, _: AdminRequest, change_set: str, comment: str) -> Response:
        """Delete a comment with its answers, or an answer."""
        found, shown = self._find(change_set, comment)
        self.desk.change_sets.delete_comment(shown.comment)
        return self._back(found)

    def _find(self, change_set: str, comment: str) -> tuple[ChangeSet, DeskComment]:
        found = self.desk.find(change_set)
        number = whole_number(comment)
        for shown in shown_comments(self.desk, found):
            for one in (shown, *shown.answers):
                if one.comment.id == number:
                    return found, one
        raise NotFound

    def _back(self, change_set: ChangeSet) -> Response:
        return self.desk.pages.redirect(f"{HOME}/{change_set.id}#comments")
