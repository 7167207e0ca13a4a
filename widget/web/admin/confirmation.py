"""Asks for a one-time code once more before anything that concerns accounts. Reads no request."""

from dataclasses import dataclass
from urllib.parse import quote

from flask import Response

from widget.accounts.accounts import Accounts
from widget.accounts.limits import RateLimited
from widget.accounts.model import NewSession
from widget.accounts.own_account import OwnAccount
from widget.web.admin.access import Confirming
from widget.web.admin.pages import AdminPage, AdminPages, AdminRequest, FieldProblem
from widget.web.http.languages import translate

CODE_FIELD = "confirm-code"
_TITLE = translate("Confirm that it is you")
WRONG_CODE = translate(
    "The code is wrong, or has been used. Wait for the next one in the app, and write its six digits."
)
_NOT_KEPT = frozenset({CODE_FIELD, "csrf"})


@dataclass(frozen=True, kw_only=True)
class ConfirmPage(AdminPage):
    """A code, and what the form brought, for `action`. Unless `by_code` the provider is asked again instead."""

    action: str
    fields: tuple[tuple[str, str], ...]
    by_code: bool


class Confirmation:
    """Asks for the code, and checks it."""

    def __init__(self, pages: AdminPages, accounts: Accounts) -> None:
        self._pages = pages
        self._own = OwnAccount(accounts)

    def asked(self, visit: AdminRequest, confirming: Confirming) -> Response | NewSession | None:
        """The page that asks; the session as it goes on where the right code came with the form; else None."""
        if confirming is Confirming.NEVER or (confirming is Confirming.SENDING and not visit.sent):
            return None
        if confirming is Confirming.OPENING and not visit.account.password_hash:
            fresh = self._own.has_just_signed_in(visit.running)
            return None if fresh else self.page(visit, visit.path, by_code=False)
        if self._own.is_confirmed(visit.running):
            return None
        if confirming is Confirming.OPENING:
            return self._pages.redirect(f"/admin/confirm?next={quote(visit.path, safe='/')}")
        if CODE_FIELD not in visit.form:
            return self.page(visit, visit.path)
        found = self.check(visit)
        return found if isinstance(found, NewSession) else self.page(visit, visit.path, found)

    def check(self, visit: AdminRequest) -> NewSession | tuple[FieldProblem, ...]:
        """Try the code that came with the form; the session as it goes on, or what is wrong."""
        found = self._own.confirm(visit.running, visit.typed(CODE_FIELD), visit.client)
        if isinstance(found, NewSession):
            return found
        translated = self._pages.site.language.catalogue.ugettext
        if isinstance(found, RateLimited):
            return (FieldProblem(CODE_FIELD, self._pages.too_often(found.seconds)),)
        return (FieldProblem(CODE_FIELD, translated(WRONG_CODE)),)

    def page(
        self,
        visit: AdminRequest,
        action: str,
        problems: tuple[FieldProblem, ...] = (),
        *,
        fields: tuple[tuple[str, str], ...] | None = None,
        by_code: bool = True,
    ) -> Response:
        """The page that asks for a code. `fields` are sent along with it; those of the form unless given.

        The provider is asked instead where an account has no codes, or a code is not enough (not `by_code`).
        """
        kept = tuple((name, value) for name, value in visit.form.items(multi=True) if name not in _NOT_KEPT)
        language, style = self._pages.look
        page = ConfirmPage(
            title=language.catalogue.ugettext(_TITLE),
            visit=visit,
            problems=problems,
            language=language,
            style=style,
            action=action,
            fields=kept if fields is None else fields,
            by_code=by_code and visit.account.has_codes,
        )
        return self._pages.show("confirm", page)
