"""Programs: crawlers come to an end and are not counted as people, scripts may read, previews have words."""

import html
import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from tests.conftest import BASE_URL, TODAY
from tests.frozen import frozen_settings
from tests.web.partner_site import partner_site
from widget.app import Application, create_app
from widget.web.http.programs import is_person

LEDIG = "hvis-du-bliver-ledig"
ANSWERED = f"/guide/{LEDIG}?a-kasse=ja&alder=under-25&dato=2026-12-01"

PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.1 Mobile/15E148 Safari/604.1"
)
PEOPLE = [
    PHONE,
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0",
    (
        "Mozilla/5.0 (Linux; Android 15; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 "
        "Chrome/130.0.0.0 Mobile Safari/537.36"
    ),
    "Mozilla/5.0 (Linux; Android 13; Cubot X30) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36",
    (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
        "Mobile/15E148 [FBAN/FBIOS;FBAV/480.0.0.0;FBDV/iPhone15,2]"
    ),
    "Lynx/2.9.0 libwww-FM/2.14",
    "",
]
PROGRAMS = [
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    (
        "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 "
        "Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
    ),
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "WhatsApp/2.23.20.0",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.0.0 Safari/537.36",
]
LIBRARIES = ["curl/8.14.1", "python-requests/2.32.5", "Wget/1.25.0", "Go-http-client/2.0"]


def crawl(client: FlaskClient, start: str, most: int) -> tuple[int, int]:
    """Pages fetched, and addresses still waiting, of a crawler that obeys nofollow and asks for `most` pages."""
    seen, waiting, fetched = {start}, deque([start]), 0
    while waiting and fetched < most:
        address = waiting.popleft()
        fetched += 1
        response = client.get(address)
        if "html" not in response.headers["Content-Type"]:
            continue
        for tag in re.findall(r"<a [^>]*>", response.text):
            found = re.search(r'href="([^"]*)"', tag)
            if found and "nofollow" not in tag:
                whole = urljoin(f"{BASE_URL}{address}", html.unescape(found[1])).split("#")[0]
                to = whole.removeprefix(BASE_URL)
                if whole.startswith(f"{BASE_URL}/") and to not in seen:
                    seen.add(to)
                    waiting.append(to)
    return fetched, len(waiting)


@pytest.mark.parametrize(
    "start", [f"/embed/{LEDIG}?ui=links", f"/embed/{LEDIG}", "/", ANSWERED, f"{ANSWERED}&lang=en"]
)
def test_a_crawler_comes_to_an_end(client: FlaskClient, start: str) -> None:
    fetched, waiting = crawl(client, start, 900)
    assert waiting == 0
    assert fetched > 3


def rules(text: str) -> Iterator[tuple[str, re.Pattern[str], int]]:
    """The rules for everybody, as RFC 9309 reads them, each with its length."""
    for line in text.splitlines():
        name, _, value = (part.strip() for part in line.partition(":"))
        if name in {"Allow", "Disallow"} and value:
            yield name, re.compile(re.escape(value).replace(r"\*", ".*").replace(r"\$", "$")), len(value)


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        *(
            (path, True)
            for path in ("/", f"/guide/{LEDIG}", f"/guide/storstad/{LEDIG}", f"/guide/{LEDIG}?lang=en", "/share")
        ),
        *(
            (path, False)
            for path in (ANSWERED, f"/embed/{LEDIG}?ui=links", f"/print/{LEDIG}?done=x", f"/guide/{LEDIG}&a=b")
        ),
        *((path, False) for path in ("/admin", "/admin/guides", "/feedback/x", "/draft/x/guide/y", "/review/x")),
    ],
)
def test_the_rules_for_crawlers_keep_answers_out_and_guides_in(
    client: FlaskClient, address: str, allowed: bool
) -> None:
    response = client.get("/robots.txt")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert "User-agent: *" in response.text
    matching = [(length, name) for name, pattern, length in rules(response.text) if pattern.match(address)]
    assert (max(matching, default=(0, "Allow"))[1] == "Allow") is allowed


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("surface", ["embed", "guide", "print", "fragment", "sources"])
def test_a_browser_is_a_person(name: str, surface: str) -> None:
    assert is_person(surface, name)


@pytest.mark.parametrize("surface", ["embed", "guide", "print", "fragment", "sources"])
@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_that_names_itself_is_none(name: str, surface: str) -> None:
    assert not is_person(surface, name)


@pytest.mark.parametrize("name", LIBRARIES)
def test_a_library_fetches_fragments_for_people_and_nothing_else(name: str) -> None:
    assert is_person("fragment", name)
    assert not is_person("guide", name)


def test_a_name_of_kilobytes_is_read_in_part() -> None:
    assert is_person("guide", "x" * 30_000)
    assert not is_person("guide", "Googlebot/2.1 " + "x" * 30_000)


