"""The proof in the editors' words: fields, effects, situations. Knows labels and the catalogue; no page."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal

from widget.guides.conditions import UNKNOWN_CHOICE
from widget.guides.model import Question
from widget.proof.guides import GuideChange, SituationGroup
from widget.proof.items import ChangeKind, Field
from widget.proof.regions import Answer, Axis, Region
from widget.proof.registers import Register
from widget.proof.visibility import Visibility

Translate = Callable[[str], str]

_SAID_BY_EXCEPTION = 3
"""From how many answers on “all but …” is shorter than naming them."""

_DATED = frozenset(
    {
        *(Field.FIRST_DAY, Field.LAST_DAY, Field.CONFIRMED_UNTIL, Field.REVIEWED, Field.REVIEW_BY, Field.VERSION),
        *(Field.CHANGES, Field.CHECKED),
    }
)
"""The fields with days, which are 2026-12-31 in the files."""
_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


@dataclass(frozen=True, slots=True)
class ProofWords:
    """Says a proof in one language."""

    translate: Translate
    language: str

    def number(self, number: int) -> str:
        """A number with its thousands apart: 2.160."""
        return format_decimal(number, locale=self.language)

    def day(self, day: date) -> str:
        """A day in words: 31. december 2026."""
        return format_date(day, "long", locale=self.language)

    def counted(self, size: int, situations: int) -> str:
        """“430 of 2,160 situations”."""
        text = self.translate("%(size)s of %(all)s situations")
        return text % {"size": self.number(size), "all": self.number(situations)}

    def situations(self, group: SituationGroup, guide: GuideChange) -> tuple[str, ...]:
        """Which situations, each line one way to be among them."""
        return region_in_words(group.where, guide.asked, self.translate)

    def effect(self, group: SituationGroup) -> str:
        """What happens there, as the beginning of a sentence that ends with the items."""
        return _effect(group.before, group.after, self.translate)

    def sign(self, group: SituationGroup) -> str:
        """+ where something comes, − where something goes, ± otherwise."""
        if group.before is Visibility.HIDDEN:
            return "+"
        return "−" if group.after is Visibility.HIDDEN else "±"

    def field(self, field: Field) -> str:
        """What an editor calls it."""
        return _fields(self.translate)[field]

    def value(self, field: Field, value: str) -> str:
        """A value as an editor reads it: yes, no and days in words; a dash where there is none."""
        if field in _DATED:
            value = _DAY.sub(lambda found: self.day(date.fromisoformat(found[0])), value)
        if field in (Field.CONFIRMED, Field.PUBLISHED):
            return {"yes": self.translate("Yes"), "no": self.translate("No")}.get(value, value)
        return value or "–"

    def change_kind(self, kind: ChangeKind) -> str:
        """New, gone, or changed."""
        translate = self.translate
        return {
            ChangeKind.ADDED: translate("New"),
            ChangeKind.REMOVED: translate("Taken away"),
            ChangeKind.CHANGED: translate("Changed"),
        }[kind]

    def register(self, register: Register) -> str:
        """What an entry is."""
        translate = self.translate
        return {
            Register.FACT: translate("Figure"),
            Register.LINK: translate("Link"),
            Register.ACTOR: translate("Actor"),
        }[register]


def region_in_words(region: Region, questions: Sequence[Question], translate: Translate) -> tuple[str, ...]:
    """A set of situations as lines; each says some answers, and a citizen who fits one line belongs to it."""
    asked = {question.id: question for question in questions}
    if not region.axes:
        return (translate("everybody"),)
    lines = []
    for box in region.boxes():
        pairs = zip(region.axes, box, strict=True)
        bound = [(axis, inside) for axis, inside in pairs if len(inside) < len(axis.answers)]
        lines.append(
            "; ".join(_axis_in_words(axis, inside, asked[axis.question], translate) for axis, inside in bound)
        )
    return tuple(lines)


def _axis_in_words(axis: Axis, inside: frozenset[Answer], question: Question, translate: Translate) -> str:
    outside = [answer for answer in axis.answers if answer not in inside]
    if len(outside) == 1 and len(inside) >= _SAID_BY_EXCEPTION:
        said = translate("anything but %(answer)s") % {"answer": _quoted(outside[0], question, translate)}
    else:
        answers = (_quoted(answer, question, translate) for answer in _ordered(axis, inside))
        said = translate(" or ").join(answers)
    return f"{question.short}: {said}"


def _ordered(axis: Axis, inside: frozenset[Answer]) -> list[Answer]:
    """Definite answers first, as in the question; then “ved ikke”, then not answered."""
    found = [answer for answer in axis.answers if answer in inside]
    return sorted(found, key=lambda answer: (answer is None, answer == UNKNOWN_CHOICE))


def _quoted(answer: Answer, question: Question, translate: Translate) -> str:
    if answer is None:
        return translate("not answered")
    return translate("“%(answer)s”") % {"answer": question.by_id[answer].label}


def _effect(before: Visibility, after: Visibility, translate: Translate) -> str:
    return {
        (Visibility.HIDDEN, Visibility.CERTAIN): translate("now see"),
        (Visibility.HIDDEN, Visibility.CONDITIONAL): translate("now see, with “Applies if …”"),
        (Visibility.CERTAIN, Visibility.HIDDEN): translate("no longer see"),
        (Visibility.CONDITIONAL, Visibility.HIDDEN): translate("no longer see (it stood there with “Applies if …”)"),
        (Visibility.CONDITIONAL, Visibility.CERTAIN): translate("now see for certain, without “Applies if …”"),
        (Visibility.CERTAIN, Visibility.CONDITIONAL): translate("now see only with “Applies if …”"),
        (Visibility.CONDITIONAL, Visibility.CONDITIONAL): translate("see with another “Applies if …”"),
    }[before, after]


def _periods(translate: Translate) -> dict[Field, str]:
    return {
        Field.FIRST_DAY: translate("Holds from"),
        Field.LAST_DAY: translate("Holds to"),
        Field.SEASON: translate("Shown every year, on the days"),
        Field.CONFIRMED: translate("Confirmed on that day"),
        Field.CONFIRMED_UNTIL: translate("Confirmed until"),
    }


def _fields(translate: Translate) -> dict[Field, str]:
    return _periods(translate) | {
        Field.TITLE: translate("Title"),
        Field.LEAD: translate("Lead"),
        Field.TEASER: translate("Teaser"),
        Field.TEXT: translate("Text"),
        Field.WHY: translate("Why"),
        Field.ANNOUNCED: translate("Change announced ahead"),
        Field.TIMING: translate("When, in words"),
        Field.NEED: translate("Must or good idea"),
        Field.ACTOR: translate("Who"),
        Field.DUE: translate("Deadline"),
        Field.RULE: translate("For whom"),
        Field.MARKUP: translate("Links or emphasis in the text"),
        Field.LINKS: translate("Links"),
        Field.SOURCES: translate("Sources"),
        Field.OWNER: translate("Owner"),
        Field.REVIEWED: translate("Reviewed"),
        Field.REVIEW_BY: translate("To be reviewed by"),
        Field.LABEL: translate("Wording"),
        Field.SHORT: translate("Short name"),
        Field.HELP: translate("Help"),
        Field.PHRASE: translate("“Applies if …”"),
        Field.TOGETHER: translate("Several answers together"),
        Field.JUMPS: translate("Jumps"),
        Field.PUBLISHED: translate("Published"),
        Field.VERSION: translate("Version"),
        Field.CHANGES: translate("List of changes"),
        Field.VALUES: translate("Values"),
        Field.UNIT: translate("Unit"),
        Field.ADDRESS: translate("Address"),
        Field.NAME: translate("Name"),
        Field.IN_TEXT: translate("Name in texts"),
        Field.ROLE: translate("What the actor does"),
        Field.CHECKED: translate("Checked"),
    }
