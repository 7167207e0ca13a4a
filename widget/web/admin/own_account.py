"""The pages of one's own account: roles, sessions, codes, and what happened with it. Reads no request."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import Response

from widget.accounts import codes
from widget.accounts.limits import RateLimited
from widget.accounts.model import NewSession, Session
from widget.accounts.own_account import OwnAccount
from widget.web.admin.access import AccessLevel, Confirming
from widget.web.admin.access_control import AccessControl, safe_next_url
from widget.web.admin.account_events import EventRow, told_event
from widget.web.admin.accounts import ROLES
from widget.web.admin.confirmation import WRONG_CODE, Confirmation
from widget.web.admin.pages import (
    AdminPage,
    AdminRequest,
    EnrolPage,
    FieldProblem,
    NewRecoveryCodesPage,
    RecoveryCodesPage,
)
from widget.web.admin.passwords import WRONG_PASSWORD
from widget.web.admin.sign_in import BOTH
from widget.web.guide.qr_code import draw_code

HOME = "/admin/account"
_HERE = ZoneInfo("Europe/Copenhagen")
_MOST_EVENTS = 30


@dataclass(frozen=True, slots=True)
class ShownSession:
    """A session in words; `own` is the one that looks."""

    key: str
    device: str
    started: str
    seen: str
    own: bool


@dataclass(frozen=True, kw_only=True)
class OwnAccountPage(AdminPage):
    """What the template `admin/own_account.html` gets. `roles` are pairs of a role and a partner's id, or empty."""

    email: str
    roles: tuple[tuple[str, str], ...]
    sessions: tuple[ShownSession, ...]
    events: tuple[EventRow, ...]
    recovery_codes: int
    has_password: bool
    done: str = ""


