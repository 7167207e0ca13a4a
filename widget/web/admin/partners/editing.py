"""The way of every form that saves a draft: read, say what is wrong, notice others' work, save."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlencode

from flask import Response

from widget.partners.model import Partner
from widget.partners.records import PartnerEntry, RefusalReason
from widget.web.admin.field_names import FieldNames
from widget.web.admin.field_values import FieldValues
from widget.web.admin.pages import AdminRequest, FieldProblem
from widget.web.admin.partners.desk import PartnerContext
from widget.web.admin.partners.draft_frames import DraftFrames, FrameContent, shown_query
from widget.web.admin.partners.form_pages import EditConflict, EditPage
from widget.web.admin.partners.steps import saved_step_address

BASED_ON = "based-on"
_TRIES = 3
"""How often a form is laid onto what others saved elsewhere in the same moment."""


@dataclass(frozen=True, slots=True)
class ParsedForm:
    """What came of a form: the partner with it, or what is wrong. `values` are the fields as they are to be shown."""

    partner: Partner
    values: Mapping[str, str]
    problems: tuple[FieldProblem, ...] = ()
    stay: bool = False
    """To be shown and not saved yet."""
    sent: Mapping[str, str] = field(default_factory=dict)
    """Pictures by their fields, as data: URIs: shown once, in the answer, beside what was made of them."""


@dataclass(frozen=True, slots=True)
class FormState:
    """A form about to be shown: what every such page has, and what was typed or stored."""

    partner: Partner
    values: Mapping[str, str]
    common: Mapping[str, Any]
    typed: bool
    problems: tuple[FieldProblem, ...] = field(default_factory=tuple)
    sent: Mapping[str, str] = field(default_factory=dict)


class DraftForm(Protocol):
    """A form for one part of a partner. Its fields are the keys of `values`."""

    section: str
    template: str

    @property
    def frame(self) -> FrameContent | None:
        """What is shown beside it; None where citizens see nothing of it."""

    def title(self) -> str:
        """The heading of its page."""

    def values(self, partner: Partner) -> dict[str, str]:
        """The fields as they are stored."""

    def read(self, typed: Mapping[str, str], partner: Partner, visit: AdminRequest) -> ParsedForm:
        """The partner with what was typed."""

    def page(self, shown: FormState) -> EditPage:
        """The page with the form."""


class DraftEditor:
    """Shows and saves the forms."""

    def __init__(self, desk: PartnerContext) -> None:
        self.desk = desk
        self.names = FieldNames(desk.site)
        self.shown = FieldValues(desk.site)
        self.frames = DraftFrames(desk)

    def serve(self, visit: AdminRequest, partner_id: str, form: DraftForm, next_url: str = "") -> Response:
        """Show a form, or save what was typed and go on to `next_url` (else the form again, saying so)."""
        for _ in range(_TRIES):
            entry = self.desk.entry(partner_id)
            partner = self.desk.working(entry)
            if not visit.sent:
                return self._show(visit, entry, form, ParsedForm(partner, form.values(partner)))
            answer = self._save(visit, entry, partner, form, next_url)
            if answer is not None:
                return answer
        return self._show(visit, entry, form, form.read(_typed(form, partner, visit), partner, visit), status=409)

    def _save(
        self, visit: AdminRequest, entry: PartnerEntry, partner: Partner, form: DraftForm, next_url: str
    ) -> Response | None:
        """The answer to a form that was sent; None if others saved in the same moment."""
        typed = _typed(form, partner, visit)
        reading = form.read(typed, partner, visit)
        if reading.problems or reading.stay:
            return self._show(visit, entry, form, reading)
        stored = form.values(partner)
        if visit.form.get(BASED_ON) != digest(stored):
            differences = self._differences(form.values(reading.partner), stored)
            if differences:
                return self._show(visit, entry, form, reading, status=409, differences=differences)
        refusal = self.desk.registry.save_draft(reading.partner, visit.account.email, onto=partner)
        if refusal is None and reading.sent:
            entry = self.desk.entry(entry.id)
            saved = ParsedForm(reading.partner, form.values(self.desk.working(entry)), sent=reading.sent)
            return self._show(visit, entry, form, saved, saved=True)
        if refusal is None:
            return self.desk.pages.redirect(self._next_url(visit, entry.id, form, next_url))
        if refusal.reason is RefusalReason.CHANGED:
            return None
        first = next(iter(stored))
        problem = FieldProblem(first, self.desk.refusal(refusal))
        return self._show(visit, entry, form, ParsedForm(partner, reading.values, (problem,)))

    def _next_url(self, visit: AdminRequest, partner: str, form: DraftForm, next_url: str) -> str:
        """The step that the pressed button names, or the page that comes after the form, saying that it is saved."""
        if step := saved_step_address(partner, visit.form.get("next", "")):
            return step
        query = urlencode({"saved": 1, **shown_query(visit)})
        return next_url or f"/admin/partners/{partner}/{form.section}?{query}"

    def _show(
        self,
        visit: AdminRequest,
        entry: PartnerEntry,
        form: DraftForm,
        reading: ParsedForm,
        *,
        status: int = 0,
        differences: tuple[EditConflict, ...] = (),
        saved: bool = False,
    ) -> Response:
        partner = self.desk.working(entry)
        stored = digest(form.values(partner))
        # After the differences were shown, saving again means it. Before that, the form is still the old one.
        is_old = visit.sent and not differences and not saved
        kept = visit.form.get(BASED_ON, stored) if is_old else stored
        common = {
            "title": form.title(),
            "visit": visit,
            "problems": reading.problems,
            "language": self.desk.language,
            "style": self.desk.style,
            "partner_id": entry.id,
            "partner_name": partner.name,
            "section": form.section,
            "has_draft": entry.draft is not None,
            "values": reading.values,
            "based_on": kept,
            "differences": differences,
            "other": self.desk.moment(entry.draft_at) if differences else "",
            "saved": saved or ("saved" in visit.query and not visit.sent),
            "created": "created" in visit.query and not visit.sent,
            "beside": self.frames.beside(visit, entry, partner, form.frame) if form.frame else None,
        }
        shown = FormState(partner, reading.values, common, visit.sent, reading.problems, reading.sent)
        return self.desk.pages.show(form.template, form.page(shown), status, frame_source="'self'")

    def _differences(self, mine: Mapping[str, str], theirs: Mapping[str, str]) -> tuple[EditConflict, ...]:
        return tuple(
            EditConflict(
                self.names.of(name) or name,
                self.shown.display(name, mine.get(name, "")),
                self.shown.display(name, value),
            )
            for name, value in theirs.items()
            if _plain(mine.get(name, "")) != _plain(value)
        )


def digest(values: Mapping[str, str]) -> str:
    """A short name for the values of a form, the same for the same ones."""
    plain = {name: _plain(value) for name, value in values.items()}
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:24]


def _typed(form: DraftForm, partner: Partner, visit: AdminRequest) -> dict[str, str]:
    """The fields as they were sent. No browser sends a box without a tick."""
    return {name: visit.form.get(name, "").replace("\r\n", "\n") for name in form.values(partner)}


def _plain(value: str) -> str:
    return value.replace("\r\n", "\n").strip()
