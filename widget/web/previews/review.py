"""The guides under review, as whoever has a signed link sees them on the day it names. Requests end here."""

from collections.abc import Callable
from dataclasses import replace

from flask import Flask, Response, request

from widget.guides.answers import parse_carried_query
from widget.web.guide.addresses import DEFAULT_HEADINGS
from widget.web.guide.editions import Edition
from widget.web.guide.message_pages import Messages
from widget.web.guide.review_marks import Review, review_of
from widget.web.guide.routes import base_url
from widget.web.guide.site import Site
from widget.web.guide.surfaces import guide_response
from widget.web.http.styles import with_rules
from widget.web.previews.review_folder import ReviewFolder
from widget.web.previews.review_links import ReviewLinks


class ReviewRoutes:
    """The routes under `/review`. `site` is what citizens see, with which `folder` is compared.

    `links` are asked for when somebody comes.
    """

    def __init__(self, site: Site, folder: ReviewFolder, links: Callable[[], ReviewLinks]) -> None:
        self.site = site
        self.folder = folder
        self.links = links
        self.messages = Messages(site)

    def register(self, app: Flask) -> None:
        """Add the routes to `app`."""
        for surface in DEFAULT_HEADINGS:
            rule = f"/review/<token>/{surface}/<guide>"
            app.add_url_rule(rule, f"review_{surface}", self.show, defaults={"surface": surface})

    def show(self, token: str, surface: str, guide: str) -> Response:
        """A guide as it is under review."""
        day = self.links().read(token)
        if day is None:
            return self.messages.review_over()
        reviewed = self.folder.look()
        if not isinstance(reviewed, Site):
            return self.messages.review_away()
        found = reviewed.library.guides.get(guide)
        if found is None:
            return self.messages.unknown_guide(surface)
        parameters = parse_carried_query(request.query_string)
        review = review_of(self.site.library, reviewed.library, guide, day, parameters, self.site.language)
        return guide_response(
            replace(reviewed, today=lambda: day),
            _edition(reviewed, review),
            surface,
            found,
            parameters,
            base_url=base_url(self.site),
            draft=f"review/{token}",
        )


def _edition(site: Site, review: Review) -> Edition:
    """The common edition with the look of a review; kept nowhere, framed by nobody else."""
    common, rules = site.editions.common, str(site.styles["review"].css)
    styles = {surface: with_rules(style, rules) for surface, style in common.styles.items()}
    return replace(common, styles=styles, frame_origins="'self'", lasting=False, review=review)
