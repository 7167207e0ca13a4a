"""Access control of the admin: each route under `/admin` says who may use it, and is guarded. Reads requests."""

import logging
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from urllib.parse import quote

from flask import Blueprint, Flask, Response, after_this_request, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, HTTPException, RequestEntityTooLarge

from widget.accounts.accounts import Accounts
from widget.accounts.devices import LIFETIME as DEVICE_LIFETIME
from widget.accounts.model import NewSession, Session, SessionStage
from widget.accounts.tables import NEXT_URL_LENGTH
from widget.database.errors import DatabaseUnavailable, UnstorableValue
from widget.web.admin.access import AccessLevel, Confirming, require
from widget.web.admin.confirmation import Confirmation
from widget.web.admin.cookies import DEVICE_COOKIE, FORM_COOKIE, SESSION_COOKIE, CookieJar
from widget.web.admin.csrf import CsrfTokens
from widget.web.admin.incoming import SAFE, came_without_cookies, connection_of, is_from_our_page, read_visit
from widget.web.admin.pages import HOME, AdminPages, AdminRequest
from widget.web.admin.returned_form import REJECTIONS, TOO_LARGE, FormRejection, ResubmitForms
from widget.web.guide.routes import base_url
from widget.web.guide.site import Site
from widget.web.http.incomplete_bodies import require_complete
from widget.web.http.languages import translate

CSRF_FIELD = "csrf"
SIGN_IN = "/admin/sign-in"

LONGEST_FORM = 64 * 1024
LONGEST_KEPT_FORM = 400_000
"""So that a text that is much too long is refused in words, and comes back."""
LONGEST_RETURNED_FORM = 5_000_000
"""Bytes: more than the server hands on of any form, so that what was typed comes back of those that are refused."""

_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",  # with no-referrer, browsers send “Origin: null” with our own forms
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}

View = Callable[..., Response]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AdminRule:
    """A route of the admin: `rule` is the whole pattern of its address."""

    rule: str
    endpoint: str
    methods: frozenset[str]
    access: AccessLevel


