"""The guides in several languages: which are offered, the way between them, and what is marked as Danish."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.conftest import BASE_URL, TODAY, bytes_on_the_wire
from tests.pseudo import ACCENTED, read_catalogue, write_catalogue, write_pseudo
from tests.web.guide.test_sizes import LIMIT
from tests.web.page_reading import one, words
from tests.web.partner_site import partner_site
from tests.web.samples import DAY, GUIDES, WHOLE, address, all_done, choices_of
from widget.app import create_app
from widget.demo.example_partners import example_partners
from widget.guides.extraction import read_prose
from widget.guides.library import Library
from widget.guides.loading import CATALOGUE
from widget.settings import Settings
from widget.web.guide.translated_guides import load_translated, translations_behind
from widget.web.http.languages import load_languages

GUIDE, OTHER = GUIDES
FULL = {"a-kasse": "ved-ikke", "dato": "2026-12-01"}
NOT_WORDS = re.compile(
    r"https?://\S+|\b(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag|Januar|Februar|März|April|Mai|Juni"
    r"|Juli|August|September|Oktober|November|Dezember|DKK|Stunden|Wochen|Monate|Tage|Dansk|English|Deutsch)\b"
)
"""What no catalogue holds: addresses, what the locale itself writes, and the languages' own names."""


def served(settings: Settings, **changes: object) -> FlaskClient:
    """The guides with some languages on."""
    app = create_app(replace(settings, **changes), today=lambda: TODAY)  # type: ignore[arg-type]  # settings by name
    return app.test_client(use_cookies=False)


@pytest.fixture(scope="module")
def english(settings: Settings) -> FlaskClient:
    """English offered, Arabic to be reviewed."""
    return served(settings, languages=("en",), draft_languages=("ar",))


