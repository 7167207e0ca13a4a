"""The page of one version beside what citizens see now, and going back to it. Reads no request."""

from urllib.parse import urlencode

from flask import Response
from werkzeug.exceptions import NotFound

from widget.partners.model import Partner
from widget.partners.records import PartnerEntry, Refusal, RefusalReason, Version
from widget.web.admin.access import AccessLevel
from widget.web.admin.pages import AdminRequest, whole_number
from widget.web.admin.partners.desk import SEND, PartnerContext
from widget.web.admin.partners.draft_changes import DraftChanges
from widget.web.admin.partners.draft_frames import SCHEMES, DraftFrames
from widget.web.admin.partners.pages import PreviewFrame, PreviewOption, VersionPage, VersionRow
from widget.web.http.languages import translate

_WIDTH, _HEIGHT = 400, 700
"""Pixels of a frame: two of them stand side by side on a screen."""


class VersionRoutes:
    """The routes `/history/<number>` and `/back` of a partner."""

    def __init__(self, desk: PartnerContext) -> None:
        self.desk = desk
        self.frames = DraftFrames(desk)

    def register(self) -> None:
        """Register the routes with the access control."""
        add, home = self.desk.access_control.add, "/partners/<partner>"
        add(f"{home}/history/<number>", "partner_version", self.show, AccessLevel.PARTNER)
        add(f"{home}/back", "partner_back", self.back, AccessLevel.PARTNER, SEND, keeps=True)

    def show(self, visit: AdminRequest, partner: str, number: str) -> Response:
        """One version, and what going back to it would change."""
        entry = self.desk.entry(partner)
        versions = {one.number: one for one in self.desk.registry.versions(partner)}
        version = versions.get(whole_number(number) or 0)
        if version is None:
            raise NotFound
        old, now = self.desk.registry.version(partner, version.number), entry.published
        if old is None or now is None:
            text = self._("This version was saved by another release of the program, and cannot be shown any more.")
            history = f"/admin/partners/{partner}/history"
            return self.desk.pages.message(visit, self._version(version), text, status=409, next_url=history)
        return self._page(visit, entry, version, old, now)

    def back(self, visit: AdminRequest, partner: str) -> Response:
        """Publish an old version again, if citizens still see what it was compared with."""
        number = whole_number(visit.typed("version")) or 0
        seen = whole_number(visit.typed("compared-with")) or 0
        result = self.desk.registry.restore_version(partner, number, visit.account.email, seen=seen)
        home = f"/admin/partners/{partner}"
        if isinstance(result, Refusal):
            changed = result.reason is RefusalReason.CHANGED
            text = self._(_CHANGED) if changed else self.desk.refusal(result)
            next_url = f"{home}/history/{number}" if changed else f"{home}/history"
            return self.desk.pages.message(visit, self._("Nothing was changed"), text, status=409, next_url=next_url)
        return self.desk.pages.redirect(f"{home}?done=published")

    def _page(
        self, visit: AdminRequest, entry: PartnerEntry, version: Version, old: Partner, now: Partner
    ) -> Response:
        guide, scheme = self.frames.chosen(visit, old)
        number = entry.published_version or 0
        shown = ((version.number, self._version(version)), (number, self._("What citizens see now")))
        page = VersionPage(
            title=self._version(version),
            visit=visit,
            language=self.desk.language,
            style=self.desk.style,
            partner_id=entry.id,
            partner_name=now.name,
            section="history",
            has_draft=entry.draft is not None,
            version=VersionRow(version.number, version.by, self.desk.moment(version.at), version.live),
            seen=number,
            changes=DraftChanges(self.desk).between(now, old),
            guides=tuple(
                PreviewOption(one.title, _query(one.id, scheme), one is guide) for one in self.frames.offered(old)
            ),
            schemes=tuple(
                PreviewOption(self._(label), _query(guide.id, one), one == scheme) for one, label in SCHEMES.items()
            ),
            frames=tuple(
                PreviewFrame(self.frames.address(entry, guide, scheme, version=one), title, _WIDTH, _HEIGHT)
                for one, title in shown
            ),
        )
        return self.desk.pages.show("partner_version", page, frame_source="'self'")

    def _version(self, version: Version) -> str:
        return self._("Version %(number)s") % {"number": version.number}

    def _(self, text: str) -> str:
        return self.desk.language.catalogue.ugettext(text)


_CHANGED = translate("Citizens see another version by now. Look at the difference, and decide once more.")


def _query(guide: str, scheme: str) -> str:
    return "?" + urlencode({"guide": guide, "scheme": scheme})
