"""Reads one guide from its parsed file. Knows the format of `guide.yaml`; opens no file, answers no question."""

from collections.abc import Collection, Iterator
from datetime import date

from widget.guides.answers import RESERVED
from widget.guides.as_of import Season, parse_season
from widget.guides.condition_parsing import ConditionReader
from widget.guides.conditions import EVERYBODY, UNKNOWN_CHOICE
from widget.guides.deadline_parsing import read_dates
from widget.guides.deadlines import Deadline, DeadlineKind, parse_deadline
from widget.guides.model import DATE, Change, Choice, DateQuestion, Guide, Item, Jump, Obligation, Part, Question
from widget.guides.register_parsing import compile_markdown
from widget.guides.registers import Registers
from widget.guides.richtext import TextCompiler
from widget.guides.schema import ID, Fields, suggestion

_ON_PURPOSE = "on-purpose"
_TASK_NEEDS = tuple(need.value for need in Obligation if need is not Obligation.INFORMATION)


MOST_FIRST_QUESTIONS = 3
"""How many questions a guide may ask before it is shown."""


def read_guide(guide_id: str, fields: Fields, registers: Registers, new_window: str) -> Guide:
    """Read a guide; what is wrong becomes problems of its file.

    `new_window` is said after a link that leaves the guide.
    """
    if not ID.fullmatch(guide_id):
        message = f"Mappen “{guide_id}” kan ikke stå i en adresse."
        fields.problems.add(fields.place, message, "Kald den noget med a–z, 0–9 og bindestreger.")
    questions = tuple(_question(child) for child in fields.current_children("questions"))
    if len({question.id for question in questions}) < len(questions):
        fields.problems.add(fields.place_of("questions"), "To spørgsmål har samme id.", "Giv dem hvert sit.")
    _earlier_answers_are_gone(fields, questions)
    owner = fields.known("owner", registers.actors, required=False)
    parts = _PartReader(questions, registers, new_window, fields, owner)
    guide = Guide(
        id=guide_id,
        title=fields.prose("title"),
        version=fields.day("version"),
        reviewed=fields.day("reviewed"),
        published=fields.yes_or_no("published", usual=True),
        owner=owner,
        changes=tuple(_change(child) for child in fields.children("changes", required=False)),
        lead=fields.prose("lead"),
        teaser=fields.prose("teaser"),
        heights=_heights(fields),
        date_question=_date_question(fields.child("date")),
        questions=questions,
        jumps=tuple(_jump(child) for child in fields.current_children("jumps", required=False, last_key="until")),
        phases=tuple(parts.part(child, task=True) for child in fields.children("phases")),
        sections=tuple(parts.part(child, task=False) for child in fields.children("sections", required=False)),
        place=fields.place,
        first=_first_questions(fields, questions),
    )
    fields.finish()
    return guide


class _PartReader:
    """Reads phases, sections and their items."""

    def __init__(
        self, questions: tuple[Question, ...], registers: Registers, new_window: str, file: Fields, owner: str
    ) -> None:
        self.owner = owner
        by_id = {question.id: question for question in questions}
        self.conditions = ConditionReader(by_id, file.file, file.problems)
        self.registers = registers
        self.texts = TextCompiler(registers.links, new_window)

    def part(self, fields: Fields, *, task: bool) -> Part:
        items = tuple(self._item(child, task=task) for child in fields.children("items"))
        begins = _begins(fields) if task else None
        part = Part(fields.id(), fields.prose("title"), items, fields.place, begins)
        fields.finish()
        return part

    def _item(self, fields: Fields, *, task: bool) -> Item:
        actor = fields.known("actor", self.registers.actors, required=task)
        when = fields.node("when")
        need = _obligation(fields) if task else Obligation.INFORMATION
        period = fields.period()
        item = Item(
            id=fields.id(),
            need=need,
            title=self.texts.line(fields.prose("title")),
            actor=self.registers.actors.get(actor),
            timing=fields.prose("timing") if task else "",
            dates=read_dates(fields, self.conditions, automatic=need is Obligation.AUTOMATIC) if task else None,
            together_with=fields.text("together_with", required=False) if task else "",
            when=self.conditions.condition(when) if when else EVERYBODY,
            text=compile_markdown(self.texts, fields, "text"),
            why=compile_markdown(self.texts, fields, "why", required=False),
            announced=self.texts.line(fields.prose("announced", required=False)),
            links=fields.register("links", self.registers.links),
            first_day=period.first_day,
            last_day=period.last_day,
            season=_season(fields),
            ends_on_purpose=fields.known("ends", (_ON_PURPOSE,), required=False) == _ON_PURPOSE,
            confirmed_until=fields.date("confirmed_until"),
            ask=self.registers.actors.get(fields.known("ask", self.registers.actors, required=False)),
            sources=fields.register("sources", self.registers.links),
            unconfirmed=fields.yes_or_no("unconfirmed", usual=False),
            owner=fields.known("owner", self.registers.actors, required=False) or self.owner,
            reviewed=fields.date("reviewed") or date.min,
            review_by=fields.date("review_by"),
            place=fields.place,
        )
        fields.finish()
        return item


