"""The form for colours, shapes and type: a theme's fields, and its problems in words. Reads no request."""

import math
import re
from collections.abc import Mapping
from dataclasses import replace

from babel.numbers import format_decimal

from widget.partners.colours import Colour, parse_colour
from widget.partners.model import Partner
from widget.partners.palettes import DARK, LIGHT, ColourMode, MeasuredPair, complete_palette, measured_pairs
from widget.partners.presets import PRESETS, STANDARD, preset_values, values_from_colour
from widget.partners.theme import MAX_RADIUS, ThemeFault, ThemeProblem, read_theme, theme_values
from widget.web.admin.field_names import COLOURS
from widget.web.admin.field_values import BACKGROUNDS, DENSITIES, FONTS
from widget.web.admin.pages import AdminRequest, FieldProblem
from widget.web.admin.partners.desk import PartnerContext
from widget.web.admin.partners.draft_frames import WHOLE_GUIDE
from widget.web.admin.partners.editing import FormState, ParsedForm
from widget.web.admin.partners.form_pages import (
    AppearancePage,
    ColourField,
    EditPage,
    Option,
    PresetOption,
    ShownContrast,
)
from widget.web.http.languages import translate

_OF_THE_LOGO = ("logo", "logo-alt", "logo-dark")
_USE = re.compile(r"((?:light|dark)-[a-z]+) (#[0-9a-f]{6})")
_MODES = {f"{mode.name}-{token}": mode.typed[token] for mode in (LIGHT, DARK) for token in COLOURS}
"""The colour that holds where a field is empty, by field."""

_PRESETS = {
    STANDARD: translate("Green, as borger.dk"),
    "blue": translate("Blue"),
    "petrol": translate("Petrol"),
    "red": translate("Red"),
    "violet": translate("Violet"),
    "graphite": translate("Grey"),
}

_HELP = {
    "text": translate("All that is read. Headings have it too."),
    "background": translate("Behind everything."),
    "accent": translate("The main button, chosen answers and ticks."),
    "link": translate("Links in the text."),
    "focus": translate("Shows where a citizen is who uses the keyboard."),
    "border": translate("Around fields and buttons."),
}
_SEEN = {
    "text": translate("The text"),
    "muted": translate("Small and quiet text"),
    "accent": translate("The colour of buttons"),
    "on_accent": translate("The words on buttons"),
    "link": translate("The links"),
    "focus": translate("The outline of the focus"),
    "border": translate("The edges of fields"),
    "error": translate("Error messages"),
}
_GROUNDS = {
    "background": translate("the background"),
    "surface": translate("the panels, which follow from the background"),
    "accent": translate("the colour of buttons"),
    "white": translate("white, which is there without a background"),
}


_ON = {
    "background": translate("on the background"),
    "surface": translate("on panels"),
    "accent": translate("on the colour of buttons"),
}


