"""What all routes about partners work with: the registry, the partner of an address, words for refusals."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from werkzeug.exceptions import Conflict, NotFound

from widget.partners.model import Partner
from widget.partners.records import PartnerEntry, Refusal, RefusalReason
from widget.partners.registry import Registry
from widget.web.admin.access_control import AccessControl
from widget.web.admin.pages import AdminPages
from widget.web.guide.site import Site
from widget.web.http.languages import Language, translate
from widget.web.http.styles import Style
from widget.web.previews.draft_links import DraftLinks

BOTH = ("GET", "POST")
SEND = ("POST",)

_HERE = ZoneInfo("Europe/Copenhagen")

REASONS = {
    RefusalReason.BAD_ID: translate(
        "Use the letters a–z, digits and hyphens, at most 64, and no hyphen first or last."
    ),
    RefusalReason.GUIDE_ID: translate("One of the guides has this name. Choose another one."),
    RefusalReason.IN_USE: translate("Another partner has this name already. Choose another one."),
    RefusalReason.UNKNOWN: translate("This partner is no more. Another operator has removed it."),
    RefusalReason.UNREADABLE: translate(
        "Something in it cannot be shown to citizens. Go through the pages and save again."
    ),
    RefusalReason.NO_DRAFT: translate("There is no draft. Another administrator has published or discarded it."),
    RefusalReason.NO_SUCH_VERSION: translate("There is no such version."),
    RefusalReason.NOT_PUBLISHED: translate("Publish first. What citizens do not see cannot be paused."),
    RefusalReason.NO_MESSAGE: translate("Write what citizens are to read during the pause."),
    RefusalReason.REMOVED: translate(
        "A partner with this name in addresses was removed. Its addresses still stand on websites, so they must not "
        "lead to another partner. Choose another one, or give the partner the same name as before."
    ),
    RefusalReason.CHANGED: translate("Another administrator has changed the draft. Look at it, and decide again."),
}


class PartnerContext:
    """The registry and its words. `registry` and `draft_links` are asked for at the first request."""

    def __init__(
        self,
        access_control: AccessControl,
        registry: Callable[[], Registry],
        draft_links: Callable[[], DraftLinks],
        now: Callable[[], datetime],
    ) -> None:
        self.access_control = access_control
        self._registry = registry
        self.draft_links = draft_links
        self.now = now

    @property
    def registry(self) -> Registry:
        """The partners as their editors see them."""
        return self._registry()

    @property
    def site(self) -> Site:
        """The guides and everything to show them with."""
        return self.access_control.site

    @property
    def pages(self) -> AdminPages:
        """Makes answers of pages."""
        return self.access_control.pages

    @property
    def language(self) -> Language:
        """The language of the admin."""
        return self.site.language

    @property
    def style(self) -> Style:
        """The style of the admin."""
        return self.site.styles["admin"]

    def entry(self, partner_id: str) -> PartnerEntry:
        """The partner that an address names. Raises `NotFound`."""
        entry = self.registry.entry(partner_id)
        if entry is None:
            raise NotFound
        return entry

    def working(self, entry: PartnerEntry) -> Partner:
        """What editors go on from. Raises `Conflict` where this release cannot read it."""
        if entry.working is None:
            raise Conflict
        return entry.working

    def moment(self, at: datetime | None) -> str:
        """A time in words, as clocks in Denmark show it."""
        if at is None:
            return ""
        local = at.astimezone(_HERE)
        day = self.language.medium_date(local.date())
        return self._("%(day)s at %(time)s") % {"day": day, "time": f"{local:%H.%M}"}

    def refusal(self, refusal: Refusal) -> str:
        """Why something was not done, in words."""
        return self._(REASONS[refusal.reason])

    def _(self, text: str) -> str:
        return self.language.catalogue.ugettext(text)
