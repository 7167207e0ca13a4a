"""Reads the registers: actors, links and facts. Knows their format; opens no file."""

import re
from collections.abc import Collection
from datetime import date

from widget.guides.library import Retired
from widget.guides.problems import Problems
from widget.guides.registers import OWN_PAGES, UNITS, Actor, Fact, FactValue, Fund, Link, Registers
from widget.guides.richtext import RichText, TextCompiler
from widget.guides.schema import ID, Fields, suggestion

_ADDRESS = re.compile(r"https://[\w.-]+\.\w+(?::\d+)?(?:[/?#][^\s<>\"]*)?")
_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_DECIMALS = re.compile(r"\d+\.\d+")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3})+")

DEFAULT = "default"
"""The key of a register whose values hold for every entry that has none of its own."""


def read_registers(
    links_file: Fields, actors_file: Fields, facts_file: Fields, new_window: str, funds_file: Fields | None = None
) -> Registers:
    """Read the registers; what is wrong becomes problems of their files. A content folder need not have funds.

    `new_window` is said after a link that leaves the guide.
    """
    links_owner, facts_owner = _default_owner(links_file), _default_owner(facts_file)
    links = {name: _link(name, fields, links_owner) for name, fields in _entries(links_file)}
    texts = TextCompiler(links, new_window)
    actors = {name: _actor(name, fields, texts, links) for name, fields in _entries(actors_file)}
    facts = {name: _fact(name, fields, links, facts_owner) for name, fields in _entries(facts_file)}
    read = (_fund(name, fields, links) for name, fields in (_entries(funds_file) if funds_file else ()))
    funds = {fund.id: fund for fund in read if fund is not None}
    _check_owners(actors, (*links.values(), *facts.values()), links_file.problems)
    return Registers(actors, links, facts, funds)


def read_retired(file: Fields, guides: Collection[str]) -> dict[str, Retired]:
    """Read the register of guides that are no more; `guides` are the ids of those that are."""
    retired = {}
    for name, fields in _entries(file):
        successor = fields.known("to", guides, required=False)
        retired[name] = Retired(name, fields.prose("title"), fields.prose("text"), successor, fields.place)
        fields.finish()
        if name in guides:
            message = f"“{name}” er både nedlagt og en guide."
            fields.problems.add(fields.place, message, "Behold den ene.", rule="unique-id")
    return retired


def compile_markdown(texts: TextCompiler, fields: Fields, key: str, *, required: bool = True) -> RichText:
    """Compile the Markdown in `key`, reporting the links that lead nowhere."""
    source = fields.prose(key, required=required)
    text = texts.markdown(source) if source else RichText()
    for target in texts.unknown_links:
        message = f"Linket “{target}” fører ingen steder hen."
        advice = "Skriv link:ID med et id fra links.yaml, guide:ID, eller #ID på et sted i denne guide."
        fields.problems.add(fields.place_of(key), message, advice, rule="unknown-id")
    texts.unknown_links.clear()
    if any(line.lstrip().startswith("#") for line in source.splitlines()):
        message = f"Der er en overskrift i “{key}”."
        advice = "Overskrifter kommer fra titlerne, så deres orden er rigtig. Tag # væk."
        fields.problems.add(fields.place_of(key), message, advice, rule="heading")
    return text


def _default_owner(register: Fields) -> str:
    """The owner of the entries that name none: `owner` under the key `default`, which is no entry."""
    fields = register.child(DEFAULT)
    if fields is None:
        return ""
    owner = fields.text("owner")
    fields.finish()
    return owner


def _entries(register: Fields) -> list[tuple[str, Fields]]:
    entries = []
    for key in register.names():
        if key == DEFAULT:
            continue
        if not ID.fullmatch(key):
            register.problems.add(
                register.place_of(key), f"“{key}” kan ikke være et id.", "Brug a–z, 0–9 og bindestreger."
            )
        fields = register.child(key)
        if fields is not None:
            entries.append((key, fields))
    return entries


