"""What is typed into the forms of the desk, and how it stands in the files. Reads no request; knows no page."""

import re
from collections.abc import Iterable, Mapping, Sequence

import yaml
from werkzeug.datastructures import MultiDict

from widget.guides.day_reading import parse_day
from widget.guides.model import Guide, Question
from widget.publishing.entries import FieldKind, FieldSpec
from widget.publishing.yaml_writing import Plain, plain_value

PREFIX = "f."
"""What the names of fields begin with."""
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_LETTERS = {"æ": "ae", "ø": "oe", "å": "aa", "é": "e", "ü": "u", "ö": "o", "ä": "a"}
_LONGEST_ID = 40


def name_of(key: str) -> str:
    """What a field is called in a form."""
    return f"{PREFIX}{key}"


def typed_value(form: MultiDict[str, str], spec: FieldSpec, seen: Plain | None, guide: Guide | None) -> Plain | None:
    """What a form says of a field, as the file has it; None where it is left empty.

    `seen` is what stood there: what means the same stays as it was written.
    """
    name = name_of(spec.key)
    if spec.kind is FieldKind.CONDITION:
        return _typed_condition(form, name, seen, guide)
    if spec.kind in {FieldKind.WORDS, FieldKind.LINKS}:
        words = [*form.getlist(name), *(form.get(f"{name}.add") or "").replace(",", " ").split()]
        chosen = list(dict.fromkeys(word.strip() for word in words if word.strip()))
        return chosen if chosen and chosen != [seen] else (seen if chosen else None)
    text = "\n".join(line.rstrip() for line in form.get(name, "").splitlines()).strip()
    if not text:
        return None
    if spec.kind is FieldKind.DAY:
        day = parse_day(text)
        return day.isoformat() if day else text
    return plain_number(text) if spec.kind is FieldKind.NUMBER else text


def plain_number(text: str) -> str:
    """A number as the files have it: 22.041 and 22 041 are 22041, 2,28 is 2.28."""
    bare = (
        re.sub(r"(?<=\d)[\s\u00a0\u202f'](?=\d{3})", "", text.strip()).removesuffix("kr.").removesuffix("%").strip()
    )
    if _THOUSANDS.fullmatch(bare):
        bare = bare.replace(".", "")
    return bare.replace(",", ".") if bare.count(",") == 1 and "." not in bare else bare


def shown_number(text: str) -> str:
    """A number as editors write it: with a comma before decimals."""
    return text.replace(".", ",")


def ticks_of(condition: Plain | None, questions: Iterable[Question]) -> dict[str, list[str]] | None:
    """The answers that a condition names, by question; None where ticks cannot say it."""
    if condition is None:
        return {}
    if not isinstance(condition, Mapping):
        return None
    known, ticks = {question.id: question.by_id for question in questions}, {}
    for name, answers in condition.items():
        words = [answers] if isinstance(answers, str) else answers
        if name not in known or not isinstance(words, Sequence):
            return None
        listed = [word for word in words if isinstance(word, str)]
        if len(listed) < len(words) or set(listed) - set(known[name]):
            return None
        ticks[name] = listed
    return ticks


def _typed_condition(form: MultiDict[str, str], name: str, seen: Plain | None, guide: Guide | None) -> Plain | None:
    before = ticks_of(seen, guide.questions) if guide else None
    if guide is None or before is None or name in form:
        return _typed_lines(form.get(name, ""))
    ticks = {}
    for question in guide.questions:
        chosen = [choice for choice in form.getlist(f"{name}.{question.id}") if choice in question.by_id]
        if chosen and len(chosen) < len(question.choices):
            ticks[question.id] = chosen
    if {key: set(words) for key, words in ticks.items()} == {key: set(words) for key, words in before.items()}:
        return seen
    return {key: words[0] if len(words) == 1 else words for key, words in ticks.items()} or None


def _typed_lines(text: str) -> Plain | None:
    """A value that was typed as the files have it; as it was typed where that cannot be read."""
    try:
        node = yaml.compose(text.strip(), Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return text.strip()
    return plain_value(node) if node is not None else None


def as_lines(value: Plain | None) -> str:
    """A value as the files have it, on one line."""
    if value is None or isinstance(value, str):
        return value or ""
    dumped: str = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10_000, sort_keys=False)
    return dumped.strip()


def new_id(text: str, taken: Iterable[str]) -> str:
    """An id for what is called so: a–z, 0–9 and hyphens, and not one of those that are `taken`."""
    plain = "".join(_LETTERS.get(sign, sign) for sign in text.casefold())
    words = re.findall(r"[a-z0-9]+", plain)
    name = ""
    for word in words:
        if name and len(name) + len(word) >= _LONGEST_ID:
            break
        name = f"{name}-{word}" if name else word[:_LONGEST_ID]
    name, used, number = name or "nyt", set(taken), 2
    found = name
    while found in used:
        found, number = f"{name}-{number}", number + 1
    return found
