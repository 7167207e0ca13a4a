"""Comments on a change set by readers of its signed link, who have no account. Requests end here.

The page shows what was written by the link with the editors' answers to it, and nothing else that accounts said: on
the desk editors talk among themselves, and under their e-mail addresses.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Flask, Response, request

from widget.database.errors import DatabaseUnavailable
from widget.publishing.records import ChangeSet, Comment, SetState
from widget.web.guide.message_pages import Messages
from widget.web.guide.routes import base_url
from widget.web.guide.site import Site
from widget.web.http.languages import translate
from widget.web.http.open_forms import HONEYPOT_FIELD, LONGEST_FORM, Age, MinuteLimit
from widget.web.http.responses import html_response, uncacheable
from widget.web.previews.comment_page import CommentInput, CommentPage, CommentProblem, ShownComment
from widget.web.previews.review_links import ReviewLinks

if TYPE_CHECKING:
    from widget.publishing.change_set_store import ChangeSetStore

PER_MINUTE = 10
"""Comments taken in a minute on one change set, by each worker."""

MOST_COMMENTS = 300
"""Comments by the link that a change set takes: editors read all of them on one page."""

SENT = "sent"
"""The parameter of the page that says thanks."""

_GUIDE = re.compile(r"[a-z0-9][a-z0-9-]{0,79}")


@dataclass(frozen=True, slots=True)
class _Visit:
    """A link, what was typed, and the change set with what was said of it. `refused` says why it takes no comment."""

    token: str
    guide: str
    typed: CommentInput
    change_set: int = 0
    comments: tuple[ShownComment, ...] = ()
    refused: str = ""

    @property
    def place(self) -> tuple[str]:
        """What the form is about: it can be sent for no other change set."""
        return (str(self.change_set),)

    @property
    def back(self) -> str:
        """The guide under review that the reader came from."""
        return f"/review/{self.token}/guide/{self.guide}" if self.guide else ""

    def address(self, *more: tuple[str, str]) -> str:
        """This page, with what the link back needs."""
        query = urlencode([*([("guide", self.guide)] if self.guide else []), *more])
        return f"/review/{self.token}/comments?{query}".rstrip("?") + "#top"


class ReviewCommentRoutes:
    """The route `/review/<token>/comments`.

    `change_sets` and `links` are asked for at the first request. They may raise `DatabaseUnavailable` and
    `OSError`: then readers are told so, and keep what they typed. `now` is the clock; `announce` tells editors of a
    comment, and returns at once.
    """

    def __init__(
        self,
        site: Site,
        change_sets: "Callable[[], ChangeSetStore]",
        links: Callable[[], ReviewLinks],
        now: Callable[[], datetime],
        announce: Callable[[], None],
    ) -> None:
        self.site = site
        self.messages = Messages(site)
        self._change_sets = change_sets
        self._links = links
        self._now = now
        self._announce = announce
        self._limit = MinuteLimit(PER_MINUTE)

    def register(self, app: Flask) -> None:
        """Add the route to `app`."""
        app.add_url_rule("/review/<token>/comments", "review_comments", self.show, methods=["GET", "POST"])

    def show(self, token: str) -> Response:
        """What was written by the link, and the form; the thanks for it, or what is wrong with it."""
        request.max_content_length = LONGEST_FORM
        guide = request.args.get("guide", "")
        visit = _Visit(token, guide if _GUIDE.fullmatch(guide) else "", CommentInput.read(request.form))
        try:
            named = self._links().read_set(token)
            if named is None:
                return self._over(visit)
            visit = replace(visit, change_set=named[1])
            if (found := self._commented(visit.change_set)) is None:
                return self._over(visit)
            visit = self._with_comments(visit, found)
            if request.method == "POST":
                return self._take(visit)
        except (DatabaseUnavailable, OSError):
            return self._page(visit, 503, CommentProblem(_AWAY))
        return self._page(visit, sent=SENT in request.args)

    def _commented(self, set_id: int) -> ChangeSet | None:
        found = self._change_sets().find(set_id)
        return None if found is None or found.state is SetState.DISCARDED else found

    def _with_comments(self, visit: _Visit, found: ChangeSet) -> _Visit:
        said, day = self._change_sets().comments(found.id), self.site.language.medium_date

        def answers(comment: Comment) -> tuple[ShownComment, ...]:
            own = (one for one in said if one.answers == comment.id)
            return tuple(ShownComment("", one.text, day(one.at.date())) for one in own)

        shown = tuple(
            ShownComment(one.who, one.text, day(one.at.date()), answers(one), bool(one.done_by))
            for one in said
            if one.by_link
        )
        refused = _FULL if len(shown) >= MOST_COMMENTS else "" if found.is_open else _CLOSED
        return replace(visit, comments=shown, refused=refused)

    def _take(self, visit: _Visit) -> Response:
        """Keep what was sent, and say thanks only when it is kept; else the form again with what was typed."""
        if visit.refused:
            return self._page(visit, 409)
        if problem := visit.typed.problem:
            return self._page(visit, 422, problem)
        seconds, form = int(self._now().timestamp()), request.form
        token = self._links().comment_forms.read(form.get("token", ""), visit.place, seconds)
        if token.age is not Age.RIGHT or form.get(HONEYPOT_FIELD):
            return self._page(visit, 422, CommentProblem(_ONCE_MORE))
        if not self._limit.admits(visit.place, seconds):
            return self._page(visit, 429, CommentProblem(_TOO_MANY))
        said = visit.typed.masked
        self._change_sets().comment_by_link(visit.change_set, said.name, said.text, said.fingerprint(token.name))
        self._announce()
        response = uncacheable(Response("", content_type="text/plain; charset=utf-8"), 303)
        response.headers["Location"] = visit.address((SENT, "1"))
        return response

    def _over(self, visit: _Visit) -> Response:
        """The link has ended: what was typed is given back."""
        if not visit.typed.whole:
            return self.messages.review_over()
        return self._page(replace(visit, refused=_OVER, guide=""), 404)

    def _page(
        self, visit: _Visit, status: int = 200, problem: CommentProblem | None = None, *, sent: bool = False
    ) -> Response:
        language, style = self.site.language, self.site.styles["comments"]
        page = CommentPage(
            language=language,
            style=style,
            action=visit.address(),
            back=visit.back,
            typed=visit.typed,
            comments=visit.comments,
            token=self._new_token(visit),
            refused=language.text(visit.refused) if visit.refused else "",
            problem=problem.in_words(language) if problem else "",
            problem_field=problem.field if problem else "",
            sent=sent,
        )
        html = self.site.templates.render("previews/comments.html", page, language)
        return uncacheable(html_response(html, style, "'self'", public_address=base_url(self.site)), status)

    def _new_token(self, visit: _Visit) -> str:
        try:
            return self._links().comment_forms.make(visit.place, int(self._now().timestamp()))
        except OSError:
            return ""  # the form can be filled in all the same; sending it tells what is wrong


_AWAY = translate("We cannot reach the comments just now. What you typed still stands here. Try again in a minute.")
_ONCE_MORE = translate("Your comment has not been sent yet. Read it through, and press Send once more.")
_TOO_MANY = translate("Many people are writing just now. Your comment still stands here. Try again in a minute.")
_OVER = translate("The link is no longer valid. Ask the person who sent it to you for a new one.")
_CLOSED = translate("The change is published and takes no more comments. Write to the person who sent you the link.")
_FULL = translate("The change has many comments and takes no more. Write to the person who sent you the link.")
