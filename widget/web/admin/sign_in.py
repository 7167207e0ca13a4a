"""The routes of signing in and out: e-mail and password, then a one-time code, which is set up the first time."""

from flask import Response

from widget.accounts import codes
from widget.accounts.limits import RateLimited
from widget.accounts.model import AccountRefusal, NewSession
from widget.web.admin.access import AccessLevel
from widget.web.admin.access_control import SIGN_IN, AccessControl, next_step, safe_next_url
from widget.web.admin.confirmation import WRONG_CODE
from widget.web.admin.cookies import SESSION_COOKIE
from widget.web.admin.pages import (
    HOME,
    AdminRequest,
    CodePage,
    EnrolPage,
    FieldProblem,
    RecoveryCodesPage,
    SignInPage,
)
from widget.web.guide.qr_code import draw_code
from widget.web.http.languages import translate

BOTH = ("GET", "POST")


class SignInRoutes:
    """The routes `/admin/sign-in`, `/code`, `/enrol`, `/sign-out`."""

    def __init__(self, access_control: AccessControl) -> None:
        self.access_control = access_control
        self.site = access_control.site
        self.pages = access_control.pages

    def register(self) -> None:
        """Register the routes with the access control."""
        add = self.access_control.add
        add("/sign-in", "sign_in", self.sign_in, AccessLevel.PUBLIC, BOTH)
        add("/code", "code", self.code, AccessLevel.AWAITING_CODE, BOTH)
        add("/enrol", "enrol", self.enrol, AccessLevel.AWAITING_CODE, BOTH)
        add("/sign-out", "sign_out", self.sign_out, AccessLevel.PUBLIC, ("POST",))

    def sign_in(self, visit: AdminRequest) -> Response:
        """E-mail and password."""
        next_url = safe_next_url(visit.form.get("next", "") or visit.query.get("next", ""))
        if visit.signed_in:
            return self.pages.redirect(next_url)
        if not visit.sent:
            return self._sign_in_page(visit, next_url)
        empty = self._empty(
            visit, {"email": self._("Write your e-mail address."), "password": self._("Write your password.")}
        )
        if empty:
            return self._sign_in_page(visit, next_url, empty)
        email, password = visit.typed("email"), visit.form.get("password", "")
        result = self.access_control.accounts.sign_in(email, password, next_url, visit.client)
        if isinstance(result, NewSession):
            return self.access_control.start_session(visit, result, self.pages.redirect(next_step(result.session)))
        wrong = self._("E-mail address or password is wrong. Check both, and try again.")
        problems = (FieldProblem("email", self._refusal(result, wrong)),)
        return _with_wait(self._sign_in_page(visit, next_url, problems), result)

    def code(self, visit: AdminRequest) -> Response:
        """A one-time code, or a recovery code."""
        if not visit.account.has_codes:
            return self.pages.redirect("/admin/enrol")
        by_recovery_code = "spare" in visit.form
        if not visit.sent:
            return self._code_page(visit)
        accounts = self.access_control.accounts
        verify = accounts.verify_recovery_code if by_recovery_code else accounts.verify_code
        result = verify(visit.running, visit.typed("spare" if by_recovery_code else "code"), visit.client)
        if isinstance(result, NewSession):
            return self.access_control.start_session(
                visit, result, self.pages.redirect(safe_next_url(visit.running.next_url))
            )
        wrong = self._(_WRONG_RECOVERY_CODE) if by_recovery_code else self._(WRONG_CODE)
        problems = (FieldProblem("spare" if by_recovery_code else "code", self._refusal(result, wrong)),)
        return _with_wait(self._code_page(visit, problems, by_recovery_code=by_recovery_code), result)

    def enrol(self, visit: AdminRequest) -> Response:
        """Set up one-time codes, the first time; then the recovery codes are shown."""
        if visit.account.has_codes or not visit.running.new_secret:
            return self.pages.redirect("/admin/code" if visit.account.has_codes else SIGN_IN)
        if not visit.sent:
            return self._enrol_page(visit)
        result = self.access_control.accounts.set_up_codes(visit.running, visit.typed("code"), visit.client)
        if isinstance(result, NewSession):
            return self.access_control.start_session(visit, result, self._recovery_codes_page(visit, result))
        problems = (FieldProblem("code", self._refusal(result, self._(WRONG_CODE))),)
        return _with_wait(self._enrol_page(visit, problems), result)

    def sign_out(self, visit: AdminRequest) -> Response:
        """End the session."""
        if visit.session:
            self.access_control.accounts.sessions.end(visit.session)
        response = self.pages.redirect(SIGN_IN)
        visit.jar.drop(response, SESSION_COOKIE)
        return response

    def _sign_in_page(self, visit: AdminRequest, next_url: str, problems: tuple[FieldProblem, ...] = ()) -> Response:
        language, style = self.pages.look
        page = SignInPage(
            title=self._("Sign in to the administration"),
            visit=visit,
            problems=problems,
            email=visit.typed("email"),
            next_url=next_url if next_url != HOME else "",
            provider=bool(self.site.settings.oidc_issuer),
            language=language,
            style=style,
        )
        return self.pages.show("sign_in", page)

    def _code_page(
        self, visit: AdminRequest, problems: tuple[FieldProblem, ...] = (), *, by_recovery_code: bool = False
    ) -> Response:
        language, style = self.pages.look
        title = self._("Write your one-time code")
        page = CodePage(
            title=title,
            visit=visit,
            problems=problems,
            by_recovery_code=by_recovery_code,
            language=language,
            style=style,
        )
        return self.pages.show("code", page)

    def _enrol_page(self, visit: AdminRequest, problems: tuple[FieldProblem, ...] = ()) -> Response:
        language, style = self.pages.look
        secret = visit.running.new_secret
        address = codes.enrolment_address(secret, visit.account.email, self._("Guides: administration"))
        page = EnrolPage(
            title=self._("Set up one-time codes"),
            visit=visit,
            problems=problems,
            picture=draw_code(address),
            secret=codes.in_groups(secret),
            address=address,
            language=language,
            style=style,
        )
        return self.pages.show("enrol", page)

    def _recovery_codes_page(self, visit: AdminRequest, new_session: NewSession) -> Response:
        language, style = self.pages.look
        page = RecoveryCodesPage(
            title=self._("Keep your recovery codes"),
            visit=self.access_control.visit_with_session(new_session, visit),
            codes=new_session.recovery_codes,
            next_url=safe_next_url(new_session.session.next_url),
            language=language,
            style=style,
        )
        return self.pages.show("recovery_codes", page)

    def _empty(self, visit: AdminRequest, texts: dict[str, str]) -> tuple[FieldProblem, ...]:
        return tuple(FieldProblem(field, text) for field, text in texts.items() if not visit.typed(field))

    def _refusal(self, result: AccountRefusal | RateLimited | object, wrong: str) -> str:
        return self.pages.too_often(result.seconds) if isinstance(result, RateLimited) else wrong

    def _(self, text: str) -> str:
        return self.site.language.catalogue.ugettext(text)


_WRONG_RECOVERY_CODE = translate("The recovery code is wrong, or has been used.")


def _with_wait(response: Response, result: object) -> Response:
    """Say to programs too how long to wait."""
    if isinstance(result, RateLimited):
        response.status_code = 429
        response.headers["Retry-After"] = str(result.seconds)
    return response
