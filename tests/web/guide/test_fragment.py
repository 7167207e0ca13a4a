"""The fragment for server-side inclusion: part of a host's page, where neither disturbs the other."""

import base64
import hashlib
from collections.abc import Callable
from urllib.parse import urlsplit

import html5lib
import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from tests.conftest import BASE_URL
from tests.web.conformance import check_page, parameters_in, places, strict_html5
from tests.web.samples import DAY, GUIDES, address, all_done
from widget.guides.library import Library

LEDIG = GUIDES[0]
ANSWERS = {"a-kasse": "ja", "alder": "under-25", "dato": DAY}
OPEN = '<template shadowrootmode="open">'
STATES: list[dict[str, str]] = [
    {},
    {"alder": "under-25"},
    ANSWERS,
    {**ANSWERS, "heading": "4"},
    {"ui": "links"},
    {**ANSWERS, "ui": "links"},
    {"alder": "x", "dato": "x"},
]
Get = Callable[[str], str]


def inside(html: str) -> str:
    """What stands in the shadow root."""
    assert html.count(OPEN) == html.count("</template>") == 1
    return html.partition(OPEN)[2].partition("</template>")[0]


def outside(html: str) -> str:
    """What stands in the host's page itself."""
    return html.replace(inside(html), "")


def addresses(html: str) -> list[str]:
    """Where links and forms lead."""
    tree = LexborHTMLParser(html)
    links = [str(link.attributes["href"]) for link in tree.css("a[href]")]
    return links + [str(form.attributes["action"]) for form in tree.css("form")]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("guide", GUIDES)
def test_the_fragment_fits_into_a_page_and_conforms_there(get: Get, guide: str, state: dict[str, str]) -> None:
    html = get(address("fragment", guide, state))
    for unwanted in ("<!doctype", "<html", "<head>", "<body", "<main", "<title", "<meta", "<link", "<script"):
        assert unwanted not in html.lower()
    html5lib.HTMLParser(strict=True).parseFragment(html)
    level = int(state.get("heading", "2"))
    upper = "".join(f"<h{number}>Vært</h{number}>" for number in range(1, level))
    page = f'<!doctype html><html lang="da" dir="ltr"><title>Vært</title><body>{upper}{html}</body></html>'
    strict_html5(page)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("guide", GUIDES)
def test_what_is_in_the_shadow_root_conforms_like_a_page(get: Get, guide: str, state: dict[str, str]) -> None:
    body = inside(get(address("fragment", guide, state)))
    head = '<!doctype html><html lang="da" dir="ltr"><head><title>Vært</title></head>'
    page = f"{head}<body><main>{body}</main></body></html>"
    check_page(page, int(state.get("heading", "2")))


@pytest.mark.parametrize("guide", GUIDES)
def test_the_style_is_in_the_shadow_root_and_nowhere_else(client: FlaskClient, guide: str) -> None:
    response = client.get(f"/fragment/{guide}")
    assert response.text.count("<style>") == 1
    style = inside(response.text).partition("<style>")[2].partition("</style>")[0]
    assert inside(response.text).startswith("<style>")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in response.headers["Content-Security-Policy"], (
        "what docs/embedding.md says"
    )
    assert ":host" in style
    assert " style=" not in response.text


@pytest.mark.parametrize("state", STATES)
def test_only_one_id_stands_outside_and_it_names_the_guide(get: Get, state: dict[str, str]) -> None:
    both = [LexborHTMLParser(outside(get(address("fragment", guide, state)))) for guide in GUIDES]
    ids = [str(node.attributes["id"]) for tree in both for node in tree.css("[id]")]
    assert ids == [f"guide-{guide}" for guide in GUIDES]


@pytest.mark.parametrize("guide", GUIDES)
def test_the_host_hears_the_name_and_the_language_of_the_part(get: Get, library: Library, guide: str) -> None:
    (section,) = LexborHTMLParser(outside(get(f"/fragment/{guide}"))).css("section[aria-label]")
    assert library.guides[guide].title in (section.attributes["aria-label"] or "")
    assert section.attributes["lang"] == "da"
    assert section.attributes["dir"] == "ltr"


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("guide", GUIDES)
def test_every_address_is_whole(get: Get, guide: str, state: dict[str, str]) -> None:
    html = get(address("fragment", guide, state))
    for where in addresses(inside(html)) + addresses(outside(html)):
        assert where.startswith("https://"), where
    for attribute in ("src=", "srcset=", "url("):
        assert attribute not in html.replace("url(data:", "")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("guide", GUIDES)
def test_forms_and_answers_lead_to_the_guides_own_page(
    client: FlaskClient, get: Get, library: Library, guide: str, state: dict[str, str]
) -> None:
    seen: dict[str, str] = {}
    ours = [
        urlsplit(where.removeprefix(BASE_URL))
        for where in addresses(inside(get(address("fragment", guide, state))))
        if where.startswith(f"{BASE_URL}/")
    ]
    assert ours
    for where in ours:
        surface, shown = where.path.strip("/").split("/")
        assert surface in {"guide", "sources"}
        assert shown in library.guides
        page = where._replace(fragment="").geturl()
        if page not in seen:
            response = client.get(page)
            assert response.status_code == 200, page
            seen[page] = response.text
        assert not where.fragment or where.fragment in places(seen[page]), where


@pytest.mark.parametrize("guide", GUIDES)
def test_a_form_keeps_what_it_does_not_ask_for(get: Get, library: Library, guide: str) -> None:
    done = all_done(library.guides[guide]).split(",")[0]
    state = {"a-kasse": "ja", "dato": DAY, "done": done}
    tree = LexborHTMLParser(inside(get(address("fragment", guide, state))))
    for form in tree.css("form"):
        assert str(form.attributes["action"]).startswith(f"{BASE_URL}/guide/{guide}#")
        hidden = {str(field.attributes["name"]): field.attributes["value"] for field in form.css("[type=hidden]")}
        hidden.pop("v", None)  # the version, in the form whose address people keep
        hidden.pop("open", None)  # the page that comes next
        asked = {str(field.attributes["name"]) for field in form.css("input:not([type=hidden])")}
        assert hidden == {name: value for name, value in state.items() if name not in asked}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("guide", GUIDES)
def test_browsers_without_shadow_roots_in_html_have_a_link_with_the_same_answers(
    get: Get, library: Library, guide: str, state: dict[str, str]
) -> None:
    (link,) = LexborHTMLParser(outside(get(address("fragment", guide, state)))).css("section > p > a")
    assert library.guides[guide].title in link.text()
    where = str(link.attributes["href"])
    assert where.startswith(f"{BASE_URL}/guide/{guide}")
    valid = {"a-kasse": "ja", "alder": "under-25", "dato": DAY}
    known = {question.id for question in library.guides[guide].questions} | {"dato"}
    kept = {name: value for name, value in state.items() if name in known and valid.get(name) == value}
    assert dict(parameters_in(where)) == kept
    get(where.removeprefix(BASE_URL))


def test_parameters_of_the_host_go_no_further(get: Get) -> None:
    for rubbish in ("id=42&L=1", "tx_news%5Bnews%5D=3", "utm_source=x", "q=%22%3E%3Cb%3E"):
        assert get(f"/fragment/{LEDIG}?{rubbish}&a-kasse=ja") == get(f"/fragment/{LEDIG}?a-kasse=ja")


def test_search_engines_list_the_page_and_not_its_part(client: FlaskClient) -> None:
    assert client.get(f"/fragment/{LEDIG}").headers["X-Robots-Tag"] == "noindex"
