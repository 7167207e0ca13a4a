"""The draft, or a version, in a frame of the admin: which guide, in which mode. Reads no request."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from werkzeug.exceptions import NotFound

from widget.guides.model import Guide
from widget.partners.model import Partner
from widget.partners.records import PartnerEntry
from widget.web.admin.pages import AdminRequest
from widget.web.admin.partners.desk import PartnerContext
from widget.web.admin.partners.pages import DraftFrame, FrameChoice
from widget.web.http.languages import translate
from widget.web.previews.draft_links import DRAFT, draft_link

FOR_US = timedelta(hours=12)
SCHEMES = {"light": translate("Light"), "dark": translate("Dark")}
GUIDE_FIELD, SCHEME_FIELD = "shown-guide", "shown-scheme"


@dataclass(frozen=True, slots=True)
class FrameContent:
    """What a form wants to have shown beside it: of one `guide`, or of the chosen one, the whole or one `item`."""

    guide: str = ""
    item: str = ""


WHOLE_GUIDE = FrameContent()


class DraftFrames:
    """Makes the frames of a partner's draft and versions."""

    def __init__(self, desk: PartnerContext) -> None:
        self.desk = desk

    def offered(self, partner: Partner) -> Sequence[Guide]:
        """The guides that a partner shows; all of them where it shows none that is left. Raises `NotFound`."""
        guides = tuple(self.desk.site.library.guides.values())
        if not guides:
            raise NotFound
        return tuple(guide for guide in guides if guide.id in partner.guides) or guides

    def chosen(self, visit: AdminRequest, partner: Partner) -> tuple[Guide, str]:
        """The guide and the mode that a form or a query names; the first guide, light, otherwise."""
        offered = self.offered(partner)
        wanted = visit.form.get(GUIDE_FIELD) or visit.query.get(GUIDE_FIELD) or visit.query.get("guide")
        guide = next((one for one in offered if one.id == wanted), offered[0])
        scheme = visit.form.get(SCHEME_FIELD) or visit.query.get(SCHEME_FIELD) or visit.query.get("scheme", "")
        return guide, scheme if scheme in SCHEMES else "light"

    def beside(self, visit: AdminRequest, entry: PartnerEntry, partner: Partner, content: FrameContent) -> DraftFrame:
        """The draft beside a form, with what else can be shown there."""
        guide, scheme = self.chosen(visit, partner)
        guide = self.desk.site.library.guides.get(content.guide, guide)
        guides = () if content.guide else self.offered(partner)
        address = self.address(entry, guide, scheme)
        return DraftFrame(
            address=f"{address}?{urlencode({'open': content.item})}" if content.item else address,
            title=self._("The draft: %(guide)s") % {"guide": guide.title},
            guides=tuple(FrameChoice(one.id, one.title, one is guide) for one in guides),
            schemes=tuple(FrameChoice(one, self._(label), one == scheme) for one, label in SCHEMES.items()),
        )

    def address(self, entry: PartnerEntry, guide: Guide, scheme: str, *, version: int = DRAFT) -> str:
        """What a frame shows."""
        link = draft_link(entry.id, entry.created, version=version, scheme=scheme)
        return self.desk.draft_links().address(link, "embed", guide.id, lifetime=FOR_US)

    def _(self, text: str) -> str:
        return self.desk.language.catalogue.ugettext(text)


def shown_query(visit: AdminRequest) -> dict[str, str]:
    """What a form says is to be shown beside it, for the address that it leads to."""
    sent = {"guide": visit.form.get(GUIDE_FIELD, ""), "scheme": visit.form.get(SCHEME_FIELD, "")}
    return {name: value for name, value in sent.items() if value}
