"""The page of what was done with accounts, for operators: who, whose, when. Reads no request."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Response

from widget.accounts.audit_log import COMMAND_LINE, UNKNOWN, AccountAction, AccountEvent
from widget.web.admin.access import AccessLevel
from widget.web.admin.pages import AdminPage, AdminRequest, whole_number
from widget.web.admin.partners.desk import PartnerContext
from widget.web.http.languages import translate

PAGE = 50

_DONE = {
    AccountAction.SIGNED_IN: translate("Signed in"),
    AccountAction.SIGNED_IN_BY_RECOVERY_CODE: translate("Signed in with a recovery code"),
    AccountAction.PASSWORD_FAILED: translate("Wrong password"),
    AccountAction.CODE_FAILED: translate("Right password, wrong code"),
    AccountAction.INVITED: translate("Account made"),
    AccountAction.PASSWORD_SET: translate("Password set"),
    AccountAction.CODES_SET_UP: translate("One-time codes set up"),
    AccountAction.RESET: translate("Password and codes taken away, new link made"),
    AccountAction.LINK_ASKED: translate("Link for a forgotten password mailed"),
    AccountAction.CLOSED: translate("Account closed"),
    AccountAction.ROLE_GIVEN: translate("Role given"),
    AccountAction.ROLE_TAKEN: translate("Role taken away"),
    AccountAction.CONFIRMED: translate("First sign-in confirmed"),
    AccountAction.CLAIMED: translate("First sign-in by the provider: the shown link, password and codes taken away"),
    AccountAction.OTHER_PERSON: translate("Another person came by the provider with this address, and was refused"),
    AccountAction.CODES_RENEWED: translate("One-time codes set up on another phone"),
    AccountAction.RECOVERY_CODES_RENEWED: translate("New recovery codes"),
    AccountAction.SESSION_ENDED: translate("Signed out elsewhere"),
}
_BY = {COMMAND_LINE: translate("those who run the server"), UNKNOWN: translate("unknown")}


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event in words."""

    email: str
    what: str
    at: str
    by: str


@dataclass(frozen=True, kw_only=True)
class AccountEventsPage(AdminPage):
    """What was done with accounts, newest first; `older` is the query for the next page."""

    events: tuple[EventRow, ...]
    older: str


def told_event(event: AccountEvent, say: Callable[[str], str], moment: Callable[[int], str]) -> EventRow:
    """An event in words; `say` translates, `moment` tells a time in seconds since 1970."""
    return EventRow(event.email, say(_DONE[event.what]), moment(event.at), author_in_words(event.by, say))


def author_in_words(by: str, say: Callable[[str], str]) -> str:
    """Who did something: an e-mail address as it is, or in words that it was done by a command."""
    return say(_BY[by]) if by in _BY else by


class AccountEventRoutes:
    """The route `/admin/accounts/events`."""

    def __init__(self, desk: PartnerContext) -> None:
        self.desk = desk

    def register(self) -> None:
        """Register the route with the access control."""
        self.desk.access_control.add("/accounts/events", "account_events", self.show, AccessLevel.OPERATOR)

    def show(self, visit: AdminRequest) -> Response:
        """A page of the events."""
        found = self.desk.access_control.accounts.audit_log.listed(
            PAGE + 1, whole_number(visit.query.get("before", ""))
        )
        page = AccountEventsPage(
            title=self._("What was done with accounts"),
            visit=visit,
            language=self.desk.language,
            style=self.desk.style,
            events=tuple(self._shown(event) for event in found[:PAGE]),
            older=f"?before={found[PAGE - 1].id}" if len(found) > PAGE else "",
        )
        return self.desk.pages.show("account_events", page)

    def _shown(self, event: AccountEvent) -> EventRow:
        return told_event(event, self._, lambda at: self.desk.moment(datetime.fromtimestamp(at, UTC)))

    def _(self, text: str) -> str:
        return self.desk.language.catalogue.ugettext(text)
