"""The pages of accounts: who may sign in, inviting, roles, a new link, confirming, closing. Reads no request."""

from collections.abc import Mapping
from dataclasses import replace

from flask import Response

from widget.accounts.emails import is_email, plain_email
from widget.accounts.model import Account, Membership, Role
from widget.notices.account_notices import AccountNotices, SendLink
from widget.web.admin.access import AccessLevel, Confirming
from widget.web.admin.pages import AdminRequest, FieldProblem
from widget.web.admin.partners.desk import BOTH, PartnerContext
from widget.web.admin.partners.pages import AccountsPage, ListedAccount
from widget.web.http.languages import translate

PAGE = 50

_NO_EMAIL = translate("Write an e-mail address, such as anne@kommune.dk.")
_NO_ROLE = translate("Choose what the person may do.")
_NO_PARTNER = translate("There is no partner with this short name. It stands in the list of partners.")
_NOT_GIVEN_HERE = translate("That role cannot be given here. Choose one of those that stand on the page.")
_HAS_IT = translate("%(email)s has this role already.")
_HAS_MORE = translate("%(email)s can do more than that already. Change the role on the list.")
_HAS_MORE_THERE = translate(
    "%(email)s can do more than that with the partner already. Change the role under Accounts of the partner."
)
_GONE = translate("There is no such account any more.")
_OWN = translate("This is your own account. Another administrator can do this for you.")
_NOT_YOU = translate(
    "You were shown the link of this account, or it is confirmed already. Another person confirms it."
)

ROLES = {
    Role.OPERATOR: translate("operator"),
    Role.EDITOR: translate("editor of the guides"),
    Role.PARTNER: translate("partner's administrator"),
    Role.READER: translate("reader"),
}
_FOR_A_PARTNER = (Role.PARTNER, Role.READER)


