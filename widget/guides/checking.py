"""What makes a library fit to publish, beyond its format: one function per rule. Knows guides; opens no file.

Each rule has one invalid example among the tests that it catches.
"""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from datetime import date

from widget.guides.conditions import All, Condition
from widget.guides.date_checks import dates_are_sound, deadlines_have_a_day, later_days_are_sound
from widget.guides.freshness import check_freshness
from widget.guides.library import Library
from widget.guides.model import DATE, Guide, Item, Question
from widget.guides.plain_text import check_plain_text
from widget.guides.problems import Place, Problem, Problems
from widget.guides.readability import check_readability
from widget.guides.richtext import RichText, TextPlaceholder
from widget.guides.schema import suggestion
from widget.guides.situations import Situation, questions_of, situations
from widget.guides.source_quality import check_sources, items_have_sources

PAGE_IDS = frozenset(
    {
        *("answers", "guide", "deadlines", "actors", "sources", "questions", "top", "progress"),
        *("alt", "overblik", "svar", "gode-ideer", "hvem-er-hvem", DATE),
    }
)
"""Anchors and pages that a guide has itself; no item may be called so."""

_LEFTOVER = re.compile(r"[{}]|href=\"guide:")
"""What is left of a gap that was not written as one."""


def check_library(library: Library, today: date) -> Problems:
    """Every problem of every guide and register, as of `today`."""
    problems = Problems()
    problems.found.extend(later_days_are_sound(library, today, GUIDE_RULES))
    library = library.on(today)
    for guide in library.guides.values():
        for guide_rule in GUIDE_RULES:
            problems.found.extend(guide_rule(guide))
    problems.found.extend(gaps_are_known(library))
    problems.found.extend(check_plain_text(library))
    problems.found.extend(check_readability(library))
    problems.found.extend(check_sources(library))
    problems.found.extend(drafts_are_not_linked(library))
    problems.found.extend(check_freshness(library, today))
    return problems


def ids_are_unique(guide: Guide) -> Iterator[Problem]:
    """Every part, item and question has an id of its own: it is the anchor in the page, and names its address."""
    places = [(part.id, part.place) for part in guide.parts] + [(item.id, item.place) for item in guide.items()]
    places += [(question.id, question.place) for question in guide.questions]
    count = Counter(name for name, _ in places)
    for name, place in places:
        if count[name] > 1:
            yield Problem(place, f"Id’et “{name}” er brugt {count[name]} gange.", "Giv dem hvert sit.", "unique-id")
        if name in PAGE_IDS:
            yield Problem(place, f"Id’et “{name}” hører til siden selv.", "Vælg et andet.", "unique-id")


def parts_have_items(guide: Guide) -> Iterator[Problem]:
    """A phase or section without items is nothing to read."""
    for part in guide.parts:
        if not part.items:
            yield Problem(part.place, f"“{part.id}” er tom.", "Tilføj et punkt, eller tag den væk.", "empty-section")


def items_have_review_dates(guide: Guide) -> Iterator[Problem]:
    """Every item says when an editor last held it against its sources."""
    for item in guide.items():
        if item.reviewed == date.min:
            advice = "Tilføj “reviewed: 2026-12-31” med dagen."
            yield Problem(item.place, f"“{item.id}” har ingen dag, den er læst igennem.", advice, "review-date")


def items_have_owners(guide: Guide) -> Iterator[Problem]:
    """Every item has an actor who answers for it."""
    for item in guide.items():
        if not item.owner:
            advice = "Tilføj “owner:” med et id fra actors.yaml ved punktet, eller én gang for hele guiden."
            yield Problem(item.place, f"Ingen er ansvarlig for “{item.id}”.", advice, "owner")


def changes_tell_the_version(guide: Guide) -> Iterator[Problem]:
    """The list of changes has the newest first, and the newest is the version."""
    for change, older in zip(guide.changes, guide.changes[1:], strict=False):
        if older.day > change.day:
            advice = "Skriv den nyeste ændring først."
            yield Problem(older.place, f"Ændringen fra {older.day} står efter en ældre.", advice, "changes")
    if guide.changes and (newest := guide.changes[0]).day != guide.version:
        message = f"Den nyeste ændring er fra {newest.day}, og versionen fra {guide.version}."
        yield Problem(newest.place, message, "Skriv samme dag begge steder.", "changes")


