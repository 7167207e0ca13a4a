"""The form for websites that may frame: one origin a line, and what is wrong with each in words. Reads no request."""

from collections.abc import Mapping
from dataclasses import replace

from widget.partners.model import Partner
from widget.partners.origins import Origin, OriginFault, OriginProblem, bare_hosts_left_out, parse_origin
from widget.web.admin.pages import AdminRequest, FieldProblem
from widget.web.admin.partners.desk import PartnerContext
from widget.web.admin.partners.editing import FormState, ParsedForm
from widget.web.admin.partners.form_pages import EditPage, WebsitesPage
from widget.web.http.languages import translate

_MOST = 100
_MAX_LISTED = 20
_LONGEST_SHOWN = 100

_FAULTS = {
    OriginFault.CHARACTERS: translate("there are signs in it that no address has. Write one address a line"),
    OriginFault.NO_SCHEME: translate("https:// is missing before it"),
    OriginFault.SCHEME: translate("it must begin with https://"),
    OriginFault.NOT_HTTPS: translate("it begins with http://, which is not safe. It must be https://"),
    OriginFault.PATH: translate("leave out what comes after the name of the website"),
    OriginFault.USER: translate("leave out what stands before @"),
    OriginFault.PORT: translate("the number after the colon is not a port"),
    OriginFault.HOST: translate("this is not the name of a website"),
    OriginFault.ADDRESS: translate("write the name of the website, not its number"),
    OriginFault.EVERYBODY: translate("then all websites could show your guide. Name yours"),
    OriginFault.WILDCARD: translate("a * can only stand first, as in https://*.aarhus.dk"),
    OriginFault.WILDCARD_TOO_WIDE: translate("then far too many websites could show your guide. Name yours"),
}


class WebsitesForm:
    """The form `/websites`."""

    section = "websites"
    template = "partner_websites"
    frame = None

    def __init__(self, desk: PartnerContext) -> None:
        self.desk = desk

    def title(self) -> str:
        """The heading of its page."""
        return self._("Websites")

    def values(self, partner: Partner) -> dict[str, str]:
        """The field as it is stored: as people read the names."""
        return {"origins": "\n".join(origin.in_unicode for origin in partner.origins)}

    def read(self, typed: Mapping[str, str], partner: Partner, visit: AdminRequest) -> ParsedForm:
        """The partner with the origins that were typed."""
        origins: list[Origin] = []
        problems: list[FieldProblem] = []
        for number, line in enumerate(typed["origins"].splitlines(), start=1):
            if line.strip():
                parsed = parse_origin(line)
                if isinstance(parsed, Origin):
                    origins.append(parsed)
                else:
                    problems.append(FieldProblem("origins", self._words(number, parsed)))
        if len(problems) > _MAX_LISTED:
            words = self._("%(number)s more lines are wrong.") % {"number": len(problems) - _MAX_LISTED}
            problems = [*problems[:_MAX_LISTED], FieldProblem("origins", words)]
        if len(origins) > _MOST:
            words = self._("These are %(number)s websites; %(most)s can be listed. Use a * for subdomains.")
            problems.append(FieldProblem("origins", words % {"number": len(origins), "most": _MOST}))
        read = replace(partner, origins=tuple(dict.fromkeys(origins)))
        return ParsedForm(read, typed, tuple(problems))

    def page(self, shown: FormState) -> EditPage:
        """The page with the form."""
        origins = shown.partner.origins
        return WebsitesPage(
            **shown.common,
            listed=tuple(origin.in_unicode for origin in origins),
            left_out=tuple(origin.in_unicode for origin in bare_hosts_left_out(origins)),
        )

    def _words(self, number: int, problem: OriginProblem) -> str:
        text = problem.text[:_LONGEST_SHOWN] + ("…" if len(problem.text) > _LONGEST_SHOWN else "")
        values = {"number": number, "text": text, "fault": self._(_FAULTS[problem.fault])}
        words = self._("Line %(number)s, “%(text)s”: %(fault)s.") % values
        if not problem.suggestion:
            return words
        better = self._("Write %(better)s.") % {"better": _readable(problem.suggestion)}
        return f"{words} {better}"

    def _(self, text: str) -> str:
        return self.desk.language.catalogue.ugettext(text)


def _readable(suggestion: str) -> str:
    origin = parse_origin(suggestion)
    return origin.in_unicode if isinstance(origin, Origin) else suggestion
