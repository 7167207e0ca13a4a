"""The form for a partner's own words: what it calls those who help, and how to reach it. Reads no request."""

import re
from collections.abc import Mapping
from dataclasses import replace

from widget.partners.documents import LONGEST_LINE, LONGEST_TEXT, TURNING, is_https
from widget.partners.model import Contact, Partner, Term
from widget.web.admin.pages import AdminRequest, FieldProblem
from widget.web.admin.partners.desk import PartnerContext
from widget.web.admin.partners.draft_frames import WHOLE_GUIDE
from widget.web.admin.partners.editing import FormState, ParsedForm
from widget.web.admin.partners.form_pages import ActorTerm, EditPage, WordsPage
from widget.web.http.languages import translate

_UNSEEN = re.compile(rf"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff{TURNING}]")
_CONTACT = ("phone", "address", "hours", "url")
_FIRST_OPEN = "kommune"
"""The actor that most partners have another name for."""


class WordsForm:
    """The form `/words`."""

    section = "words"
    template = "partner_words"
    frame = WHOLE_GUIDE

    def __init__(self, desk: PartnerContext) -> None:
        self.desk = desk

    def title(self) -> str:
        """The heading of its page."""
        return self._("Words and contact")

    def values(self, partner: Partner) -> dict[str, str]:
        """The fields as they are stored; also those of actors that are no more, so that they can be emptied."""
        actors = dict.fromkeys((*self.desk.site.library.registers.actors, *partner.terms))
        values = {f"contact-{name}": getattr(partner.contact, name) for name in _CONTACT}
        for actor in actors:
            term = partner.terms.get(actor)
            values[f"term.{actor}.name"] = term.name if term else ""
            values[f"term.{actor}.in_text"] = term.in_text if term else ""
        return values

    def read(self, typed: Mapping[str, str], partner: Partner, visit: AdminRequest) -> ParsedForm:
        """The partner with the words that were typed."""
        problems = [problem for name in typed for problem in self._faults(name, typed[name])]
        terms: dict[str, Term] = {}
        for actor in [name.split(".")[1] for name in typed if name.endswith(".name")]:
            name, in_text = (" ".join(typed[f"term.{actor}.{part}"].split()) for part in ("name", "in_text"))
            if name and in_text:
                terms[actor] = Term(name, in_text)
            elif name or in_text:
                missing = f"term.{actor}.{'in_text' if name else 'name'}"
                problems.append(FieldProblem(missing, self._("Fill in both, or neither.")))
        contact = Contact(**{name: typed[f"contact-{name}"].strip() for name in _CONTACT})
        return ParsedForm(replace(partner, terms=terms, contact=contact), typed, tuple(problems))

    def page(self, shown: FormState) -> EditPage:
        """The page with the form."""
        actors = self.desk.site.library.registers.actors
        wrong = {problem.field for problem in shown.problems}
        listed = []
        for actor_id in [name.split(".")[1] for name in shown.values if name.endswith(".name")]:
            fields = (f"term.{actor_id}.name", f"term.{actor_id}.in_text")
            actor = actors.get(actor_id)
            used = any(shown.values[name] or name in wrong for name in fields)
            listed.append(
                ActorTerm(
                    name_field=fields[0],
                    text_field=fields[1],
                    name=actor.name if actor else actor_id,
                    in_text=actor.in_text if actor else "",
                    open=used or actor_id == _FIRST_OPEN,
                )
            )
        listed.sort(key=lambda actor: not actor.open)
        return WordsPage(**shown.common, actors=tuple(listed))

    def _faults(self, name: str, value: str) -> tuple[FieldProblem, ...]:
        several = name in {"contact-address", "contact-hours"}
        most = LONGEST_TEXT if several else LONGEST_LINE
        if len(value) > most:
            words = self._("This has %(number)s signs; %(most)s are allowed.")
            return (FieldProblem(name, words % {"number": len(value), "most": most}),)
        if _UNSEEN.search(value) or (not several and "\n" in value):
            return (FieldProblem(name, self._("There are signs in it that cannot be shown. Type it again.")),)
        if name == "contact-url" and value.strip() and not is_https(value.strip()):
            return (FieldProblem(name, self._(_NO_ADDRESS)),)
        return ()

    def _(self, text: str) -> str:
        return self.desk.language.catalogue.ugettext(text)


_NO_ADDRESS = translate(
    "Write an address that begins with https://, such as https://www.aarhus.dk/contact. Nothing may stand before "
    "an @, and no invisible signs may be in it: type it rather than pasting it."
)
