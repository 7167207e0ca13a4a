"""The routes of feedback: a page with a form, in a frame or a window of its own. Requests end here.

It needs no cookie and no referrer, since a sandboxed frame sends neither; answers in the address are kept in links
back to the guide and reach no record.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlencode

from flask import Flask, Response, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from widget.database.errors import DatabaseUnavailable
from widget.guides.answers import Answers, parse_answers, parse_carried_query
from widget.guides.model import Guide
from widget.insight.feedback import FeedbackRepository, Verdict, clean, feedback_of, fingerprint
from widget.web.guide.addresses import FROM, View
from widget.web.guide.editions import Edition
from widget.web.guide.message_pages import Messages
from widget.web.guide.parameters import first, read_view
from widget.web.guide.resolve import resolve_guide
from widget.web.guide.routes import base_url
from widget.web.guide.site import Site
from widget.web.http.language_links import LanguageLink, other_languages
from widget.web.http.languages import Language
from widget.web.http.open_forms import (
    HONEYPOT_FIELD,
    LONGEST_FORM,
    LONGEST_TEXT,
    Age,
    FormTokens,
    MinuteLimit,
    OpenFormPage,
)
from widget.web.http.responses import html_response, uncacheable
from widget.web.http.styles import Style

SENT = "sent"
"""The parameter of the page that says thanks."""


@dataclass(frozen=True, slots=True)
class FeedbackInput:
    """What stands in the form."""

    verdict: str = ""
    text: str = ""


@dataclass(frozen=True)
class FeedbackPage(OpenFormPage):
    """What the template `pages/feedback.html` gets.

    `own_window` is the page's whole address, `by_links` the page that shows it. `problem` says why nothing was kept,
    `problem_field` which field it is about, if any. `token` is the form's.
    """

    guide: Guide
    edition: Edition
    view: View
    back: str
    action: str
    own_window: str
    by_links: str
    token: str
    language: Language
    style: Style
    typed: FeedbackInput = FeedbackInput()
    problem: str = ""
    problem_field: str = ""
    sent: bool = False
    visit_in: Callable[[str], str] = str
    """The address of this page in a language, by its tag."""

    def other_languages(self) -> Iterator[LanguageLink]:
        """The same page in the other languages that the guide is offered in; what was typed does not come along."""
        yield from other_languages(self.edition.offered(self.guide), self.language, self.visit_in)


@dataclass(frozen=True, slots=True)
class _FeedbackRequest:
    """A guide in an edition, how it is looked at where people come from, and the answers that links back keep."""

    guide: Guide
    edition: Edition
    view: View
    answers: Answers
    language: Language

    @property
    def partner(self) -> str:
        """The id of the partner; empty for the common guide."""
        return self.edition.partner or ""

    @property
    def place(self) -> tuple[str, str]:
        """What the form is about: it can be sent for nothing else, and is counted with its like."""
        return self.guide.id, self.partner

    @property
    def path(self) -> str:
        """The address of this page without its query."""
        return replace(self.view, surface="feedback").path

    def address(self, *more: tuple[str, str]) -> str:
        """This page, with all that the link back needs."""
        origin = [(FROM, "embed")] if self.view.surface == "embed" else []
        query = urlencode([*self.answers.parameters(), *self.view.parameters(), *origin, *more], safe=",")
        return f"{self.path}?{query}".rstrip("?") + "#top"


class FeedbackRoutes:
    """The routes `/feedback/<guide>` and `/feedback/<partner>/<guide>`.

    `keeper` and `key` are asked for at the first request. They may raise `DatabaseUnavailable` and `OSError`: then
    people are told so, and nothing else suffers. `now` is the clock.
    """

    def __init__(
        self,
        site: Site,
        keeper: Callable[[], FeedbackRepository],
        key: Callable[[], bytes],
        now: Callable[[], datetime],
    ) -> None:
        self.site = site
        self.messages = Messages(site)
        self._keeper = keeper
        self._key = key
        self._now = now
        self._limit = MinuteLimit()

    def register(self, app: Flask) -> None:
        """Add the routes to `app`."""
        for rule in ("/feedback/<guide>", "/feedback/<partner>/<guide>"):
            app.add_url_rule(rule, "feedback", self.show, methods=["GET", "POST"])

    def show(self, guide: str, partner: str | None = None) -> Response:
        """The form, the thanks for it, or what is wrong with it."""
        request.max_content_length = LONGEST_FORM
        parameters = parse_carried_query(request.query_string)
        surface = "embed" if first(parameters, FROM) == "embed" else "guide"
        found = resolve_guide(
            self.site, self.messages.in_requested_language(parameters, surface), surface, guide, partner, parameters
        )
        if isinstance(found, Response):
            return found
        view = read_view(found.edition, surface, found.guide, parameters)
        answers, _ = parse_answers(found.guide, parameters, found.edition.defaults(found.guide))
        guide_shown = self.site.guide_in(view.language, found.guide)
        visit = _FeedbackRequest(guide_shown, found.edition, view, answers, self.site.languages[view.language])
        if request.method == "POST":
            try:
                return self._take(visit, request.form)
            except RequestEntityTooLarge:
                return self._too_large(visit)
        return self._page(visit, FeedbackInput(), sent=bool(first(parameters, SENT)))

    def _take(self, visit: _FeedbackRequest, form: MultiDict[str, str]) -> Response:
        """Keep what was sent, and say thanks only when it is kept; else the form again with what was typed."""
        _ = visit.language.catalogue.ugettext
        typed = FeedbackInput(form.get("verdict", ""), clean(form.get("text", "")))
        seconds = int(self._now().timestamp())
        try:
            token = self._tokens.read(form.get("token", ""), visit.place, seconds)
            refusal = self._refusal(visit, typed, token.age, form.get(HONEYPOT_FIELD, ""), seconds)
            if refusal:
                return refusal
            if not visit.edition.lasting:
                raise DatabaseUnavailable("No database tells now whether there is such a partner.")
            self._keep(visit, typed, token.name)
        except (DatabaseUnavailable, OSError):
            text = _("We could not save your answer just now. It still stands here. Try again in a minute.")
            return self._page(visit, typed, 503, problem=text)
        response = uncacheable(Response("", content_type="text/plain; charset=utf-8"), 303)
        response.headers["Location"] = visit.address((SENT, "1"))
        return response

    def _refusal(
        self, visit: _FeedbackRequest, typed: FeedbackInput, age: Age, trapped: str, seconds: int
    ) -> Response | None:
        _ = visit.language.catalogue.ugettext
        if typed.verdict not in {verdict.value for verdict in Verdict}:
            text = _("Choose yes, partly or no.")
            return self._page(visit, typed, 422, problem=text, problem_field="verdict")
        if len(typed.text) > LONGEST_TEXT:
            text = _("The text has %(length)s characters. Write at most %(most)s.")
            words = text % {"length": len(typed.text), "most": LONGEST_TEXT}
            return self._page(visit, typed, 422, problem=words, problem_field="text")
        if age is not Age.RIGHT or trapped:
            text = _("Your answer has not been sent yet. Read it through, and press Send once more.")
            return self._page(visit, typed, 422, problem=text)
        if not self._limit.admits(visit.place, seconds):
            text = _("Many people are writing just now. Your answer still stands here. Try again in a minute.")
            return self._page(visit, typed, 429, problem=text)
        return None

    def _too_large(self, visit: _FeedbackRequest) -> Response:
        """An empty form for one of which nothing could be read: the browser alone still has its text."""
        _ = visit.language.catalogue.ugettext
        text = _(
            "The text is far too long, and your answer has not been sent. "
            "Go back in the browser to find the text. Write at most %(most)s characters."
        )
        words = text % {"most": LONGEST_TEXT}
        return self._page(visit, FeedbackInput(), 413, problem=words, problem_field="text")

    def _keep(self, visit: _FeedbackRequest, typed: FeedbackInput, form: str) -> None:
        feedback = feedback_of(
            day=self.site.today(),
            guide=visit.guide.id,
            partner=visit.partner,
            language=visit.view.language,
            version=visit.guide.version,
            verdict=Verdict(typed.verdict),
            text=typed.text,
        )
        self._keeper().add(feedback, fingerprint(form, feedback))

    @property
    def _tokens(self) -> FormTokens:
        return FormTokens(self._key(), "feedback")

    def _page(
        self,
        visit: _FeedbackRequest,
        typed: FeedbackInput,
        status: int = 200,
        *,
        problem: str = "",
        problem_field: str = "",
        sent: bool = False,
    ) -> Response:
        language, style = visit.language, visit.edition.style("feedback")
        page = FeedbackPage(
            guide=visit.guide,
            edition=visit.edition,
            view=visit.view,
            back=visit.view.address(visit.answers),
            action=visit.address(),
            own_window=f"{base_url(self.site)}{visit.path}",
            by_links=replace(visit, view=replace(visit.view, links_only=True)).address(),
            token=self._new_token(visit),
            language=language,
            style=style,
            typed=typed,
            problem=problem,
            problem_field=problem_field,
            sent=sent,
            visit_in=lambda tag: replace(visit, view=replace(visit.view, language=tag)).address(),
        )
        html = self.site.templates.render("pages/feedback.html", page, language)
        origins, public = visit.edition.frame_origins, base_url(self.site)
        return uncacheable(html_response(html, style, origins, public_address=public), status)

    def _new_token(self, visit: _FeedbackRequest) -> str:
        try:
            return self._tokens.make(visit.place, int(self._now().timestamp()))
        except OSError:
            return ""  # the form can be filled in all the same; sending it tells what is wrong
