"""The page of a partner: what is published, what the draft changes, and what can be done. Reads no request."""

from flask import Response

from widget.partners.documents import LONGEST_TEXT, stored_form
from widget.partners.model import Partner
from widget.partners.records import PartnerEntry, Refusal, RefusalReason
from widget.web.admin.access import AccessLevel
from widget.web.admin.account_events import author_in_words
from widget.web.admin.pages import HOME, AdminRequest, FieldProblem
from widget.web.admin.partners.desk import SEND, PartnerContext
from widget.web.admin.partners.draft_changes import DraftChanges
from widget.web.admin.partners.editing import digest
from widget.web.admin.partners.pages import DraftChange, GuideLinks, OverviewPage
from widget.web.admin.partners.step_states import step_states
from widget.web.guide.addresses import View
from widget.web.http.languages import translate

_DONE = {
    "saved": translate("Saved in the draft. Citizens see it when you publish."),
    "published": translate("It is published. Citizens see it now, wherever the code is put in."),
    "discarded": translate("The draft is discarded. Citizens see what they saw before."),
    "paused": translate("The guides are paused. Citizens see your message."),
    "resumed": translate("The pause is over. Citizens see the guides again."),
}


class OverviewRoutes:
    """The route of a partner, and those of its buttons."""

    def __init__(self, desk: PartnerContext) -> None:
        self.desk = desk

    def register(self) -> None:
        """Register the routes with the access control."""
        add, home = self.desk.access_control.add, "/partners/<partner>"
        add(home, "partner", self.show, AccessLevel.PARTNER)
        add(f"{home}/publish", "partner_publish", self.publish, AccessLevel.PARTNER, SEND, keeps=True)
        add(f"{home}/discard", "partner_discard", self.discard, AccessLevel.PARTNER, SEND, keeps=True)
        add(f"{home}/pause", "partner_pause", self.pause, AccessLevel.PARTNER, SEND, keeps=True)
        add(f"{home}/resume", "partner_resume", self.resume, AccessLevel.PARTNER, SEND, keeps=True)

    def show(self, visit: AdminRequest, partner: str) -> Response:
        """How the partner stands."""
        return self._page(visit, self.desk.entry(partner))

    def publish(self, visit: AdminRequest, partner: str) -> Response:
        """Publish the draft that was shown, and no other."""
        entry = self.desk.entry(partner)
        if entry.draft is None or visit.form.get("seen") != name_of(entry.draft):
            return self._refused(
                visit, entry, Refusal(RefusalReason.CHANGED if entry.draft else RefusalReason.NO_DRAFT)
            )
        result = self.desk.registry.publish(partner, visit.account.email, seen=entry.draft)
        if isinstance(result, Refusal):
            return self._refused(visit, self.desk.entry(partner), result)
        return self._on(partner, "published")

    def discard(self, visit: AdminRequest, partner: str) -> Response:
        """Discard the draft that was shown, and no other. What was never published goes altogether."""
        entry = self.desk.entry(partner)
        if entry.draft is None or visit.form.get("seen") != name_of(entry.draft):
            return self._refused(
                visit, entry, Refusal(RefusalReason.CHANGED if entry.draft else RefusalReason.NO_DRAFT)
            )
        if entry.published_version is None and (refused := self._may_not_vanish(visit, partner)):
            title, next_url = self._("Nothing was changed"), f"/admin/partners/{partner}"
            return self.desk.pages.message(visit, title, refused, status=403, next_url=next_url)
        refusal = self.desk.registry.discard_draft(partner, visit.account.email, seen=entry.draft)
        if refusal:
            return self._refused(visit, self.desk.entry(partner), refusal)
        return self._on(partner, "discarded") if entry.published_version else self.desk.pages.redirect(HOME)

    def _may_not_vanish(self, visit: AdminRequest, partner: str) -> str:
        """Why a partner that was never published is not to be gone; empty if it may."""
        if not visit.account.is_operator:
            return self._("This partner was never published, and would be gone. Ask an operator to remove it.")
        if self.desk.access_control.accounts.store.listed(partner, 1):
            # A partner that takes the same short name later must not get these administrators with it.
            return self._("This partner would be gone, and there are accounts for it. Close them first.")
        return ""

    def pause(self, visit: AdminRequest, partner: str) -> Response:
        """Show a message instead of the guides."""
        message = visit.form.get("message", "")
        refusal = self.desk.registry.pause(partner, message, visit.account.email)
        if refusal is None:
            return self._on(partner, "paused")
        entry = self.desk.entry(partner)
        words = self.desk.refusal(refusal)
        if refusal.reason is RefusalReason.UNREADABLE:
            words = self._("There are signs in it that cannot be shown. Type it again.")
            if len(message) > LONGEST_TEXT:
                words = self._("The text has %(length)s characters. Write at most %(most)s.")
                words %= {"length": len(message), "most": LONGEST_TEXT}
        return self._page(visit, entry, (FieldProblem("message", words),))

    def resume(self, visit: AdminRequest, partner: str) -> Response:
        """Show the guides again."""
        refusal = self.desk.registry.resume(partner, visit.account.email)
        return self._refused(visit, self.desk.entry(partner), refusal) if refusal else self._on(partner, "resumed")

    def _on(self, partner: str, done: str) -> Response:
        return self.desk.pages.redirect(f"/admin/partners/{partner}?done={done}")

    def _refused(self, visit: AdminRequest, entry: PartnerEntry, refusal: Refusal) -> Response:
        return self._page(visit, entry, (FieldProblem("draft", self.desk.refusal(refusal)),), 409)

    def _page(
        self, visit: AdminRequest, entry: PartnerEntry, problems: tuple[FieldProblem, ...] = (), status: int = 0
    ) -> Response:
        working = entry.working
        live = next((one for one in self.desk.registry.versions(entry.id) if one.live), None)
        done = visit.query.get("done", "")
        page = OverviewPage(
            title=working.name if working else entry.id,
            visit=visit,
            problems=problems,
            language=self.desk.language,
            style=self.desk.style,
            partner_id=entry.id,
            partner_name=working.name if working else entry.id,
            section="overview",
            has_draft=entry.draft is not None,
            published_version=entry.published_version,
            published_at=self.desk.moment(live.at) if live else "",
            published_by=author_in_words(live.by, self._) if live else "",
            draft_at=self.desk.moment(entry.draft_at),
            draft_by=author_in_words(entry.draft_by, self._),
            seen=name_of(entry.draft) if entry.draft else "",
            changes=self._changes(entry),
            pause_message=entry.pause_message,
            message=visit.form.get("message", "") or self._(_USUAL_PAUSE),
            share=f"/share/{entry.id}",
            guides=self._guides(working) if working else (),
            missing=self._missing(working) if working else (),
            states=step_states(self.desk.language, working) if working else (),
            unreadable=tuple(str(problem) for problem in entry.problems),
            done=self._(_DONE[done]) if done in _DONE and not visit.sent else "",
            may_discard=_may_discard(visit, entry),
        )
        return self.desk.pages.show("partner", page, status)

    def _changes(self, entry: PartnerEntry) -> tuple[DraftChange, ...]:
        """The fields in which the draft differs from what is published; before that, from the common guides."""
        draft = entry.draft
        if draft is None:
            return ()
        common = Partner(draft.id, "", draft.kind, draft.kommune_code)
        return DraftChanges(self.desk).between(entry.published or common, draft)

    def _missing(self, partner: Partner) -> tuple[str, ...]:
        """What citizens would miss, for a hint."""
        if partner.origins:
            return ()
        return (self._("No website is listed yet, so no website can show the guides in a frame."),)

    def _guides(self, partner: Partner) -> tuple[GuideLinks, ...]:
        guides = self.desk.site.library.guides.values()
        return tuple(
            GuideLinks(
                guide.title,
                View("guide", guide.id, partner.id).path,
                View("embed", guide.id, partner.id).path,
            )
            for guide in guides
            if not partner.guides or guide.id in partner.guides
        )

    def _(self, text: str) -> str:
        return self.desk.language.catalogue.ugettext(text)


_USUAL_PAUSE = translate("The guide is not available at the moment. Please come back later.")


def name_of(draft: Partner) -> str:
    """A short name for a draft, the same for the same one."""
    return digest({"draft": stored_form(draft)})


def _may_discard(visit: AdminRequest, entry: PartnerEntry) -> bool:
    """A partner that was never published would be gone, and is for operators to remove."""
    return bool(entry.published_version) or visit.account.is_operator
