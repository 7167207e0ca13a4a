"""Texts that would show citizens raw characters, or do not fit: one rule a function. Knows guides; opens no file."""

import re
from collections.abc import Iterator

from widget.guides.library import Library
from widget.guides.model import Guide
from widget.guides.problems import Place, Problem
from widget.guides.richtext import RichText, TextPlaceholder, as_html

LONGEST_TITLE = 120
"""Letters of a title: more do not fit on a telephone before the task itself."""

LONGEST_WORD = 40
"""Letters of a word: a longer one is wider than the smallest frame (280 px)."""

_RAW = (
    (re.compile(r"\*"), "Luk fremhævelsen: *sådan* eller **sådan**."),
    (re.compile(r"&lt;/?[a-z]"), "Skriv Markdown: *fremhævet* og [ord](link:ID)."),
    (re.compile(r"https?://|\bwww\."), "Skriv [ord](link:ID) med et id fra links.yaml."),
    (re.compile(r"(?m)^\s*(?:={3,}|-{3,}|_{3,})\s*$"), "Overskrifter kommer fra titlerne. Tag linjen væk."),
    (re.compile(r"\[\[|\]\]"), "Skriv linket som [ord](link:ID)."),
    (re.compile(r"\]\("), "Skriv linket som [ord](link:ID), uden mellemrum."),
    (re.compile(r"`"), "Tag tegnet ` væk."),
)
_TAGS = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\w+")


_SUSPECT = re.compile(r"[*<`]|https?:|www\.|\[\[|\]\]|\]\(|(?m:^\s*(?:===|---|___))")
"""What raw characters come of; most texts have none of it, and are not compiled for this."""


def raw_characters(source: str) -> str:
    """The first characters of a text that its readers would see as they stand, not as what they are to mean."""
    if not _SUSPECT.search(source):
        return ""
    text = _TAGS.sub("", as_html(source))
    found = next((match.group() for rule, _ in _RAW if (match := rule.search(text))), "")
    return found.replace("&lt;", "<").strip()


def check_plain_text(library: Library) -> Iterator[Problem]:
    """Every text of the guides and actors that citizens would see raw, or that does not fit."""
    for name, place, html in _texts(library):
        text = _TAGS.sub("", html)
        found = next(((match.group(), advice) for rule, advice in _RAW if (match := rule.search(text))), None)
        if found:
            shown = found[0].replace("&lt;", "<").strip()
            yield Problem(place, f"“{name}” har “{shown}”, som borgerne ville se, som det står.", found[1], "raw")
        yield from _long_words(name, place, text)
    for guide in library.guides.values():
        yield from _long_titles(guide)
        for change in guide.changes:
            yield from _long_words(guide.id, change.place, change.text)


def _long_words(name: str, place: Place, text: str) -> Iterator[Problem]:
    longest = max(_WORD.findall(text), key=len, default="")
    if len(longest) > LONGEST_WORD:
        message = f"Ordet “{longest[:30]}…” i “{name}” har {len(longest)} bogstaver."
        yield Problem(place, message, f"Skriv det kortere: højst {LONGEST_WORD}.", "length")


def _long_titles(guide: Guide) -> Iterator[Problem]:
    titles = [(guide.id, guide.place, guide.title), *((part.id, part.place, part.title) for part in guide.parts)]
    titles += [(item.id, item.place, "".join(map(str, item.title.segments))) for item in guide.items()]
    for name, place, title in titles:
        if len(title) > LONGEST_TITLE:
            advice = f"Skriv højst {LONGEST_TITLE}, og resten i teksten."
            yield Problem(place, f"Titlen på “{name}” har {len(title)} tegn.", advice, "length")


def _texts(library: Library) -> Iterator[tuple[str, Place, str]]:
    for actor in library.registers.actors.values():
        yield actor.id, actor.place, _source(actor.role)
        yield actor.id, actor.place, f"{actor.name}\n{actor.in_text}"
    for guide in library.guides.values():
        yield guide.id, guide.place, "\n".join((guide.title, guide.lead, guide.teaser))
        for question in guide.questions:
            labels = (choice.label for choice in question.choices)
            yield question.id, question.place, "\n".join((question.label, question.short, question.help, *labels))
        for item in guide.items():
            yield from ((item.id, item.place, _source(text)) for text in item.texts())
            yield item.id, item.place, item.timing


def _source(text: RichText) -> str:
    """The text with its markup, without what its gaps stand for."""
    return "".join("" if isinstance(segment, TextPlaceholder) else str(segment) for segment in text.segments)