@pytest.fixture(scope="module")
def pseudo(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A made-up language in the place of German, complete."""
    folder = tmp_path_factory.mktemp("translations")
    write_pseudo(folder, settings)
    return served(settings, translation_folder=folder, languages=("de",), draft_guides=("naar-du-flytter",))


@pytest.fixture(scope="module")
def nothing_translated(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A language whose interface is there, and none of whose guide texts."""
    folder = tmp_path_factory.mktemp("untranslated")
    write_pseudo(folder, settings)
    (folder / "de" / CATALOGUE).unlink()
    return served(settings, translation_folder=folder, draft_languages=("de",))


def language_links(html: str) -> dict[str, str]:
    """The languages that a page leads to, and where."""
    return {
        link.attributes["hreflang"] or "": link.attributes["href"] or ""
        for link in LexborHTMLParser(html).css("a[hreflang]")
    }


# --- Offered or not ---


def test_only_danish_is_there_unless_an_operator_wants_more(get: Callable[[str], str]) -> None:
    page = get(address("guide", GUIDE, {"lang": "en"}))
    assert one(page, "html").attributes["lang"] == "da"
    assert not language_links(page)
    assert "lang=" not in page.replace('<html lang="da"', "").replace("hreflang", "")


@pytest.mark.parametrize("tag", ["xx", "", "eng", "xx-EN", "../da", "%00en"])
def test_a_language_that_is_not_there_is_danish(english: FlaskClient, tag: str) -> None:
    response = english.get(f"/guide/{GUIDE}?lang={tag}")
    assert response.status_code == 200
    assert one(response.text, "html").attributes["lang"] == "da"


def test_a_guide_is_offered_when_it_is_translated_far_enough_and_another_is_not(
    settings: Settings, tmp_path: Path
) -> None:
    write_pseudo(tmp_path, settings)
    file = tmp_path / "de" / CATALOGUE
    catalogue = read_catalogue(file)
    for text in _texts_only_of(settings, OTHER):
        catalogue[text].string = ""
    write_catalogue(file, catalogue)
    client = served(settings, translation_folder=tmp_path, languages=("de",))
    assert one(client.get(f"/guide/{GUIDE}?lang=de").text, "html").attributes["lang"] == "de"
    other = client.get(f"/guide/{OTHER}?lang=de").text
    assert one(other, "html").attributes["lang"] == "da"
    assert not language_links(other)


def _texts_only_of(settings: Settings, guide: str) -> list[str]:
    def texts(name: str) -> set[str]:
        file = f"{name}/guide.yaml"
        return {
            prose.text for prose in read_prose(file, (settings.content_folder / file).read_text(encoding="utf-8"))
        }

    others = [
        folder.parent.name for folder in settings.content_folder.glob("*/guide.yaml") if folder.parent.name != guide
    ]
    return sorted(texts(guide).difference(*(texts(other) for other in others)))


def test_a_partner_chooses_among_the_languages(settings: Settings, tmp_path: Path) -> None:
    site = partner_site(tmp_path, LANGUAGES="en", DRAFT_LANGUAGES="ar")
    site.publish("lilleoe", languages=("da", "ar"))
    page = site.get(f"/guide/lilleoe/{GUIDE}?lang=en").text
    assert one(page, "html").attributes["lang"] == "da"
    assert set(language_links(page)) == {"ar"}


def test_the_report_names_what_is_behind(settings: Settings, library: Library) -> None:
    behind = list(translations_behind(settings, library))
    assert [line for line in behind if line.startswith(f"العربية · {library.guides[GUIDE].title}: ")]
    assert [line for line in behind if line.startswith("Dansk")] == []


def test_english_and_german_are_far_enough_in_every_guide(shipped: Settings, shipped_library: Library) -> None:
    known = load_languages(shipped.translation_folder)
    translated = load_translated(replace(shipped, languages=("en", "de")), shipped_library, known)
    assert set(translated.guides) == {"da", "en", "de"}
    assert all(set(guides) == set(shipped_library.guides) for guides in translated.guides.values())


# --- The way between them ---

PAGES = (
    f"/embed/{GUIDE}",
    f"/embed/{GUIDE}?ui=links",
    f"/guide/{GUIDE}",
    f"/embed/{GUIDE}?aarsag=opsagt",
    f"/embed/{GUIDE}?aarsag=opsagt&ui=links",
    f"/embed/{GUIDE}?open=foerste-dag",
    f"/guide/{GUIDE}?open=ferie",
    f"/guide/{GUIDE}?open=joblog",
    f"/embed/{GUIDE}?open=svar",
    f"/embed/{GUIDE}?open=a-kasse&a-kasse=x",
    f"/guide/{GUIDE}?open=gode-ideer",
    f"/guide/{GUIDE}?open=hvem-er-hvem",
    f"/print/{GUIDE}",
    f"/sources/{GUIDE}",
    f"/fragment/{GUIDE}",
    f"/feedback/{GUIDE}",
    f"/share?guide={GUIDE}",
    "/",
    "/privacy",
    "/accessibility",
    "/guide/no-such-guide",
)


@pytest.mark.parametrize("page", PAGES)
def test_every_page_leads_to_itself_in_the_other_languages_and_back(english: FlaskClient, page: str) -> None:
    links = language_links(_opened(english.get(page).text))
    assert set(links) == {"en", "ar"}
    for tag, link in links.items():
        there = english.get(_joined(page, link)).text
        root = one(there, "html")
        assert root.attributes["lang"] == tag
        assert root.attributes["dir"] == ("rtl" if tag == "ar" else "ltr")
        back = language_links(there)
        assert "da" in back
        assert "lang=da" not in back["da"]


def _opened(fragment: str) -> str:
    """A fragment with its shadow tree as a part of the page, as a browser shows it."""
    return fragment.replace('<template shadowrootmode="open">', "").replace("</template>", "")


def _joined(page: str, link: str) -> str:
    link = link.removeprefix(BASE_URL).partition("#")[0]
    return page.partition("?")[0] + link if link.startswith("?") else link


@pytest.mark.parametrize("surface", ["embed", "guide", "print"])
def test_answers_ticks_and_the_heading_come_along(english: FlaskClient, library: Library, surface: str) -> None:
    done = all_done(library.guides[GUIDE]).split(",")[0]
    asked = {**FULL, "done": done, "heading": "3"}
    link = language_links(english.get(address(surface, GUIDE, asked)).text)["en"]
    assert dict(parse_qsl(urlsplit(link).query)) == {**asked, "lang": "en"}


def test_search_engines_find_every_language_of_a_guide(english: FlaskClient) -> None:
    for lang in ("", "?lang=en"):
        tree = LexborHTMLParser(english.get(f"/guide/{GUIDE}{lang}").text)
        found = {link.attributes["hreflang"]: link.attributes["href"] for link in tree.css("link[hreflang]")}
        home = f"{BASE_URL}/guide/{GUIDE}"
        assert found == {"da": home, "en": f"{home}?lang=en", "ar": f"{home}?lang=ar", "x-default": home}
        assert one(tree, "link[rel=canonical]").attributes["href"] == home + lang


def test_every_link_of_a_page_keeps_the_language(english: FlaskClient) -> None:
    html = english.get(address("guide", GUIDE, {**FULL, "lang": "en"})).text
    own = [
        link.attributes["href"] or ""
        for link in LexborHTMLParser(html).css("a[href]")
        if (link.attributes["href"] or "").startswith("/") and "hreflang" not in link.attributes
    ]
    assert len(own) > 20
    assert [href for href in own if "lang=en" not in href] == []


def test_data_and_calendar_speak_the_language(english: FlaskClient) -> None:
    query = {**FULL, "lang": "en"}
    data = json.loads(english.get(f"{address('data', GUIDE)}.json?lang=en").text)
    danish = json.loads(english.get(f"{address('data', GUIDE)}.json").text)
    assert data["language"] == "en"
    assert data["title"] != danish["title"]
    assert [item["id"] for item in data["items"]] == [item["id"] for item in danish["items"]]
    assert "DKK" in json.dumps(data)
    assert "<span" not in json.dumps(data)
    calendar = english.get(address("calendar", f"{GUIDE}.ics", query)).text
    assert "SUMMARY" in calendar
    assert calendar != english.get(address("calendar", f"{GUIDE}.ics", FULL)).text
    assert re.findall(r"UID:.*", calendar) == re.findall(
        r"UID:.*", english.get(address("calendar", f"{GUIDE}.ics", FULL)).text
    )


def test_dates_and_figures_are_written_as_the_language_writes_them(english: FlaskClient) -> None:
    page = english.get(address("guide", GUIDE, {**FULL, **WHOLE, "lang": "en"})).text
    assert "Tuesday, 1 December 2026" in page
    assert "DKK\u00a022,041" in page
    assert "tirsdag" not in page


# --- What stays Danish is marked ---


def danish_outside_of_marks(html: str, danish: str) -> list[str]:
    """The texts of a page that also stand on the Danish one and are not marked as Danish."""
    translator_comment = {words(node) for node in _texts(danish)}
    return [said for node in _texts(html) if (said := words(node)) in translator_comment and not _is_marked(node)]


def _texts(html: str) -> list[LexborNode]:
    tree = LexborHTMLParser(html)
    leaves = tree.css("main *, footer *")
    return [node for node in leaves if not node.css("*")[1:] and re.search(r"[^\W\d]{3,}", node.text())]


def _is_marked(node: LexborNode | None) -> bool:
    while node is not None:
        if (node.attributes or {}).get("lang") == "da":
            return True
        node = node.parent
    return False


@pytest.mark.parametrize("surface", ["embed", "guide", "print", "sources"])
@pytest.mark.parametrize("state", [{}, FULL, {"ui": "links"}, {"a-kasse": "måske"}], ids=str)
def test_a_guide_that_is_not_translated_is_marked_as_danish_throughout(
    nothing_translated: FlaskClient, surface: str, state: dict[str, str]
) -> None:
    for opened, marks in (({}, 5), (WHOLE, 20), ({"open": "foerste-dag"}, 5), ({"open": "svar"}, 5)):
        danish = nothing_translated.get(address(surface, GUIDE, {**state, **opened})).text
        page = nothing_translated.get(address(surface, GUIDE, {**state, **opened, "lang": "de"})).text
        assert one(page, "html").attributes["lang"] == "de"
        assert page.count('lang="da" dir="ltr"') > marks
        found = danish_outside_of_marks(page, danish)
        assert [text for text in found if not text.startswith("http") and text not in {"Dansk"}] == []


def test_danish_words_on_an_english_page_are_marked_and_its_title_is_plain(english: FlaskClient) -> None:
    page = LexborHTMLParser(english.get(address("guide", GUIDE, {"lang": "en"})).text)
    assert {"kontanthjælp", "dagpenge"} <= {node.text() for node in page.css('main span[lang="da"]')}
    (title,) = page.css("title")
    assert "<" not in title.text()


def test_a_danish_page_has_no_marks(english: FlaskClient) -> None:
    for surface in ("embed", "guide", "print", "sources"):
        assert 'lang="da" dir="ltr">' not in english.get(address(surface, GUIDE, FULL)).text.partition("<body")[2]


def test_what_a_partner_says_itself_is_marked_as_danish(tmp_path: Path) -> None:
    site = partner_site(tmp_path, LANGUAGES="en")
    pages = [site.get(f"/guide/{partner.id}/{GUIDE}?lang=en").text for partner in example_partners()]
    notes = [note for page in pages for note in LexborHTMLParser(page).css(".local")]
    assert notes
    assert all(note.css('div[lang="da"]') for note in notes)
    terms = [term.name for partner in example_partners() for term in partner.terms.values()]
    assert any(f'<span lang="da" dir="ltr">{term}</span>' in page for term in terms for page in pages)


# --- Every word goes through the catalogues ---


@pytest.mark.parametrize(
    "page", [*PAGES, f"/guide/{GUIDE}?a-kasse=ved-ikke&dato=2026-12-01", "/embed/naar-du-flytter"]
)
def test_no_word_of_a_page_comes_from_anywhere_but_the_catalogues(pseudo: FlaskClient, page: str) -> None:
    address = f"{page}{'&' if '?' in page else '?'}lang=de"
    tree = LexborHTMLParser(_opened(pseudo.get(address).text))
    assert tree.css("html[lang=de], section[lang=de]")
    said = [NOT_WORDS.sub("", words(node)) for node in _bare_texts(tree)]
    assert sum(1 for text in said if set(text) & set(ACCENTED)) > 3
    assert [text for text in said if re.search(r"\b[a-zA-Z]{2,}\b", text)] == []


@pytest.mark.parametrize("page", PAGES)
def test_what_is_only_heard_comes_from_the_catalogues_too(pseudo: FlaskClient, page: str) -> None:
    tree = LexborHTMLParser(_opened(pseudo.get(f"{page}{'&' if '?' in page else '?'}lang=de").text))
    heard = [
        node.attributes[name] or ""
        for name in ("aria-label", "alt", "title", "placeholder")
        for node in tree.css(f"[{name}]")
    ]
    assert [text for text in heard if re.search(r"\b[a-zA-Z]{2,}\b", NOT_WORDS.sub("", text))] == []


def _bare_texts(tree: LexborHTMLParser) -> list[LexborNode]:
    for node in tree.css("style, textarea, .address, [hreflang], select option:not([value])"):
        node.decompose()
    return [node for node in tree.css("title, body *") if not node.css("*")[1:] and node.text(strip=True)]


# --- One round trip ---


@pytest.fixture(scope="module")
def german(settings: Settings) -> FlaskClient:
    """All complete languages offered."""
    return served(settings, languages=("en", "de"))


@pytest.mark.parametrize("guide", GUIDES)
@pytest.mark.parametrize("surface", ["embed", "guide"])
@pytest.mark.parametrize("tag", ["en", "de"])
def test_a_translated_page_fits_in_one_round_trip_too(
    german: FlaskClient, library: Library, guide: str, surface: str, tag: str
) -> None:
    """In brotli, which every browser takes over TLS; English and German are longer than Danish.

    With a date and every task ticked they are up to 1,100 bytes larger: making each of those smallest costs too much.
    """
    unknown = dict.fromkeys(choices_of(library.guides[guide]), "ved-ikke")
    for state, extra in product(({}, unknown), ({}, {"dato": DAY, "done": all_done(library.guides[guide])})):
        page = address(surface, guide, {**state, **extra, "lang": tag})
        assert bytes_on_the_wire(german, page, "br") <= LIMIT + (1_100 if extra else 0), page