class AccessControl:
    """Guards the admin. `accounts` is asked for at the first request, so that guides are served without a database.

    `AccessControl.rules` is the table of all routes; a test compares it with the application's own.
    """

    def __init__(self, site: Site, accounts: Callable[[], Accounts]) -> None:
        self.site = site
        self.pages = AdminPages(site)
        self.rules: list[AdminRule] = []
        self._accounts = accounts
        self._blueprint = Blueprint("admin", __name__, url_prefix="/admin")
        self._blueprint.after_request(_add_security_headers)

    @property
    def accounts(self) -> Accounts:
        """The accounts. Raises `DatabaseUnavailable` while the database is away."""
        return self._accounts()

    @property
    def csrf(self) -> CsrfTokens:
        """The tokens of forms. Raises `DatabaseUnavailable`."""
        return CsrfTokens(self.accounts.derived_key("csrf"))

    def add(
        self,
        rule: str,
        endpoint: str,
        view: View,
        access: AccessLevel,
        methods: Iterable[str] = ("GET",),
        *,
        longest_form: int = 0,
        keeps: bool = False,
        confirming: Confirming = Confirming.NEVER,
    ) -> None:
        """Add the route `/admin<rule>`. `view` gets an `AdminRequest` and what the rule names.

        A form that `keeps` is given back with all that was typed when it cannot be let in; never one with passwords.
        `confirming` says when a one-time code is asked for.
        """
        if access in {AccessLevel.PARTNER, AccessLevel.PARTNER_ACCOUNTS} and "<partner>" not in rule:
            raise ValueError(f"/admin{rule} is for a partner's administrators and does not name the <partner>.")
        table = AdminRule(f"/admin{rule}", f"admin.{endpoint}", frozenset(methods), access)
        self.rules.append(table)
        longest = longest_form or (LONGEST_KEPT_FORM if keeps else LONGEST_FORM)
        guarded = self._guarded(view, access, confirming, longest, keeps=keeps)
        self._blueprint.add_url_rule(rule, endpoint, guarded, methods=sorted(table.methods))

    def register(self, app: Flask) -> None:
        """Add all routes to `app`."""
        app.register_blueprint(self._blueprint)

    def start_session(self, visit: AdminRequest, new_session: NewSession, response: Response) -> Response:
        """Give the browser its new session, and the token by which the account knows it from now on."""
        visit.jar.write(response, SESSION_COOKIE, new_session.token)
        visit.jar.drop(response, FORM_COOKIE)
        if new_session.device:
            visit.jar.write(response, DEVICE_COOKIE, new_session.device, seconds=DEVICE_LIFETIME)
        return response

    def visit_with_session(self, new_session: NewSession, visit: AdminRequest) -> AdminRequest:
        """The same visit in the session that has just begun, for a page that is shown at once."""
        csrf = self.csrf.make(new_session.token)
        return replace(visit, session=new_session.session, csrf=csrf)

    def _guarded(
        self, view: View, access: AccessLevel, confirming: Confirming, longest_form: int, *, keeps: bool
    ) -> View:
        @wraps(view)
        def guarded(**values: str) -> Response:
            request.max_content_length = longest_form
            anonymous = AdminRequest(None, "", MultiDict(), MultiDict(), False, base_url(self.site))
            if not connection_of(self.site).is_usable:
                return self._unencrypted(anonymous)
            try:
                require_complete(request.environ)
                return self._authorize(view, access, confirming, values, keeps=keeps)
            except DatabaseUnavailable:
                return self._resubmit(anonymous, FormRejection.AWAY, keeps=keeps) or self._unavailable(anonymous)
            except HTTPException as error:
                return self._rejected(anonymous, error, keeps=keeps)
            except UnstorableValue:
                return self._error(anonymous, BadRequest())

        return guarded

    def _authorize(
        self, view: View, access: AccessLevel, confirming: Confirming, values: dict[str, str], *, keeps: bool
    ) -> Response:
        jar = CookieJar(connection_of(self.site).is_secure)
        token = jar.read(request.cookies, SESSION_COOKIE)
        session = self.accounts.sessions.find(token, self.accounts.now)
        named = jar.read(request.cookies, FORM_COOKIE)
        name = token if session else named or secrets.token_urlsafe(32)
        visit = read_visit(self.site, session, jar, self.csrf.make(name))
        if came_without_cookies(visit):
            return self._once_more(visit)
        names = (name, named) if access is AccessLevel.PUBLIC else (name,)
        response = self._require_sign_in(visit, access, keeps=keeps) or self._check_csrf(visit, names, keeps=keeps)
        if response is None:
            require(visit, access, values.get("partner", ""))
            asked = Confirmation(self.pages, self.accounts).asked(visit, confirming)
            if isinstance(asked, NewSession):
                visit, asked = self._renewed(visit, asked), None
            response = asked or view(visit, **values)
        if not session and not named:
            jar.write(response, FORM_COOKIE, name)
        return response

    def _renewed(self, visit: AdminRequest, renewed: NewSession) -> AdminRequest:
        """The visit in its session under a new token, which the browser gets with any answer, also with a refusal."""
        after_this_request(lambda response: self.start_session(visit, renewed, response))
        return self.visit_with_session(renewed, visit)

    def _unencrypted(self, anonymous: AdminRequest) -> Response:
        public = self.site.settings.base_url
        next_url = f"{public}{HOME}" if public.startswith("https://") else HOME
        title = self._("The administration needs an encrypted connection")
        return self.pages.message(anonymous, title, self._(_UNENCRYPTED), status=403, next_url=next_url)

    def _once_more(self, visit: AdminRequest) -> Response:
        """A page that opens the same address again, this time from our own site: the cookies come along."""
        address = request.full_path.rstrip("?")
        title, text = self._("One moment"), self._("The page opens by itself.")
        response = self.pages.message(visit, title, text, next_url=address)
        response.headers["Refresh"] = f"0; url={quote(address, safe='/?&=%')}"
        return response

    def _check_csrf(self, visit: AdminRequest, names: Sequence[str], *, keeps: bool) -> Response | None:
        """The answer to a form that none of our pages sent, or one of another session.

        `names` are the names that this browser's forms may have a token for.
        """
        ours = not visit.sent or is_from_our_page(self.site)
        token = visit.form.get(CSRF_FIELD, "")
        if ours and (not visit.sent or any(self.csrf.is_right(token, name) for name in names)):
            return None
        _log.warning("forged", extra={"account": visit.session and visit.session.account.email, "path": visit.path})
        if ours and keeps:
            return self._resubmit_form(visit, FormRejection.STALE)
        text = self._(_FORGED) if visit.cookies or not ours else self._(_NO_COOKIES)
        next_url = request.path if ours else HOME
        return self.pages.message(visit, self._("The form was not sent"), text, status=403, next_url=next_url)

    def _resubmit(self, anonymous: AdminRequest, rejection: FormRejection, *, keeps: bool) -> Response | None:
        """The form as it came, with the token that it had, where the database could not be asked who sent it."""
        if not keeps or request.method in SAFE or not is_from_our_page(self.site):
            return None
        old = replace(anonymous, form=request.form, csrf=request.form.get(CSRF_FIELD, ""), sent=True)
        if rejection is FormRejection.FORBIDDEN and not ResubmitForms(self.pages).typed(old.form):
            return None
        return self._resubmit_form(old, rejection)

    def _rejected(self, anonymous: AdminRequest, error: HTTPException, *, keeps: bool) -> Response:
        if isinstance(error, RequestEntityTooLarge):
            request.max_content_length = request.max_form_memory_size = LONGEST_RETURNED_FORM
        rejection = REJECTIONS.get(error.code or 0)
        return (rejection and self._resubmit(anonymous, rejection, keeps=keeps)) or self._error(anonymous, error)

    def _unavailable(self, anonymous: AdminRequest) -> Response:
        return self.pages.message(anonymous, self._("Something went wrong"), self._(_AWAY), status=503)

    def _resubmit_form(self, visit: AdminRequest, rejection: FormRejection) -> Response:
        """All that was typed, in a form with a new token. Only for forms that one of our own pages sent."""
        return ResubmitForms(self.pages).resubmit_page(visit, rejection, request.path, files=bool(request.files))

    def _require_sign_in(self, visit: AdminRequest, access: AccessLevel, *, keeps: bool) -> Response | None:
        """Where a visitor has to go first who is not signed in, or only half way."""
        if access is AccessLevel.PUBLIC:
            return None
        if keeps and visit.sent and not visit.signed_in and is_from_our_page(self.site):
            return self._resubmit_form(visit, FormRejection.SIGNED_OUT)
        if visit.session is None:
            next_url = "" if visit.sent else f"?next={quote(request.full_path.rstrip('?'), safe='/')}"
            return self.pages.redirect(SIGN_IN + next_url)
        if visit.account.awaits_confirmation and visit.session.stage is SessionStage.FULL:
            title = self._("Your account is to be confirmed")
            return self.pages.message(visit, title, self._(_UNCONFIRMED), status=403, next_url=request.path)
        half = visit.session.stage is SessionStage.HALF
        if half and access is not AccessLevel.AWAITING_CODE:
            return self.pages.redirect(next_step(visit.session))
        return self.pages.redirect(HOME) if access is AccessLevel.AWAITING_CODE and not half else None

    def _error(self, visit: AdminRequest, error: HTTPException) -> Response:
        if error.code == 403:
            title, text = self._("You have no access to this"), self._(_NOT_YOURS)
        elif error.code == 404:
            title, text = self._("We cannot find that page"), self._("The address may be old or mistyped.")
        elif error.code == 413:
            title, text = self._("The file or the text is too large"), self._(TOO_LARGE)
        elif error.code == 408:
            title, text = self._("It took too long to send"), self._(_TOO_SLOW)
        else:
            title, text = self._("Something went wrong"), self._("We could not use what was sent.")
        return self.pages.message(visit, title, text, status=error.code or 500)

    def _(self, text: str) -> str:
        return self.site.language.catalogue.ugettext(text)


