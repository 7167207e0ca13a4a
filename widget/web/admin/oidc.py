"""The routes of signing in by another provider. Who has no account here gets none by that way."""

import logging

from flask import Response
from itsdangerous import BadData, URLSafeSerializer

from widget.accounts.accounts import Entered
from widget.accounts.model import Stage
from widget.web.admin.access import Access
from widget.web.admin.oidc_provider import Errand, Provider, ProviderError
from widget.web.admin.pages import HOME, Visit
from widget.web.admin.security import SIGN_IN, Door, next_step
from widget.web.languages import translate

ERRAND_COOKIE = "__Host-admin-oidc"
"""Comes along from the provider's page (SameSite=Lax), which the cookie of a session does not."""

_ERRAND_TIME = 10 * 60

_FAILED = translate("The provider did not confirm who you are. Try again, or sign in with your password.")
_UNKNOWN = translate("There is no account with the e-mail address that the provider gave. Ask an operator for one.")

_log = logging.getLogger(__name__)


class OidcRoutes:
    """The routes `/admin/oidc`, which leads to the provider, and `/admin/oidc/callback`, the way back."""

    def __init__(self, door: Door, provider: Provider) -> None:
        self.door = door
        self.provider = provider
        self.pages = door.pages

    def register(self) -> None:
        """Add the routes to the door."""
        self.door.add("/oidc", "oidc", self.leave, Access.ANYBODY)
        self.door.add("/oidc/callback", "oidc_callback", self.come_back, Access.ANYBODY)

    def leave(self, visit: Visit) -> Response:
        """On to the provider."""
        errand = Errand()
        try:
            response = self.pages.redirect(self.provider.address(errand, _way_back(visit)))
        except ProviderError as error:
            return self._failed(visit, error)
        value = self._serializer().dumps({**errand.as_values(), "end": self.door.accounts.now + _ERRAND_TIME})
        text = value if isinstance(value, str) else value.decode()
        visit.jar.write(response, ERRAND_COOKIE, text, same_site="Lax", seconds=_ERRAND_TIME)
        return response

    def come_back(self, visit: Visit) -> Response:
        """From the provider, with a code.

        The answer is a page with a link, since a browser would follow a redirect from elsewhere without our cookie.
        """
        errand = self._errand(visit.cookie(ERRAND_COOKIE))
        try:
            if errand is None or visit.query.get("state") != errand.state:
                raise ProviderError("The state is not ours.")
            if visit.query.get("iss", self.provider.issuer) != self.provider.issuer:
                raise ProviderError("Another provider answers.")
            code = visit.query.get("code", "")
            if not code:
                raise ProviderError(f"No code came: {visit.query.get('error', '')[:80]!r}")
            vouched = self.provider.vouched(errand, _way_back(visit), code, self.door.accounts.now)
        except ProviderError as error:
            return self._failed(visit, error)
        entered = self.door.accounts.enter_by_provider(vouched.email, mfa=vouched.mfa, client=visit.client)
        if not isinstance(entered, Entered):
            return self._sorry(visit, _UNKNOWN)
        full = entered.session.stage is Stage.FULL
        way_on = HOME if full else next_step(entered.session)
        title = self._("You are signed in") if full else self._("The provider knows you")
        text = self._("Go on to the administration.") if full else self._("Now a one-time code is wanted.")
        response = self.pages.message(self.door.visit_of(entered, visit), title, text, way_on=way_on)
        visit.jar.drop(response, ERRAND_COOKIE)
        return self.door.enter(visit, entered, response)

    def _failed(self, visit: Visit, error: ProviderError) -> Response:
        _log.warning("Signing in by the provider failed: %s", error)
        return self._sorry(visit, _FAILED)

    def _sorry(self, visit: Visit, text: str) -> Response:
        response = self.pages.message(
            visit, self._("You are not signed in"), self._(text), status=403, way_on=SIGN_IN
        )
        visit.jar.drop(response, ERRAND_COOKIE)
        return response

    def _errand(self, value: str) -> Errand | None:
        try:
            told = self._serializer().loads(value)
            if self.door.accounts.now >= told.pop("end"):
                return None
            return Errand(**told)
        except (BadData, KeyError, TypeError, AttributeError):
            return None

    def _serializer(self) -> URLSafeSerializer:
        return URLSafeSerializer(self.door.accounts.key_for("oidc"), salt="errand")

    def _(self, text: str) -> str:
        return self.door.site.language.catalogue.ugettext(text)


def _way_back(visit: Visit) -> str:
    return f"{visit.base_url}/admin/oidc/callback"