def items_can_be_seen(guide: Guide) -> Iterator[Problem]:
    """There must be a citizen who can see the item."""
    for item in guide.items():
        values = _values(guide, item.when)
        if True not in values:
            message = f"Ingen kan få “{item.id}” at se med sikkerhed: ingen svar gør dens “when” sand."
            yield Problem(item.place, message, "Se efter svar, der udelukker hinanden.", "never-shown")


def conditions_matter(guide: Guide) -> Iterator[Problem]:
    """A condition, and each of its parts, must hide the item from some citizens."""
    for item in guide.items():
        if not item.when.questions():
            continue
        if False not in _values(guide, item.when):
            message = f"“when” i “{item.id}” skjuler den ikke for nogen."
            yield Problem(item.place, message, "Tag den væk.", "idle-condition")
        elif idle := _idle_part(guide, item.when):
            message = f"En del af “when” i “{item.id}” ændrer ingenting: {', '.join(sorted(idle.questions()))}."
            yield Problem(item.place, message, "Tag den del væk.", "idle-condition")


def questions_matter(guide: Guide) -> Iterator[Problem]:
    """A question whose answer changes nothing need not be asked."""
    for question in guide.questions:
        if not any(question.id in item.questions() for item in guide.items()):
            message = f"Intet punkt ser på svaret på “{question.id}”."
            yield Problem(
                question.place, message, "Tag spørgsmålet væk, eller brug det i et “when”.", "idle-question"
            )


def choices_matter(guide: Guide) -> Iterator[Problem]:
    """Two choices of a question that always show the same need not be told apart."""
    looked_at = frozenset().union(*(item.questions() for item in guide.items()))
    for question in guide.questions:
        if question.id not in looked_at:
            continue
        definite = [choice.id for choice in question.choices if choice.definite]
        for place, choice in enumerate(definite):
            for other in definite[place + 1 :]:
                if _same_effect(guide, question, choice, other):
                    message = f"“{choice}” og “{other}” viser det samme i alle situationer."
                    yield Problem(question.place, message, "Gør dem til ét svar.", "idle-choice")


def unknown_shows_most(guide: Guide) -> Iterator[Problem]:
    """An answer that is missing, or “ved ikke”, never shows less than a definite one."""
    for item in guide.items():
        asked = questions_of(guide, item.when)
        for situation in situations(asked):
            if item.when.value(situation) is False and (question := _shown_by_knowing(item, asked, situation)):
                message = f"“{item.id}” er skjult, når “{question.id}” ikke er besvaret, og vises med et svar."
                yield Problem(item.place, message, "Brug ikke “ved-ikke” under “not”.", "unknown-shows-less")
                break


def anchors_hold(guide: Guide) -> Iterator[Problem]:
    """A link within the guide leads to what is there whenever the link is."""
    targets = _targets(guide)
    for item in guide.items():
        for anchor in sorted(set().union(*(text.anchors for text in item.texts()))):
            if anchor not in targets:
                message = f"“{item.id}” linker til #{anchor}, som ikke er i guiden."
                yield Problem(item.place, message, suggestion(anchor, targets), "anchor")
            elif not _shown_with(guide, targets[anchor], item.when):
                message = f"“{item.id}” linker til #{anchor}, som er skjult for nogle, der ser linket."
                yield Problem(item.place, message, "Link til et sted, som de alle ser.", "anchor")


def jumps_hold(guide: Guide) -> Iterator[Problem]:
    """A question that people come with has its answer in every situation."""
    targets = _targets(guide)
    for jump in guide.jumps:
        if jump.target not in targets:
            message = f"“{jump.target}” er ikke i guiden."
            yield Problem(jump.place, message, suggestion(jump.target, targets), "anchor")
        elif not _shown_with(guide, targets[jump.target], All()):
            message = f"“{jump.target}” er skjult i nogle situationer."
            yield Problem(jump.place, message, "Hop til et sted, der altid er der.", "anchor")


GUIDE_RULES: tuple[Callable[[Guide], Iterator[Problem]], ...] = (
    ids_are_unique,
    parts_have_items,
    items_have_sources,
    items_have_review_dates,
    items_have_owners,
    changes_tell_the_version,
    items_can_be_seen,
    conditions_matter,
    questions_matter,
    choices_matter,
    unknown_shows_most,
    anchors_hold,
    jumps_hold,
    deadlines_have_a_day,
    dates_are_sound,
)


