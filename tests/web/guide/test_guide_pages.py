"""What citizens see and can do on the page of a guide."""

import gzip
import re
from collections.abc import Callable
from datetime import date
from itertools import islice

import brotli
import pytest
from babel.support import NullTranslations
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode
from werkzeug.test import TestResponse

from tests.conftest import BASE_URL
from tests.web.conformance import (
    check_page,
    check_targets,
    links,
    own_addresses,
    parameters_in,
    places,
    strict_html5,
)
from tests.web.samples import DAY, GUIDES, SURFACES, WHOLE, address, all_done, choices_of, pairwise
from widget.guides.library import Library
from widget.web.http.languages import Language

MONTHS = [Language("da", NullTranslations()).medium_date(date(2026, month, 1)).split()[1] for month in range(1, 13)]
LEDIG = "hvis-du-bliver-ledig"
ANSWERS = {"a-kasse": "ja", "aarsag": "opsagt", "alder": "30-59"}

Get = Callable[[str], str]


def given(html: str) -> dict[str, str]:
    """The answers that the page shows, by the short name of the question."""
    answers = " ".join(one(html, ".told").text().split()).removeprefix("Dine svar: ").partition(". Ret")[0]
    return {short: label for short, _, label in (answer.partition(": ") for answer in answers.split(" · "))}


def one(html: str, selector: str) -> LexborNode:
    """The one element that `selector` finds."""
    (found,) = LexborHTMLParser(html).css(selector)
    return found


def test_nothing_answered_asks_the_first_question_and_nothing_more(get: Get) -> None:
    tree = LexborHTMLParser(get(address("embed", LEDIG)))
    (fieldset,) = tree.css("fieldset")
    heading = one(tree.html or "", f"#{fieldset.attributes['aria-labelledby']}")
    assert heading.text() == "Er du medlem af en a-kasse? 1 af 3"
    assert not tree.css("input[checked]")
    assert not tree.css("details, .task")
    assert "1 af 3" in one(tree.html or "", ".step").text()


def test_the_guides_own_page_asks_and_has_all_of_the_guide_below_folded(get: Get) -> None:
    tree = LexborHTMLParser(get(address("guide", LEDIG)))
    assert len(tree.css("fieldset")) == 1
    assert tree.css("details.part.phase")
    assert not tree.css("details.part[open]")


def test_all_questions_are_on_one_page_for_who_wants_it(get: Get) -> None:
    link = links(get(address("embed", LEDIG)))["Alle spørgsmål på én side"]
    tree = LexborHTMLParser(get(link))
    assert len(tree.css("fieldset")) == 6
    assert len(tree.css('input[type=radio][value=""][checked]')) == 5


@pytest.mark.parametrize("surface", SURFACES)
def test_the_whole_guide_stands_unfolded_at_its_address(get: Get, surface: str) -> None:
    tree = LexborHTMLParser(get(address(surface, LEDIG, {**ANSWERS, **WHOLE})))
    assert tree.css("details.phase")
    folded = [summary for summary in tree.css("details.part:not([open]) > summary") if summary.css("h2, h3, h4")]
    assert [summary.text().strip() for summary in folded] == ["Hvem er hvem"]


@pytest.mark.parametrize("surface", SURFACES)
def test_an_answer_leads_to_the_overview_and_the_whole_guide_is_one_link_away(get: Get, surface: str) -> None:
    page = get(address(surface, LEDIG, ANSWERS))
    tree = LexborHTMLParser(page)
    assert not tree.css("form, main details")
    assert [node.text() for node in tree.css("h2, h3") if node.attributes.get("id") == "guide"] == ["Nu"]
    assert dict(parameters_in(links(page)["Hele guiden på én side"])) == {**ANSWERS, **WHOLE}


def test_a_date_alone_counts_as_an_answer_and_ticks_alone_do_not(get: Get) -> None:
    assert LexborHTMLParser(get(address("embed", LEDIG, {"dato": DAY}))).css("section.now")
    assert not LexborHTMLParser(get(address("embed", LEDIG, {"done": "varsel"}))).css("section.now")


