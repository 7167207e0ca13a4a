"""The door of the admin: each route under `/admin` says who may use it, and is guarded. Requests are read here."""

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import Enum
from functools import wraps
from urllib.parse import quote, urlsplit

from flask import Blueprint, Flask, Response, request
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import Conflict, Forbidden, HTTPException, NotFound

from widget.accounts.accounts import Accounts, Entered
from widget.accounts.model import Session, Stage
from widget.database.errors import DatabaseUnavailable
from widget.web.admin.kept_form import KeptForms, Why
from widget.web.admin.pages import HOME, AdminPages, Visit
from widget.web.languages import translate
from widget.web.public import base_url
from widget.web.site import Site

SESSION_COOKIE = "__Host-admin"
FORM_COOKIE = "__Host-admin-form"
"""A random name for a browser without a session, so that its forms have a token too."""

CSRF_FIELD = "csrf"
SIGN_IN = "/admin/sign-in"

LONGEST_FORM = 64 * 1024
LONGEST_KEPT_FORM = 400_000
"""So that a text that is much too long is refused in words, and comes back."""

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",  # with no-referrer, browsers send “Origin: null” with our own forms
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}

View = Callable[..., Response]


class Access(Enum):
    """Who may use a route."""

    ANYBODY = "anybody"
    HALF_WAY = "half way"
    """Whose password was right, and who still needs a code."""
    SIGNED_IN = "signed in"
    PARTNER = "partner"
    """Operators, and the administrators of the partner that the address names as `<partner>`."""
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class AdminRule:
    """A route of the admin: `rule` is the whole pattern of its address."""

    rule: str
    endpoint: str
    methods: frozenset[str]
    access: Access


class Door:
    """Guards the admin. `accounts` is asked for when somebody comes, so that guides are served without a database.

    `Door.rules` is the table of all routes; a test compares it with the application's own.
    """

    def __init__(self, site: Site, accounts: Callable[[], Accounts]) -> None:
        self.site = site
        self.pages = AdminPages(site)
        self.rules: list[AdminRule] = []
        self._accounts = accounts
        self._blueprint = Blueprint("admin", __name__, url_prefix="/admin")
        self._blueprint.after_request(_close)

    @property
    def accounts(self) -> Accounts:
        """The accounts. Raises `DatabaseUnavailable` while the database is away."""
        return self._accounts()

    def add(
        self,
        rule: str,
        endpoint: str,
        view: View,
        access: Access,
        methods: Iterable[str] = ("GET",),
        *,
        longest_form: int = 0,
        keeps: bool = False,
    ) -> None:
        """Add the route `/admin<rule>`. `view` gets a `Visit` and what the rule names.

        A form that `keeps` is given back with all that was typed when it cannot be let in; never one with passwords.
        """
        if access is Access.PARTNER and "<partner>" not in rule:
            raise ValueError(f"/admin{rule} is for a partner's administrators and does not name the <partner>.")
        table = AdminRule(f"/admin{rule}", f"admin.{endpoint}", frozenset(methods), access)
        self.rules.append(table)
        longest = longest_form or (LONGEST_KEPT_FORM if keeps else LONGEST_FORM)
        guarded = self._guarded(view, access, longest, keeps=keeps)
        self._blueprint.add_url_rule(rule, endpoint, guarded, methods=sorted(table.methods))

    def register(self, app: Flask) -> None:
        """Add all routes to `app`."""
        app.register_blueprint(self._blueprint)

    def enter(self, entered: Entered, response: Response) -> Response:
        """Give the browser its new session."""
        set_cookie(response, SESSION_COOKIE, entered.token)
        drop_cookie(response, FORM_COOKIE)
        return response

    def visit_of(self, entered: Entered, visit: Visit) -> Visit:
        """The same visit in the session that has just begun, for a page that is shown at once."""
        csrf = self._token(entered.token)
        return Visit(entered.session, csrf, visit.query, visit.form, visit.sent, visit.base_url, visit.path)

    def _guarded(self, view: View, access: Access, longest_form: int, *, keeps: bool) -> View:
        @wraps(view)
        def guarded(**values: str) -> Response:
            request.max_content_length = longest_form
            nobody = Visit(None, "", MultiDict(), MultiDict(), False, base_url(self.site))
            try:
                return self._let_in(view, access, values, keeps=keeps)
            except DatabaseUnavailable:
                return self._back_to(nobody, Why.AWAY, keeps=keeps) or self._away(nobody)
            except (NotFound, Conflict) as error:
                return self._back_to(nobody, Why.GONE, keeps=keeps) or self._error(nobody, error)
            except HTTPException as error:
                return self._error(nobody, error)

        return guarded

    def _let_in(self, view: View, access: Access, values: dict[str, str], *, keeps: bool) -> Response:
        token = request.cookies.get(SESSION_COOKIE, "")
        session = self.accounts.sessions.find(token, self.accounts.now)
        named = request.cookies.get(FORM_COOKIE, "")
        name = token if session else named or secrets.token_urlsafe(32)
        sent = request.method not in _SAFE
        visit = Visit(
            session=session,
            csrf=self._token(name),
            query=request.args,
            form=request.form if sent else MultiDict(),
            sent=sent,
            base_url=base_url(self.site),
            path=request.path,
            cookies=request.cookies,
            files={name: _content(file) for name, file in request.files.items()} if sent else {},
        )
        response = self._turned_away(visit, access, keeps=keeps) or self._forged(visit, name, keeps=keeps)
        if response is None:
            _require(visit, access, values.get("partner", ""))
            response = view(visit, **values)
        if not session and not named:
            set_cookie(response, FORM_COOKIE, name)
        return response

    def _forged(self, visit: Visit, name: str, *, keeps: bool) -> Response | None:
        """The answer to a form that none of our pages sent, or one of another session."""
        ours = not visit.sent or self._from_our_page()
        if ours and (not visit.sent or self._is_token(visit.form.get(CSRF_FIELD, ""), name)):
            return None
        if ours and keeps:
            return self._given_back(visit, Why.STALE)
        return self.pages.message(visit, self._("The form was not sent"), self._(_FORGED), status=403)

    def _back_to(self, nobody: Visit, why: Why, *, keeps: bool) -> Response | None:
        """The form as it came, with the token that it had, where nobody could be asked who sent it."""
        if not keeps or request.method in _SAFE or not self._from_our_page():
            return None
        old = replace(nobody, form=request.form, csrf=request.form.get(CSRF_FIELD, ""), sent=True)
        return self._given_back(old, why)

    def _away(self, nobody: Visit) -> Response:
        return self.pages.message(nobody, self._("Something went wrong"), self._(_AWAY), status=503)

    def _given_back(self, visit: Visit, why: Why) -> Response:
        """All that was typed, in a form with a new token. Only for forms that one of our own pages sent."""
        return KeptForms(self.pages).give_back(visit, why, request.path, files=bool(request.files))

    def _turned_away(self, visit: Visit, access: Access, *, keeps: bool) -> Response | None:
        """Where somebody has to go first, who is not signed in or only half way."""
        if access is Access.ANYBODY:
            return None
        if keeps and visit.sent and not visit.signed_in and self._from_our_page():
            return self._given_back(visit, Why.SIGNED_OUT)
        if visit.session is None:
            way_on = "" if visit.sent else f"?next={quote(request.full_path.rstrip('?'), safe='/')}"
            return self.pages.redirect(SIGN_IN + way_on)
        half = visit.session.stage is Stage.HALF
        if half and access is not Access.HALF_WAY:
            return self.pages.redirect(next_step(visit.session))
        return self.pages.redirect(HOME) if access is Access.HALF_WAY and not half else None

    def _from_our_page(self) -> bool:
        """Whether the browser says that one of our own pages sent the form. One that says nothing is not believed."""
        site = request.headers.get("Sec-Fetch-Site")
        if site is not None:
            return site == "same-origin"
        sender = urlsplit(request.headers.get("Origin", ""))
        return sender.netloc in {request.host, urlsplit(base_url(self.site)).netloc} and bool(sender.netloc)

    def _token(self, name: str) -> str:
        """A form's token for the browser called `name`. Each is another, so that compression tells nothing of it."""
        salt = secrets.token_hex(16)
        return f"{salt}.{self._mac(salt, name)}"

    def _is_token(self, token: str, name: str) -> bool:
        salt, _, mac = token.partition(".")
        return hmac.compare_digest(mac.encode(), self._mac(salt, name).encode())

    def _mac(self, salt: str, name: str) -> str:
        return hmac.new(self.accounts.key_for("csrf"), f"{salt}.{name}".encode(), hashlib.sha256).hexdigest()

    def _error(self, visit: Visit, error: HTTPException) -> Response:
        if error.code == 403:
            title, text = self._("You have no access to this"), self._(_NOT_YOURS)
        elif error.code == 404:
            title, text = self._("We cannot find that page"), self._("The address may be old or mistyped.")
        else:
            title, text = self._("Something went wrong"), self._("We could not use what was sent.")
        return self.pages.message(visit, title, text, status=error.code or 500)

    def _(self, text: str) -> str:
        return self.site.language.catalogue.ugettext(text)


