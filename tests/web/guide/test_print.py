"""The reminder list: everything that is to be done, on paper, where no link can be followed."""

import json
import re
from collections.abc import Callable, Mapping
from itertools import islice

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from tests.conftest import BASE_URL, TODAY
from tests.web.conformance import check_page, links, parameters_in, strict_html5
from tests.web.page_reading import words
from tests.web.samples import DAY, GUIDES, address, all_done, choices_of, pairwise
from widget.guides.answers import parse_answers
from widget.guides.deadlines import DeadlineKind
from widget.guides.library import Library
from widget.guides.personalise import PersonalGuide, personalise

Get = Callable[[str], str]


def states(library: Library, guide: str) -> list[dict[str, str]]:
    """Nothing answered, each single answer, a date, everything ticked, and fully answered ones."""
    choices = choices_of(library.guides[guide])
    single = [{name: choice} for name, ids in choices.items() for choice in ids]
    done = all_done(library.guides[guide])
    full = [{**situation, "dato": DAY, "done": done} for situation in islice(pairwise(choices), 8)]
    return [{}, {"dato": DAY}, {"done": done}, {"alder": "findes-ikke"}, {"dato": "x"}, *single, *full]


def personal(library: Library, guide: str, state: Mapping[str, str]) -> PersonalGuide:
    """What the list must hold."""
    answers, _ = parse_answers(library.guides[guide], {name: [value] for name, value in state.items()})
    return personalise(library.guides[guide], answers, TODAY)


def titles_of(client: FlaskClient, guide: str, state: Mapping[str, str]) -> dict[str, str]:
    """The titles of items by their ids, as the data has them."""
    data = json.loads(client.get(address("data", f"{guide}.json", state)).data)
    return {item["id"]: " ".join(item["title"].split()) for item in data["items"]}


def known(library: Library, guide: str, state: Mapping[str, str]) -> dict[str, str]:
    """The parameters that the guide knows."""
    names = {*choices_of(library.guides[guide]), "dato", "done"}
    return {name: value for name, value in state.items() if name in names}


@pytest.mark.parametrize("guide", GUIDES)
def test_the_list_conforms_in_every_kind_of_state(get: Get, library: Library, guide: str) -> None:
    for state in states(library, guide):
        for heading in ("1", "3"):
            html = get(address("print", guide, {**state, "heading": heading}))
            strict_html5(html)
            check_page(html, int(heading))


@pytest.mark.parametrize("guide", GUIDES)
def test_every_task_that_concerns_the_citizen_stands_once_with_a_box(
    client: FlaskClient, get: Get, library: Library, guide: str
) -> None:
    for state in states(library, guide):
        page = LexborHTMLParser(get(address("print", guide, state)))
        expected = personal(library, guide, state)
        titles = titles_of(client, guide, state)
        tasks = page.css("ul.tasks > li")
        assert len(tasks) == len(page.css(".box")) == len(expected.tasks), state
        for task, shown in zip(tasks, expected.tasks, strict=True):
            title = titles[shown.item.id]
            # A tick is also said in words, for those who hear the page.
            assert words(task.css(".title")[0]) == (f"{title} (Klaret)" if shown.done else title), state
            assert task.css(".box")[0].text() == ("✓" if shown.done else "")
        automatic = [shown for phase in expected.phases for shown in phase.automatic]
        assert len(page.css("ul.automatic > li")) == len(automatic)
        assert not page.css("ul.automatic .box"), "what happens by itself is not ticked off"


@pytest.mark.parametrize("guide", GUIDES)
def test_a_link_on_paper_has_its_whole_address(get: Get, library: Library, guide: str) -> None:
    for state in states(library, guide)[:12]:
        page = LexborHTMLParser(get(address("print", guide, state)))
        expected = personal(library, guide, state)
        shown_items = [*expected.tasks, *(shown for phase in expected.phases for shown in phase.automatic)]
        printed = [words(line) for line in page.css("main .address")]
        for shown in shown_items:
            for link in shown.item.links:
                assert f"{link.title}: {link.url}" in printed


