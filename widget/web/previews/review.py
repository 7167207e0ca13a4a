"""The guides under review, as readers with a signed link see them on the day it names. Requests end here."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from flask import Flask, Response, request

from widget.database.errors import DatabaseUnavailable
from widget.guides.answers import parse_carried_query
from widget.web.guide.addresses import DEFAULT_HEADINGS, OPEN
from widget.web.guide.editions import Edition
from widget.web.guide.message_pages import Messages
from widget.web.guide.page_kind import WHOLE_GUIDE
from widget.web.guide.review_marks import Review, review_of
from widget.web.guide.routes import base_url
from widget.web.guide.site import Site
from widget.web.guide.surfaces import guide_response
from widget.web.http.styles import with_rules
from widget.web.previews.review_comments import ReviewCommentRoutes
from widget.web.previews.review_folder import ReviewFolder, UnderReview
from widget.web.previews.review_links import ReviewLinks
from widget.web.previews.review_sets import ReviewSets


class ReviewRoutes:
    """The routes under `/review`. `site` is what citizens see, with which `folder` and `sets` are compared.

    `links` are asked for at the first request. `now` is the clock, `announce_comment` tells editors of one.
    """

    def __init__(
        self,
        site: Site,
        folder: ReviewFolder | None,
        sets: ReviewSets,
        links: Callable[[], ReviewLinks],
        now: Callable[[], datetime],
        announce_comment: Callable[[], None],
    ) -> None:
        self.site = site
        self.folder = folder
        self.sets = sets
        self.links = links
        self.messages = Messages(site)
        self.comments = ReviewCommentRoutes(site, sets.change_sets, links, now, announce_comment)

    def register(self, app: Flask) -> None:
        """Add the routes to `app`."""
        for surface in DEFAULT_HEADINGS:
            rule = f"/review/<token>/{surface}/<guide>"
            app.add_url_rule(rule, f"review_{surface}", self.show, defaults={"surface": surface})
        self.comments.register(app)

    def show(self, token: str, surface: str, guide: str) -> Response:
        """A guide as it is under review: all of it, so that every change is seen, unless the address names a page."""
        day, reviewed = self._looked_at(token)
        if day is None:
            return self.messages.review_over()
        if not isinstance(reviewed, Site):
            return self.messages.review_away()
        library = reviewed.content.on(day)
        found = library.guides.get(guide)
        if found is None:
            return self.messages.unknown_guide(surface)
        parameters = {OPEN: [WHOLE_GUIDE], **parse_carried_query(request.query_string)}
        review = review_of(self.site.content.on(day), library, guide, day, parameters, self.site.language)
        review = replace(review, comments=self._comments(token, surface, guide))
        return guide_response(
            replace(reviewed, today=lambda: day),
            _edition(reviewed, review),
            surface,
            found,
            parameters,
            base_url=base_url(self.site),
            draft=f"review/{token}",
        )

    def _comments(self, token: str, surface: str, guide: str) -> str:
        """Where comments are written on what a link shows; empty where it shows no change set."""
        base = base_url(self.site) if surface == "fragment" else ""
        return "" if self.links().read_set(token) is None else f"{base}/review/{token}/comments?guide={guide}"

    def _looked_at(self, token: str) -> tuple[date | None, UnderReview | None]:
        """The day that a link names, and what it shows; no day where the link does not hold."""
        if (day := self.links().read(token)) is not None and self.folder is not None:
            return day, self.folder.look()
        if (named := self.links().read_set(token)) is None:
            return None, None
        try:
            reviewed = self.sets.look(named[1])
        except DatabaseUnavailable:
            return named[0], None
        return (None if reviewed is None else named[0]), reviewed


def _edition(site: Site, review: Review) -> Edition:
    """The common edition with the look of a review; kept nowhere, framed by no other site."""
    common, rules = site.editions.common, str(site.styles["review"].css)
    styles = {surface: with_rules(style, rules) for surface, style in common.styles.items()}
    return replace(common, styles=styles, frame_origins="'self'", lasting=False, review=review)
