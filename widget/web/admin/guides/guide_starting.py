"""The page on which a guide is begun, from an empty one or a copy. Reads no request."""

from dataclasses import dataclass

from flask import Response
from werkzeug.exceptions import NotFound

from widget.guides.plain_text import LONGEST_TITLE
from widget.publishing.new_guides import begin_guide
from widget.publishing.records import ChangeSet
from widget.web.admin.access import AccessLevel
from widget.web.admin.guides.context import HOME, GuideDesk
from widget.web.admin.guides.entry_saving import EntrySaver
from widget.web.admin.guides.form_values import new_id
from widget.web.admin.pages import AdminPage, AdminRequest, FieldProblem
from widget.web.http.languages import translate


@dataclass(frozen=True, kw_only=True)
class NewGuidePage(AdminPage):
    """What the template `admin/guides/new_guide.html` gets. `guides` are those that can be copied."""

    change_set: ChangeSet
    guides: tuple[tuple[str, str], ...]
    typed: str
    chosen: str


class GuideStartRoutes:
    """The route of the page."""

    def __init__(self, desk: GuideDesk) -> None:
        self.desk = desk

    def register(self) -> None:
        """Register the route with the access control."""
        both = ("GET", "POST")
        add = self.desk.access_control.add
        add("/guides/<change_set>/new-guide", "guide_start", self.begin, AccessLevel.EDITOR, both, keeps=True)

    def begin(self, visit: AdminRequest, change_set: str) -> Response:
        """Ask for a title and what to begin from; then on to the new guide."""
        found, problems = self.desk.find(change_set), tuple[FieldProblem, ...]()
        title, chosen = visit.typed("title"), visit.typed("copy")
        guides = self.desk.library_of(self.desk.content_of(found)).guides
        if visit.sent:
            if chosen and chosen not in guides:
                raise NotFound
            if title and len(title) <= LONGEST_TITLE:
                name, problems = self._save(visit, found, title, chosen)
                if not problems:
                    return self.desk.pages.redirect(f"{HOME}/{found.id}/guide?id={name}&saved=1")
            else:
                short = self.desk.text(translate("Write what the guide is called, in at most 120 signs."))
                text = self.desk.too_long(title, LONGEST_TITLE) if title else short
                problems = (FieldProblem("title", text),)
        page = NewGuidePage(
            title=self.desk.text(translate("Begin a new guide")),
            visit=visit,
            language=self.desk.language,
            style=self.desk.style,
            problems=problems,
            change_set=found,
            guides=tuple((guide.id, guide.title) for guide in guides.values()),
            typed=title,
            chosen=chosen,
        )
        return self.desk.pages.show("guides/new_guide", page)

    def _save(
        self, visit: AdminRequest, found: ChangeSet, title: str, chosen: str
    ) -> tuple[str, tuple[FieldProblem, ...]]:
        """The id of the guide, and what keeps it from being begun."""
        content = self.desk.content_of(found)
        library = self.desk.library_of(content)
        name = new_id(title, {*library.guides, *library.retired})
        edit = begin_guide(content.files, name, title, self.desk.site.today(), chosen)
        saving = EntrySaver(self.desk, visit.account.email).save(found, [edit], edit.path)
        return name, tuple(FieldProblem("title", problem.text) for problem in saving.problems)
