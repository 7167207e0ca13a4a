"""What the fields of forms about partners are called, for pages that tell of them elsewhere. Reads no request."""

from babel import Locale

from widget.web.admin.guides.labels import LABELS
from widget.web.guide.site import Site
from widget.web.http.languages import translate

COLOURS = {
    "text": translate("Text"),
    "background": translate("Background"),
    "accent": translate("Buttons and ticks"),
    "link": translate("Links"),
    "focus": translate("Outline of what has the focus"),
    "border": translate("Edges of fields"),
}
"""The colours that an administrator types."""

_NAMES = {
    "dark": translate("Dark mode"),
    "radius": translate("Rounded corners"),
    "density": translate("Space"),
    "font": translate("Typeface"),
    "frame-border": translate("Edge around the guide"),
    "frame-background": translate("Background of the guide"),
    "logo": translate("Logo"),
    "logo-dark": translate("Logo in dark mode"),
    "logo-alt": translate("What the logo says"),
    "origins": translate("Websites"),
    "contact-phone": translate("Telephone"),
    "contact-address": translate("Address"),
    "contact-hours": translate("Opening hours"),
    "contact-url": translate("Page with more about contact"),
    "source": translate("Note"),
    "kind": translate("Kind"),
    "message": translate("What citizens read during the pause"),
    "name": translate("Name"),
    "id": translate("Short name in addresses"),
    "kommune": translate("Kommune"),
    "email": translate("E-mail address"),
}


_TRANSLATION = translate("Translation")


class FieldNames:
    """The names of fields in the language of the admin."""

    def __init__(self, site: Site) -> None:
        self.site = site

    def of(self, field: str) -> str:
        """What a field is called; empty for fields that are not typed in."""
        kind, _, rest = field.partition("-")
        if kind in {"light", "dark"} and rest in COLOURS:
            mode = self._("light mode") if kind == "light" else self._("dark mode")
            return f"{self._(COLOURS[rest])}, {mode}"
        if field.startswith("t."):
            return self._(_TRANSLATION)
        if field.startswith(("version.", "text.")):
            kind, guide = field.split(".", 1)
            return f"{self._dotted(f'guide.{guide}')}: {self._(LABELS['changes' if kind == 'text' else kind])}"
        if field.startswith(("f.", "value.")):
            return self._of_entry(field)
        if field.startswith(("term.", "answer.", "guide.", "language.")):
            return self._dotted(field)
        return self._(_NAMES[field]) if field in _NAMES else ""

    def _of_entry(self, field: str) -> str:
        """A field of the editors' desk."""
        prefix, key, *_ = field.split(".")
        if prefix == "value":
            fact = self.site.library.registers.facts.get(key)
            return fact.label if fact else key
        return self._(LABELS[key]) if key in LABELS else key

    def _dotted(self, field: str) -> str:
        kind, first, *more = [*field.split("."), ""]
        library = self.site.library
        if kind == "term":
            actor = library.registers.actors.get(first)
            which = self._("in a sentence") if more[0] == "in_text" else self._("as a heading")
            return f"{actor.name if actor else first}, {which}"
        if kind == "language":
            return own_name(first)
        guide = library.guides.get(first)
        title = guide.title if guide else first
        if kind == "answer":
            question = guide.questions_by_id.get(more[0]) if guide else None
            return f"{title}: {question.label if question else more[0]}"
        return title

    def _(self, text: str) -> str:
        return self.site.language.catalogue.ugettext(text)


def own_name(tag: str) -> str:
    """What a language is called by those who speak it."""
    return str(Locale.parse(tag, sep="-").get_display_name(tag) or tag).capitalize()