class OwnAccountRoutes:
    """The routes `/admin/account`, its codes, and `/admin/confirm`."""

    def __init__(self, access_control: AccessControl) -> None:
        self.access_control = access_control
        self.pages = access_control.pages

    def register(self) -> None:
        """Register the routes with the access control."""
        add, opening, inside = self.access_control.add, Confirming.OPENING, AccessLevel.SIGNED_IN
        add("/account", "own_account", self.show, inside, BOTH, confirming=Confirming.SENDING)
        add("/account/codes", "own_codes", self.codes, inside, BOTH, confirming=opening)
        add("/account/recovery-codes", "own_recovery_codes", self.recovery_codes, inside, BOTH, confirming=opening)
        add("/confirm", "confirm", self.confirm, inside, BOTH)

    @property
    def own(self) -> OwnAccount:
        """What can be done. Raises `DatabaseUnavailable`."""
        return OwnAccount(self.access_control.accounts)

    def show(self, visit: AdminRequest) -> Response:
        """The account; with `end`, end the session of that name, or all others."""
        key = visit.form.get("end", "") if visit.sent else ""
        done = ""
        if key == "others":
            self.own.end_other_sessions(visit.running, visit.client)
            done = self._("You are signed out everywhere else.")
        elif key:
            self.own.end_session(visit.running, key)
            done = self._("That session is over.")
        return self._page(visit, done)

    def codes(self, visit: AdminRequest) -> Response:
        """Set codes up on another phone. The old ones hold until a new one was given."""
        if not visit.sent or not visit.running.new_secret:
            return self._codes_page(visit, self.own.offer_codes(visit.running))
        if problems := self._reauthenticate(visit):
            return self._codes_page(visit, visit.running, problems)
        result = self.own.renew_codes(visit.running, visit.typed("code"), visit.client)
        if isinstance(result, tuple):
            return self._recovery_codes_page(visit, result)
        words = self.pages.too_often(result.seconds) if isinstance(result, RateLimited) else self._(WRONG_CODE)
        return self._codes_page(visit, visit.running, (FieldProblem("code", words),))

    def recovery_codes(self, visit: AdminRequest) -> Response:
        """New recovery codes, shown once."""
        problems = self._reauthenticate(visit) if visit.sent else ()
        if visit.sent and not problems:
            return self._recovery_codes_page(visit, self.own.renew_recovery_codes(visit.running))
        language, style = self.pages.look
        page = NewRecoveryCodesPage(
            title=self._("Make new recovery codes"),
            visit=visit,
            problems=problems,
            asks_password=bool(visit.account.password_hash),
            language=language,
            style=style,
        )
        return self.pages.show("new_recovery_codes", page)

    def confirm(self, visit: AdminRequest) -> Response:
        """A one-time code once more, and on to where it was wanted."""
        next_url = safe_next_url(visit.form.get("next", "") or visit.query.get("next", ""))
        confirmation = Confirmation(self.pages, self.access_control.accounts)
        found = confirmation.check(visit) if visit.sent else ()
        if isinstance(found, NewSession):
            on = self.pages.redirect(next_url)
            return self.access_control.start_session(visit, found, on)
        return confirmation.page(visit, "/admin/confirm", found, fields=(("next", next_url),))

    def _reauthenticate(self, visit: AdminRequest) -> tuple[FieldProblem, ...]:
        """What is wrong with the password that came with a form, if anything."""
        wrong = self.own.reauthenticate(visit.running, visit.form.get("old", ""), visit.client)
        if wrong is None:
            return ()
        if isinstance(wrong, RateLimited):
            return (FieldProblem("old", self.pages.too_often(wrong.seconds)),)
        return (FieldProblem("old", self._(WRONG_PASSWORD)),)

    def _page(self, visit: AdminRequest, done: str) -> Response:
        language, style = self.pages.look
        account = visit.account
        events = self.access_control.accounts.audit_log.of_account(account, _MOST_EVENTS)
        page = OwnAccountPage(
            title=self._("My account"),
            visit=visit,
            language=language,
            style=style,
            email=account.email,
            roles=tuple((self._(ROLES[one.role]), one.partner) for one in account.memberships),
            sessions=tuple(self._session(one, visit) for one in self.own.sessions(visit.running)),
            events=tuple(told_event(event, self._, self._moment) for event in events),
            recovery_codes=account.recovery_codes,
            has_password=bool(account.password_hash),
            done=done,
        )
        return self.pages.show("own_account", page)

    def _session(self, session: Session, visit: AdminRequest) -> ShownSession:
        device = session.device or self._("unknown browser")
        own = session.key == visit.running.key
        return ShownSession(session.key, device, self._moment(session.started), self._moment(session.seen), own)

    def _codes_page(self, visit: AdminRequest, session: Session, problems: tuple[FieldProblem, ...] = ()) -> Response:
        language, style = self.pages.look
        address = codes.enrolment_address(session.new_secret, visit.account.email, self._("Guides: administration"))
        page = EnrolPage(
            title=self._("Set up one-time codes on another phone"),
            visit=visit,
            problems=problems,
            picture=draw_code(address),
            secret=codes.in_groups(session.new_secret),
            address=address,
            action=f"{HOME}/codes",
            another=True,
            asks_password=bool(visit.account.password_hash),
            language=language,
            style=style,
        )
        return self.pages.show("enrol", page)

    def _recovery_codes_page(self, visit: AdminRequest, recovery_codes: tuple[str, ...]) -> Response:
        language, style = self.pages.look
        title = self._("Keep your recovery codes")
        page = RecoveryCodesPage(
            title=title, visit=visit, codes=recovery_codes, next_url=HOME, language=language, style=style
        )
        return self.pages.show("recovery_codes", page)

    def _moment(self, at: int) -> str:
        local = datetime.fromtimestamp(at, UTC).astimezone(_HERE)
        day = self.pages.site.language.medium_date(local.date())
        return self._("%(day)s at %(time)s") % {"day": day, "time": f"{local:%H.%M}"}

    def _(self, text: str) -> str:
        return self.pages.site.language.catalogue.ugettext(text)