class AccountRoutes:
    """The routes `/admin/accounts`, and `/accounts` of a partner for its own administrators."""

    def __init__(self, desk: PartnerContext, notices: AccountNotices) -> None:
        self.desk = desk
        self.access_control = desk.access_control
        self.notices = notices

    def register(self) -> None:
        """Register the routes with the access control."""
        add, sending = self.access_control.add, Confirming.SENDING
        add("/accounts", "accounts", self.everybody, AccessLevel.OPERATOR, BOTH, keeps=True, confirming=sending)
        rule, access = "/partners/<partner>/accounts", AccessLevel.PARTNER_ACCOUNTS
        add(rule, "partner_accounts", self.of_partner, access, BOTH, keeps=True, confirming=sending)

    def everybody(self, visit: AdminRequest) -> Response:
        """All accounts."""
        return self._serve(visit, None)

    def of_partner(self, visit: AdminRequest, partner: str) -> Response:
        """The accounts with a role with one partner."""
        self.desk.entry(partner)
        return self._serve(visit, partner)

    def _serve(self, visit: AdminRequest, partner: str | None) -> Response:
        action = visit.form.get("action", "") if visit.sent else ""
        if action == "invite":
            return self._invite(visit, partner)
        if not action:
            return self._page(visit, partner)
        email = visit.form.get("email", "")
        account = self.access_control.accounts.store.by_email(plain_email(email)) if is_email(email) else None
        if account is None or (partner is not None and account.membership(partner) is None):
            return self._failure_page(visit, partner, _GONE)
        if account.id == visit.account.id:
            return self._failure_page(visit, partner, _OWN)
        shared = {"role": self._change_role, "withdraw": self._withdraw, "confirm": self._confirm}
        for_operators = {"reset": self._reset, "link": self._new_link, "close": self._close}
        carried_out = (shared | (for_operators if visit.account.is_operator else {})).get(action)
        return carried_out(visit, partner, account) if carried_out else self._page(visit, partner)

    def _invite(self, visit: AdminRequest, partner: str | None) -> Response:
        values = {name: visit.typed(name) for name in ("email", "role", "partner")}
        role = self._role(values["role"], partner)
        whose = partner or (values["partner"] if role and role.is_for_one_partner else "")
        problems = []
        if not is_email(values["email"]):
            problems.append(FieldProblem("email", self._(_NO_EMAIL)))
        if role is None:
            problems.append(FieldProblem("role-partner", self._(_NO_ROLE)))
        elif role.is_for_one_partner and (not whose or self.desk.registry.entry(whose) is None):
            problems.append(FieldProblem("partner", self._(_NO_PARTNER)))
        if problems or role is None:
            return self._page(visit, partner, tuple(problems), values=values)
        return self._invited(visit, partner, plain_email(values["email"]), Membership(role, whose))

    def _invited(self, visit: AdminRequest, partner: str | None, email: str, given: Membership) -> Response:
        """The same answer to a partner's administrator whether there was an account or not."""
        accounts, by = self.access_control.accounts, visit.account.email
        token = accounts.invite(email, given.role, given.partner, by=by, shown_to=self._shown_to(visit))
        if token:
            return self._linked(visit, partner, email, token)
        account = accounts.store.by_email(email)
        if account is None:
            return self._failure_page(visit, partner, _GONE)
        if account.id == visit.account.id:
            return self._failure_page(visit, partner, _OWN)
        unchanged = self._unchanged(account, given, partner)
        if not unchanged:
            accounts.grant(account, given.role, given.partner, by=by)
        if not account.password_hash and (self.notices.are_sent or visit.account.is_operator):
            token = accounts.renew_link(account, by=by, shown_to=self._shown_to(visit))
            return self._linked(visit, partner, email, token)
        mailed_again = unchanged == _HAS_IT and self.notices.are_sent  # the mail before may not have been sent
        if visit.account.is_operator and unchanged and not mailed_again:
            return self._page(visit, partner, done=self._(unchanged) % {"email": email})
        sent = self.notices.send_role(email, by) if self.notices.are_sent else True
        return self._page(visit, partner, done=self._mail_notice(visit, email, sent=sent))

    def _unchanged(self, account: Account, given: Membership, partner: str | None) -> str:
        """Why the account keeps the role that it has with that partner: an invitation takes nothing away.

        Empty where it gets the new one. Operators alone are told: it depends on whether the account has a password.
        """
        found = account.membership(given.partner)
        if found is None or (found.role is not given.role and found.role not in {Role.OPERATOR, Role.PARTNER}):
            return ""
        if found.role is given.role:
            return _HAS_IT
        return _HAS_MORE_THERE if given.partner and partner is None else _HAS_MORE

    def _change_role(self, visit: AdminRequest, partner: str | None, account: Account) -> Response:
        role, whose = self._role(visit.typed("role"), partner), partner or ""
        if role is None or (partner is None and role.is_for_one_partner):
            return self._failure_page(visit, partner, _NOT_GIVEN_HERE)
        self.access_control.accounts.grant(account, role, whose, by=visit.account.email)
        done = self._("%(email)s is now %(role)s.") % {"email": account.email, "role": self._(ROLES[role])}
        return self._page(visit, partner, done=done)

    def _withdraw(self, visit: AdminRequest, partner: str | None, account: Account) -> Response:
        self.access_control.accounts.withdraw(account, partner or "", by=visit.account.email)
        done = self._("%(email)s has no access here any more.") % {"email": account.email}
        return self._page(visit, partner, done=done)

    def _confirm(self, visit: AdminRequest, partner: str | None, account: Account) -> Response:
        allowed = self._may_confirm(visit.account, account, partner)
        if not allowed or not self.access_control.accounts.confirm(account, visit.account):
            return self._failure_page(visit, partner, _NOT_YOU)
        return self._page(visit, partner, done=self._("%(email)s is confirmed.") % {"email": account.email})

    def _reset(self, visit: AdminRequest, partner: str | None, account: Account) -> Response:
        by = visit.account.email
        token = self.access_control.accounts.reset(account.email, by=by, shown_to=self._shown_to(visit))
        if not token:
            return self._failure_page(visit, partner, _GONE)
        return self._linked(visit, partner, account.email, token, self.notices.send_link_after_reset)

    def _new_link(self, visit: AdminRequest, partner: str | None, account: Account) -> Response:
        if account.password_hash:
            return self._page(visit, partner)
        by = visit.account.email
        token = self.access_control.accounts.renew_link(account, by=by, shown_to=self._shown_to(visit))
        return self._linked(visit, partner, account.email, token)

    def _close(self, visit: AdminRequest, partner: str | None, account: Account) -> Response:
        self.access_control.accounts.remove(account.email, by=visit.account.email)
        done = self._("The account of %(email)s is closed.") % {"email": account.email}
        return self._page(visit, partner, done=done)

    def _shown_to(self, visit: AdminRequest) -> str:
        """Who is shown a link that is made now: operators, where there is no mail."""
        return visit.account.id if visit.account.is_operator and not self.notices.are_sent else ""

    def _linked(
        self, visit: AdminRequest, partner: str | None, email: str, token: str, send: SendLink | None = None
    ) -> Response:
        """The link is mailed, with `send`; without mail it is shown to an operator, now and never again."""
        link = f"{visit.base_url}/admin/set-password?token={token}"
        if self.notices.are_sent:
            sent = (send or self.notices.send_link)(email, link, visit.account.email)
            return self._page(visit, partner, done=self._mail_notice(visit, email, sent=sent))
        if not visit.account.is_operator:
            return self._page(visit, partner, done=self._mail_notice(visit, email, sent=True))
        return self._page(visit, partner, link=link, link_for=email)

    def _mail_notice(self, visit: AdminRequest, email: str, *, sent: bool) -> str:
        if not sent:
            return self._("%(email)s is invited, but the mail could not be sent. Invite once more later.") % {
                "email": email
            }
        if self.notices.are_sent:
            return self._("We have sent a mail to %(email)s.") % {"email": email}
        if visit.account.is_operator:
            return self._("%(email)s has an account, and this role from now on.") % {"email": email}
        return self._("%(email)s is invited. An operator passes the link on.") % {"email": email}

    def _role(self, text: str, partner: str | None) -> Role | None:
        """The role that a form names, if it can be given on this page."""
        return next((role for role in (Role if partner is None else _FOR_A_PARTNER) if role.value == text), None)

    def _may_confirm(self, confirmer: Account, account: Account, partner: str | None) -> bool:
        """Whether a person may confirm an account: one who was shown no link, and could give all of its roles."""
        known = account.can_be_confirmed and confirmer.id not in {account.id, account.link_shown_to}
        everything = all(confirmer.may_manage(one.partner) and one.partner == partner for one in account.memberships)
        return known and (confirmer.is_operator or everything)

    def _failure_page(self, visit: AdminRequest, partner: str | None, text: str) -> Response:
        next_url = f"/admin/partners/{partner}/accounts" if partner else "/admin/accounts"
        title = self._("Nothing was changed")
        return self.desk.pages.message(visit, title, self._(text), status=409, next_url=next_url)

    def _page(
        self,
        visit: AdminRequest,
        partner: str | None,
        problems: tuple[FieldProblem, ...] = (),
        *,
        values: Mapping[str, str] | None = None,
        link: str = "",
        link_for: str = "",
        done: str = "",
    ) -> Response:
        number = visit.page_number
        found = self.access_control.accounts.store.listed(partner, PAGE + 1, (number - 1) * PAGE)
        page = AccountsPage(
            title=self._("Accounts"),
            visit=visit,
            problems=problems,
            language=self.desk.language,
            style=self.desk.style,
            action=f"/admin/partners/{partner}/accounts" if partner else "/admin/accounts",
            rows=tuple(self._row(visit, account, partner) for account in found[:PAGE]),
            values=values or {"email": "", "role": Role.PARTNER.value, "partner": visit.query.get("partner", "")},
            link=link,
            link_for=link_for,
            mailed=self.notices.are_sent,
            choices=tuple((role.value, self._(ROLES[role])) for role in (_FOR_A_PARTNER if partner else Role)),
            done=done,
            before=f"?page={number - 1}" if number > 1 else "",
            after=f"?page={number + 1}" if len(found) > PAGE else "",
        )
        return self._shown(page, partner)

    def _shown(self, page: AccountsPage, partner: str | None) -> Response:
        if partner is None:
            return self.desk.pages.show("accounts", page)
        entry = self.desk.entry(partner)
        name = entry.working.name if entry.working else partner
        about = replace(page, partner_id=partner, partner_name=name, has_draft=entry.draft is not None)
        return self.desk.pages.show("partner_accounts", about)

    def _row(self, visit: AdminRequest, account: Account, partner: str | None) -> ListedAccount:
        shown = [one for one in account.memberships if partner is None or one.partner == partner]
        given = account.membership(partner or "")
        confirmable = self._may_confirm(visit.account, account, partner)
        return ListedAccount(
            email=account.email,
            roles=tuple((self._(ROLES[one.role]), one.partner) for one in shown),
            role=given.role.value if given else "",
            state=self._state(account, given, confirmable=confirmable),
            own=account.id == visit.account.id,
            confirmable=confirmable,
            linkless=not account.password_hash and visit.account.is_operator,
        )

    def _state(self, account: Account, given: Membership | None, *, confirmable: bool) -> str:
        """In a partner's list a role is new until its owner has signed in: that tells nothing of other partners."""
        since = given.since if given else 0
        if not account.last_sign_in and account.password_hash and since == 0:
            return self._("in use") if account.has_codes else self._("codes are yet to be set up")
        if account.last_sign_in < since or not account.last_sign_in:
            return self._("invited")
        return self._("is to be confirmed") if confirmable else self._("in use")

    def _(self, text: str) -> str:
        return self.desk.language.catalogue.ugettext(text)
