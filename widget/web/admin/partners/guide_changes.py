"""The pages of what the editors changed in the guides that a partner uses. Reads no request."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import Response
from werkzeug.exceptions import NotFound

from widget.notices.edition_news import EditionNews
from widget.notices.kept_proof import about_guides
from widget.notices.news_store import EditionNewsStore
from widget.notices.recipients import guides_of
from widget.notices.words import NoticeWords
from widget.proof.libraries import Proof
from widget.proof.words import ProofWords
from widget.web.admin.access import AccessLevel
from widget.web.admin.pages import AdminRequest, whole_number
from widget.web.admin.partners.desk import PartnerContext
from widget.web.admin.partners.pages import PartnerPage
from widget.web.http.styles import Style
from widget.web.reports.proof_page import ProofPage


@dataclass(frozen=True, slots=True)
class ChangedGuide:
    """A guide in words: what became of it, and of its items."""

    text: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GuideChangesRow:
    """An edition with the guides of the partner that it changed."""

    number: int
    day: str
    heading: str
    guides: tuple[ChangedGuide, ...]


@dataclass(frozen=True, kw_only=True)
class GuideChangesPage(PartnerPage):
    """What the template `admin/partner_guide_changes.html` gets; `feed` is the address for feed readers."""

    rows: tuple[GuideChangesRow, ...]
    feed: str


@dataclass(frozen=True, kw_only=True)
class GuideChangePage(PartnerPage):
    """What the template `admin/partner_guide_change.html` gets. `edition` is its page for editors, if they may."""

    row: GuideChangesRow
    proof: ProofPage
    edition: str


class GuideChangeRoutes:
    """The routes `/guide-changes` of a partner: the latest editions, and one of them with every changed word."""

    def __init__(self, desk: PartnerContext, news: Callable[[], EditionNewsStore]) -> None:
        self.desk = desk
        self._news = news
        self._words = NoticeWords(lambda text: self._(text), lambda day: self.desk.language.medium_date(day))

    def register(self) -> None:
        """Register the routes with the access control."""
        add, home = self.desk.access_control.add, "/partners/<partner>/guide-changes"
        add(home, "partner_guide_changes", self.show, AccessLevel.PARTNER)
        add(f"{home}/<edition>", "partner_guide_change", self.compare, AccessLevel.PARTNER)

    def show(self, visit: AdminRequest, partner: str) -> Response:
        """The latest editions that changed a guide of the partner."""
        name, has_draft = self._about(partner)
        page = GuideChangesPage(
            title=self._("Changes in the guides"),
            visit=visit,
            language=self.desk.language,
            style=self.desk.style,
            partner_id=partner,
            partner_name=name,
            section="guide-changes",
            has_draft=has_draft,
            rows=tuple(self._row(news) for news in self.latest(partner)),
            feed="/changes.atom",
        )
        return self.desk.pages.show("partner_guide_changes", page)

    def compare(self, visit: AdminRequest, partner: str, edition: str) -> Response:
        """What an edition changed in the guides of the partner, word for word."""
        number = whole_number(edition) or 0
        found = next((news for news in self.latest(partner) if news.number == number), None)
        proof = self._news().proof(number) if found else None
        if found is None or proof is None:
            raise NotFound
        day, language = found.published_at.date(), self.desk.language
        style = self.desk.site.styles["review_admin"]
        name, has_draft = self._about(partner)
        page = GuideChangePage(
            title=self._("Changed in the guides on %(day)s") % {"day": language.medium_date(day)},
            visit=visit,
            language=language,
            style=style,
            partner_id=partner,
            partner_name=name,
            section="guide-changes",
            has_draft=has_draft,
            row=self._row(found),
            proof=self._proof(found, proof, style),
            edition=f"/admin/guides/editions/{number}" if visit.account.may_edit_guides else "",
        )
        return self.desk.pages.show("partner_guide_change", page)

    def _proof(self, news: EditionNews, proof: Proof, style: Style) -> ProofPage:
        """What differs in the guides of the news, on the day on which the edition was published."""
        language = self.desk.language
        before, after = self._("before"), self._("edition %(number)s") % {"number": news.number}
        own = about_guides(proof, {one.id: one.title for one in news.guides})
        shown = replace(own, before=before, after=after)
        words = ProofWords(language.catalogue.ugettext, language.tag)
        return ProofPage(shown, words, language, style, for_editors=False)

    def latest(self, partner: str) -> tuple[EditionNews, ...]:
        """The latest editions that changed a guide which the partner shows, or would show when it is published."""
        guides = guides_of(self.desk.registry, partner)
        news = (one.of(guides or frozenset()) for one in self._news().latest())
        return tuple(one for one in news if one.guides)

    def _row(self, news: EditionNews) -> GuideChangesRow:
        day = news.published_at.date()
        guides = (
            ChangedGuide(self._words.guide(one), tuple(self._words.item(item, day) for item in one.items))
            for one in news.guides
        )
        return GuideChangesRow(news.number, self.desk.language.medium_date(day), news.heading, tuple(guides))

    def _about(self, partner: str) -> tuple[str, bool]:
        """What a partner is called, and whether it has a draft. Raises `NotFound`."""
        entry = self.desk.entry(partner)
        return entry.working.name if entry.working else partner, entry.draft is not None

    def _(self, text: str) -> str:
        return self.desk.language.catalogue.ugettext(text)
