"""The pages of what was: the list of versions, and who did what. Reads no request."""

from collections.abc import Callable

from flask import Response

from widget.partners.records import PartnerAction, PartnerChange
from widget.web.admin.access import AccessLevel
from widget.web.admin.pages import AdminRequest, whole_number
from widget.web.admin.partners.desk import PartnerContext
from widget.web.admin.partners.pages import ChangeRow, ChangesPage, HistoryPage, VersionRow
from widget.web.http.languages import translate

_AT_ONCE = 50

_DONE = {
    PartnerAction.CREATED: translate("Created"),
    PartnerAction.DRAFTED: translate("Changed the draft"),
    PartnerAction.DISCARDED: translate("Discarded the draft"),
    PartnerAction.PUBLISHED: translate("Published"),
    PartnerAction.RESTORED: translate("Went back"),
    PartnerAction.PAUSED: translate("Paused"),
    PartnerAction.RESUMED: translate("Ended the pause"),
    PartnerAction.REMOVED: translate("Removed"),
}

PARTS = {
    "name": translate("name"),
    "kind": translate("kind"),
    "kommune_code": translate("code of the kommune"),
    "origins": translate("websites"),
    "theme": translate("appearance"),
    "terms": translate("words"),
    "contact": translate("contact"),
    "notes": translate("notes"),
    "guides": translate("guides"),
    "languages": translate("languages"),
    "default_answers": translate("answers from the start"),
}
"""The parts of a partner as the log and the overview call them."""


class HistoryRoutes:
    """The route `/history` of a partner, and `/changes` for all."""

    def __init__(self, desk: PartnerContext) -> None:
        self.desk = desk

    def register(self) -> None:
        """Register the routes with the access control."""
        add = self.desk.access_control.add
        add("/partners/<partner>/history", "partner_history", self.history, AccessLevel.PARTNER)
        add("/changes", "changes", self.changes, AccessLevel.OPERATOR)

    def history(self, visit: AdminRequest, partner: str) -> Response:
        """Versions and log of a partner."""
        entry = self.desk.entry(partner)
        log, older = self._log(visit, partner)
        versions = self.desk.registry.versions(partner)
        page = HistoryPage(
            title=self._("History"),
            visit=visit,
            language=self.desk.language,
            style=self.desk.style,
            partner_id=partner,
            partner_name=entry.working.name if entry.working else partner,
            section="history",
            has_draft=entry.draft is not None,
            versions=tuple(VersionRow(one.number, one.by, self.desk.moment(one.at), one.live) for one in versions),
            changes=log,
            older=older,
        )
        return self.desk.pages.show("partner_history", page)

    def changes(self, visit: AdminRequest) -> Response:
        """The log of all partners."""
        log, older = self._log(visit, None)
        page = ChangesPage(
            title=self._("Changes"),
            visit=visit,
            language=self.desk.language,
            style=self.desk.style,
            changes=log,
            older=older,
        )
        return self.desk.pages.show("changes", page)

    def _log(self, visit: AdminRequest, partner: str | None) -> tuple[tuple[ChangeRow, ...], str]:
        """A page of the log, and the query for the next one, if there is more."""
        before = whole_number(visit.query.get("before", ""))
        found = self.desk.registry.changes(partner, _AT_ONCE + 1, before)
        older = f"?before={found[_AT_ONCE - 1].id}" if len(found) > _AT_ONCE else ""
        return tuple(self._shown(change) for change in found[:_AT_ONCE]), older

    def _shown(self, change: PartnerChange) -> ChangeRow:
        detail = change.detail
        if change.what is PartnerAction.DRAFTED:
            detail = parts_in_words(detail.split(", "), self._)
        elif change.what in {PartnerAction.PUBLISHED, PartnerAction.RESTORED}:
            detail = self._("version %(number)s") % {"number": detail}
        at = self.desk.moment(change.at)
        return ChangeRow(at, change.who, self._(_DONE[change.what]), detail, change.partner_id)

    def _(self, text: str) -> str:
        return self.desk.language.catalogue.ugettext(text)


def parts_in_words(parts: list[str], words: Callable[[str], str]) -> str:
    """The parts that were changed, as people call them."""
    return ", ".join(words(PARTS[part]) for part in parts if part in PARTS)
