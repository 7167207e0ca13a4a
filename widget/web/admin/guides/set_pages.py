"""The pages of the desk as they are shown: change sets with their proof, and editions. Reads no request."""

from dataclasses import dataclass
from datetime import date

from flask import Response

from widget.guides.day_reading import parse_day
from widget.guides.library import Library
from widget.guides.registers import with_unit
from widget.proof.edition import ProofEdition
from widget.proof.libraries import Proof, compare_libraries
from widget.proof.words import ProofWords
from widget.publishing.drafts import CheckedContent, new_errors
from widget.publishing.edits import SetTranslations
from widget.publishing.entries import EntryPath
from widget.publishing.records import ChangeSet, PublishedEdition, RecordedEdit
from widget.web.admin.guides.comments import DeskComment, shown_comments
from widget.web.admin.guides.conflicts import Conflicts
from widget.web.admin.guides.context import GuideDesk
from widget.web.admin.guides.link_groups import LinkGroup, link_groups
from widget.web.admin.guides.places import EntryLink, entry_address, entry_label, page_of, translation_address
from widget.web.admin.guides.translation_rows import language_name
from widget.web.admin.guides.untranslated_texts import (
    LanguageLack,
    LanguageProof,
    language_lacks,
    language_proofs,
)
from widget.web.admin.guides.versions import notes_of, versions_address
from widget.web.admin.pages import AdminPage, AdminRequest, FieldProblem
from widget.web.guide.addresses import View
from widget.web.http.languages import translate
from widget.web.reports.proof_page import ProofPage


@dataclass(frozen=True, slots=True)
class DatedEdition:
    """An edition with its moment in words; `current` marks the one that citizens see."""

    edition: PublishedEdition
    when: str
    current: bool


@dataclass(frozen=True, kw_only=True)
class DeskPage(AdminPage):
    """What the template `admin/guides/desk.html` gets. `open_comments` has how many a change set has, if any.

    `published_sets` are those with such comments.
    """

    open_sets: tuple[ChangeSet, ...]
    published_sets: tuple[ChangeSet, ...]
    open_comments: dict[int, int]
    guides: tuple[tuple[str, str, bool], ...]
    editions: tuple[DatedEdition, ...]
    heading: str
    may_publish: bool


@dataclass(frozen=True, slots=True)
class ListedEdit:
    """An edit of a change set in words: what was done to which entry, by whom."""

    number: int
    what: str
    link: EntryLink
    who: str
    when: str


@dataclass(frozen=True, kw_only=True)
class ChangeSetPage(AdminPage):
    """What the template `admin/guides/change_set.html` gets.

    `errors` are what `check` finds that has to be put right before it is published; `proof` is None where the content
    cannot be read. `untranslated` is what other languages lack through it, `translated` what it translates. `days`
    are those on which something in it switches, for the proof. `untold` are the guides that read otherwise under the
    version that citizens know, and `versions` is the page where that is put right. `conflicts` are the edits that
    keep what was just asked for from being done.
    """

    change_set: ChangeSet
    links: tuple[LinkGroup, ...]
    edits: tuple[ListedEdit, ...]
    conflicts: Conflicts | None
    errors: tuple[EntryLink, ...]
    warnings: int
    untranslated: tuple[LanguageLack, ...]
    translated: tuple[LanguageProof, ...]
    comments: tuple[DeskComment, ...]
    comment: str
    proof: ProofPage | None
    reviews: tuple[EntryLink, ...]
    until: str
    day: str
    days: tuple[tuple[str, str], ...]
    outdated: bool
    untold: tuple[str, ...]
    versions: str
    mine: bool
    may_publish: bool
    done: str

    @property
    def open_comments(self) -> int:
        """How many comments are not done."""
        return sum(not one.comment.done_by for one in self.comments)


@dataclass(frozen=True, kw_only=True)
class EditionPage(AdminPage):
    """What the template `admin/guides/edition.html` gets. `seen` is the edition that `proof` compares it with."""

    shown: DatedEdition
    seen: int
    proof: ProofPage | None


