"""The pages of a change set that show guides and registers, each entry with its form. Reads no request."""

from dataclasses import dataclass

from flask import Response
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from widget.guides.conditions import EVERYBODY
from widget.guides.model import Guide, Item, Part
from widget.publishing.drafts import CheckedContent
from widget.publishing.entries import EntryPath
from widget.publishing.records import ChangeSet
from widget.web.admin.access import AccessLevel
from widget.web.admin.guides.context import HOME, GuideDesk
from widget.web.admin.guides.figures import FACTS, FigureForm, FigureRow
from widget.web.admin.guides.places import REGISTER_TITLES, REGISTERS, EntryLink, entry_address, entry_link
from widget.web.admin.pages import AdminPage, AdminRequest, FieldProblem
from widget.web.guide.conditions_in_words import in_words
from widget.web.http.languages import translate

_NO_DATE = translate("This is not a date. Write it as 2026-12-31.")


@dataclass(frozen=True, slots=True)
class ListedItem:
    """An item as citizens read it. `condition` says who sees it, empty for everybody; `period` when it holds."""

    title: str
    address: str
    text: Markup
    why: Markup
    timing: str
    condition: Markup
    period: str
    changed: bool


@dataclass(frozen=True, slots=True)
class ListedPart:
    """A phase or section with its items; `address` is its own form, `new` that of a new item in it."""

    id: str
    title: str
    address: str
    new: str
    items: tuple[ListedItem, ...]


@dataclass(frozen=True, kw_only=True)
class GuideContentPage(AdminPage):
    """What the template `admin/guides/guide.html` gets."""

    change_set: ChangeSet
    own: str
    parts: tuple[ListedPart, ...]
    questions: tuple[EntryLink, ...]
    new_question: str
    new_part: tuple[tuple[str, str], ...]
    saved: bool


@dataclass(frozen=True, kw_only=True)
class RegisterContentPage(AdminPage):
    """What the template `admin/guides/register.html` gets."""

    change_set: ChangeSet
    links: tuple[EntryLink, ...]
    new: str
    saved: bool


@dataclass(frozen=True, kw_only=True)
class FiguresPage(AdminPage):
    """What the template `admin/guides/figures.html` gets. `first` is the day from which new values are typed."""

    change_set: ChangeSet
    first: str
    first_in_words: str
    rows: tuple[FigureRow, ...]
    new: str
    saved: bool


