"""The guides that are shipped: fit to publish, true to their sources as far as a machine can tell."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

import pytest
import yaml

from tests.guides.guide_examples import SHIPPED, SHIPPED_DAY, filling_of
from widget.guides.answers import Answers
from widget.guides.checking import check_library
from widget.guides.loading import load_library, read_library
from widget.guides.model import Guide, Item
from widget.guides.overview import overview
from widget.guides.personalise import personalise
from widget.guides.situations import situations_table

DRAFTS = frozenset({"naar-du-flytter"})
LIBRARY = load_library(SHIPPED, DRAFTS)
GUIDES = list(LIBRARY.guides.values())
ITEMS = [(guide, item) for guide in GUIDES for item in guide.items()]
UNEMPLOYED, NEW_JOB = "hvis-du-bliver-ledig", "naar-du-faar-nyt-job"

each_guide = pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.id)
each_item = pytest.mark.parametrize("item", [item for _, item in ITEMS], ids=[f"{g.id}:{i.id}" for g, i in ITEMS])

PLACEHOLDER = re.compile(r"\{[a-z]+:[a-z0-9-]+\}|\]\([^)]*\)")
YEAR = re.compile(r"\b20[0-4]\d\b")
AMOUNT = re.compile(r"\d{4,}|\d{1,3}(?:\.\d{3})+|\d\s*(?:kr\b|kroner)|\d,\d+\s*(?:kr|%)|\bkr\.")
JOB_SUGGESTIONS = re.compile(r"jobforslag[^.]*(?:\buge|\b7\b|syv|hver\s)|(?:\buge|\b7\b|syv)[^.]*jobforslag", re.I)


def prose_of(node: object) -> Iterator[str]:
    """Every text that citizens read, as it stands in the file."""
    if isinstance(node, dict):
        for key, value in node.items():
            if isinstance(value, str) and key in {
                *("title", "text", "why", "timing", "lead", "teaser", "label", "help", "phrase", "question"),
                *("role", "name", "in_text"),
            }:
                yield value
            yield from prose_of(value)
    elif isinstance(node, list):
        for child in node:
            yield from prose_of(child)


def shipped_prose() -> list[tuple[str, str]]:
    files = sorted([*SHIPPED.glob("*/guide.yaml"), SHIPPED / "actors.yaml"])
    return [
        (f"{file.parent.name}/{file.name}", text)
        for file in files
        for text in prose_of(yaml.safe_load(file.read_text(encoding="utf-8")))
    ]


def has_amount(text: str) -> bool:
    """Whether a text holds an amount that ought to be in facts.yaml."""
    return AMOUNT.search(YEAR.sub("", PLACEHOLDER.sub("", text))) is not None


def test_the_guides_of_the_service_are_there() -> None:
    assert {UNEMPLOYED, NEW_JOB} <= set(LIBRARY.guides)


def test_the_drafts_are_not_shown_to_citizens() -> None:
    assert {guide.id for guide in GUIDES if not guide.published} == DRAFTS
    assert set(load_library(SHIPPED).guides) == {UNEMPLOYED, NEW_JOB}


def test_the_content_has_no_error() -> None:
    _, problems = read_library(SHIPPED)
    assert list(problems) == []
    assert [str(problem) for problem in check_library(LIBRARY, SHIPPED_DAY).errors] == []


@each_guide
def test_the_table_of_who_sees_what_is_current(guide: Guide) -> None:
    written = (SHIPPED / guide.id / "situations.txt").read_text(encoding="utf-8")
    assert written == situations_table(guide), "Run “guide-widget check --write”."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Du får 22041 kr. om måneden", True),
        ("Højst 22.041", True),
        ("Det koster 500 kr.", True),
        ("Det koster 500 kroner", True),
        ("Du får {fact:dagpenge-max}", False),
        ("Se [her](guide:2026-1234)", False),
        ("Siden 2026 i felt 201 og 417", False),
        ("Senest 14 dage efter, 1-6 måneder", False),
    ],
)
def test_an_amount_in_prose_is_recognised(text: str, found: bool) -> None:
    assert has_amount(text) is found


def test_no_amount_stands_in_prose() -> None:
    assert [(file, text) for file, text in shipped_prose() if has_amount(text)] == []


def test_the_obsolete_duty_to_look_at_job_suggestions_is_recognised() -> None:
    assert JOB_SUGGESTIONS.search("Tjek dine jobforslag mindst hver 7. dag.")
    assert JOB_SUGGESTIONS.search("Hver uge skal du se dine jobforslag.")
    assert not JOB_SUGGESTIONS.search("På Jobnet finder du jobforslag.")


def test_the_obsolete_duty_to_look_at_job_suggestions_is_not_published() -> None:
    assert [(file, text) for file, text in shipped_prose() if JOB_SUGGESTIONS.search(text)] == []


@each_item
def test_each_item_has_sources_and_a_day_of_review(item: Item) -> None:
    assert item.sources or item.unconfirmed
    assert item.reviewed.year >= 2026
    assert item.reviewed <= SHIPPED_DAY


@each_item
def test_each_task_is_called_by_what_to_do(item: Item) -> None:
    title = item.title.plain(filling_of(LIBRARY))
    assert title[0].isupper()
    assert "!" not in title
    assert not title.endswith(".")


def test_no_citizen_is_shouted_at() -> None:
    assert [(file, text) for file, text in shipped_prose() if "!" in text] == []


@each_guide
def test_every_text_can_be_filled_for_a_page(guide: Guide) -> None:
    filling = filling_of(LIBRARY)
    for item in guide.items():
        for text in item.texts():
            assert not re.search(r"[{}]|\]\(|\*\*", text.plain(filling))


def test_the_questions_that_the_unemployed_come_with_have_their_answers() -> None:
    jumps = {jump.question: jump.target for jump in LIBRARY.guides[UNEMPLOYED].jumps}
    assert jumps == {
        "Hvor skal jeg melde mig ledig?": "foerste-dag",
        "Kan jeg få dagpenge eller kontanthjælp?": "dagpenge-eller-kontanthjaelp",
        "Hvor kan jeg tjekke, hvilken a-kasse jeg har?": "hvilken-a-kasse",
        "Hvad sker der med min pensionsopsparing?": "pension",
        "Hvad skal jeg gøre, når jeg får et nyt job?": "nyt-job",
        "Hvad gør jeg med ferie?": "ferie",
    }


ADDRESSES = {
    UNEMPLOYED: {
        "a-kasse": ("ja", "nej", "ved-ikke"),
        "aarsag": (
            *("opsagt", "selv-opsagt", "tidsbegraenset", "konkurs", "andet", "ved-ikke"),
            *("nyuddannet", "udland", "hjaelper", "noget-andet"),
        ),
        "alder": ("under-25", "25-29", "30-59", "60-plus", "ved-ikke"),
        "uddannelse": ("ingen", "erhverv", "videregaaende", "nyuddannet", "ved-ikke"),
        "husstand": ("boern", "boligstoette", "begge", "ingen", "ved-ikke"),
    },
    NEW_JOB: {
        "a-kasse": ("ja", "nej", "ved-ikke"),
        "ydelse": ("dagpenge", "kontanthjaelp", "ingen", "ved-ikke"),
        "job": ("fuldtid", "deltid", "ved-ikke"),
        "husstand": ("boern", "boligstoette", "begge", "ingen", "ved-ikke"),
    },
}
"""What addresses that were given out hold. An id may be added; what is taken away is read as what took its place."""


@pytest.mark.parametrize("guide", sorted(ADDRESSES))
def test_the_ids_in_addresses_that_were_given_out_are_still_known(guide: str) -> None:
    found = LIBRARY.guides[guide]
    for question, choices in ADDRESSES[guide].items():
        earlier = {choice for name, choice in found.earlier_answers if name == question}
        assert set(choices) <= earlier.union(found.questions_by_id[question].by_id)


@each_guide
def test_every_question_can_be_answered_with_ved_ikke_last(guide: Guide) -> None:
    for question in guide.questions:
        assert question.choices[-1].id == "ved-ikke"
        assert len({choice.label for choice in question.choices}) == len(question.choices)


def test_every_address_stands_once_in_the_register() -> None:
    count = Counter(link.url.rstrip("/") for link in LIBRARY.registers.links.values())
    assert [url for url, times in count.items() if times > 1] == []


def test_every_figure_of_the_year_says_its_year() -> None:
    for fact in LIBRARY.registers.facts.values():
        current = fact.on(SHIPPED_DAY)
        if current.last_day:
            assert f"({SHIPPED_DAY.year})" in fact.in_words(SHIPPED_DAY, "da"), fact.id


@each_item
def test_a_page_about_that_very_thing_stands_behind_each_item_or_it_says_that_there_is_none(item: Item) -> None:
    """No front page, no advertising: written out here, so that a change of the checker's lists cannot hide one."""
    for source in item.sources:
        parts = urlsplit(source.url)
        assert parts.path.strip("/") or parts.query, f"{source.id} is a front page"
        assert not re.search(r"//(?:www\.)?(?:a-kasser|skift-a-kasse|usd|powerplan)\.", source.url), source.id
    assert item.sources or item.unconfirmed


