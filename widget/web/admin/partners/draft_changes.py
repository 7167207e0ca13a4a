"""What a draft changes, value by value: what citizens see now, and what they will see. Reads no request."""

from collections.abc import Iterator

from widget.partners.model import Partner
from widget.web.admin.field_names import FieldNames
from widget.web.admin.field_values import FieldValues
from widget.web.admin.partners.appearance import AppearanceForm
from widget.web.admin.partners.desk import PartnerContext
from widget.web.admin.partners.editing import DraftForm
from widget.web.admin.partners.listing import KINDS
from widget.web.admin.partners.logo import LogoForm
from widget.web.admin.partners.notes import NoteForm
from widget.web.admin.partners.offer import OfferForm
from widget.web.admin.partners.pages import DraftChange
from widget.web.admin.partners.websites import WebsitesForm
from widget.web.admin.partners.words import WordsForm


class DraftChanges:
    """Compares two partners by the fields of their forms."""

    def __init__(self, desk: PartnerContext) -> None:
        self.desk = desk
        self.names = FieldNames(desk.site)
        self.shown = FieldValues(desk.site)
        self.forms: tuple[DraftForm, ...] = (
            *(WebsitesForm(desk), AppearanceForm(desk), LogoForm(desk), WordsForm(desk), OfferForm(desk)),
        )

    def between(self, before: Partner, after: Partner) -> tuple[DraftChange, ...]:
        """Every field in which two partners differ, in the order of the forms."""
        return (*self._own(before, after), *self._of_forms(before, after), *self._of_notes(before, after))

    def _own(self, before: Partner, after: Partner) -> Iterator[DraftChange]:
        """Name and kind, which operators change."""
        kinds = (self._(KINDS[one.kind]) for one in (before, after))
        changes = (
            DraftChange(self.names.of("name"), before.name, after.name),
            DraftChange(self.names.of("kind"), *kinds),
            DraftChange(self.names.of("kommune"), before.kommune_code, after.kommune_code),
        )
        yield from (change for change in changes if change.before != change.after)

    def _of_forms(self, before: Partner, after: Partner) -> Iterator[DraftChange]:
        for form in self.forms:
            old, new = form.values(before), form.values(after)
            for field in dict.fromkeys((*old, *new)):
                was, becomes = old.get(field, ""), new.get(field, "")
                if was != becomes:
                    displayed = self.shown.display(field, was), self.shown.display(field, becomes)
                    # Two pictures have the same words.
                    after_words = self._("(another picture)") if displayed[0] == displayed[1] else displayed[1]
                    yield DraftChange(self.names.of(field) or field, displayed[0], after_words)

    def _of_notes(self, before: Partner, after: Partner) -> Iterator[DraftChange]:
        for guide, item in dict.fromkeys((note.guide, note.item) for note in (*before.notes, *after.notes)):
            form = NoteForm(self.desk, after.id, guide, item)
            old, new = form.values(before)["source"], form.values(after)["source"]
            if old != new:
                yield DraftChange(f"{form.title()}: {form.item_title(after)}", old, new)

    def _(self, text: str) -> str:
        return self.desk.language.catalogue.ugettext(text)
