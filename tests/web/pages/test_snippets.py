"""What webmasters paste: each snippet does what docs/embedding.md says, and each ever published still works."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import html5lib
import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from tests.conftest import BASE_URL
from tests.web.conformance import places
from tests.web.page_reading import one
from tests.web.pages.snippets.published import FILES, KINDS, STATES, essence, guide_of, known, published_today
from tests.web.samples import GUIDES
from widget.guides.library import Library

TOKENS = {
    "allow-same-origin",
    "allow-forms",
    "allow-popups",
    "allow-popups-to-escape-sandbox",
    "allow-downloads",
    "allow-top-navigation-by-user-activation",
}

CHOICES = tuple(STATES.values())
Get = Callable[[str], str]
Snippet = Callable[..., str]


@pytest.fixture
def snippet(get: Get) -> Snippet:
    """The snippet of a kind, as the share page gives it."""

    def text(kind: str, guide: str, **choices: str) -> str:
        page = LexborHTMLParser(get(f"/share?{urlencode({'guide': guide, **choices})}"))
        (field,) = page.css(f"#code-{kind}")
        return field.text()

    return text


def addresses(snippet: str) -> list[str]:
    """Every address of ours in a snippet; a line for servers includes a fragment. An address alone is no markup."""
    whole = re.findall(re.escape(BASE_URL) + r"[^\"'\s<>]*", unescape(snippet) if "<" in snippet else snippet)
    included = re.findall(r"/_guide/([a-z0-9-]+)", snippet)
    return [address.removeprefix(BASE_URL) for address in whole] + [f"/fragment/{guide}" for guide in included]


def place_of(address: str) -> str:
    return urlsplit(address).fragment


@pytest.mark.parametrize("choices", CHOICES)
@pytest.mark.parametrize("guide", GUIDES)
@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "address"])
def test_every_snippet_is_a_part_of_a_page_as_the_standard_has_it(
    snippet: Snippet, kind: str, guide: str, choices: dict[str, str]
) -> None:
    text = snippet(kind, guide, **choices)
    html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parseFragment(
        re.sub(r"<(/?)esi:[a-z]+[^>]*>", "", text) if kind == "esi" else text
    )
    assert text == text.strip()
    assert "<script" not in text
    assert not re.search(r"\son\w+=", text)


@pytest.mark.parametrize("choices", CHOICES)
@pytest.mark.parametrize("guide", GUIDES)
def test_the_frame_has_all_that_was_tried_in_browsers(
    snippet: Snippet, library: Library, guide: str, choices: dict[str, str]
) -> None:
    text = snippet("frame", guide, **choices, height="1234")
    frame = one(text, "iframe").attributes
    assert library.guides[guide].title in (frame["title"] or "")
    assert set(frame) == {"src", "title", "height", "referrerpolicy", "style", "sandbox"}, "no lazy loading"
    assert frame["referrerpolicy"] == "no-referrer"
    assert frame["height"] == "1234"
    assert set((frame["sandbox"] or "").split()) == TOKENS
    assert len((frame["sandbox"] or "").split()) == len(TOKENS)
    style = dict(part.split(":") for part in (frame["style"] or "").split(";"))
    assert style == {
        "width": "100%",
        "position": "static!important",
        "height": "auto",
        "min-height": "min(1234px,85vh)",
        "border": "0",
        "color-scheme": "light",
        "frame-sizing": "content-height",
    }


@pytest.mark.parametrize("choices", CHOICES)
@pytest.mark.parametrize("guide", GUIDES)
@pytest.mark.parametrize("kind", ["frame", "frame_plain"])
def test_a_frame_shows_the_guide_without_stealing_the_focus_and_has_ways_out(
    snippet: Snippet, library: Library, kind: str, guide: str, choices: dict[str, str]
) -> None:
    text = snippet(kind, guide, **choices)
    frame = one(text, "iframe")
    source = frame.attributes["src"] or ""
    assert source.startswith(f"{BASE_URL}/embed/{guide}")
    assert "#" not in source
    assert dict(parse_qsl(urlsplit(source).query))["ui"] == "fit"
    assert "></iframe>" in text, "what stands in a frame is removed, or shown as text, by what cleans HTML"
    link = one(text, "p > a")
    assert str(link.attributes["href"]).startswith(f"{BASE_URL}/guide/{guide}")
    assert "ui=" not in str(link.attributes["href"])
    assert library.guides[guide].title in link.text()
    assert text.index("</p>") < text.index("<iframe"), "in sight where the frame is withheld"


@pytest.mark.parametrize("guide", GUIDES)
def test_the_frame_for_strict_systems_has_what_they_leave(snippet: Snippet, guide: str) -> None:
    text = snippet("frame_plain", guide, height="1234")
    frame = one(text, "iframe").attributes
    assert set(frame) == {"src", "title", "width", "height", "frameborder", "referrerpolicy"}
    assert frame["height"] == "1234"
    assert frame["frameborder"] == "0", "a border would make a frame of the full width wider than its place"
    assert "style" not in text
    assert "sandbox" not in text


@pytest.mark.parametrize("choices", CHOICES)
@pytest.mark.parametrize("guide", GUIDES)
def test_the_address_is_the_guides_own_page(
    client: FlaskClient, snippet: Snippet, library: Library, guide: str, choices: dict[str, str]
) -> None:
    address = snippet("address", guide, **choices)
    assert address.startswith(f"{BASE_URL}/guide/{guide}")
    assert not set(address) & set("\n<>\"'#"), "no markup, and no place"
    assert "&amp;" not in address
    response = client.get(address.removeprefix(BASE_URL))
    assert library.guides[guide].title in response.text


@pytest.mark.parametrize("choices", CHOICES)
@pytest.mark.parametrize("guide", GUIDES)
def test_the_card_has_the_questions_people_ask_and_each_leads_to_its_place(
    get: Get, snippet: Snippet, library: Library, guide: str, choices: dict[str, str]
) -> None:
    model = library.guides[guide]
    card = LexborHTMLParser(snippet("card", guide, **choices))
    assert model.teaser in card.root.text() if card.root else False
    jumps = card.css("li a")
    assert [link.text() for link in jumps] == [jump.question for jump in model.jumps]
    for link, jump in zip(jumps, model.jumps, strict=True):
        address = str(link.attributes["href"]).removeprefix(BASE_URL)
        assert dict(parse_qsl(urlsplit(address).query))["open"] == jump.target
        assert place_of(address) in places(get(address))
    assert not card.css("iframe, form, input, details, [style], [class], [id]"), "what systems without frames remove"


@pytest.mark.parametrize("guide", GUIDES)
def test_the_lines_for_servers_stand_as_the_docs_have_them(snippet: Snippet, guide: str) -> None:
    block, include = snippet("ssi", guide).splitlines()
    assert block.startswith('<!--# block name="guide" -->')
    assert block.endswith("<!--# endblock -->")
    assert include == f'<!--# include virtual="/_guide/{guide}?$args" stub="guide" -->'
    included, removed = snippet("esi", guide).splitlines()
    assert included == f'<esi:include src="/_guide/{guide}"/>'
    assert removed.startswith("<esi:remove>")
    assert removed.endswith("</esi:remove>")
    docs = Path(__file__).parents[3].joinpath("docs", "embedding.md").read_text(encoding="utf-8")
    if guide == GUIDES[0]:
        assert block in docs
        assert include in docs


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.stem))
def test_every_address_of_every_snippet_ever_published_shows_its_guide(
    client: FlaskClient, library: Library, file: Path
) -> None:
    found = addresses(file.read_text(encoding="utf-8"))
    assert found, "a snippet without an address"
    guide = guide_of(file)
    retired = library.retired.get(guide)
    expected = [retired.title, retired.text] if retired else [library.guides[guide].title]
    for address in found:
        response = client.get(address.partition("#")[0])
        assert response.status_code == 200, address
        for words in expected:
            assert words in response.text, address
        if place_of(address) and not retired:
            assert place_of(address) in places(response.text), address


def test_there_is_a_file_for_every_kind_of_snippet_and_every_guide() -> None:
    names = {tuple(file.name.split(".")[1:3]) for file in FILES}
    assert {(guide, kind) for guide in GUIDES for kind in KINDS} <= names


def test_the_snippets_of_today_are_among_those_that_are_tried(client: FlaskClient, library: Library) -> None:
    before = known()
    new = [name for name, text in published_today(client, tuple(library.guides)) if essence(text) not in before]
    assert not new, (
        f"Snippets that are in no file yet: {new}. Write them with “python -m tests.web.pages.snippets.published”; "
        "never change an old one: it stands on a host's page."
    )
