"""What stands in the fields of forms about partners, as people read it on pages that tell of it. Reads no request."""

from collections.abc import Mapping

from widget.web.guide.site import Site
from widget.web.http.languages import translate

FONTS = {
    "system": translate("The device's own"),
    "neutral": translate("Neutral (Helvetica, Arial)"),
    "humanist": translate("Friendly (Seravek, Calibri)"),
    "geometric": translate("Geometric (Avenir, Corbel)"),
    "narrow": translate("Narrow (Bahnschrift, DIN)"),
    "wide": translate("Wide (Verdana)"),
    "serif": translate("With serifs (Charter, Cambria)"),
    "old-style": translate("Classic, with serifs (Palatino)"),
    "mono": translate("Typewriter (Consolas)"),
}
DENSITIES = {"normal": translate("Normal"), "compact": translate("Compact")}
BACKGROUNDS = {
    "theme": translate("The background colour above"),
    "none": translate("None: your website's own is seen"),
}

_CHOICES: Mapping[str, Mapping[str, str]] = {"font": FONTS, "density": DENSITIES, "frame-background": BACKGROUNDS}
_YES, _NO = translate("Yes"), translate("No")
_TICKS = ("guide.", "language.")
_BOXES = frozenset({"dark", "frame-border"})


class FieldValues:
    """The values of fields in the language of the admin."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def display(self, field: str, value: str) -> str:
        """A value to be read; empty where nothing stands in the field."""
        if field.startswith(_TICKS) or field in _BOXES:
            words = _YES if value == "yes" else _NO
            return self._(words)
        if field.startswith("answer."):
            return self._answer(field, value)
        if field == "radius" and value:
            return self._("%(number)s pixels") % {"number": value}
        if value.startswith("data:"):
            return self._("(a picture)")
        label = _CHOICES.get(field, {}).get(value)
        return self._(label) if label else value

    def _answer(self, field: str, value: str) -> str:
        if not value:
            return self._("No answer from the start")
        _, guide_id, question_id = field.split(".")
        guide = self.site.library.guides.get(guide_id)
        question = guide.questions_by_id.get(question_id) if guide else None
        choice = question.by_id.get(value) if question else None
        return choice.label if choice else value

    def _(self, text: str) -> str:
        return self.site.language.catalogue.ugettext(text)