class AppearanceForm:
    """The form `/appearance`."""

    section = "appearance"
    template = "partner_appearance"
    frame = WHOLE_GUIDE

    def __init__(self, desk: PartnerContext) -> None:
        self.desk = desk

    def title(self) -> str:
        """The heading of its page."""
        return self._("Appearance")

    def values(self, partner: Partner) -> dict[str, str]:
        """The fields as they are stored; the colours of a dark mode that is off are empty."""
        stored = theme_values(partner.theme)
        dark = {f"dark-{token}": "" for token in COLOURS} if partner.theme.dark is None else {}
        return {name: value for name, value in {**stored, **dark}.items() if name not in _OF_THE_LOGO}

    def read(self, typed: Mapping[str, str], partner: Partner, visit: AdminRequest) -> ParsedForm:
        """The partner with what was typed; what was picked or taken by a button is put into its field first."""
        values = {**typed, "dark": typed["dark"] or "no", "frame-border": typed["frame-border"] or "no"}
        stored = theme_values(partner.theme)
        if _brand_asked_for(visit.form):
            brand = _brand(visit.form)
            if brand is None:
                problem = FieldProblem("brand", self._("Write a colour as # and six signs, such as #004d99."))
                return ParsedForm(partner, {**values, "brand": visit.form.get("brand", "").strip()}, (problem,))
            by_hand = {} if visit.form.get("preset") else _changed(values, visit.form)
            values |= values_from_colour(brand) | by_hand
        else:
            values |= _picked(values, visit.form) | _taken(visit.form)
        theme, problems = read_theme({**values, **{name: stored[name] for name in _OF_THE_LOGO}})
        return ParsedForm(replace(partner, theme=theme), values, tuple(self._problem(one) for one in problems))

    def page(self, shown: FormState) -> EditPage:
        """The page with the form."""
        _, problems = read_theme(shown.values) if shown.problems else (None, ())
        suggestions = {one.field: str(one.suggestion) for one in problems if one.suggestion}
        accent = str(_colour("light-accent", shown.values) or LIGHT.typed["accent"])
        return AppearancePage(
            **shown.common,
            presets=tuple(self._preset(name, label) for name, label in _PRESETS.items()),
            brand=shown.values.get("brand", accent),
            brand_shown=accent,
            light=self._colours(LIGHT, shown.values, suggestions),
            dark=self._colours(DARK, shown.values, suggestions),
            fonts=self._options(FONTS),
            densities=self._options(DENSITIES),
            backgrounds=self._options(BACKGROUNDS),
        )

    def _colours(
        self, mode: ColourMode, values: Mapping[str, str], suggestions: Mapping[str, str]
    ) -> tuple[ColourField, ...]:
        read = {token: _colour(f"{mode.name}-{token}", values) for token in COLOURS}
        pairs = tuple(measured_pairs(complete_palette({name: one for name, one in read.items() if one}, mode)))
        return tuple(
            ColourField(
                id=f"{mode.name}-{token}",
                label=self._(label),
                help=f"{self._(_HELP[token])} {self._usual(mode, token)}",
                value=values.get(f"{mode.name}-{token}", ""),
                shown=str(read[token] or mode.typed[token]),
                suggestion=suggestions.get(f"{mode.name}-{token}", ""),
                contrasts=self._contrasts(token, pairs) if read[token] else (),
            )
            for token, label in COLOURS.items()
        )

    def _usual(self, mode: ColourMode, token: str) -> str:
        return self._("Empty: %(colour)s.") % {"colour": mode.typed[token]}

    def _contrasts(self, typed: str, pairs: tuple[MeasuredPair, ...]) -> tuple[ShownContrast, ...]:
        """How well what follows from a colour is seen: a line for each, on all that it stands on."""
        own = tuple(pair for pair in pairs if pair.typed == typed)
        lines = []
        for token in dict.fromkeys(pair.token for pair in own):
            of_token = [pair for pair in own if pair.token == token]
            ratios = (f"{self._ratio(pair.ratio)} {self._(_ON[pair.against])}" for pair in of_token)
            words = self._("%(what)s: %(ratios)s (at least %(needed)s)") % {
                "what": self._(_SEEN[token]),
                "ratios": ", ".join(ratios),
                "needed": self._number(of_token[0].needed),
            }
            lines.append(ShownContrast(words, passes=all(pair.passes for pair in of_token)))
        return tuple(lines)

    def _preset(self, name: str, label: str) -> PresetOption:
        return PresetOption(name, self._(label), str(PRESETS.get(name, LIGHT.typed["accent"])))

    def _options(self, labels: Mapping[str, str]) -> tuple[Option, ...]:
        return tuple(Option(value, self._(label)) for value, label in labels.items())

    def _problem(self, problem: ThemeProblem) -> FieldProblem:
        return FieldProblem(problem.field, self._words(problem))

    def _words(self, problem: ThemeProblem) -> str:
        if problem.fault is ThemeFault.RANGE:
            return self._("Write a whole number from 0 to %(most)s.") % {"most": MAX_RADIUS}
        if problem.fault is ThemeFault.UNKNOWN:
            return self._("Choose one of the list.")
        if problem.fault is ThemeFault.UNREADABLE:
            if problem.field == "radius":
                return self._("Write a whole number from 0 to %(most)s.") % {"most": MAX_RADIUS}
            return self._("Write a colour as # and six signs, such as #004d99.")
        return self._contrast(problem)

    def _contrast(self, problem: ThemeProblem) -> str:
        """What is not seen on what, and by how much: 4,499 is not called 4,5."""
        values = {
            "what": self._(_SEEN.get(problem.token, problem.token)),
            "ground": self._(_GROUNDS.get(problem.against, problem.against)),
            "ratio": self._ratio(problem.ratio),
            "needed": self._number(problem.needed),
        }
        words = self._("%(what)s cannot be seen well enough on %(ground)s: contrast %(ratio)s, needed %(needed)s.")
        if problem.fault is ThemeFault.TRANSPARENT:
            more = self._("Choose the background colour, or other colours.")
        elif problem.suggestion:
            more = self._("The nearest colour that can be seen is %(colour)s.") % {"colour": problem.suggestion}
        else:
            more = self._("No colour can be seen there. Change the background.")
        return f"{words % values} {more}"

    def _ratio(self, value: float) -> str:
        """A contrast in words, rounded down."""
        return self._number(math.floor(value * 100) / 100)

    def _number(self, value: float) -> str:
        return f"{format_decimal(value, '0.0#', locale=self.desk.language.tag)}:1"

    def _(self, text: str) -> str:
        return self.desk.language.catalogue.ugettext(text)


