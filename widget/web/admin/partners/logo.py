"""The form for the logo: a file, what it says, and taking it away. Reads no request."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from widget.partners.logo import MAX_BYTES, MAX_DARK_BYTES, Logo, LogoFault, LogoProblem, read_logo, sent_uri
from widget.partners.model import Partner
from widget.partners.svg_faults import Undrawable
from widget.partners.theme import MAX_LOGO_ALT, read_theme, theme_values
from widget.web.admin.pages import AdminRequest, FieldProblem
from widget.web.admin.partners.desk import PartnerContext
from widget.web.admin.partners.draft_frames import WHOLE_GUIDE
from widget.web.admin.partners.editing import FormState, ParsedForm
from widget.web.admin.partners.form_pages import EditPage, LogoPage
from widget.web.http.languages import translate

_FIELDS = ("logo", "logo-alt", "logo-dark")

LONGEST_FORM = 4_000_000
"""Bytes: more than two logos may have, and less than the server reads, so that what is larger is refused in words."""

_FAULTS = {
    LogoFault.EMPTY: translate("The file is empty."),
    LogoFault.TOO_LARGE: translate(
        "The picture has too many details, or the file is larger than 2 MB. Choose a simpler one."
    ),
    LogoFault.FORMAT: translate("This is not a picture that we can use. Choose PNG, JPEG, WebP or SVG."),
    LogoFault.BROKEN: translate("The picture cannot be read. Save it in another program, and try again."),
    LogoFault.NOTHING_LEFT: translate("There is nothing to be seen in the picture. Choose another one."),
}


_NOT_AS_MEANT = translate("We cannot draw this file as you see it, so we have not taken it.")
_UNDRAWABLE = {
    Undrawable.TEXT: translate(
        "There is text in it, and its typeface is on your computer alone: turn the text into outlines in your "
        "drawing program (“Create outlines”, “Object to path”)."
    ),
    Undrawable.FOREIGN: translate("There is a piece of a web page in it. Save the drawing again without it."),
    Undrawable.ANIMATION: translate("It moves. Save a picture that stands still."),
    Undrawable.ELSEWHERE: translate("A part of it is in another file. Save the drawing with everything in it."),
    Undrawable.STYLE: translate(
        "Its colours come from CSS that only browsers know. Export it as “presentation attributes”, or as PNG."
    ),
}


class LogoForm:
    """The form `/logo`. A logo that was sent stands in the form itself until it is saved."""

    section = "logo"
    template = "partner_logo"
    frame = WHOLE_GUIDE

    def __init__(self, desk: PartnerContext) -> None:
        self.desk = desk

    def title(self) -> str:
        """The heading of its page."""
        return self._("Logo")

    def values(self, partner: Partner) -> dict[str, str]:
        """The fields as they are stored."""
        stored = theme_values(partner.theme)
        return {name: stored[name] for name in _FIELDS}

    def read(self, typed: Mapping[str, str], partner: Partner, visit: AdminRequest) -> ParsedForm:
        """The partner with the logo that was sent, or without one."""
        if visit.form.get("remove"):
            return self._without(partner, dict.fromkeys(_FIELDS, ""))
        if visit.form.get("remove-dark"):
            return self._without(partner, {**typed, "logo-dark": ""})
        if visit.form.get("next") and not any(typed.values()) and not visit.files.get("file"):
            return ParsedForm(partner, typed)  # no logo is wanted
        values, problems, sent = dict(typed), list[FieldProblem](), dict[str, str]()
        for field, name, most in (("file", "logo", MAX_BYTES), ("file-dark", "logo-dark", MAX_DARK_BYTES)):
            data = visit.files.get(field, b"")
            logo = read_logo(data, most=most) if data else None
            if isinstance(logo, LogoProblem):
                problems.append(FieldProblem(field, self._refused(logo)))
            elif logo is not None:
                values[name], sent[field] = logo.data_uri, sent_uri(data)
        if not values["logo"] and not visit.files.get("file"):
            problems.append(FieldProblem("file", self._("Choose a file with the logo.")))
        theme, faults = read_theme({**theme_values(partner.theme), **values})
        problems.extend(self._faults({fault.field for fault in faults}, values))
        return ParsedForm(replace(partner, theme=theme), values, tuple(problems), sent=sent)

    def page(self, shown: FormState) -> EditPage:
        """The page with the form."""
        theme, _ = read_theme({name: shown.values[name] for name in ("logo", "logo-dark")})
        light = Logo(theme.logo, theme.logo_width, theme.logo_height)
        sent, dark = shown.sent.get("file", ""), theme.dark_logo
        sent_dark = shown.sent.get("file-dark", "" if dark.data_uri else sent)
        return LogoPage(**shown.common, logo=light, dark=dark, sent=sent, sent_dark=sent_dark)

    def _without(self, partner: Partner, values: Mapping[str, str]) -> ParsedForm:
        theme, _ = read_theme({**theme_values(partner.theme), **values})
        return ParsedForm(replace(partner, theme=theme), values)

    def _refused(self, problem: LogoProblem) -> str:
        if problem.fault is not LogoFault.UNDRAWABLE:
            return self._(_FAULTS[problem.fault])
        named = " ".join(self._(_UNDRAWABLE[one]) for one in problem.undrawable)
        return f"{self._(_NOT_AS_MEANT)} {named}"

    def _faults(self, wrong: set[str], values: Mapping[str, str]) -> Iterator[FieldProblem]:
        for name, field in (("logo", "file"), ("logo-dark", "file-dark")):
            if name in wrong:
                yield FieldProblem(field, self._("Choose the file again."))
        if "logo-alt" in wrong:
            words = self._("Write at most %(most)s signs, on one line.") % {"most": MAX_LOGO_ALT}
            yield FieldProblem("logo-alt", words)
        elif values["logo"] and not values["logo-alt"].strip():
            yield FieldProblem("logo-alt", self._("Write what the logo says, mostly your name."))

    def _(self, text: str) -> str:
        return self.desk.language.catalogue.ugettext(text)
