"""The page of what ends or is to be read again soon, by who answers for it. Reads no request."""

from dataclasses import dataclass

from flask import Response

from widget.insight.report.ageing import Ageing, ageing
from widget.insight.report.ageing_words import ageing_kind, ageing_name, owner_name
from widget.notices.notices import by_owner
from widget.web.admin.access import AccessLevel
from widget.web.admin.guides.context import GuideDesk
from widget.web.admin.pages import AdminPage, AdminRequest


@dataclass(frozen=True, slots=True)
class RunningOutRow:
    """Something that ends or is to be read again; `over` where its day has passed."""

    name: str
    kind: str
    day: str
    over: bool


@dataclass(frozen=True, slots=True)
class OwnerRows:
    """What an office answers for; `mail` is its mailbox, where one is known."""

    name: str
    mail: str
    rows: tuple[RunningOutRow, ...]


@dataclass(frozen=True, kw_only=True)
class RunningOutPage(AdminPage):
    """What the template `admin/guides/running_out.html` gets."""

    owners: tuple[OwnerRows, ...]


class RunningOutRoutes:
    """The route `/admin/guides/runs-out`."""

    def __init__(self, desk: GuideDesk) -> None:
        self.desk = desk

    def register(self) -> None:
        """Register the route with the access control."""
        self.desk.access_control.add("/guides/runs-out", "guide_runs_out", self.show, AccessLevel.EDITOR)

    def show(self, visit: AdminRequest) -> Response:
        """What ends or is to be read again within two months, in the guides that citizens see."""
        library = self.desk.site.library
        actors = library.registers.actors
        owners = tuple(
            OwnerRows(
                owner_name(owner, library),
                actors[owner].mail if owner in actors else "",
                tuple(self._row(one) for one in things),
            )
            for owner, things in by_owner(ageing(library, self.desk.site.today())).items()
        )
        page = RunningOutPage(
            title=self.desk.text("Runs out soon"),
            visit=visit,
            language=self.desk.language,
            style=self.desk.style,
            owners=owners,
        )
        return self.desk.pages.show("guides/running_out", page)

    def _row(self, one: Ageing) -> RunningOutRow:
        library, over = self.desk.site.library, one.day < self.desk.site.today()
        return RunningOutRow(
            ageing_name(one, library), ageing_kind(one, self.desk.text), self.desk.day(one.day), over
        )
