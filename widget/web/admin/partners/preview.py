"""The preview: the draft in real frames, narrow and wide, and a link to it for others. Reads no request."""

from datetime import timedelta
from urllib.parse import urlencode

from flask import Response

from widget.web.admin.access import AccessLevel
from widget.web.admin.pages import AdminRequest
from widget.web.admin.partners.desk import PartnerContext
from widget.web.admin.partners.draft_frames import SCHEMES, DraftFrames
from widget.web.admin.partners.pages import PreviewFrame, PreviewOption, PreviewPage
from widget.web.previews.draft_links import draft_link

FOR_OTHERS = timedelta(days=14)
_WIDTHS = (320, 768)
_HEIGHT = 700


class PreviewRoutes:
    """The route `/preview` of a partner."""

    def __init__(self, desk: PartnerContext) -> None:
        self.desk = desk
        self.frames = DraftFrames(desk)

    def register(self) -> None:
        """Register the route with the access control."""
        self.desk.access_control.add("/partners/<partner>/preview", "partner_preview", self.show, AccessLevel.PARTNER)

    def show(self, visit: AdminRequest, partner: str) -> Response:
        """The frames for the guide and the scheme that the query names."""
        entry = self.desk.entry(partner)
        working = self.desk.working(entry)
        guide, scheme = self.frames.chosen(visit, working)
        frame_address = self.frames.address(entry, guide, scheme)
        for_others = draft_link(partner, entry.created)
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
            guides=tuple(
                PreviewOption(one.title, _query(one.id, scheme), one is guide) for one in self.frames.offered(working)
            ),
            schemes=tuple(
                PreviewOption(self._(label), _query(guide.id, one), one == scheme) for one, label in SCHEMES.items()
            ),
            frames=tuple(
                PreviewFrame(frame_address, f"{guide.title}: {width} px", width, guide.heights.get(width, _HEIGHT))
                for width in _WIDTHS
            ),
            for_others=visit.base_url
            + self.desk.draft_links().address(for_others, "guide", guide.id, lifetime=FOR_OTHERS),
            until=self.desk.language.medium_date(until),
        )
        return self.desk.pages.show("partner_preview", page, frame_source="'self'")

    def _(self, text: str) -> str:
        return self.desk.language.catalogue.ugettext(text)


def _query(guide: str, scheme: str) -> str:
    return "?" + urlencode({"guide": guide, "scheme": scheme})
