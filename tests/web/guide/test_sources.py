"""Where the guide knows it from: every number in a guide stands in its list, and leads there."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.web.conformance import check_page, links, places, strict_html5
from tests.web.samples import DAY, GUIDES, WHOLE, address, choices_of, pairwise
from widget.guides.library import Library

Get = Callable[[str], str]


def numbers(html: str) -> Iterator[tuple[list[int], str]]:
    """The numbers of each item's sources, with where they lead: the first of them in the list."""
    for link in LexborHTMLParser(html).css("a.source"):
        yield numbers_of(link), str(link.attributes["href"])


def numbers_of(link: LexborNode) -> list[int]:
    """The numbers in a link: Kilde 3, 4."""
    words, _, _ = link.text().partition("(")
    kind, _, listed = words.strip().partition(" ")
    assert kind == "Kilde"
    return [int(number) for number in listed.split(", ")]


@pytest.mark.parametrize("state", [{}, {"ui": "links"}, {"dato": DAY, "alder": "under-25"}])
@pytest.mark.parametrize("surface", ["guide", "embed"])
@pytest.mark.parametrize("guide", GUIDES)
def test_every_number_in_the_guide_leads_to_its_source(
    get: Get, guide: str, surface: str, state: dict[str, str]
) -> None:
    listed = LexborHTMLParser(get(f"/sources/{guide}")).css("ol.sources > li")
    found = list(numbers(get(address(surface, guide, {**state, **WHOLE}))))
    assert found
    for own, where in found:
        parts = urlsplit(where)
        assert parts.path == f"/sources/{guide}"
        assert parts.fragment == listed[own[0] - 1].attributes["id"]
        for number in own:
            assert listed[number - 1].attributes["id"] == f"k{number}"
            assert listed[number - 1].attributes["tabindex"] == "-1"


@pytest.mark.parametrize("guide", GUIDES)
def test_a_number_means_the_same_source_to_everybody(get: Get, library: Library, guide: str) -> None:
    listed = LexborHTMLParser(get(f"/sources/{guide}")).css("ol.sources > li")
    model = library.guides[guide]
    urls = [str(entry.css("a")[0].attributes["href"]) for entry in listed]
    assert urls == [source.url for source in model.sources]
    by_item = {item.id: [urls.index(source.url) + 1 for source in item.sources] for item in model.items()}
    for situation in pairwise(choices_of(model)):
        page = LexborHTMLParser(get(address("guide", guide, situation)))
        for box in page.css("li.task input[type=checkbox]"):
            task = next(task for task in page.css("li.task") if task.css(f'[value="{box.attributes["value"]}"]'))
            (link,) = task.css("a.source")
            assert numbers_of(link) == by_item[str(box.attributes["value"])]


@pytest.mark.parametrize("guide", GUIDES)
def test_every_source_in_the_list_is_used_by_the_whole_guide(get: Get, guide: str) -> None:
    used = {number for own, _ in numbers(get(f"/guide/{guide}")) for number in own}
    listed = LexborHTMLParser(get(f"/sources/{guide}")).css("ol.sources > li")
    assert used == set(range(1, len(listed) + 1))


@pytest.mark.parametrize("guide", GUIDES)
def test_a_source_has_its_address_in_full(get: Get, guide: str) -> None:
    for entry in LexborHTMLParser(get(f"/sources/{guide}")).css("ol.sources > li"):
        (link,) = entry.css("a")
        assert str(link.attributes["href"]).startswith("https://")
        assert entry.css(".address")[0].text() == link.attributes["href"]


@pytest.mark.parametrize("parameters", [{}, {"heading": "3"}, {"ui": "links"}, {"alder": "under-25"}, {"dato": "x"}])
@pytest.mark.parametrize("guide", GUIDES)
def test_the_list_conforms(get: Get, guide: str, parameters: dict[str, str]) -> None:
    html = get(address("sources", guide, parameters))
    strict_html5(html)
    check_page(html, int(parameters.get("heading", "1")))
    assert {f"k{number}" for number in range(1, 4)} <= places(html)


@pytest.mark.parametrize("guide", GUIDES)
def test_the_list_leads_back_to_the_guide(get: Get, guide: str) -> None:
    assert links(get(f"/sources/{guide}"))["Tilbage til guiden"] == f"/guide/{guide}"


@pytest.mark.parametrize("state", [{}, {"dato": DAY, "alder": "under-25"}])
@pytest.mark.parametrize("guide", GUIDES)
def test_answers_do_not_follow_to_the_sources(get: Get, guide: str, state: dict[str, str]) -> None:
    assert not [where for _, where in numbers(get(address("guide", guide, state))) if "?" in where]