def next_step(session: Session) -> str:
    """Where a visitor who is half way goes on: giving a code, or setting codes up."""
    return "/admin/code" if session.account.has_codes else "/admin/enrol"


def safe_next_url(address: str) -> str:
    """A page of the admin to go on to, or the first one where the address is something else."""
    fits = len(address) <= NEXT_URL_LENGTH and address.isprintable()
    return address if fits and address.startswith(HOME) and "\\" not in address else HOME


_AWAY = translate("Accounts cannot be reached at the moment. Try again in a minute. The guides are not affected.")
_FORGED = translate("It was too old, or not ours. Nothing was changed. Go back, load the page again and retry.")
_UNCONFIRMED = translate(
    "The link to your account was shown to the person who invited you, who could have used it. A second person, who "
    "knows that it is you, confirms your account under Accounts. Ask the person who invited you, and then try again."
)
_NO_COOKIES = translate("Your browser did not send our cookie. Allow cookies for this website, and try again.")
_TOO_SLOW = translate(
    "Nothing was changed. Sending took longer than we wait: the file is too large, or the connection is slow. A "
    "logo may have at most 2 MB. Go back, choose a smaller file, and try again."
)
_UNENCRYPTED = translate(
    "This address begins with http, so browsers do not keep you signed in. Open it with https. If there is no such "
    "address yet, the operator of the server sets up TLS in front of it; on the server itself, http://localhost "
    "works."
)
_NOT_YOURS = translate("Your account is for another partner, or this is for operators alone.")


def _add_security_headers(response: Response) -> Response:
    """What holds for every answer under /admin, errors included: no cache keeps it, no site frames it."""
    for name, value in _HEADERS.items():
        response.headers[name] = value
    response.content_security_policy.frame_ancestors = "'none'"
    return response
