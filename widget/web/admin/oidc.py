"""The routes of signing in by another provider. Who has no account here gets none by that way."""

import logging

from flask import Response
from itsdangerous import BadData, URLSafeSerializer

from widget.accounts.by_provider import ProviderSignIn
from widget.accounts.model import AccountRefusal, NewSession, SessionStage
from widget.web.admin.access import AccessLevel
from widget.web.admin.access_control import SIGN_IN, AccessControl, next_step
from widget.web.admin.cookies import FORM_COOKIE, SESSION_COOKIE
from widget.web.admin.oidc_provider import AuthorizationRequest, Provider, ProviderError
from widget.web.admin.pages import HOME, AdminRequest
from widget.web.http.languages import translate

AUTHORIZATION_COOKIE = "__Host-admin-oidc"
"""Comes along from the provider's page (SameSite=Lax), which the cookie of a session does not."""

_AUTHORIZATION_LIFETIME = 10 * 60

_FAILED = translate("The provider did not confirm who you are. Try again, or sign in with your password.")
_UNKNOWN = translate("There is no account with the e-mail address that the provider gave. Ask an operator for one.")
_OTHER = translate(
    "The account with your e-mail address belongs to another person whom the provider has vouched for before. If the "
    "address is yours now, ask an operator to reset the account."
)

_log = logging.getLogger(__name__)


class OidcRoutes:
    """The routes `/admin/oidc`, which leads to the provider, and `/admin/oidc/callback`, the way back."""

    def __init__(self, access_control: AccessControl, provider: Provider) -> None:
        self.access_control = access_control
        self.provider = provider
        self.pages = access_control.pages

    def register(self) -> None:
        """Register the routes with the access control."""
        self.access_control.add("/oidc", "oidc", self.start_sign_in, AccessLevel.PUBLIC)
        self.access_control.add("/oidc/callback", "oidc_callback", self.finish_sign_in, AccessLevel.PUBLIC)

    def start_sign_in(self, visit: AdminRequest) -> Response:
        """On to the provider; who is signed in already has to sign in there once more.

        Only by the link on our own page: another site signs no person in by leading a browser here.
        """
        if not self._pressed_here(visit):
            return self.pages.redirect(SIGN_IN)
        authorization_request = AuthorizationRequest(again=visit.signed_in is not None)
        try:
            response = self.pages.redirect(self.provider.address(authorization_request, _callback_url(visit)))
        except ProviderError as error:
            return self._failed(visit, error)
        value = self._serializer().dumps(
            {**authorization_request.as_values(), "end": self.access_control.accounts.now + _AUTHORIZATION_LIFETIME}
        )
        text = value if isinstance(value, str) else value.decode()
        visit.jar.write(response, AUTHORIZATION_COOKIE, text, same_site="Lax", seconds=_AUTHORIZATION_LIFETIME)
        return response

    def finish_sign_in(self, visit: AdminRequest) -> Response:
        """From the provider, with a code.

        The answer is a page with a link, since a browser would follow a redirect from elsewhere without our cookie.
        """
        authorization_request = self._authorization_request(visit.cookie(AUTHORIZATION_COOKIE))
        try:
            if authorization_request is None or visit.query.get("state") != authorization_request.state:
                raise ProviderError("The state is not ours.")
            if visit.query.get("iss", self.provider.issuer) != self.provider.issuer:
                raise ProviderError("Another provider answers.")
            code = visit.query.get("code", "")
            if not code:
                raise ProviderError(f"No code came: {visit.query.get('error', '')[:80]!r}")
            identity = self.provider.verify_identity(
                authorization_request, _callback_url(visit), code, self.access_control.accounts.now
            )
        except ProviderError as error:
            return self._failed(visit, error)
        new_session = ProviderSignIn(self.access_control.accounts).sign_in(identity, visit.client)
        if not isinstance(new_session, NewSession):
            return self._failure_page(visit, _OTHER if new_session is AccountRefusal.TAKEN else _UNKNOWN)
        full = new_session.session.stage is SessionStage.FULL
        next_url = HOME if full else next_step(new_session.session)
        title = self._("You are signed in") if full else self._("The provider knows you")
        text = self._("Go on to the administration.") if full else self._("Now a one-time code is wanted.")
        response = self.pages.message(
            self.access_control.visit_with_session(new_session, visit), title, text, next_url=next_url
        )
        visit.jar.drop(response, AUTHORIZATION_COOKIE)
        return self.access_control.start_session(visit, new_session, response)

    def _pressed_here(self, visit: AdminRequest) -> bool:
        """Whether the link has the token of a page that this browser was shown."""
        token, csrf = visit.query.get("go", ""), self.access_control.csrf
        return any(csrf.is_right(token, visit.cookie(name)) for name in (SESSION_COOKIE, FORM_COOKIE))

    def _failed(self, visit: AdminRequest, error: ProviderError) -> Response:
        _log.warning("Signing in by the provider failed: %s", error)
        return self._failure_page(visit, _FAILED)

    def _failure_page(self, visit: AdminRequest, text: str) -> Response:
        response = self.pages.message(
            visit, self._("You are not signed in"), self._(text), status=403, next_url=SIGN_IN
        )
        visit.jar.drop(response, AUTHORIZATION_COOKIE)
        return response

    def _authorization_request(self, value: str) -> AuthorizationRequest | None:
        try:
            payload = self._serializer().loads(value)
            if self.access_control.accounts.now >= payload.pop("end"):
                return None
            return AuthorizationRequest(**payload)
        except (BadData, KeyError, TypeError, AttributeError):
            return None

    def _serializer(self) -> URLSafeSerializer:
        return URLSafeSerializer(self.access_control.accounts.derived_key("oidc"), salt="errand")

    def _(self, text: str) -> str:
        return self.access_control.site.language.catalogue.ugettext(text)


def _callback_url(visit: AdminRequest) -> str:
    return f"{visit.base_url}/admin/oidc/callback"
