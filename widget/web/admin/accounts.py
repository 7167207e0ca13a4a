"""The pages of accounts: who may sign in, inviting, a new link, closing. Reads no request."""

from collections.abc import Mapping

from flask import Response

from widget.accounts.emails import is_email, plain_email
from widget.accounts.model import Account, Role
from widget.web.admin.pages import FieldProblem, Visit
from widget.web.admin.partners.desk import BOTH, PartnerDesk
from widget.web.admin.partners.pages import AccountsPage, ListedAccount
from widget.web.admin.security import Access
from widget.web.languages import translate

PAGE = 50

_NO_EMAIL = translate("Write an e-mail address, such as anne@kommune.dk.")
_THERE = translate("There is an account with this e-mail address already. Find it below, or write another address.")
_NO_PARTNER = translate("There is no partner with this short name. It stands in the list of partners.")
_GONE = translate("There is no such account any more.")
_OWN = translate("This is your own account. Another administrator can do this for you.")


class AccountRoutes:
    """The routes `/admin/accounts`, and `/accounts` of a partner for its own administrators."""

    def __init__(self, desk: PartnerDesk) -> None:
        self.desk = desk
        self.door = desk.door

    def register(self) -> None:
        """Add the routes to the door."""
        self.door.add("/accounts", "accounts", self.everybody, Access.OPERATOR, BOTH, keeps=True)
        rule = "/partners/<partner>/accounts"
        self.door.add(rule, "partner_accounts", self.of_partner, Access.PARTNER, BOTH, keeps=True)

    def everybody(self, visit: Visit) -> Response:
        """All accounts."""
        return self._serve(visit, None)

    def of_partner(self, visit: Visit, partner: str) -> Response:
        """The accounts of one partner."""
        self.desk.entry(partner)
        return self._serve(visit, partner)

    def _serve(self, visit: Visit, partner: str | None) -> Response:
        if not visit.sent:
            return self._page(visit, partner)
        action = visit.form.get("action", "")
        if action == "invite":
            return self._invite(visit, partner)
        account = self.door.accounts.store.by_email(plain_email(visit.form.get("email", "")))
        if account is None or (partner is not None and account.partner != partner):
            return self._sorry(visit, partner, _GONE)
        if account.id == visit.account.id:
            return self._sorry(visit, partner, _OWN)
        if action == "reset":
            token = self.door.accounts.reset(account.email, by=visit.account.email)
            return self._linked(visit, partner, account.email, token) if token else self._sorry(visit, partner, _GONE)
        if action == "close":
            self.door.accounts.remove(account.email, by=visit.account.email)
            done = self._("The account of %(email)s is closed.") % {"email": account.email}
            return self._page(visit, partner, done=done)
        return self._page(visit, partner)

    def _invite(self, visit: Visit, partner: str | None) -> Response:
        values = {name: visit.typed(name) for name in ("email", "role", "partner")}
        role = Role.PARTNER if partner is not None or values["role"] == Role.PARTNER.value else Role.OPERATOR
        whose = partner if partner is not None else values["partner"] if role is Role.PARTNER else ""
        problems = []
        if not is_email(values["email"]):
            problems.append(FieldProblem("email", self._(_NO_EMAIL)))
        if role is Role.PARTNER and (not whose or self.desk.registry.entry(whose) is None):
            problems.append(FieldProblem("partner", self._(_NO_PARTNER)))
        invite, by = self.door.accounts.invite, visit.account.email
        token = None if problems else invite(values["email"], role, whose, by=by)
        if token:
            return self._linked(visit, partner, plain_email(values["email"]), token)
        return self._page(visit, partner, tuple(problems) or (FieldProblem("email", self._(_THERE)),), values=values)

    def _linked(self, visit: Visit, partner: str | None, email: str, token: str) -> Response:
        """The page with the link, which is shown now and never again."""
        link = f"{visit.base_url}/admin/set-password?token={token}"
        return self._page(visit, partner, link=link, link_for=email)

    def _sorry(self, visit: Visit, partner: str | None, text: str) -> Response:
        way_on = f"/admin/partners/{partner}/accounts" if partner else "/admin/accounts"
        title = self._("Nothing was changed")
        return self.desk.pages.message(visit, title, self._(text), status=409, way_on=way_on)

    def _page(
        self,
        visit: Visit,
        partner: str | None,
        problems: tuple[FieldProblem, ...] = (),
        *,
        values: Mapping[str, str] | None = None,
        link: str = "",
        link_for: str = "",
        done: str = "",
    ) -> Response:
        number = visit.page_number
        found = self.door.accounts.store.listed(partner, PAGE + 1, (number - 1) * PAGE)
        entry = self.desk.entry(partner) if partner else None
        page = AccountsPage(
            title=self._("Accounts"),
            visit=visit,
            problems=problems,
            language=self.desk.language,
            style=self.desk.style,
            action=f"/admin/partners/{partner}/accounts" if partner else "/admin/accounts",
            rows=tuple(self._row(visit, account) for account in found[:PAGE]),
            values=values or {"email": "", "role": Role.PARTNER.value, "partner": visit.query.get("partner", "")},
            link=link,
            link_for=link_for,
            partner_id=partner or "",
            partner_name=entry.working.name if entry and entry.working else partner or "",
            has_draft=bool(entry and entry.draft),
            done=done,
            before=f"?page={number - 1}" if number > 1 else "",
            after=f"?page={number + 1}" if len(found) > PAGE else "",
        )
        return self.desk.pages.show("partner_accounts" if partner else "accounts", page)

    def _row(self, visit: Visit, account: Account) -> ListedAccount:
        role = self._("operator") if account.is_operator else self._("partner's administrator")
        if not account.password_hash:
            state = self._("invited")
        else:
            state = self._("in use") if account.has_codes else self._("codes are yet to be set up")
        return ListedAccount(account.email, role, account.partner, state, account.id == visit.account.id)

    def _(self, text: str) -> str:
        return self.desk.language.catalogue.ugettext(text)