def test_what_no_editor_could_confirm_is_said() -> None:
    unconfirmed = {(guide.id, item.id) for guide, item in ITEMS if item.unconfirmed}
    assert unconfirmed == {
        (UNEMPLOYED, "kontanthjaelp-selv-opsagt"),
        (UNEMPLOYED, "find-a-kasse"),
        (UNEMPLOYED, "find-din-a-kasse"),
        (UNEMPLOYED, "find-ud-af-hvad-der-er-sket"),
        (UNEMPLOYED, "spoerg-hvad-der-gaelder"),
        (NEW_JOB, "find-din-a-kasse"),
        (NEW_JOB, "find-din-ydelse"),
        (NEW_JOB, "find-din-arbejdstid"),
        (NEW_JOB, "find-din-boligstoette"),
    }


def test_no_page_is_said_to_be_opened_that_no_editor_opened() -> None:
    """All were read as stored copies so far; who opens one writes the day, and takes it off this test."""
    assert [link.id for link in LIBRARY.registers.links.values() if link.opened and not link.page] == []


def test_every_rule_that_the_reform_may_change_at_new_year_says_so() -> None:
    """The second part of the reform of employment is expected on 1 January 2027; its adoption is not confirmed.

    Neither is the wealth that a recipient of kontanthjælp may have in 2027.
    """
    until = {item.id for _, item in ITEMS if str(item.confirmed_until) == "2026-12-31"}
    assert until == {
        "foerste-moede-unge",
        "cv-kontanthjaelp",
        "kommunen-overtager",
        "a-kasse-og-kommune",
        "moeder-dagpenge",
        "aktivering",
        "moeder-kontanthjaelp",
        "kan-du-faa-kontanthjaelp",
        "uddannelsespaalaeg",
        "uddannelsespaalaeg-dagpenge",
    }


