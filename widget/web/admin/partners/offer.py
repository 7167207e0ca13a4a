"""The form for what a partner offers: guides, languages, answers from the start. Reads no request."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from widget.guides.library import Library
from widget.guides.model import Guide
from widget.partners.model import Partner
from widget.web.admin.field_names import own_name
from widget.web.admin.pages import AdminRequest, FieldProblem
from widget.web.admin.partners.desk import PartnerContext
from widget.web.admin.partners.draft_frames import WHOLE_GUIDE
from widget.web.admin.partners.editing import FormState, ParsedForm
from widget.web.admin.partners.form_pages import AskedQuestion, EditPage, OfferedGuide, OfferPage, Option
from widget.web.http.languages import DEFAULT_LANGUAGE


class OfferForm:
    """The form `/offer`. All ticked means all, also those to come."""

    section = "offer"
    template = "partner_offer"
    frame = WHOLE_GUIDE

    def __init__(self, desk: PartnerContext) -> None:
        self.desk = desk
        # The guides' own language is always there: other languages fall back to it.
        self.others = tuple(tag for tag in desk.site.languages if tag != DEFAULT_LANGUAGE)

    @property
    def library(self) -> Library:
        """The guides as they are published now."""
        return self.desk.site.library

    def title(self) -> str:
        """The heading of its page."""
        return self._("What is offered")

    def values(self, partner: Partner) -> dict[str, str]:
        """The fields as they are stored."""
        values = {f"guide.{guide}": _ticked(guide, partner.guides) for guide in self.library.guides}
        values |= {f"language.{tag}": _ticked(tag, partner.languages) for tag in self.others}
        for guide in self.library.guides.values():
            answers = partner.default_answers.get(guide.id, {})
            for question in guide.questions:
                values[f"answer.{guide.id}.{question.id}"] = answers.get(question.id, "")
        return values

    def read(self, typed: Mapping[str, str], partner: Partner, visit: AdminRequest) -> ParsedForm:
        """The partner with what was chosen."""
        guides = [guide for guide in self.library.guides if typed[f"guide.{guide}"]]
        languages = [tag for tag in self.others if typed[f"language.{tag}"]]
        problems = []
        if not guides:
            first = next(iter(self.library.guides))
            problems.append(FieldProblem(f"guide.{first}", self._("Choose at least one guide.")))
        answers: dict[str, dict[str, str]] = {}
        for guide in self.library.guides.values():
            for question in guide.questions:
                name = f"answer.{guide.id}.{question.id}"
                if typed[name] and typed[name] not in question.by_id:
                    problems.append(FieldProblem(name, self._("Choose one of the list.")))
                elif typed[name]:
                    answers.setdefault(guide.id, {})[question.id] = typed[name]
        read = replace(
            partner,
            guides=() if len(guides) == len(self.library.guides) else tuple(guides),
            languages=() if len(languages) == len(self.others) else (DEFAULT_LANGUAGE, *languages),
            default_answers=answers,
        )
        return ParsedForm(read, typed, tuple(problems))

    def page(self, shown: FormState) -> EditPage:
        """The page with the form."""
        known = self.library.guides
        return OfferPage(
            **shown.common,
            guides=tuple(self._guide(guide) for guide in known.values()),
            languages=tuple(Option(tag, own_name(tag)) for tag in self.others),
            gone=tuple(guide for guide in shown.partner.guides if guide not in known),
        )

    def _guide(self, guide: Guide) -> OfferedGuide:
        questions = tuple(
            AskedQuestion(
                f"answer.{guide.id}.{question.id}",
                question.label,
                tuple(Option(choice.id, choice.label) for choice in question.choices),
            )
            for question in guide.questions
        )
        return OfferedGuide(f"guide.{guide.id}", guide.title, questions)

    def _(self, text: str) -> str:
        return self.desk.language.catalogue.ugettext(text)


def _ticked(one: str, chosen: Iterable[str]) -> str:
    listed = tuple(chosen)
    return "yes" if one in listed or not listed else ""