def test_the_answers_are_shown_and_the_others_said_to_be_open(get: Get) -> None:
    page = get(address("embed", LEDIG, ANSWERS))
    assert given(page) == {"A-kasse": "Ja", "Jobbets afslutning": "Jeg blev opsagt", "Alder": "30-59 år"}
    offered = [" ".join(node.text().split()) for node in LexborHTMLParser(page).css(".refine a")]
    assert offered == ["Uddannelse", "Børn og boligstøtte", "Første dag uden arbejde"]


def test_one_answer_is_changed_by_a_link_that_keeps_the_others(get: Get) -> None:
    state = {**ANSWERS, "dato": DAY, "done": "varsel", "ui": "links"}
    page = get(address("embed", LEDIG, {**state, "open": "aarsag"}))
    link = links(page, ".choices a")["Jobbets afslutning: Min arbejdsgiver gik konkurs"]
    assert dict(parameters_in(link)) == {**state, "aarsag": "konkurs"}
    assert given(get(link))["Jobbets afslutning"] == "Min arbejdsgiver gik konkurs"


def test_one_answer_is_changed_by_a_form_that_keeps_the_others(get: Get) -> None:
    state = {**ANSWERS, "dato": DAY, "done": "varsel"}
    form = one(get(address("embed", LEDIG, {**state, "open": "aarsag"})), "form")
    kept = {field.attributes["name"]: field.attributes["value"] for field in form.css("input[type=hidden]")}
    assert kept == {name: value for name, value in state.items() if name != "aarsag"}
    assert [radio.attributes["value"] for radio in form.css("[checked]")] == ["opsagt"]


def test_an_answer_is_taken_back_by_a_link_that_keeps_the_others(get: Get) -> None:
    state = {**ANSWERS, "dato": DAY}
    for question in (*ANSWERS, "dato"):
        link = links(get(address("embed", LEDIG, {**state, "open": question})))["Fjern svaret"]
        assert dict(parameters_in(link)) == {name: value for name, value in state.items() if name != question}


def test_all_answers_are_taken_back_at_once(get: Get) -> None:
    page = get(address("embed", LEDIG, {**ANSWERS, "heading": "3", "open": "svar"}))
    assert links(page)["Begynd forfra uden svar"] == f"/embed/{LEDIG}?heading=3#answers"


def test_the_chosen_answer_is_marked_for_those_who_listen(get: Get) -> None:
    page = get(address("embed", LEDIG, {**ANSWERS, "ui": "links", "open": "svar"}))
    marked = [link.text() for link in LexborHTMLParser(page).css('a[aria-current="true"]')]
    assert marked == ["A-kasse: Ja", "Jobbets afslutning: Jeg blev opsagt", "Alder: 30-59 år"]


def test_what_does_not_concern_a_citizen_is_not_shown_and_what_is_open_says_so(get: Get) -> None:
    everybody, member, outsider = (
        get(address("embed", LEDIG, {**state, **WHOLE})) for state in ({}, {"a-kasse": "ja"}, {"a-kasse": "nej"})
    )
    assert "Gælder, hvis du er medlem af en a-kasse" in everybody
    assert "Gælder, hvis du er medlem af en a-kasse" not in member
    assert 'value="soeg-dagpenge"' in everybody
    assert 'value="soeg-dagpenge"' in member
    assert 'value="soeg-dagpenge"' not in outsider
    assert len(outsider) < len(everybody)


@pytest.mark.parametrize("guide", GUIDES)
def test_no_answer_shows_every_task(get: Get, library: Library, guide: str) -> None:
    page = get(address("embed", guide, WHOLE))
    boxes = {box.attributes["value"] for box in LexborHTMLParser(page).css("input[name=done]")}
    tasks = {item.id for item in library.guides[guide].items() if item.tickable}
    outdated = {item.id for item in library.guides[guide].items() if item.first_day or item.last_day}
    assert tasks - outdated <= boxes <= tasks


