"""What the template of a guide gets: one value with everything the page says and links to. Knows no request."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from widget.guides.answers import DATE, DONE, Answers
from widget.guides.deadlines import nearby_days
from widget.guides.personalise import PersonalGuide, PersonalItem, PersonalQuestion
from widget.guides.richtext import Filling, RichText
from widget.web.addresses import View
from widget.web.item_blocks import ItemBlock, ItemBlocks
from widget.web.languages import Language
from widget.web.styles import Style


@dataclass(frozen=True)
class GuidePage:
    """A personal guide in a view.

    `base_url` is the public address of this server, for links that people carry away; `frame_origins` are those who
    may frame the page, as in `frame-ancestors`.
    """

    personal: PersonalGuide
    view: View
    language: Language
    style: Style
    filling: Filling
    items: ItemBlocks
    base_url: str
    frame_origins: str

    @property
    def answers(self) -> Answers:
        """The answers given."""
        return self.personal.answers

    @property
    def answered(self) -> bool:
        """Whether anything has been answered: then the personal checklist stands open."""
        return bool(self.answers)

    @property
    def has_problem(self) -> bool:
        """Whether something in the address could not be read."""
        return bool(self.personal.misread_date) or any(question.misread for question in self.personal.questions)

    def item(self, shown: PersonalItem) -> Markup:
        """An item as HTML."""
        return self.items.html(ItemBlock(shown, self.personal, self.view, self.language, self.filling))

    def html(self, text: RichText) -> Markup:
        """A text of the guide, with its gaps filled."""
        return text.html(self.filling)

    def due_words(self, shown: PersonalItem) -> str:
        """The date of an item in words, or nothing."""
        return self.language.long_date(shown.due) if shown.due else ""

    def form_action(self, anchor: str) -> str:
        """Where a form of this page goes; its fields make the query."""
        return f"{self.view.path}#{anchor}"

    def without_answers(self) -> str:
        """The guide from the beginning."""
        return self.view.address(Answers(), "questions")

    def answer_address(self, question: PersonalQuestion, choice: str | None) -> str:
        """The page with one answer changed, or taken back."""
        answers = self.answers.with_answer(self.personal.guide, question.question.id, choice)
        return self.view.address(answers, "answers")

    def date_addresses(self) -> Iterator[tuple[str, str]]:
        """Days to choose by link, where a date cannot be typed: label and address."""
        for day in nearby_days(self.personal.today):
            yield self.language.long_date(day), self.view.address(self.answers.with_day(day), "answers")

    def without_date(self) -> str:
        """The page with the date taken back."""
        return self.view.address(self.answers.with_day(None), "answers")

    def kept_beside_answers(self) -> tuple[tuple[str, str], ...]:
        """Hidden fields of the form with all questions, by which it keeps everything else."""
        return self._kept_fields(DATE, *self.personal.guide.questions_by_id)

    def kept_beside_ticks(self) -> tuple[tuple[str, str], ...]:
        """Hidden fields of the form with the tick boxes."""
        return self._kept_fields(DONE)

    def kept_beside_date(self) -> tuple[tuple[str, str], ...]:
        """Hidden fields of the form with the date alone."""
        return self._kept_fields(DATE)

    def own_window(self) -> str:
        """The same guide as a page of its own, in full, for people to keep or pass on."""
        return self.base_url + self.view.on("guide").address(self.answers)

    def canonical(self) -> str:
        """The address that search engines keep: the guide without anybody's answers."""
        return self.base_url + self.view.on("guide").address(Answers())

    def _kept_fields(self, *without: str) -> tuple[tuple[str, str], ...]:
        parameters = (*self.answers.parameters(), *self.view.parameters())
        return tuple((name, value) for name, value in parameters if name not in without)
