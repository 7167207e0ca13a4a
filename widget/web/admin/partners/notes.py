"""The pages for notes: all items of a guide, and one note at a time as it will be read. Reads no request."""

from collections.abc import Mapping
from dataclasses import replace

from flask import Response
from markupsafe import Markup

from widget.guides.model import Guide, Item, Part
from widget.guides.richtext import Filling
from widget.partners.local_text import LONGEST, LocalText, TextFault, TextProblem, clean_local_text
from widget.partners.model import LocalNote, Partner
from widget.web.admin.access import AccessLevel
from widget.web.admin.pages import AdminRequest, FieldProblem
from widget.web.admin.partners.desk import BOTH, PartnerContext
from widget.web.admin.partners.draft_frames import FrameContent
from widget.web.admin.partners.editing import DraftEditor, FormState, ParsedForm
from widget.web.admin.partners.form_pages import EditPage, NotePage
from widget.web.admin.partners.pages import NotedItem, NotedPart, NotesPage
from widget.web.guide.addresses import View
from widget.web.http.languages import translate

_BEGINNING = 80

_FAULTS = {
    TextFault.EMPTY: translate("Write something that can be read, or remove the note."),
    TextFault.TOO_LONG: translate("The note has %(found)s signs; %(most)s are allowed."),
    TextFault.CHARACTERS: translate("There are signs in it that cannot be seen. Type the text again."),
    TextFault.LINK: translate("“%(found)s” cannot be linked to. Begin with https://, mailto: or tel:."),
    TextFault.LINK_WITHOUT_WORDS: translate("The link to “%(found)s” has no words. Write [words](address)."),
}


class NoteRoutes:
    """The routes `/notes` of a partner, and one below it for each note."""

    def __init__(self, desk: PartnerContext) -> None:
        self.desk = desk
        self.editing = DraftEditor(desk)

    def register(self) -> None:
        """Register the routes with the access control."""
        add = self.desk.access_control.add
        add("/partners/<partner>/notes", "partner_notes", self.overview, AccessLevel.PARTNER)
        note = "/partners/<partner>/notes/<guide>/<item>"
        add(note, "partner_note", self.note, AccessLevel.PARTNER, BOTH, keeps=True)

    def overview(self, visit: AdminRequest, partner: str) -> Response:
        """All items of the guide that is chosen, by part; and notes that have lost theirs."""
        entry = self.desk.entry(partner)
        working = self.desk.working(entry)
        guides = self.desk.site.library.guides
        guide = guides.get(visit.query.get("guide", "")) or next(iter(guides.values()))
        notes = {(note.guide, note.item): note.source for note in working.notes}
        base = f"/admin/partners/{partner}/notes"
        filling = filling_of(self.desk, working, guide.id)
        counts = {one: sum(note.guide == one for note in working.notes) for one in guides}
        page = NotesPage(
            title=self._("Notes"),
            visit=visit,
            language=self.desk.language,
            style=self.desk.style,
            partner_id=partner,
            partner_name=working.name,
            section="notes",
            has_draft=entry.draft is not None,
            guides=tuple(
                (one.title, "" if one is guide else f"{base}?guide={one.id}", counts[one.id])
                for one in guides.values()
            ),
            guide_title=guide.title,
            parts=tuple(self._part(part, notes, f"{base}/{guide.id}", guide.id, filling) for part in guide.parts),
            orphans=tuple(
                NotedItem(f"{note.guide}: {note.item}", f"{base}/{note.guide}/{note.item}", _beginning(note.source))
                for note in working.notes
                if _item(guides.get(note.guide), note.item) is None
            ),
            saved="saved" in visit.query,
        )
        return self.desk.pages.show("partner_notes", page)

    def note(self, visit: AdminRequest, partner: str, guide: str, item: str) -> Response:
        """One note."""
        form = NoteForm(self.desk, partner, guide, item)
        return self.editing.serve(visit, partner, form, f"{form.back}&saved=1")

    def _part(
        self, part: Part, notes: Mapping[tuple[str, str], str], base: str, guide: str, filling: Filling
    ) -> NotedPart:
        listed = (
            NotedItem(item.title.plain(filling), f"{base}/{item.id}", _beginning(notes.get((guide, item.id), "")))
            for item in part.items
        )
        return NotedPart(part.title, tuple(listed))

    def _(self, text: str) -> str:
        return self.desk.language.catalogue.ugettext(text)