def test_a_date_gives_deadlines_in_danish(get: Get) -> None:
    page = get(address("embed", LEDIG, {"dato": "2026-12-04", **WHOLE}))
    due = [" ".join(node.text().split()) for node in LexborHTMLParser(page).css(".due")]
    assert "senest fredag den 18. december 2026" in due
    assert all(re.fullmatch(r"(senest |tidligst )?\w+dag den \d{1,2}\. \w+ 20\d\d", day) for day in due), due
    assert one(page, "section.deadlines").text().strip().startswith("Vigtige datoer")


def test_important_dates_stand_in_their_order_and_lead_to_the_tasks(get: Get) -> None:
    page = get(address("embed", LEDIG, {"dato": "2026-11-30", **WHOLE}))
    months = {name: str(number).zfill(2) for number, name in enumerate(MONTHS, start=1)}
    found = re.findall(r"<b>(?:senest )?\w+dag den (\d+)\. (\w+) (\d{4})</b>", page)
    days = [f"{year}-{months[month]}-{day.zfill(2)}" for day, month, year in found]
    assert len(days) > 3
    assert days == sorted(days)


def test_a_guide_without_a_date_shows_no_deadline(get: Get) -> None:
    page = get(address("embed", LEDIG, ANSWERS))
    assert not LexborHTMLParser(page).css(".due, section.deadlines")


@pytest.mark.parametrize("guide", GUIDES)
def test_a_part_takes_focus_only_where_something_leads_to_it(get: Get, library: Library, guide: str) -> None:
    """To the guide's own page: calendars to the phases, cards to what many ask for. All else to the whole guide."""
    shown = library.guides[guide]
    phases, parts = {part.id for part in shown.phases}, {part.id for part in shown.parts}
    own = places(get(address("guide", guide)))
    assert own & set(shown.part_of) == phases | {jump.target for jump in shown.jumps}
    whole = get(address("guide", guide, {**WHOLE, "dato": DAY}))
    led_to = {(link.attributes["href"] or "")[1:] for link in LexborHTMLParser(whole).css("a[href^='#']")}
    assert places(whole) & parts == phases | (led_to & parts)


def test_ticks_are_kept_in_the_address_and_shown(get: Get) -> None:
    page = get(address("embed", LEDIG, {**ANSWERS, "done": "meld-dig-ledig,cv-dagpenge", **WHOLE}))
    ticked = [box.attributes["value"] for box in LexborHTMLParser(page).css("input[name=done][checked]")]
    assert ticked == ["meld-dig-ledig", "cv-dagpenge"]
    for link in own_addresses(page):
        assert "done=" not in link or dict(parameters_in(link))["done"] == "meld-dig-ledig,cv-dagpenge"
    form = one(page, "form:has(input[name=done][type=checkbox])")
    kept = {field.attributes["name"]: field.attributes["value"] for field in form.css("input[type=hidden]")}
    assert kept.pop("v"), "the version, so that who comes back is told what has changed"
    assert kept == {**ANSWERS, **WHOLE}


@pytest.mark.parametrize("ui", [{}, {"ui": "links"}])
@pytest.mark.parametrize("page", [{"open": "overblik"}, {"open": "foerste-dag"}, {"open": "meld-dig-ledig"}])
def test_ticks_come_and_go_by_links_on_every_short_page(get: Get, page: dict[str, str], ui: dict[str, str]) -> None:
    state = {"a-kasse": "ja", "dato": "2026-11-20", **ui}
    words = "Markér som klaret: Meld dig ledig på Jobnet"
    tick = links(get(address("embed", LEDIG, {**state, **page})), "a.tick")[words]
    opened = {} if page == {"open": "overblik"} else page
    assert dict(parameters_in(tick)) == {**state, "done": "meld-dig-ledig", **opened}
    task = get(address("embed", LEDIG, {**state, "done": "meld-dig-ledig", "open": "meld-dig-ledig"}))
    back = links(task, "a.tick")["Fjern markeringen: Meld dig ledig på Jobnet"]
    assert dict(parameters_in(back)) == {**state, "open": "meld-dig-ledig"}


