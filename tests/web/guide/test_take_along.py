"""What a citizen carries away from the guide's own page: its address as text, as a picture, by mail, on paper."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
import zxingcpp
from PIL import Image, ImageDraw
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.conftest import BASE_URL
from tests.web.conformance import links, parameters_in
from tests.web.samples import DAY, GUIDES, address, all_done, choices_of
from widget.guides.library import Library
from widget.guides.versions import version_of

LEDIG = GUIDES[0]
STATES: list[dict[str, str]] = [{}, {"a-kasse": "ja"}, {"dato": DAY}, {"a-kasse": "ja", "dato": DAY}, {"ui": "links"}]
Get = Callable[[str], str]

_STEP = re.compile(r"([Mmhv])(-?[\d.]+)(?:[ ,]?(-?[\d.]+))?")


def picture(svg: LexborNode) -> Image.Image:
    """The picture as a phone sees it: the strokes of the path, each as long as its step and one module high."""
    width, height = (int(svg.attributes[side] or 0) for side in ("width", "height"))
    image = Image.new("L", (width, height), 255)
    draw = ImageDraw.Draw(image)
    (path,) = svg.css("path[stroke]")
    (scaled,) = svg.css("g[transform]")
    size = int(re.findall(r"scale\((\d+)\)", scaled.attributes["transform"] or "")[0])
    x = y = 0.0
    for step, first, second in _STEP.findall(path.attributes["d"] or ""):
        if step == "M":
            x, y = float(first), float(second)
        elif step == "m":
            x, y = x + float(first), y + float(second)
        else:
            assert step == "h"
            to = x + float(first)
            draw.rectangle((x * size, (y - 0.5) * size, to * size - 1, (y + 0.5) * size - 1), fill=0)
            x = to
    return image


def read(svg: LexborNode) -> str:
    """What a phone reads in the picture."""
    (code,) = zxingcpp.read_barcodes(picture(svg))
    return str(code.text)


def known(library: Library, guide: str, state: dict[str, str]) -> dict[str, str]:
    """The answers of a state."""
    names = {*choices_of(library.guides[guide]), "dato"}
    return {name: value for name, value in state.items() if name in names}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("guide", GUIDES)
def test_the_address_stands_as_text_with_the_same_answers(
    get: Get, library: Library, guide: str, state: dict[str, str]
) -> None:
    done = all_done(library.guides[guide])
    for ticks in ({}, {"done": done}):
        html = get(address("guide", guide, {**state, **ticks}))
        (printed,) = LexborHTMLParser(html).css("footer .address")
        kept = {**known(library, guide, state), **ticks, "v": str(version_of(library.guides[guide]))}
        assert printed.text() == BASE_URL + address("guide", guide, kept)
        get(printed.text().removeprefix(BASE_URL))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("guide", GUIDES)
def test_a_phone_reads_the_address_in_the_picture(
    get: Get, library: Library, guide: str, state: dict[str, str]
) -> None:
    """On the reminder list, and so on paper; the guide's own page leads there."""
    html = get(address("guide", guide, {**state, "done": all_done(library.guides[guide])}))
    (way,) = (str(link.attributes["href"]) for link in LexborHTMLParser(html).css('footer a[href$="#phone"]'))
    paper = LexborHTMLParser(get(way.removesuffix("#phone")))
    assert paper.css_first("footer #phone") is not None
    (svg,) = paper.css("svg.qr")
    assert read(svg) == BASE_URL + address("guide", guide, known(library, guide, state))


@pytest.mark.parametrize("guide", GUIDES)
def test_a_phone_reads_the_picture_with_the_longest_answers(get: Get, library: Library, guide: str) -> None:
    choices = choices_of(library.guides[guide])
    longest = {name: max({*ids} - {"ved-ikke"}, key=len) for name, ids in choices.items()} | {"dato": DAY}
    (svg,) = LexborHTMLParser(get(address("print", guide, longest))).css("svg.qr")
    assert read(svg) == BASE_URL + address("guide", guide, longest)


@pytest.mark.parametrize("guide", GUIDES)
def test_the_picture_leaves_out_what_does_not_change_the_guide(get: Get, library: Library, guide: str) -> None:
    unsure = {name: "ved-ikke" for name, ids in choices_of(library.guides[guide]).items() if "ved-ikke" in ids}
    (svg,) = LexborHTMLParser(get(address("print", guide, {**unsure, "dato": DAY}))).css("svg.qr")
    assert read(svg) == BASE_URL + address("guide", guide, {"dato": DAY})


def test_the_picture_is_black_on_white_in_every_theme_and_has_a_name(get: Get) -> None:
    tree = LexborHTMLParser(get(f"/print/{LEDIG}"))
    (svg,) = tree.css("svg.qr")
    assert (svg.css("path[stroke]")[0].attributes["stroke"]) == "#000"
    assert (svg.css("path[fill]")[0].attributes["fill"]) == "#fff"
    assert svg.parent is not None
    assert svg.parent.attributes["role"] == "img"
    assert "QR" in (svg.parent.attributes["aria-label"] or "")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("guide", GUIDES)
def test_the_letter_has_the_title_and_the_address_and_no_receiver(
    get: Get, library: Library, guide: str, state: dict[str, str]
) -> None:
    html = get(address("guide", guide, state))
    (mail,) = (str(link.attributes["href"]) for link in LexborHTMLParser(html).css('a[href^="mailto:"]'))
    parts = urlsplit(mail)
    version = str(version_of(library.guides[guide]))
    assert parts.path == ""
    assert "+" not in parts.query, "mail programs do not read “+” as a space"
    fields = parse_qs(parts.query, strict_parsing=True)
    assert fields == {
        "subject": [library.guides[guide].title],
        "body": [BASE_URL + address("guide", guide, {**known(library, guide, state), "v": version})],
    }


@pytest.mark.parametrize("surface", ["guide", "embed"])
@pytest.mark.parametrize("guide", GUIDES)
def test_the_calendar_is_offered_only_with_a_date(get: Get, guide: str, surface: str) -> None:
    without = get(address(surface, guide, {"a-kasse": "ja", "done": "x"}))
    assert "/calendar/" not in without
    html = get(address(surface, guide, {"a-kasse": "ja", "dato": DAY}))
    (where,) = (where for where in links(html).values() if where.startswith("/calendar/"))
    assert where == address("calendar", f"{guide}.ics", {"a-kasse": "ja", "dato": DAY})
    assert get(where).startswith("BEGIN:VCALENDAR")


@pytest.mark.parametrize("surface", ["guide", "embed"])
@pytest.mark.parametrize("guide", GUIDES)
def test_the_list_for_paper_has_the_same_answers_and_ticks(
    get: Get, library: Library, guide: str, surface: str
) -> None:
    state = {"a-kasse": "ja", "dato": DAY, "done": all_done(library.guides[guide])}
    (where,) = {
        where.removesuffix("#phone")
        for where in links(get(address(surface, guide, state))).values()
        if "/print/" in where
    }
    assert dict(parameters_in(where)) == state
    get(where)