class ChangeSetPages:
    """Shows change sets."""

    def __init__(self, desk: GuideDesk) -> None:
        self.desk = desk

    def show(
        self, visit: AdminRequest, found: ChangeSet, problems: tuple[FieldProblem, ...] = (),
        conflicts: Conflicts | None = None,
    ) -> Response:  # fmt: skip
        """A change set: its edits, what is wrong, and what citizens would see differently on a day."""
        desk, content = self.desk, self.desk.content_of(found)
        edits = desk.change_sets.edits(found.id)
        typed = visit.query.get("date", "").strip()
        day = (parse_day(typed) if typed else None) or desk.site.today()
        base = desk.base_of(found)
        readable = content.library is not None and base.library is not None
        page = ChangeSetPage(
            title=found.heading,
            visit=visit,
            language=desk.language,
            style=desk.site.styles["review_admin"],
            problems=problems,
            change_set=found,
            links=link_groups(desk, found),
            edits=tuple(self._listed(found, one) for one in edits),
            conflicts=conflicts,
            errors=self._errors(found),
            warnings=len(content.problems) - len(content.errors),
            untranslated=language_lacks(desk, found, content) if readable and edits else (),
            translated=language_proofs(desk, found, [one.edit for one in edits]),
            comments=shown_comments(desk, found),
            comment=visit.typed("comment"),
            proof=self.proof(base.library, content.library, day) if readable and edits else None,
            reviews=self._reviews(visit, found, content.library, day),
            until=desk.day(desk.review_links().until),
            day=day.isoformat(),
            days=self._days(edits),
            outdated=found.is_open and desk.published().number != found.base_number,
            untold=tuple(note.guide.title for note in notes_of(desk, found) if not note.told) if edits else (),
            versions=versions_address(found),
            mine=found.submitted_by == visit.account.email,
            may_publish=desk.may_publish,
            done=visit.query.get("done", ""),
        )
        return desk.pages.show("guides/change_set", page)

    def _errors(self, found: ChangeSet) -> tuple[EntryLink, ...]:
        content, links = self.desk.content_of(found), []
        for problem in new_errors(self.desk.base_of(found), content):
            entry = content.entries.at(problem)
            address = entry_address(found, entry.path) if entry else ""
            links.append(EntryLink(f"{problem.message} {problem.advice}", address))
        return tuple(links)

    def _reviews(
        self, visit: AdminRequest, found: ChangeSet, library: Library | None, day: date
    ) -> tuple[EntryLink, ...]:
        """The guides with their addresses for people without an account."""
        place = self.desk.review_links().place_of_set(day, found.id)
        guides = library.guides.values() if library else ()
        views = ((one.title, View("guide", one.id, base=visit.base_url, draft=place)) for one in guides)
        return tuple(EntryLink(title, view.path) for title, view in views)

    def _listed(self, found: ChangeSet, recorded: RecordedEdit) -> ListedEdit:
        edit, content = recorded.edit, self.desk.content_of(found)
        if isinstance(edit, SetTranslations):
            return self._listed_translation(found, recorded, edit)
        entry = content.entries.get(edit.path) or self.desk.base_of(found).entries.get(edit.path)
        named = self.desk.label(edit.path.steps[-1]) if edit.path.steps else str(edit.path)
        label = entry_label(self.desk, entry) if entry else named
        address = entry_address(found, edit.path) if content.entries.get(edit.path) else ""
        kind = type(edit).__name__
        fields = (
            ", ".join(self.desk.label(key) for key in getattr(edit, "after", None) or ())
            if kind == "SetFields"
            else ""
        )
        if kind == "AddEntry":
            values = getattr(edit, "values", {})
            new = values.get("title") or values.get("label") or values.get("name")
            label = str(new) if new else self._figure_label(content, edit.path, values.get("value")) or label
            address = page_of(self.desk, found, edit.path).address
        elif entry and entry.text("value"):
            label = self._figure_label(content, edit.path, entry.text("value")) or label
        what = self.desk.text(_DONE[kind])
        return ListedEdit(
            recorded.number, f"{what}: {fields}" if fields else what, EntryLink(label, address), recorded.who,
            self.desk.day(recorded.at.date()),
        )  # fmt: skip

    def _figure_label(self, content: CheckedContent, path: EntryPath, value: object) -> str:
        """A value of a figure as citizens read it, with what it is called; empty where it is none."""
        fact = self.desk.library_of(content).registers.facts.get(path.steps[0]) if path.steps else None
        try:
            number = float(str(value))
        except ValueError:
            return ""
        return f"{fact.label}: {with_unit(number, fact.unit, self.desk.language.tag)}" if fact else ""

    def _listed_translation(self, found: ChangeSet, recorded: RecordedEdit, edit: SetTranslations) -> ListedEdit:
        ngettext = self.desk.language.catalogue.ungettext
        words = ngettext("%(num)s text translated", "%(num)s texts translated", len(edit.after))
        name = language_name(edit.language, self.desk.language.tag)
        link = EntryLink(name, translation_address(found, edit.language))
        what, when = words % {"num": len(edit.after)}, self.desk.day(recorded.at.date())
        return ListedEdit(recorded.number, what, link, recorded.who, when)

    def _days(self, edits: tuple[RecordedEdit, ...]) -> tuple[tuple[str, str], ...]:
        """The days that the edits name and that are to come: on them something switches by itself."""
        today, found = self.desk.site.today(), set()
        for recorded in edits:
            values = getattr(recorded.edit, "values", None) or getattr(recorded.edit, "after", None) or {}
            named = values.get("from") if isinstance(values, dict) else None
            day = parse_day(named) if isinstance(named, str) else None
            if day and day > today:
                found.add(day)
        return tuple((day.isoformat(), self.desk.day(day)) for day in sorted(found))

    def proof(self, before: Library | None, after: Library | None, day: date) -> ProofPage | None:
        """What citizens see differently on a day; None where one of the two cannot be read."""
        if before is None or after is None:
            return None
        language = self.desk.language
        names = (self.desk.text("what citizens see"), self.desk.text("what is under review"))
        sides = [ProofEdition(*side, day, language.tag) for side in zip(names, (before, after), strict=True)]
        proof: Proof = compare_libraries(*sides)
        words = ProofWords(language.catalogue.ugettext, language.tag)
        # What is left for editors to do stands on the pages themselves, in the words of the desk.
        return ProofPage(proof, words, language, self.desk.site.styles["review_admin"], for_editors=False)

    def dated(self, edition: PublishedEdition, *, current: bool) -> DatedEdition:
        """An edition with its moment in words."""
        return DatedEdition(edition, self.desk.day(edition.published_at.date()), current)


_DONE = {
    "SetFields": translate("Changed"),
    "AddEntry": translate("Added"),
    "RemoveEntry": translate("Taken away"),
    "MoveEntry": translate("Moved"),
    "AddGuide": translate("New guide"),
}