@pytest.mark.parametrize("guide", GUIDES)
def test_the_list_says_its_version_and_its_day_and_where_it_comes_from(
    get: Get, library: Library, guide: str
) -> None:
    state = {"alder": "under-25", "dato": DAY, "done": all_done(library.guides[guide])}
    (footer,) = LexborHTMLParser(get(address("print", guide, state))).css("footer")
    assert library.guides[guide].version.isoformat() in footer.text()
    assert "22. november 2026" in footer.text()
    (where,) = footer.css(".address")
    own = where.text()
    assert own.startswith(f"{BASE_URL}/guide/{guide}")
    assert dict(parameters_in(own)) == known(library, guide, state)
    get(own.removeprefix(BASE_URL))


@pytest.mark.parametrize("guide", GUIDES)
def test_what_is_not_settled_is_said_in_words_and_what_is_settled_is_not(
    get: Get, library: Library, guide: str
) -> None:
    for state in states(library, guide):
        page = LexborHTMLParser(get(address("print", guide, state)))
        expected = personal(library, guide, state)
        for node, shown in zip(page.css("ul.tasks > li"), expected.tasks, strict=True):
            said = [words(line) for line in node.css(".condition")]
            assert bool(said) is not shown.settled, (state, shown.item.id)
            assert all(line.startswith("Gælder, hvis ") and line.endswith(".") for line in said)


@pytest.mark.parametrize("guide", GUIDES)
def test_the_answers_stand_on_top_in_words(get: Get, library: Library, guide: str) -> None:
    for state in states(library, guide):
        page = LexborHTMLParser(get(address("print", guide, state)))
        expected = personal(library, guide, state)
        listed = [words(line) for line in page.css("ul.answers li")]
        given = [f"{asked.question.short}: {asked.answer.label}" for asked in expected.questions if asked.answer]
        assert listed[: len(given)] == given
        assert len(listed) == len(given) + bool(expected.answers.day_0)


@pytest.mark.parametrize("guide", GUIDES)
def test_dates_stand_with_the_tasks_and_in_their_order(get: Get, library: Library, guide: str) -> None:
    state = {"dato": DAY}
    page = LexborHTMLParser(get(address("print", guide, state)))
    expected = personal(library, guide, state)
    assert expected.deadlines
    for line, shown in zip(page.css("ul.deadlines li"), expected.deadlines, strict=True):
        assert shown.dates
        assert line.text().startswith("senest ") is (shown.dates.kind is DeadlineKind.BY)
    for node, shown in zip(page.css("ul.tasks > li"), expected.tasks, strict=True):
        assert bool(node.css(".due")) is (shown.due is not None)
    assert not LexborHTMLParser(get(address("print", guide))).css(".due, .deadlines")


@pytest.mark.parametrize("guide", GUIDES)
def test_paper_has_nothing_to_fill_in_by_keyboard_or_to_unfold(get: Get, library: Library, guide: str) -> None:
    for state in states(library, guide)[:8]:
        html = get(address("print", guide, state))
        assert not LexborHTMLParser(html).css("form, input, button, select, textarea, details, summary")


@pytest.mark.parametrize("guide", GUIDES)
def test_the_way_back_leads_to_the_guide_with_the_same_answers_and_ticks(
    get: Get, library: Library, guide: str
) -> None:
    state = {"alder": "under-25", "dato": DAY, "done": all_done(library.guides[guide])}
    html = get(address("print", guide, state))
    back = address("guide", guide, known(library, guide, state))
    assert links(html)["Tilbage til guiden"] == back
    get(back)


def test_links_on_the_page_lead_somewhere(get: Get, library: Library) -> None:
    for guide in GUIDES:
        html = get(address("print", guide, {"dato": DAY}))
        for link in links(html).values():
            assert re.match(r"https://|/guide/|#", link), link
            if link.startswith("/"):
                get(link)
