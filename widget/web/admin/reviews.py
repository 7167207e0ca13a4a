"""The review in the admin: what would change for citizens, as of a day, and links for others. Reads no request."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from flask import Response

from widget.guides.day_reading import parse_day
from widget.guides.library import Library
from widget.proof.edition import ProofEdition, editions_on_two_days
from widget.proof.libraries import compare_libraries
from widget.proof.words import ProofWords
from widget.web.admin.access import AccessLevel
from widget.web.admin.access_control import AccessControl
from widget.web.admin.pages import AdminPage, AdminRequest, FieldProblem
from widget.web.guide.addresses import View
from widget.web.guide.site import Site
from widget.web.previews.review_folder import ReviewFolder
from widget.web.previews.review_links import ReviewLinks
from widget.web.reports.proof_page import ProofPage

_LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class ReviewLink:
    """A guide under review with its address for people without an account."""

    title: str
    address: str
    draft: bool


@dataclass(frozen=True, kw_only=True)
class ReviewPage(AdminPage):
    """What the template `admin/review.html` gets.

    `folder` is empty where none is set. `broken` says why its content cannot be shown. `typed` is the field's day,
    `until` the day on which the links end. `switching` is what switches by itself from today until that day.
    """

    folder: str = ""
    typed: str
    broken: tuple[str, ...] = ()
    links: tuple[ReviewLink, ...] = ()
    until: str = ""
    proof: ProofPage | None = None
    switching: ProofPage | None = None


class ReviewAdminRoutes:
    """The route `/admin/review`. `links` are asked for at the first request; `folder` is None where none is set."""

    def __init__(
        self, access_control: AccessControl, folder: ReviewFolder | None, links: Callable[[], ReviewLinks]
    ) -> None:
        self._access_control = access_control
        self._folder = folder
        self._links = links

    def register(self) -> None:
        """Register the route with the access control."""
        self._access_control.add("/review", "review", self.show, AccessLevel.EDITOR)

    def show(self, visit: AdminRequest) -> Response:
        """The proof as of the day that the query names; today if it names none."""
        site = self._access_control.site
        typed = visit.query.get("date", "").strip() or site.today().isoformat()
        day = parse_day(typed)
        page = ReviewPage(
            title=self._("Review"),
            visit=visit,
            problems=() if day else (FieldProblem("date", self._unread(typed)),),
            language=site.language,
            style=site.styles["review_admin"],
            typed=day.isoformat() if day else typed,
            folder=str(self._folder.folder) if self._folder else "",
        )
        if self._folder is not None and day is not None:
            page = self._looked(page, self._folder, day)
        return self._access_control.pages.show("review", page)

    def _looked(self, page: ReviewPage, folder: ReviewFolder, day: date) -> ReviewPage:
        found, links = folder.look(), self._links()
        if not isinstance(found, Site):
            return replace(page, broken=tuple(str(problem) for problem in found))
        place = links.place(day)
        return replace(
            page,
            proof=self._proof(found, day),
            switching=self._switching(found, day),
            links=tuple(
                ReviewLink(
                    guide.title,
                    View("guide", guide.id, base=page.visit.base_url, draft=place).path,
                    not guide.published,
                )
                for guide in found.library.guides.values()
            ),
            until=page.language.medium_date(links.until),
        )

    def _proof(self, reviewed: Site, day: date) -> ProofPage:
        site, language = self._access_control.site, self._access_control.site.language
        sides = (
            ProofEdition(self._("what citizens see"), site.content.on(day), day, language.tag),
            ProofEdition(self._("what is under review"), self._for_citizens(reviewed).on(day), day, language.tag),
        )
        return self._compared(sides)

    def _switching(self, reviewed: Site, day: date) -> ProofPage | None:
        """What switches by itself in what is under review, until a day that is to come."""
        today = self._access_control.site.today()
        if day <= today:
            return None
        library = self._for_citizens(reviewed)
        return self._compared(editions_on_two_days(library, today, day, self._access_control.site.language.tag))

    def _compared(self, sides: tuple[ProofEdition, ProofEdition]) -> ProofPage:
        site, language = self._access_control.site, self._access_control.site.language
        words = ProofWords(language.catalogue.ugettext, language.tag)
        return ProofPage(compare_libraries(*sides), words, language, site.styles["review_admin"])

    def _for_citizens(self, reviewed: Site) -> Library:
        """The guides that citizens would see: drafts are on neither side of the proof."""
        drafts, content = self._access_control.site.settings.draft_guides, reviewed.content
        shown = {name for name, guide in content.guides.items() if guide.published or name in drafts}
        return content.with_guides(shown)

    def _unread(self, text: str) -> str:
        words = self._("“%(given)s” is not a date we can read. Choose a day, or write it as 2026-12-31.")
        return words % {"given": text[:_LONGEST_SHOWN]}

    def _(self, text: str) -> str:
        return self._access_control.site.language.catalogue.ugettext(text)