def _first_questions(fields: Fields, questions: Collection[Question]) -> tuple[str, ...]:
    """What is asked first: at most three, since citizens do not read on behind more."""
    known = {question.id for question in questions} | ({DATE} if fields.node("date") else set())
    first = tuple(dict.fromkeys(fields.words("first")))
    for word in first:
        if word not in known:
            message = f"“{word}” er ikke et spørgsmål i denne guide."
            fields.problems.add(fields.place_of("first"), message, suggestion(word, known), rule="unknown-id")
    if len(first) > MOST_FIRST_QUESTIONS:
        message = f"“first” nævner {len(first)} spørgsmål."
        advice = f"Vælg højst {MOST_FIRST_QUESTIONS}: borgeren får dem ét ad gangen, før guiden vises."
        fields.problems.add(fields.place_of("first"), message, advice)
    return tuple(word for word in first if word in known)


def _begins(fields: Fields) -> Deadline | None:
    text = fields.text("begins", required=False)
    begins = parse_deadline(text, DeadlineKind.FROM) if text else None
    if text and begins is None:
        advice = "Skriv for eksempel “day 0”, “+1 day” eller “end of month -7 days”."
        fields.problems.add(fields.place_of("begins"), f"“{text}” er ikke en dag.", advice)
    return begins


def _season(fields: Fields) -> Season | None:
    text = fields.text("season", required=False)
    season = parse_season(text) if text else None
    if text and season is None:
        advice = "Skriv måned og dag: “11-15 to 12-31” er 15. november til 31. december, hvert år."
        fields.problems.add(fields.place_of("season"), f"“{text}” er ikke en tid på året.", advice)
    return season


def _heights(fields: Fields) -> dict[int, int]:
    child = fields.child("heights")
    if child is None:
        return {}
    wrong = [width for width in child.names() if not (width.isdecimal() and child.text(width).isdecimal())]
    for width in wrong:
        advice = "Skriv bredder og højder i pixel: {320: 1500, 768: 1100}."
        fields.problems.add(child.place_of(width), f"“{width}” er ikke en bredde med en højde.", advice)
    return {int(width): int(child.text(width)) for width in child.names() if width not in wrong}


def _date_question(fields: Fields | None) -> DateQuestion | None:
    if fields is None:
        return None
    question = DateQuestion(fields.prose("label"), fields.prose("short"), fields.prose("help", required=False))
    fields.finish()
    return question


def _question(fields: Fields) -> Question:
    question_id = fields.id()
    if question_id in RESERVED:
        fields.problems.add(fields.place, f"“{question_id}” er et ord, der er taget.", "Giv spørgsmålet et andet id.")
    choices = tuple(_choice(child) for child in fields.current_children("choices"))
    if len({choice.id for choice in choices}) < len(choices):
        fields.problems.add(fields.place, "To svar har samme id.", "Giv dem hvert sit.")
    if not choices or choices[-1].id != UNKNOWN_CHOICE:
        message = f"“{question_id}” kan ikke besvares med “ved ikke”."
        advice = f"Tilføj et sidste svar med id {UNKNOWN_CHOICE}."
        fields.problems.add(fields.place, message, advice, rule="unknown-choice")
    known = [choice.id for choice in choices]
    together = dict(_together(child, known) for child in fields.children("together", required=False))
    label, short, explanation = fields.prose("label"), fields.prose("short"), fields.prose("help", required=False)
    fields.finish()
    return Question(question_id, label, short, explanation, choices, together, fields.place)


def _together(fields: Fields, known: Collection[str]) -> tuple[frozenset[str], str]:
    words = fields.words("choices", required=True)
    for word in words:
        if word not in known:
            message = f"“{word}” er ikke et svar på dette spørgsmål."
            fields.problems.add(fields.place, message, suggestion(word, known), rule="unknown-id")
    phrase = fields.prose("phrase")
    fields.finish()
    return frozenset(words), phrase


def _choice(fields: Fields) -> Choice:
    choice = Choice(
        id=fields.id(),
        label=fields.prose("label"),
        phrase=fields.prose("phrase"),
        leaves_open=fields.yes_or_no("leaves_open", usual=False),
        formerly=tuple(_formerly(fields.child("formerly"))),
    )
    fields.finish()
    return choice


def _formerly(fields: Fields | None) -> Iterator[tuple[str, str]]:
    """The answers of addresses given out before, by the ids of their questions."""
    for question in fields.names() if fields else ():
        for answer in fields.words(question, required=True) if fields else ():
            yield question, answer


def _earlier_answers_are_gone(fields: Fields, questions: Collection[Question]) -> None:
    """What can be answered today is read as just that."""
    today = {(question.id, choice) for question in questions for choice in question.by_id}
    for question in questions:
        for choice in question.choices:
            for name, answer in sorted(today.intersection(choice.formerly)):
                message = f"“{name}: {answer}” står under “formerly”, men kan stadig vælges."
                fields.problems.add(question.place, message, "Tag svaret væk, eller tag linjen under “formerly” væk.")


def _change(fields: Fields) -> Change:
    change = Change(fields.day("date"), fields.prose("text"), fields.place)
    fields.finish()
    return change


def _jump(fields: Fields) -> Jump:
    jump = Jump(fields.prose("question"), fields.text("to"), fields.place)
    fields.finish()
    return jump


def _obligation(fields: Fields) -> Obligation:
    return Obligation(fields.known("need", _TASK_NEEDS) or Obligation.MUST.value)