def gaps_are_known(library: Library) -> Iterator[Problem]:
    """Figures, actors and guides that a text names are there, and every gap is written so that it is one."""
    registers = library.registers
    known: dict[str, Collection[str]] = {
        "fact": registers.facts,
        "actor": registers.actors,
        "guide": library.guides,
    }
    for name, place, text in _texts(library):
        for gap in text.placeholders:
            if gap.kind in known and gap.id not in known[gap.kind]:
                message = f"“{name}” nævner {{{gap.kind}:{gap.id}}}, som ikke findes."
                yield Problem(place, message, suggestion(gap.id, known[gap.kind]), "unknown-id")
        if any(_LEFTOVER.search(segment) for segment in text.segments if not isinstance(segment, TextPlaceholder)):
            message = f"“{name}” har klammer eller en guides adresse, som borgerne ville se, som de står."
            yield Problem(place, message, "Skriv {fact:ID}, {actor:ID} eller [ord](guide:ID), uden mellemrum.", "gap")


def drafts_are_not_linked(library: Library) -> Iterator[Problem]:
    """Nothing that citizens see leads to a guide that they do not see."""
    drafts = {guide.id for guide in library.guides.values() if not guide.published}
    advice = "Offentliggør også den guide, eller tag linket væk."
    for guide in library.guides.values():
        for item in guide.items() if guide.published else ():
            named = {gap.id for text in item.texts() for gap in text.placeholders if gap.kind == "guide"}
            for name in sorted(named & drafts):
                yield Problem(item.place, f"“{item.id}” linker til “{name}”, som er en kladde.", advice, "draft")
    for retired in library.retired.values():
        if retired.successor in drafts:
            message = f"“{retired.id}” fører til “{retired.successor}”, som er en kladde."
            yield Problem(retired.place, message, advice, "draft")


def _texts(library: Library) -> Iterator[tuple[str, Place, RichText]]:
    """Every text with gaps, the id of what it belongs to, and where that stands."""
    for actor in library.registers.actors.values():
        yield actor.id, actor.place, actor.role
    for guide in library.guides.values():
        for item in guide.items():
            yield from ((item.id, item.place, text) for text in item.texts())


def _values(guide: Guide, condition: Condition) -> set[bool | None]:
    return {condition.value(situation) for situation in situations(questions_of(guide, condition))}


def _idle_part(guide: Guide, condition: Condition) -> Condition | None:
    """A part of the condition without which it is true and false for the same people."""
    if not isinstance(condition, All):
        return None
    asked = questions_of(guide, condition)
    for part in condition.parts:
        rest = All(tuple(other for other in condition.parts if other is not part))
        if all((rest.value(s) is False) == (condition.value(s) is False) for s in situations(asked)):
            return part
    return None


def _same_effect(guide: Guide, question: Question, choice: str, other: str) -> bool:
    for item in guide.items():
        if question.id not in item.when.questions():
            continue
        others = tuple(asked for asked in questions_of(guide, item.when) if asked != question)
        for situation in situations(others):
            one = item.when.value({**situation, question.id: choice})
            if one is not item.when.value({**situation, question.id: other}):
                return False
    return True


def _shown_by_knowing(item: Item, asked: tuple[Question, ...], situation: Situation) -> Question | None:
    """The unanswered question of which some definite answer shows the item."""
    for question in asked:
        answer = question.by_id.get(situation.get(question.id, ""))
        if answer is not None and answer.definite:
            continue
        for choice in question.choices:
            if choice.definite and item.when.value({**situation, question.id: choice.id}) is not False:
                return question
    return None


def _targets(guide: Guide) -> dict[str, tuple[Item, ...]]:
    """What has to be shown for a place to be there: any of these items."""
    parts = {part.id: part.items for part in guide.parts}
    return parts | {item.id: (item,) for item in guide.items()}


def _shown_with(guide: Guide, target: tuple[Item, ...], condition: Condition) -> bool:
    """Whether the target is shown in every situation in which the condition is not false."""
    asked = questions_of(guide, condition, *(item.when for item in target))
    return all(
        any(item.when.value(situation) is not False for item in target)
        for situation in situations(asked)
        if condition.value(situation) is not False
    )