@pytest.mark.parametrize(
    ("opened", "told", "taken_back"),
    [
        ("overblik", "Nu 1 klaret", ""),
        ("foerste-dag", "Meld dig ledig på Jobnet Klaret", "Meld dig ledig på Jobnet"),
        ("meld-dig-ledig", "Meld dig ledig på Jobnet Klaret", "Meld dig ledig på Jobnet"),
    ],
)
def test_a_tick_leads_back_to_its_task_and_tells_the_state_without_reading_all_of_it(
    get: Get, opened: str, told: str, taken_back: str
) -> None:
    """A screen reader speaks the whole element that a link leads to."""

    def spoken_after(link: str) -> str:
        place = one(get(link), f"#{link.partition('#')[2]}")
        assert place.attributes["tabindex"] == "-1"
        return " ".join(place.text().split())

    page = address("embed", LEDIG, {"a-kasse": "ja", "dato": "2026-11-20", "open": opened})
    tick = links(get(page), "a.tick")["Markér som klaret: Meld dig ledig på Jobnet"]
    assert spoken_after(tick) == told
    if taken_back:
        assert spoken_after(links(get(tick), "a.tick")["Fjern markeringen: Meld dig ledig på Jobnet"]) == taken_back


def test_the_whole_guide_counts_ticks_by_links_where_there_are_no_forms(get: Get) -> None:
    page = get(address("embed", LEDIG, {"ui": "links", **WHOLE}))
    tick = next(link for words, link in links(page, "a.tick").items() if "Meld dig ledig" in words)
    ticked = get(tick)
    assert dict(parameters_in(tick)) == {"done": "meld-dig-ledig", "ui": "links", **WHOLE}
    assert "Du har sat flueben ved 1 af" in " ".join(one(ticked, "#progress").text().split())


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("guide", GUIDES)
def test_the_variant_of_links_has_no_form_in_any_state(get: Get, library: Library, guide: str, surface: str) -> None:
    for situation in ({}, *pairwise(choices_of(library.guides[guide]))):
        for more in ({}, {"dato": DAY}, {"dato": "x"}, {"alder": "x"}):
            page = get(address(surface, guide, {**situation, **more, "ui": "links"}))
            assert not LexborHTMLParser(page).css("form, input, button, select, textarea")


@pytest.mark.parametrize("guide", GUIDES)
def test_links_alone_lead_from_nothing_answered_to_every_situation(get: Get, library: Library, guide: str) -> None:
    start = address("embed", guide, {"ui": "links", "open": "svar"})
    for situation in islice(pairwise(choices_of(library.guides[guide])), 12):
        page, here = get(start), {"ui": "links", "open": "svar"}
        for question, choice in situation.items():
            here = {question: choice, **here}
            link = next(link for link in own_addresses(page) if dict(parameters_in(link)) == here)
            page = get(link)
        dated = next(link for link in own_addresses(page) if {"dato", *here} == set(dict(parameters_in(link))))
        reached = links(get(dated))["Tilbage"]
        assert LexborHTMLParser(get(reached)).css_first("section.now") is not None


@pytest.mark.parametrize("guide", GUIDES)
def test_in_every_state_every_other_answer_is_two_links_away(get: Get, library: Library, guide: str) -> None:
    choices = choices_of(library.guides[guide])
    for situation in islice(pairwise(choices), 12):
        overview = get(address("embed", guide, {**situation, "ui": "links"}))
        page = get(next(link for link in own_addresses(overview) if link.endswith("open=svar#guide")))
        there = [dict(parameters_in(link)) for link in own_addresses(page)]
        for question, ids in choices.items():
            for choice in ids:
                assert {**situation, question: choice, "ui": "links", "open": "svar"} in there


@pytest.mark.parametrize("guide", GUIDES)
def test_no_link_within_the_variant_of_links_leads_to_a_page_with_forms(get: Get, guide: str) -> None:
    for link in own_addresses(get(address("embed", guide, {"ui": "links", "dato": DAY}))):
        if link.startswith("/embed/"):
            assert dict(parameters_in(link)).get("ui") == "links", link


