"""What the template of a guide gets: one value with everything the page says and links to. Knows no request."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import quote, urlencode

from markupsafe import Markup

from widget.guides.answers import DATE, DONE, Answers
from widget.guides.deadlines import nearby_days
from widget.guides.model import Change
from widget.guides.personalise import PersonalGuide, PersonalItem, PersonalPart, PersonalQuestion
from widget.guides.richtext import Filling, RichText
from widget.web.addresses import SEEN, View
from widget.web.conditions_in_words import in_words
from widget.web.editions import Edition
from widget.web.item_blocks import ItemBlock, ItemBlocks
from widget.web.language_links import LanguageLink, other_languages
from widget.web.languages import DEFAULT_LANGUAGE, Language
from widget.web.qr import qr_code
from widget.web.styles import Style

_PLAIN = "/:?=,"
"""Characters that an address within an address may keep: legible, and small once compressed."""


@dataclass(frozen=True)
class GuidePage:
    """A personal guide in a view.

    `view` is how it is looked at, `links` where its links and forms lead: on a fragment, to the guide's own page.
    `edition` is the partner's, or the common one. `base_url` is the public address of this server, for links that
    people carry away.
    """

    personal: PersonalGuide
    view: View
    links: View
    language: Language
    edition: Edition
    filling: Filling
    items: ItemBlocks
    base_url: str

    @property
    def style(self) -> Style:
        """The style sheet."""
        return self.edition.style(self.view.surface)

    @property
    def answers(self) -> Answers:
        """The answers given."""
        return self.personal.answers

    @property
    def answered(self) -> bool:
        """Whether the citizen has answered anything: then the personal checklist stands open."""
        return bool(self.answers)

    @property
    def dial(self) -> str:
        """The partner's telephone number as a telephone wants it."""
        return "".join(sign for sign in self.edition.contact.phone if sign.isdigit() or sign == "+")

    @property
    def filled_in(self) -> bool:
        """Whether the partner has filled in answers, and the citizen none yet."""
        return bool(self.answers.values) and not self.answered

    @property
    def has_problem(self) -> bool:
        """Whether something in the address could not be read."""
        return bool(self.personal.misread_date) or any(question.misread for question in self.personal.questions)

    def item(self, shown: PersonalItem) -> Markup:
        """An item as HTML."""
        block = ItemBlock(shown, self.personal, self.view, self.language, self.filling, self.edition)
        return self.items.html(block)

    def note(self, shown: PersonalItem) -> Markup | None:
        """What the partner says about an item itself."""
        return self.edition.notes.get((self.personal.guide.id, shown.item.id))

    def html(self, text: RichText) -> Markup:
        """A text of the guide, with its gaps filled."""
        return text.html(self.filling)

    def due_words(self, shown: PersonalItem) -> str:
        """The date of an item in words, or nothing."""
        return self.language.long_date(shown.due) if shown.due else ""

    def place(self, anchor: str) -> str:
        """The address of a place in the guide."""
        return self.filling.place(anchor)

    def is_unfolded(self, shown: PersonalPart) -> bool:
        """Whether a part stands open: the checklist of who has answered, and what a jump leads to."""
        part, review = shown.part, self.edition.review
        if review and any(one.item.id in review.marks for one in shown.items):
            return True
        return part.id == self.view.opened or (self.answered and part in self.personal.guide.phases)

    def part_of(self, shown: PersonalItem) -> str:
        """The id of the phase or section that an item stands in."""
        return self.personal.guide.part_of[shown.item.id]

    def oembed(self, form: str) -> str:
        """Where systems ask how to embed this page; `form` is json or xml."""
        view = replace(self.view, base=self.base_url, links_only=False)
        page = view.address(self.answers.with_ticks(()))
        return f"{self.base_url}/oembed?{urlencode({'url': page, 'format': form}, safe=_PLAIN)}"

    def on_paper(self) -> str:
        """The reminder list for the same answers and ticks."""
        return self.view.on("print", base=self.links.base).address(self.answers)

    def calendar(self) -> str:
        """The deadlines as a calendar file."""
        view = self.view.on("calendar", base=self.links.base)
        return replace(view, guide=f"{view.guide}.ics").address(self.answers.with_ticks(()))

    def mail(self) -> str:
        """A letter with the guide's address, for the citizen's own mail program."""
        view, answers = self.view.on("guide", base=self.base_url), self.answers.with_ticks(())
        address = view.address_to_keep(answers, self.personal.guide.version)
        fields = {"subject": self.personal.guide.title, "body": address}
        return f"mailto:?{urlencode(fields, safe=_PLAIN, quote_via=quote)}"

    def qr_code(self) -> Markup:
        """The guide's address as a picture that a phone can read, in the fewest words, which make it least fine."""
        return qr_code(self.view.on("guide", base=self.base_url).address(self.answers.shortest()))

    def sources(self) -> str:
        """Where the guide knows it from."""
        return self.view.on("sources", base=self.links.base).address(Answers())

    def back(self) -> str:
        """The guide in the same state, from its reminder list."""
        return self.view.on("guide").address(self.answers)

    def applies_if(self, shown: PersonalItem) -> Markup:
        """The open condition of an item in words."""
        return in_words(shown.condition, self.personal.guide, self.language.catalogue.ugettext)

    def condition(self, shown: PersonalItem) -> str:
        """The same without markup."""
        return self.applies_if(shown).striptags()

    def form_action(self, anchor: str) -> str:
        """Where a form of this page goes; its fields make the query."""
        return f"{self.links.path}#{anchor}"

    def without_answers(self) -> str:
        """The guide from the beginning."""
        return self.links.address(Answers(), "answers")

    def answer_address(self, question: PersonalQuestion, choice: str | None) -> str:
        """The page with one answer changed, or taken back."""
        answers = self.answers.with_answer(self.personal.guide, question.question.id, choice)
        return self.links.address(answers, "answers")

    def date_addresses(self) -> Iterator[tuple[str, str]]:
        """Days to choose by link, where a date cannot be typed: label and address."""
        for day in nearby_days(self.personal.today):
            yield self.language.long_date(day), self.links.address(self.answers.with_day(day), "answers")

    def without_date(self) -> str:
        """The page with the date taken back."""
        return self.links.address(self.answers.with_day(None), "answers")

    def kept_beside_answers(self) -> tuple[tuple[str, str], ...]:
        """Hidden fields of the form with all questions, by which it keeps everything else."""
        return self._kept_fields(DATE, *self.personal.guide.questions_by_id)

    def kept_beside_ticks(self) -> tuple[tuple[str, str], ...]:
        """Hidden fields of the form with the tick boxes, whose address people keep."""
        return (*self._kept_fields(DONE), (SEEN, self.personal.guide.version.isoformat()))

    def kept_beside_date(self) -> tuple[tuple[str, str], ...]:
        """Hidden fields of the form with the date alone."""
        return self._kept_fields(DATE)

    def own_window(self) -> str:
        """The same guide as a page of its own, in full."""
        return self.view.on("guide", base=self.base_url).address(self.answers)

    def to_keep(self) -> str:
        """The same, for people to keep or pass on: who comes back by it is told what has changed since."""
        return self.view.on("guide", base=self.base_url).address_to_keep(self.answers, self.personal.guide.version)

    @property
    def changes(self) -> tuple[Change, ...]:
        """What was changed after the version under which the address was kept."""
        return self.personal.guide.changes_since(self.view.seen) if self.view.seen else ()

    def feedback(self) -> str:
        """Where people say whether the guide was of help."""
        address = self.links.on("feedback", base=self.links.base).address(self.answers.with_ticks(()))
        if self.view.surface != "embed":
            return address
        return f"{address}{'&' if '?' in address else '?'}from=embed"

    def other_languages(self) -> Iterator[LanguageLink]:
        """The same page in the other languages that the guide is offered in."""
        yield from other_languages(self.offered, self.language, self._in_language)

    def alternates(self) -> Iterator[tuple[str, str]]:
        """For search engines, which see no answers: the guide in each of its languages; tag and address."""
        home = self.view.on("guide", base=self.base_url)
        if len(self.offered) > 1 and not (self.answers or self.view.draft):
            for tag in self.offered:
                yield tag, replace(home, language=tag).address(Answers())
            yield "x-default", replace(home, language=DEFAULT_LANGUAGE).address(Answers())

    @property
    def offered(self) -> dict[str, Language]:
        """The languages that the guide is offered in."""
        return self.edition.offered(self.personal.guide)

    def _in_language(self, tag: str) -> str:
        return replace(self.links, language=tag).address(self.answers)

    def canonical(self) -> str:
        """The address that search engines keep: the guide without anybody's answers."""
        return self.view.on("guide", base=self.base_url).address(Answers())

    def _kept_fields(self, *without: str) -> tuple[tuple[str, str], ...]:
        parameters = (*self.answers.parameters(), *self.links.parameters())
        return tuple((name, value) for name, value in parameters if name not in without)
