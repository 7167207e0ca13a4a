"""The first page of the admin: all partners for operators, one's own for others; and taking in a new one."""

import re
from collections.abc import Mapping
from urllib.parse import urlencode

from flask import Response

from widget.partners.documents import LONGEST_LINE, PARTNER_ID, RESERVED_IDS
from widget.partners.kommuner import load_kommuner
from widget.partners.model import Partner, PartnerKind
from widget.partners.records import PartnerEntry, PartnerSummary
from widget.web.admin.access import AccessLevel
from widget.web.admin.pages import AdminRequest, FieldProblem
from widget.web.admin.partners.desk import BOTH, REASONS, PartnerContext
from widget.web.admin.partners.pages import ListedPartner, NewPartnerPage, PartnerListPage
from widget.web.http.languages import translate

PAGE = 50

_ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e", "ü": "u", "ö": "oe", "ä": "ae"})

KINDS = {
    PartnerKind.KOMMUNE: translate("Kommune"),
    PartnerKind.A_KASSE: translate("A-kasse"),
    PartnerKind.AUTHORITY: translate("Other authority"),
}


class PartnerListRoutes:
    """The routes `/admin/` and `/admin/partners/new`."""

    def __init__(self, desk: PartnerContext) -> None:
        self.desk = desk

    def register(self) -> None:
        """Register the routes with the access control."""
        self.desk.access_control.add("/", "home", self.home, AccessLevel.SIGNED_IN)
        self.desk.access_control.add("/partners/new", "partner_new", self.new, AccessLevel.OPERATOR, BOTH, keeps=True)

    def home(self, visit: AdminRequest) -> Response:
        """The list, or one's own partner."""
        if not visit.account.is_operator:
            return self._own(visit)
        text = visit.query.get("q", "")[:200].strip()
        number = visit.page_number
        found = self.desk.registry.search(text, number, PAGE)
        pages = -(-found.total // PAGE)
        page = PartnerListPage(
            title=self._("Partners"),
            visit=visit,
            language=self.desk.language,
            style=self.desk.style,
            search=text,
            rows=tuple(self._row(row) for row in found.rows),
            total=found.total,
            number=number,
            pages=pages,
            before=_query(text, number - 1) if number > 1 else "",
            after=_query(text, number + 1) if number < pages else "",
        )
        return self.desk.pages.show("partner_list", page)

    def _own(self, visit: AdminRequest) -> Response:
        """The one partner that the account has a role with, or a list of several."""
        partners = visit.account.partners
        if len(partners) == 1:
            return self.desk.pages.redirect(f"/admin/partners/{partners[0]}")
        if not partners:
            return self.desk.pages.redirect("/admin/guides" if visit.account.may_edit_guides else "/admin/account")
        found = tuple(entry for entry in map(self.desk.registry.entry, partners) if entry)
        page = PartnerListPage(
            title=self._("Partners"),
            visit=visit,
            language=self.desk.language,
            style=self.desk.style,
            search="",
            rows=tuple(self._listed(entry) for entry in found),
            total=len(found),
            number=1,
            pages=1,
            before="",
            after="",
        )
        return self.desk.pages.show("partner_list", page)

    def new(self, visit: AdminRequest) -> Response:
        """First who it is, then the name in addresses that we propose."""
        names = ("kind", "kommune", "name", "id", "sites")
        values = {name: " ".join(visit.form.get(name, "").split()) for name in names}
        if not visit.sent:
            return self._new_page(visit, {**values, "kind": PartnerKind.KOMMUNE.value}, second=False)
        partner, problems = self._read(values)
        if partner is None or visit.form.get("change"):
            return self._new_page(visit, values, problems if partner is None else (), second=False)
        if "id" not in visit.form:
            return self._new_page(visit, {**values, "id": partner.id, "sites": "yes"}, second=True)
        if values["id"] in RESERVED_IDS or not PARTNER_ID.fullmatch(values["id"]):
            words = _ID_TAKEN if values["id"] in RESERVED_IDS else _ID_WRONG
            return self._new_page(visit, values, (FieldProblem("id", self._(words)),), second=True)
        refusal = self.desk.registry.create(partner, visit.account.email)
        if refusal:
            problem = FieldProblem("id", self._(REASONS[refusal.reason]))
            return self._new_page(visit, values, (problem,), second=True)
        first = "appearance" if partner.origins else "websites"  # the first step with something left to do
        return self.desk.pages.redirect(f"/admin/partners/{partner.id}/{first}?created=1")

    def _read(self, values: Mapping[str, str]) -> tuple[Partner | None, tuple[FieldProblem, ...]]:
        """The partner of the form, with the id that was typed or the one we propose."""
        kinds = {kind.value: kind for kind in PartnerKind}
        kind = kinds.get(values["kind"])
        if kind is None:
            return None, (FieldProblem("kind-kommune", self._("Choose what sort of body it is.")),)
        if kind is PartnerKind.KOMMUNE:
            kommune = load_kommuner().get(values["kommune"])
            if kommune is None:
                return None, (FieldProblem("kommune", self._("Choose the kommune.")),)
            origins = kommune.origins if values["sites"] else ()
            return Partner(values["id"] or kommune.id, kommune.title, kind, kommune.code, origins), ()
        name = values["name"]
        if not name or len(name) > LONGEST_LINE or not name.isprintable():
            words = self._("Write the name that citizens know, at most %(most)s signs.") % {"most": LONGEST_LINE}
            return None, (FieldProblem("name", words),)
        return Partner(values["id"] or _proposed(name), name, kind), ()

    def _new_page(
        self, visit: AdminRequest, values: Mapping[str, str], problems: tuple[FieldProblem, ...] = (), *, second: bool
    ) -> Response:
        kommuner = load_kommuner()
        chosen = kommuner.get(values["kommune"]) if values["kind"] == PartnerKind.KOMMUNE.value else None
        page = NewPartnerPage(
            title=self._("New partner"),
            visit=visit,
            problems=problems,
            language=self.desk.language,
            style=self.desk.style,
            kommuner=tuple(kommuner.values()),
            values={**values, "title": chosen.title if chosen else values["name"]},
            is_kommune=chosen is not None,
            websites=tuple(str(origin) for origin in chosen.origins) if chosen else (),
            second=second,
            base=f"{visit.base_url}/guide/",
        )
        return self.desk.pages.show("partner_new", page)

    def _listed(self, entry: PartnerEntry) -> ListedPartner:
        working, paused = entry.working, bool(entry.pause_message)
        kind = working.kind if working else PartnerKind.AUTHORITY
        name, has_draft = working.name if working else entry.id, entry.draft is not None
        return self._row(PartnerSummary(entry.id, name, kind, "", entry.published_version, has_draft, paused))

    def _row(self, row: PartnerSummary) -> ListedPartner:
        if row.published_version is None:
            state = self._("draft")
        else:
            state = self._("paused") if row.paused else self._("published")
            if row.has_draft:
                state = self._("%(state)s, with a new draft") % {"state": state}
        return ListedPartner(row.id, row.name, self._(KINDS[row.kind]), state)

    def _(self, text: str) -> str:
        return self.desk.language.catalogue.ugettext(text)


_ID_TAKEN = translate("This name is taken by our own pages. Choose another one.")
_ID_WRONG = translate("Use the letters a–z, digits and hyphens, at most 64, and no hyphen first or last.")


def _proposed(name: str) -> str:
    """A name in addresses for the name of a partner."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower().translate(_ASCII)).strip("-")[:64].strip("-")


def _query(text: str, number: int) -> str:
    return "?" + urlencode([*([("q", text)] if text else []), ("page", str(number))])