def test_the_title_says_in_which_state_the_page_is(get: Get) -> None:
    states: tuple[dict[str, str], ...] = ({}, ANSWERS, {"alder": "x"})
    titles = [one(get(address("embed", LEDIG, state)), "title").text() for state in states]
    assert titles == [
        "Hvis du bliver ledig",
        "Din guide – Hvis du bliver ledig",
        "Se dine svar efter – Hvis du bliver ledig",
    ]


@pytest.mark.parametrize(("surface", "usual"), [("embed", "h2"), ("guide", "h1")])
def test_the_host_page_chooses_the_level_of_the_heading(get: Get, surface: str, usual: str) -> None:
    for parameters, level in (({}, usual), *(({"heading": str(level)}, f"h{level}") for level in range(1, 5))):
        page = get(address(surface, LEDIG, parameters))
        assert one(page, level).text().strip() == "Hvis du bliver ledig"
        forms = [form.attributes["action"] for form in LexborHTMLParser(page).css("form")]
        assert forms, "the chosen level travels in the fields of the form"
        fields = LexborHTMLParser(page).css("input[type=hidden][name=heading]")
        assert len(fields) == (len(forms) if level != usual else 0)


@pytest.mark.parametrize("guide", GUIDES)
@pytest.mark.parametrize("surface", SURFACES)
def test_search_engines_keep_the_guide_without_answers(client: FlaskClient, surface: str, guide: str) -> None:
    state = {"alder": "under-25", "dato": DAY, "done": "varsel", "heading": "3", "ui": "links"}
    response = client.get(address(surface, guide, state))
    assert one(response.text, "link[rel=canonical]").attributes["href"] == f"{BASE_URL}/guide/{guide}"
    assert response.headers.get("X-Robots-Tag") == ("noindex" if surface == "embed" else None)


def test_the_frame_offers_the_same_state_in_a_window_of_its_own(get: Get) -> None:
    state = {**ANSWERS, "dato": DAY, "done": "varsel"}
    page = get(address("embed", LEDIG, {**state, "heading": "4"}))
    own = next(link for words, link in links(page).items() if words.startswith("Åbn guiden i sit eget vindue"))
    assert own == BASE_URL + address("guide", LEDIG, state)
    assert BASE_URL + address("guide", LEDIG, state) in one(get(own.removeprefix(BASE_URL)), "footer").text()


def test_the_frame_says_who_may_have_it_fit_its_content(get: Get) -> None:
    meta = one(get(address("embed", LEDIG)), "head meta[name=responsive-embedded-sizing]")
    assert meta.attributes["content"] == "allow-origins=*"
    assert not LexborHTMLParser(get(address("guide", LEDIG))).css("meta[name=responsive-embedded-sizing]")


@pytest.mark.parametrize("surface", SURFACES)
@pytest.mark.parametrize("guide", ["findes-ikke", "Hvis-Du-Bliver-Ledige", "æøå", "<b>x", "%00", "..", "a" * 3_000])
def test_an_unknown_guide_gives_a_page_with_the_way_on(client: FlaskClient, surface: str, guide: str) -> None:
    response = client.get(f"/{surface}/{guide}")
    assert response.status_code == 404
    check_page(response.text, 1)
    strict_html5(response.text)
    assert "<b>x" not in response.text
    ways = set(links(response.text, ".ways a").values())
    assert ways == {f"/{surface}/{known}" for known in GUIDES} or (guide == ".." and ways)


@pytest.mark.parametrize("surface", SURFACES)
def test_an_unknown_partner_leads_to_the_common_guide_and_keeps_the_answers(
    client: FlaskClient, surface: str
) -> None:
    response = client.get(f"/{surface}/findes-ikke/{LEDIG}?utm=1&alder=under-25&ui=links")
    assert response.status_code == 404
    check_page(response.text, 1)
    assert list(links(response.text).values()) == [f"/{surface}/{LEDIG}?alder=under-25&ui=links"]


@pytest.mark.parametrize(
    "path", ["/findes-ikke", "/embed/", "/embed", "/guide/a/b/c", "/static/x.js", "/favicon.ico"]
)
def test_any_other_address_gives_a_page_with_the_way_on(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    check_page(response.text, 1)
    strict_html5(response.text)
    assert len(links(response.text, ".ways a")) == len(GUIDES)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "PROPFIND"])