def _colour(name: str, values: Mapping[str, str]) -> Colour | None:
    """The colour of a field as it holds; None where it cannot be read."""
    value = values.get(name, "").strip()
    return parse_colour(value) if value else _MODES[name]


def _picked(values: Mapping[str, str], form: Mapping[str, str]) -> dict[str, str]:
    """What was chosen in a colour picker, unless another colour was typed beside it."""
    found = ((name, _moved_picker(name, form)) for name in _MODES)
    return {
        name: str(one) for name, one in found if one and str(_colour(name, values)) == form.get(f"was-{name}", "")
    }


def _moved_picker(name: str, form: Mapping[str, str]) -> Colour | None:
    """The colour that the picker of a field stands at; None where it stands as it did when the form was shown."""
    colour = parse_colour(form.get(f"pick-{name}", ""))
    return colour if colour and str(colour) != form.get(f"was-{name}", "") else None


def _taken(form: Mapping[str, str]) -> dict[str, str]:
    """The fields that the pressed button fills in: with a suggestion or a preset."""
    used = _USE.fullmatch(form.get("use", ""))
    if used and used[1] in _MODES:
        return {used[1]: used[2]}
    return preset_values(form.get("preset", ""))


def _changed(values: Mapping[str, str], form: Mapping[str, str]) -> dict[str, str]:
    """The colours that were typed or picked one by one since the form was shown."""
    typed = {name: values[name] for name in _MODES if str(_colour(name, values)) != form.get(f"was-{name}")}
    return typed | _picked(values, form)


def _brand_asked_for(form: Mapping[str, str]) -> bool:
    """Whether all colours are made of the partner's own: by its button, or by saving with another in its field."""
    if form.get("preset") or form.get("use"):
        return form.get("preset") == "brand"
    typed, was = form.get("brand", "").strip(), form.get("was-brand", "")
    return bool(typed and str(parse_colour(typed)) != was) or _moved_picker("brand", form) is not None


def _brand(form: Mapping[str, str]) -> Colour | None:
    """The partner's own colour, from its field or, where that is empty or unchanged, the picker beside it."""
    typed, was = form.get("brand", "").strip(), form.get("was-brand", "")
    read, picked = parse_colour(typed), _moved_picker("brand", form)
    return picked if picked and (not typed or str(read) == was) else read
