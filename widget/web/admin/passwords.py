"""The routes of passwords: the first one, by an invitation, and another one later."""

from flask import Response

from widget.accounts.limits import RateLimited
from widget.accounts.model import Account, AccountRefusal, NewSession
from widget.accounts.own_account import OwnAccount
from widget.accounts.passwords import MAX_LENGTH, MIN_LENGTH, PasswordFault
from widget.web.admin.access import AccessLevel, Confirming
from widget.web.admin.access_control import AccessControl, next_step
from widget.web.admin.pages import AdminRequest, FieldProblem, SetPasswordPage
from widget.web.admin.sign_in import BOTH
from widget.web.http.languages import translate

Result = NewSession | PasswordFault | AccountRefusal | RateLimited

_FAULTS = {
    PasswordFault.TOO_SHORT: translate("The password is too short. Use at least %(least)s characters."),
    PasswordFault.TOO_LONG: translate("The password is too long. Use at most %(most)s characters."),
    PasswordFault.LIKE_EMAIL: translate("The password is your e-mail address. Choose another one."),
    PasswordFault.COMMON: translate("The password is among the first that others would guess. Choose another one."),
}
WRONG_PASSWORD = translate("This is not the password you have now.")
_VOID = translate("The link has been used, or is older than two days. Ask the sender for a new one.")


class PasswordRoutes:
    """The routes `/admin/set-password`, for the invited, and `/admin/password`, for those signed in."""

    def __init__(self, access_control: AccessControl) -> None:
        self.access_control = access_control
        self.site = access_control.site
        self.pages = access_control.pages

    def register(self) -> None:
        """Register the routes with the access control."""
        self.access_control.add("/set-password", "set_password", self.set_first, AccessLevel.PUBLIC, BOTH)
        self.access_control.add(
            "/password", "password", self.change, AccessLevel.SIGNED_IN, BOTH, confirming=Confirming.OPENING
        )

    def set_first(self, visit: AdminRequest) -> Response:
        """Set the first password, or a new one after a reset. Looking at the page does not use the link up."""
        token = visit.form.get("token", "") or visit.query.get("token", "")
        account = self.access_control.accounts.read_invitation(token)
        if account is None:
            return self.pages.message(visit, self._("The link no longer works"), self._(_VOID), status=410)
        if not visit.sent:
            return self._page(visit, account, token)
        different = self._different(visit)
        result: Result | None = None
        if not different:
            result = self.access_control.accounts.accept_invitation(
                token, visit.form.get("password", ""), visit.client
            )
        if isinstance(result, NewSession):
            return self.access_control.start_session(visit, result, self.pages.redirect(next_step(result.session)))
        if result is AccountRefusal.VOID:
            return self.pages.message(visit, self._("The link no longer works"), self._(_VOID), status=410)
        return self._page(visit, account, token, problems=different or self._problems(result))

    def change(self, visit: AdminRequest) -> Response:
        """Change the password; all other sessions end."""
        account = visit.account
        if not visit.sent:
            return self._page(visit, account)
        different = self._different(visit)
        if different:
            return self._page(visit, account, problems=different)
        old, new = visit.form.get("old", ""), visit.form.get("password", "")
        result = OwnAccount(self.access_control.accounts).change_password(visit.running, old, new, visit.client)
        if isinstance(result, NewSession):
            text = self._("You are still signed in here. Everywhere else you have been signed out.")
            inside = self.access_control.visit_with_session(result, visit)
            return self.access_control.start_session(
                visit, result, self.pages.message(inside, self._("Your password is changed"), text)
            )
        response = self._page(visit, account, problems=self._problems(result))
        if isinstance(result, RateLimited):
            response.status_code = 429
            response.headers["Retry-After"] = str(result.seconds)
        return response

    def _different(self, visit: AdminRequest) -> tuple[FieldProblem, ...]:
        if visit.form.get("password", "") == visit.form.get("again", ""):
            return ()
        return (FieldProblem("again", self._("The two passwords are not the same. Write the new one twice.")),)

    def _problems(self, result: Result | None) -> tuple[FieldProblem, ...]:
        if isinstance(result, PasswordFault):
            words = self._(_FAULTS[result]) % {"least": MIN_LENGTH, "most": MAX_LENGTH}
            return (FieldProblem("password", words),)
        if isinstance(result, RateLimited):
            return (FieldProblem("old", self.pages.too_often(result.seconds)),)
        return (FieldProblem("old", self._(WRONG_PASSWORD)),)

    def _page(
        self, visit: AdminRequest, account: Account, token: str = "", problems: tuple[FieldProblem, ...] = ()
    ) -> Response:
        language, style = self.pages.look
        page = SetPasswordPage(
            title=self._("Choose a password") if token else self._("Change your password"),
            visit=visit,
            problems=problems,
            email=account.email,
            token=token,
            changing=not token,
            leads_to_codes=bool(token) and not account.has_codes,
            least_length=MIN_LENGTH,
            language=language,
            style=style,
        )
        return self.pages.show("set_password", page)

    def _(self, text: str) -> str:
        return self.site.language.catalogue.ugettext(text)