class NoteForm:
    """The form for one note. Emptied, the note is gone."""

    template = "partner_note"

    def __init__(self, desk: PartnerContext, partner: str, guide: str, item: str) -> None:
        self.desk = desk
        self.section = "notes"
        self.frame = FrameContent(guide, item)
        self.key = (guide, item)
        self.item = _item(desk.site.library.guides.get(guide), item)
        self.action = f"/admin/partners/{partner}/notes/{guide}/{item}"
        self.back = f"/admin/partners/{partner}/notes?guide={guide}"

    def title(self) -> str:
        """The heading of its page."""
        return self._("Note")

    def values(self, partner: Partner) -> dict[str, str]:
        """The field as it is stored."""
        return {"source": next((note.source for note in partner.notes if self._is_mine(note)), "")}

    def read(self, typed: Mapping[str, str], partner: Partner, visit: AdminRequest) -> ParsedForm:
        """The partner with the note that was typed, in the place that it had."""
        source = "" if visit.form.get("remove") else typed["source"].strip()
        read = replace(partner, notes=self._with(partner.notes, source))
        if not source and not visit.form.get("show"):
            return ParsedForm(read, typed)
        cleaned = clean_local_text(source)
        problems = () if isinstance(cleaned, LocalText) else tuple(self._problem(one) for one in cleaned)
        return ParsedForm(read, typed, problems, stay=bool(visit.form.get("show")) or self.item is None)

    def page(self, shown: FormState) -> EditPage:
        """The page with the form."""
        cleaned = clean_local_text(shown.values["source"])
        item = self.item
        return NotePage(
            **shown.common,
            item_title=self.item_title(shown.partner),
            item_text=item.text.html(filling_of(self.desk, shown.partner, self.key[0])) if item else Markup(""),
            shown=cleaned.html if isinstance(cleaned, LocalText) else Markup(""),
            there=item is not None,
            had=bool(self.values(shown.partner)["source"]),
            longest=LONGEST,
            action=self.action,
            back=self.back,
        )

    def item_title(self, partner: Partner) -> str:
        """What the item is called, in the partner's words; its ids where it is no more."""
        if self.item is None:
            return ": ".join(self.key)
        return self.item.title.plain(filling_of(self.desk, partner, self.key[0]))

    def _with(self, notes: tuple[LocalNote, ...], source: str) -> tuple[LocalNote, ...]:
        mine = (LocalNote(*self.key, source),) if source else ()
        if not any(self._is_mine(note) for note in notes):
            return notes + mine
        return tuple(one for note in notes for one in (mine if self._is_mine(note) else (note,)))

    def _is_mine(self, note: LocalNote) -> bool:
        return (note.guide, note.item) == self.key

    def _problem(self, problem: TextProblem) -> FieldProblem:
        values = {"found": problem.found[:_BEGINNING], "most": LONGEST}
        return FieldProblem("source", self._(_FAULTS[problem.fault]) % values)

    def _(self, text: str) -> str:
        return self.desk.language.catalogue.ugettext(text)


def filling_of(desk: PartnerContext, partner: Partner, guide: str) -> Filling:
    """What fills the gaps in a guide's texts, in the partner's words, on pages of the admin."""
    common = desk.site.editions.common
    terms = {actor: term.in_text for actor, term in partner.terms.items()}
    edition = replace(common, names_in_text={**common.names_in_text, **terms})
    view = View("guide", guide)
    return desk.site.filling(edition, view, desk.site.today(), lambda place: f"{view.path}#{place}")


def _item(guide: Guide | None, item: str) -> Item | None:
    return next((one for one in guide.items() if one.id == item), None) if guide else None


def _beginning(source: str) -> str:
    line = " ".join(source.split())
    return line if len(line) <= _BEGINNING else f"{line[:_BEGINNING]}…"