class ContentRoutes:
    """The routes of a change set's guides and registers."""

    def __init__(self, desk: GuideDesk) -> None:
        self.desk = desk

    def register(self) -> None:
        """Register the routes with the access control."""
        add, editor = self.desk.access_control.add, AccessLevel.EDITOR
        add("/guides/<change_set>/guide", "guide_content", self.guide, editor)
        add("/guides/<change_set>/register", "guide_register", self.listed, editor)
        add("/guides/<change_set>/figures", "guide_figures", self.figures, editor, ("GET", "POST"), keeps=True)

    def guide(self, visit: AdminRequest, change_set: str) -> Response:
        """A guide as citizens read all of it, each item with its form."""
        found = self.desk.find(change_set)
        content = self.desk.content_of(found)
        guide = self.desk.library_of(content).guides.get(visit.query.get("id", ""))
        if guide is None:
            raise NotFound
        file = EntryPath(f"{guide.id}/guide.yaml")
        page = GuideContentPage(
            title=guide.title,
            visit=visit,
            language=self.desk.language,
            style=self.desk.style,
            change_set=found,
            own=entry_address(found, file),
            parts=tuple(self._part(found, content, guide, part) for part in guide.parts),
            questions=tuple(
                entry_link(self.desk, content, found, entry) for entry in content.entries.within(file, "questions")
            ),
            new_question=_new(found, file.below("questions")),
            new_part=tuple((self.desk.label(key), _new(found, file.below(key))) for key in ("phases", "sections")),
            saved="saved" in visit.query,
        )
        return self.desk.pages.show("guides/guide", page)

    def _part(self, change_set: ChangeSet, content: CheckedContent, guide: Guide, part: Part) -> ListedPart:
        key = "phases" if part in guide.phases else "sections"
        path = EntryPath(f"{guide.id}/guide.yaml", (key, part.id))
        base = self.desk.library_of(self.desk.base_of(change_set)).guides.get(guide.id)
        before = {item.id: item for item in base.items()} if base else {}
        items = tuple(
            self._item(change_set, content, guide, path.below("items", item.id), item, before) for item in part.items
        )
        new = _new(change_set, path.below("items"))
        return ListedPart(part.id, part.title, entry_address(change_set, path), new, items)

    def _item(
        self, change_set: ChangeSet, content: CheckedContent, guide: Guide, path: EntryPath, item: Item,
        before: dict[str, Item],
    ) -> ListedItem:  # fmt: skip
        filling = self.desk.filling(self.desk.library_of(content), guide, self.desk.site.today())
        old = before.get(item.id)
        same = old is not None and all(
            getattr(old, name) == getattr(item, name)
            for name in ("title", "text", "why", "when", "timing", "due", "first_day", "last_day", "season", "need")
        )
        condition = Markup("") if item.when == EVERYBODY else in_words(item.when, guide, self.desk.language.text)
        return ListedItem(
            title=item.title.plain(filling),
            address=entry_address(change_set, path),
            text=item.text.html(filling),
            why=item.why.html(filling),
            timing=item.timing,
            condition=condition,
            period=self._period(item),
            changed=not same,
        )

    def _period(self, item: Item) -> str:
        """When it holds, and on which days of the year it is shown."""
        days = {"from": item.first_day, "to": item.last_day}
        said = {key: self.desk.day(day) for key, day in days.items() if day}
        if item.season:
            said["season"] = str(item.season)
        return " · ".join(f"{self.desk.label(key)} {text}" for key, text in said.items())

    def listed(self, visit: AdminRequest, change_set: str) -> Response:
        """A register: links or authorities; that of figures has a page of its own."""
        found, name = self.desk.find(change_set), visit.query.get("id", "")
        if name == "facts":
            return self.desk.pages.redirect(
                f"{HOME}/{found.id}/figures{'?saved=1' if 'saved' in visit.query else ''}"
            )
        file = REGISTERS.get(name)
        if file is None:
            raise NotFound
        content = self.desk.content_of(found)
        links = (entry_link(self.desk, content, found, entry) for entry in content.entries.within(EntryPath(file)))
        page = RegisterContentPage(
            title=self.desk.text(REGISTER_TITLES[name]),
            visit=visit,
            language=self.desk.language,
            style=self.desk.style,
            change_set=found,
            links=tuple(sorted(links, key=lambda link: link.label.casefold())),
            new=_new(found, EntryPath(file)),
            saved="saved" in visit.query,
        )
        return self.desk.pages.show("guides/register", page)

    def figures(self, visit: AdminRequest, change_set: str) -> Response:
        """All figures, and new values of them from a day."""
        found = self.desk.find(change_set)
        content = self.desk.content_of(found)
        form = FigureForm(self.desk, content)
        typed, first = form.first_day(visit)
        problems = form.conflicts(visit, first) if visit.sent else ()
        if first is None:
            problems = (FieldProblem("from", self.desk.text(_NO_DATE)), *problems)
        elif visit.sent:
            problems = problems or form.save(visit, found, first)
            if not problems:
                return self.desk.pages.redirect(f"{HOME}/{found.id}/figures?saved=1&from={typed}")
        page = FiguresPage(
            title=self.desk.text(REGISTER_TITLES["facts"]),
            visit=visit,
            language=self.desk.language,
            style=self.desk.style,
            problems=problems,
            change_set=found,
            first=typed,
            first_in_words=self.desk.day(first) if first else typed,
            rows=form.rows(visit, found, first),
            new=_new(found, EntryPath(FACTS)),
            saved="saved" in visit.query,
        )
        return self.desk.pages.show("guides/figures", page)


def _new(change_set: ChangeSet, into: EntryPath) -> str:
    return f"{HOME}/{change_set.id}/new?in={into}"