def shown(app: Application) -> int:
    return sum(times for _, times in app.pages.drain_hits())


def test_programs_are_not_counted_among_those_who_were_shown_a_page() -> None:
    app = create_app(frozen_settings({"BASE_URL": BASE_URL}), today=lambda: TODAY)
    client = app.test_client()
    page = f"/guide/{LEDIG}?a-kasse=ja"
    for _ in range(2):  # made, and then from memory
        for name in (*PROGRAMS, *LIBRARIES):
            assert client.get(page, headers={"User-Agent": name}).status_code == 200
    assert shown(app) == 0
    for name in PEOPLE:
        client.get(page, headers={"User-Agent": name})
    assert shown(app) == len(PEOPLE)


@pytest.mark.parametrize(
    "asked", ["traceparent", "x-requested-with, content-type", "If-None-Match", "Authorization", ""]
)
@pytest.mark.parametrize(
    "address",
    [
        *(f"/data/{LEDIG}.json", f"/data/storstad/{LEDIG}.json", f"/calendar/{LEDIG}.ics", "/data/findes-ikke.json"),
        *(f"/oembed?url={BASE_URL}/guide/{LEDIG}", "/oembed/full", "/oembed"),
    ],
)
def test_a_script_of_another_site_may_ask_with_any_header(client: FlaskClient, address: str, asked: str) -> None:
    headers = {"Origin": "https://town.example", "Access-Control-Request-Method": "GET"}
    response = client.options(address, headers={**headers, "Access-Control-Request-Headers": asked})
    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Access-Control-Allow-Headers"] == "*, Authorization"
    assert "GET" in response.headers["Access-Control-Allow-Methods"]
    assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize("address", [f"/data/{LEDIG}.json", f"/oembed?url={BASE_URL}/guide/{LEDIG}"])
def test_a_script_of_another_site_can_ask_again_with_the_mark_it_was_given(client: FlaskClient, address: str) -> None:
    first = client.get(address)
    assert first.headers["Access-Control-Expose-Headers"] == "ETag"
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", [f"/embed/{LEDIG}", f"/guide/{LEDIG}", "/", "/share", "/admin", "/healthz"])
def test_no_script_of_another_site_may_read_a_page(client: FlaskClient, address: str) -> None:
    for response in (client.options(address), client.get(address)):
        assert "Access-Control-Allow-Origin" not in response.headers


@pytest.mark.parametrize(
    "address", [f"/embed/{LEDIG}", f"/guide/{LEDIG}", f"/print/{LEDIG}", f"/data/{LEDIG}.json", "/robots.txt"]
)
def test_no_cache_may_rewrite_an_answer(client: FlaskClient, address: str) -> None:
    assert "no-transform" in client.get(address).headers["Cache-Control"].split(", ")


def meta(page: str) -> dict[str, str]:
    """What the head of a page says of it, by name."""
    found = {}
    for node in LexborHTMLParser(page).css("head meta[content]"):
        name = node.attributes.get("name") or node.attributes.get("property")
        if name:
            found[name] = str(node.attributes["content"])
    return found


@pytest.mark.parametrize("query", ["", "?a-kasse=ja&dato=2026-12-01"])
def test_a_preview_has_the_guides_own_words_and_no_answers(client: FlaskClient, query: str) -> None:
    page = client.get(f"/guide/{LEDIG}{query}").text
    assert isinstance(client.application, Application)
    guide = client.application.site.library.guides[LEDIG]
    said = meta(page)
    assert guide.teaser
    assert said["description"] == said["og:description"] == guide.teaser
    assert said["og:title"] == guide.title
    assert said["og:locale"] == "da_DK"
    assert "og:site_name" not in said
    assert "dato" not in "".join(said.values())


def test_a_preview_of_a_partners_edition_names_the_partner_and_keeps_to_the_language(tmp_path: Path) -> None:
    site = partner_site(tmp_path, LANGUAGES="en")
    library = site.app.site
    danish = library.library.guides[LEDIG]
    english = library.guide_in("en", danish)
    for query, guide, locale in (("", danish, "da_DK"), ("?lang=en", english, "en_GB")):
        said = meta(site.page(f"/guide/storstad/{LEDIG}{query}"))
        assert said["description"] == said["og:description"] == guide.teaser
        assert (said["og:title"], said["og:locale"]) == (guide.title, locale)
        assert said["og:site_name"] == "Storstad Kommune"
    assert english.teaser != danish.teaser
    assert crawl(site.workers[0], f"/embed/{LEDIG}?ui=links&lang=en", 900)[1] == 0
    site.close()


def test_the_start_page_says_what_it_is(client: FlaskClient) -> None:
    assert len(meta(client.get("/").text)["description"]) > 40
