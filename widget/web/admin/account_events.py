"""The page of what was done with accounts, for operators: who, whose, when. Reads no request."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Response

from widget.accounts.journal import COMMAND_LINE, UNKNOWN, AccountEvent, Did
from widget.web.admin.access import Access
from widget.web.admin.pages import AdminPage, Visit, whole_number
from widget.web.admin.partners.desk import PartnerDesk
from widget.web.languages import translate

PAGE = 50

_DONE = {
    Did.SIGNED_IN: translate("Signed in"),
    Did.SIGNED_IN_BY_SPARE_CODE: translate("Signed in with a recovery code"),
    Did.PASSWORD_FAILED: translate("Wrong password"),
    Did.CODE_FAILED: translate("Right password, wrong code"),
    Did.INVITED: translate("Account made"),
    Did.PASSWORD_SET: translate("Password set"),
    Did.CODES_SET_UP: translate("One-time codes set up"),
    Did.RESET: translate("Password and codes taken away, new link made"),
    Did.CLOSED: translate("Account closed"),
    Did.ROLE_GIVEN: translate("Role given"),
    Did.ROLE_TAKEN: translate("Role taken away"),
    Did.CONFIRMED: translate("First sign-in confirmed"),
    Did.CODES_RENEWED: translate("One-time codes set up on another phone"),
    Did.SPARE_CODES_RENEWED: translate("New recovery codes"),
    Did.SESSION_ENDED: translate("Signed out elsewhere"),
}
_BY = {COMMAND_LINE: translate("the server's command line"), UNKNOWN: translate("unknown")}


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """An event in words."""

    email: str
    what: str
    at: str
    by: str


@dataclass(frozen=True, kw_only=True)
class AccountEventsPage(AdminPage):
    """What was done with accounts, newest first; `older` is the query for the next page."""

    events: tuple[ShownEvent, ...]
    older: str


def told_event(event: AccountEvent, say: Callable[[str], str], moment: Callable[[int], str]) -> ShownEvent:
    """An event in words; `say` translates, `moment` tells a time in seconds since 1970."""
    by = say(_BY[event.by]) if event.by in _BY else event.by
    return ShownEvent(event.email, say(_DONE[event.what]), moment(event.at), by)


class AccountEventRoutes:
    """The route `/admin/accounts/events`."""

    def __init__(self, desk: PartnerDesk) -> None:
        self.desk = desk

    def register(self) -> None:
        """Add the route to the door."""
        self.desk.door.add("/accounts/events", "account_events", self.show, Access.OPERATOR)

    def show(self, visit: Visit) -> Response:
        """A page of the events."""
        found = self.desk.door.accounts.journal.listed(PAGE + 1, whole_number(visit.query.get("before", "")))
        page = AccountEventsPage(
            title=self._("What was done with accounts"),
            visit=visit,
            language=self.desk.language,
            style=self.desk.style,
            events=tuple(self._shown(event) for event in found[:PAGE]),
            older=f"?before={found[PAGE - 1].id}" if len(found) > PAGE else "",
        )
        return self.desk.pages.show("account_events", page)

    def _shown(self, event: AccountEvent) -> ShownEvent:
        return told_event(event, self._, lambda at: self.desk.moment(datetime.fromtimestamp(at, UTC)))

    def _(self, text: str) -> str:
        return self.desk.language.catalogue.ugettext(text)
