"""The routes of the forms that save a partner's draft, each for one part of it. Reads no request."""

from flask import Response

from widget.web.admin.access import Access
from widget.web.admin.pages import Visit
from widget.web.admin.partners.appearance import AppearanceForm
from widget.web.admin.partners.desk import BOTH, PartnerDesk
from widget.web.admin.partners.editing import Editing, PartForm
from widget.web.admin.partners.logo import LONGEST_FORM as LONGEST_WITH_PICTURE
from widget.web.admin.partners.logo import LogoForm
from widget.web.admin.partners.offer import OfferForm
from widget.web.admin.partners.websites import WebsitesForm
from widget.web.admin.partners.words import WordsForm
from widget.web.admin.security import LONGEST_KEPT_FORM


class FormRoutes:
    """The routes `/appearance`, `/logo`, `/websites`, `/words` and `/offer` of a partner."""

    def __init__(self, desk: PartnerDesk) -> None:
        self.desk = desk
        self.editing = Editing(desk)

    def register(self) -> None:
        """Add the routes to the door."""
        self._add(AppearanceForm(self.desk))
        self._add(LogoForm(self.desk), LONGEST_WITH_PICTURE)
        self._add(WebsitesForm(self.desk))
        self._add(WordsForm(self.desk))
        self._add(OfferForm(self.desk))

    def _add(self, form: PartForm, longest_form: int = LONGEST_KEPT_FORM) -> None:
        def serve(visit: Visit, partner: str) -> Response:
            return self.editing.serve(visit, partner, form)

        rule, name = f"/partners/<partner>/{form.section}", f"partner_{form.section}"
        self.desk.door.add(rule, name, serve, Access.PARTNER, BOTH, longest_form=longest_form, keeps=True)
