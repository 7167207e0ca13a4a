"""The page for a forgotten password: a link by mail, or whom to ask. Reads no request."""

import logging
import threading
from dataclasses import dataclass

from flask import Response

from widget.accounts.forgotten import ForgottenPasswords
from widget.database.errors import DatabaseUnavailable
from widget.notices.account_notices import AccountNotices
from widget.web.admin.access import AccessLevel
from widget.web.admin.access_control import SIGN_IN, AccessControl
from widget.web.admin.pages import AdminPage, AdminRequest, FieldProblem
from widget.web.http.languages import translate

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class ForgottenPage(AdminPage):
    """A form for the e-mail address, where mail `is_sent`."""

    is_sent: bool


class ForgottenRoutes:
    """The route `/admin/forgotten`. The answer is the same, and as quick, whether there is an account or not."""

    def __init__(self, access_control: AccessControl, notices: AccountNotices) -> None:
        self.access_control = access_control
        self.site = access_control.site
        self.pages = access_control.pages
        self.notices = notices

    def register(self) -> None:
        """Register the route with the access control."""
        self.access_control.add("/forgotten", "forgotten", self.ask, AccessLevel.PUBLIC, ("GET", "POST"))

    @property
    def _is_sent(self) -> bool:
        """Whether a link can be mailed. SMTP_URL asks for BASE_URL: the link's host is never a request's."""
        return self.notices.are_sent

    def ask(self, visit: AdminRequest) -> Response:
        """Who it is; then what to do next."""
        if not (visit.sent and self._is_sent):
            return self._page(visit)
        email = visit.typed("email")
        if not email:
            return self._page(visit, (FieldProblem("email", self._("Write your e-mail address.")),))
        forgotten = ForgottenPasswords(self.access_control.accounts)
        if forgotten.is_allowed(email, visit.client):
            # Looked up and mailed while the answer is on its way: its time tells nothing of the account.
            threading.Thread(target=self._mail, args=(forgotten, email), name="forgotten", daemon=True).start()
        return self.pages.message(visit, self._("Look in your mailbox"), self._(_SENT), next_url=SIGN_IN)

    def _mail(self, forgotten: ForgottenPasswords, email: str) -> None:
        try:
            found = forgotten.token(email)
        except DatabaseUnavailable as error:
            _log.warning("A link for a forgotten password could not be made: %s", error)
            return
        if found:
            address, token = found
            self.notices.send_reset(address, f"{self.site.settings.base_url}/admin/set-password?token={token}")

    def _page(self, visit: AdminRequest, problems: tuple[FieldProblem, ...] = ()) -> Response:
        language, style = self.pages.look
        page = ForgottenPage(
            title=self._("Forgotten password"),
            visit=visit,
            problems=problems,
            language=language,
            style=style,
            is_sent=self._is_sent,
        )
        return self.pages.show("forgotten", page)

    def _(self, text: str) -> str:
        return self.site.language.catalogue.ugettext(text)


_SENT = translate(
    "If there is an account with this e-mail address, a link is on its way to it, good for two days. It may take "
    "some minutes; look among unwanted mail too. Has nothing come? Ask the person who invited you."
)
