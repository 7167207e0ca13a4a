"""Conditions in words: “du er medlem af en a-kasse, og du er under 25 år”. Knows conditions and phrases; no page."""

from collections.abc import Callable

from markupsafe import Markup, escape

from widget.guides.conditions import All, AnyOf, Condition, Is, Not
from widget.guides.model import Guide, Question
from widget.guides.richtext import marked

Translate = Callable[[str], str]


def in_words(condition: Condition, guide: Guide, translate: Translate) -> Markup:
    """The condition as the end of a sentence that begins with “Applies if”, for a page; phrases may be marked."""
    if isinstance(condition, Is):
        question = guide.questions_by_id[condition.question]
        return _phrases(question, condition.choices, translate)
    if isinstance(condition, Not):
        return in_words(_opposite(condition.part, guide), guide, translate)
    parts = condition.parts if isinstance(condition, All | AnyOf) else ()
    words = [_as_part(part, guide, translate) for part in parts]
    return escape(translate(", and ") if isinstance(condition, All) else translate(", or ")).join(words)


def _as_part(condition: Condition, guide: Guide, translate: Translate) -> Markup:
    """A part of a condition; in brackets where “and” and “or” would run together."""
    words = in_words(condition, guide, translate)
    return Markup("({})").format(words) if isinstance(condition, All | AnyOf) else words


def _phrases(question: Question, choices: frozenset[str], translate: Translate) -> Markup:
    if choices in question.together:
        return escape(marked(question.together[choices]))
    phrases = (marked(choice.phrase) for choice in question.choices if choice.id in choices)
    return escape(translate(" or ")).join(phrases)


def _opposite(condition: Condition, guide: Guide) -> Condition:
    """The same as “not”, said without it: the other answers, by De Morgan's laws."""
    if isinstance(condition, Not):
        return condition.part
    if isinstance(condition, Is):
        question = guide.questions_by_id[condition.question]
        others = (choice.id for choice in question.choices if choice.definite and choice.id not in condition.choices)
        return Is(condition.question, frozenset(others), question.undecided)
    parts = condition.parts if isinstance(condition, All | AnyOf) else ()
    opposites = tuple(_opposite(part, guide) for part in parts)
    return AnyOf(opposites) if isinstance(condition, All) else All(opposites)