@pytest.mark.parametrize("guide_id", [UNEMPLOYED, NEW_JOB])
def test_next_years_tax_is_set_right_in_the_last_weeks_of_a_year_alone(guide_id: str) -> None:
    """It does not hang on the citizen's own date: in December many have a first day in January."""
    guide, last_weeks = LIBRARY.guides[guide_id], set()
    for month in range(1, 13):
        for own_date in (None, date(2026, 12, 1), date(2027, 1, 4)):
            shown = personalise(guide, Answers(day_0=own_date), date(2026, month, 28))
            if "ret-naeste-aar" in shown.visible_ids():
                last_weeks.add((month, own_date))
    assert last_weeks == {(month, day) for month in (11, 12) for day in (None, date(2026, 12, 1), date(2027, 1, 4))}


KNOWN_TO_ALL = {"alder"}
"""What citizens know without a step to find out: who answers “ved ikke” does not want to say."""


@pytest.mark.parametrize("guide", [LIBRARY.guides[UNEMPLOYED], LIBRARY.guides[NEW_JOB]], ids=lambda guide: guide.id)
def test_a_citizen_who_does_not_know_an_answer_is_told_where_to_find_out(guide: Guide) -> None:
    for question in guide.questions:
        definite = [choice.id for choice in question.choices if choice.definite]
        steps = [
            item.id
            for item in guide.items()
            if item.tickable and item.when.value({question.id: "ved-ikke"}) is True
            if any(item.when.value({question.id: choice}) is False for choice in definite)
        ]
        assert steps or question.id in KNOWN_TO_ALL, question.id


def test_who_is_under_25_and_did_not_say_whether_they_have_children_finds_out_who_holds_the_meetings() -> None:
    answers = Answers({"a-kasse": "ja", "alder": "under-25", "uddannelse": "ingen", "husstand": "ved-ikke"})
    now = overview(personalise(LIBRARY.guides[UNEMPLOYED], answers, SHIPPED_DAY)).now
    assert now[0].item.id == "foerste-moede-unge"


@pytest.mark.parametrize("member", ["ja", "nej"])
def test_a_citizen_to_whom_something_else_has_happened_is_told_at_once_whom_to_tell(member: str) -> None:
    answers = Answers({"a-kasse": member, "aarsag": "noget-andet"}, date(2026, 12, 1))
    for today in (date(2026, 11, 28), date(2026, 12, 1), date(2026, 12, 2)):
        seen = overview(personalise(LIBRARY.guides[UNEMPLOYED], answers, today))
        first = [task.item.id for task in (*seen.overdue, *seen.now, *seen.left)]
        assert "spoerg-hvad-der-gaelder" in first, today


def read_by(answers: Answers, today: date) -> dict[str, str]:
    """The texts that a citizen with these answers reads on a day, by the id of the item."""
    day = LIBRARY.day_of_rules(today, answers.day_0)
    library = LIBRARY.on(day)
    shown = personalise(library.guides[UNEMPLOYED], answers, today, (), day)
    items = (item.item for part in (*shown.phases, *shown.sections) for item in part.items)
    return {item.id: item.text.plain(filling_of(library)) for item in items}


@pytest.mark.parametrize("today", [date(2026, 12, 28), date(2027, 1, 1), date(2027, 1, 4)])
def test_nothing_of_2027_is_still_expected_once_it_is_2027(today: date) -> None:
    texts = read_by(Answers(day_0=date(2027, 1, 4)), today)
    assert [name for name, text in texts.items() if "ventes" in text] == []
    assert "19 kommuner" in texts["nye-regler-2027"], "what was decided for 2027 is told in 2027 too"


@pytest.mark.parametrize("choice", ["nyuddannet", "opsagt"])
def test_who_just_finished_an_education_reads_of_one_rate(choice: str) -> None:
    """That of graduates is fixed, and hangs on no pay."""
    texts = read_by(Answers({"a-kasse": "ja", "aarsag": choice, "alder": "under-25"}), SHIPPED_DAY)
    told = {"nyuddannet-krav", "dagpenge-sats", "dagpenge-under-25"} & texts.keys()
    assert told == ({"nyuddannet-krav"} if choice == "nyuddannet" else {"dagpenge-sats", "dagpenge-under-25"})
