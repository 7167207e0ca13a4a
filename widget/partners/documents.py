"""A partner as plain values, for the database and for files, and back again with everything checked once more."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from urllib.parse import urlsplit

from widget.partners.local_text import LocalText, clean_local_text
from widget.partners.model import Contact, LocalNote, Partner, PartnerKind, Term
from widget.partners.origins import Origin, parse_origin
from widget.partners.records import DocumentProblem
from widget.partners.theme import DEFAULT_THEME, FIELDS, Theme, read_theme, theme_values

RESERVED_IDS = frozenset({"new"})
"""What stands in the place of a partner in addresses of the administration."""

PARTNER_ID = re.compile(r"(?!-)[a-z0-9-]{1,64}(?<!-)")
LONGEST_LINE = 300
LONGEST_TEXT = 2000
LONGEST_LOGO = 100_000

_KEYS = frozenset(part.name for part in fields(Partner))
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
TURNING = r"\u202a-\u202e\u2066-\u2069\ufeff"
"""Characters that turn the direction of the words after them, or are not seen at all: a range of a pattern."""
_TURNING = re.compile(f"[{TURNING}]")
_NO_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def partner_document(partner: Partner) -> dict[str, object]:
    """The one plain form of a partner: strings, lists and tables, without what is empty."""
    contact = {part.name: getattr(partner.contact, part.name) for part in fields(Contact)}
    document: dict[str, object] = {
        "id": partner.id,
        "name": partner.name,
        "kind": partner.kind.value,
        "kommune_code": partner.kommune_code,
        "origins": [str(origin) for origin in partner.origins],
        "guides": list(partner.guides),
        "languages": list(partner.languages),
        "pause_message": partner.pause_message,
        "contact": {name: text for name, text in contact.items() if text},
        "theme": _theme_document(partner.theme),
        "terms": {
            actor: {"name": term.name, "in_text": term.in_text} for actor, term in sorted(partner.terms.items())
        },
        "default_answers": {
            guide: dict(sorted(answers.items())) for guide, answers in sorted(partner.default_answers.items())
        },
        "notes": [{"guide": note.guide, "item": note.item, "source": note.source} for note in partner.notes],
    }
    return {key: value for key, value in document.items() if value}


def _theme_document(theme: Theme) -> dict[str, str]:
    if theme == DEFAULT_THEME:
        return {}
    return {name: value for name, value in theme_values(theme).items() if value}


def read_partner(
    document: Mapping[str, object], *, strict: bool = True
) -> tuple[Partner | None, tuple[DocumentProblem, ...]]:
    """The partner that a document describes, or None and every problem; if `strict`, unknown keys are problems."""
    reading = _DocumentReader(document, strict)
    partner = Partner(
        id=reading.identity(),
        name=reading.line("name", needed=True),
        kind=reading.kind(),
        kommune_code=reading.kommune_code(),
        origins=tuple(reading.origins()),
        theme=reading.theme(),
        terms={actor: _term(term) for actor, term in reading.tables("terms")},
        contact=_contact(reading.table("contact")),
        notes=tuple(_note(note) for note in reading.list_of_tables("notes")),
        guides=reading.lines("guides"),
        languages=reading.lines("languages"),
        default_answers={guide: answers.every_line() for guide, answers in reading.tables("default_answers")},
        pause_message=reading.text("pause_message"),
    )
    reading.refuse_others(_KEYS)
    return (None if reading.problems else partner), tuple(reading.problems)


def stored_form(partner: Partner) -> str:
    """The text that is stored in the database. A pause is no part of it: pausing is not a version."""
    return json.dumps(partner_document(replace(partner, pause_message="")), ensure_ascii=False)


def read_stored(text: str) -> tuple[Partner | None, tuple[DocumentProblem, ...]]:
    """The partner of a stored text. Parts that only a newer release knows are left out."""
    document = _document(text)
    if document is None:
        return None, (DocumentProblem("", "this is not a JSON object"),)
    return read_partner(document, strict=False)


def changed_parts(before: str, after: str) -> tuple[str, ...]:
    """The parts of a partner in which two stored texts differ; all of them where there was nothing before."""
    old, new = _document(before) or {}, _document(after) or {}
    return tuple(sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key)))


def _document(text: str) -> dict[str, object] | None:
    try:
        document = json.loads(text)
    except ValueError:
        return None
    return document if isinstance(document, dict) else None


def text_fault(
    text: str, pattern: re.Pattern[str] = _NO_TEXT, longest: int = LONGEST_TEXT, *, typed: bool = True
) -> str:
    """What keeps a text of several lines from being shown; empty if nothing.

    Where it is `typed` now, and not only read from where it was stored, it may not turn the direction of words.
    """
    if len(text) > longest:
        return f"this has {len(text)} characters; {longest} are allowed"
    if pattern.search(text) or (typed and _TURNING.search(text)):
        return "this has control characters, or line breaks where there can be none"
    return ""


@dataclass(slots=True)
class _DocumentReader:
    """A table of a document, read key by key; all problems are collected in one list."""

    values: Mapping[str, object]
    strict: bool
    where: str = ""
    problems: list[DocumentProblem] = field(default_factory=list)

    def add(self, key: str, message: str) -> None:
        self.problems.append(DocumentProblem(f"{self.where}{key}", message))

    def text(self, key: str) -> str:
        return self._checked(key, self.values.get(key, ""), _NO_TEXT, LONGEST_TEXT)

    def line(self, key: str, *, needed: bool = False) -> str:
        text = self._checked(key, self.values.get(key, ""), _NO_LINE, LONGEST_LINE)
        if needed and not text.strip() and text == self.values.get(key, ""):
            self.add(key, "this must be filled in")
        return text

    def _checked(self, key: str, value: object, pattern: re.Pattern[str], longest: int) -> str:
        if not isinstance(value, str):
            self.add(key, "this must be a text in quotes")
            return ""
        fault = text_fault(value, pattern, longest, typed=self.strict)
        if fault:
            self.add(key, fault)
        return value

    def identity(self) -> str:
        text = self.line("id", needed=True)
        if text and not PARTNER_ID.fullmatch(text):
            self.add("id", "an id has 1 to 64 letters a–z, digits and hyphens")
        if text in RESERVED_IDS and self.strict:
            self.add("id", f"“{text}” is a page of the administration; choose another id")
        return text

    def kommune_code(self) -> str:
        text = self.line("kommune_code")
        if text and not re.fullmatch(r"[0-9]{4}", text):
            self.add("kommune_code", "the code of a kommune has four digits, such as 0751")
        return text

    def kind(self) -> PartnerKind:
        kinds = {kind.value: kind for kind in PartnerKind}
        text = self.line("kind", needed=True)
        if text and text not in kinds:
            self.add("kind", f"this must be one of {', '.join(kinds)}")
        return kinds.get(text, PartnerKind.AUTHORITY)

    def lines(self, key: str) -> tuple[str, ...]:
        values = self._list(key)
        return tuple(
            self._checked(f"{key}[{number}]", value, _NO_LINE, LONGEST_LINE)
            for number, value in enumerate(values, start=1)
        )

    def every_line(self) -> dict[str, str]:
        return {key: self.line(key) for key in self.values}

    def origins(self) -> Iterator[Origin]:
        for number, text in enumerate(self.lines("origins"), start=1):
            origin = parse_origin(text)
            if isinstance(origin, Origin):
                yield origin
            else:
                hint = f"; perhaps {origin.suggestion}" if origin.suggestion else ""
                self.add(f"origins[{number}]", f"“{text}” is not an origin ({origin.fault.value}){hint}")

    def theme(self) -> Theme:
        table = self.table("theme")
        table.refuse_others(frozenset(FIELDS))
        values = table.every_line_or_number()
        theme, problems = read_theme(values) if values else (DEFAULT_THEME, ())
        for problem in problems:
            against = f": {problem.token} on {problem.against}" if problem.against else ""
            hint = f"; perhaps {problem.suggestion}" if problem.suggestion else ""
            self.add(f"theme.{problem.field}", f"{problem.fault.value}{against}{hint}")
        return theme

    def every_line_or_number(self) -> dict[str, str]:
        """All values as a form would send them; a logo is longer than other lines."""
        numbers = {key: str(value) for key, value in self.values.items() if type(value) is int}
        return numbers | {
            key: self._checked(key, value, _NO_LINE, LONGEST_LOGO)
            for key, value in self.values.items()
            if key not in numbers
        }

    def table(self, key: str) -> "_DocumentReader":
        value = self.values.get(key, {})
        if not isinstance(value, Mapping):
            self.add(key, "this must be a table")
            return _DocumentReader({}, strict=False)  # what else would be missed in it need not be said
        return _DocumentReader(value, self.strict, f"{self.where}{key}.", self.problems)

    def tables(self, key: str) -> Iterator[tuple[str, "_DocumentReader"]]:
        inside = self.table(key)
        for name in inside.values:
            if text_fault(name, _NO_LINE, LONGEST_LINE, typed=self.strict):
                inside.add(repr(name), "this is not an id")
            yield name, inside.table(name)

    def list_of_tables(self, key: str) -> Iterator["_DocumentReader"]:
        values = {f"{key}[{number}]": value for number, value in enumerate(self._list(key), start=1)}
        inside = _DocumentReader(values, self.strict, self.where, self.problems)
        yield from (inside.table(name) for name in values)

    def _list(self, key: str) -> list[object]:
        value = self.values.get(key, [])
        if isinstance(value, list):
            return value
        self.add(key, "this must be a list in square brackets")
        return []

    def refuse_others(self, known: frozenset[str]) -> None:
        for key in sorted(self.values.keys() - known) if self.strict else ():
            self.add(key, f"there is no such key; known are {', '.join(sorted(known))}")


def _term(reading: _DocumentReader) -> Term:
    reading.refuse_others(frozenset({"name", "in_text"}))
    return Term(reading.line("name", needed=True), reading.line("in_text", needed=True))


_NO_ADDRESS = (
    "this must be an address that begins with https://, with nothing before an @ and no invisible characters in it"
)


def _contact(reading: _DocumentReader) -> Contact:
    reading.refuse_others(frozenset(part.name for part in fields(Contact)))
    url = reading.line("url")
    if url and not is_https(url):
        reading.add("url", _NO_ADDRESS)
    return Contact(reading.line("phone"), reading.text("address"), reading.text("hours"), url)


def _note(reading: _DocumentReader) -> LocalNote:
    reading.refuse_others(frozenset({"guide", "item", "source"}))
    source = reading.text("source")
    cleaned = clean_local_text(source)
    if not isinstance(cleaned, LocalText):
        for problem in cleaned:
            reading.add("source", " ".join(filter(None, (problem.fault.value, problem.found))))
    return LocalNote(reading.line("guide", needed=True), reading.line("item", needed=True), source)


def is_https(url: str) -> bool:
    """Whether it is an address of a page that citizens can be sent to: no name or password, nothing invisible."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if not url.isprintable() or re.search(r"[\s\"'<>\\]", url):
        return False
    origin = parse_origin(f"{parts.scheme}://{parts.netloc}")
    return isinstance(origin, Origin) and origin.scheme == "https" and not origin.wildcard
