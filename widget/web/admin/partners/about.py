"""The pages for a partner's name and kind, its file, and its removal. Reads no request."""

import re
from collections.abc import Mapping
from dataclasses import replace

from flask import Response

from widget.partners.documents import LONGEST_LINE
from widget.partners.files import partner_toml
from widget.partners.kommuner import load_kommuner
from widget.partners.model import Partner, PartnerKind
from widget.web.admin.access import AccessLevel, Confirming
from widget.web.admin.pages import AdminRequest, FieldProblem
from widget.web.admin.partners.desk import BOTH, SEND, PartnerContext
from widget.web.admin.partners.draft_frames import WHOLE_GUIDE
from widget.web.admin.partners.editing import DraftEditor, FormState, ParsedForm
from widget.web.admin.partners.form_pages import AboutPage, EditPage, Option
from widget.web.admin.partners.listing import KINDS
from widget.web.admin.partners.pages import RemovalPage
from widget.web.guide.addresses import View
from widget.web.http.languages import translate

_MAX_ACCOUNTS = 1000


class AboutRoutes:
    """The routes `/about`, `/name`, `/export` and `/remove` of a partner."""

    def __init__(self, desk: PartnerContext) -> None:
        self.desk = desk
        self.editing = DraftEditor(desk)
        self.form = AboutForm(desk)

    def register(self) -> None:
        """Register the routes with the access control."""
        add, home = self.desk.access_control.add, "/partners/<partner>"
        add(f"{home}/about", "partner_about", self.edit, AccessLevel.PARTNER)
        add(f"{home}/name", "partner_name", self.edit, AccessLevel.OPERATOR, SEND, keeps=True)
        add(f"{home}/export", "partner_export", self.export, AccessLevel.PARTNER)
        confirming = Confirming.SENDING
        add(f"{home}/remove", "partner_remove", self.remove, AccessLevel.OPERATOR, BOTH, confirming=confirming)

    def edit(self, visit: AdminRequest, partner: str) -> Response:
        """Name and kind: a form for operators, to be read by others."""
        return self.editing.serve(visit, partner, self.form)

    def export(self, visit: AdminRequest, partner: str) -> Response:
        """The partner as a file: what citizens see, or the draft."""
        entry = self.desk.entry(partner)
        draft = bool(visit.query.get("draft")) or entry.published is None
        exported = self.desk.working(entry) if draft else entry.published
        text = partner_toml(exported or self.desk.working(entry))
        response = Response(text, content_type="application/toml; charset=utf-8")
        # Ids are made of letters, digits and hyphens alone: the pattern says so once more.
        name = re.sub(r"[^a-z0-9-]", "", partner)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}.toml"'
        return response

    def remove(self, visit: AdminRequest, partner: str) -> Response:
        """What removing does, and removing; the short name is typed so that it does not happen by a slip."""
        entry = self.desk.entry(partner)
        if not visit.sent:
            return self._removal_page(visit, partner)
        if visit.typed("short-name") != entry.id:
            words = self._("Write the short name, %(id)s, to remove the partner.") % {"id": entry.id}
            return self._removal_page(visit, partner, (FieldProblem("short-name", words),))
        refusal = self.desk.registry.remove(partner, visit.account.email)
        title = self._("Nothing was changed")
        if refusal:
            return self.desk.pages.message(visit, title, self.desk.refusal(refusal), status=409)
        accounts = self.desk.access_control.accounts
        for account in accounts.store.listed(partner, _MAX_ACCOUNTS):
            accounts.withdraw(account, partner, by=visit.account.email)
        text = self._("Citizens who open an address of it are led to the common guides.")
        return self.desk.pages.message(visit, self._("The partner is removed"), text)

    def _removal_page(self, visit: AdminRequest, partner: str, problems: tuple[FieldProblem, ...] = ()) -> Response:
        entry = self.desk.entry(partner)
        name = entry.working.name if entry.working else entry.id
        guides = self.desk.site.library.guides
        page = RemovalPage(
            title=self._("Remove %(partner)s") % {"partner": name},
            visit=visit,
            problems=problems,
            language=self.desk.language,
            style=self.desk.style,
            partner_id=entry.id,
            partner_name=name,
            section="about",
            has_draft=entry.draft is not None,
            published=entry.published_version is not None,
            addresses=tuple(
                f"{visit.base_url}{View(surface, guide, entry.id).path}"
                for guide in guides
                for surface in ("embed", "guide")
            ),
            accounts=len(self.desk.access_control.accounts.store.listed(partner, _MAX_ACCOUNTS)),
            typed=visit.typed("short-name"),
        )
        return self.desk.pages.show("partner_remove", page)

    def _(self, text: str) -> str:
        return self.desk.language.catalogue.ugettext(text)


class AboutForm:
    """The form for name and kind."""

    section = "about"
    template = "partner_about"
    frame = WHOLE_GUIDE

    def __init__(self, desk: PartnerContext) -> None:
        self.desk = desk

    def title(self) -> str:
        """The heading of its page."""
        return self._("Name, export, removal")

    def values(self, partner: Partner) -> dict[str, str]:
        """The fields as they are stored."""
        return {"name": partner.name, "kind": partner.kind.value, "kommune": partner.kommune_code}

    def read(self, typed: Mapping[str, str], partner: Partner, visit: AdminRequest) -> ParsedForm:
        """The partner with another name or kind. A code is kept for kommuner alone."""
        problems = []
        name, kinds = " ".join(typed["name"].split()), {kind.value: kind for kind in PartnerKind}
        kind = kinds.get(typed["kind"], partner.kind)
        kommune = typed["kommune"] if kind is PartnerKind.KOMMUNE else ""
        if not name or len(name) > LONGEST_LINE or not name.isprintable():
            words = self._("Write the name that citizens know, at most %(most)s signs.") % {"most": LONGEST_LINE}
            problems.append(FieldProblem("name", words))
        if typed["kind"] not in kinds:
            problems.append(FieldProblem("kind", self._(_CHOOSE_KIND)))
        if kind is PartnerKind.KOMMUNE and kommune not in load_kommuner():
            problems.append(FieldProblem("kommune", self._("Choose the kommune.")))
        read = replace(partner, name=name, kind=kind, kommune_code=kommune)
        return ParsedForm(read, typed, tuple(problems))

    def page(self, shown: FormState) -> EditPage:
        """The page with the form."""
        return AboutPage(
            **shown.common,
            kinds=tuple(Option(kind.value, self._(label)) for kind, label in KINDS.items()),
            kommuner=tuple(Option(one.code, f"{one.name} ({one.code})") for one in load_kommuner().values()),
        )

    def _(self, text: str) -> str:
        return self.desk.language.catalogue.ugettext(text)


_CHOOSE_KIND = translate("Choose what sort of body it is.")
