"""The routes of passwords: the first one, by an invitation, and another one later."""

from flask import Response

from widget.accounts.accounts import Entered, Refused
from widget.accounts.limits import Wait
from widget.accounts.own_account import OwnAccount
from widget.accounts.passwords import LEAST_LENGTH, MOST_LENGTH, PasswordFault
from widget.web.admin.access import Access, Confirming
from widget.web.admin.pages import FieldProblem, SetPasswordPage, Visit
from widget.web.admin.security import Door, next_step
from widget.web.admin.sign_in import BOTH
from widget.web.languages import translate

Result = Entered | PasswordFault | Refused | Wait

_FAULTS = {
    PasswordFault.TOO_SHORT: translate("The password is too short. Use at least %(least)s characters."),
    PasswordFault.TOO_LONG: translate("The password is too long. Use at most %(most)s characters."),
    PasswordFault.LIKE_EMAIL: translate("The password is your e-mail address. Choose another one."),
    PasswordFault.COMMON: translate("The password is among the first that others would guess. Choose another one."),
}
_VOID = translate("The link has been used, or is older than two days. Ask whoever sent it for a new one.")


class PasswordRoutes:
    """The routes `/admin/set-password`, for the invited, and `/admin/password`, for those signed in."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self.site = door.site
        self.pages = door.pages

    def register(self) -> None:
        """Add the routes to the door."""
        self.door.add("/set-password", "set_password", self.set_first, Access.ANYBODY, BOTH)
        self.door.add("/password", "password", self.change, Access.SIGNED_IN, BOTH, confirming=Confirming.OPENING)

    def set_first(self, visit: Visit) -> Response:
        """Set the first password, or a new one after a reset. Looking at the page does not use the link up."""
        token = visit.form.get("token", "") or visit.query.get("token", "")
        account = self.door.accounts.invited(token)
        if account is None:
            return self.pages.message(visit, self._("The link no longer works"), self._(_VOID), status=410)
        if not visit.sent:
            return self._page(visit, account.email, token)
        different = self._different(visit)
        result: Result | None = None
        if not different:
            result = self.door.accounts.accept(token, visit.form.get("password", ""), visit.client)
        if isinstance(result, Entered):
            return self.door.enter(visit, result, self.pages.redirect(next_step(result.session)))
        if result is Refused.VOID:
            return self.pages.message(visit, self._("The link no longer works"), self._(_VOID), status=410)
        return self._page(visit, account.email, token, problems=different or self._problems(result))

    def change(self, visit: Visit) -> Response:
        """Change the password; all other sessions end."""
        email = visit.account.email
        if not visit.sent:
            return self._page(visit, email)
        different = self._different(visit)
        if different:
            return self._page(visit, email, problems=different)
        old, new = visit.form.get("old", ""), visit.form.get("password", "")
        result = OwnAccount(self.door.accounts).change_password(visit.running, old, new, visit.client)
        if isinstance(result, Entered):
            text = self._("You are still signed in here. Everywhere else you have been signed out.")
            inside = self.door.visit_of(result, visit)
            return self.door.enter(
                visit, result, self.pages.message(inside, self._("Your password is changed"), text)
            )
        response = self._page(visit, email, problems=self._problems(result))
        if isinstance(result, Wait):
            response.status_code = 429
            response.headers["Retry-After"] = str(result.seconds)
        return response

    def _different(self, visit: Visit) -> tuple[FieldProblem, ...]:
        if visit.form.get("password", "") == visit.form.get("again", ""):
            return ()
        return (FieldProblem("again", self._("The two passwords are not the same. Write the new one twice.")),)

    def _problems(self, result: Result | None) -> tuple[FieldProblem, ...]:
        if isinstance(result, PasswordFault):
            words = self._(_FAULTS[result]) % {"least": LEAST_LENGTH, "most": MOST_LENGTH}
            return (FieldProblem("password", words),)
        if isinstance(result, Wait):
            return (FieldProblem("old", self.pages.too_often(result.seconds)),)
        return (FieldProblem("old", self._("This is not the password you have now.")),)

    def _page(self, visit: Visit, email: str, token: str = "", problems: tuple[FieldProblem, ...] = ()) -> Response:
        language, style = self.pages.look
        page = SetPasswordPage(
            title=self._("Choose a password") if token else self._("Change your password"),
            visit=visit,
            problems=problems,
            email=email,
            token=token,
            changing=not token,
            least_length=LEAST_LENGTH,
            language=language,
            style=style,
        )
        return self.pages.show("set_password", page)

    def _(self, text: str) -> str:
        return self.site.language.catalogue.ugettext(text)