def _link(name: str, fields: Fields, default_owner: str) -> Link:
    page = fields.known("page", OWN_PAGES, required=False)
    url = "" if page else fields.text("url")
    if url and not _ADDRESS.fullmatch(url):
        advice = "Begynd den med https:// og navnet på stedet, og skriv den uden mellemrum."
        fields.problems.add(fields.place_of("url"), f"“{url}” er ikke en https-adresse.", advice)
    title, owner = fields.prose("title"), fields.text("owner", required=not default_owner) or default_owner
    copy_read, review_by = fields.date("copy_read"), fields.date("review_by")
    checked = fields.date("checked") or date.min if page or copy_read else fields.day("checked")
    fields.finish()
    return Link(name, url, page, title, owner, checked, copy_read, review_by, fields.place)


def _fund(name: str, fields: Fields, links: dict[str, Link]) -> Fund | None:
    link = links.get(fields.known("link", links))
    phone = fields.text("phone", required=False)
    fields.finish()
    return Fund(name, link, phone, fields.place) if link else None


def _actor(name: str, fields: Fields, texts: TextCompiler, links: dict[str, Link]) -> Actor:
    role = compile_markdown(texts, fields, "role")
    in_text, title = fields.prose("in_text"), fields.prose("name")
    actor = Actor(name, title, in_text, role, fields.register("links", links), fields.place, _mail(fields))
    fields.finish()
    return actor


def _mail(fields: Fields) -> str:
    """The mailbox of an office, where one is named."""
    mail = fields.text("mail", required=False)
    if mail and not _MAIL.fullmatch(mail):
        message = f"“{mail}” er ikke en e-mailadresse."
        fields.problems.add(fields.place_of("mail"), message, "Skriv kontorets fælles adresse: guider@star.dk.")
        return ""
    return mail


def _fact(name: str, fields: Fields, links: dict[str, Link], default_owner: str) -> Fact:
    unit = fields.known("unit", UNITS)
    read = (_fact_value(child, links, unit) for child in fields.children("values"))
    values = tuple(sorted(read, key=lambda value: value.first_day))
    if not values:
        fields.problems.add(fields.place, f"“{name}” har ingen værdi.", "Skriv mindst én under “values”.")
    label = fields.prose("label")
    owner = fields.text("owner", required=not default_owner) or default_owner
    fields.finish()
    return Fact(name, label, unit, owner, values, fields.place)


def _fact_value(fields: Fields, links: dict[str, Link], unit: str) -> FactValue:
    _check_amount(fields, unit)
    value = FactValue(
        first_day=fields.day("from"),
        last_day=fields.date("to"),
        value=fields.number("value"),
        sources=fields.register("sources", links),
        reviewed=fields.day("reviewed"),
        review_by=fields.date("review_by"),
        place=fields.place,
    )
    if not value.sources:
        fields.problems.add(fields.place, "Denne værdi har ingen kilde.", "Tilføj “sources: [...]”.", rule="source")
    fields.finish()
    return value


def _check_amount(fields: Fields, unit: str) -> None:
    """Refuse what reads as a thousand and is not: “22.900” is 22.9."""
    text = fields.text("value", required=False)
    if unit == "kr" and _DECIMALS.fullmatch(text):
        message = f"“{text}” har et punktum, og enheden “kr” har ingen ører."
        advice = f"Skriv {text.replace('.', '')} uden punktum. Har beløbet ører, så brug “unit: kr-decimal”."
        fields.problems.add(fields.place_of("value"), message, advice, rule="amount")
    elif _THOUSANDS.fullmatch(text):
        message = f"“{text}” ser ud som et tal med tusindpunktum, men punktum står før decimaler."
        advice = f"Skriv {text.replace('.', '')}, eller lad det sidste nul være væk."
        fields.problems.add(fields.place_of("value"), message, advice, rule="amount")


def _check_owners(actors: dict[str, Actor], owned: tuple[Link | Fact, ...], problems: Problems) -> None:
    for entry in owned:
        if entry.owner not in actors:
            message = f"Ejeren “{entry.owner}” af “{entry.id}” er ikke i actors.yaml."
            problems.add(entry.place, message, suggestion(entry.owner, actors), rule="unknown-id")
