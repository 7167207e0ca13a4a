"""The routes of feedback: a page with a form, in a frame or a window of its own. Requests end here.

It needs no cookie and no referrer, since a sandboxed frame sends neither; answers in the address are kept in links
back to the guide and reach no record.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from flask import Flask, Response, request
from werkzeug.datastructures import MultiDict

from widget.guides.answers import Answers, parse_answers, parse_query
from widget.guides.model import Guide
from widget.insight.feedback import (
    LONGEST_TEXT,
    FeedbackKeeper,
    Verdict,
    clean,
    feedback_of,
    fingerprint,
)
from widget.insight.records import RecordsUnavailable
from widget.web.addresses import View
from widget.web.feedback_form import Age, FormTokens, MinuteLimit
from widget.web.languages import Language
from widget.web.messages import Messages
from widget.web.public import base_url
from widget.web.reading import Parameters, first, read_view
from widget.web.responses import html_response, not_to_keep
from widget.web.site import Site
from widget.web.styles import Style

LONGEST_FORM = 64 * 1024
"""Bytes: far more than the longest text takes, so that one that is too long comes back to whoever wrote it."""

TRAP = "website"
"""A field that people do not see, and that programs fill in."""


@dataclass(frozen=True, slots=True)
class Edition:
    """How a partner's pages are shown: who may frame them, as in `frame-ancestors`, and their style."""

    frame_ancestors: str
    style: Style


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form."""

    verdict: str = ""
    text: str = ""


@dataclass(frozen=True)
class FeedbackPage:
    """What the template `feedback.html` gets.

    `problem` says why nothing was kept, `problem_field` which field it is about, if any. `token` is the form's.
    """

    guide: Guide
    view: View
    back: str
    action: str
    own_window: str
    token: str
    language: Language
    style: Style
    typed: Typed = Typed()
    problem: str = ""
    problem_field: str = ""
    sent: bool = False

    @property
    def longest_text(self) -> int:
        """How many characters the text may have."""
        return LONGEST_TEXT

    @property
    def trap(self) -> str:
        """The name of the field that is to stay empty."""
        return TRAP


@dataclass(frozen=True, slots=True)
class _Visit:
    """Whose guide a request is about, how it is looked at, and how its answers are kept in links."""

    guide: Guide
    partner: str
    view: View
    answers: Answers
    origin: str
    edition: Edition

    def address(self, *, sent: bool = False) -> str:
        """This page, in the same view."""
        query = self.view.address(self.answers).partition("?")[2]
        more = [query, "from=embed" if self.origin == "embed" else "", "sent=1" if sent else ""]
        return f"{self.view.path}?{'&'.join(part for part in more if part)}".rstrip("?") + "#top"

    def back(self) -> str:
        """The guide as it was left."""
        links_only = self.view.links_only
        return replace(self.view.on(self.origin), links_only=links_only).address(self.answers)


class FeedbackRoutes:
    """The routes `/feedback/<guide>` and `/feedback/<partner>/<guide>`.

    `keeper` may raise `RecordsUnavailable` and `key` `OSError`: then people are told so, and nothing else suffers.
    `edition` gives how the pages of a partner are shown, or None where there is no such partner. `now` is the clock.
    """

    def __init__(
        self,
        site: Site,
        keeper: FeedbackKeeper,
        key: Callable[[], bytes],
        now: Callable[[], datetime],
        edition: Callable[[str], Edition | None] = lambda partner: None,
    ) -> None:
        self.site = site
        self.messages = Messages(site)
        self._keeper = keeper
        self._key = key
        self._now = now
        self._edition = edition
        self._limit = MinuteLimit()

    def register(self, app: Flask) -> None:
        """Add the routes to `app`."""
        for rule in ("/feedback/<guide>", "/feedback/<partner>/<guide>"):
            app.add_url_rule(rule, "feedback", self.show, methods=["GET", "POST"])

    def show(self, guide: str, partner: str = "") -> Response:
        """The form, the thanks for it, or what is wrong with it."""
        request.max_content_length = LONGEST_FORM
        found = self.site.library.guides.get(guide)
        if found is None:
            retired = self.site.library.retired.get(guide)
            return self.messages.retired(retired, "guide") if retired else self.messages.unknown_guide("guide")
        parameters = parse_query(request.query_string)
        edition = self._edition_of(partner)
        visit = self._visit(found, partner, parameters, edition or self._edition_of(""))
        if edition is None:
            return self.messages.unknown_partner(found, visit.back())
        if request.method == "POST":
            return self._take(visit, request.form)
        return self._page(visit, Typed(), sent=bool(first(parameters, "sent")))

    def _take(self, visit: _Visit, form: MultiDict[str, str]) -> Response:
        """Keep what was sent, and say thanks only when it is kept; else the form again with what was typed."""
        typed = Typed(form.get("verdict", ""), clean(form.get("text", "")))
        seconds = int(self._now().timestamp())
        try:
            token = self._tokens.read(form.get("token", ""), visit.guide.id, visit.partner, seconds)
            refusal = self._refusal(visit, typed, token.age, form.get(TRAP, ""), seconds)
            if refusal:
                return refusal
            self._keep(visit, typed, token.name)
        except (RecordsUnavailable, OSError):
            text = self._(visit, "We could not save your answer just now. It still stands here. Try again in a minute.")
            return self._page(visit, typed, 503, problem=text)
        response = not_to_keep(Response("", content_type="text/plain; charset=utf-8"), 303)
        response.headers["Location"] = visit.address(sent=True)
        return response

    def _refusal(self, visit: _Visit, typed: Typed, age: Age, trapped: str, seconds: int) -> Response | None:
        if typed.verdict not in {verdict.value for verdict in Verdict}:
            text = self._(visit, "Choose yes, partly or no.")
            return self._page(visit, typed, 422, problem=text, problem_field="verdict")
        if len(typed.text) > LONGEST_TEXT:
            text = self._(visit, "The text has %(length)s characters. Write at most %(most)s.")
            words = text % {"length": len(typed.text), "most": LONGEST_TEXT}
            return self._page(visit, typed, 422, problem=words, problem_field="text")
        if age is not Age.RIGHT or trapped:
            text = self._(visit, "Your answer has not been sent yet. Read it through, and press Send once more.")
            return self._page(visit, typed, 422, problem=text)
        if not self._limit.admits((visit.partner, visit.guide.id), seconds):
            text = self._(visit, "Many people are writing just now. Your answer still stands here. Try again in a minute.")
            return self._page(visit, typed, 429, problem=text)
        return None

    def _keep(self, visit: _Visit, typed: Typed, form: str) -> None:
        feedback = feedback_of(
            day=self.site.today(),
            guide=visit.guide.id,
            partner=visit.partner,
            language=visit.view.language,
            version=visit.guide.version,
            verdict=Verdict(typed.verdict),
            text=typed.text,
        )
        self._keeper.add(feedback, fingerprint(form, feedback))

    @property
    def _tokens(self) -> FormTokens:
        return FormTokens(self._key())

    def _page(
        self,
        visit: _Visit,
        typed: Typed,
        status: int = 200,
        *,
        problem: str = "",
        problem_field: str = "",
        sent: bool = False,
    ) -> Response:
        language = self.site.languages[visit.view.language]
        page = FeedbackPage(
            guide=visit.guide,
            view=visit.view,
            back=visit.back(),
            action=visit.address(),
            own_window=f"{base_url(self.site)}{visit.view.path}",
            token=self._new_token(visit),
            language=language,
            style=visit.edition.style,
            typed=typed,
            problem=problem,
            problem_field=problem_field,
            sent=sent,
        )
        html = self.site.templates.render("feedback.html", page, language)
        return not_to_keep(html_response(html, visit.edition.style, visit.edition.frame_ancestors), status)

    def _new_token(self, visit: _Visit) -> str:
        try:
            return self._tokens.make(visit.guide.id, visit.partner, int(self._now().timestamp()))
        except OSError:
            return ""  # the form can be filled in all the same; sending it tells what is wrong

    def _visit(self, guide: Guide, partner: str, parameters: Parameters, edition: Edition | None) -> _Visit:
        origin = "embed" if first(parameters, "from") == "embed" else "guide"
        view = replace(read_view(self.site, origin, guide, parameters), surface="feedback", partner=partner or None)
        answers, _ = parse_answers(guide, parameters)
        return _Visit(guide, partner, view, answers, origin, edition or self._common_edition)

    def _edition_of(self, partner: str) -> Edition | None:
        return self._edition(partner) if partner else self._common_edition

    @property
    def _common_edition(self) -> Edition:
        return Edition(self.site.settings.frame_ancestors, self.site.styles["feedback"])

    def _(self, visit: _Visit, text: str) -> str:
        return self.site.languages[visit.view.language].catalogue.ugettext(text)
