"""The routes of the forms that save a partner's draft, each for one part of it. Reads no request."""

from flask import Response

from widget.web.admin.access import AccessLevel
from widget.web.admin.access_control import LONGEST_KEPT_FORM
from widget.web.admin.pages import AdminRequest
from widget.web.admin.partners.appearance import AppearanceForm
from widget.web.admin.partners.desk import BOTH, PartnerContext
from widget.web.admin.partners.editing import DraftEditor, DraftForm
from widget.web.admin.partners.logo import LONGEST_FORM as LONGEST_WITH_PICTURE
from widget.web.admin.partners.logo import LogoForm
from widget.web.admin.partners.offer import OfferForm
from widget.web.admin.partners.websites import WebsitesForm
from widget.web.admin.partners.words import WordsForm


class FormRoutes:
    """The routes `/appearance`, `/logo`, `/websites`, `/words` and `/offer` of a partner."""

    def __init__(self, desk: PartnerContext) -> None:
        self.desk = desk
        self.editing = DraftEditor(desk)

    def register(self) -> None:
        """Register the routes with the access control."""
        self._add(AppearanceForm(self.desk))
        self._add(LogoForm(self.desk), LONGEST_WITH_PICTURE)
        self._add(WebsitesForm(self.desk))
        self._add(WordsForm(self.desk))
        self._add(OfferForm(self.desk))

    def _add(self, form: DraftForm, longest_form: int = LONGEST_KEPT_FORM) -> None:
        def serve(visit: AdminRequest, partner: str) -> Response:
            return self.editing.serve(visit, partner, form)

        rule, name = f"/partners/<partner>/{form.section}", f"partner_{form.section}"
        self.desk.access_control.add(
            rule, name, serve, AccessLevel.PARTNER, BOTH, longest_form=longest_form, keeps=True
        )