def test_another_method_is_refused_with_a_page_and_what_is_allowed(client: FlaskClient, method: str) -> None:
    response = client.open(f"/embed/{LEDIG}?alder=under-25", method=method)
    assert response.status_code == 405
    assert {"GET", "HEAD"} <= set(response.headers["Allow"].replace(" ", "").split(","))
    check_page(response.text, 1)


def test_the_front_page_leads_to_every_guide(get: Get) -> None:
    page = get("/")
    check_page(page, 1)
    strict_html5(page)
    assert {f"/guide/{guide}" for guide in GUIDES} <= set(links(page).values())
    assert "Mister du dit job?" in page, "what each is for"


@pytest.mark.parametrize("path", ["/accessibility", "/privacy"])
def test_a_statement_conforms(get: Get, path: str) -> None:
    check_page(get(path), 1)
    strict_html5(get(path))


@pytest.mark.parametrize("surface", ["print", "sources"])
@pytest.mark.parametrize("guide", GUIDES)
def test_what_belongs_to_a_guide_conforms_in_its_states(get: Get, library: Library, surface: str, guide: str) -> None:
    for situation in ({}, *islice(pairwise(choices_of(library.guides[guide])), 8)):
        for more in ({}, {"dato": DAY}, {"done": all_done(library.guides[guide])}):
            page = get(address(surface, guide, {**situation, **more}))
            check_page(page, 1)
            strict_html5(page)
            check_targets(page, get)


@pytest.mark.parametrize("path", ["/", f"/embed/{LEDIG}", f"/guide/{LEDIG}?alder=under-25", "/embed/x"])
def test_a_head_request_has_the_same_headers_and_no_body(client: FlaskClient, path: str) -> None:
    whole, head = client.get(path), client.head(path)
    assert head.status_code == whole.status_code
    assert _lasting(head) == _lasting(whole)
    assert head.data == b""


def _lasting(response: TestResponse) -> dict[str, str]:
    """The headers that do not depend on the one request that they answer."""
    return {name: value for name, value in response.headers.items() if name not in {"Date", "X-Request-Id"}}


@pytest.mark.parametrize("encoding", ["identity", "gzip", "br"])
def test_a_page_that_has_not_changed_is_not_sent_again(client: FlaskClient, encoding: str) -> None:
    accepts = {"Accept-Encoding": encoding}
    first = client.get(address("embed", LEDIG, ANSWERS), headers=accepts)
    again = client.get(address("embed", LEDIG, ANSWERS), headers={**accepts, "If-None-Match": first.headers["ETag"]})
    other = client.get(address("embed", LEDIG), headers={**accepts, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert other.status_code == 200


def test_each_encoding_has_its_own_tag(client: FlaskClient) -> None:
    answers = [client.get(f"/embed/{LEDIG}", headers={"Accept-Encoding": one}) for one in ("identity", "gzip", "br")]
    assert len({answer.headers["ETag"] for answer in answers}) == 3
    assert all("Accept-Encoding" in answer.headers["Vary"] for answer in answers)


@pytest.mark.parametrize(
    ("accepts", "encoding"),
    [
        ("", None),
        ("identity", None),
        ("gzip", "gzip"),
        ("br", "br"),
        ("gzip, deflate, br, zstd", "gzip"),  # the quickest, since it fits into one round trip
        ("gzip;q=1.0, br;q=0.1", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0", None),
        ("deflate", None),
        ("*;q=x, ,;;=", None),
    ],
)
def test_a_page_is_the_same_in_every_encoding(client: FlaskClient, accepts: str, encoding: str | None) -> None:
    whole = address("guide", LEDIG, {**ANSWERS, **WHOLE})
    plain = client.get(whole).data
    response = client.get(whole, headers={"Accept-Encoding": accepts})
    assert response.headers.get("Content-Encoding") == encoding
    decode = {None: bytes, "gzip": gzip.decompress, "br": brotli.decompress}[encoding]
    assert decode(response.data) == plain
    assert int(response.headers["Content-Length"]) == len(response.data)