def require_operator(visit: Visit) -> None:
    """Raise `Forbidden` unless an operator is signed in."""
    if not (visit.signed_in and visit.signed_in.is_operator):
        raise Forbidden


def require_partner(visit: Visit, partner: str) -> None:
    """Raise `Forbidden` unless somebody is signed in who may manage this partner."""
    if not (visit.signed_in and visit.signed_in.may_manage(partner)):
        raise Forbidden


def next_step(session: Session) -> str:
    """Where somebody half way goes on: giving a code, or setting codes up."""
    return "/admin/code" if session.account.has_codes else "/admin/enrol"


def safe_way_on(address: str) -> str:
    """A page of the admin to go on to, or the first one where the address is something else."""
    return address if address.startswith(HOME) and "\\" not in address and address.isprintable() else HOME


def set_cookie(response: Response, name: str, value: str, *, same_site: str = "Strict", seconds: int = 0) -> None:
    """A cookie for this host alone, over TLS alone, for no script; it ends with the browser, or after `seconds`."""
    response.set_cookie(name, value, max_age=seconds or None, secure=True, httponly=True, samesite=same_site)


def drop_cookie(response: Response, name: str) -> None:
    """Have the browser forget a cookie."""
    response.delete_cookie(name, secure=True, httponly=True, samesite="Strict")


_AWAY = translate("Accounts cannot be reached at the moment. Try again in a minute. The guides are not affected.")
_FORGED = translate("It was too old, or not ours. Nothing was changed. Go back, load the page anew and try again.")
_NOT_YOURS = translate("Your account is for another partner, or this is for operators alone.")


def _content(file: FileStorage) -> bytes:
    data: bytes = file.read()
    file.close()
    return data


def _require(visit: Visit, access: Access, partner: str) -> None:
    if access is Access.OPERATOR:
        require_operator(visit)
    elif access is Access.PARTNER:
        require_partner(visit, partner)


def _close(response: Response) -> Response:
    """What holds for every answer under /admin, errors included: nobody keeps it, nobody frames it."""
    for name, value in _HEADERS.items():
        response.headers[name] = value
    response.content_security_policy.frame_ancestors = "'none'"
    return response
