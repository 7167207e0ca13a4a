"""The preview: the draft in real frames, narrow and wide, and a link to it for others. Reads no request."""

from datetime import timedelta
from urllib.parse import urlencode

from flask import Response
from werkzeug.exceptions import NotFound

from widget.guides.model import Guide
from widget.partners.model import Partner
from widget.web.admin.access import AccessLevel
from widget.web.admin.pages import AdminRequest
from widget.web.admin.partners.desk import PartnerContext
from widget.web.admin.partners.pages import PreviewFrame, PreviewOption, PreviewPage
from widget.web.http.languages import translate

FOR_OTHERS = timedelta(days=14)
FOR_US = timedelta(hours=12)
_WIDTHS = (320, 768)
_HEIGHT = 700
_SCHEMES = {"light": translate("Light"), "dark": translate("Dark")}


class PreviewRoutes:
    """The route `/preview` of a partner."""

    def __init__(self, desk: PartnerContext) -> None:
        self.desk = desk

    def register(self) -> None:
        """Add the route to the door."""
        self.desk.access_control.add("/partners/<partner>/preview", "partner_preview", self.show, AccessLevel.PARTNER)

    def show(self, visit: AdminRequest, partner: str) -> Response:
        """The frames for the guide and the scheme that the query names."""
        entry = self.desk.entry(partner)
        working = self.desk.working(entry)
        offered = self._offered(working)
        guide = next((one for one in offered if one.id == visit.query.get("guide")), offered[0])
        asked = visit.query.get("scheme", "")
        scheme = asked if asked in _SCHEMES else "light"
        links = self.desk.draft_links()
        frame_address = links.address(partner, "embed", guide.id, lifetime=FOR_US, scheme=scheme)
        until = (self.desk.now() + FOR_OTHERS).date()
        page = PreviewPage(
            title=self._("Preview"),
            visit=visit,
            language=self.desk.language,
            style=self.desk.style,
            partner_id=partner,
            partner_name=working.name,
            section="preview",
            has_draft=entry.draft is not None,
            guides=tuple(PreviewOption(one.title, _query(one.id, scheme), one is guide) for one in offered),
            schemes=tuple(
                PreviewOption(self._(label), _query(guide.id, one), one == scheme) for one, label in _SCHEMES.items()
            ),
            frames=tuple(
                PreviewFrame(frame_address, f"{guide.title}: {width} px", width, guide.heights.get(width, _HEIGHT))
                for width in _WIDTHS
            ),
            for_others=visit.base_url + links.address(partner, "guide", guide.id, lifetime=FOR_OTHERS),
            until=self.desk.language.medium_date(until),
        )
        return self.desk.pages.show("partner_preview", page, frame_source="'self'")

    def _offered(self, partner: Partner) -> list[Guide]:
        guides = self.desk.site.library.guides.values()
        offered = [guide for guide in guides if guide.id in partner.guides] or list(guides)
        if not offered:
            raise NotFound
        return offered

    def _(self, text: str) -> str:
        return self.desk.language.catalogue.ugettext(text)


def _query(guide: str, scheme: str) -> str:
    return "?" + urlencode({"guide": guide, "scheme": scheme})
